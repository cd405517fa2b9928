package firewallegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// verdict judges the planned egress against what the clusters need. It is an error only where the plan changes the egress or
// what is asked of it (L2).
func (p *planning) verdict() diag.Diagnostics {
	changes := !p.prior || !p.plan.Egress.Equal(p.state.Egress) || !p.plan.AKS.Equal(p.state.AKS) || !p.plan.EgressChecks.Equal(p.state.EgressChecks)
	return judged(p.plan, preflight.Options{Levels: preflight.LevelsOf(p.plan.EgressChecks), Depends: changes})
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
	return judged(p.plan, preflight.Options{Levels: levels, Depends: true})
}

// asked reports whether somebody wants the egress judged.
func asked(m model) bool { return values.Known(m.AKS) || values.Known(m.EgressChecks) }

// judged is the verdict on an egress, where somebody asked for it.
func judged(m model, o preflight.Options) diag.Diagnostics {
	if !asked(m) {
		return nil
	}
	q := preflight.Question{Egress: m.Egress, Around: preflight.ForeignRoutes(view.Text(m.RouteTableID), m.ForeignRoutes), Levels: o.Levels.Judged()}
	o.Rules = path.Empty()
	if values.Known(m.AKS) {
		q.Profile, o.Rules = preflight.ProfileOf(view.Object(m.AKS), view.Text(m.Location), ""), aksPath
		if view.Object(m.AKS).Text("rules").Value == rules.ByNone {
			o.Advice = `leave aks.rules out, or set it to "tag": the rules that AKS needs are then added`
		}
	}
	o.SkipChecks, _ = values.KnownStrings(m.SkipChecks)
	o.Routes, o.Profile = routeTablePath, aksPath
	return preflight.Judge(q).Diagnostics(o)
}
