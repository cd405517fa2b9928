package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// change is a planned change in core's terms.
type change struct {
	action          Action
	reason          Reason
	before, after   cty.Value
	private         []byte
	identity        cty.Value // planned identity, cty.NilVal for none
	priorIdentity   cty.Value
	requiresReplace []cty.Path
}

// plan works out the change from the prior object to the configuration. It restates plan in hashicorp/terraform
// internal/terraform/node_resource_abstract_instance.go. Earlier is the change that was planned before, when this is the second
// planning, in the apply.
//
// What it keeps of core, because our convergence stands on it: a tainted object is planned as if there were no object, and its
// private data is not shown; a replacement is planned twice, and the second planning gets the planned private data of the
// first as its prior private data.
func (r *Resource) plan(out *Outcome, earlier *change, prior *object, config cty.Value, replace bool) (*change, bool) {
	r.h.tb.Helper()
	null := cty.NullVal(r.schema.typ)
	before, tainted, priorIdentity := null, cty.NilVal, cty.NilVal
	var private []byte
	switch {
	case prior == nil:
	case !prior.tainted:
		before, private, priorIdentity = prior.value, prior.private, prior.identity
	case !gone(prior):
		tainted = prior.value
	}
	if !r.validate(out, config) {
		return nil, false
	}
	answer, ok := r.askPlan(out, config, before, private, priorIdentity)
	if !ok {
		return nil, false
	}
	c := &change{
		before: before, after: answer.planned, private: answer.private,
		identity: answer.identity, priorIdentity: priorIdentity,
	}
	if c.requiresReplace, ok = r.changedPaths(out, answer.requiresReplace, before, answer.planned); !ok {
		return nil, false
	}
	r.decide(c, replace)
	if c.action.IsReplace() {
		if answer, ok = r.askPlan(out, config, null, answer.private, cty.NilVal); !ok {
			return nil, false
		}
		c.after, c.private, c.identity = answer.planned, answer.private, answer.identity
	}
	if c.action == Create && tainted != cty.NilVal {
		c.action, c.reason, c.before, c.priorIdentity = r.replacement(), BecauseTainted, tainted, prior.identity
	}
	if earlier != nil && earlier.action.IsReplace() && c.action == Create {
		// The old object is gone from the state by now, so the second planning sees a plain create.
		c.action, c.before = earlier.action, earlier.before
	}
	if c.action == Update && !r.checkPlannedIdentity(out, c) {
		return nil, false
	}
	return c, true
}

// decide chooses the action.
func (r *Resource) decide(c *change, replace bool) {
	same := c.after.Equals(c.before)
	switch {
	case c.before.IsNull():
		c.action = Create
	case same.IsKnown() && same.True() && !replace:
		c.action = NoOp
	case replace:
		c.action, c.reason = r.replacement(), BecauseRequested
	case len(c.requiresReplace) > 0:
		c.action, c.reason = r.replacement(), BecauseCannotUpdate
	default:
		c.action = Update
	}
}

func (r *Resource) replacement() Action {
	if r.createBeforeDestroy {
		return CreateThenDelete
	}
	return DeleteThenCreate
}

// changedPaths keeps those of the provider's requires-replace paths at which something changes. A path that neither object has
// is a breach.
func (r *Resource) changedPaths(out *Outcome, paths []cty.Path, before, planned cty.Value) ([]cty.Path, bool) {
	r.h.tb.Helper()
	if before.IsNull() {
		return nil, true
	}
	var changed []cty.Path
	ok := true
	for _, path := range paths {
		was, errWas := path.Apply(before)
		becomes, errBecomes := path.Apply(planned)
		switch {
		case errWas != nil && errBecomes != nil:
			out.breach("Provider produced invalid plan", problem{path: path, text: "indicated \"requires replacement\" for a non-existent attribute path"})
			ok = false
			continue
		case errWas != nil:
			was = cty.NullVal(becomes.Type())
		case errBecomes != nil:
			becomes = cty.NullVal(was.Type())
		}
		if same := becomes.Equals(was); !same.IsKnown() || same.False() {
			changed = append(changed, path)
		}
	}
	return changed, ok
}

// checkPlannedIdentity: an update in place keeps the identity.
func (r *Resource) checkPlannedIdentity(out *Outcome, c *change) bool {
	r.h.tb.Helper()
	if r.identity == nil || c.identity == cty.NilVal || c.priorIdentity == cty.NilVal {
		return true
	}
	problems := r.identity.resultProblems(c.identity, c.priorIdentity)
	out.breach("Provider produced different identity", problems...)
	return len(problems) == 0
}

// answer is what the provider planned.
type answer struct {
	planned         cty.Value
	private         []byte
	identity        cty.Value
	requiresReplace []cty.Path
}

// askPlan is PlanResourceChange with the proposed new state, and core's checks of the answer.
func (r *Resource) askPlan(out *Outcome, config, prior cty.Value, private []byte, identity cty.Value) (*answer, bool) {
	r.h.tb.Helper()
	proposed := cty.NullVal(r.schema.typ)
	if !config.IsNull() {
		proposed = r.schema.proposedNew(prior, config)
	}
	server := r.h.ready(out)
	if server == nil {
		return nil, false
	}
	req := &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.typeName, PriorPrivate: private, PriorIdentity: r.sendIdentity(out, identity),
		ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{},
	}
	if !r.packInto(out, config, &req.Config) || !r.packInto(out, prior, &req.PriorState) || !r.packInto(out, proposed, &req.ProposedNewState) {
		return nil, false
	}
	resp, ok := call(r.h, out, "PlanResourceChange", server.PlanResourceChange, req)
	if !ok || !out.take(resp.Diagnostics) {
		return nil, false
	}
	if resp.Deferred != nil {
		out.breachf("Provider deferred changes when Terraform did not allow deferrals", "reason %s", resp.Deferred.Reason)
		return nil, false
	}
	planned, err := fromWire(resp.PlannedState, r.schema.typ)
	if err != nil {
		out.breachf("Provider produced invalid plan", "%s", err)
		return nil, false
	}
	if problems := r.schema.planProblems(prior, config, planned); len(problems) > 0 {
		out.breach("Provider produced invalid plan", problems...)
		return nil, false
	}
	a := &answer{planned: planned, private: resp.PlannedPrivate}
	if a.identity, ok = r.receiveIdentity(out, resp.PlannedIdentity); !ok {
		return nil, false
	}
	for _, path := range resp.RequiresReplace {
		a.requiresReplace = append(a.requiresReplace, ctyPath(path))
	}
	return a, true
}

// planDestroy is PlanResourceChange towards nothing. The private data that it returns is what Delete will see.
func (r *Resource) planDestroy(out *Outcome, o *object) (*change, bool) {
	r.h.tb.Helper()
	null := cty.NullVal(r.schema.typ)
	a, ok := r.askPlan(out, null, o.value, o.private, o.identity)
	if !ok {
		return nil, false
	}
	return &change{action: Delete, before: o.value, after: null, private: a.private, identity: a.identity, priorIdentity: o.identity}, true
}

func (r *Resource) packInto(out *Outcome, v cty.Value, to **tfprotov6.DynamicValue) bool {
	r.h.tb.Helper()
	packed, ok := r.h.pack(out, v, r.schema.typ)
	*to = packed
	return ok
}
