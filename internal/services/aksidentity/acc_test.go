package aksidentity_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID    = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg"
	identityID = groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/contosofin-aks"
	networkID  = groupID + "/providers/Microsoft.Network/virtualNetworks/contosofinvnet"
	nodesID    = networkID + "/subnets/nodes"
	podsID     = networkID + "/subnets/pods"
	zoneID     = groupID + "/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io"
	kubeletID  = groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet"

	networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7"
	roleDefinitions    = "/subscriptions/" + armemu.SubscriptionID + "/providers/Microsoft.Authorization/roleDefinitions/"
)

// world has a group, a network with two subnets, and an identity for kubelets.
func world(t *testing.T, options ...acctest.Option) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t, options...)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	subnet := func(name, prefix string) map[string]any {
		return map[string]any{"name": name, "properties": map[string]any{"addressPrefix": prefix}}
	}
	azure.Put(networkID, "2025-01-01", map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{"10.42.0.0/16"}},
		"subnets":      []any{subnet("nodes", "10.42.1.0/24"), subnet("pods", "10.42.2.0/24")},
	}})
	azure.Put(kubeletID, "2023-01-31", map[string]any{"location": "eastus"})
	azure.Settle()
	azure.Forget()
	return azure
}

func config(change map[string]any) map[string]any {
	c := map[string]any{
		"name": "contosofin-aks", "resource_group_name": "contosofin-rg", "location": "eastus",
		"network_scopes": map[string]any{"nodes": nodesID},
	}
	for key, value := range change {
		if c[key] = value; value == nil {
			delete(c, key)
		}
	}
	return c
}

// roles are the roles that live assignments give, by scope.
func roles(azure *acctest.Azure, principal any) map[string]string {
	_, answer := azure.Request("GET", "/subscriptions/"+armemu.SubscriptionID+"/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01", nil)
	found := map[string]string{}
	list, _ := answer["value"].([]any)
	for _, element := range list {
		properties, _ := element.(map[string]any)["properties"].(map[string]any)
		if properties["principalId"] == principal {
			role, _ := properties["roleDefinitionId"].(string)
			scope, _ := properties["scope"].(string)
			found[scope[strings.LastIndex(scope, "/")+1:]] = role[strings.LastIndex(role, "/")+1:]
		}
	}
	return found
}

func TestLifeCycle(t *testing.T) {
	t.Parallel()
	azure := world(t)
	identity := azure.Harness(t, nil).Resource("udr_aks_identity", "this")
	first := config(map[string]any{"kubelet_identity_id": kubeletID})
	plan := identity.Plan(first).Must()
	if plan.At("id") != identityID {
		t.Errorf("planned ID %v", plan.At("id"))
	}
	plan.Apply().Must()
	principal := identity.At("principal_id")
	want := map[string]string{"nodes": networkContributor, "kubelet": "f1a07417-d97a-45cb-824c-7a7467783830"}
	if diff := cmp.Diff(want, roles(azure, principal)); diff != "" {
		t.Error(diff)
	}
	if identity.At("client_id") == nil || identity.At("role_assignment_ids.nodes") == nil {
		t.Error("an output is missing")
	}
	identity.Plan(first).Must().WantAction(protocol.NoOp)

	// One scope comes, one goes, in place; what stays is not written again.
	azure.Forget()
	second := config(map[string]any{"network_scopes": map[string]any{"nodes": nodesID, "pods": podsID}, "tags": map[string]any{"a": "1"}})
	identity.Plan(second).Must().WantAction(protocol.Update)
	identity.Apply(second).Must()
	if diff := cmp.Diff(map[string]string{"nodes": networkContributor, "pods": networkContributor}, roles(azure, principal)); diff != "" {
		t.Error(diff)
	}
	if identity.At("principal_id") != principal {
		t.Error("the identity was made anew")
	}
	identity.Plan(second).Must().WantAction(protocol.NoOp)

	// An assignment that somebody removed is made again.
	id, _ := identity.At("role_assignment_ids.nodes").(string)
	azure.Request("DELETE", id+"?api-version=2022-04-01", nil)
	identity.Plan(second).Must().WantAction(protocol.Update)
	identity.Apply(second).Must()
	if roles(azure, principal)["nodes"] != networkContributor {
		t.Error("drift was not mended")
	}
	identity.Destroy().Must()
	if len(roles(azure, principal)) != 0 || azure.Object(identityID) != nil {
		t.Errorf("left behind: %v", roles(azure, principal))
	}
}

// An assignment that says the same and was made by others is used and left alone.
func TestAssignmentOfOthers(t *testing.T) {
	t.Parallel()
	azure := world(t)
	identity := azure.Harness(t, nil).Resource("udr_aks_identity", "this")
	identity.Apply(config(map[string]any{"network_scopes": nil})).Must()
	principal := identity.At("principal_id")
	theirs := nodesID + "/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111"
	azure.Put(theirs, "2022-04-01", map[string]any{"properties": map[string]any{
		"principalId": principal, "roleDefinitionId": roleDefinitions + networkContributor,
	}})
	identity.Apply(config(nil)).Must()
	if got := identity.At("role_assignment_ids.nodes"); got != theirs {
		t.Errorf("the assignment is %v", got)
	}
	identity.Plan(config(nil)).Must().WantAction(protocol.NoOp)
	identity.Apply(config(map[string]any{"network_scopes": nil})).Must()
	if azure.Object(theirs) == nil {
		t.Error("somebody else's assignment was removed")
	}
}

// verify makes nothing: it fails with the command for whoever may assign roles, keeps the identity, and passes once the
// rights are there, also from above and by another role.
func TestVerify(t *testing.T) {
	t.Parallel()
	azure := world(t)
	identity := azure.Harness(t, nil).Resource("udr_aks_identity", "this")
	verify := config(map[string]any{"role_assignments": "verify"})
	identity.Apply(verify).WantOnlyError(`network_scopes["nodes"]`, "lacks rights", "subnets/join/action", "az role assignment create", nodesID)
	live := azure.Object(identityID)
	if live == nil {
		t.Fatal("the identity is gone")
	}
	properties, _ := live["properties"].(map[string]any)
	azure.Put(groupID+"/providers/Microsoft.Authorization/roleAssignments/22222222-2222-4222-8222-222222222222", "2022-04-01", map[string]any{"properties": map[string]any{
		"principalId": properties["principalId"], "roleDefinitionId": roleDefinitions + "b24988ac-6180-42a0-ab88-20f7382dd24c",
	}})
	identity.Apply(verify).Must()
	if identity.At("principal_id") != properties["principalId"] {
		t.Error("the identity was made anew, and the administrator's assignment lost")
	}
	identity.Plan(verify).Must().WantAction(protocol.NoOp)
	identity.Destroy().Must()
}

func TestNone(t *testing.T) {
	t.Parallel()
	azure := world(t)
	identity := azure.Harness(t, nil).Resource("udr_aks_identity", "this")
	c := config(map[string]any{"role_assignments": "none"})
	identity.Apply(c).Must()
	if len(roles(azure, identity.At("principal_id"))) != 0 {
		t.Error("an assignment was made")
	}
	identity.Plan(c).Must().WantAction(protocol.NoOp)
}

// A mode that stops managing leaves the assignments: a cluster depends on them. The destroy takes them along.
func TestModeChange(t *testing.T) {
	t.Parallel()
	azure := world(t)
	identity := azure.Harness(t, nil).Resource("udr_aks_identity", "this")
	identity.Apply(config(nil)).Must()
	principal := identity.At("principal_id")
	identity.Apply(config(map[string]any{"role_assignments": "none"})).Must()
	if roles(azure, principal)["nodes"] == "" {
		t.Error("the assignment was removed under a running cluster")
	}
	identity.Destroy().Must()
	if len(roles(azure, principal)) != 0 {
		t.Error("the assignment stayed behind")
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	azure := world(t)
	h := azure.Harness(t, nil)
	identity := h.Resource("udr_aks_identity", "this")
	c := config(map[string]any{"network_scopes": map[string]any{"nodes": nodesID, "pods": podsID}, "kubelet_identity_id": kubeletID})
	identity.Apply(c).Must()
	identity.Forget()
	identity.Import(identityID).Must()
	identity.Plan(c).Must().WantAction(protocol.NoOp)
	identity.Forget()
	identity.ImportIdentity(map[string]any{"id": identityID}).Must()
	identity.Plan(c).Must().WantAction(protocol.NoOp)
	identity.Forget()
	identity.Import(networkID).WantOnlyError("", "not the ID of a user-assigned identity")
	identity.Apply(c).WantOnlyError("", "exists already", "import {")
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change map[string]any
		path   string
		want   []string
	}{
		"name":                 {map[string]any{"name": "-x"}, "name", []string{"ID-NAME"}},
		"wrong scope":          {map[string]any{"network_scopes": map[string]any{"n": groupID}}, `network_scopes["n"]`, []string{"Microsoft.Network/virtualNetworks/subnets"}},
		"scope twice":          {map[string]any{"network_scopes": map[string]any{"a": nodesID, "b": strings.ToUpper(nodesID[:20]) + nodesID[20:]}}, `network_scopes["b"]`, []string{"ID-SCOPE", "RoleAssignmentExists"}},
		"mode":                 {map[string]any{"role_assignments": "maybe"}, "role_assignments", []string{"manage", "verify", "none"}},
		"not a zone":           {map[string]any{"private_dns_zone_id": nodesID}, "private_dns_zone_id", []string{"privateDnsZones"}},
		"not an identity":      {map[string]any{"kubelet_identity_id": zoneID}, "kubelet_identity_id", []string{"userAssignedIdentities"}},
		"not a role":           {map[string]any{"network_role_definition_id": zoneID}, "network_role_definition_id", []string{"roleDefinitions"}},
		"reserved tag":         {map[string]any{"tags": map[string]any{"hidden-udr-owner": "x"}}, `tags["hidden-udr-owner"]`, []string{"reserved"}},
		"no time for a create": {map[string]any{"timeouts": map[string]any{"create": "0s"}}, "timeouts.create", []string{"0s"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.NewAzure(t).Harness(t, nil).Resource("udr_aks_identity", "this").Validate(config(test.change)).WantOnlyError(test.path, test.want...)
		})
	}
}
