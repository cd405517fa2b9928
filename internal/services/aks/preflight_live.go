package aks

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// asked is what is asked of a live subnet.
type asked struct {
	id    armid.ID
	where path.Path
	// routed says that the subnet needs a default route, and told that an egress object has said which.
	routed, told bool
	private      bool
	when         moment
}

// cluster judges the subnets of a cluster as they are (aks-facts.md 1.3, 3.1, 3.2).
func (w world) cluster(c section, when moment, fresh, told bool, f *findings) {
	p := defaultPool(c)
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		w.subnet(asked{p.id(name), at("default_node_pool", name), routed(c), told, c.on("private_cluster_enabled"), when}, f)
	}
	nodes := p.id("vnet_subnet_id")
	if live := w.Subnet(nodes); live.Sight == survey.Seen {
		w.gateway(c, live, fresh, f)
		w.families(c, live, f)
		if mode, known := modeOf(c); known && fresh {
			w.room(p, mode, at("default_node_pool", "vnet_subnet_id"), live, f)
		}
	}
	w.apiServer(c, f)
	if network, ok := nodes.Parent(); ok && !nodes.IsZero() {
		w.ranges(c, network, f)
		w.peers(c, network, f)
	}
}

// subnet judges one subnet of nodes or pods.
func (w world) subnet(a asked, f *findings) {
	if a.id.IsZero() {
		return
	}
	live := w.Subnet(a.id)
	switch {
	case live.Sight == survey.NotThere && a.when == applying:
		f.add("subnet_exists", a.where, "The subnet does not exist", a.id.String()+" does not exist", "make it first")
		return
	case live.Sight != survey.Seen:
		return
	}
	if len(live.Delegations) > 0 {
		f.add("subnet_delegated", a.where, "The subnet is delegated", fmt.Sprintf("%s is delegated to %s", a.id, strings.Join(live.Delegations, ", ")), "choose a subnet without a delegation")
	}
	if v4 := slices.DeleteFunc(parsed(live.Prefixes), func(p netip.Prefix) bool { return !p.Addr().Is4() }); len(v4) > 1 {
		f.add("subnet_prefixes", a.where, "The subnet has several ranges", fmt.Sprintf("%s has %s", a.id, strings.Join(live.Prefixes, ", ")), "choose a subnet with one range")
	}
	if state := live.ProvisioningState; a.when == applying && (state == "Updating" || state == "Failed") {
		f.add("vnet_state", a.where, "The subnet is being changed", fmt.Sprintf("%s is %s", a.id, state), "")
	}
	if a.routed && (a.when == applying || !a.told) {
		w.route(a, live, f)
	}
}

// route judges the default route. While a run is planned, a table may yet be made by a resource that nobody told us of, so nothing is
// refused then.
func (w world) route(a asked, live survey.Subnet, f *findings) {
	tell := f.add
	if a.when == planning {
		tell = f.warn
	}
	fix := "give the subnet to routed_subnets of udr_firewall_egress or udr_appliance_egress, and its egress to this resource"
	if live.RouteTableID == "" {
		tell("udr_route_table", a.where, "The subnet has no route table", a.id.String()+" has no route table", fix)
		return
	}
	id, err := armid.Parse(live.RouteTableID)
	if err != nil {
		return
	}
	table := w.RouteTable(id)
	if table.Sight != survey.Seen {
		return
	}
	route, there := table.Default(false)
	switch {
	case !there && a.private:
		f.add("udr_default_route_private", a.where, "The route table has no default route", fmt.Sprintf("%s has no route for 0.0.0.0/0; a gateway may propagate one", id), fix)
	case !there:
		tell("udr_default_route", a.where, "The route table has no default route", fmt.Sprintf("%s, the table of %s, has no route for 0.0.0.0/0", id, a.id), fix)
	case !strings.EqualFold(route.HopType, "VirtualAppliance") && !strings.EqualFold(route.HopType, "VirtualNetworkGateway"):
		tell("udr_next_hop", a.where, "The default route leads nowhere", fmt.Sprintf("the route %q of %s leads 0.0.0.0/0 to %s", route.Name, id, route.HopType), "lead it to a firewall, an appliance or a gateway")
	}
}

// gateway judges a NAT gateway on the nodes' subnet.
func (w world) gateway(c section, live survey.Subnet, fresh bool, f *findings) {
	kind, here := outbound(c), at("default_node_pool", "vnet_subnet_id")
	own := kind.Value == string(cloud.OutboundUserAssignedNATGateway)
	switch {
	case !kind.Known:
	case own && live.NATGatewayID == "":
		f.warn(cloud.RuleSubnetNATGateway, here, "The subnet has no NAT gateway", live.ID.String()+" has none; AKS answers SubnetNotAssociatedWithNATGateway", "put a NAT gateway with a public IP on the subnet")
	case !own && live.NATGatewayID != "" && fresh:
		f.add(cloud.RuleSubnetNATGateway, here, "The subnet has a NAT gateway", fmt.Sprintf("%s has %s, and the outbound type is %s; AKS refuses new clusters there", live.ID, live.NATGatewayID, kind.Value),
			"take the NAT gateway off the subnet, or choose userAssignedNATGateway")
	}
	if id, err := armid.Parse(live.NATGatewayID); own && err == nil {
		if gateway := w.NATGateway(id); gateway.Sight == survey.Seen && gateway.Addresses == 0 {
			f.warn(cloud.RuleSubnetNATGateway, here, "The NAT gateway has no address", id.String()+" has neither public IPs nor prefixes; AKS answers NATGatewayNotAssociatedWithPublicIPOrIPPrefix", "give it a public IP")
		}
	}
}

// families: the subnet of a dual-stack cluster has a range of each family.
func (w world) families(c section, live survey.Subnet, f *findings) {
	six := func(p netip.Prefix) bool { return p.Addr().Is6() }
	if len(network(c).texts("ip_versions").Items) > 1 && len(live.Prefixes) > 0 && !slices.ContainsFunc(parsed(live.Prefixes), six) {
		f.add("dual_stack_subnet", at("default_node_pool", "vnet_subnet_id"), "The subnet has no IPv6 range", fmt.Sprintf("%s has %s", live.ID, strings.Join(live.Prefixes, ", ")), "add an IPv6 range to the subnet")
	}
}

// room: what is left of the subnet holds the nodes of a pool, which come at once.
func (w world) room(p section, mode cloud.NetworkMode, where path.Path, live survey.Subnet, f *findings) {
	crowd, counted := crowdOf(p)
	room := usable(parsed(live.Prefixes))
	if !counted || live.Sight != survey.Seen || room == 0 {
		return
	}
	used := len(live.IPConfigurations)
	need := cloud.NodeSubnetAddresses(mode, crowd.now)
	if need > room {
		judgeSubnetRoom(where, false, mode, crowd, room, live.ID.Name(), f)
	} else if need > room-used {
		f.warn("subnet_full", where, "The subnet is nearly full",
			fmt.Sprintf("%d nodes take %d addresses of %s, and %d of %d are left", crowd.now.Nodes, need, live.ID, room-used, room), "use another subnet")
	}
}

// apiServer judges the API server's own subnet (aks-facts.md 2.4).
func (w world) apiServer(c section, f *findings) {
	live := w.Subnet(apiServer(c).id("subnet_id"))
	rule, here := cloud.APIServerSubnet(), at("api_server_access_profile", "subnet_id")
	if live.Sight != survey.Seen {
		return
	}
	if !slices.ContainsFunc(live.Delegations, func(d string) bool { return strings.EqualFold(d, rule.Delegation) }) {
		f.add("api_server_subnet", here, "The subnet is not delegated", live.ID.String()+" is not delegated to "+rule.Delegation, "delegate it")
	}
	for _, prefix := range parsed(live.Prefixes) {
		if prefix.Addr().Is4() && prefix.Bits() > rule.MinPrefix {
			f.add("api_server_subnet", here, "The subnet is too small", fmt.Sprintf("%s has %s; the API server needs a /%d", live.ID, prefix, rule.MinPrefix), fmt.Sprintf("use a subnet of at least /%d", rule.MinPrefix))
		}
	}
}

// ranges: the ranges of services and pods overlap no subnet of the network.
func (w world) ranges(c section, network armid.ID, f *findings) {
	live := w.Network(network)
	if live.Sight != survey.Seen {
		return
	}
	var taken []takenRange
	for _, s := range live.Subnets {
		for _, prefix := range parsed(s.Prefixes) {
			taken = append(taken, takenRange{s.ID.Name(), prefix})
		}
	}
	var found findings
	judgeTaken(c, taken, &found)
	for _, one := range found.list { // an egress object may have told the same
		if !slices.ContainsFunc(f.list, func(other diags.Check) bool { return other.Rule == one.Rule && other.Detail == one.Detail }) {
			f.list = append(f.list, one)
		}
	}
}

// peers: nor a network that this one is peered with. AKS does not look, so that it is the pods that find out.
func (w world) peers(c section, network armid.ID, f *findings) {
	live := w.Network(network)
	for _, name := range slices.Sorted(maps.Keys(live.Peers)) {
		for _, theirs := range parsed(live.Peers[name]) {
			for _, ours := range slices.Concat(servicePrefixes(c), podPrefixes(c)) {
				if ours.prefix.Overlaps(theirs) {
					f.warn("range_peer_overlap", ours.where(), "The range overlaps a peered network",
						fmt.Sprintf("%s overlaps %s of the network behind the peering %q: no pod reaches a host there", described(ours), theirs, name),
						"choose a range that no peered network has")
				}
			}
		}
	}
}

// parsed are the prefixes among texts of ARM.
func parsed(texts []string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		if prefix, ok := prefixOf(text); ok {
			list = append(list, prefix)
		}
	}
	return list
}
