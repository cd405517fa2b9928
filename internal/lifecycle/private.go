package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

// RecordPlan is the last thing that every ModifyPlan does: it tells a later Delete in which of core's calls the plan was made.
// Anchor is the planned object's ID (the prior one's in a destroy), empty while unknown; parts are the planned
// children that the anchor's own deletion would not remove.
func RecordPlan(ctx context.Context, account *account.Account, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, anchor string, parts []string) {
	run := ""
	if account != nil {
		run = account.Run
	}
	record := convergence.NextPlan(convergence.PlanInput{
		Recorded:  convergence.ReadPlan(ctx, req.Private),
		Run:       run,
		PriorNull: req.State.Raw.IsNull(),
		PlanNull:  req.Plan.Raw.IsNull(),
		Anchor:    anchor,
		Parts:     parts,
	})
	resp.Diagnostics.Append(convergence.WritePlan(ctx, resp.Private, record)...)
}

// RecordObject stores what private state remembers of the object after a create or update, and removes the plan's record, which never
// belongs to a stored object.
func RecordObject(ctx context.Context, private convergence.Writer, create string, incomplete bool) diag.Diagnostics {
	problems := convergence.WriteObject(ctx, private, convergence.Object{Create: create, Incomplete: incomplete})
	problems.Append(convergence.ClearPlan(ctx, private)...)
	return problems
}

// DecideDelete reads the anchor and tells a real destroy from the delete half of a replacement that only completes what
// is there. Parts are the children in state, spelled as in RecordPlan.
func (a Anchor) DecideDelete(ctx context.Context, private convergence.Reader, parts []string) (convergence.DeleteDecision, diag.Diagnostic, error) {
	_, found, err := a.Find(ctx)
	if err != nil {
		return convergence.DeleteDecision{}, nil, err
	}
	decision := convergence.DecideDelete(convergence.DeleteInput{
		Plan:   convergence.ReadPlan(ctx, private),
		Object: convergence.ReadObject(ctx, private),
		Run:    a.Account.Run,
		Anchor: a.ID.String(),
		Parts:  parts,
		Found:  found,
	})
	return decision, decision.Diagnostic(a.subject()), nil
}

// RecordRead brings the object's record in line with what a read saw (C-2): private data can be lost when a provider
// dies, the tags on the live object cannot.
func RecordRead(ctx context.Context, prior convergence.Reader, private convergence.Writer, live map[string]string) diag.Diagnostics {
	mark := convergence.MarkOf(live)
	object := convergence.ReadObject(ctx, prior)
	object.Incomplete = mark.Pending
	if object.Create == "" {
		object.Create = mark.Create
	}
	return convergence.WriteObject(ctx, private, object)
}

// Unfinished reports that the state's object was never completed although the state is not tainted any more (C-8): the
// plan must then hold a change, or nothing would be called to finish it.
func Unfinished(ctx context.Context, req resource.ModifyPlanRequest) bool {
	return !req.State.Raw.IsNull() && convergence.ReadObject(ctx, req.Private).Incomplete
}
