package fault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	requests := []string{"PUT /a", "GET /a", "PUT /b", "PUT /a", "GET /A?x=1", "DELETE /a", "PUT /a"}
	tests := map[string]struct {
		match fault.Match
		hits  []int // numbers of the requests that it hits
	}{
		"everything":       {fault.Match{}, []int{1, 2, 3, 4, 5, 6, 7}},
		"a request":        {fault.Match{Request: 3}, []int{3}},
		"a method":         {fault.Match{Method: "PUT"}, []int{1, 3, 4, 7}},
		"a path":           {fault.Match{Path: "^/a"}, []int{1, 2, 4, 5, 6, 7}},
		"a query":          {fault.Match{Path: `\?x=1$`}, []int{5}},
		"nth":              {fault.Match{Method: "PUT", Nth: 2}, []int{3}},
		"nth on a path":    {fault.Match{Method: "PUT", Path: "^/a$", Nth: 2}, []int{4}},
		"from the nth on":  {fault.Match{Method: "PUT", Nth: 2, Times: -1}, []int{3, 4, 7}},
		"two from the nth": {fault.Match{Method: "PUT", Nth: 2, Times: 2}, []int{3, 4}},
		"the first two":    {fault.Match{Times: 2}, []int{1, 2}},
		"from a request":   {fault.Match{Request: 5, Times: -1}, []int{5, 6, 7}},
		"both":             {fault.Match{Request: 3, Method: "GET"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &fault.Engine{}
			if err := e.Add(fault.Rule{Match: tt.match, Effect: fault.Effect{Reset: true}}); err != nil {
				t.Fatal(err)
			}
			var hits []int
			for i, r := range requests {
				method, path, _ := strings.Cut(r, " ")
				if e.Decide(method, path).Reset {
					hits = append(hits, i+1)
				}
			}
			if diff := cmp.Diff(tt.hits, hits); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEffectsCombine(t *testing.T) {
	t.Parallel()
	e := &fault.Engine{}
	for _, effect := range []fault.Effect{{SlowMS: 1}, {Status: 429, Code: "A"}, {Status: 500, Code: "B"}, {LoseAnswer: true}} {
		if err := e.Add(fault.Rule{Effect: effect}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(fault.Effect{SlowMS: 1, Status: 429, Code: "A", LoseAnswer: true}, e.Decide("GET", "/")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	e.Reset()
	if diff := cmp.Diff(fault.Effect{}, e.Decide("GET", "/")); diff != "" {
		t.Errorf("after Reset (-want +got):\n%s", diff)
	}
	var none *fault.Engine
	none.Reset()
	if none.Decide("GET", "/") != (fault.Effect{}) {
		t.Error("a nil engine has faults")
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ content, want string }{
		"good":           {`{"rules":[{"match":{"method":"PUT","nth":2},"effect":{"status":429,"code":"X","retry_after":3}}]}`, ""},
		"misspelt":       {`{"rules":[{"match":{"methd":"PUT"},"effect":{"reset":true}}]}`, "methd"},
		"no effect":      {`{"rules":[{"match":{}}]}`, "rule 0: the rule has no effect"},
		"bad pattern":    {`{"rules":[{"match":{"path":"("},"effect":{"reset":true}}]}`, "path"},
		"bad kill":       {`{"rules":[{"effect":{"kill":"now"}}]}`, "before or after"},
		"bad status":     {`{"rules":[{"effect":{"status":200}}]}`, "400 to 599"},
		"no code":        {`{"rules":[{"effect":{"fail_operation":true}}]}`, "needs a code"},
		"negative":       {`{"rules":[{"match":{"nth":-1},"effect":{"reset":true}}]}`, "negative"},
		"negative pause": {`{"rules":[{"effect":{"slow_ms":-1}}]}`, "negative"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "faults.json")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := fault.Load(path)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
