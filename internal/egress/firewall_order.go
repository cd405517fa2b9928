package egress

import (
	"cmp"
	"slices"
)

// item is a group or collection that takes its place by priority.
type item struct {
	priority Value[int]
	entries  []entry
}

// arrange puts the contents of items in order (FW-3). Where the order is open —
// equal priorities (FW-6), priorities not known (5.3) — each of the contents may
// come first: it is put in front softly, and once more in its turn.
func arrange(items []item) []entry {
	var known, floating []item
	for _, it := range items {
		if len(it.entries) == 0 {
			continue
		}
		if it.priority.IsKnown() {
			known = append(known, it)
		} else {
			floating = append(floating, it)
		}
	}
	if len(known) == 0 && len(floating) == 1 {
		return floating[0].entries // alone, it comes first wherever it is
	}
	slices.SortStableFunc(known, func(a, b item) int { return cmp.Compare(a.priority.v, b.priority.v) })
	var out []entry
	for _, it := range floating {
		out = appendSoft(out, it.entries)
	}
	for i := 0; i < len(known); {
		k := i + 1
		for k < len(known) && known[k].priority == known[i].priority {
			k++
		}
		if k > i+1 {
			for _, it := range known[i:k] {
				out = appendSoft(out, it.entries)
			}
		}
		for _, it := range known[i:k] {
			out = append(out, it.entries...)
		}
		i = k
	}
	for _, it := range floating {
		out = append(out, it.entries...)
	}
	return out
}

func appendSoft(out, entries []entry) []entry {
	for _, e := range entries {
		out = append(out, entry{e.filter, true})
	}
	return out
}

// policyEntries lists the rules of one kind: the parent's groups before the
// child's, within a level by priority of group, then collection, then position
// (FW-3). A policy that is not known may do anything.
func (x *index) policyEntries(f *firewallInfo, name Value[string], kind Kind, seen []string) []entry {
	n, ok := name.Get()
	if !ok {
		return []entry{anything(Object{Kind: ObjectPolicy, Name: "(not known)"}, kind, Unknown[Action]())}
	}
	if n == "" {
		return nil
	}
	p := x.policies[key(n)]
	if p == nil || slices.Contains(seen, key(n)) {
		return []entry{anything(Object{Kind: ObjectPolicy, Name: n}, kind, Unknown[Action]())}
	}
	out := x.policyEntries(f, p.Parent, kind, append(seen, key(n)))
	var items []item
	for i := range p.Groups {
		g := &p.Groups[i]
		in := []string{f.Name, p.Name, g.Name}
		inner := x.collectionItems(f, g.Collections, kind, in)
		if g.Open {
			inner = append(inner, item{Unknown[int](), []entry{anything(Object{Kind: ObjectGroup, Name: g.Name, In: in[:2]}, kind, Unknown[Action]())}})
		}
		items = append(items, item{g.Priority, arrange(inner)})
	}
	if p.Open {
		items = append(items, item{Unknown[int](), []entry{anything(Object{Kind: ObjectPolicy, Name: p.Name, In: []string{f.Name}}, kind, Unknown[Action]())}})
	}
	return append(out, arrange(items)...)
}

// classicEntries lists the rules of one kind by collection priority (FW-4).
func (x *index) classicEntries(f *firewallInfo, kind Kind) []entry {
	items := x.collectionItems(f, f.Collections, kind, []string{f.Name})
	if f.CollectionsOpen {
		items = append(items, item{Unknown[int](), []entry{anything(f.object(), kind, Unknown[Action]())}})
	}
	return arrange(items)
}

func (x *index) collectionItems(f *firewallInfo, list []Collection, kind Kind, in []string) []item {
	var items []item
	for i := range list {
		c := &list[i]
		if c.Kind != kind {
			continue
		}
		path := slices.Concat(in, []string{c.Name})
		var entries []entry
		for _, r := range c.Rules {
			entries = append(entries, x.compileRule(f, r, c.Action, path)...)
		}
		if c.Open {
			unknown := anything(Object{Kind: ObjectCollection, Name: c.Name, In: in}, kind, c.Action)
			if kind == KindApplication && f.mayTerminate() {
				entries = append([]entry{unknown}, entries...) // where it stands is not known, and it may do more than its action says
			} else {
				entries = append(entries, unknown)
			}
		}
		items = append(items, item{c.Priority, entries})
	}
	return items
}
