package values_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

func TestTags(t *testing.T) {
	t.Parallel()
	var d diag.Diagnostics
	if got := values.Tags(root, types.MapNull(types.StringType), &d); got == nil || len(got) != 0 || d != nil {
		t.Errorf("null: %v, %v", got, d)
	}
	if diff := cmp.Diff(map[string]string{"a": "1"}, values.Tags(root, values.MapOfStrings(map[string]string{"a": "1"}), &d)); diff != "" {
		t.Error(diff)
	}
	values.Tags(root, types.MapUnknown(types.StringType), &d)
	if d.ErrorsCount() != 1 {
		t.Errorf("unknown: %v", d)
	}
}

func TestMergeTags(t *testing.T) {
	t.Parallel()
	type m = map[string]string
	cases := map[string]struct{ remote, prior, planned, own, want m }{
		"nothing":                {nil, nil, nil, nil, m{}},
		"others survive":         {m{"cost": "1"}, nil, m{"a": "1"}, nil, m{"cost": "1", "a": "1"}},
		"ours changes":           {m{"a": "1", "b": "2"}, m{"a": "1"}, m{"a": "9"}, nil, m{"a": "9", "b": "2"}},
		"ours goes":              {m{"a": "1", "b": "2"}, m{"a": "1"}, nil, nil, m{"b": "2"}},
		"ours goes, other case":  {m{"A": "1"}, m{"a": "1"}, nil, nil, m{}},
		"renamed in case only":   {m{"Env": "x"}, m{"Env": "x"}, m{"env": "x"}, nil, m{"env": "x"}},
		"takes over a tag":       {m{"ENV": "theirs"}, nil, m{"env": "ours"}, nil, m{"env": "ours"}},
		"own wins":               {m{"mark": "old"}, nil, m{"Mark": "user"}, m{"mark": "new"}, m{"mark": "new"}},
		"own survives no plan":   {nil, nil, nil, m{"mark": "new"}, m{"mark": "new"}},
		"gone already, stays so": {nil, m{"a": "1"}, nil, nil, m{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := values.MergeTags(pointers(c.remote), c.prior, c.planned, c.own)
			if diff := cmp.Diff(pointers(c.want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := values.MergeTags(map[string]*string{"a": nil}, nil, nil, nil); len(got) != 1 || got["a"] != nil {
		t.Errorf("a null tag of others: %v", got)
	}
}

func pointers(m map[string]string) map[string]*string {
	out := make(map[string]*string, len(m))
	for name, value := range m {
		out[name] = new(value)
	}
	return out
}

func TestOwnedTags(t *testing.T) {
	t.Parallel()
	remote := map[string]*string{"ENV": new("prod"), "cost": new("1"), "none": nil}
	prior := values.MapOfStrings(map[string]string{"env": "dev", "gone": "x", "none": "y"})
	want := values.MapOfStrings(map[string]string{"env": "prod", "none": ""})
	if got := values.OwnedTags(remote, prior); !got.Equal(want) {
		t.Errorf("OwnedTags: %s; want %s", got, want)
	}
	if got := values.OwnedTags(remote, types.MapNull(types.StringType)); !got.IsNull() {
		t.Errorf("null: %s", got)
	}
	if got := values.OwnedTags(remote, values.MapOfStrings(nil)); got.IsNull() || len(got.Elements()) != 0 {
		t.Errorf("empty: %s", got)
	}
}

func TestAllTags(t *testing.T) {
	t.Parallel()
	remote := map[string]*string{"env": new("prod"), "udr-mark": new("x")}
	hidden := func(name string) bool { return strings.HasPrefix(name, "udr-") }
	if got := values.AllTags(remote, hidden); !got.Equal(values.MapOfStrings(map[string]string{"env": "prod"})) {
		t.Errorf("AllTags: %s", got)
	}
	if got := values.AllTags(map[string]*string{"udr-mark": nil}, hidden); !got.IsNull() {
		t.Errorf("only hidden ones: %s", got)
	}
	if got := values.AllTags(remote, nil); len(got.Elements()) != 2 {
		t.Errorf("nothing hidden: %s", got)
	}
}
