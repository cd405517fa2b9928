package protocol

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// lawSchema has every combination that the rules of planning tell apart.
func lawSchema() *schema {
	leaf := func(a attribute) *attribute { a.typ = cty.String; return &a }
	inner := attributes{
		"must": leaf(attribute{required: true}), "may": leaf(attribute{optional: true}),
		"either": leaf(attribute{optional: true, computed: true}), "theirs": leaf(attribute{computed: true}),
	}
	nested := func(mode nesting, typ cty.Type, optionalComputed bool) *attribute {
		return &attribute{typ: typ, nested: &nestedType{mode: mode, attrs: inner}, optional: true, computed: optionalComputed}
	}
	object := inner.objectType()
	attrs := attributes{
		"must": leaf(attribute{required: true}), "may": leaf(attribute{optional: true}),
		"either": leaf(attribute{optional: true, computed: true}), "theirs": leaf(attribute{computed: true}),
		"tags":   {typ: cty.Map(cty.String), optional: true},
		"single": nested(nestingSingle, object, false), "list": nested(nestingList, cty.List(object), false),
		"map": nested(nestingMap, cty.Map(object), false), "set": nested(nestingSet, cty.Set(object), false),
		"single_either": nested(nestingSingle, object, true), "map_either": nested(nestingMap, cty.Map(object), true),
	}
	return &schema{attrs: attrs, typ: attrs.objectType()}
}

// drawer draws values for a schema. A config has no value where only the provider may set one; a state has no unknowns.
type drawer struct {
	t      *rapid.T
	config bool
}

func (d drawer) object(attrs attributes) cty.Value {
	out := map[string]cty.Value{}
	for _, name := range sortedKeys(attrs) {
		out[name] = d.attribute(name, attrs[name])
	}
	return cty.ObjectVal(out)
}

func (d drawer) attribute(name string, a *attribute) cty.Value {
	roll := rapid.IntRange(0, 9).Draw(d.t, name)
	switch {
	case d.config && a.computed && !a.optional:
		return cty.NullVal(a.typ)
	case !a.required && roll < 3:
		return cty.NullVal(a.typ)
	case d.config && roll == 9:
		return cty.UnknownVal(a.typ)
	case a.nested == nil && a.typ == cty.String:
		return cty.StringVal(rapid.SampledFrom([]string{"", "a", "b"}).Draw(d.t, name))
	case a.nested == nil:
		return cty.MapVal(map[string]cty.Value{"k": cty.StringVal(rapid.SampledFrom([]string{"a", "b"}).Draw(d.t, name))})
	case a.nested.mode == nestingSingle:
		return d.object(a.nested.attrs)
	}
	return d.collection(name, a)
}

func (d drawer) collection(name string, a *attribute) cty.Value {
	var list []cty.Value
	byKey := map[string]cty.Value{}
	for range rapid.IntRange(0, 3).Draw(d.t, name+" length") {
		element := d.object(a.nested.attrs)
		list = append(list, element)
		byKey[rapid.SampledFrom([]string{"x", "y", "z"}).Draw(d.t, name+" key")] = element
	}
	switch {
	case a.nested.mode == nestingMap && len(byKey) == 0:
		return cty.MapValEmpty(a.typ.ElementType())
	case a.nested.mode == nestingMap:
		return cty.MapVal(byKey)
	case a.nested.mode == nestingSet && len(list) == 0:
		return cty.SetValEmpty(a.typ.ElementType())
	case a.nested.mode == nestingSet:
		return cty.SetVal(list)
	case len(list) == 0:
		return cty.ListValEmpty(a.typ.ElementType())
	}
	return cty.ListVal(list)
}

func drawPair(t *rapid.T, s *schema) (prior, config cty.Value) {
	prior = cty.NullVal(s.typ)
	if rapid.Bool().Draw(t, "exists") {
		prior = drawer{t: t}.object(s.attrs)
	}
	return prior, drawer{t: t, config: true}.object(s.attrs)
}

// A provider that plans what core proposes is always right, has the schema's type, and proposing again changes nothing.
func TestProposedIsAValidPlan(t *testing.T) {
	t.Parallel()
	s := lawSchema()
	rapid.Check(t, func(t *rapid.T) {
		prior, config := drawPair(t, s)
		proposed := s.proposedNew(prior, config)
		if problems := proposed.Type().TestConformance(s.typ); len(problems) > 0 {
			t.Fatal(problems)
		}
		if problems := s.planProblems(prior, config, proposed); len(problems) > 0 {
			t.Fatalf("%v\nprior %s\nconfig %s\nproposed %s", problems, show(prior), show(config), show(proposed))
		}
		if again := s.proposedNew(proposed, config); proposed.IsWhollyKnown() && !again.RawEquals(proposed) {
			t.Fatalf("first %s\nthen %s", show(proposed), show(again))
		}
	})
}

// A plan with other text in a configured leaf is never valid.
func TestChangedPlanIsInvalid(t *testing.T) {
	t.Parallel()
	s := lawSchema()
	rapid.Check(t, func(t *rapid.T) {
		_, config := drawPair(t, s)
		null := cty.NullVal(s.typ)
		planned := s.proposedNew(null, config)
		paths := leaves(config, func(v cty.Value) bool { return v.IsKnown() && !v.IsNull() && v.Type() == cty.String })
		if len(paths) == 0 {
			return
		}
		path := rapid.SampledFrom(paths).Draw(t, "path")
		changed := replaceAt(t, planned, path, cty.StringVal("something else"))
		if problems := s.planProblems(null, config, changed); len(problems) == 0 {
			t.Fatalf("%s may change to %s", pathString(path), show(changed))
		}
	})
}

// What a plan leaves open may become anything; what it knows may not change.
func TestResultsKeepPromises(t *testing.T) {
	t.Parallel()
	s := lawSchema()
	rapid.Check(t, func(t *rapid.T) {
		actual := drawer{t: t}.object(s.attrs)
		if problems := s.resultProblems(actual, actual); len(problems) > 0 {
			t.Fatalf("%v in %s", problems, show(actual))
		}
		paths := leaves(actual, func(cty.Value) bool { return true })
		path := rapid.SampledFrom(paths).Draw(t, "path")
		value, err := path.Apply(actual)
		if err != nil {
			t.Fatal(err)
		}
		open := replaceAt(t, actual, path, cty.UnknownVal(value.Type()))
		if problems := s.resultProblems(open, actual); len(problems) > 0 {
			t.Fatalf("%v with %s open", problems, pathString(path))
		}
		if problems := s.resultProblems(actual, open); len(problems) == 0 {
			t.Fatalf("%s may become unknown", pathString(path))
		}
		if value.Type() == cty.String {
			other := replaceAt(t, actual, path, cty.StringVal("something else"))
			if problems := s.resultProblems(actual, other); len(problems) == 0 {
				t.Fatalf("%s may change", pathString(path))
			}
		}
	})
}

// leaves are the paths of all values outside sets that the filter wants, the root excepted.
func leaves(v cty.Value, want func(cty.Value) bool) []cty.Path {
	var out []cty.Path
	_ = cty.Walk(v, func(path cty.Path, v cty.Value) (bool, error) {
		if len(path) > 0 && want(v) {
			out = append(out, path.Copy())
		}
		return !v.Type().IsSetType(), nil
	})
	return out
}

func replaceAt(t *rapid.T, in cty.Value, path cty.Path, with cty.Value) cty.Value {
	out, err := cty.Transform(in, func(here cty.Path, v cty.Value) (cty.Value, error) {
		if here.Equals(path) {
			return with, nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
