package armemu

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// list serves a collection: below a subscription, a group, a parent or any scope.
func (x *exchange) list(t target) (*reply, error) {
	docs, err := x.listed(t)
	if err != nil {
		return nil, err
	}
	items := make([]any, 0, len(docs))
	page, next, err := x.page(len(docs))
	if err != nil {
		return nil, err
	}
	for _, d := range docs[page.from:page.to] {
		x.seen(d.ID)
		items = append(items, x.render(d))
	}
	return x.listReply(familyOf(t.typ).contentType, items, next)
}

func (x *exchange) listed(t target) ([]*armtypes.Document, error) {
	scope, err := x.listedScope(t)
	if err != nil {
		return nil, err
	}
	if t.typ.List != nil {
		docs, refusal := t.typ.List(&armtypes.ListRequest{View: x.txn, Scope: scope, Filter: x.param("$filter"), Query: x.query})
		if refusal != nil {
			return nil, refusal
		}
		return docs, nil
	}
	if len(t.id.Names) > 0 {
		return x.Children(scope, t.typ.Name), nil
	}
	var docs []*armtypes.Document
	for _, d := range x.All(t.typ.Name) {
		if within(d.ID.String(), scope) {
			docs = append(docs, d)
		}
	}
	return docs, nil
}

// listedScope checks that what the collection lies below is there.
func (x *exchange) listedScope(t target) (string, error) {
	if err := x.groupExists(t.id); err != nil {
		return "", err
	}
	if t.scope == "" || t.typ.Scope == armtypes.ScopeExtension {
		return t.scope, nil
	}
	id, err := armtypes.ParseID(t.scope)
	if err != nil {
		return "", gatewayError(http.StatusNotFound, "NotFound", "The emulator serves nothing at %s.", x.path)
	}
	if id.IsType(armtypes.SubscriptionType) {
		return t.scope, nil
	}
	d, ok := x.find(id)
	if !ok {
		return "", errResourceNotFound(id)
	}
	return d.ID.String(), nil
}

// within tells whether an id lies below a scope (or is it).
func within(id, scope string) bool {
	id, scope = strings.ToLower(id), strings.ToLower(scope)
	return id == scope || strings.HasPrefix(id, scope+"/")
}

type window struct{ from, to int }

// page cuts a list: $top items (or the page size) from $skiptoken on, and the token of the next page.
func (x *exchange) page(n int) (window, string, error) {
	size := x.e.opts.PageSize
	if size <= 0 {
		size = 100
	}
	if top := x.param("$top"); top != "" {
		v, err := strconv.Atoi(top)
		if err != nil || v <= 0 {
			return window{}, "", gatewayError(http.StatusBadRequest, "InvalidTopQuery", "The value '%s' of $top is not a positive number.", top).Unsure()
		}
		size = min(size, v)
	}
	from := 0
	if token := x.param("$skiptoken"); token != "" {
		raw, err := base64.RawURLEncoding.DecodeString(token)
		v, convErr := strconv.Atoi(string(raw))
		if err != nil || convErr != nil || v < 0 {
			return window{}, "", gatewayError(http.StatusBadRequest, "InvalidSkipToken", "The skip token '%s' is not one of this service.", token).Unsure()
		}
		from = min(v, n)
	}
	to := min(from+size, n)
	if to == n {
		return window{from, to}, "", nil
	}
	return window{from, to}, base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(to))), nil
}

// listReply answers with items; next is the token of the following page, "" for the last.
func (x *exchange) listReply(contentType string, items []any, next string) (*reply, error) {
	body := map[string]any{"value": items}
	if next != "" {
		q := url.Values{}
		for k, v := range x.query {
			q[k] = v
		}
		q.Set("$skiptoken", next)
		body["nextLink"] = x.base + (&url.URL{Path: x.path}).EscapedPath() + "?" + q.Encode()
	}
	return jsonReply(http.StatusOK, contentType, body)
}
