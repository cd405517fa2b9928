package armclient

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func objectOf(t *testing.T, text string) Object {
	t.Helper()
	body, err := decodeObject([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Object{Body: body}
}

func TestObjectReaders(t *testing.T) {
	t.Parallel()
	o := objectOf(t, `{"id":"/subscriptions/s/resourceGroups/g","name":"n","location":"l","tags":{"a":"1","b":2},"n":7,"f":1.5,"b":true,
		"list":["x",3,"y",{"k":"v"}],"properties":{"provisioningState":"Updating","deep":[{"name":"first"}]},"null":null}`)
	for name, pair := range map[string][2]any{
		"text":              {o.String("name"), "n"},
		"number as text":    {o.String("n"), "7"},
		"text of an object": {o.String("properties"), ""},
		"deep":              {o.String("properties", "deep", "0", "name"), "first"},
		"beyond the list":   {o.String("properties", "deep", "1", "name"), ""},
		"no index":          {o.String("properties", "deep", "x"), ""},
		"negative index":    {o.Value("list", "-1"), nil},
		"through a text":    {o.String("name", "x"), ""},
		"null":              {o.Has("null"), false},
		"has":               {o.Has("properties", "deep"), true},
		"strings":           {o.Strings("list"), []string{"x", "y"}},
		"strings of none":   {o.Strings("name"), []string(nil)},
		"objects":           {len(o.Objects("list")), 1},
		"map":               {o.Map("properties", "deep", "0"), map[string]any{"name": "first"}},
		"no map":            {o.Map("list"), map[string]any(nil)},
		"slice":             {len(o.Slice("list")), 4},
		"state":             {o.ProvisioningState(), "Updating"},
		"tags":              {o.Tags(), map[string]string{"a": "1"}},
		"ID":                {o.ID().ResourceGroup(), "g"},
		"location":          {o.Location(), "l"},
		"whole":             {o.Value(), any(o.Body)},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if n, ok := o.Int("n"); n != 7 || !ok {
		t.Error("the number is 7")
	}
	if _, ok := o.Int("f"); ok {
		t.Error("1.5 is no whole number")
	}
	if v, ok := o.Bool("b"); !v || !ok {
		t.Error("b is true")
	}
	if _, ok := o.Bool("name"); ok {
		t.Error("a text is no truth value")
	}
	var zero Object
	if zero.Has("x") || zero.String("x") != "" || zero.Slice("x") != nil || !zero.ID().IsZero() || len(zero.Tags()) != 0 {
		t.Error("the zero object is empty")
	}
}

func TestObjectSet(t *testing.T) {
	t.Parallel()
	o := objectOf(t, `{"a":{"b":[{"c":1}]},"text":"x"}`)
	for _, path := range [][]string{{}, {"a", "b", "1", "c"}, {"a", "b", "x"}, {"text", "y"}} {
		if err := o.Set("v", path...); err == nil {
			t.Errorf("%v can be set", path)
		}
	}
	for _, path := range [][]string{{"a", "b", "0", "c"}, {"a", "b", "0"}, {"new", "deep", "er"}, {"text"}} {
		if err := o.Set("v", path...); err != nil || o.String(path...) != "v" {
			t.Errorf("%v: %v", path, err)
		}
	}
	o.Unset("new", "deep", "er")
	o.Unset("text", "x")
	o.Unset("absent")
	o.Unset()
	if o.Has("new", "deep", "er") || !o.Has("new", "deep") {
		t.Errorf("after Unset %v", o.Body)
	}
	var zero Object
	if err := zero.Set(1, "a", "b"); err != nil || !zero.Has("a", "b") {
		t.Error("the zero object can be filled")
	}
}

func TestObjectDecode(t *testing.T) {
	t.Parallel()
	o := objectOf(t, `{"name":"n","properties":{"big":12345678901234567}}`)
	var target struct {
		Name       string `json:"name"`
		Properties struct {
			Big int64 `json:"big"`
		} `json:"properties"`
	}
	if err := o.Decode(&target); err != nil || target.Name != "n" || target.Properties.Big != 12345678901234567 {
		t.Errorf("%+v %v", target, err)
	}
	if err := o.Decode(&struct {
		Name int `json:"name"`
	}{}); err == nil {
		t.Error("a text is no number")
	}
}

func TestDecodeObject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]any{
		"": nil, "  \n": nil, "null": nil, `[1]`: {"value": []any{json.Number("1")}}, `{"a":1.10}`: {"a": json.Number("1.10")},
	} {
		got, err := decodeObject([]byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	for _, text := range []string{"{", "{} {}", "<p>", `{"a":}`} {
		if _, err := decodeObject([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

// TestBodySurvives: what is read and written back unchanged is the same JSON,
// and a clone shares nothing with its original.
func TestBodySurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := drawValue(t, 4)
		raw, err := json.Marshal(map[string]any{"v": value})
		if err != nil {
			t.Fatal(err)
		}
		body, err := decodeObject(raw)
		if err != nil {
			t.Fatal(err)
		}
		o := Object{Body: body}
		clone := o.Clone()
		scramble(o.Body)
		again, err := json.Marshal(clone.Body)
		if err != nil || string(again) != string(raw) {
			t.Fatalf("%s became %s, %v", raw, again, err)
		}
		if !holds(clone.Body, clone.Clone().Body) {
			t.Fatalf("%s does not hold itself", raw)
		}
	})
}

func drawValue(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 5).Draw(t, "kind")
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return rapid.String().Draw(t, "text")
	case 1:
		return json.Number(rapid.StringMatching(`-?[1-9][0-9]{0,20}(\.[0-9]{1,5})?`).Draw(t, "number"))
	case 2:
		return rapid.Bool().Draw(t, "flag")
	case 3:
		return nil
	case 4:
		list := make([]any, rapid.IntRange(0, 3).Draw(t, "length"))
		for i := range list {
			list[i] = drawValue(t, depth-1)
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		object[rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "name")] = drawValue(t, depth-1)
	}
	return object
}

// scramble changes every container below v.
func scramble(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			scramble(value)
			v[name] = "scrambled"
		}
		v["scrambled"] = true
	case []any:
		for i, value := range v {
			scramble(value)
			v[i] = "scrambled"
		}
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		found, sent string
		want        bool
	}{
		{`{"a":1,"b":2}`, `{"a":1}`, true},
		{`{"a":1}`, `{"a":1,"b":2}`, false},
		{`{"a":"X"}`, `{"a":"x"}`, true},
		{`{"a":"y"}`, `{"a":"x"}`, false},
		{`{"a":[1,2]}`, `{"a":[1]}`, false},
		{`{"a":[{"n":"r","id":"i"}]}`, `{"a":[{"n":"r"}]}`, true},
		{`{}`, `{"a":null,"b":[],"c":{},"etag":"e"}`, true},
		{`{"a":[1]}`, `{"a":[]}`, false},
		{`{"a":true}`, `{"a":false}`, false},
		{`{"a":1}`, `{"a":{"b":1}}`, false},
		{`{"a":1}`, `{"a":[1]}`, false},
		{`{"a":1}`, `{"a":"1"}`, false},
	} {
		if got := holds(objectOf(t, test.found).Body, objectOf(t, test.sent).Body); got != test.want {
			t.Errorf("%s holds %s: %v", test.found, test.sent, got)
		}
	}
}
