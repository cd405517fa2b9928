package aks

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// awaited names the role assignments that the cluster's identity needs, for whoever waits until they are in effect
// (aks-facts.md 5). An identity that AKS makes itself gets them from AKS or never.
func awaited(c section) []string {
	kind, known := identityKind(c)
	if !known || kind == cloud.IdentitySystemAssigned {
		return nil
	}
	p, a := defaultPool(c), apiServer(c)
	zone, own := privateZone(c)
	scopes := map[cloud.Scope]string{
		cloud.ScopeNodeSubnet: p.text("vnet_subnet_id").Value, cloud.ScopePodSubnet: p.text("pod_subnet_id").Value,
		cloud.ScopeAPIServerSubnet: a.text("subnet_id").Value, cloud.ScopePrivateDNSZone: zone,
		cloud.ScopeKubeletIdentity: c.part("kubelet_identity").text("user_assigned_identity_id").Value,
		cloud.ScopeVirtualNetwork:  networkOf(p.text("vnet_subnet_id").Value), cloud.ScopeRouteTable: "the route table of the nodes' subnet",
	}
	kubenet := network(c).is("network_plugin", "kubenet")
	var all []string
	for _, need := range cloud.RequiredRoles(cloud.RoleProfile{
		Kubenet: kubenet, RouteTable: kubenet && routed(c), NodeSubnet: scopes[cloud.ScopeNodeSubnet] != "", PodSubnet: scopes[cloud.ScopePodSubnet] != "",
		APIServerSubnet: scopes[cloud.ScopeAPIServerSubnet] != "", PrivateDNSZone: own, KubeletIdentity: scopes[cloud.ScopeKubeletIdentity] != "",
		WholeNetwork: c.part("node_provisioning_profile").is("mode", "Auto"),
	}) {
		if scope := scopes[need.Scope]; scope != "" {
			all = append(all, fmt.Sprintf("%s on %s", need.Role, scope))
		}
	}
	return all
}
