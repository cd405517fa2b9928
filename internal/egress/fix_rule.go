package egress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// place is a list of collections in a world: the classic rules of a firewall or
// a group of its policy.
type place struct {
	in   []string // path of the object
	list func(*World) *[]Collection
	have []Collection
}

// places lists where rules of a firewall live, in the order of evaluation.
func (e *Evaluator) places(f *firewallInfo) []place {
	name, known := f.Policy.Get()
	if !known {
		return nil
	}
	if name == "" {
		i := slices.IndexFunc(e.x.world.Firewalls, func(w Firewall) bool { return key(w.Name) == f.key })
		list := func(w *World) *[]Collection { return &w.Firewalls[i].Collections }
		return []place{{[]string{f.Name}, list, f.Collections}}
	}
	var out []place
	levels, _ := e.x.policyLevels(f.Policy)
	for _, p := range slices.Backward(levels) {
		at := slices.IndexFunc(e.x.world.Policies, func(w Policy) bool { return key(w.Name) == key(p.Name) })
		order := make([]int, len(p.Groups))
		for k := range order {
			order[k] = k
		}
		slices.SortStableFunc(order, func(a, b int) int { return p.Groups[a].Priority.v - p.Groups[b].Priority.v })
		for _, k := range order {
			list := func(w *World) *[]Collection { return &w.Policies[at].Groups[k].Collections }
			out = append(out, place{[]string{f.Name, p.Name, p.Groups[k].Name}, list, p.Groups[k].Collections})
		}
	}
	return out
}

// grant is what a fix lets pass, as a rule and as an addition to one.
type grant struct {
	kind Kind
	what string // in words
	rule Rule
	// add extends a rule by the grant; false when that rule cannot take it.
	add func(Rule) (Rule, bool)
}

// permits lists ways to let a flow pass a firewall: extend a rule, add one to a
// collection, add a collection. Deny is the rule that stands in the way, if any.
func (e *Evaluator) permits(v *Verdict, firewall string, deny *Object) []Fix {
	f := e.x.firewalls[key(firewall)]
	s := e.x.subnets[key(v.Flow.Source.Subnet)]
	if f == nil || s == nil {
		return nil
	}
	places := e.places(f)
	var out []Fix
	for _, g := range e.grants(v, s) {
		if deny == nil {
			out = append(out, e.extend(places, g)...)
			out = append(out, e.insert(places, g)...)
		}
		out = append(out, e.newCollection(places, g, deny)...)
	}
	return out
}

// extend adds the grant to allowing rules for the same source, protocol and port.
func (e *Evaluator) extend(places []place, g grant) []Fix {
	var out []Fix
	e.eachCollection(places, g.kind, func(at place, i int, c Collection) {
		for k, r := range c.Rules {
			if _, ok := g.add(r); !ok || len(out) > 0 {
				continue
			}
			path := append(slices.Clone(at.in), c.Name)
			out = append(out, Fix{
				Object: Object{Kind: ruleObject(g.kind), Name: r.RuleName(), In: path},
				Text:   fmt.Sprintf("add %s to rule %q (%s)", g.what, r.RuleName(), strings.Join(path, " > ")),
				edit: func(w *World) {
					rules := (*at.list(w))[i].Rules
					rules[k], _ = g.add(rules[k])
				},
			})
		}
	})
	return out
}

// insert adds a rule to an allowing collection of the kind.
func (e *Evaluator) insert(places []place, g grant) []Fix {
	var out []Fix
	e.eachCollection(places, g.kind, func(at place, i int, c Collection) {
		if len(out) > 0 {
			return
		}
		out = append(out, Fix{
			Object: Object{Kind: ObjectCollection, Name: c.Name, In: at.in},
			Text:   fmt.Sprintf("add a rule to collection %q (%s) that allows %s", c.Name, strings.Join(at.in, " > "), g.what),
			edit: func(w *World) {
				list := *at.list(w)
				list[i].Rules = append(list[i].Rules, g.rule)
			},
		})
	})
	return out
}

func (e *Evaluator) eachCollection(places []place, kind Kind, visit func(place, int, Collection)) {
	for _, at := range places {
		for i, c := range at.have {
			if action, ok := c.Action.Get(); c.Kind == kind && ok && action == Allow {
				visit(at, i, c)
			}
		}
	}
}

// newCollection adds a collection: at the end, or before the one that denies.
func (e *Evaluator) newCollection(places []place, g grant, deny *Object) []Fix {
	for _, at := range places {
		limit := 65001
		before := ""
		if deny != nil {
			i := slices.IndexFunc(at.have, func(c Collection) bool {
				return len(deny.In) > 0 && slices.Equal(deny.In[:len(deny.In)-1], at.in) && c.Name == deny.In[len(deny.In)-1]
			})
			if i < 0 {
				continue
			}
			limit = at.have[i].Priority.v
			before = fmt.Sprintf(", before collection %q whose rule %q denies it", at.have[i].Name, deny.Name)
		}
		priority, ok := freePriority(at.have, limit)
		if !ok {
			continue
		}
		c := Collection{Name: "allow-" + string(g.kind), Kind: g.kind, Priority: Known(priority), Action: Known(Allow), Rules: []Rule{g.rule}}
		return []Fix{{
			Object: Object{Kind: ObjectCollection, Name: c.Name, In: at.in},
			Text:   fmt.Sprintf("add %s rule collection with action Allow and priority %d%s (%s) that allows %s", article(g.kind), priority, before, strings.Join(at.in, " > "), g.what),
			edit: func(w *World) {
				list := at.list(w)
				*list = append(*list, c)
			},
		}}
	}
	return nil
}

// freePriority finds a priority below the limit that no collection has: a round
// one after the last, or the highest free one before a limit.
func freePriority(have []Collection, limit int) (int, bool) {
	taken := map[int]bool{}
	last := 0
	for _, c := range have {
		p, ok := c.Priority.Get()
		if !ok {
			return 0, false
		}
		taken[p] = true
		last = max(last, p)
	}
	if limit > 65000 {
		if next := (last/100 + 1) * 100; next <= 65000 {
			return next, true
		}
	}
	for p := limit - 1; p >= 100; p-- {
		if !taken[p] {
			return p, true
		}
	}
	return 0, false
}

func article(k Kind) string {
	if k == KindApplication {
		return "an application"
	}
	return "a network"
}

func ruleObject(k Kind) ObjectKind {
	if k == KindApplication {
		return ObjectApplicationRule
	}
	return ObjectNetworkRule
}

// source is what a new rule allows: the addresses of the flow, or its subnet
// where the prefixes are not known.
func grantSource(v *Verdict, s *subnetInfo) AddressSpec {
	switch {
	case !v.Flow.Source.Addresses.IsEmpty():
		return Addresses(v.Flow.Source.Addresses)
	case s.PrefixesUnknown || s.addrs.IsEmpty():
		return AddressSpec{Subnets: []string{s.key}}
	}
	return Addresses(s.addrs)
}

// coversSource reports whether a rule already has the source.
func (e *Evaluator) coversSource(have AddressSpec, v *Verdict, s *subnetInfo) bool {
	j := &judge{x: e.x}
	f := filter{source: e.x.addresses(have)}
	return sourceMatches(&f, &parcel{source: j.origin(s, &v.Flow)})
}

func quoted(list []netset.Pattern) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(texts, ", ")
}
