package armemu

import (
	"cmp"
	"slices"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// The words of provisioningState that mean the end, and those of operations.
const (
	stateSucceeded = "Succeeded"
	stateFailed    = "Failed"

	opSucceeded = state.Succeeded
	opFailed    = state.Failed
)

// unlistedDuration is for rows that the duration table does not have: a light write.
const unlistedDuration = 5 * time.Second

// newOperation makes a running operation; it is not stored yet. At time scale 0 it ends once it has been seen in progress, otherwise
// after Azure's typical duration times the scale.
func (x *exchange) newOperation(w *armtypes.Write, verb armtypes.Verb, touched, locks []string) *state.Operation {
	slices.Sort(locks)
	op := &state.Operation{
		ID: x.newGUID(), Verb: verb, Target: w.ID.String(), Type: w.Type.Name, Touched: touched, Subscription: w.ID.Subscription,
		Location: w.Location(), Start: x.now, Status: state.InProgress, Locks: slices.Compact(locks),
	}
	if op.Location == "" {
		op.Location = "global"
	}
	x.schedule(op, rowOf(w), verb)
	return op
}

// rowOf is the row of the duration table that a write uses.
func rowOf(w *armtypes.Write) string {
	if w.Type.Duration != nil {
		if row := w.Type.Duration(w); row != "" {
			return row
		}
	}
	return w.Type.Name
}

func (x *exchange) schedule(op *state.Operation, row string, verb armtypes.Verb) {
	if x.scale == 0 {
		op.WhenSeen, op.Due = true, x.now
		return
	}
	typical := armtypes.TypicalDuration(row, verb)
	if typical == 0 {
		typical = unlistedDuration
	}
	op.Due = x.now.Add(time.Duration(float64(typical) * x.scale))
}

// doom is the failure that a fault has in store for the operation, nil for none.
func (x *exchange) doom() *state.Failure {
	if !x.effect.FailOperation {
		return nil
	}
	return &state.Failure{Code: x.effect.Code, Message: x.effect.Message}
}

// settle ends the operations that are due, in the order in which they were. Nothing else ever ends one.
func (t *txn) settle() {
	var due []*state.Operation
	for _, op := range t.state.Operations() {
		if op.Running() && t.isDue(op) {
			due = append(due, op)
		}
	}
	slices.SortStableFunc(due, func(a, b *state.Operation) int { return cmp.Compare(a.Due.UnixNano(), b.Due.UnixNano()) })
	for _, op := range due {
		if current := t.state.Operation(op.ID); current != nil && current.Running() {
			t.finish(current)
		}
	}
}

func (t *txn) isDue(op *state.Operation) bool {
	if op.WhenSeen {
		return op.Seen
	}
	return !t.now.Before(op.Due)
}

// finish ends an operation, well or as it was doomed.
func (t *txn) finish(running *state.Operation) {
	op := *running
	if op.Doom == nil {
		if op.Doom = t.judgeEnd(&op); op.Doom != nil && t.postpone(&op) {
			return
		}
	}
	op.End = t.now
	if !op.WhenSeen && op.Due.Before(t.now) {
		op.End = op.Due
	}
	op.Status = opSucceeded
	if op.Doom != nil {
		op.Status, op.Failure = opFailed, op.Doom
	} else if blocked := t.effect(&op); blocked != nil {
		op.Status, op.Failure = opFailed, blocked
	}
	if op.Status == opFailed {
		t.fail(&op)
	}
	op.Locks = nil
	t.putOperation(&op)
}

// judgeEnd asks the target's type whether the operation ends well; nil means that it does.
func (t *txn) judgeEnd(op *state.Operation) *state.Failure {
	d, ok := t.Get(op.Target)
	if !ok || d.Type.Doom == nil || op.Verb == armtypes.Delete {
		return nil
	}
	w := t.finalWrite(op, d.ID, d.Type, d.Body.Clone(), d.Parent)
	w.Send, w.Action, w.Touched = t.send, op.Action, op.Touched
	refusal := d.Type.Doom(w)
	if refusal == nil {
		return nil
	}
	failure := &state.Failure{Code: refusal.Code, Message: refusal.Message, Patience: refusal.Patience}
	for _, detail := range refusal.Details {
		failure.Details = append(failure.Details, state.Failure{Code: detail.Code, Message: detail.Message})
	}
	return failure
}

// postpone lets an operation that is doomed go on for as long as the service tries; it is judged again then, once. At time scale 0 it does
// not wait.
func (t *txn) postpone(op *state.Operation) bool {
	wait := time.Duration(float64(op.Doom.Patience) * t.scale)
	if op.WhenSeen || op.Retried || wait <= 0 {
		return false
	}
	op.Due, op.Retried, op.Doom = op.Due.Add(wait), true, nil
	t.putOperation(op)
	if t.isDue(op) {
		t.finish(op)
	}
	return true
}

// effect brings about what the operation is for.
func (t *txn) effect(op *state.Operation) *state.Failure {
	if op.Verb == armtypes.Delete {
		return t.remove(op)
	}
	t.complete(op)
	return nil
}

// fail leaves the resource with provisioningState Failed, readable by GET (arm-wire.md 2.1). A group's state is rolled back.
func (t *txn) fail(op *state.Operation) {
	final := stateFailed
	if op.Type == armtypes.ResourceGroupType {
		final = stateSucceeded
	}
	t.settleDocument(op, final, nil)
}

// complete sets the state of a written resource to Succeeded and lets the types add what appears at the end. The target, the children
// touched and the document around them change in one step (arm-wire.md 4.2).
func (t *txn) complete(op *state.Operation) {
	t.settleDocument(op, stateSucceeded, func(w *armtypes.Write) {
		if op.Verb == armtypes.Act {
			if a := t.action(w.Type, op.Action); a != nil && a.Complete != nil {
				a.Complete(w)
			}
			return
		}
		if w.Type.Complete != nil {
			w.Type.Complete(w)
		}
	})
}

// settleDocument writes a final state into the stored document of an operation: into the target, the touched children and the document
// itself. done runs for each of them but the document around an embedded target.
func (t *txn) settleDocument(op *state.Operation, final string, done func(*armtypes.Write)) {
	target, err := armtypes.ParseID(op.Target)
	if err != nil {
		return
	}
	rootID := t.rootKey(target)
	d, ok := t.Get(rootID)
	if !ok {
		return
	}
	body := d.Body.Clone()
	ids := append([]string{op.Target}, op.Touched...)
	for _, el := range t.elements(d.Type, body) {
		id := d.ID.Child(el.typ.Name, el.body.Str("name"))
		if !containsFold(ids, id.String()) {
			continue
		}
		t.settleElement(op, d, el, body, final, done)
	}
	if !d.Type.NoState {
		body.Set(statePath, final)
	}
	if done != nil && d.ID.Key() == target.Key() {
		done(t.finalWrite(op, d.ID, d.Type, body, d.Parent))
	}
	etag := d.ETag
	if f := familyOf(d.Type); f.renewsAtEnd {
		etag = t.renewed(d.Type)
	}
	t.store(d.ID.String(), d.Type, body, etag)
}

func (t *txn) settleElement(op *state.Operation, d *armtypes.Document, el element, body armtypes.Object, final string, done func(*armtypes.Write)) {
	w := t.finalWrite(op, d.ID.Child(el.typ.Name, el.body.Str("name")), el.typ, asChild(el.typ, el.body), body)
	if !el.typ.NoState {
		w.Body.Set(statePath, final)
	}
	if f := familyOf(el.typ); f.childETags && f.renewsAtEnd {
		w.Body.Set("properties."+f.etagMember, t.renewed(el.typ))
	}
	if done != nil {
		done(w)
	}
	el.body = asElement(el.typ, w.Body)
	el.set(body)
}

func (t *txn) finalWrite(op *state.Operation, id armtypes.ID, typ *armtypes.Type, body, parent armtypes.Object) *armtypes.Write {
	return &armtypes.Write{
		View: t, Verb: op.Verb, ID: id, Type: typ, Body: body, Prev: body.Clone(), Parent: parent, TenantID: TenantID,
		CallerID: ObjectID, NewGUID: t.newGUID, Change: t.change, Store: t.storeWhole, Drop: t.drop,
	}
}

// change edits another resource for a hook.
func (t *txn) change(id string, edit func(armtypes.Object)) {
	d, ok := t.Get(id)
	if !ok {
		return
	}
	root, body := d, d.Body.Clone()
	if d.Type.Embed != nil {
		parentID, _ := d.ID.Parent()
		if root, ok = t.find(parentID); !ok {
			return
		}
		whole := root.Body.Clone()
		el, found := t.element(root.Type, whole, d.Type, d.ID.Name())
		if !found {
			return
		}
		edit(body)
		el.body = asElement(d.Type, body)
		el.set(whole)
		body = whole
	} else {
		edit(body)
	}
	t.store(root.ID.String(), root.Type, body, t.renewed(root.Type))
}
