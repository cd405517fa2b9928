package armemu

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
)

// storeWhole writes a resource for another one's hook: as a PUT that nothing refuses and that ends at once.
func (t *txn) storeWhole(id string, body armtypes.Object) {
	parsed, err := armtypes.ParseID(id)
	if err != nil {
		return
	}
	typ := t.types.Type(parsed.Type)
	if typ == nil || typ.Embed != nil {
		return
	}
	var prev armtypes.Object
	verb := armtypes.Create
	if d, ok := t.find(parsed); ok {
		verb, prev, parsed = armtypes.Update, d.Body, d.ID
	}
	out := normalize(typ, parsed.Name(), body, prev, t.keptPaths(typ)...)
	if location := out.Str("location"); location != "" {
		out["location"] = armtypes.NormalLocation(location)
	}
	w := t.managedWrite(verb, parsed, typ, out, prev, nil)
	if !typ.NoState {
		out.Set(statePath, stateSucceeded)
	}
	finished(w)
	t.putElements(w)
	if armtypes.Same(prev, out) {
		return
	}
	t.store(parsed.String(), typ, out, t.renewed(typ))
}

// putElements does the same for what lives inside the body.
func (t *txn) putElements(root *armtypes.Write) {
	for _, el := range t.elements(root.Type, root.Body) {
		name := el.body.Str("name")
		var prev armtypes.Object
		verb := armtypes.Create
		if old, ok := t.element(root.Type, root.Prev, el.typ, name); ok {
			verb, prev = armtypes.Update, asChild(el.typ, old.body).Clone()
		}
		body := normalize(el.typ, name, asChild(el.typ, el.body), prev)
		if !el.typ.NoState {
			body.Set(statePath, stateSucceeded)
		}
		finished(t.managedWrite(verb, root.ID.Child(el.typ.Name, name), el.typ, body, prev, root.Body))
		el.body = asElement(el.typ, body)
		el.set(root.Body)
	}
}

func (t *txn) managedWrite(verb armtypes.Verb, id armtypes.ID, typ *armtypes.Type, body, prev, parent armtypes.Object) *armtypes.Write {
	op := &state.Operation{Verb: verb}
	w := t.finalWrite(op, id, typ, body, parent)
	w.Prev = prev
	return w
}

// finished runs the hooks that set values.
func finished(w *armtypes.Write) {
	if w.Type.Fill != nil {
		w.Type.Fill(w)
	}
	if w.Type.Complete != nil {
		w.Type.Complete(w)
	}
}

// drop removes a resource for another one's hook, a group with everything in it.
func (t *txn) drop(id string) {
	d, ok := t.Get(id)
	if !ok || d.Type.Embed != nil {
		return
	}
	for _, op := range t.state.Operations() {
		if op.Running() && within(op.Target, id) {
			ended := *op
			ended.Status, ended.End, ended.Locks = opSucceeded, t.now, nil
			t.putOperation(&ended)
		}
	}
	t.removeDocument(d)
}

// send walks a packet for a hook.
func (t *txn) send(p armtypes.Packet) armtypes.Arrival {
	result, err := walk.Walk(t, walkPacket(p))
	if err != nil {
		return armtypes.Arrival{Reason: err.Error()}
	}
	return armtypes.Arrival{
		Passed: result.Passes(), Opaque: result.Outcome == walk.Opaque, Reason: result.Reason,
		Decider: strings.TrimSpace(result.Decider.Kind + " " + result.Decider.Name), Exits: result.Exits,
	}
}
