package egress

import (
	"fmt"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// maxPieces bounds how far a rule is cut up by those before it; past the limit
// nothing is said about it (5.5).
const maxPieces = 256

// rules reports what rules do to one another (5.5): rules that let everything
// through first, because they usually are why others are dead.
func (c *checker) rules() {
	for i := range c.x.world.Firewalls {
		f := c.x.firewalls[key(c.x.world.Firewalls[i].Name)]
		if f.Firewall == &c.x.world.Firewalls[i] {
			c.broad(f)
			c.dead(f)
		}
	}
}

// broad reports rules that allow far more than anyone can mean.
func (c *checker) broad(f *firewallInfo) {
	for _, e := range f.network {
		if action, ok := e.action.Get(); e.soft || !ok || action != Allow || e.byName {
			continue
		}
		if e.protocols.Covers(netset.TCP) && e.ports.Equal(netset.AllPorts()) && e.target.yes.Covers(netset.PublicIPv4()) {
			c.add(SeverityWarning, FindAnyAny, e.object,
				"the rule lets everything pass, and since network rules come first no application rule is ever asked: nothing is filtered", "FW-2", "FW-7")
		}
	}
	for _, e := range f.application {
		if action, ok := e.action.Get(); e.soft || !ok || action != Allow {
			continue
		}
		for _, n := range e.names.yes {
			_, below := n.SubdomainsOnly()
			switch {
			case n.IsLiteral() || below:
			case n.Suffix() == "":
				c.add(SeverityAdvice, FindBroadName, e.object, `"*" allows every name`, "FW-23")
			default:
				c.add(SeverityAdvice, FindBroadName, e.object,
					fmt.Sprintf("%q also covers names that only end alike, such as %q, which anyone may register; write %q and, if needed, %q", n, "evil"+n.Suffix(), "*."+n.Suffix(), n.Suffix()), "FW-23")
			}
		}
	}
}

// dead reports rules that never decide anything.
func (c *checker) dead(f *firewallInfo) {
	network, application := newShadows(f.network), newShadows(f.application)
	wide := network.wide()
	for k, e := range f.network {
		if !network.judged(k) {
			continue
		}
		if text := unmatchable(e.filter); text != "" {
			c.add(SeverityWarning, FindUnmatchable, e.object, text, "FW-13", "FW-17")
			continue
		}
		boxes, ok := boxesOf(e.filter)
		if !ok {
			continue
		}
		c.report(e, boxes, func(p *parcel) []*filter { return network.before(k, p) })
	}
	for k, e := range f.application {
		if !application.judged(k) {
			continue
		}
		if text := unmatchable(e.filter); text != "" {
			c.add(SeverityWarning, FindUnmatchable, e.object, text, "FW-13", "FW-17")
			continue
		}
		boxes, ok := boxesOf(e.filter)
		if !ok {
			continue
		}
		c.report(e, boxes, func(p *parcel) []*filter {
			return append(slices.Clone(wide), application.covering(k, p)...)
		})
	}
}

// report finds the rules that use up all boxes of e, if they do.
func (c *checker) report(e entry, boxes []parcel, before func(*parcel) []*filter) {
	var by []*filter
	for i := range boxes {
		used, gone := c.eaten(boxes[i], before(&boxes[i]))
		if !gone {
			return
		}
		for _, b := range used {
			if !slices.Contains(by, b) {
				by = append(by, b)
			}
		}
	}
	if len(boxes) == 0 || len(by) == 0 {
		return
	}
	finding := Finding{Severity: SeverityWarning, Code: FindDead, Object: e.object, Rules: []string{"FW-3", "FW-7"}}
	for _, b := range by {
		finding.By = append(finding.By, b.object)
	}
	same := !slices.ContainsFunc(by, func(b *filter) bool { return b.action != e.action })
	byType := e.application && !slices.ContainsFunc(by, func(b *filter) bool { return b.application })
	switch {
	case byType:
		finding.Code, finding.Rules = FindDeadByType, []string{"FW-2", "FW-7"}
		finding.Text = "the rule is never asked: network rules settle all that it names, and they come before any application rule"
	case same:
		finding.Severity, finding.Code = SeverityAdvice, FindRedundant
		finding.Text = "the rule adds nothing: rules before it do the same for all that it names"
	default:
		finding.Text = "the rule can never match: rules before it settle all that it names. Move it before them, or narrow them"
	}
	c.found = append(c.found, finding)
}

// eaten subtracts rules from a box, first those that come first. It returns the
// fewest of them that it found to use the box up (5.5).
func (c *checker) eaten(box parcel, rules []*filter) ([]*filter, bool) {
	used, gone := c.subtract(box, rules)
	if !gone {
		return nil, false
	}
	for i := 0; i < len(used) && len(used) > 1 && len(used) <= 16; {
		fewer := slices.Delete(slices.Clone(used), i, i+1)
		if _, still := c.subtract(box, fewer); still {
			used = fewer
		} else {
			i++
		}
	}
	return used, true
}

func (c *checker) subtract(box parcel, rules []*filter) (used []*filter, gone bool) {
	pieces := []parcel{box}
	for _, r := range rules {
		var rest []parcel
		for _, p := range pieces {
			if !r.mayMatch(&p) {
				rest = append(rest, p)
				continue
			}
			for _, s := range c.j.divide(r, p) {
				if s.match != Yes || s.p.assume != 0 {
					rest = append(rest, s.p)
				} else if len(used) == 0 || used[len(used)-1] != r {
					used = append(used, r)
				}
			}
		}
		if len(rest) > maxPieces {
			return nil, false
		}
		if pieces = rest; len(pieces) == 0 {
			return used, true
		}
	}
	return nil, false
}

// unmatchable says why a rule matches nothing by itself.
func unmatchable(f *filter) string {
	switch {
	case f.source.nothing():
		return "the rule matches no source: its list or IP group is empty"
	case f.application:
		return ""
	case f.byName:
		return ""
	case f.target.nothing():
		return "the rule matches no destination: its list or IP group is empty"
	case f.ports.IsEmpty() && !f.portsOpen:
		return "the rule matches no port"
	case f.protocols.IsEmpty() && !f.portsOpen:
		return "the rule matches no protocol"
	}
	return ""
}

func (t *addressTest) nothing() bool {
	return t.yes.IsEmpty() && t.maybe.IsEmpty() && len(t.subnets) == 0 && len(t.tags) == 0
}
