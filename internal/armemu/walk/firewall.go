package walk

import (
	"fmt"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// verdict is what a firewall's rules say to a packet.
type verdict struct {
	allow bool
	// application: the packet went through an application rule, whose traffic the firewall sends itself (FW-25, FW-36).
	application bool
	rule        *rule // nil: nothing matched
	examined    int
}

// enter passes the packet through a firewall and on from the firewall's subnet (RT-32).
func (w *walker) enter(f *firewall, l leg) *Result {
	if l.dest == f.address {
		return w.atFirewall(f, l, "firewall")
	}
	if slices.Contains(f.public, l.dest) {
		return w.end(f.name, Dropped, "", "a packet from inside to the firewall's public address does not come back in", f.object(), "FW-39")
	}
	v := w.judge(f, l)
	if !v.allow {
		if v.rule == nil {
			return w.end(f.name, Dropped, "", fmt.Sprintf("none of %d rules matches %s", v.examined, w.describe()), Object{Kind: "default deny", Name: "default", ID: f.id}, "FW-9")
		}
		return w.end(f.name, Dropped, "", fmt.Sprintf("denied to %s", w.describe()), v.rule.object, v.rule.cites()...)
	}
	w.step(f.name, fmt.Sprintf("allowed to %s", w.describe()), v.rule.object, v.rule.cites()...)
	next := leg{from: f.subnet, source: l.source, dest: l.dest, device: f, by: v.rule.object, origin: l.origin}
	if v.application {
		next.dest = w.ownAnswer(l)
	}
	if f.translates(v.application, next.dest) {
		w.step(f.name, fmt.Sprintf("source %s becomes %s", l.source, f.address), f.object(), "FW-36")
		next.source, next.translated, next.origin = f.address, true, f.subnet.in
	}
	return w.send(next)
}

// judge runs the rules: all network rules before any application rule, the first match ends it (FW-2, FW-7, FW-8).
func (w *walker) judge(f *firewall, l leg) verdict {
	network, application := w.ordered(f)
	for i, r := range network {
		if w.networkRuleMatches(r.body, l) {
			return verdict{allow: r.allow, rule: r, examined: i + 1}
		}
	}
	examined := len(network)
	if !w.asksByName() {
		return verdict{examined: examined}
	}
	for i, r := range application {
		if w.applicationRuleMatches(r.body, l) {
			return verdict{allow: r.allow, application: true, rule: r, examined: examined + i + 1}
		}
	}
	examined += len(application)
	if w.server != "" && anyCovers(w.given.infrastructure, w.server) {
		own := &rule{object: Object{Kind: infrastructure, Name: "platform", ID: f.id}, allow: true}
		return verdict{allow: true, application: true, rule: own, examined: examined}
	}
	return verdict{examined: examined}
}

// asksByName: only HTTP, HTTPS and MSSQL over TCP reach application rules, MSSQL in proxy mode that is; QUIC does not (FW-8, FW-33, FW-34).
func (w *walker) asksByName() bool { return w.protocol == "TCP" && w.speaks != "" }

// The kinds of rules.
const (
	networkRule     = "network rule"
	applicationRule = "application rule"
	infrastructure  = "infrastructure rule"
)

// rule is one rule in the order of evaluation.
type rule struct {
	object Object
	allow  bool
	body   armtypes.Object
}

// cites are the rules of the semantics that a match rests on.
func (r *rule) cites() []string {
	switch r.object.Kind {
	case networkRule:
		return []string{"FW-7"}
	case infrastructure:
		return []string{"FW-10"}
	}
	return []string{"FW-8"}
}
