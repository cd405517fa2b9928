package firewallrules

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// specOf is a plan or state as what the Azure layer works with. A value that is still unknown is a bug of ours and refused (law L1).
func specOf(m model) (policy armid.ID, groups map[string]azure.Group, problems diag.Diagnostics) {
	values.RefuseUnknown("rule_collection_groups", m.RuleCollectionGroups, &problems)
	policy, known := m.PolicyID.ID()
	if !known {
		values.RefuseUnknown("policy_id", m.PolicyID, &problems)
		problems.AddAttributeError(policyPath, "Not a firewall policy", fmt.Sprintf("%q is not the ID of a firewall policy.", m.PolicyID.ValueString()))
	}
	if problems.HasError() {
		return policy, nil, problems
	}
	return policy, rules.Wire(m.RuleCollectionGroups), problems
}

// adopt adds to prior the groups that a change adds and that are there already, all that is wanted: an earlier run has written them and died before its state
// was saved. Groups bear no tags, so that sameness is the only sign. With a state of these rules that is taken for enough; without one, the provider's owner has to be
// set, by which a user says that one pipeline works here (docs/design/0009-firewall-rules.md).
func (r *rulesResource) adopt(ctx context.Context, change *azure.GroupsChange, proven bool) (diag.Diagnostics, error) {
	var problems diag.Diagnostics
	if !proven && r.account.Owner == "" {
		return problems, nil
	}
	var added []string
	for name := range change.Want {
		if !holds(change.Prior, name) {
			added = append(added, name)
		}
	}
	live, err := r.groups().Read(ctx, change.PolicyID, added...)
	if err != nil {
		return problems, &azure.UntouchedError{Err: err}
	}
	change.Prior = maps.Clone(change.Prior)
	if change.Prior == nil {
		change.Prior = map[string]azure.Group{}
	}
	for name, group := range live {
		if !change.Want[name].Equal(group.Group) {
			continue
		}
		change.Prior[name] = change.Want[name]
		problems.Append(diag.NewAttributeWarningDiagnostic(groupsPath.AtMapKey(name), "Taking over a group that is as wanted", fmt.Sprintf(
			"%s exists, is not in this state, and holds exactly the configured rules: an earlier apply made it and ended before its state was saved. "+
				"It is managed here from now on. If another configuration manages it, remove it from one of the two.", group.ID)))
	}
	return problems, nil
}

// holds reports whether there is a group of that name, as ARM compares names: without case.
func holds(groups map[string]azure.Group, name string) bool {
	for other := range groups {
		if strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}
