package aks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// judgeEgress judges what the egress object itself tells: that it routes the cluster's subnets, and their address ranges.
func judgeEgress(c, config section, f *findings) {
	egress := egressOf(config)
	if !egress.there() {
		return
	}
	p, subnets := defaultPool(c), egressSubnets(egress)
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		if routed(c) {
			judgeRouted(p.text(name).Value, at("default_node_pool", name), subnets, f)
		}
	}
	var taken []takenRange
	for _, s := range subnets.list {
		if strings.EqualFold(networkOf(s.id.String()), networkOf(p.text("vnet_subnet_id").Value)) {
			for _, prefix := range s.prefixes {
				taken = append(taken, takenRange{s.id.Name(), prefix})
			}
		}
	}
	judgeTaken(c, taken, f)
	judgeLockout(c, egress, f)
}

// judgeLockout: a public API server with authorized ranges answers to the nodes only if the addresses that they leave with are among them
// (AK-25). Every one counts, since a firewall picks any.
func judgeLockout(c, egress section, f *findings) {
	effective := c.texts("effective_authorized_ip_ranges")
	if !routed(c) || !public(c) || !effective.Complete || effective.Empty() {
		return
	}
	ranges := prefixesIn(effective.Items)
	exits, _ := exitAddresses(egress)
	for _, exit := range exits {
		if !slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(exit) }) {
			f.add(lockout, at("api_server_access_profile"), "The nodes would be locked out of their API server",
				fmt.Sprintf("they leave with %s, which the authorized ranges do not hold; nodes would stop with exit code 51", exit), "leave include_egress_ips out, or add the address to authorized_ip_ranges")
			return
		}
	}
}

// lockout is the check of AKS that judgeLockout makes first.
const lockout = "authorized_ranges_egress"

// takenRange is a range of a subnet in the cluster's network, or one address of it where no more is known.
type takenRange struct {
	subnet string
	prefix netip.Prefix
}

func (t takenRange) String() string {
	if t.prefix.IsSingleIP() {
		return fmt.Sprintf("the subnet %q holds %s", t.subnet, t.prefix.Addr())
	}
	return fmt.Sprintf("the subnet %q has %s", t.subnet, t.prefix)
}

// judgeTaken: the ranges of services and pods overlap no subnet of the network (aks-facts.md 3.1).
func judgeTaken(c section, taken []takenRange, f *findings) {
	for _, t := range taken {
		for _, service := range servicePrefixes(c) {
			if service.prefix.Overlaps(t.prefix) {
				f.add("service_cidr_subnet_overlap", service.where(), "The services' range overlaps a subnet",
					fmt.Sprintf("services have %s, and %s", described(service), t), "set service_cidr and dns_service_ip to a range that no subnet of the network and of its peers has")
			}
		}
		for _, pods := range podPrefixes(c) {
			if pods.prefix.Overlaps(t.prefix) {
				f.add("pod_cidr_subnet_overlap", pods.where(), "The pods' range overlaps a subnet",
					fmt.Sprintf("pods have %s, and %s", described(pods), t), "set pod_cidr to a range that no subnet of the network and of its peers has")
			}
		}
	}
}

// egressSubnet is a subnet as an egress object tells it.
type egressSubnet struct {
	id       armid.ID
	key      string
	prefixes []netip.Prefix
}

// routedSubnets are the subnets of an egress, and whether they are all.
type routedSubnets struct {
	list     []egressSubnet
	complete bool
}

func egressSubnets(egress section) routedSubnets {
	all, complete := members(egress.value("subnets"))
	found := routedSubnets{complete: complete}
	for key, v := range all {
		s := sectionOf(v)
		one := egressSubnet{key: key, id: s.id("id")}
		for _, text := range textsIn(s.value("address_prefixes")) {
			if prefix, ok := prefixOf(text); ok {
				one.prefixes = append(one.prefixes, prefix)
			}
		}
		found.complete = found.complete && !one.id.IsZero()
		found.list = append(found.list, one)
	}
	return found
}

// textsIn are the known texts of a list, set or tuple.
func textsIn(v attr.Value) []string {
	var all []string
	for _, element := range view.Elements(v) {
		if text := view.Text(element); text.Known {
			all = append(all, text.Value)
		}
	}
	return all
}

func (r routedSubnets) find(id string) (egressSubnet, bool) {
	for _, s := range r.list {
		if id != "" && strings.EqualFold(s.id.String(), id) {
			return s, true
		}
	}
	return egressSubnet{}, false
}

// judgeRouted: the egress routes the subnets of nodes and pods (F14, F35).
func judgeRouted(id string, where path.Path, subnets routedSubnets, f *findings) {
	if _, there := subnets.find(id); id == "" || there || !subnets.complete {
		return
	}
	f.add(cloud.RuleEgressSubnet, where, "The egress does not route this subnet", fmt.Sprintf("%s is none of the egress's routed_subnets, so it has no route to the firewall", id),
		"add the subnet to routed_subnets of the egress")
}

// judgeLeft: running nodes whose subnet the egress routes no longer. This plan does not change the cluster for it, so it is a warning (law L2).
func judgeLeft(p, egress section, at func(string) path.Path, f *findings) {
	subnets := egressSubnets(egress)
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		id := p.text(name).Value
		if _, there := subnets.find(id); id == "" || there || !subnets.complete {
			continue
		}
		f.warn(cloud.RuleEgressSubnet, at(name), "The egress does not route the subnet of running nodes",
			fmt.Sprintf("nodes run in %s, which is none of the routed_subnets of %s: without that route they reach nothing that the cluster needs, and none boots again", id, egressName(egress)),
			"put the subnet back into routed_subnets of the egress, or give this resource the egress that routes it")
	}
}

// egressName names an egress by what is known of it: its firewall, else its route table.
func egressName(egress section) string {
	for _, id := range []view.Leaf[string]{egress.part("hop").text("id"), egress.text("route_table_id")} {
		if id.Known {
			return "the egress of " + id.Value
		}
	}
	return "the egress"
}

func sameNetwork(a, b string) bool { return strings.EqualFold(networkOf(a), networkOf(b)) }
