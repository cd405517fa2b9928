package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// specOf turns a plan or state into what the Azure layer works with. Prior is the state before the change: it tells which
// optional properties were ours, so that one which the configuration no longer names is taken away and one that we
// never owned is left alone. A value that is still unknown is a bug of ours and refused (law L1).
func specOf(ctx context.Context, m, prior model) (azure.VirtualNetwork, diag.Diagnostics) {
	var problems diag.Diagnostics
	id, err := armid.Parse(m.ID.ValueString())
	if err != nil {
		problems.Append(diags.AttributeBug(path.Root("id"), "The planned ID is not an ARM ID: "+err.Error()))
	}
	want := azure.VirtualNetwork{
		ID:           id,
		Location:     m.Location.ValueString(),
		AddressSpace: values.StringSlice(path.Root("address_space"), m.AddressSpace, &problems),
		DNSServers:   values.StringSlice(path.Root("dns_servers"), m.DNSServers, &problems),
		Subnets:      map[string]azure.Subnet{},
		Peerings:     map[string]azure.Peering{},
		Tags:         values.Tags(path.Root("tags_all"), m.TagsAll, &problems),
	}
	before := values.ObjectMap[subnetModel](ctx, path.Root("subnets"), prior.Subnets, &problems)
	for name, subnet := range values.ObjectMap[subnetModel](ctx, path.Root("subnets"), m.Subnets, &problems) {
		want.Subnets[name] = subnetSpec(ctx, subnet, before[name], path.Root("subnets").AtMapKey(name), &problems)
	}
	for name, peering := range values.ObjectMap[peeringModel](ctx, path.Root("peerings"), m.Peerings, &problems) {
		want.Peerings[name] = peeringSpec(ctx, peering, path.Root("peerings").AtMapKey(name), &problems)
	}
	return want, problems
}

func subnetSpec(ctx context.Context, m, prior subnetModel, at path.Path, problems *diag.Diagnostics) azure.Subnet {
	delegation := func(object types.Object) *azure.Delegation {
		decoded := values.OptionalObject[delegationModel](ctx, at.AtName("delegation"), object, problems)
		if decoded == nil {
			return nil
		}
		return &azure.Delegation{Name: decoded.Name.ValueString(), ServiceName: decoded.ServiceName.ValueString()}
	}
	endpoints := func(set types.Set) *[]string {
		if list := values.StringSlice(at.AtName("service_endpoints"), set, problems); list != nil {
			return &list
		}
		return nil
	}
	group := func(id customtypes.ResourceID) *string {
		return values.OptionalString(at.AtName("network_security_group_id"), id, problems)
	}
	return azure.Subnet{
		AddressPrefixes:       values.StringSlice(at.AtName("address_prefixes"), m.AddressPrefixes, problems),
		NetworkSecurityGroup:  azure.Handover(group(prior.NetworkSecurityGroupID), group(m.NetworkSecurityGroupID)),
		ServiceEndpoints:      azure.Handover(endpoints(prior.ServiceEndpoints), endpoints(m.ServiceEndpoints)),
		Delegation:            azure.Handover(delegation(prior.Delegation), delegation(m.Delegation)),
		DefaultOutboundAccess: azure.Set(values.RequireBool(at.AtName("default_outbound_access_enabled"), m.DefaultOutboundAccessEnabled, problems)),
		PrivateEndpoint: azure.Set(values.RequireString(at.AtName("private_endpoint_network_policies"),
			m.PrivateEndpointNetworkPolicies, problems)),
		PrivateLinkService: azure.Set(enabledText(values.RequireBool(at.AtName("private_link_service_network_policies_enabled"),
			m.PrivateLinkServiceNetworkPoliciesEnabled, problems))),
		InitialRouteTableID: m.InitialRouteTableID.ValueString(),
	}
}

func peeringSpec(ctx context.Context, m peeringModel, at path.Path, problems *diag.Diagnostics) azure.Peering {
	remote, ok := m.RemoteVirtualNetworkID.ID()
	if !ok {
		problems.Append(diags.AttributeBug(at.AtName("remote_virtual_network_id"), "the ID of the remote network is not known when it is to be sent"))
	}
	peering := azure.Peering{RemoteID: remote, PeeringFlags: m.flags(at, problems)}
	if reverse := values.OptionalObject[reverseModel](ctx, at.AtName("reverse"), m.Reverse, problems); reverse != nil && reverse.Enabled.ValueBool() {
		peering.Reverse = &azure.ReversePeering{
			Name:         values.RequireString(at.AtName("reverse").AtName("name"), reverse.Name, problems),
			PeeringFlags: reverse.flags(at.AtName("reverse"), problems),
		}
	}
	return peering
}

func (m flagsModel) flags(at path.Path, problems *diag.Diagnostics) azure.PeeringFlags {
	return azure.PeeringFlags{
		AllowVirtualNetworkAccess: values.RequireBool(at.AtName("allow_virtual_network_access"), m.AllowVirtualNetworkAccess, problems),
		AllowForwardedTraffic:     values.RequireBool(at.AtName("allow_forwarded_traffic"), m.AllowForwardedTraffic, problems),
		AllowGatewayTransit:       values.RequireBool(at.AtName("allow_gateway_transit"), m.AllowGatewayTransit, problems),
		UseRemoteGateways:         values.RequireBool(at.AtName("use_remote_gateways"), m.UseRemoteGateways, problems),
	}
}

func flagsOf(live azure.PeeringFlags) flagsModel {
	return flagsModel{
		AllowVirtualNetworkAccess: types.BoolValue(live.AllowVirtualNetworkAccess),
		AllowForwardedTraffic:     types.BoolValue(live.AllowForwardedTraffic),
		AllowGatewayTransit:       types.BoolValue(live.AllowGatewayTransit),
		UseRemoteGateways:         types.BoolValue(live.UseRemoteGateways),
	}
}

func enabledText(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
