package applianceegress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// verdict judges the planned egress against what the clusters need. It is an error only where the plan changes the egress or
// what is asked of it (L2).
func (p *planning) verdict() diag.Diagnostics {
	changes := !p.prior || !p.plan.Egress.Equal(p.state.Egress) || !p.plan.AKS.Equal(p.state.AKS) || !p.plan.EgressChecks.Equal(p.state.EgressChecks)
	return judged(p.plan, preflight.Options{Levels: preflight.LevelsOf(p.plan.EgressChecks), Depends: changes})
}

// draftVerdict judges what a configuration alone tells. Of what is not decidable nothing is said: a plan knows more.
func draftVerdict(ctx context.Context, config model) diag.Diagnostics {
	var ignored diag.Diagnostics
	draft := drafted(ctx, config)
	h := unknownHop()
	if a := values.KnownObject[applianceModel](ctx, appliancePath, draft.Appliance, &ignored); a != nil {
		if a.gateway() {
			h = hop{types.StringNull(), types.StringNull(), types.StringNull()}
		} else if !a.PrivateIPAddress.IsNull() {
			h = givenHop(a)
		}
	}
	draft.PrivateIPAddress = h.address
	bgp := types.BoolUnknown() // of a table of others
	if table := values.KnownObject[routeTableModel](ctx, routeTablePath, draft.RouteTable, &ignored); table != nil && draft.own() {
		bgp = table.BGPRoutePropagationEnabled
	}
	draft.Egress = exported{m: draft, hop: h, bgp: bgp, routes: wantedRoutes(ctx, draft)}.value(ctx, &ignored)
	levels := preflight.LevelsOf(config.EgressChecks)
	levels.Undecidable = preflight.Silent
	return judged(draft, preflight.Options{Levels: levels, Depends: true})
}

// judged is the verdict on an egress. It is given only where somebody asked for it.
func judged(m model, o preflight.Options) diag.Diagnostics {
	if !values.Known(m.AKS) && !values.Known(m.EgressChecks) {
		return nil
	}
	q := preflight.Question{Egress: m.Egress, Around: preflight.ForeignRoutes(view.Text(m.RouteTableID), m.ForeignRoutes), Levels: o.Levels.Judged()}
	if values.Known(m.AKS) {
		q.Profile = preflight.ProfileOf(view.Object(m.AKS), view.Text(m.Location), "")
	}
	o.SkipChecks, _ = values.KnownStrings(m.SkipChecks)
	o.Rules, o.Routes, o.Profile = aksPath, routeTablePath, aksPath
	return preflight.Judge(q).Diagnostics(o)
}

// drafted is the configuration with the schema's defaults, which validation does not see.
func drafted(ctx context.Context, config model) model {
	config.Appliance = withDefaults(ctx, config.Appliance, map[string]attr.Value{"next_hop_type": types.StringValue(azure.HopAppliance)})
	if config.RouteTable.IsNull() {
		config.RouteTable = defaultTable()
	}
	config.RouteTable = withDefaults(ctx, config.RouteTable, defaultTable().Attributes())
	return config
}

// withDefaults fills in attributes of a known object that are null.
func withDefaults(ctx context.Context, object types.Object, defaults map[string]attr.Value) types.Object {
	if !values.Known(object) {
		return object
	}
	all := object.Attributes()
	for name, value := range defaults {
		if all[name].IsNull() {
			all[name] = value
		}
	}
	return types.ObjectValueMust(object.AttributeTypes(ctx), all)
}
