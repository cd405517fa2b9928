package aks

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// need is a role that the cluster's identity needs on something that the configuration names.
type need struct {
	cloud.RoleNeed
	scope string // an ARM ID, or words for what has none here
	where path.Path
}

// needs are the roles that the cluster's identity needs, as far as their scopes are known (aks-facts.md 5). An identity that AKS makes itself gets them
// from AKS or never.
func needs(c section) []need {
	kind, known := identityKind(c)
	if !known || kind == cloud.IdentitySystemAssigned {
		return nil
	}
	p, a := defaultPool(c), apiServer(c)
	zone, own := privateZone(c)
	subnet := at("default_node_pool", "vnet_subnet_id")
	scopes := map[cloud.Scope]need{
		cloud.ScopeNodeSubnet:      {scope: p.text("vnet_subnet_id").Value, where: subnet},
		cloud.ScopePodSubnet:       {scope: p.text("pod_subnet_id").Value, where: at("default_node_pool", "pod_subnet_id")},
		cloud.ScopeAPIServerSubnet: {scope: a.text("subnet_id").Value, where: at("api_server_access_profile", "subnet_id")},
		cloud.ScopePrivateDNSZone:  {scope: zone, where: at("private_dns_zone_id")},
		cloud.ScopeKubeletIdentity: {scope: c.part("kubelet_identity").text("user_assigned_identity_id").Value, where: at("kubelet_identity", "user_assigned_identity_id")},
		cloud.ScopeVirtualNetwork:  {scope: networkOf(p.text("vnet_subnet_id").Value), where: subnet},
		cloud.ScopeRouteTable:      {scope: "the route table of the nodes' subnet", where: subnet},
	}
	named := func(scope cloud.Scope) bool { return scopes[scope].scope != "" }
	kubenet := network(c).is("network_plugin", "kubenet")
	return needed(cloud.RoleProfile{
		Kubenet: kubenet, RouteTable: kubenet && routed(c), NodeSubnet: named(cloud.ScopeNodeSubnet), PodSubnet: named(cloud.ScopePodSubnet),
		APIServerSubnet: named(cloud.ScopeAPIServerSubnet), PrivateDNSZone: own, KubeletIdentity: named(cloud.ScopeKubeletIdentity),
		WholeNetwork: c.part("node_provisioning_profile").is("mode", "Auto"),
	}, scopes)
}

// poolNeeds are those that a further pool brings along.
func poolNeeds(p section) []need {
	nodes, pods := p.text("vnet_subnet_id"), p.text("pod_subnet_id")
	return needed(cloud.RoleProfile{NodeSubnet: nodes.Known, PodSubnet: pods.Known}, map[cloud.Scope]need{
		cloud.ScopeNodeSubnet: {scope: nodes.Value, where: path.Root("vnet_subnet_id")}, cloud.ScopePodSubnet: {scope: pods.Value, where: path.Root("pod_subnet_id")},
	})
}

// needed are the roles of a profile on those of the scopes that are known.
func needed(profile cloud.RoleProfile, scopes map[cloud.Scope]need) []need {
	var all []need
	for _, role := range cloud.RequiredRoles(profile) {
		if one := scopes[role.Scope]; one.scope != "" {
			one.RoleNeed = role
			all = append(all, one)
		}
	}
	return all
}

// awaited names the role assignments that the cluster's identity needs, for whoever waits until they are in effect.
func awaited(c section) []string {
	var all []string
	for _, n := range needs(c) {
		all = append(all, fmt.Sprintf("%s on %s", n.Role, n.scope))
	}
	return all
}
