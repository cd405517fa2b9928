package egress

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryRule holds code and tests to the numbered rules of the semantics: each
// is cited where it is implemented, and by a test that shows it.
func TestEveryRule(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`\b(?:RT|FW|NSG|VM|AK|S|P)-[0-9]+\b`)
	code, tests := map[string]bool{}, map[string]bool{}
	for _, dir := range []string{".", "oracle", "render", "aks", "../netset"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			found := code
			if strings.HasSuffix(f, "_test.go") {
				found = tests
			}
			for _, r := range id.FindAllString(string(text), -1) {
				found[r] = true
			}
		}
	}
	for _, group := range []struct {
		name     string
		last     int
		testOnly bool // scenarios and properties live in tests alone
	}{{"RT", 35, false}, {"FW", 48, false}, {"NSG", 8, false}, {"VM", 7, false}, {"S", 10, true}, {"P", 11, true}} {
		for i := 1; i <= group.last; i++ {
			rule := fmt.Sprintf("%s-%d", group.name, i)
			if !code[rule] && !group.testOnly {
				t.Errorf("%s is cited by no code", rule)
			}
			if !tests[rule] {
				t.Errorf("%s is shown by no test", rule)
			}
		}
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	t.Run("FW-35 a TCP probe proves nothing", func(t *testing.T) {
		t.Parallel()
		for text, want := range map[string]int{"tcp 8.8.8.8:443": 1, "udp 8.8.8.8:53": 0, "tcp 10.42.4.4:443": 0} {
			if notes := Evaluate(hub(), []Flow{to(text)}, Options{}).Notes(); len(notes) != want {
				t.Errorf("%s: %v", text, notes)
			}
		}
	})
}

// TestCodesHaveTexts: a step that a renderer could not put in words would be lost.
func TestCodesHaveTexts(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("code.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`Code = "([A-Z0-9_]+)"`).FindAllStringSubmatch(string(text), -1)
	if len(declared) != len(codeTexts) {
		t.Errorf("%d codes, %d texts", len(declared), len(codeTexts))
	}
	for _, d := range declared {
		if Code(d[1]).Text() == "" {
			t.Errorf("%s has no text", d[1])
		}
	}
}
