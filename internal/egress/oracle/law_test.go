package oracle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func judge(w *tiny, f egress.Flow) egress.Verdict {
	return egress.NewEvaluator(w.world(), egress.Options{}).Judge(f)
}

// copied is a world whose rules can be changed without changing the original.
func (w *tiny) copied() *tiny {
	c := *w
	c.rules = slices.Clone(w.rules)
	for i := range c.rules {
		c.rules[i].rules = slices.Clone(c.rules[i].rules)
	}
	return &c
}

// TestAddingRules is P-4: one more Allow at the end never turns Allowed into
// Denied, one more Deny never the reverse. Anywhere else a rule can take a flow
// from one that does the same but translates differently (FW-36), so only public
// destinations and default ranges are drawn.
func TestAddingRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		w.private = nil
		f, packets := drawFlow(t)
		f.Destination.Addresses = set("20.0.0.1", "8.8.8.8")
		if len(packets) == 0 {
			return
		}
		before := judge(w, f).Status
		more := w.copied()
		allow := rapid.Bool().Draw(t, "allow")
		added := tinyCollection{group: 100, priority: rapid.SampledFrom([]int{50, 150, 250, 350, 999}).Draw(t, "priority"), allow: allow, application: rapid.Bool().Draw(t, "application")}
		added.rules = []tinyRule{drawRule(t, added.application)}
		more.rules = append(more.rules, added)
		after := judge(more, f).Status
		if allow && before == egress.Allowed && after != egress.Allowed || !allow && before == egress.Denied && after != egress.Denied {
			t.Fatalf("%s: %s became %s by adding %+v to %+v", f.Text(), before, after, added, w)
		}
	})
}

// halves writes every prefix as its two halves.
func halves(list []string) []string {
	var out []string
	for _, p := range list {
		base, l, ok := strings.Cut(p, "/")
		if !ok || l == "32" || p == "*" {
			out = append(out, p)
			continue
		}
		n := length(p)
		high := number(base) | 1<<(31-n)
		out = append(out, p[:strings.IndexByte(p, '/')]+"/"+fmt.Sprint(n+1), dotted(high)+"/"+fmt.Sprint(n+1))
	}
	slices.Reverse(out)
	return out
}

func dotted(n uint32) string {
	return fmt.Sprintf("%d.%d.%d.%d", n>>24, n>>16&255, n>>8&255, n&255)
}

// TestSpelling is P-5 and P-6: how a list is written and how far priorities are
// apart changes nothing.
func TestSpelling(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		f, _ := drawFlow(t)
		before := judge(w, f)
		other := w.copied()
		for i := range other.rules {
			c := &other.rules[i]
			c.priority = c.priority*7 + 13
			for k := range c.rules {
				r := &c.rules[k]
				r.src, r.dst = halves(r.src), halves(r.dst)
				r.names, r.kinds = slices.Clone(r.names), slices.Clone(r.kinds)
				slices.Reverse(r.names)
				slices.Reverse(r.kinds)
			}
		}
		other.rules = slices.Clone(other.rules)
		slices.Reverse(other.rules) // the order of the document does not matter, the priority does
		if after := judge(other, f); after.Status != before.Status || after.Path != before.Path {
			t.Fatalf("%s: %s became %s\n%+v\n%+v", f.Text(), before.Status, after.Status, w, other)
		}
	})
}

// TestDeadRules is P-7: a rule that is reported as dead or redundant can go, and
// no verdict changes.
func TestDeadRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		world := w.world()
		r := egress.Evaluate(world, nil, egress.Options{RuleFindings: true})
		for _, finding := range r.Findings {
			switch finding.Code {
			case egress.FindDead, egress.FindDeadByType, egress.FindRedundant, egress.FindUnmatchable:
			default:
				continue
			}
			less := w.world()
			remove(&less, finding.Object)
			for range 3 {
				f, _ := drawFlow(t)
				with, without := egress.NewEvaluator(world, egress.Options{}).Judge(f), egress.NewEvaluator(less, egress.Options{}).Judge(f)
				if with.Status != without.Status {
					t.Fatalf("%s: %s, without %s %s\n%+v", f.Text(), with.Status, finding.Object, without.Status, w)
				}
			}
		}
	})
}

// remove takes a rule out of a world.
func remove(w *egress.World, o egress.Object) {
	prune := func(list []egress.Collection) {
		for i := range list {
			list[i].Rules = slices.DeleteFunc(slices.Clone(list[i].Rules), func(r egress.Rule) bool {
				return r.RuleName() == o.Name && list[i].Name == o.In[len(o.In)-1]
			})
		}
	}
	prune(w.Firewalls[0].Collections)
	for _, p := range w.Policies {
		for _, g := range p.Groups {
			if len(o.In) == 4 && o.In[1] == p.Name && o.In[2] == g.Name {
				prune(g.Collections)
			}
		}
	}
}

// TestCitedRule is P-8: with nothing but the rule that a verdict cites, the
// witness fares the same.
func TestCitedRule(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		f, _ := drawFlow(t)
		v := judge(w, f)
		kind := v.Decider.Kind
		if v.Status != egress.Allowed && v.Status != egress.Denied || kind != egress.ObjectNetworkRule && kind != egress.ObjectApplicationRule {
			return
		}
		alone := w.copied()
		alone.parent = nil
		for _, level := range [][]tinyCollection{w.parent, w.rules} {
			for _, c := range level {
				for i, r := range c.rules {
					if fmt.Sprint("c", c.priority) == v.Decider.In[len(v.Decider.In)-1] && fmt.Sprint("c", c.priority, "r", i) == v.Decider.Name && cited(w, v, level) {
						c.rules = []tinyRule{r}
						alone.rules = []tinyCollection{c}
					}
				}
			}
		}
		p := v.Witness
		packet := tinyPacket{src: p.Source.String(), dst: p.Destination.String(), udp: p.Protocol == "UDP", port: int(p.Port), kind: string(p.L7), name: p.Name}
		allow, _ := alone.filter(packet)
		action := v.Steps[slices.IndexFunc(v.Steps, func(s egress.Step) bool {
			return s.Code == egress.CodeNetworkRule || s.Code == egress.CodeApplicationRule
		})].Detail
		if allow != (action == "Allow") {
			t.Fatalf("%s: %s by %s (%s), but alone it allows %+v: %t", f.Text(), v.Status, v.Decider, action, packet, allow)
		}
	})
}

// cited reports whether the decider lives in this level: parent and child use the
// same names.
func cited(w *tiny, v egress.Verdict, level []tinyCollection) bool {
	if !w.threeLayers {
		return true
	}
	parent := v.Decider.In[1] == "parent"
	return parent == (len(w.parent) > 0 && len(level) > 0 && &level[0] == &w.parent[0])
}

// TestFixesHold is P-9: every fix that is shown closes its flow, by the oracle's
// word where it knows the destination.
func TestFixesHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t).world()
		f, _ := drawFlow(t)
		forbidden, _ := drawFlow(t)
		forbidden.Level = egress.LevelForbidden
		before := egress.Evaluate(w, []egress.Flow{f, forbidden}, egress.Options{Fixes: true}).Verdicts
		for _, fix := range before[0].Fixes {
			after := egress.Evaluate(fix.Apply(w), []egress.Flow{f, forbidden}, egress.Options{}).Verdicts
			if after[0].Status != egress.Allowed {
				t.Fatalf("%s: %s leaves it %s", f.Text(), fix.Text, after[0].Status)
			}
			if before[1].Status == egress.Denied && after[1].Status != egress.Denied {
				t.Fatalf("%s: %s opens %s", f.Text(), fix.Text, forbidden.Text())
			}
		}
	})
}

// TestEncodings is P-10: the same collections as classic rules and as one group of
// a policy.
func TestEncodings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		w.parent, w.threeLayers = nil, false
		for i := range w.rules {
			w.rules[i].group = 100
		}
		policy := w.copied()
		policy.threeLayers = true
		f, _ := drawFlow(t)
		if a, b := judge(w, f), judge(policy, f); a.Status != b.Status || a.Path != b.Path || a.Decider.Name != b.Decider.Name {
			t.Fatalf("%s: classic %s by %s, policy %s by %s\n%+v", f.Text(), a.Status, a.Decider, b.Status, b.Decider, w)
		}
	})
}

// TestLetterCase is P-11: the case of names does not matter.
func TestLetterCase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		f, _ := drawFlow(t)
		before := judge(w, f)
		world := w.world()
		shout := func(list []egress.Collection) {
			for i := range list {
				for k, r := range list[i].Rules {
					if a, ok := r.(egress.ApplicationRule); ok {
						for n := range a.Names {
							if a.Names[n] != netset.AnyName() {
								a.Names[n] = parse(strings.ToUpper(a.Names[n].String()) + ".")
							}
						}
						list[i].Rules[k] = a
					}
				}
			}
		}
		shout(world.Firewalls[0].Collections)
		for _, p := range world.Policies {
			for _, g := range p.Groups {
				shout(g.Collections)
			}
		}
		loud := f
		loud.Destination.Names = nil
		for _, n := range f.Destination.Names {
			loud.Destination.Names = append(loud.Destination.Names, parse(strings.ToUpper(n.String())))
		}
		if after := egress.NewEvaluator(world, egress.Options{}).Judge(loud); after.Status != before.Status {
			t.Fatalf("%s: %s, in capitals %s", f.Text(), before.Status, after.Status)
		}
	})
}

// TestDistribution keeps the other tests honest: the worlds that are drawn have
// to lead to every status and most paths, or agreement means little.
func TestDistribution(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		e := egress.NewEvaluator(w.world(), egress.Options{})
		for range 8 {
			f, packets := drawFlow(t)
			if len(packets) == 0 {
				continue
			}
			v := e.Judge(f)
			seen[string(v.Status)]++
			seen[string(v.Decider.Kind)]++
		}
	})
	for _, want := range []string{
		string(egress.Allowed), string(egress.Denied), string(egress.Partial), string(egress.Indeterminate),
		string(egress.ObjectNetworkRule), string(egress.ObjectApplicationRule), string(egress.ObjectDefault), string(egress.ObjectSecurityRule),
	} {
		if seen[want] == 0 {
			t.Errorf("no verdict with %q among %v", want, seen)
		}
	}
	t.Log(seen)
}
