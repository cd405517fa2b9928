package walk

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Walk follows a packet. The error says what is wrong with the packet itself, or that its subnet does not exist.
func Walk(view armtypes.View, packet Packet) (Result, error) {
	if err := checkDoubts(packet.Otherwise); err != nil {
		return Result{}, err
	}
	given, err := packet.Given.read()
	if err != nil {
		return Result{}, err
	}
	stored := &store{View: view, networks: map[string]*network{}}
	start, err := stored.subnetByID(packet.Subnet)
	if err != nil {
		return Result{}, err
	}
	given.defaultTags(start.in.location)
	p, err := packet.parse(start, given)
	if err != nil {
		return Result{}, err
	}
	w := &walker{store: stored, parsed: p, packet: packet, given: given, devices: stored.firewalls(), seen: map[string]bool{}}
	result := w.begin(start)
	result.Trace = w.trace
	return result, nil
}

// walker is one walk.
type walker struct {
	*store
	parsed
	packet  Packet
	given   *given
	devices []*firewall
	trace   []Step
	seen    map[string]bool // where routing was decided for which destination (RT-33)
}

// leg is the packet between two devices.
type leg struct {
	from *subnet // whose routes apply
	// source and dest as the packet shows them here.
	source, dest netip.Addr
	// device that sent it on; nil for the host itself.
	device *firewall
	// translated: the device put its own address in the source's place.
	translated bool
	// by is the rule of the device that let it pass.
	by Object
	// origin is the network that the packet comes from as routers see it: that of the host, or of the last device that translated it.
	origin *network
}

// at names the place for the trace.
func (l *leg) at() string {
	if l.device != nil {
		return l.device.name
	}
	return l.from.name
}

// way is the path of what passed no device yet, and "firewall" of all else.
func (l *leg) way(direct string) string {
	if l.device != nil {
		return "firewall"
	}
	return direct
}

// decider is what let the packet pass so far: the last firewall's rule, or the route that it takes now.
func (l *leg) decider(r *route) Object {
	if l.device != nil {
		return l.by
	}
	return r.object
}

func (w *walker) begin(start *subnet) Result {
	if dead := w.resolve(start); dead != nil {
		return *dead
	}
	if dropped := w.filter(start); dropped != nil {
		return *dropped
	}
	if isPlatform(w.dest) {
		return *w.end(start.name, Delivered, "platform", "Azure answers at the host; no route is asked", Object{Kind: "platform address", Name: w.dest.String()}, "RT-30")
	}
	return *w.send(leg{from: start, source: w.source, dest: w.dest, origin: start.in})
}

// resolve: a host whose resolver is a firewall without DNS proxy learns no address at all (FW-40). A packet that says its destination
// asked nobody.
func (w *walker) resolve(start *subnet) *Result {
	if w.packet.Destination != "" || len(start.in.resolvers) == 0 {
		return nil // Azure's own resolver never meets a firewall (FW-41)
	}
	first := start.in.resolvers[0]
	if f := w.firewallAt(w.homeOf(start.in, first), first); f != nil && !f.proxies() {
		return w.end(start.name, Dropped, "", "the resolver is a firewall without DNS proxy", f.object(), "FW-40")
	}
	w.step(start.name, fmt.Sprintf("%s resolves to %s", w.name, w.dest), Object{Kind: "resolver", Name: first.String()}, "FW-40")
	return nil
}

// send lets the routes of a subnet decide (RT-1).
func (w *walker) send(l leg) *Result {
	key := l.from.id + " " + l.dest.String()
	if w.seen[key] {
		return w.end(l.at(), Dropped, "", "the packet goes round in a circle", l.from.object(), "RT-33")
	}
	w.seen[key] = true

	r := w.lookUp(l.from, l.dest)
	rules := slices.Clone(r.rules)
	if l.device != nil {
		rules = append(rules, "RT-32")
	}
	hop := r.hop
	if r.address.IsValid() {
		hop += " " + r.address.String()
	}
	w.step(l.at(), fmt.Sprintf("%s -> %s", r.prefix, hop), r.object, rules...)

	switch r.hop {
	case hopNone:
		return w.end(l.at(), Dropped, "", "the route leads nowhere", r.object, rules...)
	case hopInternet:
		return w.internet(l, r)
	case hopLocal:
		return w.local(l, r)
	case hopPeering:
		return w.overPeering(l, r)
	case hopEndpoint:
		return w.end(l.at(), Delivered, l.way("service-endpoint"), "the service endpoint takes it", l.decider(r), "RT-12")
	case hopGateway:
		return w.toGateway(l, r)
	case hopAppliance:
		return w.appliance(l, r)
	}
	return w.end(l.at(), Opaque, "nva", "a hop that is not modelled takes it", r.object, "RT-16")
}

// toGateway: what a gateway announces lies behind it; what it takes beside that goes where nobody here sees (RT-11, RT-16).
func (w *walker) toGateway(l leg, r *route) *Result {
	for _, p := range w.learned(l.from.in) {
		if p != everything && p.Contains(l.dest) && private(l.dest) {
			return w.end(l.at(), Delivered, l.way("gateway"), "the gateway announced "+p.String(), l.decider(r), "RT-11")
		}
	}
	return w.end(l.at(), Opaque, "gateway", "a gateway takes it", r.object, "RT-16")
}

// appliance hands the packet to the address that a route names (RT-17).
func (w *walker) appliance(l leg, r *route) *Result {
	p := l.from.in.peerWith(r.address)
	switch {
	case inAny(l.from.in.space, r.address):
	case p == nil || !p.access:
		return w.end(l.at(), Dropped, "", fmt.Sprintf("the hop %s is neither in this network nor in a peer", r.address), r.object, "RT-17")
	case w.forwardingRefused(l, p):
		return w.end(l.at(), Dropped, "", "the peer does not take forwarded traffic", p.object(), "RT-10")
	}
	home := w.homeOf(l.from.in, r.address)
	if f := w.firewallAt(home, r.address); f != nil {
		return w.enter(f, l)
	}
	if s := home.holds(r.address); s != nil && s.firewallsOnly() {
		return w.end(l.at(), Dropped, "", fmt.Sprintf("no firewall has the address %s", r.address), r.object, "RT-17")
	}
	return w.end(l.at(), Opaque, "nva", "an appliance takes it", r.object, "RT-17", "RT-18")
}

// homeOf gives the network that an address means when used in a network: itself, or a peer. Networks that are strangers to it may use the
// same address. Nil when there is none.
func (w *walker) homeOf(n *network, a netip.Addr) *network {
	if inAny(n.space, a) {
		return n
	}
	if p := n.peerWith(a); p != nil {
		return w.network(p.remote)
	}
	return nil
}

// forwardingRefused: what an appliance forwards for a host of another network needs the consent of the network that it enters (RT-10).
func (w *walker) forwardingRefused(l leg, p *peer) bool {
	return l.device != nil && l.origin != l.from.in && !p.takesForwarded
}

// firewallAt gives the firewall with an address of a network, nil for none.
func (w *walker) firewallAt(n *network, a netip.Addr) *firewall {
	for _, f := range w.devices {
		if f.address == a && f.subnet.in == n {
			return f
		}
	}
	return nil
}

// step notes what happened.
func (w *walker) step(at, what string, object Object, rules ...string) {
	w.trace = append(w.trace, Step{At: at, What: what, Object: object, Rules: rules})
}

// end notes the last step and gives the result.
func (w *walker) end(at string, outcome Outcome, way, reason string, object Object, rules ...string) *Result {
	w.step(at, reason, object, rules...)
	if way == "" {
		way = string(Dropped)
	}
	return &Result{Outcome: outcome, Way: way, Decider: object, Reason: reason}
}
