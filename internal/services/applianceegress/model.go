package applianceegress

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// model is the state, plan and configuration of a udr_appliance_egress.
type model struct {
	ID                types.String           `tfsdk:"id"`
	Name              types.String           `tfsdk:"name"`
	ResourceGroupName types.String           `tfsdk:"resource_group_name"`
	Location          customtypes.Location   `tfsdk:"location"`
	RouteTableID      customtypes.ResourceID `tfsdk:"route_table_id"`
	Appliance         types.Object           `tfsdk:"appliance"`
	RouteTable        types.Object           `tfsdk:"route_table"`
	RoutedSubnets     types.Map              `tfsdk:"routed_subnets"`
	Rules             types.Object           `tfsdk:"rules"`
	AKS               types.Object           `tfsdk:"aks"`
	EgressChecks      types.Object           `tfsdk:"egress_checks"`

	PrivateIPAddress types.String `tfsdk:"private_ip_address"`
	ForeignRoutes    types.Map    `tfsdk:"foreign_routes"`
	Egress           types.Object `tfsdk:"egress"`

	Tags       types.Map      `tfsdk:"tags"`
	TagsAll    types.Map      `tfsdk:"tags_all"`
	SkipChecks types.Set      `tfsdk:"skip_checks"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// own reports that the table is made here: it has a name then. One of others is named by its ID alone.
func (m model) own() bool { return !m.Name.IsNull() }

type applianceModel struct {
	NextHopType            types.String           `tfsdk:"next_hop_type"`
	PrivateIPAddress       customtypes.IPAddress  `tfsdk:"private_ip_address"`
	FirewallID             customtypes.ResourceID `tfsdk:"firewall_id"`
	LoadBalancerFrontendID customtypes.ResourceID `tfsdk:"load_balancer_frontend_id"`
}

// gateway reports a hop that is known to be a VPN gateway.
func (a applianceModel) gateway() bool { return a.NextHopType.ValueString() == azure.HopGateway }

// object is the ID of what the hop's address is read from, null where it is given.
func (a applianceModel) object() customtypes.ResourceID {
	if a.FirewallID.IsNull() {
		return a.LoadBalancerFrontendID
	}
	return a.FirewallID
}

type routeTableModel struct {
	BGPRoutePropagationEnabled types.Bool   `tfsdk:"bgp_route_propagation_enabled"`
	DefaultRouteEnabled        types.Bool   `tfsdk:"default_route_enabled"`
	DefaultRouteName           types.String `tfsdk:"default_route_name"`
	Routes                     types.Map    `tfsdk:"routes"`
	ReplacedRouteTableIDs      types.Set    `tfsdk:"replaced_route_table_ids"`
}

type routeModel struct {
	AddressPrefix      customtypes.RoutePrefix `tfsdk:"address_prefix"`
	NextHopType        types.String            `tfsdk:"next_hop_type"`
	NextHopInIPAddress customtypes.IPAddress   `tfsdk:"next_hop_in_ip_address"`
}

type subnetModel struct {
	ID              customtypes.ResourceID `tfsdk:"id"`
	AddressPrefixes types.List             `tfsdk:"address_prefixes"`
}

type foreignRouteModel struct {
	AddressPrefix      types.String `tfsdk:"address_prefix"`
	NextHopType        types.String `tfsdk:"next_hop_type"`
	NextHopInIPAddress types.String `tfsdk:"next_hop_in_ip_address"`
}

// The kinds of objects that IDs of this resource may name.
var (
	routeTableIDType = customtypes.ResourceIDType{Types: []string{azure.RouteTableType}}
	subnetIDType     = customtypes.ResourceIDType{Types: []string{azure.VirtualNetworkType + "/subnets"}}
	firewallIDType   = customtypes.ResourceIDType{Types: []string{azure.FirewallType}}
	frontendIDType   = customtypes.ResourceIDType{Types: []string{azure.FrontendType}}
)

// The types of the nested objects, from the schema that declares them.
var (
	applianceTypes    = attributeTypes(applianceAttributes())
	routeTableTypes   = attributeTypes(routeTableAttributes())
	routeTypes        = attributeTypes(routeAttributes())
	subnetTypes       = attributeTypes(subnetAttributes())
	foreignRouteTypes = attributeTypes(foreignRouteAttributes())
)
