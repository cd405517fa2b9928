package applianceegress

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// preflightTimeout bounds a read that only makes a plan better: without a network the plan goes on without it.
const preflightTimeout = 15 * time.Second

// hop is where the default route leads, as far as a plan can know it.
type hop struct {
	address types.String // null: a gateway
	subnet  types.String // of the address, where an object was read
	tier    types.String // of a firewall
}

// unknownHop is one of which only the apply will tell.
func unknownHop() hop {
	return hop{types.StringUnknown(), types.StringUnknown(), types.StringUnknown()}
}

// planHop finds the address. It is the configured one, or it is read from the firewall or frontend, as soon as that exists. A change of the
// address is followed by the routes; while the object cannot be read, the address that the state has stands.
func (r *egressResource) planHop(ctx context.Context, a *applianceModel, state model) (hop, diag.Diagnostics) {
	switch {
	case a == nil || a.NextHopType.IsUnknown():
		return unknownHop(), nil
	case a.gateway():
		return hop{types.StringNull(), types.StringNull(), types.StringNull()}, nil
	case !a.PrivateIPAddress.IsNull():
		return givenHop(a), nil
	}
	before, had := priorHop(ctx, *a, state)
	id, known := a.object().ID()
	if !known || !r.account.Known() {
		return before, nil
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	live, err := azure.NewHops(r.account.Client).Read(ctx, id)
	if err == nil && live.Address != "" {
		return readHop(*a, live), nil
	}
	var problems diag.Diagnostics
	switch {
	case !had: // it may be made in this very run
	case err != nil:
		problems.Append(diags.WarningFromError("read", "appliance", id.String(), err, "The routes go on leading to "+before.address.ValueString()+"."))
	default:
		problems.Append(diag.NewAttributeWarningDiagnostic(objectPath(*a), "The appliance has no private address now", fmt.Sprintf(
			"%s has no private IP: a firewall that is stopped has none. The routes go on leading to %s, where nothing answers until it is started.", id, before.address.ValueString())))
	}
	return before, problems
}

// givenHop is a hop whose address is configured; of the object nothing is read then.
func givenHop(a *applianceModel) hop {
	h := hop{address: types.StringUnknown(), subnet: types.StringNull(), tier: types.StringNull()}
	if text, known := values.KnownString(a.PrivateIPAddress); known {
		h.address = types.StringValue(text)
	}
	return h
}

func readHop(a applianceModel, live azure.LiveHop) hop {
	h := hop{address: types.StringValue(live.Address), subnet: values.StringOrNull(live.SubnetID), tier: types.StringNull()}
	if !a.FirewallID.IsNull() {
		h.tier = values.StringOrNull(live.Tier)
	}
	return h
}

// priorHop is what the state knows of the same object; all unknown where it is another one, or new.
func priorHop(ctx context.Context, a applianceModel, state model) (h hop, had bool) {
	var ignored diag.Diagnostics
	before := values.KnownObject[applianceModel](ctx, appliancePath, state.Appliance, &ignored)
	exported := values.KnownObject[egressModel](ctx, path.Empty(), state.Egress, &ignored)
	if before == nil || exported == nil || !values.Known(state.PrivateIPAddress) || !before.PrivateIPAddress.IsNull() || a.object().IsUnknown() ||
		!convergence.SameID(before.object().ValueString(), a.object().ValueString()) {
		return unknownHop(), false
	}
	shown := values.KnownObject[hopModel](ctx, path.Empty(), exported.Hop, &ignored)
	if shown == nil {
		return unknownHop(), false
	}
	return hop{state.PrivateIPAddress, shown.SubnetID, shown.SKUTier}, true
}

// settleHop makes the hop of a plan known, now that it is about to be written. A firewall whose address is another one than was planned is an
// error: what was approved led elsewhere.
func (r *egressResource) settleHop(ctx context.Context, plan *model) diag.Diagnostics {
	var problems diag.Diagnostics
	a := values.OptionalObject[applianceModel](ctx, appliancePath, plan.Appliance, &problems)
	if a == nil || a.gateway() || !a.PrivateIPAddress.IsNull() {
		if a != nil && a.PrivateIPAddress.IsNull() == a.gateway() && plan.PrivateIPAddress.IsUnknown() {
			plan.PrivateIPAddress = givenHop(a).address
		}
		return problems
	}
	id, known := a.object().ID()
	if !known {
		problems.Append(diags.AttributeBug(appliancePath, "the ID of the appliance is not known when its address is needed"))
		return problems
	}
	live, err := azure.NewHops(r.account.Client).Read(ctx, id)
	planned := plan.PrivateIPAddress
	switch {
	case (err != nil || live.Address == "") && values.Known(planned):
		return problems // the plan has said that the address stands
	case err != nil:
		problems.Append(hopFailure(*a, id, err))
	case live.Address == "":
		problems.Append(diag.NewAttributeErrorDiagnostic(objectPath(*a), "The appliance has no private address", fmt.Sprintf(
			"%s has no private IP, so that no route can lead to it: a stopped firewall has none, nor has a frontend with a public address. Nothing was changed.\n\n"+
				"Start it, or give appliance.private_ip_address.", id)))
	case values.Known(planned) && planned.ValueString() != live.Address:
		problems.Append(diag.NewAttributeErrorDiagnostic(objectPath(*a), "The appliance has another address now", fmt.Sprintf(
			"The plan was made while %s had the address %s; it has %s now. Nothing was changed. Plan again.", id, planned.ValueString(), live.Address)))
	default:
		h := readHop(*a, live)
		plan.PrivateIPAddress = h.address
		plan.Egress = withHop(ctx, plan.Egress, h)
	}
	return problems
}

// hopFailure says what to do where the appliance cannot be read.
func hopFailure(a applianceModel, id armid.ID, err error) diag.Diagnostic {
	advice := "If it must not be read, give its address in appliance.private_ip_address."
	if armclient.IsNotFound(err) {
		advice = "Make it first, or correct " + objectPath(a).String() + "."
	}
	return diag.WithPath(objectPath(a), diags.FromError("read", "appliance", id.String(), err, "Nothing was changed. "+advice))
}

// objectPath is the attribute that names the object whose address is read.
func objectPath(a applianceModel) path.Path {
	if a.FirewallID.IsNull() {
		return appliancePath.AtName("load_balancer_frontend_id")
	}
	return appliancePath.AtName("firewall_id")
}
