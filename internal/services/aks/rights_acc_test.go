package aks_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	actorID            = groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/actor"
	networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7"
)

// actor is the configuration of an identity with roles on these scopes.
func actor(scopes map[string]any, changes map[string]any) map[string]any {
	return changed(map[string]any{"name": "actor", "resource_group_name": "rg", "location": "eastus", "network_scopes": scopes}, changes)
}

// acting is a cluster that acts as the identity.
func acting(ref protocol.Ref) map[string]any {
	return with(map[string]any{"identity": map[string]any{"type": "UserAssigned", "identity_ids": []any{ref("udr_aks_identity.this", "id")}}})
}

// TestRightsOnZones: the private DNS zone and the kubelet's identity have attributes of their own.
func TestRightsOnZones(t *testing.T) {
	t.Parallel()
	kubelet := groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet"
	zoneID := groupID + "/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io"
	for _, given := range []bool{true, false} {
		h := newWorld(t).Harness(t, nil)
		w := h.Workspace()
		w.Add(h.Resource("udr_aks_identity", "this"), func(protocol.Ref) map[string]any {
			if given {
				return actor(map[string]any{"nodes": subnetID}, map[string]any{"private_dns_zone_id": zoneID, "kubelet_identity_id": kubelet})
			}
			return actor(map[string]any{"nodes": subnetID}, nil)
		})
		w.Add(h.Resource("udr_aks_cluster", "this"), func(ref protocol.Ref) map[string]any {
			return changed(acting(ref), map[string]any{
				"private_cluster_enabled": true, "private_dns_zone_id": zoneID,
				"kubelet_identity": map[string]any{"user_assigned_identity_id": kubelet, "client_id": "11111111-1111-4111-8111-111111111111", "object_id": "22222222-2222-4222-8222-222222222222"},
			})
		})
		plan := w.Plan().Must()
		if given {
			for _, d := range plan.Diagnostics().Warnings() {
				if strings.Contains(d.Summary, "role") {
					t.Errorf("a false alarm: %s", d)
				}
			}
			continue
		}
		plan.WantWarning("private_dns_zone_id", "given no role here", "Private DNS Zone Contributor", "set private_dns_zone_id of udr_aks_identity")
		plan.WantWarning("kubelet_identity.user_assigned_identity_id", "given no role here", "Managed Identity Operator", "set kubelet_identity_id of udr_aks_identity")
	}
}

// rightsWorld is a workspace of an identity, a cluster that acts as it and a pool in another subnet.
type rightsWorld struct {
	*protocol.Workspace
	azure          *acctest.Azure
	identity, pool map[string]any // their configurations; no pool where it is nil
}

func newRights(t *testing.T, identity, pool map[string]any) *rightsWorld {
	t.Helper()
	azure := newWorld(t)
	h := azure.Harness(t, nil)
	w := &rightsWorld{h.Workspace(), azure, identity, pool}
	w.Add(h.Resource("udr_aks_identity", "this"), func(protocol.Ref) map[string]any { return w.identity })
	w.Add(h.Resource("udr_aks_cluster", "this"), acting)
	if pool != nil {
		w.Add(h.Resource("udr_aks_node_pool", "work"), func(ref protocol.Ref) map[string]any {
			config := maps.Clone(w.pool)
			config["kubernetes_cluster_id"] = ref("udr_aks_cluster.this", "id")
			return config
		})
	}
	return w
}

// TestRights: a plan warns where the identity of the configuration is given no role on what the cluster or a pool joins, and only there.
func TestRights(t *testing.T) {
	t.Parallel()
	nodes := map[string]any{"nodes": subnetID}
	for name, test := range map[string]struct {
		identity, pool map[string]any
		path           string // empty: no warning
	}{
		"the subnet itself":           {actor(nodes, nil), nil, ""},
		"the whole network":           {actor(map[string]any{"all": networkID}, nil), nil, ""},
		"another spelling":            {actor(map[string]any{"nodes": strings.Replace(subnetID, "resourceGroups/rg", "resourceGroups/RG", 1)}, nil), nil, ""},
		"another subnet":              {actor(map[string]any{"pods": podsID}, nil), nil, "default_node_pool.vnet_subnet_id"},
		"nothing":                     {actor(nil, nil), nil, "default_node_pool.vnet_subnet_id"},
		"a scope that is not known":   {actor(map[string]any{"pods": podsID, "more": protocol.Unknown}, nil), nil, ""},
		"scopes that are not known":   {changed(actor(nil, nil), map[string]any{"network_scopes": protocol.Unknown}), nil, ""},
		"others assign":               {actor(nil, map[string]any{"role_assignments": "none"}), nil, ""},
		"others assign, looked after": {actor(nil, map[string]any{"role_assignments": "verify"}), nil, ""},
		"a mode that is not known":    {actor(nil, map[string]any{"role_assignments": protocol.Unknown}), nil, ""},
		"pool in another subnet":      {actor(nodes, nil), further(map[string]any{"vnet_subnet_id": podsID}), "vnet_subnet_id"},
		"pool in the same subnet":     {actor(nodes, nil), further(nil), ""},
		"pool with a subnet of pods":  {actor(nodes, nil), further(map[string]any{"pod_subnet_id": podsID}), "pod_subnet_id"},
		"pool that skips the check":   {actor(nodes, nil), further(map[string]any{"vnet_subnet_id": podsID, "skip_checks": []any{"identity_rights"}}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := newRights(t, test.identity, test.pool).Plan().Must()
			if test.path == "" {
				warned(t, plan.Outcome, 0)
				return
			}
			plan.WantWarning(test.path, "given no role here", actorID, "unless somebody else assigns Network Contributor", "network_scopes of udr_aks_identity", "LinkedAuthorizationFailed")
			warned(t, plan.Outcome, 1)
		})
	}
}

// TestRightsOfOthers: a role that somebody else has assigned already is enough, and one that this configuration takes away under running nodes is told.
func TestRightsOfOthers(t *testing.T) {
	t.Parallel()
	w := newRights(t, actor(map[string]any{"nodes": subnetID}, nil), further(nil))
	w.Apply().Must()
	warned(t, w.Plan().Must().Outcome, 0)

	w.identity = actor(map[string]any{"pods": podsID}, nil)
	taken := w.Plan().Must()
	taken.WantWarning("default_node_pool.vnet_subnet_id", "loses its role here", subnetID, "takes it away", "network_scopes")
	taken.WantWarning("vnet_subnet_id", "loses its role here")
	warned(t, taken.Outcome, 2)

	w.identity = actor(map[string]any{"nodes": subnetID}, nil)
	w.pool = further(map[string]any{"vnet_subnet_id": podsID, "temporary_name_for_rotation": "tmp"})
	w.Plan().Must().WantWarning("vnet_subnet_id", "given no role here", podsID)
	principal := w.azure.Object(actorID)["properties"].(map[string]any)["principalId"]
	w.azure.Put(podsID+"/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111", "2022-04-01", map[string]any{"properties": map[string]any{
		"principalId": principal, "roleDefinitionId": "/subscriptions/" + armemu.SubscriptionID + "/providers/Microsoft.Authorization/roleDefinitions/" + networkContributor,
	}})
	for _, d := range w.Plan().Must().Diagnostics().Warnings() {
		if strings.Contains(d.Summary, "role") {
			t.Errorf("a false alarm: %s", d)
		}
	}
}
