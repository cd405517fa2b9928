package preflight

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// worldOf lays an egress object over what is known around it.
func worldOf(q Question, d decoded, where place) egress.World {
	w := clone(q.Around)
	l := &layer{world: &w, d: d, where: where, planned: q.Planned, plannedOpen: q.PlannedOpen, awaits: !q.Final && (d.awaits || q.Coming && d.how == cautious)}
	if d.given() {
		l.distance()
		l.devices()
		for _, r := range d.subnets {
			l.routed(r)
		}
		l.hopSubnet()
		l.peerings()
		l.table()
	}
	if d.how == cautious {
		unguarded(&w)
	}
	if where.known {
		for tag, m := range aks.TagContents(string(where.cloud.Name), where.region) {
			if w.TagContents == nil {
				w.TagContents = map[string]egress.TagMembership{}
			}
			if _, told := w.TagContents[tag]; !told {
				w.TagContents[tag] = m
			}
		}
		w.PlatformNames = append(w.PlatformNames, aks.PlatformNames(string(where.cloud.Name))...)
	}
	if p := q.Profile; p != nil {
		outbound := p.OutboundType
		if t, known := outbound.Get(); known && t == "" {
			outbound = egress.Known(string(cloud.OutboundUserDefinedRouting))
		}
		w.Clusters = append(w.Clusters, egress.Cluster{
			Name: p.clusterName(), Subnets: q.subnets(d), OutboundType: outbound, Private: p.public() != egress.Yes,
			AuthorizedRanges: p.AuthorizedRanges, Kubenet: p.Kubenet, DualStack: p.DualStack,
		})
	}
	return w
}

// unguarded leaves out security groups that are not known: what is denied without them is denied with any, since a group lets
// nothing pass that a later hop stops.
func unguarded(w *egress.World) {
	groups := map[string]bool{"": true}
	for _, g := range w.SecurityGroups {
		groups[fold(g.Name)] = true
	}
	drop := func(v *egress.Value[string]) {
		if name, known := v.Get(); !known || !groups[fold(name)] {
			*v = egress.Known("")
		}
	}
	for i := range w.Networks {
		for k := range w.Networks[i].Subnets {
			drop(&w.Networks[i].Subnets[k].SecurityGroup)
			drop(&w.Networks[i].Subnets[k].NICSecurityGroup)
		}
	}
}

// place is the cloud and region that facts are looked up for.
type place struct {
	cloud  cloud.Cloud
	region string
	known  bool
}

// subnets are the references of those that are judged.
func (q Question) subnets(d decoded) []string {
	var refs []string
	if q.Profile != nil && q.Profile.Subnets != nil {
		for _, id := range q.Profile.Subnets {
			if ref := d.names.subnet(id); q.tells(d, ref) {
				refs = append(refs, ref)
			}
		}
		return refs
	}
	for _, r := range d.subnets {
		refs = append(refs, r.ref)
	}
	return refs
}

// tells reports whether anything is known of a subnet. Of one that a whole egress does not route, and that nobody read, every flow would be
// left open for that one reason, and the resource that puts nodes there refuses it.
func (q Question) tells(d decoded, ref string) bool {
	if !d.given() || d.subnetsOpen || slices.ContainsFunc(d.subnets, func(r routed) bool { return fold(r.ref) == fold(ref) || r.network == unnamedSubnet }) {
		return true
	}
	return slices.ContainsFunc(q.Around.Networks, func(n egress.Network) bool { return strings.HasPrefix(fold(ref), fold(n.Name)+"/") })
}

// layer puts the parts of an object into a world.
type layer struct {
	world *egress.World
	d     decoded
	where place
	// made are the networks of which nothing was known before.
	made []string

	planned     []PlannedGroup // as Question.Planned
	plannedOpen bool
	awaits      bool // rules of others may come later in this run
}

// distance leaves the hop's own subnet out of the cautious reading unless it was described: what lies behind the hop then rests
// on the named assumption A-FW-EXIT, and addresses that a NAT gateway there would give are not known (FW-37).
func (l *layer) distance() {
	network, ok := l.d.hopSubnet.Parent()
	if l.d.how == plain || !ok || slices.ContainsFunc(l.world.Networks, func(n egress.Network) bool { return fold(n.Name) == fold(l.d.names.id(network)) }) {
		return
	}
	l.d.hopSubnet = armid.ID{}
	if f := l.d.firewall; f != nil {
		f.Subnet, f.PublicIPsOpen = "", true
	}
	if a := l.d.appliance; a != nil {
		a.Subnet = ""
	}
}

// devices puts the hop in. A firewall that only somebody else tells of is as it was read.
func (l *layer) devices() {
	if f := l.d.firewall; f != nil {
		seen := slices.IndexFunc(l.world.Firewalls, func(o egress.Firewall) bool { return fold(o.Name) == fold(f.Name) })
		own := l.d.owned
		if own && seen >= 0 && f.Subnet == "" {
			f.Subnet = l.world.Firewalls[seen].Subnet
		}
		if own || seen < 0 {
			l.world.Firewalls = replaced(l.world.Firewalls, *f, func(o egress.Firewall) string { return o.Name })
		}
	}
	if p := l.d.policy; p != nil {
		l.world.Policies = replaced(l.world.Policies, l.withPlanned(l.withOthers(*p)), func(o egress.Policy) string { return o.Name })
	}
	if a := l.d.appliance; a != nil && !slices.ContainsFunc(l.world.Appliances, func(o egress.Appliance) bool { return fold(o.Name) == fold(a.Name) }) {
		l.world.Appliances = append(l.world.Appliances, *a)
	}
}

// table puts the routes in. A hop is known by what it is; its address decides only where all networks are described, since
// elsewhere nobody can tell whether the address is within reach (RT-17).
func (l *layer) table() {
	t := l.d.table
	t.Routes = slices.Clone(t.Routes)
	described := !slices.ContainsFunc(l.d.subnets, func(r routed) bool { return !l.told(r.network) })
	for i := range t.Routes {
		if t.Routes[i].Hop.Device != "" && l.d.hopSubnet.IsZero() && !described {
			t.Routes[i].Hop.Address = egress.Unknown[netip.Addr]()
		}
	}
	if i := slices.IndexFunc(l.world.RouteTables, func(o egress.RouteTable) bool { return fold(o.Name) == fold(t.Name) }); i >= 0 {
		t = withForeign(t, l.world.RouteTables[i], view.Map(l.d.fields["routes"]).Complete)
	}
	l.world.RouteTables = replaced(l.world.RouteTables, t, func(t egress.RouteTable) string { return t.Name })
}

// withForeign adds the routes of others that were read of the same table. What the object leaves open is then open only where
// its own routes are.
func withForeign(t, live egress.RouteTable, told bool) egress.RouteTable {
	for _, r := range live.Routes {
		if !slices.ContainsFunc(t.Routes, func(o egress.Route) bool { return fold(o.Name) == fold(r.Name) }) {
			t.Routes = append(t.Routes, r)
		}
	}
	t.Open = live.Open || !told
	if !t.DisablePropagation.IsKnown() {
		t.DisablePropagation = live.DisablePropagation
	}
	t.ManagedByNetworkManager = live.ManagedByNetworkManager
	return t
}

// withOthers adds to the policy what was read of it: groups of others, and its parent.
func (l *layer) withOthers(p egress.Policy) egress.Policy {
	i := slices.IndexFunc(l.world.Policies, func(o egress.Policy) bool { return fold(o.Name) == fold(p.Name) })
	if i < 0 {
		return p
	}
	live := l.world.Policies[i]
	p.Parent, p.Tier = live.Parent, live.Tier
	// What the object leaves open about groups is only whether there are others: those were read.
	p.Open = live.Open || !groupsTold(l.d) || l.awaits
	for _, g := range live.Groups {
		if !slices.ContainsFunc(p.Groups, func(o egress.Group) bool { return fold(o.Name) == fold(g.Name) }) {
			p.Groups = append(p.Groups, g)
		}
	}
	return p
}

func groupsTold(d decoded) bool {
	_, open := d.groups()
	return !open
}

// routed puts a subnet with the table that it will have into its network.
func (l *layer) routed(r routed) {
	n := l.network(r.network)
	i := slices.IndexFunc(n.Subnets, func(s egress.Subnet) bool { return fold(s.Name) == fold(r.name) })
	if i < 0 {
		s := r.subnet
		l.surround(&s)
		if !l.told(r.network) {
			// The network's ranges are not told, but they hold those of its subnets.
			n.AddressSpace = append(n.AddressSpace, s.Prefixes...)
		}
		n.Subnets = append(n.Subnets, s)
		return
	}
	s := &n.Subnets[i]
	s.RouteTable = r.subnet.RouteTable
	if s.PrefixesUnknown && !r.subnet.PrefixesUnknown {
		s.Prefixes, s.PrefixesUnknown = r.subnet.Prefixes, false
	}
}

// network finds a network, or makes one of which nothing is known.
func (l *layer) network(name string) *egress.Network {
	i := slices.IndexFunc(l.world.Networks, func(n egress.Network) bool { return fold(n.Name) == fold(name) })
	if i >= 0 {
		return &l.world.Networks[i]
	}
	n := egress.Network{Name: name, AddressSpaceOpen: true, PeeringsOpen: true, DNSServers: untold[[]netip.Addr](l.d.how, nil)}
	if l.d.how == cautious {
		n.Gateway = &egress.Gateway{Name: "a gateway", Learned: egress.Unknown[[]netip.Prefix]()}
	} else if f := l.d.firewall; f != nil && l.resolves() {
		n.DNSFirewall = f.Name // who turns the proxy on has clients that ask it (FW-21)
	}
	l.made = append(l.made, name)
	l.world.Networks = append(l.world.Networks, n)
	return &l.world.Networks[len(l.world.Networks)-1]
}

// resolves reports whether the firewall's DNS proxy is on.
func (l *layer) resolves() bool {
	settings := l.d.firewall.Classic
	if l.d.policy != nil {
		settings = l.d.policy.Settings
	}
	on, known := settings.DNSProxy.Get()
	return known && on
}

// surround fills in what an egress object does not tell of a subnet: in the cautious reading every endpoint that it may have
// (RT-12).
func (l *layer) surround(s *egress.Subnet) {
	s.NATGateway = untold(l.d.how, "")
	if l.d.how == plain {
		return
	}
	if !l.where.known {
		s.ServiceEndpointsOpen = true
		return
	}
	for _, e := range cloud.ServiceEndpoints(l.where.cloud) {
		out := egress.ServiceEndpoint{Service: e.Service}
		for _, text := range e.Templates {
			if p, err := netset.ParsePattern(text); err == nil {
				out.Names = append(out.Names, p)
			}
		}
		s.ServiceEndpoints = append(s.ServiceEndpoints, out)
	}
}

// hopSubnet describes where the hop stands, with the routes that Azure demands of a firewall's subnet (RT-24).
func (l *layer) hopSubnet() {
	id := l.d.hopSubnet
	network, ok := id.Parent()
	if id.IsZero() || !ok {
		return
	}
	n := l.network(l.d.names.id(network))
	if slices.ContainsFunc(n.Subnets, func(s egress.Subnet) bool { return fold(s.Name) == fold(id.Name()) }) {
		return
	}
	n.Subnets = append(n.Subnets, egress.Subnet{
		Name: id.Name(), PrefixesUnknown: true, NATGateway: untold(l.d.how, ""), RouteTable: untold(l.d.how, ""),
	})
}

// peerings joins the networks of which nothing is known with that of the hop. Whether they really are joined is for others to
// say; a flow that the hop denies is denied as well where nothing reaches the hop (RT-17).
func (l *layer) peerings() {
	network, ok := l.d.hopSubnet.Parent()
	if l.d.hopSubnet.IsZero() || !ok {
		return
	}
	home := l.d.names.id(network)
	for _, r := range l.d.subnets {
		if fold(r.network) != fold(home) && l.mayPeer(r.network) && l.mayPeer(home) {
			join(l.network(r.network), home)
			join(l.network(home), r.network)
		}
	}
}

// mayPeer reports whether a network may have peerings that nobody described.
func (l *layer) mayPeer(name string) bool { return !l.told(name) || l.network(name).PeeringsOpen }

// told reports whether a network was described by others.
func (l *layer) told(name string) bool {
	return !slices.ContainsFunc(l.made, func(m string) bool { return fold(m) == fold(name) })
}

func join(n *egress.Network, remote string) {
	if slices.ContainsFunc(n.Peerings, func(p egress.Peering) bool { return fold(p.Remote) == fold(remote) }) {
		return
	}
	n.Peerings = append(n.Peerings, egress.Peering{Name: "a peering", Remote: remote, AllowForwardedTraffic: egress.Known(true)})
}

// replaced is the list with one in place of its namesake, or at the end.
func replaced[T any](list []T, one T, name func(T) string) []T {
	if i := slices.IndexFunc(list, func(o T) bool { return fold(name(o)) == fold(name(one)) }); i >= 0 {
		list[i] = one
		return list
	}
	return append(list, one)
}

// clone copies the lists of a world that are changed here.
func clone(w egress.World) egress.World {
	w.Networks = slices.Clone(w.Networks)
	for i := range w.Networks {
		w.Networks[i].Subnets = slices.Clone(w.Networks[i].Subnets)
		w.Networks[i].Peerings = slices.Clone(w.Networks[i].Peerings)
	}
	w.RouteTables, w.Firewalls, w.Policies = slices.Clone(w.RouteTables), slices.Clone(w.Firewalls), slices.Clone(w.Policies)
	w.Appliances, w.Clusters, w.PlatformNames = slices.Clone(w.Appliances), slices.Clone(w.Clusters), slices.Clone(w.PlatformNames)
	contents := map[string]egress.TagMembership{}
	for tag, m := range w.TagContents {
		contents[tag] = m
	}
	w.TagContents = contents
	return w
}

// ForeignRoutes is a world that holds a route table with the routes that others put into it, as `foreign_routes` of an egress
// resource shows them; nothing while they are not known. Of no other routes in that table anything is known.
func ForeignRoutes(table view.Leaf[string], foreign attr.Value) egress.World {
	routes := view.Map(foreign)
	if !table.Known || foreign == nil || foreign.IsNull() || !routes.Complete {
		return egress.World{}
	}
	t := egress.RouteTable{Name: table.Value, DisablePropagation: egress.Unknown[bool]()}
	d := decoded{}
	for _, name := range routes.Keys {
		t.Routes = append(t.Routes, d.route(name, view.Object(routes.Values[name])))
	}
	return egress.World{RouteTables: []egress.RouteTable{t}}
}
