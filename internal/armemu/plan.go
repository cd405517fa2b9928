package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// plan is a write before its acceptance: the stored document as it would become, and each resource in it that the write is about.
type plan struct {
	verb armtypes.Verb
	// prev is the addressed resource as it is, nil when it will be created.
	prev *armtypes.Document
	// root is the write of the document that is stored; self that of the addressed resource. They are the same unless that one is
	// embedded.
	root, self *armtypes.Write
	rootPrev   *armtypes.Document
	// children are the embedded resources to judge and to fill: all of a document that is written whole, or the addressed one.
	children []*childWrite
	// removed are embedded resources that the new document no longer has.
	removed []*armtypes.Document
}

type childWrite struct {
	element
	*armtypes.Write
}

// embedded tells whether the addressed resource lives inside the stored document.
func (p *plan) embedded() bool { return p.root != p.self }

// newWrite makes what the hooks see.
func (x *exchange) newWrite(verb armtypes.Verb, id armtypes.ID, typ *armtypes.Type, body, prev, parent armtypes.Object) *armtypes.Write {
	return &armtypes.Write{
		View: x.txn, Verb: verb, ID: id, Type: typ, Body: body, Prev: prev, Parent: parent, TenantID: TenantID, NewGUID: x.newGUID,
		CallerID: ObjectID, Query: x.query, APIVersion: x.apiVersion,
	}
}

// planPut builds the plan of a PUT.
func (x *exchange) planPut(t target, in armtypes.Object) (*plan, error) {
	if t.typ.Embed != nil {
		return x.planChildPut(t, in)
	}
	p := &plan{verb: armtypes.Create}
	id, parent, err := x.placed(t)
	if err != nil {
		return nil, err
	}
	var prev armtypes.Object
	if d, ok := x.find(t.id); ok {
		p.verb, p.prev, p.rootPrev, prev, id = armtypes.Update, d, d, d.Body, d.ID
	}
	body := normalize(t.typ, id.Name(), in, prev, x.keptPaths(t.typ)...)
	if refusal := checkLocation(t.typ, body, prev, parent != nil); refusal != nil {
		return nil, refusal
	}
	x.keepUnnamed(t.typ, body, prev)
	p.root = x.newWrite(p.verb, id, t.typ, body, prev, parent)
	p.self = p.root
	return p, x.planChildren(p)
}

// keptPaths are those of embedded children that stay when a PUT does not name them.
func (t *txn) keptPaths(typ *armtypes.Type) []string {
	var paths []string
	for _, child := range t.types.Embedded(typ) {
		if child.Embed.KeepWhenAbsent {
			paths = append(paths, child.Embed.Paths...)
		}
	}
	return paths
}

// keepUnnamed adds the embedded children that a body leaves out to those that it names, for types that lose none that way.
func (t *txn) keepUnnamed(typ *armtypes.Type, body, prev armtypes.Object) {
	for _, el := range t.elements(typ, prev) {
		if _, named := t.element(typ, body, el.typ, el.body.Str("name")); !named && el.typ.Embed.KeepUnnamed && body.List(el.path) != nil {
			el.body, el.index = el.body.Clone(), len(body.List(el.path))
			el.set(body)
		}
	}
}

// placed gives the id of a new resource in the casing of what it lies in, and its parent's body.
func (x *exchange) placed(t target) (armtypes.ID, armtypes.Object, error) {
	if x.types.Parent(t.typ) == nil {
		return t.id, nil, nil
	}
	parentID, _ := t.id.Parent()
	parent, ok := x.find(parentID)
	if !ok {
		return armtypes.ID{}, nil, errParentNotFound(t.id, parentID)
	}
	return parent.ID.Child(t.typ.Name, t.id.Name()), parent.Body, nil
}

// planChildPut plans the write of an embedded resource: its parent's document with the one element replaced or added.
func (x *exchange) planChildPut(t target, in armtypes.Object) (*plan, error) {
	parentID, _ := t.id.Parent()
	parent, ok := x.find(parentID)
	if !ok {
		return nil, errParentNotFound(t.id, parentID)
	}
	p := &plan{verb: armtypes.Create, rootPrev: parent}
	rootBody := parent.Body.Clone()
	el, ok := x.element(parent.Type, rootBody, t.typ, t.id.Name())
	var prev armtypes.Object
	if ok {
		p.verb, p.prev = armtypes.Update, x.child(parent, el)
		prev = p.prev.Body.Clone()
	} else {
		path := t.typ.Embed.Paths[0]
		el = element{typ: t.typ, path: path, index: len(rootBody.List(path)), body: armtypes.Object{"name": t.id.Name()}}
	}
	p.root = x.newWrite(armtypes.Update, parent.ID, parent.Type, rootBody, parent.Body, nil)
	p.root.Parent = parent.Parent
	body := normalize(t.typ, el.body.Str("name"), in, prev)
	p.self = x.newWrite(p.verb, parent.ID.Child(t.typ.Name, el.body.Str("name")), t.typ, body, prev, rootBody)
	p.self.Alone = true
	p.children = []*childWrite{{element: el, Write: p.self}}
	p.children[0].putBack(rootBody)
	return p, nil
}

// putBack writes a child's document into the parent's.
func (c *childWrite) putBack(root armtypes.Object) {
	c.element.body = asElement(c.Type, c.Write.Body)
	c.element.set(root)
	if !c.Type.Embed.Flat {
		// Share the object, so that a hook that edits the child edits what is stored.
		if els := elementsAt(c.Type, c.path, root); c.index < 0 && len(els) == 1 {
			c.Write.Body = els[0].body
		} else if c.index >= 0 && c.index < len(root.List(c.path)) {
			if m, ok := root.List(c.path)[c.index].(map[string]any); ok {
				c.Write.Body = m
			}
		}
	}
}

// planChildren plans the embedded resources of a document that is written whole.
func (x *exchange) planChildren(p *plan) error {
	body := p.root.Body
	for _, typ := range x.types.Embedded(p.root.Type) {
		for _, path := range typ.Embed.Paths {
			if err := checkElements(typ, path, body, p.root.ID); err != nil {
				return err
			}
		}
	}
	for _, el := range x.elements(p.root.Type, body) {
		x.planElement(p, el)
	}
	if p.rootPrev == nil {
		return nil
	}
	for _, el := range x.elements(p.root.Type, p.rootPrev.Body) {
		if _, still := x.element(p.root.Type, body, el.typ, el.body.Str("name")); !still {
			p.removed = append(p.removed, x.child(p.rootPrev, el))
		}
	}
	return nil
}

func (x *exchange) planElement(p *plan, el element) {
	name := el.body.Str("name")
	verb := armtypes.Create
	var prev armtypes.Object
	if old, ok := x.element(p.root.Type, p.root.Prev, el.typ, name); ok {
		verb, prev, name = armtypes.Update, asChild(el.typ, old.body).Clone(), old.body.Str("name")
	}
	in := asChild(el.typ, el.body)
	w := x.newWrite(verb, p.root.ID.Child(el.typ.Name, name), el.typ, normalize(el.typ, name, in, prev), prev, p.root.Body)
	c := &childWrite{element: el, Write: w}
	c.putBack(p.root.Body)
	p.children = append(p.children, c)
}

// checkElements demands an array of objects with different names, or one object.
func checkElements(typ *armtypes.Type, path string, body armtypes.Object, id armtypes.ID) *armtypes.Error {
	v := body.Get(path)
	list, ok := v.([]any)
	if !ok {
		if _, single := v.(map[string]any); v == nil || single {
			return nil
		}
		return errFormat("Value of %s is not an array.", path).At(path)
	}
	seen := map[string]bool{}
	for i, e := range list {
		m, ok := e.(map[string]any)
		name := armtypes.Object(m).Str("name")
		at := element{path: path, index: i}.at()
		switch {
		case !ok:
			return errFormat("Element %s is not an object.", at).At(at)
		case name == "":
			return errFormat("Element %s of %s has no name.", at, id).At(at + ".name")
		case seen[strings.ToLower(name)]:
			return armtypes.Invalid("DuplicateResourceName", "Resource %s has two child resources with the same name (%s).", id, name).At(at).Unsure()
		case typ.NameRule != nil && !typ.NameRule.MatchString(name):
			return errName(name).At(at + ".name")
		}
		seen[strings.ToLower(name)] = true
	}
	return nil
}

func errFormat(format string, args ...any) *armtypes.Error {
	return armtypes.Invalid("InvalidRequestFormat", "Cannot parse the request.").With(armtypes.Detail("InvalidJson", format, args...))
}

func errName(name string) *armtypes.Error {
	return armtypes.Errorf(http.StatusBadRequest, "InvalidResourceName", "Resource name %s is invalid. The name does not follow the rules of its resource type.", name)
}
