package armemu

import (
	"net/http"
	"strings"
)

// otherNamespaces are resource providers that have no types here but that clients look for: azurerm's core set (arm-wire.md 3.2).
var otherNamespaces = []string{
	"Microsoft.Authorization", "Microsoft.Compute", "Microsoft.ContainerService", "Microsoft.CostManagement", "Microsoft.ManagedIdentity",
	"Microsoft.MarketplaceOrdering", "Microsoft.Network", "Microsoft.Resources", "Microsoft.Storage", "Microsoft.OperationalInsights",
}

// namespaces gives all resource providers in the casing of the types.
func (x *exchange) namespaces() []string {
	out := x.types.Namespaces()
	for _, ns := range otherNamespaces {
		if !containsFold(out, ns) {
			out = append(out, ns)
		}
	}
	return out
}

func containsFold(list []string, s string) bool {
	for _, v := range list {
		if strings.EqualFold(v, s) {
			return true
		}
	}
	return false
}

// registered tells whether a subscription may use a namespace.
func (x *exchange) registered(subscription, namespace string) bool {
	if on, known := x.state.Registered(subscription, namespace); known {
		return on
	}
	return !containsFold(x.e.opts.Unregistered, namespace)
}

func (x *exchange) listProviders() (*reply, error) {
	all := x.namespaces()
	page, next, err := x.page(len(all))
	if err != nil {
		return nil, err
	}
	var items []any
	for _, ns := range all[page.from:page.to] {
		items = append(items, x.providerBody(ns))
	}
	return x.listReply(jsonUTF8, items, next)
}

func (x *exchange) getProvider(namespace string) (*reply, error) {
	for _, ns := range x.namespaces() {
		if strings.EqualFold(ns, namespace) {
			return jsonReply(http.StatusOK, jsonUTF8, x.providerBody(ns))
		}
	}
	return nil, errInvalidNamespace(namespace)
}

// providerBody advertises the declared types: what is routed and what is advertised come from one registry.
func (x *exchange) providerBody(namespace string) map[string]any {
	types := []any{}
	var locations []any
	for _, name := range sortedKeys(locationNames) {
		if name != "global" {
			locations = append(locations, locationNames[name])
		}
	}
	for _, t := range x.types.Types() {
		if t.Namespace() != namespace {
			continue
		}
		types = append(types, map[string]any{
			"resourceType": strings.TrimPrefix(t.Name, namespace+"/"), "locations": locations, "apiVersions": t.APIVersions,
			"capabilities": "SupportsTags, SupportsLocation",
		})
	}
	body := map[string]any{"namespace": namespace, "registrationPolicy": "RegistrationRequired", "resourceTypes": types}
	if len(x.segments) > 1 && strings.EqualFold(x.segments[0], "subscriptions") {
		sub := knownSubscription(x.segments[1])
		body["id"] = "/subscriptions/" + sub + "/providers/" + namespace
		body["registrationState"] = "NotRegistered"
		if x.registered(sub, namespace) {
			body["registrationState"] = "Registered"
		}
	} else {
		body["id"] = "/providers/" + namespace
	}
	return body
}

// register answers Registering, as ARM does; the next look finds it Registered.
func (x *exchange) register(namespace string, on bool) (*reply, error) {
	sub := knownSubscription(x.segments[1])
	for _, ns := range x.namespaces() {
		if !strings.EqualFold(ns, namespace) {
			continue
		}
		was := x.registered(sub, ns)
		x.state.Register(sub, ns, on)
		x.dirty = true
		body := x.providerBody(ns)
		if was != on {
			body["registrationState"] = map[bool]string{true: "Registering", false: "Unregistering"}[on]
		}
		return jsonReply(http.StatusOK, jsonUTF8, body)
	}
	return nil, errInvalidNamespace(namespace)
}
