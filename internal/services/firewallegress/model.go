package firewallegress

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// model is the state, plan and configuration of a udr_firewall_egress.
type model struct {
	ID                types.String         `tfsdk:"id"`
	Name              types.String         `tfsdk:"name"`
	ResourceGroupName types.String         `tfsdk:"resource_group_name"`
	Location          customtypes.Location `tfsdk:"location"`
	SKUTier           types.String         `tfsdk:"sku_tier"`
	Zones             types.Set            `tfsdk:"zones"`
	FirewallSubnet    types.Object         `tfsdk:"firewall_subnet"`
	PublicIPs         types.Map            `tfsdk:"public_ips"`
	Management        types.Object         `tfsdk:"management"`

	DNSProxyEnabled        types.Bool   `tfsdk:"dns_proxy_enabled"`
	DNSServers             types.List   `tfsdk:"dns_servers"`
	PrivateIPRanges        types.Set    `tfsdk:"private_ip_ranges"`
	ThreatIntelligenceMode types.String `tfsdk:"threat_intelligence_mode"`
	Autoscale              types.Object `tfsdk:"autoscale"`

	RulesAs                    types.String           `tfsdk:"rules_as"`
	Policy                     types.Object           `tfsdk:"policy"`
	FirewallPolicyID           customtypes.ResourceID `tfsdk:"firewall_policy_id"`
	RuleCollectionGroups       types.Map              `tfsdk:"rule_collection_groups"`
	NetworkRuleCollections     types.Map              `tfsdk:"network_rule_collections"`
	ApplicationRuleCollections types.Map              `tfsdk:"application_rule_collections"`
	NATRuleCollections         types.Map              `tfsdk:"nat_rule_collections"`
	AKS                        types.Object           `tfsdk:"aks"`
	EgressChecks               types.Object           `tfsdk:"egress_checks"`

	RouteTable    types.Object           `tfsdk:"route_table"`
	RouteTableID  customtypes.ResourceID `tfsdk:"route_table_id"`
	RoutedSubnets types.Map              `tfsdk:"routed_subnets"`

	PrivateIPAddress          types.String `tfsdk:"private_ip_address"`
	PredictedPrivateIPAddress types.String `tfsdk:"predicted_private_ip_address"`
	PublicIPAddresses         types.Map    `tfsdk:"public_ip_addresses"`
	ForeignRoutes             types.Map    `tfsdk:"foreign_routes"`
	Egress                    types.Object `tfsdk:"egress"`

	Tags       types.Map      `tfsdk:"tags"`
	TagsAll    types.Map      `tfsdk:"tags_all"`
	SkipChecks types.Set      `tfsdk:"skip_checks"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

type subnetModel struct {
	ID              customtypes.ResourceID `tfsdk:"id"`
	AddressPrefixes types.List             `tfsdk:"address_prefixes"`
}

type publicIPModel struct {
	ID                types.String           `tfsdk:"id"`
	Name              types.String           `tfsdk:"name"`
	PublicIPAddressID customtypes.ResourceID `tfsdk:"public_ip_address_id"`
	PublicIPPrefixID  customtypes.ResourceID `tfsdk:"public_ip_prefix_id"`
	Zones             types.Set              `tfsdk:"zones"`
	IPTags            types.Map              `tfsdk:"ip_tags"`
	DomainNameLabel   types.String           `tfsdk:"domain_name_label"`
}

type managementModel struct {
	Name              types.String           `tfsdk:"name"`
	Subnet            types.Object           `tfsdk:"subnet"`
	PublicIPName      types.String           `tfsdk:"public_ip_name"`
	PublicIPAddressID customtypes.ResourceID `tfsdk:"public_ip_address_id"`
}

type autoscaleModel struct {
	MinCapacity types.Int32 `tfsdk:"min_capacity"`
	MaxCapacity types.Int32 `tfsdk:"max_capacity"`
}

type policyModel struct {
	Name                        types.String           `tfsdk:"name"`
	SKUTier                     types.String           `tfsdk:"sku_tier"`
	BasePolicyID                customtypes.ResourceID `tfsdk:"base_policy_id"`
	ThreatIntelligenceAllowlist types.Object           `tfsdk:"threat_intelligence_allowlist"`
	IntrusionDetectionMode      types.String           `tfsdk:"intrusion_detection_mode"`
	TLSCertificate              types.Object           `tfsdk:"tls_certificate"`
	SQLRedirectAllowed          types.Bool             `tfsdk:"sql_redirect_allowed"`
}

type allowlistModel struct {
	IPAddresses types.Set `tfsdk:"ip_addresses"`
	FQDNs       types.Set `tfsdk:"fqdns"`
}

type certificateModel struct {
	Name                   types.String           `tfsdk:"name"`
	KeyVaultSecretID       types.String           `tfsdk:"key_vault_secret_id"`
	UserAssignedIdentityID customtypes.ResourceID `tfsdk:"user_assigned_identity_id"`
}

type routeTableModel struct {
	Name                       types.String `tfsdk:"name"`
	BGPRoutePropagationEnabled types.Bool   `tfsdk:"bgp_route_propagation_enabled"`
	DefaultRouteName           types.String `tfsdk:"default_route_name"`
	Routes                     types.Map    `tfsdk:"routes"`
	PublicIPRoutesEnabled      types.Bool   `tfsdk:"public_ip_routes_enabled"`
	ReplacedRouteTableIDs      types.Set    `tfsdk:"replaced_route_table_ids"`
}

type routeModel struct {
	AddressPrefix      customtypes.RoutePrefix `tfsdk:"address_prefix"`
	NextHopType        types.String            `tfsdk:"next_hop_type"`
	NextHopInIPAddress customtypes.IPAddress   `tfsdk:"next_hop_in_ip_address"`
}

type foreignRouteModel struct {
	AddressPrefix      types.String `tfsdk:"address_prefix"`
	NextHopType        types.String `tfsdk:"next_hop_type"`
	NextHopInIPAddress types.String `tfsdk:"next_hop_in_ip_address"`
}

// The kinds of objects that IDs of this resource may name.
var (
	subnetIDType         = customtypes.ResourceIDType{Types: []string{azure.VirtualNetworkType + "/subnets"}}
	publicIPIDType       = customtypes.ResourceIDType{Types: []string{azure.PublicIPType}}
	publicIPPrefixIDType = customtypes.ResourceIDType{Types: []string{"Microsoft.Network/publicIPPrefixes"}}
	policyIDType         = customtypes.ResourceIDType{Types: []string{azure.FirewallPolicyType}}
	routeTableIDType     = customtypes.ResourceIDType{Types: []string{azure.RouteTableType}}
	identityIDType       = customtypes.ResourceIDType{Types: []string{"Microsoft.ManagedIdentity/userAssignedIdentities"}}
)

// The types of the nested objects, from the schema that declares them.
var (
	subnetTypes       = attributeTypes(subnetAttributes(""))
	publicIPTypes     = attributeTypes(publicIPAttributes())
	managementTypes   = attributeTypes(managementAttributes())
	policyTypes       = attributeTypes(policyAttributes())
	routeTableTypes   = attributeTypes(routeTableAttributes())
	routeTypes        = attributeTypes(routeAttributes())
	foreignRouteTypes = attributeTypes(foreignRouteAttributes())
	groupTypes        = rules.OfFirewall.GroupTypes()
)
