package firewallegress

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// replacements finds changes that Azure does not make on a living firewall, and says why in the plan. Name, group,
// location and subnet have plan modifiers of their own.
func (p *planning) replacements(resp *resource.ModifyPlanResponse) {
	replace := func(at path.Path, why string) {
		resp.RequiresReplace = append(resp.RequiresReplace, at)
		resp.Diagnostics.Append(diag.NewAttributeWarningDiagnostic(at, "The firewall is replaced",
			why+".\n\nThe firewall is deleted and made anew: until then the routed subnets have no egress, and its addresses change unless they are given."))
	}
	p.replaceForTier(replace)
	if known := !p.plan.Zones.IsUnknown() && !p.state.Zones.IsUnknown(); known && !sameZones(p.plan.Zones, p.state.Zones) {
		replace(path.Root("zones"), "Azure does not change the zones of a firewall (AzureFirewallAvailabilityZonesCannotBeModified)")
	}
	if p.managementChanged() {
		replace(managementPath, "Azure takes a management configuration only when the firewall is made (aks-facts.md 4.1)")
	}
	p.refuseFixed(resp)
}

// sameZones takes no zones and an empty list of them for the same: a regional firewall shows none.
func sameZones(a, b types.Set) bool {
	return a.Equal(b) || len(a.Elements())+len(b.Elements()) == 0
}

func (p *planning) replaceForTier(replace func(path.Path, string)) {
	if !values.AllKnown(p.plan.SKUTier, p.state.SKUTier) {
		return
	}
	change := cloud.ChangeTier(cloud.Tier(p.state.SKUTier.ValueString()), cloud.Tier(p.plan.SKUTier.ValueString()))
	switch {
	case change.Verdict == cloud.ChangeForbidden:
		replace(path.Root("sku_tier"), fmt.Sprintf("Azure does not change the tier from %s to %s: %s (%s, %s)", change.From, change.To, change.Note, change.Source, change.Date))
	case change.Verdict == cloud.ChangeInPlace && p.state.RulesAs.ValueString() == rulesClassic && p.plan.RulesAs.ValueString() == rulesClassic:
		replace(path.Root("sku_tier"), "Azure changes the tier only of a firewall with a policy. Set rules_as = \"policy\" first, which migrates the rules in place")
	}
}

// managementChanged compares what Azure fixes: whether there is one, its name, subnet and address.
func (p *planning) managementChanged() bool {
	if p.plan.Management.IsUnknown() {
		return false
	}
	planned, state := view.Object(p.plan.Management), view.Object(p.state.Management)
	if (planned == nil) != (state == nil) {
		return true
	}
	for _, name := range []string{"name", "public_ip_name"} {
		if a, b := planned.Text(name), state.Text(name); a.Known && b.Known && a.Value != b.Value {
			return true
		}
	}
	a, b := planned.Text("public_ip_address_id"), state.Text("public_ip_address_id")
	return !a.Unknown && (a.Known != b.Known || a.Known && !convergence.SameID(a.Value, b.Value))
}

// refuseFixed: what Azure gives a public IP only when it is made. The address is in use, so that it cannot be made anew under
// the same name without an outage.
func (p *planning) refuseFixed(resp *resource.ModifyPlanResponse) {
	planned, before := view.Map(p.plan.PublicIPs), view.Map(p.state.PublicIPs)
	for _, key := range planned.Keys {
		now, was := view.Object(planned.Values[key]), view.Object(before.Values[key])
		id, had := now.Text("id"), was.Text("id")
		if was == nil || !id.Known || !had.Known || !convergence.SameID(id.Value, had.Value) || now.Text("public_ip_address_id").Known {
			continue
		}
		for _, name := range []string{"zones", "ip_tags", "public_ip_prefix_id"} {
			if values.FullyKnown(now[name]) && !sameFixed(now[name], was[name]) {
				resp.Diagnostics.Append(diag.NewAttributeErrorDiagnostic(publicIPsPath.AtMapKey(key).AtName(name), "A public IP cannot change that",
					fmt.Sprintf("Azure takes %s only when a public IP is made, and %s exists.\n\nFix: add a new key with the new value beside it and remove this one. The new address "+
						"is in use before the old one goes.", name, had.Value)))
			}
		}
	}
}

func sameFixed(now, was interface{ IsNull() bool }) bool {
	if a, ok := now.(interface{ ValueString() string }); ok {
		b, ok := was.(interface{ ValueString() string })
		return ok && (now.IsNull() && was.IsNull() || convergence.SameID(a.ValueString(), b.ValueString()))
	}
	switch a := now.(type) {
	case types.Set:
		b, ok := was.(types.Set)
		return ok && a.Equal(b)
	case types.Map:
		b, ok := was.(types.Map)
		return ok && a.Equal(b)
	}
	return false
}
