package network

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// importedReverses finds the other half of each peering by looking for the one that points back. It is keyed by this
// side's name; the half keeps its own name. Theirs are the peerings that another udr_network has made as its `reverse`:
// the other network carries our mark, and this half the name that a reverse has by default.
func (r *networkResource) importedReverses(ctx context.Context, id armid.ID, network azure.LiveNetwork) (halves map[string]azure.LivePeering, theirs map[string]bool, err error) {
	halves, theirs = map[string]azure.LivePeering{}, map[string]bool{}
	for name, peering := range network.Peerings {
		remoteID, parseErr := armid.Parse(peering.RemoteID)
		if parseErr != nil {
			continue
		}
		remote, readErr := r.networks().Get(ctx, remoteID)
		if readErr != nil {
			err = errors.Join(err, readErr)
			continue
		}
		for _, half := range remote.Peerings {
			if id.EqualFold(half.RemoteID) {
				halves[name] = half
			}
		}
		made := convergence.Judge(typeName, remoteID.String(), r.account.Owner, convergence.Live{Exists: true, Tags: remote.Tags})
		theirs[name] = made.Ours && strings.EqualFold(name, remote.Name)
	}
	return halves, theirs, err
}

// importedPeerings is the peerings that the import names, or, where it names none, all but those of others.
func importedPeerings(
	ctx context.Context, chosen types.Map, network azure.LiveNetwork, reverses map[string]azure.LivePeering, theirs map[string]bool, problems *diag.Diagnostics,
) types.Map {
	peerings := map[string]peeringModel{}
	for name, live := range network.Peerings {
		_, wanted := ownName(chosen.Elements(), name)
		if (chosen.IsNull() && theirs[name]) || (!chosen.IsNull() && !wanted) {
			continue
		}
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
	for name := range chosen.Elements() {
		if _, found := ownName(network.Peerings, name); !found {
			problems.AddError("Cannot import "+typeName, fmt.Sprintf("The network %s has no peering %q.", network.ID, name))
		}
	}
	if len(peerings) == 0 {
		return types.MapNull(types.ObjectType{AttrTypes: peeringTypes})
	}
	return values.ObjectMapFrom(ctx, peeringTypes, peerings, problems)
}

// nullPeering has every value null, in the type that the schema asks for.
func nullPeering() peeringModel {
	return peeringModel{Reverse: types.ObjectNull(reverseTypes)}
}
