package network

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// model is the state, plan and configuration of a udr_network.
type model struct {
	ID                types.String         `tfsdk:"id"`
	Name              types.String         `tfsdk:"name"`
	ResourceGroupName types.String         `tfsdk:"resource_group_name"`
	Location          customtypes.Location `tfsdk:"location"`
	AddressSpace      types.Set            `tfsdk:"address_space"`
	DNSServers        types.List           `tfsdk:"dns_servers"`
	Subnets           types.Map            `tfsdk:"subnets"`
	Peerings          types.Map            `tfsdk:"peerings"`
	OtherSubnets      types.Map            `tfsdk:"other_subnets"`
	Tags              types.Map            `tfsdk:"tags"`
	TagsAll           types.Map            `tfsdk:"tags_all"`
	SkipChecks        types.Set            `tfsdk:"skip_checks"`
	Timeouts          timeouts.Value       `tfsdk:"timeouts"`
}

type subnetModel struct {
	ID                                       types.String           `tfsdk:"id"`
	AddressPrefixes                          types.List             `tfsdk:"address_prefixes"`
	NetworkSecurityGroupID                   customtypes.ResourceID `tfsdk:"network_security_group_id"`
	ServiceEndpoints                         types.Set              `tfsdk:"service_endpoints"`
	Delegation                               types.Object           `tfsdk:"delegation"`
	DefaultOutboundAccessEnabled             types.Bool             `tfsdk:"default_outbound_access_enabled"`
	PrivateEndpointNetworkPolicies           types.String           `tfsdk:"private_endpoint_network_policies"`
	PrivateLinkServiceNetworkPoliciesEnabled types.Bool             `tfsdk:"private_link_service_network_policies_enabled"`
	InitialRouteTableID                      customtypes.ResourceID `tfsdk:"initial_route_table_id"`
}

type delegationModel struct {
	ServiceName types.String `tfsdk:"service_name"`
	Name        types.String `tfsdk:"name"`
}

type peeringModel struct {
	flagsModel
	RemoteVirtualNetworkID customtypes.ResourceID `tfsdk:"remote_virtual_network_id"`
	Reverse                types.Object           `tfsdk:"reverse"`
}

type reverseModel struct {
	flagsModel
	Enabled types.Bool   `tfsdk:"enabled"`
	Name    types.String `tfsdk:"name"`
}

// flagsModel are the switches that both halves of a peering have.
type flagsModel struct {
	AllowVirtualNetworkAccess types.Bool `tfsdk:"allow_virtual_network_access"`
	AllowForwardedTraffic     types.Bool `tfsdk:"allow_forwarded_traffic"`
	AllowGatewayTransit       types.Bool `tfsdk:"allow_gateway_transit"`
	UseRemoteGateways         types.Bool `tfsdk:"use_remote_gateways"`
}

type otherSubnetModel struct {
	ID              types.String `tfsdk:"id"`
	AddressPrefixes types.List   `tfsdk:"address_prefixes"`
}

// The kinds of objects that IDs of this resource may name.
var (
	virtualNetworkIDType       = customtypes.ResourceIDType{Types: []string{azure.VirtualNetworkType}}
	networkSecurityGroupIDType = customtypes.ResourceIDType{Types: []string{"Microsoft.Network/networkSecurityGroups"}}
	routeTableIDType           = customtypes.ResourceIDType{Types: []string{"Microsoft.Network/routeTables"}}
)

var delegationTypes = map[string]attr.Type{
	"service_name": types.StringType,
	"name":         types.StringType,
}

var subnetTypes = map[string]attr.Type{
	"id":                                types.StringType,
	"address_prefixes":                  types.ListType{ElemType: customtypes.CIDRType{}},
	"network_security_group_id":         networkSecurityGroupIDType,
	"service_endpoints":                 types.SetType{ElemType: types.StringType},
	"delegation":                        types.ObjectType{AttrTypes: delegationTypes},
	"default_outbound_access_enabled":   types.BoolType,
	"private_endpoint_network_policies": types.StringType,
	"private_link_service_network_policies_enabled": types.BoolType,
	"initial_route_table_id":                        routeTableIDType,
}

var reverseTypes = map[string]attr.Type{
	"enabled":                      types.BoolType,
	"name":                         types.StringType,
	"allow_virtual_network_access": types.BoolType,
	"allow_forwarded_traffic":      types.BoolType,
	"allow_gateway_transit":        types.BoolType,
	"use_remote_gateways":          types.BoolType,
}

var peeringTypes = map[string]attr.Type{
	"remote_virtual_network_id":    virtualNetworkIDType,
	"allow_virtual_network_access": types.BoolType,
	"allow_forwarded_traffic":      types.BoolType,
	"allow_gateway_transit":        types.BoolType,
	"use_remote_gateways":          types.BoolType,
	"reverse":                      types.ObjectType{AttrTypes: reverseTypes},
}

var otherSubnetTypes = map[string]attr.Type{
	"id":               types.StringType,
	"address_prefixes": types.ListType{ElemType: types.StringType},
}
