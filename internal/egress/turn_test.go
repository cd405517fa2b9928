package egress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// turnsPerRule bounds how many places of one rule are tried.
const turnsPerRule = 12

// notTurned are rules that no single condition of this package carries.
var notTurned = map[string]string{
	"VM-1": "a type: Flow", "VM-5": "a type: Verdict", "VM-7": "says what a verdict does not claim", "FW-9": "what is left when no rule matches",
	"FW-24": "names are compared in package netset",
}

// condition is one that carries a rule: turning it around turns the rule around.
type condition struct {
	file     string
	from, to int // byte offsets of the condition
}

// TestTurnedRules looks for the conditions that carry each rule: those around the places that cite it. With UDR_TURN=1 it turns them around
// one by one, in a copy that only the compiler sees, and demands that the tests of the package notice at least one for each rule. That takes
// some minutes; UDR_TURN=RT-9,FW-21 tries some rules only.
func TestTurnedRules(t *testing.T) {
	t.Parallel()
	places := conditions(t)
	only := os.Getenv("UDR_TURN")
	for _, r := range RuleTable() {
		if notTurned[r.ID] != "" {
			continue
		}
		if len(places[r.ID]) == 0 {
			t.Errorf("%s is carried by no condition", r.ID)
			continue
		}
		if only == "" || only != "1" && !slices.Contains(strings.Split(only, ","), r.ID) {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			turn(t, places[r.ID])
		})
	}
}

// turn negates one condition after another until the tests fail.
func turn(t *testing.T, places []condition) {
	t.Helper()
	var tried []string
	for _, p := range places[:min(len(places), turnsPerRule)] {
		text, err := os.ReadFile(p.file)
		if err != nil {
			t.Fatal(err)
		}
		turned := string(text[:p.from]) + "!(" + string(text[p.from:p.to]) + ")" + string(text[p.to:])
		switch noticed, output := tested(t, p.file, turned); {
		case strings.Contains(output, "[build failed]") || strings.Contains(output, "[setup failed]"):
		case noticed:
			t.Logf("noticed: %s %s", p.file, text[p.from:p.to])
			return
		default:
			tried = append(tried, fmt.Sprintf("%s: %s", p.file, text[p.from:p.to]))
		}
	}
	t.Errorf("no test notices that these are turned around:\n%s", strings.Join(tried, "\n"))
}

// tested runs the tests with another text for one file.
func tested(t *testing.T, file, text string) (failed bool, output string) {
	t.Helper()
	dir := t.TempDir()
	source, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, file)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {source: copied}})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{copied: []byte(text), filepath.Join(dir, "overlay.json"): overlay} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-timeout=60s", "-vet=off", "-overlay", filepath.Join(dir, "overlay.json"), ".")
	run.Env = append(os.Environ(), "UDR_TURN=")
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	return run.Run() != nil, out.String()
}

// conditions finds, for each rule, the conditions around its citations: the nearest if or case, and all of a function whose comment
// cites the rule.
func conditions(t *testing.T) map[string][]condition {
	t.Helper()
	id := regexp.MustCompile(`\b(?:RT|FW|NSG|VM)-[0-9]+\b`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]condition{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "rule_info") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		f := &finder{set: set, name: name, file: file}
		for _, group := range file.Comments {
			for _, rule := range id.FindAllString(group.Text(), -1) {
				out[rule] = append(out[rule], f.around(group.Pos(), group.End())...)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				for _, rule := range id.FindAllString(lit.Value, -1) {
					out[rule] = append(f.around(lit.Pos(), lit.End()), out[rule]...) // verdicts cite it there
				}
			}
			return true
		})
	}
	for rule := range out {
		var unique []condition
		for _, p := range out[rule] {
			if !slices.Contains(unique, p) {
				unique = append(unique, p)
			}
		}
		out[rule] = unique
	}
	return out
}

type finder struct {
	set  *token.FileSet
	name string
	file *ast.File
}

// around lists the conditions that decide whether the source between two positions acts: innermost first.
func (f *finder) around(from, to token.Pos) []condition {
	var out []condition
	for _, d := range f.file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		doc := fn.Doc != nil && fn.Doc.Pos() <= from && to <= fn.Doc.End()
		if !doc && (fn.Pos() > from || to > fn.End()) {
			continue
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IfStmt:
				if doc || n.Pos() <= from && to <= n.End() || n.Pos() >= to && f.next(to, n.Pos()) {
					out = append(out, f.condition(n.Cond))
				}
			case *ast.CaseClause:
				if doc || n.Pos() <= from && to <= n.End() || n.Pos() >= to && f.next(to, n.Pos()) {
					for _, c := range n.List {
						out = append(out, f.condition(c))
					}
				}
			case *ast.BinaryExpr:
				logical := slices.Contains([]token.Token{token.LAND, token.LOR, token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ}, n.Op)
				if logical && (doc || f.next(to, n.Pos()) && f.next(n.Pos(), from)) {
					out = append(out, f.condition(n))
					return false
				}
			}
			return true
		})
		if len(out) == 0 && !doc { // a straight function: what guards it is at its beginning
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if i, ok := n.(*ast.IfStmt); ok {
					out = append(out, f.condition(i.Cond))
				}
				return true
			})
		}
	}
	slices.Reverse(out)
	return out
}

// next tells whether a statement begins on the line after a comment.
func (f *finder) next(comment, statement token.Pos) bool {
	return f.set.Position(statement).Line-f.set.Position(comment).Line <= 1
}

func (f *finder) condition(e ast.Expr) condition {
	return condition{f.name, f.set.Position(e.Pos()).Offset, f.set.Position(e.End()).Offset}
}
