package walk

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// internet ends the walk outside, if the packet has a source that the Internet can answer.
func (w *walker) internet(l leg, r *route) *Result {
	if private(l.dest) {
		return w.end(l.at(), Dropped, "", fmt.Sprintf("the Internet has no %s", l.dest), r.object, "RT-5")
	}
	exits, nat := w.natGateway(l.from)
	if l.device == nil {
		return w.leaveDirectly(l, r, exits, nat)
	}
	switch {
	case !hasPorts(w.protocol):
		return w.end(l.at(), Dropped, "", w.protocol+" does not survive the translation of its source", l.device.object(), "FW-19")
	case !l.translated:
		return w.end(l.at(), Dropped, "", fmt.Sprintf("the source %s is not translated, so no answer comes back", l.source), l.device.object(), "FW-36")
	case !nat:
		exits = nil
		for _, a := range l.device.public {
			exits = append(exits, a.String())
		}
	}
	if !nat && len(exits) == 0 {
		return w.end(l.at(), Dropped, "", "the firewall has no public address", l.device.object(), "RT-21")
	}
	out := w.end(l.at(), Leaves, "firewall", "the packet leaves", l.by, "FW-37")
	out.Exits = exits
	return out
}

// leaveDirectly: a host needs a public identity: a NAT gateway, an outbound rule, or Azure's default outbound access (RT-21).
func (w *walker) leaveDirectly(l leg, r *route, exits []string, nat bool) *Result {
	open, declared := l.from.body.Get("properties.defaultOutboundAccess").(bool)
	switch {
	case nat:
		out := w.end(l.at(), Leaves, "internet-direct", "the packet leaves by a NAT gateway", r.object, "RT-21")
		out.Exits = exits
		return out
	case len(w.packet.Outbound) > 0:
		out := w.end(l.at(), Leaves, "internet-direct", "the packet leaves by a load balancer's outbound rule", r.object, "RT-21")
		out.Exits = w.packet.Outbound
		return out
	case declared && !open:
		return w.end(l.at(), Dropped, "", "the subnet is private and has no NAT gateway", r.object, "RT-21")
	}
	return w.end(l.at(), Leaves, "internet-direct", "the packet leaves by default outbound access", r.object, "RT-21")
}

// natGateway gives the public addresses of the subnet's NAT gateway and whether it has any, prefixes included (RT-21, FW-37).
func (w *walker) natGateway(s *subnet) ([]string, bool) {
	d, ok := w.Get(s.body.Str("properties.natGateway.id"))
	if !ok {
		return nil, false
	}
	var out []string
	for _, ref := range d.Body.Objs("properties.publicIpAddresses") {
		if ip, ok := w.Get(ref.Str("id")); ok {
			out = append(out, ip.Body.Str("properties.ipAddress"))
		}
	}
	for _, ref := range d.Body.Objs("properties.publicIpPrefixes") {
		if prefix, ok := w.Get(ref.Str("id")); ok {
			out = append(out, prefix.Body.Str("properties.ipPrefix"))
		}
	}
	return out, len(out) > 0
}

// local hands the packet to a host of the network where routing was decided.
func (w *walker) local(l leg, r *route) *Result {
	n := l.from.in
	if !inAny(n.space, l.dest) {
		if w.otherwise(DoubtLocalElsewhere) {
			return w.end(l.at(), Delivered, l.way("vnet-local"), "hop VnetLocal delivers it", l.decider(r), "RT-20")
		}
		return w.end(l.at(), Dropped, "", "hop VnetLocal leads to nobody outside the network", r.object, "RT-20")
	}
	return w.arrive(l, n, "vnet-local", r)
}

// overPeering hands the packet to a host of a peer (RT-9, RT-10).
func (w *walker) overPeering(l leg, r *route) *Result {
	switch {
	case !r.peer.access:
		return w.end(l.at(), Dropped, "", "the peering does not let traffic pass", r.peer.object(), "RT-9")
	case w.forwardingRefused(l, r.peer):
		return w.end(l.at(), Dropped, "", "the peer does not take forwarded traffic", r.peer.object(), "RT-10")
	}
	return w.arrive(l, w.network(r.peer.remote), "peering", r)
}

// arrive ends the walk at a host of a network: at a firewall itself, or at somebody whose answer has to find its way.
func (w *walker) arrive(l leg, n *network, way string, r *route) *Result {
	if f := w.firewallAt(n, l.dest); f != nil {
		return w.atFirewall(f, l, l.way(way))
	}
	if l.device != nil && !l.translated {
		if lost := w.answerLost(l, n); lost != nil {
			return lost
		}
	}
	return w.end(l.at(), Delivered, l.way(way), "the packet arrives in "+lastName(n.id), l.decider(r), r.rules...)
}

// atFirewall ends the walk at a firewall's own address, whichever route led there.
func (w *walker) atFirewall(f *firewall, l leg, way string) *Result {
	if f.proxies() && hasPorts(w.protocol) && w.port == 53 {
		return w.end(l.at(), Delivered, way, "the firewall's DNS proxy answers", f.object(), "FW-40")
	}
	return w.end(l.at(), Dropped, "", "nothing on the firewall answers there", f.object(), "FW-40")
}

// answerLost follows the answer of a host to a packet that a firewall sent on with the source's own address: it has to meet the same
// firewall, which keeps the state of the connection (FW-38). A host that is in no subnet answers nobody.
func (w *walker) answerLost(l leg, n *network) *Result {
	host := n.holds(l.dest)
	if host == nil {
		return nil
	}
	r := w.lookUp(host, l.source)
	if r.hop == hopAppliance && r.address == l.device.address {
		return nil
	}
	w.step(host.name, fmt.Sprintf("the answer to %s takes %s -> %s", l.source, r.prefix, r.hop), r.object, r.rules...)
	return w.end(host.name, Dropped, "", "the answer does not meet the firewall", r.object, "FW-38")
}

// proxies tells whether the firewall's DNS proxy is on (FW-40). Policies do not inherit the setting (FW-42).
func (f *firewall) proxies() bool {
	if own := f.policy(); own != nil {
		return own.Body.Bool("properties.dnsSettings.enableProxy")
	}
	return f.setting("Network.DNS.EnableProxy") == "true"
}

// policy is the firewall's own policy, nil with classic rules.
func (f *firewall) policy() *armtypes.Document {
	if len(f.policies) == 0 {
		return nil
	}
	return f.policies[len(f.policies)-1]
}
