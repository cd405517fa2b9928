package armemu

import (
	"net/http"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// delete serves DELETE: 204 when there is nothing, else at once or by a long-running operation during which GET still answers 200
// (arm-wire.md 1.3, 4.2).
func (x *exchange) delete(t target) (*reply, error) {
	if t.typ.Delete == armtypes.None {
		return nil, errMethod(x.method)
	}
	if op := x.runningOn(t.id.Key()); op != nil && op.Verb == armtypes.Delete {
		return x.answerDeleting(t, x.acceptedReply(op)) // a second DELETE joins the first [?]
	}
	d, ok := x.find(t.id)
	if !ok {
		return x.answerMissing(t)
	}
	if err := x.writable(t); err != nil {
		return nil, err
	}
	p := x.planDelete(d)
	own := x.ownLocks(p)
	if err := x.conflict(p, own); err != nil {
		return nil, err
	}
	if err := x.checkIfMatch(p); err != nil {
		return nil, err
	}
	if d.Type.RefuseDelete != nil && d.Type.Name != armtypes.ResourceGroupType {
		if refusal := d.Type.RefuseDelete(x.txn, d); refusal != nil {
			return nil, refusal
		}
	}
	if d.Type.RefuseDeleteAlone != nil {
		if refusal := d.Type.RefuseDeleteAlone(x.txn, d); refusal != nil {
			return nil, refusal
		}
	}
	locks := slices.Concat(own, x.furtherLocks(p))
	if err := x.conflict(p, locks); err != nil {
		return nil, err
	}
	return x.acceptDelete(p, d, locks)
}

func (x *exchange) answerDeleting(t target, rep *reply) (*reply, error) {
	if t.typ.Family == armtypes.AKS {
		return nil, errAKSBusy(x.runningOn(t.id.Key()))
	}
	return rep, nil
}

// answerMissing: 204, but 404 for a group that is not there.
func (x *exchange) answerMissing(t target) (*reply, error) {
	if t.typ.Name == armtypes.ResourceGroupType {
		return nil, errGroupNotFound(t.id.Name())
	}
	if err := x.groupExists(t.id); err != nil {
		return nil, err
	}
	return newReply(http.StatusNoContent), nil
}

func (x *exchange) planDelete(d *armtypes.Document) *plan {
	p := &plan{verb: armtypes.Delete, prev: d, rootPrev: d}
	p.self = x.newWrite(armtypes.Delete, d.ID, d.Type, d.Body.Clone(), d.Body, d.Parent)
	p.root = p.self
	if d.Type.Embed == nil {
		return p
	}
	parentID, _ := d.ID.Parent()
	if root, ok := x.find(parentID); ok {
		p.rootPrev = root
		p.root = x.newWrite(armtypes.Update, root.ID, root.Type, root.Body.Clone(), root.Body, root.Parent)
	}
	return p
}

// acceptDelete removes at once, or marks the resource and starts the operation.
func (x *exchange) acceptDelete(p *plan, d *armtypes.Document, locks []string) (*reply, error) {
	x.accepted = true
	op := x.newOperation(p.self, armtypes.Delete, nil, locks)
	if d.Type.Delete == armtypes.Sync {
		if x.effect.FailOperation {
			x.accepted = false
			return nil, armtypes.Invalid(x.effect.Code, "%s", x.effect.Message)
		}
		before := d
		if failure := x.remove(op); failure != nil {
			return nil, armtypes.Errorf(http.StatusConflict, failure.Code, "%s", failure.Message)
		}
		if d.Type.DeleteAnswersBody {
			return x.documentReply(http.StatusOK, before)
		}
		return newReply(http.StatusOK), nil
	}
	x.markDeleting(p, d)
	op.Doom = x.doom()
	x.putOperation(op)
	return x.acceptedReply(op), nil
}

// markDeleting shows the resource as Deleting; an embedded one takes its parent's document along as Updating.
func (x *exchange) markDeleting(p *plan, d *armtypes.Document) {
	f := familyOf(d.Type)
	if el, ok := x.element(p.root.Type, p.root.Body, d.Type, d.ID.Name()); ok && p.embedded() {
		body := asChild(d.Type, el.body)
		if !d.Type.NoState {
			body.Set(statePath, f.deleting)
		}
		el.body = asElement(d.Type, body)
		el.set(p.root.Body)
	}
	if !p.root.Type.NoState {
		p.root.Body.Set(statePath, f.transient(p.root.Verb))
	}
	x.store(p.root.ID.String(), p.root.Type, p.root.Body, x.renewed(p.root.Type))
}
