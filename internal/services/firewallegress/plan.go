package firewallegress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// planning is one ModifyPlan under way.
type planning struct {
	ctx                 context.Context //nolint:containedctx // a planning lives within one call
	r                   *egressResource
	config, plan, state model
	prior               bool // there is a prior state
	replaced            bool // the firewall's ID is another one than the state's
	problems            diag.Diagnostics
}

// ModifyPlan makes known what can be known: IDs, names, defaults, all tags, and the exported egress but for what Azure
// assigns. What it fills in depends on configuration and state alone, so that core's second plan is like the first.
func (r *egressResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var state model
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		lifecycle.RecordPlan(ctx, r.account, req, resp, anchorText(state), nil)
		return
	}
	p := &planning{ctx: ctx, r: r, prior: !req.State.Raw.IsNull()}
	resp.Diagnostics.Append(req.Config.Get(ctx, &p.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &p.plan)...)
	if p.prior {
		resp.Diagnostics.Append(req.State.Get(ctx, &p.state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p.fill()
	if lifecycle.Unfinished(ctx, req) {
		// A value that is not known makes core call Update, which finishes what is missing (C-8).
		p.plan.ForeignRoutes = types.MapUnknown(types.ObjectType{AttrTypes: foreignRouteTypes})
	}
	resp.Diagnostics.Append(p.problems...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, p.plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if p.prior {
		p.replacements(resp)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.preflight(ctx, p.plan, p.state)...)
		resp.Diagnostics.Append(p.verdict()...)
		p.tellGivenUp()
	}
	lifecycle.RecordPlan(ctx, r.account, req, resp, anchorText(p.plan), p.parts())
}

// anchorText is the ID of the anchor; empty while it is not known.
func anchorText(m model) string {
	if name := view.Object(m.RouteTable).Text("name"); name.Null() && !m.RouteTable.IsUnknown() {
		return view.Text(m.ID).Value // a table of others: the firewall
	}
	return view.Text(m.RouteTableID).Value
}

// fill computes every computed value, in the order in which they depend on one another.
func (p *planning) fill() {
	p.plan.ID = p.named(azure.FirewallType, p.plan.Name, p.state.ID)
	p.replaced = !p.prior || !convergence.SameID(p.plan.ID.ValueString(), p.state.ID.ValueString())
	p.plan.TagsAll = lifecycle.PlannedTags(p.r.account, p.plan.Tags)
	p.zones()
	p.publicIPs()
	p.management()
	p.policy()
	p.judgePolicy()
	p.routeTable()
	p.addresses()
	groups := wantedGroups(p.plan)
	p.plan.Egress = exported{m: p.plan, routes: wantedRoutes(p.plan), groups: groups, others: p.othersStay(groups)}.value()
}

// othersStay tells whether rules of others that the refresh saw are where the plan's rules are. Where the plan changes groups, what
// it saw may be what an update that was cut short has made: that comes out at apply.
func (p *planning) othersStay(groups attr.Value) types.Bool {
	if p.replaced || !p.state.RulesAs.Equal(p.plan.RulesAs) || !convergence.SameID(p.state.FirewallPolicyID.ValueString(), p.plan.FirewallPolicyID.ValueString()) {
		return types.BoolValue(false)
	}
	seen := othersSeen(p.state)
	if seen.ValueBool() && !groups.Equal(view.Object(p.state.Egress)["rule_collection_groups"]) {
		return types.BoolUnknown()
	}
	return seen
}

// named is the ID of an object in the firewall's resource group, in the state's spelling where it names the same.
func (p *planning) named(kind string, name types.String, before types.String) types.String {
	account := p.r.account
	if account == nil || account.SubscriptionID == "" || !values.AllKnown(name, p.plan.ResourceGroupName) {
		return types.StringUnknown()
	}
	id := account.ResourceID(p.plan.ResourceGroupName.ValueString(), "Microsoft.Network", kindName(kind), name.ValueString())
	switch {
	case id.IsZero():
		return types.StringUnknown()
	case convergence.SameID(before.ValueString(), id.String()):
		return before
	}
	return types.StringValue(id.String())
}

// kindName is a resource type without its namespace.
func kindName(kind string) string { return kind[len("Microsoft.Network/"):] }

// zones that the configuration leaves to Azure are what Azure chose.
func (p *planning) zones() {
	if !p.config.Zones.IsNull() {
		return
	}
	p.plan.Zones = types.SetUnknown(types.StringType)
	if !p.replaced {
		p.plan.Zones = p.state.Zones
	}
}

// publicIPs fills in names and IDs. A name that the configuration leaves out stays what it is.
func (p *planning) publicIPs() {
	planned, complete := values.KnownObjectMap[publicIPModel](p.ctx, publicIPsPath, p.plan.PublicIPs, &p.problems)
	if !complete || p.plan.PublicIPs.IsNull() {
		return
	}
	config, _ := values.KnownObjectMap[publicIPModel](p.ctx, publicIPsPath, p.config.PublicIPs, &p.problems)
	before, _ := values.KnownObjectMap[publicIPModel](p.ctx, publicIPsPath, p.state.PublicIPs, &p.problems)
	for key, ip := range planned {
		switch given := config[key].PublicIPAddressID; {
		case given.IsUnknown():
			ip.Name, ip.ID = types.StringUnknown(), types.StringUnknown()
		case !given.IsNull():
			ip.Name, ip.ID = types.StringNull(), types.StringValue(ip.PublicIPAddressID.ValueString())
			if convergence.SameID(before[key].ID.ValueString(), ip.ID.ValueString()) {
				ip.ID = before[key].ID
			}
		default:
			ip.Name = p.name(config[key].Name, before[key].Name, types.StringValue(key))
			ip.ID = p.named(azure.PublicIPType, ip.Name, before[key].ID)
		}
		planned[key] = ip
	}
	p.plan.PublicIPs = values.ObjectMapFrom(p.ctx, publicIPTypes, planned, &p.problems)
}

// name is the configured one, else the one that is there, else the fallback.
func (p *planning) name(config, before, fallback types.String) types.String {
	switch {
	case !config.IsNull():
		return config
	case !p.replaced && values.Known(before):
		return before
	}
	return fallback
}

// derived is the firewall's name with an ending.
func (p *planning) derived(ending string) types.String {
	if !values.Known(p.plan.Name) {
		return types.StringUnknown()
	}
	return types.StringValue(p.plan.Name.ValueString() + ending)
}

func (p *planning) management() {
	planned := values.KnownObject[managementModel](p.ctx, managementPath, p.plan.Management, &p.problems)
	config := values.KnownObject[managementModel](p.ctx, managementPath, p.config.Management, &p.problems)
	if planned == nil || config == nil {
		return
	}
	before := values.KnownObject[managementModel](p.ctx, managementPath, p.state.Management, &p.problems)
	if before == nil {
		before = &managementModel{}
	}
	switch given := config.PublicIPAddressID; {
	case given.IsUnknown():
		planned.PublicIPName = types.StringUnknown()
	case !given.IsNull():
		planned.PublicIPName = types.StringNull()
	default:
		planned.PublicIPName = p.name(config.PublicIPName, before.PublicIPName, p.derived("-management"))
	}
	p.plan.Management = values.ObjectFrom(p.ctx, managementTypes, planned, &p.problems)
}

// addresses are known as long as the same firewall and the same public IPs stay. A firewall without an address is stopped, or
// gone, and gets one by the next write.
func (p *planning) addresses() {
	p.plan.PrivateIPAddress = types.StringUnknown()
	if !p.replaced && values.Known(p.state.PrivateIPAddress) {
		p.plan.PrivateIPAddress = p.state.PrivateIPAddress
	}
	p.plan.PredictedPrivateIPAddress = p.predicted()
	p.plan.PublicIPAddresses = p.publicAddresses()
	p.plan.ForeignRoutes = p.foreignRoutes()
}

// foreignRoutes are what the refresh saw, without those that the plan takes for ours: a change that was cut short has made
// them. Before there is a table nothing is known, since a create may resume one that others have already put routes into.
func (p *planning) foreignRoutes() types.Map {
	element := types.ObjectType{AttrTypes: foreignRouteTypes}
	ours := wantedRoutes(p.plan)
	same := convergence.SameID(p.state.RouteTableID.ValueString(), p.plan.RouteTableID.ValueString())
	if !values.Known(p.state.ForeignRoutes) || !same || ours == nil {
		return types.MapUnknown(element)
	}
	kept := p.state.ForeignRoutes.Elements()
	for name := range ours {
		for _, other := range sortedKeys(kept) {
			if strings.EqualFold(name, other) {
				delete(kept, other)
			}
		}
	}
	return types.MapValueMust(element, kept)
}

// predicted is the first usable address of the firewall's subnet (aks-facts.md 3.3).
func (p *planning) predicted() types.String {
	subnet := view.Object(p.plan.FirewallSubnet)
	prefixes := subnet.Texts("address_prefixes")
	if subnet == nil || !prefixes.Complete {
		return types.StringUnknown()
	}
	for _, one := range subnetShapeOf(p.plan.FirewallSubnet).prefixes {
		if address, ok := cloud.FirstUsable(one.prefix); ok {
			return types.StringValue(address.String())
		}
	}
	return types.StringNull()
}

func (p *planning) publicAddresses() types.Map {
	ips := view.Map(p.plan.PublicIPs)
	if !ips.Complete {
		return types.MapUnknown(types.StringType)
	}
	before, known := view.Map(p.state.PublicIPs), view.Map(p.state.PublicIPAddresses)
	addresses := values.MapOfStrings(nil).Elements()
	for _, key := range ips.Keys {
		addresses[key] = types.StringUnknown()
		id, was := view.Object(ips.Values[key]).Text("id"), view.Object(before.Values[key]).Text("id")
		if address := view.Text(known.Values[key]); address.Known && id.Known && was.Known && convergence.SameID(id.Value, was.Value) {
			addresses[key] = types.StringValue(address.Value)
		}
	}
	return types.MapValueMust(types.StringType, addresses)
}

// parts is the planned children, as far as they are known.
func (p *planning) parts() []string {
	for _, one := range []interface{ IsUnknown() bool }{p.plan.ID, p.plan.TagsAll, p.plan.RouteTableID, p.plan.FirewallPolicyID} {
		if one.IsUnknown() {
			return nil
		}
	}
	m := p.plan
	m.Zones = types.SetNull(types.StringType)
	want, problems := specOf(p.ctx, m, model{})
	if problems.HasError() {
		return nil
	}
	return want.Parts()
}
