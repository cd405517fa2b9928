package aks

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// preflight judges the way out (law L6): at plan, and again before the first write. Only a create and a change that depends on the way out are
// judged.
func (r *clusterResource) preflight(_ context.Context, config, c, before section) diag.Diagnostics {
	var problems diag.Diagnostics
	if before.there() && !wayChanges(c, before) {
		return problems
	}
	var found findings
	judgeEgress(c, config, &found)
	diags.AppendChecks(&problems, c.texts("skip_checks").Items, found.list...)
	return problems
}

// wayChanges reports a change that the way out decides about: another outbound type, another subnet, other ranges.
func wayChanges(c, before section) bool {
	return network(c).text("outbound_type") != network(before).text("outbound_type") ||
		defaultPool(c).text("vnet_subnet_id") != defaultPool(before).text("vnet_subnet_id") ||
		defaultPool(c).text("pod_subnet_id") != defaultPool(before).text("pod_subnet_id") ||
		!same(c.value("effective_authorized_ip_ranges"), before.value("effective_authorized_ip_ranges"))
}

func same(a, b attr.Value) bool { return a != nil && b != nil && a.Equal(b) }

// judgeEgress judges what the egress object itself tells: subnets, room, address ranges, and the addresses that nodes come from.
func judgeEgress(c, config section, f *findings) {
	egress := egressOf(config)
	if !egress.there() {
		return
	}
	p := defaultPool(c)
	subnets := egressSubnets(egress)
	place := func(name string) string { return p.text(name).Value }
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		if routed(c) {
			judgeRouted(place(name), at("default_node_pool", name), subnets, f)
		}
	}
	judgeServiceOverlap(c, subnets, f)
	judgeLockout(c, config, egress, f)
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

// judgeServiceOverlap: the services' range overlaps no subnet (aks-facts.md 3.1).
func judgeServiceOverlap(c section, subnets routedSubnets, f *findings) {
	network := networkOf(defaultPool(c).text("vnet_subnet_id").Value)
	for _, s := range subnets.list {
		for _, taken := range s.prefixes {
			for _, service := range servicePrefixes(c) {
				if service.prefix.Overlaps(taken) && strings.EqualFold(networkOf(s.id.String()), network) {
					f.add("service_cidr_subnet_overlap", service.where(), "The services' range overlaps a subnet", fmt.Sprintf("services have %s, and the subnet %q has %s", described(service), s.key, taken),
						"choose a range that no subnet of the network and of its peers has")
				}
			}
			for _, pods := range podPrefixes(c) {
				if pods.prefix.Overlaps(taken) && strings.EqualFold(networkOf(s.id.String()), network) {
					f.add("pod_cidr_subnet_overlap", pods.where(), "The pods' range overlaps a subnet", fmt.Sprintf("pods have %s, and the subnet %q has %s", described(pods), s.key, taken),
						"choose a range that no subnet of the network and of its peers has")
				}
			}
		}
	}
}

// judgeLockout: a public API server with authorized ranges answers to the egress only if its addresses are among them (AK-25).
func judgeLockout(c, config, egress section, f *findings) {
	a := apiServer(config)
	include := a.flag("include_egress_ips").Or(true)
	given := a.texts("authorized_ip_ranges")
	if !routed(c) || !public(c) || !include.Known || include.Value || given.Empty() || !given.Complete {
		return
	}
	var ranges []netip.Prefix
	for _, text := range given.Items {
		if prefix, err := parseRange(text); err == nil {
			ranges = append(ranges, prefix)
		}
	}
	exits, _ := exitAddresses(egress)
	for _, exit := range exits {
		if !covers(ranges, exit) {
			f.add(cloud.RuleIncludeEgress, at("api_server_access_profile", "include_egress_ips"), "The nodes would be locked out",
				fmt.Sprintf("nodes reach the public API server from %s, which is in none of the authorized ranges (exit code 51)", exit), "leave include_egress_ips out, or add the address")
			return
		}
	}
}

// preflight judges a pool's way out, as that of the first one: its own subnets are judged.
func (r *poolResource) preflight(_ context.Context, config, p, before section) diag.Diagnostics {
	var problems diag.Diagnostics
	if before.there() && p.text("vnet_subnet_id") == before.text("vnet_subnet_id") && p.text("pod_subnet_id") == before.text("pod_subnet_id") {
		return problems
	}
	egress := egressOf(config)
	if !egress.there() {
		return problems
	}
	var found findings
	subnets := egressSubnets(egress)
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		judgeRouted(p.text(name).Value, path.Root(name), subnets, &found)
	}
	diags.AppendChecks(&problems, p.texts("skip_checks").Items, found.list...)
	return problems
}
