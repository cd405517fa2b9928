package protocol

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// problem is one breach of core's contract at a path.
type problem struct {
	path cty.Path
	text string
}

// String puts the path first, as core does.
func (p problem) String() string {
	if len(p.path) == 0 {
		return p.text
	}
	return "." + pathString(p.path) + ": " + p.text
}

// planProblems says in what a planned state is no valid answer to a configuration. A configured value has to be planned as it
// is, or as the prior state has it when the provider holds the two for equal; only what is computed and not configured is the
// provider's to fill. It restates AssertPlanValid of hashicorp/terraform internal/plans/objchange/plan_valid.go.
func (s *schema) planProblems(prior, config, planned cty.Value) []problem {
	switch {
	case planned.IsNull() && !config.IsNull():
		return []problem{{text: "planned for absence but config wants existence"}}
	case config.IsNull() && !planned.IsNull():
		return []problem{{text: "planned for existence but config wants absence"}}
	case planned.IsNull():
		return nil
	case !planned.IsKnown():
		return []problem{{text: "the planned object itself is unknown"}}
	}
	return s.attrs.planProblems(prior, config, planned, nil)
}

func (attrs attributes) planProblems(prior, config, planned cty.Value, path cty.Path) []problem {
	var out []problem
	for _, name := range sortedKeys(attrs) {
		a := attrs[name]
		out = append(out, a.planProblems(
			attrOf(prior, name, a.typ), attrOf(config, name, a.typ), attrOf(planned, name, a.typ), withAttr(path, name),
		)...)
	}
	return out
}

// attrOf is an attribute of an object that may be null.
func attrOf(object cty.Value, name string, ty cty.Type) cty.Value {
	if object.IsNull() {
		return cty.NullVal(ty)
	}
	return object.GetAttr(name)
}

func (a *attribute) planProblems(prior, config, planned cty.Value, path cty.Path) []problem {
	fail := func(format string, args ...any) []problem {
		return []problem{{path: path, text: fmt.Sprintf(format, args...)}}
	}
	switch {
	case a.writeOnly && !planned.IsNull():
		// Core lets an unchanged value pass before it looks here; a write-only value must never be in a plan, so this is first.
		return fail("planned value for write-only attribute is not null")
	case a.writeOnly:
		return nil
	case sameValue(planned, config):
		return nil
	case sameValue(planned, prior) && !prior.IsNull() && !config.IsNull():
		return nil
	case a.computed && !a.optional:
		return nil
	case config.IsNull() && a.computed:
		return nil
	case config.IsNull() && !planned.IsNull():
		return fail("planned value %s for a non-computed attribute", a.show(planned))
	case a.nested != nil:
		return a.nested.planProblems(prior, config, planned, path)
	case prior.IsNull():
		return fail("planned value %s does not match config value %s", a.show(planned), a.show(config))
	default:
		return fail("planned value %s does not match config value %s nor prior value %s", a.show(planned), a.show(config), a.show(prior))
	}
}

// show is show, unless the schema marks the value as sensitive.
func (a *attribute) show(v cty.Value) string {
	if a.sensitive {
		return "(sensitive)"
	}
	return show(v)
}

func (n *nestedType) planProblems(prior, config, planned cty.Value, path cty.Path) []problem {
	fail := func(format string, args ...any) []problem {
		return []problem{{path: path, text: fmt.Sprintf(format, args...)}}
	}
	switch {
	case planned.IsNull() && !config.IsNull():
		return fail("planned for absence but config wants existence")
	case config.IsNull() && !planned.IsNull():
		return fail("planned for existence but config wants absence")
	case !planned.IsKnown():
		return fail("planned unknown for configured value")
	case planned.IsNull():
		return nil
	case !config.IsKnown() && n.mode != nestingSet:
		// Core compares lengths here, and the length of an unknown collection agrees with none.
		return fail("planned value %s for a value that the config does not know yet", show(planned))
	case n.mode == nestingSingle:
		return n.attrs.planProblems(prior, config, planned, path)
	case planned.LengthInt() != config.LengthInt() && n.mode != nestingSet:
		return fail("count in plan (%d) disagrees with count in config (%d)", planned.LengthInt(), config.LengthInt())
	case n.mode == nestingSet:
		// Set elements cannot be told apart, so core looks at their number only, as far as unknown elements let it.
		if ok := planned.Length().Range().Includes(config.Length()); ok.IsKnown() && ok.False() {
			return fail("count in plan (%s) disagrees with count in config (%s)", show(planned.Length()), show(config.Length()))
		}
		return nil
	}
	return n.elementProblems(prior, config, planned, path)
}

func (n *nestedType) elementProblems(prior, config, planned cty.Value, path cty.Path) []problem {
	var out []problem
	for it := planned.ElementIterator(); it.Next(); {
		key, element := it.Element()
		configured := elementAt(config, key)
		if configured == cty.NilVal {
			out = append(out, problem{path: path, text: "map key " + show(key) + " from plan is not present in config"})
			continue
		}
		before := elementAt(prior, key)
		if before == cty.NilVal {
			before = cty.NullVal(n.attrs.objectType())
		}
		out = append(out, n.attrs.planProblems(before, configured, element, withKey(path, key))...)
	}
	for it := config.ElementIterator(); it.Next(); {
		if key, _ := it.Element(); elementAt(planned, key) == cty.NilVal {
			out = append(out, problem{path: path, text: "map key " + show(key) + " from config is not present in plan"})
		}
	}
	return out
}
