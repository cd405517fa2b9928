package firewallingress

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

func (r *ingressResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that is gone.
	r.identify(ctx, resp.Identity, state, &resp.Diagnostics)
	firewall, _ := state.FirewallID.ID()
	entrance, err := r.ingresses().Look(ctx, firewall)
	gone := armclient.IsNotFound(err)
	if err != nil && !gone {
		resp.Diagnostics.Append(operation("read", firewall.String(), timeout).Failed(err))
		return
	}
	imported := state.ID.IsNull()
	if imported && gone {
		resp.State.RemoveResource(ctx)
		return
	}
	at := azure.Ingress{FirewallID: firewall, PolicyID: entrance.PolicyID, Name: state.Name.ValueString()}
	if !imported {
		id, err := armid.Parse(state.ID.ValueString())
		if err != nil {
			resp.Diagnostics.Append(operation("read", state.ID.ValueString(), timeout).Failed(err))
			return
		}
		at.PolicyID = policyOf(id)
	}
	live, found, err := r.ingresses().Read(ctx, at)
	if err != nil {
		resp.Diagnostics.Append(operation("read", at.ID().String(), timeout).Failed(err))
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	after, problems := published(ctx, state, live)
	resp.Diagnostics.Append(problems...)
	if gone || !at.PolicyID.Equal(entrance.PolicyID) && !(at.PolicyID.IsZero() && entrance.PolicyID.IsZero()) {
		after.RulesAs = types.StringNull() // they stand where the firewall does not look any more: the plan replaces them
	}
	if skip, _ := values.KnownStrings(state.SkipChecks); !slices.Contains(skip, checkDestination) {
		after.Rules = withoutLost(ctx, after.Rules, entrance, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, "", live.Unsettled)...)
	before := state
	if imported {
		before = after
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(before, after))...)
}

// withoutLost drops the addresses that the firewall has no more, so that the plan gives these rules another one, or refuses one that the
// configuration names: nothing comes in by them.
func withoutLost(ctx context.Context, rules types.Map, entrance azure.Entrance, problems *diag.Diagnostics) types.Map {
	way := waysNow(entrance)
	if way.count <= 0 || !way.complete() {
		return rules
	}
	all := values.ObjectMap[ruleModel](ctx, rulesPath, rules, problems)
	for name, rule := range all {
		if address, known := rule.DestinationAddress.Addr(); known && !slices.Contains(way.addresses, address.String()) {
			rule.DestinationAddress = customtypes.NewIPAddressNull()
			all[name] = rule
		}
	}
	return values.ObjectMapFrom(ctx, ruleTypes, all, problems)
}

// policyOf is the policy that holds a group; zero for a collection within a firewall.
func policyOf(id armid.ID) armid.ID {
	if id.IsType(firewallType + "/natRuleCollections") {
		return armid.ID{}
	}
	policy, _ := id.Parent()
	return policy
}

func (r *ingressResource) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, m model, problems *diag.Diagnostics) {
	problems.Append(identity.SetAttribute(ctx, path.Root("firewall_id"), m.FirewallID.ValueString())...)
	problems.Append(identity.SetAttribute(ctx, path.Root("name"), m.Name.ValueString())...)
}
