package armtypes

import (
	"strings"
	"testing"
)

func TestDefaultRegistry(t *testing.T) {
	t.Parallel()
	r, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range r.Types() {
		if len(typ.APIVersions) == 0 {
			t.Errorf("%s advertises no api-version", typ.Name)
		}
		if typ.Access == ReadWrite && typ.Embed == nil && typ.Put == LRO && TypicalDuration(typ.Name, Create) == 0 {
			t.Errorf("%s is written by long-running operations but has no row in the duration table", typ.Name)
		}
	}
}

func TestDurationsAreOrdered(t *testing.T) {
	t.Parallel()
	for row, timing := range durations {
		for verb, d := range timing {
			if d.Min <= 0 || d.Typical < d.Min || d.Max < d.Typical {
				t.Errorf("%s %s: %v is not ordered", row, verb, d)
			}
		}
	}
}

func TestNewRegistryRefuses(t *testing.T) {
	t.Parallel()
	parent := &Type{Name: "N.N/p"}
	tests := map[string]struct {
		types []*Type
		want  string
	}{
		"twice":          {[]*Type{parent, {Name: "n.n/P"}}, "declared twice"},
		"no namespace":   {[]*Type{{Name: "p"}}, "namespace/type"},
		"orphan":         {[]*Type{{Name: "N.N/q/r"}}, "N.N/q is not declared"},
		"embed, no path": {[]*Type{parent, {Name: "N.N/p/c", Embed: &Embed{}}}, "needs a parent and a path"},
		"wire type":      {[]*Type{{Name: "N.N/p", WireType: "N.N/q"}}, "differs by more than case"},
		"reference":      {[]*Type{{Name: "N.N/p", References: []Reference{{Path: "x", To: "N.N/z"}}}}, "N.N/z is not declared"},
		"back reference": {[]*Type{{Name: "N.N/p", BackReferences: []BackReference{{Path: "x", From: "N.N/p", Via: "y"}}}}, "no reference y"},
		"back, no type":  {[]*Type{{Name: "N.N/p", BackReferences: []BackReference{{Path: "x", From: "N.N/z", Via: "y"}}}}, "N.N/z is not declared"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := NewRegistry(tt.types...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
