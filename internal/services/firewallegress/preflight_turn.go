package firewallegress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// foretell records what the plan makes of the firewall. An ingress on it, whose plan comes later in the same run, gives way to a change
// that its rules would block (docs/design/0006-firewall-egress.md).
func (r *egressResource) foretell(plan, state model) {
	id, err := armid.Parse(plan.ID.ValueString())
	if err != nil {
		return
	}
	planned := azure.PlannedFirewall{PolicyKnown: !plan.FirewallPolicyID.IsUnknown(), Anew: !convergence.SameID(plan.ID.ValueString(), state.ID.ValueString())}
	planned.PolicyID, _ = plan.FirewallPolicyID.ID()
	ips := view.Map(plan.PublicIPAddresses)
	planned.AddressesKnown = ips.Complete
	for _, key := range ips.Keys {
		planned.Addresses = append(planned.Addresses, view.Text(ips.Values[key]).Value)
	}
	r.account.Ledger.Plan(id, planned)
}

// turnQuestions: a firewall that takes a policy or leaves one is blocked by rules of others. The plan warns, since the same apply may take
// them away first, as it does with those of a udr_firewall_ingress that refers to this firewall.
func turnQuestions(plan, state model) []question {
	if !values.AllKnown(plan.RulesAs, state.RulesAs, plan.ID, state.ID) || !convergence.SameID(plan.ID.ValueString(), state.ID.ValueString()) {
		return nil
	}
	before := state.RulesAs.ValueString() == rulesPolicy
	after := plan.RulesAs.ValueString() == rulesPolicy
	switch {
	case !before && after:
		return []question{askClassic(state)}
	case before && !state.Policy.IsNull() && !plan.FirewallPolicyID.IsUnknown() && !convergence.SameID(plan.FirewallPolicyID.ValueString(), state.FirewallPolicyID.ValueString()):
		return []question{askLeftPolicy(state)}
	}
	return nil
}

func askClassic(state model) question {
	id, _ := armid.Parse(state.ID.ValueString())
	return question{azure.Egress{Firewall: azure.Firewall{ID: id}}, func(live azure.LiveEgress, found *findings) {
		if live.Firewall == nil {
			return
		}
		var names []string
		for _, one := range azure.ForeignCollections(live.Firewall.Classic, classicOf(state)) {
			names = append(names, one.Name)
		}
		warnBlocked(found, names, fmt.Sprintf("%s holds classic rule collections of others, beside which Azure takes no policy", id))
	}}
}

func askLeftPolicy(state model) question {
	id, _ := state.FirewallPolicyID.ID()
	return question{azure.Egress{Policy: &azure.Policy{ID: id}}, func(live azure.LiveEgress, found *findings) {
		if live.Policy == nil {
			return
		}
		var names []string
		for _, group := range azure.ForeignGroups(*live.Policy, wireGroups(state)) {
			names = append(names, group.Name())
		}
		warnBlocked(found, names, fmt.Sprintf("%s, which the firewall leaves and which is then deleted, holds rule collection groups of others", id))
	}}
}

func warnBlocked(found *findings, names []string, why string) {
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	found.Warn(checkLive, path.Root("rules_as"), "Rules of others stand in the way", why+": "+strings.Join(names, ", ")+
		". Those of a udr_firewall_ingress of this configuration whose firewall_id refers to this firewall are taken away first and brought back afterwards. With any others the apply is refused before it changes anything",
		"where others manage them, have them removed first")
}
