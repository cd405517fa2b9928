package armemu

import (
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// remove takes the target of a delete out of the store.
func (t *txn) remove(op *state.Operation) *state.Failure {
	d, ok := t.Get(op.Target)
	if !ok {
		return nil
	}
	if d.Type.Name == armtypes.ResourceGroupType {
		return t.removeGroup(op, d)
	}
	if d.Type.Embed != nil {
		t.removeElement(d)
		return nil
	}
	t.removeDocument(d)
	return nil
}

// removeElement takes an embedded resource out of its parent's document, which is done with it in the same step.
func (t *txn) removeElement(d *armtypes.Document) {
	parentID, _ := d.ID.Parent()
	parent, ok := t.find(parentID)
	if !ok {
		return
	}
	body := parent.Body.Clone()
	el, ok := t.element(parent.Type, body, d.Type, d.ID.Name())
	if !ok {
		return
	}
	el.without(body)
	if !parent.Type.NoState {
		body.Set(statePath, stateSucceeded)
	}
	t.store(parent.ID.String(), parent.Type, body, t.renewed(parent.Type))
	t.dropBelow(d.ID.String())
	t.tellRemoved(d)
}

// removeDocument takes a resource with all that hangs on it: child documents and extension resources at its scope.
func (t *txn) removeDocument(d *armtypes.Document) {
	var gone []*armtypes.Document
	for _, el := range t.elements(d.Type, d.Body) {
		gone = append(gone, t.child(d, el))
	}
	t.state.Delete(d.ID.String())
	t.dirty = true
	t.dropBelow(d.ID.String())
	for _, child := range gone {
		t.tellRemoved(child)
	}
	t.tellRemoved(d)
}

// dropBelow removes every stored document below an id.
func (t *txn) dropBelow(id string) {
	prefix := strings.ToLower(id) + "/"
	for _, r := range t.state.Resources() {
		if !strings.HasPrefix(strings.ToLower(r.ID), prefix) {
			continue
		}
		d, known := t.document(r)
		t.state.Delete(r.ID)
		t.dirty = true
		if known {
			t.tellRemoved(d)
		}
	}
}

func (t *txn) tellRemoved(d *armtypes.Document) {
	if d.Type.Removed == nil {
		return
	}
	d.Type.Removed(&armtypes.Write{
		View: t, Verb: armtypes.Delete, ID: d.ID, Type: d.Type, Body: d.Body.Clone(), Prev: d.Body, Parent: d.Parent, TenantID: TenantID,
		CallerID: ObjectID, NewGUID: t.newGUID, Change: t.change, Store: t.storeWhole, Drop: t.drop,
	})
}

// removeGroup takes a group with everything in it, in dependency order: again and again whatever nothing refuses any more. What
// something outside the group still holds blocks the deletion; the group then stays with what is left.
func (t *txn) removeGroup(op *state.Operation, group *armtypes.Document) *state.Failure {
	t.finishWithin(op, group.ID.String())
	for {
		removed, refusal := t.removeUnrefused(group.ID.String())
		if refusal == nil {
			t.removeDocument(group)
			return nil
		}
		if removed == 0 {
			return &state.Failure{
				Code:    "ResourceGroupDeletionBlocked",
				Message: fmt.Sprintf("Deletion of resource group '%s' failed as resources could not be deleted. The provisioning state of the resource group will be rolled back.", group.ID.Name()),
				Details: []state.Failure{{Code: refusal.Code, Message: refusal.Message}},
			}
		}
	}
}

// finishWithin ends what still runs in the group, so that nothing ends after its resource is gone.
func (t *txn) finishWithin(self *state.Operation, group string) {
	for _, op := range t.state.Operations() {
		if op.Running() && op.ID != self.ID && within(op.Target, group) {
			last := *op
			last.Retried = true // what still tries gives up
			t.finish(&last)
		}
	}
}

// removeUnrefused removes every resource of the group that nothing holds, and gives the last refusal met.
func (t *txn) removeUnrefused(group string) (removed int, refusal *armtypes.Error) {
	for _, r := range t.state.Resources() {
		if !within(r.ID, group) || strings.EqualFold(r.ID, group) || t.state.Resource(r.ID) == nil {
			continue
		}
		d, known := t.document(r)
		if !known {
			t.state.Delete(r.ID)
			removed++
			continue
		}
		if d.Type.RefuseDelete != nil {
			if err := d.Type.RefuseDelete(t, d); err != nil {
				refusal = err
				continue
			}
		}
		t.removeDocument(d)
		removed++
	}
	return removed, refusal
}
