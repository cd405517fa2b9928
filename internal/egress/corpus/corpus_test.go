package corpus

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/render"
)

// expectation is the file beside a document.
type expectation struct {
	About  string   `json:"about"`
	Source []string `json:"source"` // repository and path, page or thread
	Date   string   `json:"date"`   // of the copies read

	// Open are the flows of a working configuration that may be not decidable.
	Open []openFlow `json:"open"`

	// Of a failing configuration: the report in one word, findings that are there, verdicts.
	Outcome  egress.Status        `json:"outcome"`
	Findings []egress.FindingCode `json:"findings"`
	Flows    []flowWant           `json:"flows"`
}

type openFlow struct {
	Flow string `json:"flow"` // see destination
	Why  string `json:"why"`
}

type flowWant struct {
	Flow     string        `json:"flow"`
	From     string        `json:"from"` // left out means any subnet
	Status   egress.Status `json:"status"`
	Decider  string        `json:"decider"` // kind and name
	Code     egress.Code   `json:"code"`    // of the deciding step
	ExitCode int           `json:"exit_code"`
	Rules    []string      `json:"rules"` // cited, among others
	Text     []string      `json:"text"`  // what the rendering says, among other things
	Fix      string        `json:"fix"`   // part of a proposed fix; left out means that there is none
}

// destination names a flow as the expectations do: its names, else its tag, else its addresses.
func destination(f egress.Flow) string {
	d := f.Destination
	switch {
	case len(d.Names) > 0:
		var out []string
		for _, n := range d.Names {
			out = append(out, n.String())
		}
		return strings.Join(out, " ")
	case len(d.Tags) > 0:
		return "tag:" + d.Tags[0].Tag
	}
	return d.Addresses.String()
}

// each runs a check for every document of a folder.
func each(t *testing.T, folder string, least int, check func(t *testing.T, r egress.Report, want expectation)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".want.json") {
			if !slices.Contains(files, strings.TrimSuffix(file, ".want.json")+".json") {
				t.Errorf("%s has no document", file)
			}
			continue
		}
		count++
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			want := readExpectation(t, strings.TrimSuffix(file, ".json")+".want.json")
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := document.Judge(text, aks.Expand, true)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Verdicts) == 0 {
				t.Error("there is nothing to judge")
			}
			check(t, r, want)
			if t.Failed() {
				var text strings.Builder
				_ = render.Text(&text, r, render.Options{})
				t.Logf("%s\n%s", want.About, text.String())
			}
		})
	}
	if count < least {
		t.Errorf("%d documents, there should be at least %d", count, least)
	}
}

func readExpectation(t *testing.T, file string) expectation {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want expectation
	read := json.NewDecoder(bytes.NewReader(text))
	read.DisallowUnknownFields()
	if err := read.Decode(&want); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if want.About == "" || len(want.Source) == 0 || want.Date == "" {
		t.Errorf("%s names no source", file)
	}
	return want
}

// TestWorking: what is known to work is never called denied, nor refused by a finding; what stays open is listed, and nothing else is.
func TestWorking(t *testing.T) {
	t.Parallel()
	each(t, "working", 25, func(t *testing.T, r egress.Report, want expectation) {
		t.Helper()
		if r.Outcome() == egress.Denied {
			t.Error("the report says denied")
		}
		for _, f := range r.Findings {
			if f.Severity == egress.SeverityError {
				t.Errorf("finding %s on %v: %s", f.Code, f.Object, f.Text)
			}
		}
		met, spare := map[string]bool{}, r.Spare()
		for i, v := range r.Verdicts {
			if spare[i] {
				continue
			}
			name := destination(v.Flow)
			listed := slices.ContainsFunc(want.Open, func(o openFlow) bool { return o.Flow == name && o.Why != "" })
			switch {
			case v.Fails():
				t.Errorf("%s -> %s: %s by %v", v.Flow.Source.Subnet, name, v.Status, v.Decider)
			case v.Status == egress.Indeterminate && !listed:
				t.Errorf("%s -> %s is not decidable, and not listed: %v", v.Flow.Source.Subnet, name, v.Decider)
			case v.Status == egress.Indeterminate:
				met[name] = true
			}
		}
		for _, o := range want.Open {
			if !met[o.Flow] {
				t.Errorf("%s is listed as open and is decided", o.Flow)
			}
		}
	})
}

// TestFailing: what is known to fail is explained as the thread found it.
func TestFailing(t *testing.T) {
	t.Parallel()
	each(t, "failing", 10, func(t *testing.T, r egress.Report, want expectation) {
		t.Helper()
		if got := r.Status(); got != want.Outcome {
			t.Errorf("outcome %s, want %s", got, want.Outcome)
		}
		for _, code := range want.Findings {
			if !slices.ContainsFunc(r.Findings, func(f egress.Finding) bool { return f.Code == code }) {
				t.Errorf("no finding %s", code)
			}
		}
		if len(want.Findings)+len(want.Flows) == 0 {
			t.Error("nothing is expected")
		}
		for _, w := range want.Flows {
			checkFlow(t, r, w)
		}
	})
}

func checkFlow(t *testing.T, r egress.Report, w flowWant) {
	t.Helper()
	i := slices.IndexFunc(r.Verdicts, func(v egress.Verdict) bool {
		return destination(v.Flow) == w.Flow && (w.From == "" || v.Flow.Source.Subnet == w.From)
	})
	if i < 0 {
		t.Errorf("there is no flow from %q to %s", w.From, w.Flow)
		return
	}
	v := r.Verdicts[i]
	if decider := strings.TrimSpace(string(v.Decider.Kind) + " " + v.Decider.Name); v.Status != w.Status || decider != w.Decider {
		t.Errorf("%s: %s by %s, want %s by %s", w.Flow, v.Status, decider, w.Status, w.Decider)
	}
	if !slices.ContainsFunc(v.Steps, func(s egress.Step) bool { return s.Code == w.Code }) {
		t.Errorf("%s: no step %s in %v", w.Flow, w.Code, v.Steps)
	}
	if v.Flow.ExitCode != w.ExitCode {
		t.Errorf("%s: exit code %d, want %d", w.Flow, v.Flow.ExitCode, w.ExitCode)
	}
	for _, rule := range w.Rules {
		if !slices.Contains(v.Rules, rule) {
			t.Errorf("%s: %s is not among %v", w.Flow, rule, v.Rules)
		}
	}
	text := render.Verdict(v)
	for _, words := range w.Text {
		if !strings.Contains(text, words) {
			t.Errorf("%s: %q is not said:\n%s", w.Flow, words, text)
		}
	}
	switch {
	case w.Fix == "" && len(v.Fixes) > 0:
		t.Errorf("%s: unexpected fix %v", w.Flow, v.Fixes[0].Text)
	case w.Fix != "" && !slices.ContainsFunc(v.Fixes, func(f egress.Fix) bool { return strings.Contains(f.Text, w.Fix) }):
		t.Errorf("%s: no fix has %q: %v", w.Flow, w.Fix, v.Fixes)
	}
}
