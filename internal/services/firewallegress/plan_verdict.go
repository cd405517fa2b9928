package firewallegress

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// verdict judges the planned egress against what the clusters need. It is an error only where the plan changes the egress or
// what is asked of it (L2).
func (p *planning) verdict() diag.Diagnostics {
	changes := !p.prior || !p.plan.Egress.Equal(p.state.Egress) || !p.plan.AKS.Equal(p.state.AKS) || !p.plan.EgressChecks.Equal(p.state.EgressChecks)
	q := preflight.Question{}
	if changes && asked(p.plan) {
		q = p.rulesOfOthers()
	}
	return judged(q, p.plan, preflight.Options{Levels: preflight.LevelsOf(p.plan.EgressChecks), Depends: changes})
}

// rulesOfOthers asks with the rules that others have where ours are, as far as they can be read, and with those that this run has planned
// there so far: into a policy of others they may come before the egress. Any may come later, so that nothing is missing for certain.
func (p *planning) rulesOfOthers() preflight.Question {
	complete := view.Object(p.plan.Egress).Flag("rules_complete")
	id, err := armid.Parse(p.plan.FirewallPolicyID.ValueString())
	if complete.Known && complete.Value || err != nil || !p.r.account.Known() || p.plan.RulesAs.ValueString() == rulesClassic {
		return preflight.Question{}
	}
	ctx, cancel := context.WithTimeout(armclient.WithReadCache(p.ctx), preflightTimeout)
	defer cancel()
	read := survey.New(p.r.account.Client).Read(ctx, survey.Scope{Policies: []armid.ID{id}})
	q := preflight.Question{Around: read.World(), Names: read.Name, Coming: true}
	q.Planned, q.PlannedOpen = preflight.PlannedRules(p.r.account.Ledger, id)
	for _, name := range p.givenUp() {
		if !slices.ContainsFunc(q.Planned, func(g preflight.PlannedGroup) bool { return strings.EqualFold(g.Name, name) }) {
			q.Planned = append(q.Planned, preflight.PlannedGroup{Name: name})
		}
	}
	return q
}

// tellGivenUp keeps clusters from counting on a rule that is still there and is about to go.
func (p *planning) tellGivenUp() {
	policy, err := armid.Parse(p.plan.FirewallPolicyID.ValueString())
	if gone := p.givenUp(); len(gone) > 0 && err == nil && p.r.account != nil {
		preflight.PlanRules(p.r.account.Ledger, policy, nil, gone)
	}
}

// givenUp are the groups of ours that the plan takes out of the policy that it keeps.
func (p *planning) givenUp() []string {
	if !p.prior || !convergence.SameID(p.state.FirewallPolicyID.ValueString(), p.plan.FirewallPolicyID.ValueString()) {
		return nil
	}
	before, after := view.Map(view.Object(p.state.Egress)["rule_collection_groups"]), view.Map(view.Object(p.plan.Egress)["rule_collection_groups"])
	if !after.Complete {
		return nil
	}
	return slices.DeleteFunc(before.Keys, func(name string) bool {
		return slices.ContainsFunc(after.Keys, func(other string) bool { return strings.EqualFold(name, other) })
	})
}

// draftVerdict judges what a configuration alone tells, by a plan with no account and no state. Of what is not decidable nothing
// is said: a plan knows more.
func (r *egressResource) draftVerdict(ctx context.Context, config model) diag.Diagnostics {
	if !asked(config) {
		return nil
	}
	p := &planning{ctx: ctx, r: r, config: config, plan: config}
	if config.RulesAs.IsNull() {
		p.plan.RulesAs = types.StringValue(rulesPolicy)
	}
	if config.SKUTier.IsNull() {
		p.plan.SKUTier = types.StringValue(string(cloud.TierStandard))
	}
	p.fill()
	p.plan.ID = p.plan.Name // there is no ID without a subscription, and messages need a name
	p.plan.Egress = exported{m: p.plan, routes: wantedRoutes(p.plan), groups: wantedGroups(p.plan)}.value()
	levels := preflight.LevelsOf(config.EgressChecks)
	levels.Undecidable = preflight.Silent
	return judged(preflight.Question{}, p.plan, preflight.Options{Levels: levels, Depends: true})
}

// asked reports whether somebody wants the egress judged.
func asked(m model) bool { return values.Known(m.AKS) || values.Known(m.EgressChecks) }

// judged is the verdict on an egress, where somebody asked for it. The question brings what is known of others.
func judged(q preflight.Question, m model, o preflight.Options) diag.Diagnostics {
	if !asked(m) {
		return nil
	}
	foreign := preflight.ForeignRoutes(view.Text(m.RouteTableID), m.ForeignRoutes)
	q.Around.RouteTables = append(q.Around.RouteTables, foreign.RouteTables...)
	q.Egress = m.Egress
	o.Rules = path.Empty()
	if values.Known(m.AKS) {
		q.Profile, o.Rules = preflight.ProfileOf(view.Object(m.AKS), view.Text(m.Location), ""), aksPath
		switch view.Object(m.AKS).Text("rules").Value {
		case rules.ByNone:
			o.Advice = `leave aks.rules out, or set it to "tag": the rules that AKS needs are then added. ` +
				`Where udr_firewall_rules, another configuration or another tool adds them, set it to "external"`
		case rules.ByOthers:
			if view.Object(m.EgressChecks).Text("undecidable").Null() {
				o.Levels.Undecidable = preflight.Silent // it was said where the rules come from
			}
		}
	}
	q.Levels = o.Levels.Judged()
	o.SkipChecks, _ = values.KnownStrings(m.SkipChecks)
	o.Routes, o.Profile = routeTablePath, aksPath
	return preflight.Judge(q).Diagnostics(o)
}
