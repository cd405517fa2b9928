package protocol

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// name is a string type of a test's own.
type name string

func TestConfigReadsBack(t *testing.T) {
	t.Parallel()
	s := toySchema(t)
	number := 7
	config := map[string]any{
		"name": name("a"), "size": &number, "ratio": big.NewFloat(0.5), "tags": map[name]string{"k": "v"},
		"labels": []string{"b", "a", "b"}, "owner": nil, "secret": Unknown,
		"any":   map[string]any{"list": []any{1, "x", nil, Unknown}, "fraction": 0.25},
		"spec":  map[string]any{"mode": Unknown},
		"rules": map[string]any{"one": map[string]any{"port": "1"}, "two": Unknown, "three": nil},
		"steps": []map[string]any{{"cmd": "c", "note": Unknown}},
		"peers": Unknown,
		"pair":  map[string]any{"left": "l", "right": true},
	}
	v, err := encodeConfig(s, config)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"id": nil, "revision": nil,
		"name": "a", "size": int64(7), "ratio": 0.5, "tags": map[string]any{"k": "v"},
		"labels": []any{"a", "b"}, "owner": nil, "secret": Unknown,
		"any":   map[string]any{"list": []any{int64(1), "x", nil, Unknown}, "fraction": 0.25},
		"spec":  map[string]any{"mode": Unknown, "note": nil},
		"rules": map[string]any{"one": map[string]any{"port": "1", "note": nil}, "two": Unknown, "three": nil},
		"steps": []any{map[string]any{"cmd": "c", "note": Unknown}},
		"peers": Unknown,
		"pair":  map[string]any{"left": "l", "right": true},
	}
	if diff := cmp.Diff(want, decodeObject(v)); diff != "" {
		t.Error(diff)
	}
}

func TestWrongConfigNamesThePath(t *testing.T) {
	t.Parallel()
	s := toySchema(t)
	cases := map[string]struct {
		config map[string]any
		want   string
	}{
		"unknown attribute":        {map[string]any{"surname": "a"}, "surname: no such attribute in the schema"},
		"number for string":        {map[string]any{"name": 1}, "name: string is wanted, not int"},
		"string for number":        {map[string]any{"size": "1"}, "size: number is wanted, not string"},
		"JSON number for string":   {map[string]any{"name": json.Number("1")}, "name: string is wanted, not json.Number"},
		"not a number":             {map[string]any{"ratio": math.NaN()}, "ratio: NaN is no number"},
		"list for map":             {map[string]any{"tags": []any{"a"}}, "tags: map of string is wanted, not []interface {}"},
		"wrong map element":        {map[string]any{"tags": map[string]any{"k": true}}, `tags["k"]: string is wanted, not bool`},
		"string for set":           {map[string]any{"labels": "a"}, "labels: set of string is wanted, not string"},
		"wrong set element":        {map[string]any{"labels": []any{"a", 2}}, "labels[1]: string is wanted, not int"},
		"string for object":        {map[string]any{"spec": "a"}, "spec: an object (map[string]any) is wanted, not string"},
		"nested map":               {map[string]any{"rules": map[string]any{"one": map[string]any{"prot": "1"}}}, `rules["one"].prot: no such attribute`},
		"nested map element":       {map[string]any{"rules": map[string]any{"one": 1}}, `rules["one"]: an object (map[string]any) is wanted, not int`},
		"nested list":              {map[string]any{"steps": []any{map[string]any{"cmd": 5}}}, "steps[0].cmd: string is wanted, not int"},
		"map for nested list":      {map[string]any{"steps": map[string]any{}}, "steps: list of object is wanted, not map[string]interface {}"},
		"object type, one missing": {map[string]any{"pair": map[string]any{"left": "l"}}, "pair.right: every attribute of an object type has to be given"},
		"object type, one extra":   {map[string]any{"pair": map[string]any{"left": "l", "right": nil, "up": 1}}, "pair.up: no such attribute in the object type"},
		"struct in dynamic":        {map[string]any{"any": []any{struct{}{}}}, "any[0]: struct {} has no counterpart in a configuration"},
		"wrong cty value":          {map[string]any{"name": cty.True}, "name: the value given does not fit the type"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			_, err := encodeConfig(s, c.config)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, wanted %q", err, c.want)
			}
		})
	}
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		h.Resource("toy_thing", "x").Plan(map[string]any{"name": 1, "rules": map[string]any{"r": 2}})
	})
	wantFailure(t, failures, "toy_thing.x: the configuration does not fit the schema", "name: string is wanted", `rules["r"]: an object`)
}

// TestFloatsAreDecimal: 0.1 in Go is the 0.1 of a configuration.
func TestFloatsAreDecimal(t *testing.T) {
	t.Parallel()
	got, err := encodeValue(0.1, cty.Number)
	if err != nil || !got.RawEquals(cty.MustParseNumberVal("0.1")) {
		t.Errorf("%#v, %v", got, err)
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	in := map[string]any{"subnets": map[string]any{"a.b": map[string]any{"prefixes": []any{"10.0.0.0/8", Unknown}}}, "later": Unknown}
	cases := map[string]any{
		`subnets["a.b"].prefixes[0]`: "10.0.0.0/8",
		`subnets["a.b"].prefixes[1]`: Unknown,
		`later.anything["x"][3]`:     Unknown,
		"later":                      Unknown,
	}
	for path, want := range cases {
		if got, err := Lookup(in, path); err != nil || got != want {
			t.Errorf("%s: %v, %v", path, got, err)
		}
	}
	for _, path := range []string{"none", `subnets["c"]`, `subnets["a.b"].prefixes[2]`, "subnets[0]", "subnets[", `subnets["a`, "subnets..a", `subnets["a.b"x]`} {
		if got, err := Lookup(in, path); err == nil {
			t.Errorf("%s gives %v", path, got)
		}
	}
}

// TestPathsReadBack: what pathString writes, parsePath reads.
func TestPathsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var path cty.Path
		var want []any
		for range rapid.IntRange(0, 5).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				step := rapid.StringMatching(`[a-z_][a-z0-9_]{0,8}`).Draw(t, "name")
				path, want = withAttr(path, step), append(want, step)
			case 1:
				key := rapid.String().Draw(t, "key")
				path, want = withKey(path, cty.StringVal(key)), append(want, cty.StringVal(key).AsString())
			default:
				index := rapid.IntRange(0, 99).Draw(t, "index")
				path, want = withKey(path, cty.NumberIntVal(int64(index))), append(want, index)
			}
		}
		got, err := parsePath(pathString(path))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", pathString(path), diff)
		}
	})
}

func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{"", "a", `a["b"].c[0]`, `a["`, "a[", "a..b", `["x"]`, `a["\x"]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		steps, err := parsePath(text)
		if err == nil && text != "" && len(steps) == 0 {
			t.Errorf("%q has no steps", text)
		}
	})
}
