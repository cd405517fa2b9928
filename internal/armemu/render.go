package armemu

import (
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// render gives a document the form of an answer: ids, types and etags, back references, computed values, order of members.
func (t *txn) render(d *armtypes.Document) ordered {
	return ordered{object: t.answer(d), first: familyOf(d.Type).order}
}

func (t *txn) answer(d *armtypes.Document) armtypes.Object {
	c := *d
	c.Body = d.Body.Clone()
	for _, el := range t.elements(d.Type, c.Body) {
		el.body = t.renderElement(&c, el)
		el.set(c.Body)
	}
	t.fillComputed(&c)
	c.Body["id"] = familyOf(d.Type).idForm(d.ID.String())
	c.Body["name"] = d.ID.Name()
	c.Body["type"] = d.Type.Wire()
	t.stampETag(&c)
	return c.Body
}

// renderElement renders an embedded child as its parent shows it. A flat one shows its properties only.
func (t *txn) renderElement(parent *armtypes.Document, el element) armtypes.Object {
	d := t.child(parent, el)
	d.Body = d.Body.Clone()
	t.fillComputed(d)
	if el.typ.Embed.Flat {
		return asElement(el.typ, d.Body)
	}
	d.Body["id"] = familyOf(el.typ).idForm(d.ID.String())
	d.Body["type"] = el.typ.Wire()
	t.stampETag(d)
	return d.Body
}

func (t *txn) stampETag(d *armtypes.Document) {
	f := familyOf(d.Type)
	if f.etagMember != "" && !(f.childETags && d.Type.Embed != nil) {
		d.Body[f.etagMember] = d.ETag
	}
}

// fillComputed adds what is not stored: back references, then the type's own.
func (t *txn) fillComputed(d *armtypes.Document) {
	for _, b := range d.Type.BackReferences {
		refs := t.backReferences(d.ID, b)
		switch {
		case b.Single && len(refs) > 0:
			d.Body.Set(b.Path, refs[0])
		case !b.Single && (len(refs) > 0 || !b.OmitEmpty):
			d.Body.Set(b.Path, append(d.Body.List(b.Path), refs...)) // several types may refer in one list
		}
	}
	if d.Type.Compute != nil {
		d.Type.Compute(t, d)
	}
}

func (t *txn) backReferences(id armtypes.ID, b armtypes.BackReference) []any {
	out := []any{}
	for _, r := range t.Referrers(id.String(), b.From, b.Via) {
		ref := r.Document.ID.String()
		if b.Element && r.ElementID != "" {
			ref = r.ElementID
		}
		out = append(out, map[string]any{"id": familyOf(r.Document.Type).idForm(ref)})
	}
	return out
}
