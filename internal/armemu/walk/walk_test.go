package walk_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

// worlds reads the testdata files.
func worlds(t *testing.T) map[string][]*world {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	out := map[string][]*world{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if out[filepath.Base(file)], err = read(string(text)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return out
}

// The logs: what went in, what came of it, and the rules that the walk cites for it.
func TestLogs(t *testing.T) {
	t.Parallel()
	for file, list := range worlds(t) {
		for _, w := range list {
			t.Run(file+"/"+w.title, func(t *testing.T) {
				t.Parallel()
				e := w.build(t)
				for _, c := range w.checks {
					result, err := e.Walk(w.packet(t, e, c.packet))
					if err != nil {
						t.Errorf("%s: %v", c.packet, err)
						continue
					}
					if got := line(result); got != c.want {
						t.Errorf("%s\n got: %s\nwant: %s\n%s", c.packet, got, c.want, trace(result))
					}
				}
			})
		}
	}
}

// trace is the way of a packet, a line for each step.
func trace(r walk.Result) string {
	var b strings.Builder
	for _, s := range r.Trace {
		fmt.Fprintf(&b, "  %s: %s (%s %s; %s)\n", s.At, s.What, s.Object.Kind, s.Object.Name, strings.Join(s.Rules, " "))
	}
	return b.String()
}

var ruleID = regexp.MustCompile(`\b(RT|FW|NSG)-\d+\b`)

// Every rule that the walk names in its code stands beside a line of a log.
func TestEveryRuleHasALine(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, list := range worlds(t) {
		for _, w := range list {
			for _, c := range w.checks {
				for _, id := range c.rules {
					if ruleID.FindString(id) != id {
						t.Errorf("%s: %q is no rule", c.packet, id)
					}
					tried[id] = true
				}
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "doc.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ruleID.FindAllString(string(text), -1) {
			used[id] = file
		}
	}
	for _, id := range slices.Sorted(maps.Keys(used)) {
		if !tried[id] {
			t.Errorf("%s uses %s, which no log tries", used[id], id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(tried)) {
		if used[id] == "" {
			t.Errorf("a log tries %s, which the walk does not name", id)
		}
	}
}
