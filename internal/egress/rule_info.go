package egress

import "slices"

// Evidence says how well a rule of the semantics is founded.
type Evidence string

// The kinds of evidence. What rests on Open alone is never decided.
const (
	Documented Evidence = "documented" // by the vendor
	Observed   Evidence = "observed"   // error codes, shipped code, dated reports
	Inferred   Evidence = "inferred"   // from documented facts
	Open       Evidence = "open"       // undocumented or contradictory
)

// RuleInfo is a numbered rule of the semantics, as verdicts cite it.
type RuleInfo struct {
	ID       string
	Evidence Evidence
	Text     string
}

// RuleTable lists the rules in order.
func RuleTable() []RuleInfo {
	return slices.Concat(verdictRules, routeRules, firewallRules, securityRules)
}

// LookupRule finds a rule by its id, such as FW-23 or AK-5.
func LookupRule(id string) (RuleInfo, bool) {
	for _, r := range slices.Concat(RuleTable(), flowRules) {
		if r.ID == id {
			return r, true
		}
	}
	return RuleInfo{}, false
}

var verdictRules = []RuleInfo{
	{"VM-1", Inferred, "A flow is source, protocol, port, kind above TCP, and destination; the kind alone decides whether application rules apply."},
	{"VM-2", Inferred, "A flow holds only if every source address and every member of a name pattern gets through."},
	{"VM-3", Inferred, "A flow is allowed, denied, partial or not decidable; a configuration that ARM or AKS refuses is reported apart."},
	{"VM-4", Inferred, "Every test is yes, no or maybe; the set of possible outcomes decides, and only a set of one is definite."},
	{"VM-5", Inferred, "A verdict names path, deciding object, rules, assumptions and a witness packet."},
	{"VM-6", Inferred, "Assumptions are named, listed and can be switched off."},
	{"VM-7", Inferred, "Allowed means configured to pass; it is no claim on DNS answers, certificates, capacity or the remote side."},
}

var routeRules = []RuleInfo{
	{"RT-1", Documented, "Routing is decided for each subnet by one table merged with system routes, even between hosts of one subnet."},
	{"RT-2", Documented, "The longest matching prefix wins, whatever the origin of the route."},
	{"RT-3", Documented, "On the identical prefix a user-defined route beats BGP, and BGP a system route."},
	{"RT-4", Documented, "System routes of the network, peerings and service endpoints beat more specific BGP routes; user-defined routes do not give way."},
	{"RT-5", Documented, "System routes: the network's ranges, 0.0.0.0/0 to the Internet, and a drop for 10/8, 172.16/12, 192.168/16 and 100.64/10."},
	{"RT-6", Documented, "A network range that equals or contains one of those four replaces the drop; one inside leaves it for the rest."},
	{"RT-7", Documented, "A user-defined 0.0.0.0/0 to an appliance removes those drops from the subnet. For other hops and BGP this is open; two /1 routes are no default."},
	{"RT-8", Observed, "Effective routes show further dropped ranges that nothing documents; without a user-defined default they are not decidable."},
	{"RT-9", Documented, "A peering adds routes for the remote ranges, never transitively, and passes nothing where access is blocked."},
	{"RT-10", Documented, "The receiving network's peering has to take forwarded traffic for packets that an appliance forwards from elsewhere."},
	{"RT-11", Documented, "Gateways propagate routes unless the table disables it; where they are not known, no destination outside is decidable."},
	{"RT-12", Documented, "A service endpoint adds routes for the service's addresses, which pass the firewall by; which addresses is not known."},
	{"RT-13", Documented, "A private endpoint adds a host route; it gives way to a user-defined route only under the network policy for route tables, or to a host route."},
	{"RT-14", Inferred, "A service tag may stand in a prefix; on equal prefixes explicit beats regional tag, tag, AzureCloud of a region, AzureCloud."},
	{"RT-15", Observed, "Two routes with one prefix in a table are refused."},
	{"RT-16", Documented, "Hops that can be written: appliance with address, VPN gateway, VnetLocal, Internet, None."},
	{"RT-17", Documented, "An appliance has to be in the same or a directly peered network; otherwise the route is accepted and dead."},
	{"RT-18", Documented, "An appliance in the subnet of its own clients risks a loop."},
	{"RT-19", Documented, "A route over the cluster's subnet takes traffic between nodes to the appliance, which AKS does not support; a longer VnetLocal route keeps it."},
	{"RT-20", Open, "Hop VnetLocal for a prefix outside the network is not documented."},
	{"RT-21", Documented, "Hop Internet needs a source identity: NAT gateway, public address, outbound rule, or default outbound access."},
	{"RT-22", Documented, "The host route for the firewall's public address serves replies of a public load balancer only, never egress."},
	{"RT-23", Documented, "A public load balancer behind a default route to the firewall is asymmetric: replies die."},
	{"RT-24", Documented, "A table on AzureFirewallSubnet must hold 0.0.0.0/0 to the Internet unless tunnelling is forced; /1 routes and learned defaults divert it."},
	{"RT-25", Documented, "AzureFirewallManagementSubnet takes 0.0.0.0/0 to the Internet and nothing else; both firewall subnets are /26 at least."},
	{"RT-26", Documented, "GatewaySubnet takes no user-defined default, and propagation stays on there."},
	{"RT-27", Observed, "AKS with outbound type userDefinedRouting wants a table with 0.0.0.0/0 to an appliance or gateway on its subnet before it creates the cluster."},
	{"RT-28", Documented, "Pods on a subnet of their own use its table; attach the table to node and pod subnets."},
	{"RT-29", Documented, "Kubenet writes routes for each node into the table; a table serves one cluster."},
	{"RT-30", Documented, "168.63.129.16 and 169.254.169.254 are served by the host: routes and firewall never see them."},
	{"RT-31", Documented, "A table takes 400 routes (1000 if a network manager writes them), 25 of them with tags."},
	{"RT-32", Inferred, "After the firewall accepts, routes are looked up again from its own subnet, which has other routes."},
	{"RT-33", Inferred, "A packet that comes back to a hop it has passed is in a loop."},
	{"RT-34", Documented, "0.0.0.0/0 says nothing on IPv6."},
	{"RT-35", Inferred, "Virtual WAN, Route Server and network manager meshes are not modelled: not decidable."},
}

var securityRules = []RuleInfo{
	{"NSG-1", Documented, "Outbound, the interface's security group filters first, then the subnet's; both have to allow."},
	{"NSG-2", Documented, "Rules go by priority, 100 to 4096, unique in a direction; the default rules let traffic leave."},
	{"NSG-3", Documented, "Security groups see the real destination, before any route or translation."},
	{"NSG-4", Documented, "Security groups are stateful and know addresses, tags and application groups, no names."},
	{"NSG-5", Open, "What VirtualNetwork and Internet cover with a user-defined default route is left open by the vendor."},
	{"NSG-6", Documented, "Host services ignore security rules unless these aim at them with a platform tag."},
	{"NSG-7", Documented, "Admin rules of a network manager run first; Deny and AlwaysAllow end the evaluation."},
	{"NSG-8", Documented, "Traffic inside the node range has to stay open; AzureFirewallSubnet takes no security group."},
}
