package armemu

import (
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// element is one embedded child within a parent's body.
type element struct {
	typ  *armtypes.Type
	path string // of the array or the single object
	// index within the array, -1 for a single object.
	index int
	body  armtypes.Object // as it stands in the parent
}

// at is where the element lies, for targets of errors.
func (el element) at() string {
	if el.index < 0 {
		return el.path
	}
	return el.path + "[" + strconv.Itoa(el.index) + "]"
}

// elements gives the embedded children of a body, in order of the types and their paths.
func (t *txn) elements(parent *armtypes.Type, body armtypes.Object) []element {
	var out []element
	for _, child := range t.types.Embedded(parent) {
		for _, path := range child.Embed.Paths {
			out = append(out, elementsAt(child, path, body)...)
		}
	}
	return out
}

func elementsAt(child *armtypes.Type, path string, body armtypes.Object) []element {
	if single := body.Obj(path); single != nil {
		return []element{{typ: child, path: path, index: -1, body: single}}
	}
	var out []element
	for i, v := range body.List(path) {
		if m, ok := v.(map[string]any); ok {
			out = append(out, element{typ: child, path: path, index: i, body: m})
		}
	}
	return out
}

// find gives the element of a type with a name.
func (t *txn) element(parent *armtypes.Type, body armtypes.Object, child *armtypes.Type, name string) (element, bool) {
	for _, el := range t.elements(parent, body) {
		if el.typ == child && strings.EqualFold(el.body.Str("name"), name) {
			return el, true
		}
	}
	return element{}, false
}

// asChild gives an element the form of a document of its own: flat elements get "properties".
func asChild(typ *armtypes.Type, el armtypes.Object) armtypes.Object {
	if !typ.Embed.Flat {
		return el
	}
	properties := el.Clone()
	properties.Remove("name")
	return armtypes.Object{"name": el.Str("name"), "properties": map[string]any(properties)}
}

// asElement is the inverse of asChild.
func asElement(typ *armtypes.Type, body armtypes.Object) armtypes.Object {
	if !typ.Embed.Flat {
		return body
	}
	el := body.Obj("properties").Clone()
	if el == nil {
		el = armtypes.Object{}
	}
	el["name"] = body.Str("name")
	return el
}

// set puts an element into a body: at its place, or at the end of the array when index is beyond it.
func (el element) set(body armtypes.Object) {
	value := map[string]any(el.body)
	list := body.List(el.path)
	switch {
	case el.index < 0:
		body.Set(el.path, value)
	case el.index < len(list):
		list[el.index] = value
	default:
		body.Set(el.path, append(list, value))
	}
}

// without removes an element from a body.
func (el element) without(body armtypes.Object) {
	if el.index < 0 {
		body.Remove(el.path)
		return
	}
	list := body.List(el.path)
	rest := append(append([]any{}, list[:el.index]...), list[el.index+1:]...)
	body.Set(el.path, rest)
}

// document gives a record as hooks see it.
func (t *txn) document(r *state.Resource) (*armtypes.Document, bool) {
	typ := t.types.Type(r.Type)
	id, err := armtypes.ParseID(r.ID)
	if typ == nil || err != nil {
		return nil, false // written by a build that had more types: not ours to judge, and kept
	}
	d := &armtypes.Document{ID: id, Type: typ, Body: r.Body, ETag: r.ETag}
	if parent, ok := id.Parent(); ok {
		if pr := t.state.Resource(parent.String()); pr != nil {
			d.Parent = pr.Body
		}
	}
	return d, true
}

// child gives an embedded element as hooks see it.
func (t *txn) child(parent *armtypes.Document, el element) *armtypes.Document {
	d := &armtypes.Document{
		ID: parent.ID.Child(el.typ.Name, el.body.Str("name")), Type: el.typ,
		Body: asChild(el.typ, el.body), ETag: parent.ETag, Parent: parent.Body,
	}
	if f := familyOf(el.typ); f.childETags {
		d.ETag = d.Body.Str("properties." + f.etagMember)
	}
	return d
}
