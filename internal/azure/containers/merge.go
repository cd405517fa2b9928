package containers

import (
	"maps"
	"slices"
	"strings"
)

// merging brings the JSON of one object, as just read, to what is wanted: a three-way merge of what is live, what the prior
// specification owned and what the wanted one owns. A wanted member that means something else than the live one is set;
// one that the prior specification owned and the wanted one does not is taken back (rule.fallback); everything else stays. The
// same code tells whether there is anything to write.
type merging struct {
	rules   ruleTable
	changed []string // paths of what was set or taken back
}

// merge edits live in place and answers the paths that changed.
func merge(rules ruleTable, live, prior, want map[string]any) []string {
	m := &merging{rules: rules}
	m.object(nil, false, live, prior, want)
	slices.Sort(m.changed)
	return m.changed
}

func (m *merging) object(path []string, exact bool, live, prior, want map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		m.set(join(path, name), exact, live, member(prior, name, exact), want[name])
	}
	for _, name := range slices.Sorted(maps.Keys(prior)) {
		if _, wanted := find(want, name, exact); !wanted {
			m.takeBack(join(path, name), exact, live, prior[name])
		}
	}
}

// set brings the last member of path, which lies in live.
func (m *merging) set(path []string, exact bool, live map[string]any, prior, want any) {
	r := m.rules.of(path)
	exact = exact || r.exact
	name, there := find(live, path[len(path)-1], exact)
	inner, isObject := want.(map[string]any)
	if isObject && !r.whole {
		below, ok := live[name].(map[string]any)
		if !ok {
			below = map[string]any{}
		}
		before := len(m.changed)
		priorInner, _ := prior.(map[string]any)
		m.object(path, exact, below, priorInner, inner)
		if len(m.changed) > before {
			live[name] = below
		}
		return
	}
	if text, ok := want.(string); ok && text == "" && exact && !there {
		live[name] = want // a label without a value
		m.changed = append(m.changed, strings.Join(path, "."))
		return
	}
	if m.same(r, exact, want, live[name]) || (!there || live[name] == nil) && m.same(r, exact, want, fallback(r, want)) {
		return
	}
	live[name] = cloneValue(want)
	m.changed = append(m.changed, strings.Join(path, "."))
}

// takeBack gives the last member of path, which the configuration does not name any more, the value that it has when
// nobody ever named it.
func (m *merging) takeBack(path []string, exact bool, live map[string]any, prior any) {
	r := m.rules.of(path)
	exact = exact || r.exact
	name, there := find(live, path[len(path)-1], exact)
	if !there || live[name] == nil || r.keep {
		return
	}
	inner, isObject := prior.(map[string]any)
	if below, ok := live[name].(map[string]any); ok && isObject && !r.whole {
		m.object(path, exact, below, inner, nil)
		return
	}
	back := fallback(r, prior)
	switch {
	case back == nil:
		delete(live, name)
	case m.same(r, exact, back, live[name]):
		return
	default:
		live[name] = back
	}
	m.changed = append(m.changed, strings.Join(path, "."))
}

func (m *merging) same(r rule, exact bool, want, live any) bool {
	switch {
	case r.equal != nil:
		return r.equal(want, live)
	case exact:
		return sameExactly(want, live, r.ordered)
	}
	return sameValue(want, live, r.ordered)
}

// fallback is what a member of the value's kind falls back to.
func fallback(r rule, value any) any {
	if r.fallback != nil {
		return r.fallback
	}
	switch value.(type) {
	case bool:
		return false
	case []any:
		return []any{}
	}
	return nil
}

// find is the spelling of a name in an object.
func find(body map[string]any, name string, exact bool) (string, bool) {
	if exact {
		_, there := body[name]
		return name, there
	}
	return memberName(body, name)
}

func member(body map[string]any, name string, exact bool) any {
	key, _ := find(body, name, exact)
	return body[key]
}

func join(path []string, name string) []string { return append(slices.Clone(path), name) }
