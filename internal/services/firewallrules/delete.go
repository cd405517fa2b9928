package firewallrules

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

func (r *rulesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, problems := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(problems...)
	policy, ours, problems := specOf(state)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	unlock, err := r.groups().Lock(ctx, policy)
	if err != nil {
		resp.Diagnostics.Append(operation("delete", policy, timeout).Failed(err))
		return
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if r.deposed(ctx, req) {
		r.leaveSuccessors(policy, ours, &resp.Diagnostics)
	}
	if err := r.groups().Delete(ctx, policy, ours); err != nil {
		resp.Diagnostics.Append(r.failure(operation("delete", policy, timeout), azure.GroupsChange{PolicyID: policy, Prior: ours}, err)...)
		// Core stores the private data of a failed delete; the plan's record does not belong to it.
		resp.Diagnostics.Append(convergence.ClearPlan(ctx, resp.Private)...)
	}
}

// deposed reports the end of a create_before_destroy replacement: the one delete that is planned in the apply's own run (C-4).
func (r *rulesResource) deposed(ctx context.Context, req resource.DeleteRequest) bool {
	plan := convergence.ReadPlan(ctx, req.Private)
	return plan.Step == convergence.StepDestroy && r.account.Run != "" && plan.Run == r.account.Run
}

// leaveSuccessors takes out the groups that the replacement holds by now.
func (r *rulesResource) leaveSuccessors(policy armid.ID, ours map[string]azure.Group, problems *diag.Diagnostics) {
	maps.DeleteFunc(ours, func(name string, _ azure.Group) bool {
		object, there := r.account.Ledger.Planned(groupID(policy, name))
		_, taken := object.(made)
		if there && taken {
			problems.AddWarning("The group was taken over by its replacement", groupID(policy, name).String()+" was to be deleted after its replacement (create_before_destroy), "+
				"but both are the same group. It is not deleted.")
		}
		return there && taken
	})
}
