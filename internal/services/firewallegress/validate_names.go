package firewallegress

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// judgeNames: Azure's naming rules, and names that Azure takes for the same.
func judgeNames(s shape, found *findings) {
	found.Name(cloud.NameFirewall, s.name, path.Root("name"))
	found.Name(cloud.NameResourceGroup, s.group, path.Root("resource_group_name"))
	found.Name(cloud.NameFirewallPolicy, s.policy.Text("name"), policyPath.AtName("name"))
	found.Name(cloud.NameRouteTable, s.table.Text("name"), routeTablePath.AtName("name"))
	found.Name(cloud.NameRoute, s.table.Text("default_route_name"), routeTablePath.AtName("default_route_name"))
	if s.management.given {
		found.Name(cloud.NameIPConfiguration, s.management.name, managementPath.AtName("name"))
		found.Name(cloud.NamePublicIP, s.management.ipName, managementPath.AtName("public_ip_name"))
	}
	found.Keys(cloud.NameRoute, slices.Sorted(maps.Keys(s.routes)), routesPath)
	found.Keys(cloud.NameIPConfiguration, slices.Sorted(maps.Keys(s.publicIPs)), publicIPsPath)
	for _, key := range slices.Sorted(maps.Keys(s.publicIPs)) {
		ip, at := s.publicIPs[key], publicIPsPath.AtMapKey(key)
		found.Name(cloud.NamePublicIP, ip.name, at.AtName("name"))
		found.Name(cloud.NameDomainLabel, ip.label, at.AtName("domain_name_label"))
	}
}
