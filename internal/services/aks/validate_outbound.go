package aks

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// judgeOutbound: what an outbound type asks for and what it excludes, as far as the configuration tells (aks-facts.md 1.1, 1.3).
func judgeOutbound(c section, f *findings) {
	kind := outbound(c)
	info, ok := cloud.LookupOutboundType(cloud.OutboundType(kind.Value))
	if !kind.Known || !ok || info.State != cloud.OutboundGA { // the others are no value of the attribute
		return
	}
	judgeNetworkKind(c, info, f)
	judgeProfiles(c, info, f)
	if info.Type == cloud.OutboundNone {
		judgeIsolated(c, f)
	}
}

// networkCodes are AKS's answers to an outbound type in the wrong kind of network.
var networkCodes = map[cloud.OutboundType]string{
	cloud.OutboundUserDefinedRouting:     "InvalidParameter",
	cloud.OutboundManagedNATGateway:      "ManagedNATGatewayWithCustomVNetNotAllowed",
	cloud.OutboundUserAssignedNATGateway: "UserAssignedNATGatewayWithManagedVNetNotAllowed",
}

// judgeNetworkKind: whose network the nodes are in.
func judgeNetworkKind(c section, info cloud.OutboundTypeInfo, f *findings) {
	subnet, here := defaultPool(c).text("vnet_subnet_id"), at("default_node_pool", "vnet_subnet_id")
	switch {
	case subnet.Null() && defaultPool(c).there() && !info.Allowed(cloud.VNetManaged):
		f.add(cloud.RuleOutboundNetwork, here, "The outbound type needs a subnet of one's own",
			fmt.Sprintf("outbound_type is %s, which works only with nodes in a network of one's own, and vnet_subnet_id is not set; AKS answers %s", info.Type, networkCodes[info.Type]),
			"set vnet_subnet_id to a subnet that the egress routes")
	case subnet.Known && !info.Allowed(cloud.VNetBYO):
		f.add(cloud.RuleOutboundNetwork, at("network_profile", "outbound_type"), "The outbound type needs a network of AKS's own",
			fmt.Sprintf("outbound_type is %s, which AKS makes only in a network of its own, and vnet_subnet_id is set; AKS answers %s", info.Type, networkCodes[info.Type]),
			"choose userAssignedNATGateway with a NAT gateway on the subnet, or userDefinedRouting")
	}
}

// judgeProfiles: the profiles of other outbound types.
func judgeProfiles(c section, info cloud.OutboundTypeInfo, f *findings) {
	n := network(c)
	if n.part("load_balancer_profile").there() && info.Type != cloud.OutboundLoadBalancer && info.Type != cloud.OutboundUserDefinedRouting {
		f.add(cloud.RuleOutboundProfile, at("network_profile", "load_balancer_profile"), "The load balancer profile belongs to loadBalancer",
			fmt.Sprintf("outbound_type is %s, whose nodes do not leave through the load balancer", info.Type), "remove load_balancer_profile")
	}
	if n.part("nat_gateway_profile").there() && info.Type != cloud.OutboundManagedNATGateway {
		f.add(cloud.RuleOutboundProfile, at("network_profile", "nat_gateway_profile"), "The NAT gateway profile belongs to managedNATGateway",
			fmt.Sprintf("outbound_type is %s, for which AKS makes no NAT gateway", info.Type), "remove nat_gateway_profile")
	}
	if n.is("load_balancer_sku", "basic") && info.Type != cloud.OutboundUserDefinedRouting {
		f.add("udr_load_balancer_sku", at("network_profile", "load_balancer_sku"), "The load balancer SKU basic is retired",
			"Azure retired the basic load balancer on 2025-09-30", `set load_balancer_sku = "standard", or leave it out`)
	}
	judgeBalancer(n.part("load_balancer_profile"), f)
}

// judgeBalancer: of managed addresses, one's own and prefixes there is one.
func judgeBalancer(b section, f *findings) {
	var given []string
	for _, name := range []string{"managed_outbound_ip_count", "managed_outbound_ipv6_count"} {
		if b.number(name).Known {
			given = append(given, "managed_outbound_ip_count")
			break
		}
	}
	for _, name := range []string{"outbound_ip_address_ids", "outbound_ip_prefix_ids"} {
		if len(view.Elements(b.value(name))) > 0 {
			given = append(given, name)
		}
	}
	if len(given) > 1 {
		f.add(cloud.RuleOutboundProfile, at("network_profile", "load_balancer_profile", given[1]), "Two kinds of outbound addresses",
			fmt.Sprintf("%s and %s are set; the load balancer has one kind", given[0], given[1]), "set one of them")
	}
	if ports := b.number("outbound_ports_allocated"); ports.Known && ports.Value%8 != 0 {
		f.add(cloud.RuleOutboundProfile, at("network_profile", "load_balancer_profile", "outbound_ports_allocated"), "Not a number of ports",
			fmt.Sprintf("%d is no multiple of 8", ports.Value), fmt.Sprintf("set %d", (ports.Value+7)/8*8))
	}
}

// judgeIsolated: a cluster that reaches nothing boots from a cache (F38).
func judgeIsolated(c section, f *findings) {
	bootstrap := c.part("bootstrap_profile")
	source := bootstrap.text("artifact_source")
	if bootstrap.absent() || source.Null() && bootstrap.there() || source.Value == "Direct" {
		f.add(cloud.RuleIsolatedBootstrap, at("network_profile", "outbound_type"), "Nodes without egress boot from a cache",
			`outbound_type is none and bootstrap_profile.artifact_source is not "Cache", so that the nodes can reach nothing to boot from`,
			`set bootstrap_profile = { artifact_source = "Cache" }`)
	}
	if public(c) {
		f.warn(cloud.RuleIsolatedBootstrap, at("private_cluster_enabled"), "Nodes without egress reach no public API server",
			"outbound_type is none and the API server has a public address only", "set private_cluster_enabled, or use API Server VNet Integration")
	}
}
