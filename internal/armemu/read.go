package armemu

import (
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// get serves GET and HEAD of a resource. A GET never locks, but who sees a resource in a transient state has seen its operation.
func (x *exchange) get(t target) (*reply, error) {
	d, err := x.existing(t)
	if err != nil {
		if x.method == http.MethodHead {
			return newReply(http.StatusNotFound), nil
		}
		return nil, err
	}
	x.seen(d.ID)
	if x.method == http.MethodHead {
		return newReply(http.StatusNoContent), nil
	}
	return x.documentReply(http.StatusOK, d)
}

// existing finds the addressed resource, or says in ARM's words what is missing.
func (x *exchange) existing(t target) (*armtypes.Document, error) {
	if d, ok := x.find(t.id); ok {
		return d, nil
	}
	if t.typ.Name == armtypes.ResourceGroupType {
		return nil, errGroupNotFound(t.id.Name())
	}
	if err := x.groupExists(t.id); err != nil {
		return nil, err
	}
	if t.typ.NotFound != nil {
		return nil, t.typ.NotFound(t.id)
	}
	if parent, ok := t.id.Parent(); ok {
		if _, found := x.find(parent); !found {
			return nil, errResourceNotFound(parent)
		}
		return nil, errChildNotFound(t.id.String())
	}
	return nil, errResourceNotFound(t.id)
}

// groupExists refuses ids in a group that is not there.
func (x *exchange) groupExists(id armtypes.ID) error {
	if id.Group == "" {
		return nil
	}
	if _, ok := x.Get(id.GroupID()); !ok {
		return errGroupNotFound(id.Group)
	}
	return nil
}

// documentReply answers with a resource.
func (x *exchange) documentReply(status int, d *armtypes.Document) (*reply, error) {
	f := familyOf(d.Type)
	rep, err := jsonReply(status, f.contentType, x.render(d))
	if err != nil {
		return nil, err
	}
	if x.method == http.MethodGet && f.etagMember == "etag" && d.ETag != "" {
		rep.set("ETag", f.header(d.ETag))
	}
	return rep, nil
}
