package firewallegress

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// policy plans the policy and its ID: none with classic rules, somebody else's where the configuration names it, else ours.
func (p *planning) policy() {
	none := types.ObjectNull(policyTypes)
	undecided := p.plan.RulesAs.IsUnknown() || p.config.FirewallPolicyID.IsUnknown()
	switch {
	case p.config.Policy.IsUnknown() || undecided && p.config.Policy.IsNull():
		p.plan.Policy, p.plan.FirewallPolicyID = types.ObjectUnknown(policyTypes), customtypes.NewResourceIDUnknown()
		return
	case undecided:
		// A policy that is configured is ours: with anything else the configuration will be refused.
	case p.plan.RulesAs.ValueString() == rulesClassic:
		p.plan.Policy, p.plan.FirewallPolicyID = none, customtypes.NewResourceIDNull()
		return
	case !p.config.FirewallPolicyID.IsNull():
		p.plan.Policy, p.plan.FirewallPolicyID = none, p.kept(p.config.FirewallPolicyID, p.state.FirewallPolicyID)
		return
	}
	planned := values.KnownObject[policyModel](p.ctx, policyPath, p.config.Policy, &p.problems)
	if planned == nil {
		planned = emptyPolicy()
	}
	before := values.KnownObject[policyModel](p.ctx, policyPath, p.state.Policy, &p.problems)
	p.policyTier(planned, before)
	p.plan.Policy = values.ObjectFrom(p.ctx, policyTypes, planned, &p.problems)
	id := p.named(azure.FirewallPolicyType, planned.Name, types.StringValue(p.state.FirewallPolicyID.ValueString()))
	p.plan.FirewallPolicyID = idValue(id)
	if undecided {
		p.plan.FirewallPolicyID = customtypes.NewResourceIDUnknown()
	}
}

// emptyPolicy is the policy of a configuration that says nothing of it.
func emptyPolicy() *policyModel {
	nested := func(name string) types.Object {
		object, _ := policyTypes[name].(types.ObjectType)
		return types.ObjectNull(object.AttrTypes)
	}
	return &policyModel{
		ThreatIntelligenceAllowlist: nested("threat_intelligence_allowlist"), TLSCertificate: nested("tls_certificate"),
	}
}

// policyTier plans name and tier. Azure changes no policy's tier (FirewallPolicySkuChangeDisallowed, MicrosoftDocs/azure-docs#88954):
// a policy of another tier is another policy, which takes the place of the old one by the firewall's write.
func (p *planning) policyTier(planned, before *policyModel) {
	if planned.SKUTier.IsNull() {
		planned.SKUTier = p.plan.SKUTier
		if before != nil && !p.replaced && p.serves(before.SKUTier) {
			planned.SKUTier = before.SKUTier
		}
	}
	configured := !planned.Name.IsNull()
	if before == nil || p.replaced {
		planned.Name = p.name(planned.Name, types.StringNull(), p.derived("-policy"))
		return
	}
	if !values.AllKnown(planned.SKUTier, before.SKUTier) || strings.EqualFold(planned.SKUTier.ValueString(), before.SKUTier.ValueString()) {
		planned.Name = p.name(planned.Name, before.Name, p.derived("-policy"))
		return
	}
	if !configured {
		planned.Name = p.derived("-policy-" + strings.ToLower(planned.SKUTier.ValueString()))
		return
	}
	if strings.EqualFold(planned.Name.ValueString(), before.Name.ValueString()) {
		p.problems.Append(diag.NewAttributeErrorDiagnostic(policyPath.AtName("name"), "A policy cannot change its tier",
			fmt.Sprintf("The policy %q has tier %s and would get tier %s, which Azure does not do (FirewallPolicySkuChangeDisallowed).\n\nFix: give the policy another "+
				"name. The new policy takes the place of the old one in one write of the firewall, without an outage, and the old one is deleted.",
				planned.Name.ValueString(), before.SKUTier.ValueString(), planned.SKUTier.ValueString())))
	}
}

// serves reports that a policy of the tier does for the planned firewall: it then stays when the firewall's tier changes.
func (p *planning) serves(tier types.String) bool {
	if !values.AllKnown(tier, p.plan.SKUTier) {
		return false
	}
	return cloud.PolicyAllowed(cloud.Tier(p.plan.SKUTier.ValueString()), cloud.Tier(tier.ValueString())).Support == cloud.SupportYes
}

// judgePolicy finds what the configuration asks of a policy whose tier it does not name, and which is below the firewall's.
func (p *planning) judgePolicy() {
	tier := view.Object(p.plan.Policy).Text("sku_tier")
	if !tier.Known || view.Object(p.config.Policy).Text("sku_tier").Known || tier.Value == view.Text(p.plan.SKUTier).Value {
		return
	}
	s := shapeOf(p.config)
	found := newFindings()
	for _, one := range append(s.needs(), s.groups.Needs()...) {
		found.Unsupported(cloud.Tier(tier.Value), one)
	}
	for i := range found.List {
		found.List[i].Detail += fmt.Sprintf(". The policy keeps tier %s, since Azure changes no policy's tier", tier.Value)
		found.List[i].Fix = fmt.Sprintf("set policy = { sku_tier = %q }: a new policy takes the place of the old one in one write of the firewall", view.Text(p.plan.SKUTier).Value)
	}
	skip, _ := values.KnownStrings(p.plan.SkipChecks)
	diags.AppendChecks(&p.problems, skip, found.List...)
}

// kept is a configured ID in the state's spelling where it names the same.
func (p *planning) kept(config, state customtypes.ResourceID) customtypes.ResourceID {
	if values.AllKnown(config, state) && customtypes.SameResourceID(config.ValueString(), state.ValueString()) {
		return state
	}
	return config
}

func idValue(id types.String) customtypes.ResourceID {
	if id.IsUnknown() {
		return customtypes.NewResourceIDUnknown()
	}
	return customtypes.NewResourceID(id.ValueString())
}

// routeTable plans the table and its ID: somebody else's where the configuration names it, else ours.
func (p *planning) routeTable() {
	if p.config.RouteTable.IsUnknown() || p.config.RouteTableID.IsUnknown() && p.config.RouteTable.IsNull() {
		p.plan.RouteTable, p.plan.RouteTableID = types.ObjectUnknown(routeTableTypes), customtypes.NewResourceIDUnknown()
		return
	}
	planned := values.KnownObject[routeTableModel](p.ctx, routeTablePath, p.config.RouteTable, &p.problems)
	if planned == nil {
		planned = &routeTableModel{Routes: types.MapNull(types.ObjectType{AttrTypes: routeTypes}), ReplacedRouteTableIDs: types.SetNull(routeTableIDType)}
	}
	defaults(planned)
	before := values.KnownObject[routeTableModel](p.ctx, routeTablePath, p.state.RouteTable, &p.problems)
	if before == nil {
		before = &routeTableModel{}
	}
	switch {
	case p.config.RouteTableID.IsUnknown():
		p.plan.RouteTableID = customtypes.NewResourceIDUnknown()
		if planned.Name.IsNull() {
			planned.Name = types.StringUnknown()
		}
	case !p.config.RouteTableID.IsNull():
		planned.Name, p.plan.RouteTableID = types.StringNull(), p.kept(p.config.RouteTableID, p.state.RouteTableID)
	default:
		planned.Name = p.name(planned.Name, before.Name, p.derived("-rt"))
		p.plan.RouteTableID = idValue(p.named(azure.RouteTableType, planned.Name, types.StringValue(p.state.RouteTableID.ValueString())))
	}
	p.plan.RouteTable = values.ObjectFrom(p.ctx, routeTableTypes, planned, &p.problems)
}

// defaults are the schema's, which do not reach into an object that the configuration leaves out.
func defaults(m *routeTableModel) {
	if m.BGPRoutePropagationEnabled.IsNull() {
		m.BGPRoutePropagationEnabled = types.BoolValue(false)
	}
	if m.DefaultRouteName.IsNull() {
		m.DefaultRouteName = types.StringValue(defaultRoute)
	}
	if m.PublicIPRoutesEnabled.IsNull() {
		m.PublicIPRoutesEnabled = types.BoolValue(false)
	}
}
