package network

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// wholePeerings are the peerings of which a network makes both halves, as far as that is known: the name by the key of the other network.
func wholePeerings(ctx context.Context, plan model) map[string]string {
	var problems diag.Diagnostics // what cannot be read is not known
	peerings, _ := values.KnownObjectMap[peeringModel](ctx, peeringsPath, plan.Peerings, &problems)
	whole := map[string]string{}
	for name, peering := range peerings {
		remote, known := peering.RemoteVirtualNetworkID.ID()
		reverse := values.KnownObject[reverseModel](ctx, peeringsPath, peering.Reverse, &problems)
		if known && reverse != nil && reverse.Enabled.ValueBool() {
			whole[remote.Key()] = name
		}
	}
	return whole
}

// judgeHalves finds peerings whose both halves two networks of this run make: Azure has one peering between two networks, so that the
// second would find the first's halves under other names, or own them twice. Whichever is planned later sees it.
func (r *networkResource) judgeHalves(ctx context.Context, id armid.ID, plan model) []diags.Check {
	if r.account == nil || id.IsZero() {
		return nil
	}
	var problems diag.Diagnostics
	peerings, _ := values.KnownObjectMap[peeringModel](ctx, peeringsPath, plan.Peerings, &problems)
	ours := wholePeerings(ctx, plan)
	var found []diags.Check
	for _, name := range slices.Sorted(maps.Keys(peerings)) {
		remote, known := peerings[name].RemoteVirtualNetworkID.ID()
		if !known || ours[remote.Key()] != name {
			continue
		}
		object, _ := r.account.Ledger.Planned(remote)
		other, _ := object.(plannedNetwork)
		theirs, twice := other.whole[id.Key()]
		if !twice {
			continue
		}
		found = append(found, diags.Check{
			Rule: checkPeerTarget, Attribute: peeringsPath.AtMapKey(name).AtName("reverse"), Summary: "Two networks make both halves of one peering",
			Detail: fmt.Sprintf("The peering %q makes its other half in %s, whose own configuration makes both halves too, as its peering %q. Azure has one peering "+
				"between two networks, with one half in each, and each half can have one owner.", name, remote, theirs),
			Fix: "remove the peering from one of the two networks, or set `reverse = { enabled = false }` in both",
		})
	}
	return found
}
