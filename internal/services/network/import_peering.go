package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// importedReverses finds the other half of each peering by looking for the one that points back. It is keyed by this
// side's name; the half keeps its own name.
func (r *networkResource) importedReverses(ctx context.Context, id armid.ID, network azure.LiveNetwork) (map[string]azure.LivePeering, error) {
	halves := map[string]azure.LivePeering{}
	var first error
	for name, peering := range network.Peerings {
		remoteID, err := armid.Parse(peering.RemoteID)
		if err != nil {
			continue
		}
		remote, err := r.networks().Get(ctx, remoteID)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		for _, half := range remote.Peerings {
			if id.EqualFold(half.RemoteID) {
				halves[name] = half
			}
		}
	}
	return halves, first
}

func importedPeerings(ctx context.Context, network azure.LiveNetwork, reverses map[string]azure.LivePeering, problems *diag.Diagnostics) types.Map {
	peerings := map[string]peeringModel{}
	for name, live := range network.Peerings {
		reverse := reverseModel{flagsModel: flagsOf(defaultFlags), Enabled: types.BoolValue(false), Name: types.StringValue(network.Name)}
		if half, found := reverses[name]; found {
			reverse = reverseModel{flagsModel: flagsOf(half.PeeringFlags), Enabled: types.BoolValue(true), Name: types.StringValue(half.Name)}
		}
		peerings[name] = peeringModel{
			flagsModel:             flagsOf(live.PeeringFlags),
			RemoteVirtualNetworkID: customtypes.NewResourceID(live.RemoteID),
			Reverse:                values.ObjectFrom(ctx, reverseTypes, &reverse, problems),
		}
	}
	if len(peerings) == 0 {
		return types.MapNull(types.ObjectType{AttrTypes: peeringTypes})
	}
	return values.ObjectMapFrom(ctx, peeringTypes, peerings, problems)
}
