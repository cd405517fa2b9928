package firewallingress

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
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

// preflightTimeout bounds reads that only make a plan better: without the firewall the plan goes on without it.
const preflightTimeout = 15 * time.Second

// planning is one ModifyPlan under way.
type planning struct {
	ctx                 context.Context //nolint:containedctx // a planning lives within one call
	r                   *ingressResource
	config, plan, state model
	problems            *diag.Diagnostics

	unsettled bool                  // it is to be written again, whatever it shows
	given     map[string]written    // what the configuration of each rule says itself
	planned   azure.PlannedFirewall // what the same run makes of the firewall
	ahead     bool                  // it plans the firewall
	entrance  *azure.Entrance       // the firewall as it is, where it was looked at
	ways      ways                  // its addresses at the end of the run, as far as they are known
}

// ModifyPlan makes known what can be known, and holds a change against the firewall where there is one already. A plan without a change
// reads nothing.
func (r *ingressResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	p := &planning{ctx: ctx, r: r, problems: &resp.Diagnostics, ways: ways{count: anyCount}, unsettled: lifecycle.Unfinished(ctx, req)}
	resp.Diagnostics.Append(req.Config.Get(ctx, &p.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &p.plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &p.state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p.given = writtenOf(ctx, p.config, p.problems)
	if firewall, known := p.plan.FirewallID.ID(); known {
		p.planned, p.ahead = r.foretold(firewall)
	}
	if p.ahead {
		p.ways = waysAhead(p.planned)
	}
	if p.leaves() {
		// The firewall has left the policy that holds the rules, or taken one, or will: they have to be made where it looks then.
		p.state.RulesAs = types.StringNull()
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("rules_as"))
	}
	p.fill()
	resp.Diagnostics.Append(resp.Plan.Set(ctx, p.plan)...)
}

// leaves reports whether the rules stand where the firewall does not look, or will not at the end of the run.
func (p *planning) leaves() bool {
	id, err := armid.Parse(p.state.ID.ValueString())
	if p.state.ID.IsNull() || err != nil {
		return false
	}
	firewall, _ := p.state.FirewallID.ID()
	planned, ahead := p.r.foretold(firewall)
	return p.state.RulesAs.IsNull() || ahead && azure.Ingress{FirewallID: firewall, PolicyID: policyOf(id)}.Leaves(planned)
}

// fill computes what the configuration leaves to us, and judges.
func (p *planning) fill() {
	p.keepAddresses()
	p.plan = resolve(p.ctx, p.plan, p.ways, p.given, p.problems)
	var found []diags.Check
	changes := p.unsettled || changes(p.plan, p.state)
	if changes {
		var missing bool
		p.entrance, missing = p.r.lookAhead(p.ctx, p.plan)
		if missing && !p.ahead {
			found = append(found, diags.Check{
				Rule: checkMissing, Attribute: firewallPath, Summary: "The firewall does not exist", Warning: true,
				Detail: fmt.Sprintf("%s was not found. Unless this apply makes it, the ingress cannot be made, and one that is replaced is gone by then", p.plan.FirewallID.ValueString()),
				Fix:    "correct the ID, or refer to the resource that makes the firewall",
			})
		}
		if p.entrance != nil && !p.ahead {
			p.ways = waysNow(*p.entrance)
		}
		p.plan = resolve(p.ctx, p.plan, p.ways, p.given, p.problems)
		// Where the firewall looks now is not where it looks once the other changes of this apply are done.
		p.plan.ID, p.plan.RulesAs = types.StringUnknown(), types.StringUnknown()
	} else {
		p.plan.ID, p.plan.RulesAs = p.state.ID, p.state.RulesAs
	}
	skip, _ := values.KnownStrings(p.plan.SkipChecks)
	found = append(found, p.judgeOthers(changes)...)
	if changes {
		found = append(found, p.r.judgeWays(p.ctx, p.plan, p.ways, p.given, false)...)
		if p.entrance != nil && !p.planned.Anew {
			found = append(found, p.r.judgeReaches(p.ctx, p.plan, *p.entrance)...)
		}
	}
	diags.AppendChecks(p.problems, skip, found...)
}

// classic reports whether the rules are known to be classic ones at the end of the run.
func (p *planning) classic() bool {
	switch {
	case p.ahead:
		return p.planned.PolicyKnown && p.planned.PolicyID.IsZero()
	case p.entrance != nil:
		return p.entrance.PolicyID.IsZero()
	}
	return p.state.RulesAs.ValueString() == asClassic
}

// changes tells a plan that writes something.
func changes(plan, state model) bool {
	return state.ID.IsNull() || state.RulesAs.IsNull() || !plan.Rules.Equal(state.Rules) || !plan.Priority.Equal(state.Priority) ||
		!customtypes.SameResourceID(plan.FirewallID.ValueString(), state.FirewallID.ValueString()) || !strings.EqualFold(plan.Name.ValueString(), state.Name.ValueString())
}

// lookAhead is the firewall, where it is there already and may be read; missing is a confirmed 404.
func (r *ingressResource) lookAhead(ctx context.Context, plan model) (entrance *azure.Entrance, missing bool) {
	id, known := plan.FirewallID.ID()
	if !known || !r.account.Known() {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	seen, err := r.ingresses().Look(ctx, id)
	if err != nil {
		return nil, armclient.IsNotFound(err)
	}
	return &seen, false
}

// keepAddresses gives rules whose address is left to us the one that they have.
func keepAddresses(ctx context.Context, plan, state model, problems *diag.Diagnostics) model {
	return eachKept(ctx, plan, state, problems, func(_ string, rule *ruleModel, had customtypes.IPAddress) {
		if rule.DestinationAddress.IsUnknown() {
			rule.DestinationAddress = had
		}
	})
}

// keepAddresses keeps the addresses that stay the firewall's, as far as is known. Of the others the configuration's are judged, and ours are
// given anew.
func (p *planning) keepAddresses() {
	p.plan = eachKept(p.ctx, p.plan, p.state, p.problems, func(name string, rule *ruleModel, had customtypes.IPAddress) {
		stays := p.ways.count == anyCount || slices.Contains(p.ways.addresses, had.ValueString())
		switch {
		case p.given[name].address:
		case stays && rule.DestinationAddress.IsUnknown():
			rule.DestinationAddress = had
		case !stays && rule.DestinationAddress.Equal(had):
			rule.DestinationAddress = customtypes.NewIPAddressUnknown()
		}
	})
}

// eachKept visits the rules of a plan that the state has, with an address, on the same firewall.
func eachKept(ctx context.Context, plan, state model, problems *diag.Diagnostics, visit func(name string, rule *ruleModel, had customtypes.IPAddress)) model {
	rules, complete := values.KnownObjectMap[ruleModel](ctx, rulesPath, plan.Rules, problems)
	before, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, state.Rules, problems)
	if !complete || len(rules) == 0 || !customtypes.SameResourceID(plan.FirewallID.ValueString(), state.FirewallID.ValueString()) {
		return plan
	}
	for name, rule := range rules {
		if had, there := before[name]; there && values.Known(attr.Value(had.DestinationAddress)) {
			visit(name, &rule, had.DestinationAddress)
			rules[name] = rule
		}
	}
	plan.Rules = values.ObjectMapFrom(ctx, ruleTypes, rules, problems)
	return plan
}
