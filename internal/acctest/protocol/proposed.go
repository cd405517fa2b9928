package protocol

import "github.com/zclconf/go-cty/cty"

// proposedNew is the state that core proposes to the provider: what is configured, and for what is not configured the prior
// value where the attribute is computed. It restates ProposedNew of hashicorp/terraform internal/plans/objchange/objchange.go
// for schemas with attributes only. The config may hold unknown values; the prior value must be known.
func (s *schema) proposedNew(prior, config cty.Value) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return prior
	}
	return s.attrs.propose(prior, config)
}

// plannedData is the placeholder for a data source whose read has to wait for the apply: every computed attribute that is not
// configured is unknown (PlannedDataResourceObject in the same file).
func (s *schema) plannedData(config cty.Value) cty.Value {
	return s.attrs.propose(cty.UnknownVal(s.typ), config)
}

// propose merges one object. Prior may be null (nothing before) or unknown (everything computed is unknown).
func (attrs attributes) propose(prior, config cty.Value) cty.Value {
	if config.IsNull() {
		return config
	}
	out := make(map[string]cty.Value, len(attrs))
	for name, a := range attrs {
		before := cty.NullVal(a.typ)
		if !prior.IsNull() {
			before = prior.GetAttr(name)
		}
		out[name] = a.propose(before, config.GetAttr(name))
	}
	return cty.ObjectVal(out)
}

func (a *attribute) propose(prior, config cty.Value) cty.Value {
	switch {
	case a.computed && config.IsNull():
		// A prior object with a part that only a configuration can have set was configured before and is not any more.
		if a.optional && a.nested != nil && a.nested.attrs.configuredIn(prior, a.nested.mode) {
			return config
		}
		return prior
	case a.nested == nil || !config.IsKnown() || config.IsNull():
		return config
	case a.nested.mode == nestingSingle:
		return a.nested.attrs.propose(prior, config)
	case config.LengthInt() == 0:
		return config
	case a.nested.mode == nestingSet:
		return a.nested.proposeSet(prior, config)
	default:
		return a.nested.proposeKeyed(prior, config)
	}
}

// proposeKeyed merges lists by index and maps by key. An element without a predecessor is taken as configured.
func (n *nestedType) proposeKeyed(prior, config cty.Value) cty.Value {
	object := n.attrs.objectType()
	list, byKey := []cty.Value{}, map[string]cty.Value{}
	for it := config.ElementIterator(); it.Next(); {
		key, element := it.Element()
		before := elementAt(prior, key)
		// An unknown prior list has unknown elements; core treats an unknown prior map as an empty one.
		if before == cty.NilVal && !prior.IsKnown() && n.mode == nestingList {
			before = cty.UnknownVal(object)
		}
		if before != cty.NilVal {
			element = n.attrs.propose(before, element)
		}
		if n.mode == nestingMap {
			byKey[key.AsString()] = element
			continue
		}
		list = append(list, element)
	}
	if n.mode == nestingMap {
		return cty.MapVal(byKey)
	}
	return cty.ListVal(list)
}

// proposeSet merges a set. Elements have no name, so each configured one takes the first unused prior element that could have
// come from it.
func (n *nestedType) proposeSet(prior, config cty.Value) cty.Value {
	var before []cty.Value
	if prior.IsKnown() && !prior.IsNull() {
		before = prior.AsValueSlice()
	}
	used := make([]bool, len(before))
	var out []cty.Value
	for _, element := range config.AsValueSlice() {
		match := cty.NullVal(config.Type().ElementType())
		for i, candidate := range before {
			if !used[i] && n.attrs.derives(candidate, element) {
				match, used[i] = candidate, true
				break
			}
		}
		out = append(out, n.attrs.propose(match, element))
	}
	return cty.SetVal(out)
}

// configuredIn tells whether a prior nested value has a part that cannot have been computed
// (optionalValueNotComputable in core).
func (attrs attributes) configuredIn(v cty.Value, mode nesting) bool {
	if v.IsNull() || !v.IsKnown() {
		return false
	}
	if mode != nestingSingle {
		for it := v.ElementIterator(); it.Next(); {
			if _, element := it.Element(); attrs.configuredIn(element, nestingSingle) {
				return true
			}
		}
		return false
	}
	for name, a := range attrs {
		value := v.GetAttr(name)
		switch {
		case value.IsNull():
		case !a.computed:
			return true
		case a.nested != nil && a.nested.attrs.configuredIn(value, a.nested.mode):
			return true
		}
	}
	return false
}

// derives tells whether the prior object could have come from the configured one: where they differ, the attribute is
// computed and not configured (validPriorFromConfig in core).
func (attrs attributes) derives(prior, config cty.Value) bool {
	if sameValue(prior, config) {
		return true
	}
	if !prior.IsKnown() || prior.IsNull() {
		return true // core walks the prior value, and there is nothing to walk
	}
	if config.IsNull() || !config.IsKnown() {
		return false
	}
	for name, a := range attrs {
		if !a.derives(prior.GetAttr(name), config.GetAttr(name)) {
			return false
		}
	}
	return true
}

func (a *attribute) derives(prior, config cty.Value) bool {
	switch {
	case sameValue(prior, config):
		return true
	case config.Type().IsSetType():
		return false // nothing tells the elements of a set inside a set apart
	case a.nested == nil:
		return a.computed && config.IsNull()
	case a.nested.mode == nestingSingle:
		return a.nested.attrs.derives(prior, config)
	case prior.IsNull() || !prior.IsKnown():
		return true
	}
	for it := prior.ElementIterator(); it.Next(); {
		key, element := it.Element()
		configured := elementAt(config, key)
		if configured == cty.NilVal || !a.nested.attrs.derives(element, configured) {
			return false
		}
	}
	return true
}

// elementAt is the element under a key or index, or cty.NilVal where there is none.
func elementAt(v, key cty.Value) cty.Value {
	if v.IsNull() || !v.IsKnown() || !v.HasIndex(key).True() {
		return cty.NilVal
	}
	return v.Index(key)
}

// sameValue compares as core's RawEquals does, with what is known of unknown values (refinements) left out.
func sameValue(a, b cty.Value) bool {
	return a.RawEquals(b) || unrefined(a).RawEquals(unrefined(b))
}

func unrefined(v cty.Value) cty.Value {
	if v.IsWhollyKnown() {
		return v
	}
	out, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.UnknownVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		return v // unreachable: the callback has no error
	}
	return out
}
