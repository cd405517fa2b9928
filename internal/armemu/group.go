package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// listGroups serves /subscriptions/{s}/resourceGroups with $filter on tags.
func (x *exchange) listGroups() (*reply, error) {
	filter, err := parseFilter(x.param("$filter"))
	if err != nil {
		return nil, err
	}
	var docs []*armtypes.Document
	for _, d := range x.All(armtypes.ResourceGroupType) {
		if strings.EqualFold(d.ID.Subscription, x.segments[1]) && filter.keeps(d) {
			docs = append(docs, d)
		}
	}
	return x.pagedDocuments(docs, func(d *armtypes.Document) any { return x.render(d) })
}

func (x *exchange) pagedDocuments(docs []*armtypes.Document, item func(*armtypes.Document) any) (*reply, error) {
	page, next, err := x.page(len(docs))
	if err != nil {
		return nil, err
	}
	items := []any{}
	for _, d := range docs[page.from:page.to] {
		items = append(items, item(d))
	}
	return x.listReply(jsonUTF8, items, next)
}

// listGenericResources serves …/resources of a subscription or a group: the top-level resources in short form. A child or an extension
// is not among them.
func (x *exchange) listGenericResources() (*reply, error) {
	scope := "/subscriptions/" + knownSubscription(x.segments[1])
	if len(x.segments) > 3 {
		group, ok := x.Get(scope + "/resourceGroups/" + x.segments[3])
		if !ok {
			return nil, errGroupNotFound(x.segments[3])
		}
		scope = group.ID.String()
	}
	filter, err := parseFilter(x.param("$filter"))
	if err != nil {
		return nil, err
	}
	var docs []*armtypes.Document
	for _, r := range x.state.Resources() {
		d, ok := x.document(r)
		if ok && d.ID.Group != "" && len(d.ID.Names) == 1 && d.Type.Scope == armtypes.ScopeResourceGroup && within(r.ID, scope) && filter.keeps(d) {
			docs = append(docs, d)
		}
	}
	expand := strings.ToLower(x.param("$expand"))
	return x.pagedDocuments(docs, func(d *armtypes.Document) any { return genericBody(d, expand) })
}

// genericBody is the short form of a resource.
func genericBody(d *armtypes.Document, expand string) any {
	body := armtypes.Object{"id": d.ID.String(), "name": d.ID.Name(), "type": d.Type.Wire()}
	for _, member := range []string{"location", "tags", "sku", "kind", "identity", "zones", "managedBy"} {
		if v, ok := d.Body[member]; ok {
			body[member] = v
		}
	}
	if strings.Contains(expand, "provisioningstate") {
		body["provisioningState"] = stateSucceeded
		if s := d.State(); s != "" {
			body["provisioningState"] = s
		}
	}
	return ordered{object: body, first: []string{"id", "name", "type", "sku", "location", "tags"}}
}

func errLost(id armtypes.ID) *armtypes.Error {
	return armtypes.Errorf(http.StatusInternalServerError, "InternalServerError", "The resource %s vanished while it was written.", id)
}
