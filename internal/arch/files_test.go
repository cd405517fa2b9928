package arch

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestPackageComments wants exactly one package comment in each package, in the form that go doc shows.
func TestPackageComments(t *testing.T) {
	t.Parallel()
	comments := map[string][]string{}
	names := map[string]string{}
	for _, f := range source(t) {
		if f.test {
			if f.ast.Doc.Text() != "" {
				t.Errorf("%s: a package comment belongs to a file that is no test", f.path)
			}
			continue
		}
		names[f.dir] = f.ast.Name.Name
		if text := f.ast.Doc.Text(); text != "" {
			comments[f.dir] = append(comments[f.dir], f.path)
			start := "Package " + f.ast.Name.Name + " "
			if f.ast.Name.Name == "main" {
				start = "Command "
			}
			if !strings.HasPrefix(text, start) {
				t.Errorf("%s: the package comment should start with %q", f.path, start)
			}
		}
	}
	for dir := range names {
		if n := len(comments[dir]); n != 1 {
			t.Errorf("%s has %d package comments %v, want one", dir, n, comments[dir])
		}
	}
}

const (
	splitAt  = 400 // from here a file is reported
	hardStop = 600 // and from here it fails
)

// long files are tables or schemas, where a split would part what is read together.
var long = map[string]string{}

// TestFileSizes fails on files past the hard stop that are no schema and no listed table.
func TestFileSizes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range source(t) {
		reason, listed := long[f.path]
		seen[f.path] = true
		schema := strings.HasPrefix(path.Base(f.path), "schema") && !f.test
		switch {
		case f.lines > hardStop && !listed && !schema:
			t.Errorf("%s has %d lines; split it by idea, or list it with a reason when it is one table", f.path, f.lines)
		case f.lines > splitAt && !listed:
			t.Logf("%s has %d lines; split it at the next change", f.path, f.lines)
		case listed && f.lines <= hardStop:
			t.Errorf("%s has %d lines now: take it off the list of long files (%s)", f.path, f.lines, reason)
		}
	}
	for name := range long {
		if !seen[name] {
			t.Errorf("the list of long files names %s, which is gone", name)
		}
	}
}

// TestPurePackagesReadNoClock: a date is a value there, the present is not.
func TestPurePackagesReadNoClock(t *testing.T) {
	t.Parallel()
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	for _, f := range source(t) {
		if f.test || !slices.ContainsFunc(bans[1].in, func(p string) bool { return covers(p, f.dir) }) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" && slices.Contains(clock, sel.Sel.Name) {
					t.Errorf("%s uses time.%s: a pure package gets a date as an argument", f.path, sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// TestOneHomeForClouds: outside internal/cloud nothing decides by a cloud's name (L9); it asks the cloud's table instead.
// The emulator plays the clouds and has names of its own.
func TestOneHomeForClouds(t *testing.T) {
	t.Parallel()
	clouds := []string{"AzureCloud", "AzurePublicCloud", "AzureUSGovernment", "AzureUSGovernmentCloud", "AzureChinaCloud", "usgovernment", "china"}
	for _, f := range source(t) {
		if f.test || covers("internal/cloud/...", f.dir) || covers("internal/armemu/...", f.dir) {
			continue
		}
		decides := func(e ast.Expr) {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if name, err := strconv.Unquote(lit.Value); err == nil && slices.Contains(clouds, name) {
					t.Errorf("%s decides by the cloud's name %q: add a column to the tables of internal/cloud (L9)", f.path, name)
				}
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause:
				for _, e := range n.List {
					decides(e)
				}
			case *ast.BinaryExpr:
				if n.Op == token.EQL || n.Op == token.NEQ {
					decides(n.X)
					decides(n.Y)
				}
			}
			return true
		})
	}
}
