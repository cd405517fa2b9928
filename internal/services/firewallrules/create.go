package firewallrules

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

func (r *rulesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(problems...)
	policy, want, problems := specOf(plan)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	// The lock comes first, the clock after: waiting for another resource of this run is nobody's timeout.
	unlock, err := r.groups().Lock(ctx, policy)
	if err != nil {
		resp.Diagnostics.Append(operation("create", policy, timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(r.preflight(ctx, plan, model{}, applying)...)
	if resp.Diagnostics.HasError() {
		return
	}
	change := azure.GroupsChange{PolicyID: policy, Want: want}
	live, err := r.bring(ctx, &change, false, &resp.Diagnostics)
	if err != nil {
		resp.Diagnostics.Append(r.failure(operation("create", policy, timeout), change, err)...)
		plan = r.partial(ctx, plan, change, live, err)
		if len(groupNames(plan)) == 0 {
			return // nothing was made
		}
	} else {
		plan = values.RestorePlanned(ctx, plan, publish(plan, live))
	}
	r.note(change)
	resp.Diagnostics.Append(lifecycle.RecordObject(ctx, resp.Private, convergence.NewID(), err != nil)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, plan)...)
}

// bring takes what an earlier run has finished for ours, and converges.
func (r *rulesResource) bring(ctx context.Context, change *azure.GroupsChange, proven bool, problems *diag.Diagnostics) (map[string]azure.LiveGroup, error) {
	warnings, err := r.adopt(ctx, change, proven)
	if err != nil {
		return nil, err
	}
	problems.Append(warnings...)
	return r.groups().Converge(ctx, *change)
}

// rereadTimeout bounds the look at what a failed create has left. It is for a run that still has time: one that was cancelled asks nothing (O-24).
const rereadTimeout = 30 * time.Second

// partial is the state after a failed create: the groups that are ours. The one whose write failed is, if it is there and as wanted, or if
// nothing can be read of it: a destroy then deletes it, and the next refresh corrects the state.
func (r *rulesResource) partial(ctx context.Context, plan model, change azure.GroupsChange, live map[string]azure.LiveGroup, cause error) model {
	ours := map[string]azure.LiveGroup{}
	if !untouched(cause) {
		ours = live
	}
	var failed *azure.GroupError
	var exists *azure.ExistsError
	if errors.As(cause, &failed) && !errors.As(cause, &exists) && !untouched(cause) {
		if group, is := r.reread(ctx, change, failed.Name); is {
			ours[failed.Name] = group
		}
	}
	groups, kept := plan.RuleCollectionGroups.Elements(), map[string]attr.Value{}
	for name := range ours {
		kept[name] = groups[name]
	}
	plan.RuleCollectionGroups = types.MapValueMust(rules.OfPolicy.Groups().ElemType, kept)
	plan.RuleCollectionGroupIDs = plannedIDs(plan)
	return plan
}

func (r *rulesResource) reread(ctx context.Context, change azure.GroupsChange, name string) (group azure.LiveGroup, ours bool) {
	group = azure.LiveGroup{Group: change.Want[name]}
	if ctx.Err() != nil {
		return group, true
	}
	ctx, cancel := context.WithTimeout(ctx, rereadTimeout)
	defer cancel()
	live, err := r.groups().Read(ctx, change.PolicyID, name)
	if err != nil {
		return group, true
	}
	found, there := live[name]
	return found, there && change.Want[name].Equal(found.Group)
}

// made is what the account's ledger keeps of a group that this run has made or brought up to date.
type made struct{}

// note records the groups of a create, for the delete of a deposed object in the same run: with create_before_destroy both may hold the same
// groups, which then stay (C-9).
func (r *rulesResource) note(change azure.GroupsChange) {
	for name := range change.Want {
		r.account.Ledger.Plan(groupID(change.PolicyID, name), made{})
	}
}

func groupID(policy armid.ID, name string) armid.ID { return (&azure.Policy{ID: policy}).GroupID(name) }
