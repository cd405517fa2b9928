package network

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ImportState takes the network's ARM ID, alone or followed by a bar and the names of the subnets to manage, separated
// by commas, and by another bar and the names of the peerings. Without names every subnet becomes ours, and every peering
// but those that another udr_network has made as its `reverse`; what the configuration then does not name is planned
// for removal, which the plan shows.
func (r *networkResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	parts := strings.Split(req.ID, "|")
	text := parts[0]
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, identityPath, &text)...)
	}
	id, err := customtypes.ParseResourceID(text, azure.VirtualNetworkType)
	if err == nil && len(parts) > 3 {
		err = errors.New("it has more than two bars")
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot import "+typeName, fmt.Sprintf("%q is not the ID of a virtual network: %v.\n\nGive its ARM ID, "+
			"or its ARM ID, a bar and the subnets to manage, and another bar and the peerings: `<id>|aks,services|to-hub`.", text, err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id.String())...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, identityPath, id.String())...)
	if len(parts) > 1 {
		chosen := values.ObjectMapFrom(ctx, subnetTypes, named(parts[1], nullSubnet()), &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, subnetsPath, chosen)...)
	}
	if len(parts) > 2 {
		chosen := values.ObjectMapFrom(ctx, peeringTypes, named(parts[2], nullPeering()), &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, peeringsPath, chosen)...)
	}
}

// named gives each name of a list separated by commas the same value.
func named[T any](list string, value T) map[string]T {
	entries := map[string]T{}
	for _, name := range strings.Split(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			entries[name] = value
		}
	}
	return entries
}

// readImported fills the whole state from what is there: it is the first read after an import, when nothing says what
// is ours. The properties that a configuration may leave to others (network security group, endpoints, delegation) are
// taken in as they are, so that a configuration which names them has no difference.
func (r *networkResource) readImported(ctx context.Context, state model, req resource.ReadRequest, resp *resource.ReadResponse) {
	id, err := armid.Parse(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diags.Invalid(path.Root("id"), "ID", err))
		return
	}
	network, err := r.networks().Get(ctx, id)
	if armclient.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(diags.FromError("import", objectName, id.String(), err))
		return
	}
	before := r.importedModel(ctx, state, id, network, &resp.Diagnostics)
	reverses, theirs, err := r.importedReverses(ctx, id, network)
	if err != nil {
		resp.Diagnostics.Append(diags.WarningFromError("read", "other halves of the peerings", id.String(), err,
			"The other halves are not managed by this resource until `reverse` names them."))
	}
	before.Peerings = importedPeerings(ctx, state.Peerings, network, reverses, theirs, &resp.Diagnostics)
	seen := observation{network: network, reverses: map[string]azure.LivePeering{}}
	for name, half := range reverses {
		seen.reverses[name] = half
	}
	after, problems := publish(ctx, before, seen)
	resp.Diagnostics.Append(problems...)
	resp.Diagnostics.Append(lifecycle.RecordRead(ctx, req.Private, resp.Private, network.Tags)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(before, after))...)
}

func (r *networkResource) importedModel(ctx context.Context, state model, id armid.ID, network azure.LiveNetwork, problems *diag.Diagnostics) model {
	before := state
	before.OtherSubnets = values.ObjectMapFrom(ctx, otherSubnetTypes, map[string]otherSubnetModel{}, problems)
	before.Name = types.StringValue(id.Name())
	before.ResourceGroupName = types.StringValue(id.ResourceGroup())
	chosen, _ := values.KnownObjectMap[subnetModel](ctx, subnetsPath, state.Subnets, problems)
	subnets := map[string]subnetModel{}
	for name, live := range network.Subnets {
		if key, named := ownName(chosen, name); !state.Subnets.IsNull() && !named {
			continue
		} else if named {
			name = key
		}
		subnets[name] = importedSubnet(ctx, live, problems)
	}
	for _, name := range missing(chosen, network.Subnets) {
		problems.AddError("Cannot import "+typeName, fmt.Sprintf("The network %s has no subnet %q.", id, name))
	}
	before.Subnets = values.ObjectMapFrom(ctx, subnetTypes, subnets, problems)
	if len(subnets) == 0 {
		before.Subnets = types.MapNull(types.ObjectType{AttrTypes: subnetTypes})
	}
	before.Tags, before.TagsAll = lifecycle.ImportedTags(r.account, network.Tags)
	return before
}

func importedSubnet(ctx context.Context, live azure.LiveSubnet, problems *diag.Diagnostics) subnetModel {
	m := nullSubnet()
	m.ID = types.StringValue(live.ID)
	m.NetworkSecurityGroupID = customtypes.NewResourceIDPointer(nonEmpty(live.NetworkSecurityGroupID))
	m.ServiceEndpoints = values.SetOfStringsOrNull(live.ServiceEndpoints)
	if delegation := delegationOf(live.Delegations); delegation != nil {
		m.Delegation = values.ObjectFrom(ctx, delegationTypes, delegation, problems)
	}
	return m
}

// nullSubnet has every value null, in the type that the schema asks for.
func nullSubnet() subnetModel {
	return subnetModel{
		AddressPrefixes:  types.ListNull(customtypes.CIDRType{}),
		ServiceEndpoints: types.SetNull(types.StringType),
		Delegation:       types.ObjectNull(delegationTypes),
	}
}

func missing(chosen map[string]subnetModel, live map[string]azure.LiveSubnet) []string {
	var names []string
	for name := range chosen {
		if _, found := ownName(live, name); !found {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
