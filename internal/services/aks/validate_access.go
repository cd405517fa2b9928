package aks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// judgeAccess: private clusters, VNet integration, Entra ID (aks-facts.md 1.4, 7).
func judgeAccess(c section, f *findings) {
	private := c.flag("private_cluster_enabled").Or(false)
	zone := c.text("private_dns_zone_id")
	if private.Known && !private.Value {
		if zone.Known {
			f.add(cloud.RulePrivateZone, at("private_dns_zone_id"), "The private DNS zone belongs to a private cluster", "private_cluster_enabled is not set", "set private_cluster_enabled = true, or remove private_dns_zone_id")
		}
		if c.on("private_cluster_public_fqdn_enabled") {
			f.add(cloud.RulePrivateZone, at("private_cluster_public_fqdn_enabled"), "The setting belongs to a private cluster", "private_cluster_enabled is not set", "set private_cluster_enabled = true, or remove private_cluster_public_fqdn_enabled")
		}
	}
	fqdn := c.flag("private_cluster_public_fqdn_enabled").Or(false)
	if private.Value && zone.Value == "None" && fqdn.Known && !fqdn.Value {
		f.add("private_dns_none", at("private_dns_zone_id"), "Nothing resolves the API server's name", `private_dns_zone_id is "None" and private_cluster_public_fqdn_enabled false`,
			"set private_cluster_public_fqdn_enabled = true, or name a zone")
	}
	judgeZone(c, f)
	judgeIntegration(c, f)
	judgeEntra(c, f)
}

// judgeZone: the zone's name is fixed by region and cloud, with one label in front at most (aks-facts.md 7).
func judgeZone(c section, f *findings) {
	text, own := privateZone(c)
	here := at("private_dns_zone_id")
	if leaf := c.text("private_dns_zone_id"); leaf.Known && !own && leaf.Value != "System" && leaf.Value != "None" {
		f.add(cloud.RulePrivateZone, here, "Not a private DNS zone", fmt.Sprintf("%q is neither System, None nor an ARM ID", leaf.Value), `give "System", "None" or the ARM ID of a private DNS zone`)
		return
	}
	location := c.text("location")
	if !own || !location.Known {
		return
	}
	id, err := customtypes.ParseResourceID(text, privateZoneType)
	if err != nil {
		f.add(cloud.RulePrivateZone, here, "Not a private DNS zone", err.Error(), "give the ARM ID of a private DNS zone")
		return
	}
	names := zoneNames(location.Value)
	fits := func(name string) bool {
		sub, found := strings.CutSuffix(strings.ToLower(id.Name()), "."+name)
		return strings.EqualFold(id.Name(), name) || found && !strings.Contains(sub, ".")
	}
	if !slices.ContainsFunc(names, fits) {
		f.add(cloud.RulePrivateZone, here, "Not the name of a cluster's private DNS zone",
			fmt.Sprintf("the zone %q is neither %s nor one label in front of it", id.Name(), names[0]), "use a zone of that name")
	}
}

// zoneNames are the zones of the region; where the region's cloud is not known, those of all clouds.
func zoneNames(location string) []string {
	region, known := cloud.LookupRegion(location)
	var names []string
	for _, c := range cloud.Clouds() {
		if !known || c.Name == region.Cloud {
			names = append(names, c.PrivateDNSZones(location)...)
		}
	}
	return names
}

// judgeIntegration: the API server's subnet (aks-facts.md 2.4).
func judgeIntegration(c section, f *findings) {
	a := apiServer(c)
	inside, subnet := a.flag("virtual_network_integration_enabled").Or(false), a.text("subnet_id")
	nodes := defaultPool(c).text("vnet_subnet_id")
	here := at("api_server_access_profile", "subnet_id")
	if inside.Value && subnet.Null() && nodes.Known {
		f.add(cloud.RuleVNetIntegration, here, "The API server needs a subnet", "virtual_network_integration_enabled is set and the nodes are in a network of one's own, but subnet_id is not set",
			"give a subnet of the same network, a /28 or larger, delegated to Microsoft.ContainerService/managedClusters")
	}
	if inside.Known && !inside.Value && subnet.Known {
		f.add(cloud.RuleVNetIntegration, here, "The subnet belongs to VNet integration", "virtual_network_integration_enabled is not set", "set virtual_network_integration_enabled = true, or remove subnet_id")
	}
	server, node := a.id("subnet_id"), defaultPool(c).id("vnet_subnet_id")
	if server.IsZero() || node.IsZero() {
		return
	}
	if strings.EqualFold(server.String(), node.String()) {
		f.add("api_server_subnet", here, "Nodes and API server share a subnet", "subnet_id is the nodes' subnet; the API server's is delegated and holds nothing else", "give a subnet of its own")
	}
	judgeOneNetwork(c, "api_server_access_profile", "subnet_id", server.String(), node.String(), f)
}

// judgeOneNetwork: both subnets are in one virtual network (aks-facts.md 3.2).
func judgeOneNetwork(_ section, part, attribute, other, nodes string, f *findings) {
	if networkOf(other) == "" || networkOf(nodes) == "" || strings.EqualFold(networkOf(other), networkOf(nodes)) {
		return
	}
	f.add(cloud.RuleSubnetOfOneNetwork, at(part, attribute), "The subnet is in another virtual network", fmt.Sprintf("%s is not in %s, the network of the nodes", other, networkOf(nodes)), "choose a subnet of that network")
}

// networkOf is the part of a subnet's ID that names its network.
func networkOf(subnet string) string {
	i := strings.LastIndex(strings.ToLower(subnet), "/subnets/")
	if i < 0 {
		return ""
	}
	return subnet[:i]
}

// judgeEntra: who signs in (aks-facts.md 7).
func judgeEntra(c section, f *findings) {
	entra, rbac := c.part("azure_active_directory_role_based_access_control"), c.flag("role_based_access_control_enabled").Or(true)
	if c.on("local_account_disabled") && entra.absent() {
		f.add(cloud.RuleLocalAccounts, at("local_account_disabled"), "Nobody could sign in", "local_account_disabled is set without azure_active_directory_role_based_access_control", "set azure_active_directory_role_based_access_control = {}")
	}
	if entra.there() && rbac.Known && !rbac.Value {
		f.add(cloud.RuleAzureRBAC, at("role_based_access_control_enabled"), "Entra ID needs Kubernetes' access control", "role_based_access_control_enabled is false", "leave role_based_access_control_enabled out")
	}
	oidc := c.flag("oidc_issuer_enabled").Or(true)
	if c.on("workload_identity_enabled") && oidc.Known && !oidc.Value {
		f.add(cloud.RuleWorkloadIdentity, at("workload_identity_enabled"), "Workload identity needs the OIDC issuer", "oidc_issuer_enabled is false", "leave oidc_issuer_enabled out")
	}
}

// judgeAuthorizedRanges: the user's own ranges (aks-facts.md 3.4). Those of the egress are added at plan.
func judgeAuthorizedRanges(c section, f *findings) {
	given := apiServer(c).texts("authorized_ip_ranges")
	here := at("api_server_access_profile", "authorized_ip_ranges")
	var ranges []netip.Prefix
	tags := 0
	for _, text := range given.Items {
		if serviceTag.MatchString(text) {
			tags++
			continue
		}
		if prefix, err := parseRange(text); err == nil {
			ranges = append(ranges, prefix)
		}
	}
	if tags > 0 {
		f.add(cloud.RuleRangeServiceTag, here, "A service tag is a preview", fmt.Sprintf("%d of the ranges are service tags; AKS takes one, and only in subscriptions that registered the preview", tags), "give addresses and CIDRs")
	}
	profile := cloud.AuthorizedProfile{
		PrivateCluster: c.on("private_cluster_enabled"), VNetIntegration: !public(c) && !c.on("private_cluster_enabled"),
		OutboundType: cloud.OutboundType(outbound(c).Value),
	}
	f.problems(here, "Not an authorized range", "give public IPv4 addresses or ranges, with their network address", cloud.AuthorizedRangeProblems(profile, ranges...))
}
