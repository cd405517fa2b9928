package aksidentity

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// model is the state, plan and configuration of a udr_aks_identity.
type model struct {
	ID                types.String           `tfsdk:"id"`
	Name              types.String           `tfsdk:"name"`
	ResourceGroupName types.String           `tfsdk:"resource_group_name"`
	Location          customtypes.Location   `tfsdk:"location"`
	RoleAssignments   types.String           `tfsdk:"role_assignments"`
	NetworkScopes     types.Map              `tfsdk:"network_scopes"`
	RoleDefinitionID  customtypes.ResourceID `tfsdk:"network_role_definition_id"`
	PrivateDNSZoneID  customtypes.ResourceID `tfsdk:"private_dns_zone_id"`
	KubeletIdentityID customtypes.ResourceID `tfsdk:"kubelet_identity_id"`
	RoleAssignmentIDs types.Map              `tfsdk:"role_assignment_ids"`
	PrincipalID       types.String           `tfsdk:"principal_id"`
	ClientID          types.String           `tfsdk:"client_id"`
	TenantID          types.String           `tfsdk:"tenant_id"`
	Tags              types.Map              `tfsdk:"tags"`
	TagsAll           types.Map              `tfsdk:"tags_all"`
	SkipChecks        types.Set              `tfsdk:"skip_checks"`
	Timeouts          timeouts.Value         `tfsdk:"timeouts"`
}

// The values of role_assignments.
const (
	modeManage = "manage"
	modeVerify = "verify"
	modeNone   = "none"
)

// The kinds of objects that IDs of this resource may name.
var (
	networkScopeTypes   = []string{typeSubnet, typeNetwork, typeRouteTable, typeSecurityGroup}
	networkScopeIDType  = customtypes.ResourceIDType{Types: networkScopeTypes}
	roleIDType          = customtypes.ResourceIDType{Types: []string{azure.RoleDefinitionType}}
	zoneIDType          = customtypes.ResourceIDType{Types: []string{"Microsoft.Network/privateDnsZones"}}
	identityIDType      = customtypes.ResourceIDType{Types: []string{azure.IdentityType}}
	typeSubnet          = "Microsoft.Network/virtualNetworks/subnets"
	typeNetwork         = "Microsoft.Network/virtualNetworks"
	typeRouteTable      = "Microsoft.Network/routeTables"
	typeSecurityGroup   = "Microsoft.Network/networkSecurityGroups"
	assignmentIDElement = types.StringType
)
