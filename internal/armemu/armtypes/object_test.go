package armtypes

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestObjectPaths(t *testing.T) {
	t.Parallel()
	o := Object{}
	o.Set("properties.count", 3)
	o.Set("properties.names", []string{"a", "b"})
	o.Default("properties.count", 9)
	o.Default("properties.flag", true)
	want := Object{"properties": map[string]any{"count": 3.0, "names": []any{"a", "b"}, "flag": true}}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Errorf("after Set and Default (-want +got):\n%s", diff)
	}
	c := o.Clone()
	c.Remove("properties.flag")
	c.Remove("nothing.there")
	if !o.Has("properties.flag") || c.Has("properties.flag") {
		t.Error("Remove on a clone changed the original, or did not remove")
	}
	if n, ok := o.Int("properties.count"); n != 3 || !ok {
		t.Errorf("Int = %d, %v", n, ok)
	}
	var none Object
	if none.Get("a.b") != nil || none.Str("a") != "" || none.Has("a") || none.Clone() != nil {
		t.Error("a nil object is not empty")
	}
	none.Set("a", 1)
	none.Remove("a")
}

func TestEach(t *testing.T) {
	t.Parallel()
	o := Object{"properties": map[string]any{"subnets": []any{
		map[string]any{"name": "a", "properties": map[string]any{"routeTable": map[string]any{"id": "/rt"}}},
		map[string]any{"name": "b"},
		"not an object",
	}}}
	var got []string
	for _, p := range o.Each("properties.subnets[*].properties.routeTable.id") {
		got = append(got, p.Path+"="+p.Value.(string)+" in "+p.Element.Str("name"))
	}
	if diff := cmp.Diff([]string{"properties.subnets[0].properties.routeTable.id=/rt in a"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(o.Each("properties.subnets[*]")); n != 3 {
		t.Errorf("Each over the array itself gives %d places, want 3", n)
	}
}
