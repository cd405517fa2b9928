package armemu

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Get implements armtypes.View.
func (t *txn) Get(id string) (*armtypes.Document, bool) {
	parsed, err := armtypes.ParseID(id)
	if err != nil {
		return nil, false
	}
	return t.find(parsed)
}

func (t *txn) find(id armtypes.ID) (*armtypes.Document, bool) {
	typ := t.types.Type(id.Type)
	if typ == nil {
		return nil, false
	}
	if typ.Embed != nil {
		return t.findEmbedded(id, typ)
	}
	if r := t.state.Resource(id.String()); r != nil {
		return t.document(r)
	}
	if typ.Get != nil {
		if d := typ.Get(t, id); d != nil {
			return d, true
		}
	}
	return nil, false
}

func (t *txn) findEmbedded(id armtypes.ID, typ *armtypes.Type) (*armtypes.Document, bool) {
	parentID, _ := id.Parent()
	parent, ok := t.find(parentID)
	if !ok {
		return nil, false
	}
	el, ok := t.element(parent.Type, parent.Body, typ, id.Name())
	if !ok {
		return nil, false
	}
	return t.child(parent, el), true
}

// All implements armtypes.View.
func (t *txn) All(typeName string) []*armtypes.Document {
	typ := t.types.Type(typeName)
	if typ == nil {
		return nil
	}
	stored := typ
	if typ.Embed != nil {
		stored = t.types.Parent(typ)
	}
	var out []*armtypes.Document
	for _, r := range t.state.Resources() {
		if r.Type != stored.Name {
			continue
		}
		d, ok := t.document(r)
		switch {
		case !ok:
		case typ == stored:
			out = append(out, d)
		default:
			out = append(out, t.embedded(d, typ)...)
		}
	}
	return out
}

func (t *txn) embedded(parent *armtypes.Document, typ *armtypes.Type) []*armtypes.Document {
	var out []*armtypes.Document
	for _, el := range t.elements(parent.Type, parent.Body) {
		if el.typ == typ {
			out = append(out, t.child(parent, el))
		}
	}
	return out
}

// Children implements armtypes.View.
func (t *txn) Children(parentID, typeName string) []*armtypes.Document {
	typ := t.types.Type(typeName)
	if typ == nil {
		return nil
	}
	if typ.Embed != nil {
		parent, ok := t.Get(parentID)
		if !ok {
			return nil
		}
		return t.embedded(parent, typ)
	}
	var out []*armtypes.Document
	for _, d := range t.All(typeName) {
		if parent, ok := d.ID.Parent(); ok && strings.EqualFold(parent.String(), parentID) {
			out = append(out, d)
		}
	}
	return out
}

// Serves implements armtypes.View.
func (t *txn) Serves(typeName string) bool { return t.types.Type(typeName) != nil }

// Referrers implements armtypes.View.
func (t *txn) Referrers(id, from, via string) []armtypes.Referrer {
	var out []armtypes.Referrer
	for _, d := range t.All(from) {
		for _, place := range d.Body.Each(via) {
			if target, ok := place.Value.(string); ok && strings.EqualFold(target, id) {
				out = append(out, armtypes.Referrer{Document: d, ElementID: t.elementID(d, via, place), Element: place.Element})
			}
		}
	}
	return out
}

// elementID is the id of the embedded element around a reference, or the id that the element carries itself.
func (t *txn) elementID(d *armtypes.Document, via string, place armtypes.Place) string {
	for _, child := range t.types.Embedded(d.Type) {
		for _, path := range child.Embed.Paths {
			holder := place.Element
			if strings.HasPrefix(via, path+".") {
				holder = d.Body.Obj(path)
			} else if !strings.HasPrefix(via, path+"[*].") {
				continue
			}
			return d.ID.Child(child.Name, holder.Str("name")).String()
		}
	}
	if strings.HasSuffix(via, "[*].id") {
		return "" // the element is the reference itself, not something with an id of its own
	}
	return place.Element.Str("id")
}
