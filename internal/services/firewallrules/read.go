package firewallrules

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

func (r *rulesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Before anything else: where core knows no identity yet (before 1.12) the framework asks for it even of an object that
	// turns out to be gone.
	resp.Diagnostics.Append(identify(ctx, resp.Identity, state)...)
	policy, _, problems := specOf(state)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	live, err := r.groups().Read(ctx, policy, groupNames(state)...)
	if err != nil {
		resp.Diagnostics.Append(operation("read", policy, timeout).Failed(err))
		return
	}
	if len(live) == 0 {
		resp.State.RemoveResource(ctx) // each of them is confirmed to be gone
		return
	}
	after := publish(state, live)
	object := convergence.ReadObject(ctx, req.Private)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, object.Create, object.Incomplete || anyFailed(live))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, values.KeepEmptiness(state, after))...)
}

// anyFailed reports a group whose last write failed: it has to be written again, although it may show what is wanted (aks-facts.md 4.3).
func anyFailed(live map[string]azure.LiveGroup) bool {
	for _, group := range live {
		if strings.EqualFold(group.ProvisioningState, "Failed") || strings.EqualFold(group.ProvisioningState, "Canceled") {
			return true
		}
	}
	return false
}

// publish shows the groups as they are. What means the same keeps its spelling, so that drift is seen where it is and nowhere else.
// One that is gone is not there.
func publish(before model, live map[string]azure.LiveGroup) model {
	shown, had := map[string]attr.Value{}, before.RuleCollectionGroups.Elements()
	for name, group := range live {
		shown[name] = rules.OfPolicy.Display(nil).Keep(name, group.Group, had[name])
	}
	after := before
	after.RuleCollectionGroups = types.MapValueMust(rules.OfPolicy.Groups().ElemType, shown)
	after.RuleCollectionGroupIDs = plannedIDs(after)
	return after
}

// identify sets the identity, where there is none yet: the policy and the names of the groups.
func identify(ctx context.Context, identity *tfsdk.ResourceIdentity, m model) diag.Diagnostics {
	var problems diag.Diagnostics
	if identity == nil || !identity.Raw.IsNull() && !allNull(identity.Raw) {
		return problems
	}
	problems.Append(identity.SetAttribute(ctx, policyPath, m.ID)...)
	problems.Append(identity.SetAttribute(ctx, namesPath, values.ListOfStrings(groupNames(m)))...)
	return problems
}

// allNull reports an identity that says nothing yet.
func allNull(raw tftypes.Value) bool {
	var parts map[string]tftypes.Value
	if err := raw.As(&parts); err != nil {
		return false
	}
	for _, part := range parts {
		if !part.IsNull() {
			return false
		}
	}
	return true
}
