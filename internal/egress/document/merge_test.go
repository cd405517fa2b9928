package document

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	base := Document{
		Networks:    []Network{{Name: "hub", OutOfScope: "old"}, {Name: "spoke"}},
		Flows:       []Flow{{Name: "a"}},
		ServiceTags: map[string][]string{"X": {"10.0.0.0/8"}, "Y": nil},
	}
	over := Document{
		Schema: "s", Networks: []Network{{Name: "HUB"}, {Name: "new"}}, Flows: []Flow{{Name: "b"}}, ServiceTags: map[string][]string{"X": {"11.0.0.0/8"}},
		Without: []string{"A-DNS"},
	}
	want := Document{
		Schema: "s", Version: Version, Networks: []Network{{Name: "HUB"}, {Name: "spoke"}, {Name: "new"}}, Flows: []Flow{{Name: "a"}, {Name: "b"}},
		ServiceTags: map[string][]string{"X": {"11.0.0.0/8"}, "Y": nil}, Without: []string{"A-DNS"},
	}
	if diff := cmp.Diff(want, Merge(base, over)); diff != "" {
		t.Error(diff)
	}
	if base.Networks[0].OutOfScope != "old" || len(base.ServiceTags["X"]) != 1 || base.ServiceTags["X"][0] != "10.0.0.0/8" {
		t.Errorf("the base was changed: %+v", base)
	}
}

// TestMergeForgetsNothing: each field of a document comes through from either side, those added later too.
func TestMergeForgetsNothing(t *testing.T) {
	t.Parallel()
	for i := range reflect.TypeFor[Document]().NumField() {
		field := reflect.TypeFor[Document]().Field(i)
		var d Document
		v := reflect.ValueOf(&d).Elem().Field(i)
		switch v.Kind() {
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case reflect.Map:
			v.Set(reflect.MakeMap(v.Type()))
			v.SetMapIndex(reflect.ValueOf("T"), reflect.Zero(v.Type().Elem()))
		case reflect.String:
			v.SetString("s")
		default:
			v.SetInt(Version)
		}
		if got := reflect.ValueOf(Merge(Document{}, d)).Field(i); got.IsZero() {
			t.Errorf("%s of the upper document is lost", field.Name)
		}
		if got := reflect.ValueOf(Merge(d, Document{})).Field(i); got.IsZero() && field.Name != "Schema" {
			t.Errorf("%s of the lower document is lost", field.Name)
		}
	}
}

// TestMergeKeepsTwice: a name that is twice in the upper document is not hidden by the merge.
func TestMergeKeepsTwice(t *testing.T) {
	t.Parallel()
	tables := []RouteTable{{Name: "rt"}, {Name: "RT"}}
	for _, base := range []Document{{}, {RouteTables: tables[:1]}} {
		if got := Merge(base, Document{RouteTables: tables}).RouteTables; len(got) != 2 {
			t.Errorf("over %d tables: %v", len(base.RouteTables), got)
		}
	}
}
