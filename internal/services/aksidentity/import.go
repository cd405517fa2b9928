package aksidentity

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ImportState takes the ID of the identity. The read that follows finds the assignments.
func (r *identityResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	text := req.ID
	if text == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, idPath, &text)...)
	}
	id, err := customtypes.ParseResourceID(text, azure.IdentityType)
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a user-assigned identity: %v.\n\n"+
			"Give it as /subscriptions/<subscription ID>/resourceGroups/<group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>.", text, err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, idPath, id.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, idPath, id.String())...)
}

// imported is the state of an identity that was just imported. The assignments of its subscription become network_scopes, keyed by the names of
// their scopes: subnets, networks, route tables and groups on which it is Network Contributor.
func (r *identityResource) imported(ctx context.Context, state model, id armid.ID, live azure.Identity, problems *diag.Diagnostics) model {
	after := state
	after.Name, after.ResourceGroupName = types.StringValue(id.Name()), types.StringValue(id.ResourceGroup())
	after.RoleAssignments = types.StringValue(modeManage)
	after.Tags, after.TagsAll = lifecycle.ImportedTags(r.account, live.Tags)
	scopes, ids := map[string]attr.Value{}, map[string]attr.Value{}
	all, err := r.assignments().Of(ctx, id.SubscriptionID(), live.PrincipalID)
	if err != nil && !armclient.IsForbidden(err) {
		problems.Append(diags.FromError("list", "role assignments", id.String(), err))
	}
	for _, assignment := range all {
		scope, err := armid.Parse(assignment.String("properties", "scope"))
		if err != nil {
			continue
		}
		found := types.StringValue(assignment.String("id"))
		switch role := roleOf(assignment); {
		case role == cloud.RoleNetworkContributor && networkScope(scope):
			key := freeKey(scopes, scope.Name())
			scopes[key], ids[key] = customtypes.NewResourceIDFrom(scope), found
		case role == cloud.RolePrivateDNSContributor && scope.IsType(zoneIDType.Types[0]):
			after.PrivateDNSZoneID, ids["private_dns_zone_id"] = customtypes.NewResourceIDFrom(scope), found
		case role == cloud.RoleIdentityOperator && scope.IsType(azure.IdentityType):
			after.KubeletIdentityID, ids["kubelet_identity_id"] = customtypes.NewResourceIDFrom(scope), found
		}
	}
	after.NetworkScopes = types.MapNull(networkScopeIDType)
	if len(scopes) > 0 {
		after.NetworkScopes = types.MapValueMust(networkScopeIDType, scopes)
	}
	after.RoleAssignmentIDs = types.MapValueMust(assignmentIDElement, ids)
	return after
}

func roleOf(assignment armclient.Object) string {
	id, err := armid.Parse(assignment.String("properties", "roleDefinitionId"))
	if err != nil {
		return ""
	}
	role, _ := cloud.RoleByID(id.Name())
	return role.Name
}

func networkScope(scope armid.ID) bool {
	for _, kind := range networkScopeTypes {
		if scope.IsType(kind) {
			return true
		}
	}
	return false
}

// freeKey is the name, with a number where another scope has it.
func freeKey(taken map[string]attr.Value, name string) string {
	key := name
	for n := 2; taken[key] != nil; n++ {
		key = fmt.Sprintf("%s-%d", name, n)
	}
	return key
}
