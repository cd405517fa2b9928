package armclient

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Get reads one resource. A missing resource is an error for which IsNotFound
// holds.
func (c *Client) Get(ctx context.Context, id armid.ID, apiVersion string, options ...Option) (Object, error) {
	o, e := c.get(ctx, id, apiVersion, collect(options))
	return o, asError(e)
}

func (c *Client) get(ctx context.Context, id armid.ID, apiVersion string, o callOptions) (Object, *Error) {
	req, e := checkedRequest(http.MethodGet, id, apiVersion, o)
	if e != nil {
		return Object{}, e
	}
	res, e := c.send(ctx, req)
	if e != nil {
		return Object{}, e
	}
	found, e := req.decode(res)
	if e == nil && !isResource(found.Body) {
		e = req.newError()
		e.Class, e.StatusCode = Server, res.status
		e.Message = "the answer is no resource: " + firstOf(plainText(res.body), "it is empty")
	}
	if e != nil {
		return Object{}, e
	}
	c.seen.keep(id, apiVersion, o, found)
	return found, nil
}

// isResource tells a resource from other JSON, such as that of a proxy. One that is taken for a resource without
// properties would look stripped of all that it has, and be written back so.
func isResource(body map[string]any) bool {
	for _, name := range []string{"id", "name", "location", "properties"} {
		if body[name] != nil {
			return true
		}
	}
	return false
}

// Exists reports whether the resource exists. Everything but an answer and a
// confirmed 404 is an error.
func (c *Client) Exists(ctx context.Context, id armid.ID, apiVersion string) (bool, error) {
	_, err := c.Get(ctx, id, apiVersion)
	if IsNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

// List reads a collection, given by its path (armid.ID.Collection), page after
// page, and answers its members in Azure's order. A page without a list is an
// error: what is no list must not look like an empty one.
func (c *Client) List(ctx context.Context, collection, apiVersion string, options ...Option) ([]Object, error) {
	req := newRequest(http.MethodGet, armid.ID{}, apiVersion, collect(options))
	req.path = collection
	var objects []Object
	seen := map[string]bool{}
	for {
		res, e := c.send(ctx, req)
		if e != nil {
			return nil, e
		}
		page, e := req.decode(res)
		if e != nil {
			return nil, e
		}
		name := listMember(page)
		if name == "" {
			e := req.newError()
			e.Class, e.StatusCode = Server, res.status
			e.Message = `the answer is no list: it has neither "value" nor "values", but ` + firstOf(strings.Join(slices.Sorted(maps.Keys(page.Body)), ", "), "nothing")
			return nil, e
		}
		objects = append(objects, page.Objects(name)...)
		next := page.String("nextLink")
		if next == "" {
			return objects, nil
		}
		target, e := c.follow(ctx, req, next)
		if e != nil {
			return nil, e
		}
		if seen[target] {
			e := req.newError()
			e.Class, e.Message = Server, "the list's pages go round in a circle"
			return nil, e
		}
		seen[target] = true
		next2 := *req
		next2.verbatim = target
		req = &next2
	}
}

// listMember is the member of a page that holds the list, "" where none does: "value" everywhere but in AKS's versions by location
// (KubernetesVersionListResult of Microsoft.ContainerService). Null is an empty list.
func listMember(page Object) string {
	for _, name := range []string{"value", "values"} {
		switch v, there := page.Body[name]; v.(type) {
		case []any:
			return name
		case nil:
			if there {
				return name
			}
		}
	}
	return ""
}

// follow checks a URL that Azure gave and answers it absolute, otherwise
// verbatim. It must lie on the endpoint's host or below it: the token goes
// with the request.
func (c *Client) follow(ctx context.Context, req *request, target string) (string, *Error) {
	link, err := c.connect(ctx)
	if err != nil {
		return "", c.transportError(ctx, req, err)
	}
	if absolute, ok := trusted(link.endpoint, target); ok {
		return absolute, nil
	}
	e := req.newError()
	e.Class = Server
	e.Message = "Azure's answer points to another host, " + redact(hostOf(target)) + "; the token is not sent there"
	return "", e
}

// trusted answers target as an absolute URL, and whether it may be asked with
// the token of endpoint: the same scheme and the same host and port, or a host
// below it, as ARM's regional hosts are.
func trusted(endpoint *url.URL, target string) (string, bool) {
	u, err := url.Parse(target)
	if err != nil {
		return "", false
	}
	if !u.IsAbs() {
		if u.Host != "" || len(u.Path) == 0 || u.Path[0] != '/' {
			return "", false
		}
		return endpoint.Scheme + "://" + endpoint.Host + target, true
	}
	if u.Scheme != endpoint.Scheme || u.User != nil {
		return "", false
	}
	return target, sameHost(endpoint, u)
}

func asError(e *Error) error {
	if e == nil {
		return nil
	}
	return e
}
