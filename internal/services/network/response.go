package network

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// observation is everything that a read saw.
type observation struct {
	network  azure.LiveNetwork
	reverses map[string]azure.LivePeering // other halves, by this side's name
}

// publish is the model that an observation makes of what the state (or, after a mutation, the plan) holds. Before
// tells what is ours: a property that the configuration never named may belong to another writer and is not shown.
// Spelling and emptiness are the business of values.RestorePlanned and values.KeepEmptiness, which callers apply.
func publish(ctx context.Context, before model, seen observation) (model, diag.Diagnostics) {
	var problems diag.Diagnostics
	m := before
	m.Location = customtypes.NewLocation(seen.network.Location)
	m.AddressSpace = values.SetOf(customtypes.CIDRType{}, seen.network.AddressSpace)
	m.DNSServers = values.ListOfOrNull(customtypes.IPAddressType{}, seen.network.DNSServers)
	m.TagsAll = lifecycle.OwnTags(before.TagsAll, seen.network.Tags)
	m.Tags = lifecycle.OwnTags(before.Tags, seen.network.Tags)

	ours, _ := values.KnownObjectMap[subnetModel](ctx, path.Root("subnets"), before.Subnets, &problems)
	subnets, others := map[string]subnetModel{}, map[string]otherSubnetModel{}
	for name, live := range seen.network.Subnets {
		if key, own := ownName(ours, name); own {
			subnets[key] = subnetOf(ctx, ours[key], live, &problems)
		} else {
			others[name] = otherSubnetModel{ID: types.StringValue(live.ID), AddressPrefixes: values.ListOfStrings(live.AddressPrefixes)}
		}
	}
	m.Subnets = values.ObjectMapFrom(ctx, subnetTypes, subnets, &problems)
	m.OtherSubnets = values.ObjectMapFrom(ctx, otherSubnetTypes, others, &problems)
	m.Peerings = values.ObjectMapFrom(ctx, peeringTypes, peeringsOf(ctx, before, seen, &problems), &problems)
	return m, problems
}

func subnetOf(ctx context.Context, before subnetModel, live azure.LiveSubnet, problems *diag.Diagnostics) subnetModel {
	m := before
	if !convergence.SameID(before.ID.ValueString(), live.ID) {
		m.ID = types.StringValue(live.ID)
	}
	m.AddressPrefixes = values.ListOf(customtypes.CIDRType{}, live.AddressPrefixes)
	m.DefaultOutboundAccessEnabled = types.BoolValue(live.DefaultOutboundAccess)
	m.PrivateEndpointNetworkPolicies = types.StringValue(live.PrivateEndpoint)
	m.PrivateLinkServiceNetworkPoliciesEnabled = types.BoolValue(!strings.EqualFold(live.PrivateLinkService, "Disabled"))
	if !before.NetworkSecurityGroupID.IsNull() {
		m.NetworkSecurityGroupID = customtypes.NewResourceIDPointer(nonEmpty(live.NetworkSecurityGroupID))
	}
	if !before.ServiceEndpoints.IsNull() {
		m.ServiceEndpoints = values.SetOfStrings(spelled(before.ServiceEndpoints, live.ServiceEndpoints))
	}
	if !before.Delegation.IsNull() {
		m.Delegation = values.ObjectFrom(ctx, delegationTypes, delegationOf(live.Delegations), problems)
	}
	return m
}

// delegationOf shows the first delegation: Azure allows one for each subnet.
func delegationOf(live []azure.Delegation) *delegationModel {
	if len(live) == 0 {
		return nil
	}
	return &delegationModel{ServiceName: types.StringValue(live[0].ServiceName), Name: types.StringValue(live[0].Name)}
}

// peeringsOf shows the peerings that are ours.
func peeringsOf(ctx context.Context, before model, seen observation, problems *diag.Diagnostics) map[string]peeringModel {
	ours, _ := values.KnownObjectMap[peeringModel](ctx, path.Root("peerings"), before.Peerings, problems)
	shown := map[string]peeringModel{}
	for name, live := range seen.network.Peerings {
		key, own := ownName(ours, name)
		if !own {
			continue
		}
		m := ours[key]
		m.RemoteVirtualNetworkID = customtypes.NewResourceID(live.RemoteID)
		m.flagsModel = flagsOf(live.PeeringFlags)
		if live.Disconnected() {
			// The other side is gone: nothing passes, whatever the flag says. Shown so, the plan has something to mend, and the
			// half stays in the state, so that it is not left behind.
			m.AllowVirtualNetworkAccess = types.BoolValue(false)
		}
		reverse := values.KnownObject[reverseModel](ctx, path.Root("peerings").AtMapKey(key).AtName("reverse"), m.Reverse, problems)
		if reverse != nil && reverse.Enabled.ValueBool() {
			half, found := seen.reverses[key]
			// A half of ours that is gone, or disconnected, shows as not enabled, which the plan then mends.
			reverse.Enabled = types.BoolValue(found && !half.Disconnected())
			if found {
				reverse.flagsModel = flagsOf(half.PeeringFlags)
			}
			m.Reverse = values.ObjectFrom(ctx, reverseTypes, reverse, problems)
		}
		shown[key] = m
	}
	return shown
}

// ownName finds a name as ARM compares names: without case.
func ownName[T any](entries map[string]T, name string) (string, bool) {
	if _, found := entries[name]; found {
		return name, true
	}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if strings.EqualFold(key, name) {
			return key, true
		}
	}
	return "", false
}

// spelled gives each live name the spelling that the user wrote.
func spelled(written types.Set, live []string) []string {
	known, _ := values.KnownStrings(written)
	list := slices.Clone(live)
	for i, name := range list {
		if at := slices.IndexFunc(known, func(text string) bool { return strings.EqualFold(text, name) }); at >= 0 {
			list[i] = known[at]
		}
	}
	return list
}

func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
