package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// handle finds the handler of the request. Segments are compared without case.
func (x *exchange) handle() (*reply, error) {
	if err := x.checkAPIVersion(); err != nil {
		return nil, err
	}
	s := x.segments
	switch {
	case x.is("tenants"):
		return x.only(http.MethodGet, x.listTenants)
	case x.is("subscriptions"):
		return x.only(http.MethodGet, x.listSubscriptions)
	case len(s) >= 2 && strings.EqualFold(s[0], "subscriptions"):
		if knownSubscription(s[1]) == "" {
			return nil, errSubscriptionNotFound(s[1])
		}
		return x.underSubscription(s[2:])
	case len(s) >= 1 && strings.EqualFold(s[0], "providers"):
		return x.underTenant(s[1:])
	}
	return nil, gatewayError(http.StatusNotFound, "NotFound", "The emulator serves nothing at %s.", x.path)
}

// is compares the segments; "*" stands for any one.
func (x *exchange) is(pattern ...string) bool { return match(x.segments, pattern...) }

func match(segments []string, pattern ...string) bool {
	if len(segments) != len(pattern) {
		return false
	}
	for i, p := range pattern {
		if p != "*" && !strings.EqualFold(p, segments[i]) {
			return false
		}
	}
	return true
}

func (x *exchange) only(method string, handler func() (*reply, error)) (*reply, error) {
	if x.method != method {
		return nil, errMethod(x.method)
	}
	return handler()
}

func (x *exchange) underSubscription(rest []string) (*reply, error) {
	switch {
	case len(rest) == 0:
		return x.only(http.MethodGet, x.getSubscription)
	case match(rest, "locations"):
		return x.only(http.MethodGet, x.listLocations)
	case match(rest, "providers"):
		return x.only(http.MethodGet, x.listProviders)
	case match(rest, "providers", "*"):
		return x.only(http.MethodGet, func() (*reply, error) { return x.getProvider(rest[1]) })
	case match(rest, "providers", "*", "register"), match(rest, "providers", "*", "unregister"):
		on := strings.EqualFold(rest[2], "register")
		return x.only(http.MethodPost, func() (*reply, error) { return x.register(rest[1], on) })
	case match(rest, "resources"):
		return x.only(http.MethodGet, x.listGenericResources)
	case match(rest, "operationresults", "*"):
		return x.only(http.MethodGet, func() (*reply, error) { return x.poll(rest[1], pollLocation) })
	case match(rest, "resourceGroups"):
		return x.only(http.MethodGet, x.listGroups)
	case match(rest, "resourceGroups", "*", "resources"):
		return x.only(http.MethodGet, x.listGenericResources)
	case len(rest) > 4 && match(rest[:3], "providers", "*", "locations"):
		return x.underLocation(rest[1], rest[3], rest[4:])
	}
	return x.underScope()
}

func (x *exchange) underTenant(rest []string) (*reply, error) {
	switch len(rest) {
	case 0:
		return x.only(http.MethodGet, x.listProviders)
	case 1:
		return x.only(http.MethodGet, func() (*reply, error) { return x.getProvider(rest[0]) })
	}
	return x.underScope()
}

// underLocation serves polling URLs and actions of a location.
func (x *exchange) underLocation(namespace, location string, rest []string) (*reply, error) {
	if len(rest) == 2 {
		for _, f := range families {
			switch {
			case f.operations == "" || f.locationOnly:
			case strings.EqualFold(rest[0], f.operations):
				return x.only(http.MethodGet, func() (*reply, error) { return x.poll(rest[1], pollStatus) })
			case strings.EqualFold(rest[0], f.results):
				return x.only(http.MethodGet, func() (*reply, error) { return x.poll(rest[1], pollLocation) })
			}
		}
	}
	return x.locationAction(namespace, location, strings.Join(rest, "/"))
}

// underScope serves resources, lists of them and their actions: {scope}/providers/{namespace}/{type}/{name}/….
func (x *exchange) underScope() (*reply, error) {
	target, err := x.parseTarget()
	if err != nil {
		return nil, err
	}
	if target.action != "" {
		return x.act(target)
	}
	if target.list {
		return x.only(http.MethodGet, func() (*reply, error) { return x.list(target) })
	}
	return x.resource(target)
}

// resource serves one resource.
func (x *exchange) resource(target target) (*reply, error) {
	if target.typ.Access == armtypes.ReadOnly && x.method != http.MethodGet && x.method != http.MethodHead {
		return nil, errMethod(x.method)
	}
	switch x.method {
	case http.MethodGet, http.MethodHead:
		return x.get(target)
	case http.MethodPut:
		return x.put(target)
	case http.MethodPatch:
		return x.patch(target)
	case http.MethodDelete:
		return x.delete(target)
	}
	return nil, errMethod(x.method)
}
