package firewallingress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// preflightTimeout bounds reads that only make a plan better: without the firewall the plan goes on without it.
const preflightTimeout = 15 * time.Second

// ModifyPlan makes known what can be known, and holds a change against the firewall where there is one already. A plan without a change
// reads nothing.
func (r *ingressResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var config, plan, state model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !state.ID.IsNull() && (state.RulesAs.IsNull() || r.leaves(state)) {
		// The firewall has left the policy that holds the rules, or taken one, or will: they have to be made where it looks then.
		state.RulesAs, plan.RulesAs = types.StringNull(), types.StringUnknown()
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("rules_as"))
	}
	plan = resolve(ctx, plan, nil, &resp.Diagnostics)
	if !changes(plan, state) {
		plan.ID, plan.RulesAs = state.ID, state.RulesAs
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		return
	}
	entrance := r.lookAhead(ctx, plan)
	plan = keepAddresses(ctx, resolve(ctx, plan, entrance, &resp.Diagnostics), config, state, &resp.Diagnostics)
	// Where the firewall looks now is not where it looks once the other changes of this apply are done.
	plan.ID, plan.RulesAs = types.StringUnknown(), types.StringUnknown()
	if entrance != nil {
		skip, _ := values.KnownStrings(plan.SkipChecks)
		diags.AppendChecks(&resp.Diagnostics, skip, r.judgeLive(ctx, plan, *entrance, written(ctx, config, &resp.Diagnostics))...)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// leaves reports whether the same run plans a firewall that looks elsewhere, or another one of that name.
func (r *ingressResource) leaves(state model) bool {
	firewall, known := state.FirewallID.ID()
	id, err := armid.Parse(state.ID.ValueString())
	if !known || err != nil || r.account == nil {
		return false
	}
	object, _ := r.account.Ledger.Planned(firewall)
	planned, ahead := object.(azure.PlannedFirewall)
	return ahead && azure.Ingress{FirewallID: firewall, PolicyID: policyOf(id)}.Leaves(planned)
}

// changes tells a plan that writes something.
func changes(plan, state model) bool {
	return state.ID.IsNull() || state.RulesAs.IsNull() || !plan.Rules.Equal(state.Rules) || !plan.Priority.Equal(state.Priority) ||
		!customtypes.SameResourceID(plan.FirewallID.ValueString(), state.FirewallID.ValueString()) || !plan.Name.Equal(state.Name)
}

// lookAhead is the firewall, where it is there already and may be read.
func (r *ingressResource) lookAhead(ctx context.Context, plan model) *azure.Entrance {
	id, known := plan.FirewallID.ID()
	if !known || !r.account.Known() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	entrance, err := r.ingresses().Look(ctx, id)
	if err != nil {
		return nil
	}
	return &entrance
}

// keepAddresses plans the address that a rule has, where the configuration leaves it to us and the firewall could not be asked.
func keepAddresses(ctx context.Context, plan, config, state model, problems *diag.Diagnostics) model {
	rules, complete := values.KnownObjectMap[ruleModel](ctx, rulesPath, plan.Rules, problems)
	before, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, state.Rules, problems)
	if !complete || len(rules) == 0 || !customtypes.SameResourceID(plan.FirewallID.ValueString(), state.FirewallID.ValueString()) {
		return plan
	}
	given := written(ctx, config, problems)
	for name, rule := range rules {
		if had, there := before[name]; there && rule.DestinationAddress.IsUnknown() && !given[name] && values.Known(attr.Value(had.DestinationAddress)) {
			rule.DestinationAddress = had.DestinationAddress
			rules[name] = rule
		}
	}
	plan.Rules = values.ObjectMapFrom(ctx, ruleTypes, rules, problems)
	return plan
}
