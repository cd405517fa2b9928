package armtypes

import "strings"

// outboundDependencies lists what the nodes of a cluster must reach, by category (aks-facts.md 2.2, 2.3; the answer's form: model
// OutboundEnvironmentEndpoint of API 2025-10-01). No source tells which categories Azure uses [?].
func outboundDependencies(w *Write, _ *ActionRequest) (any, *Error) {
	cloud := cloudOf(w.Location())
	groups := []any{
		endpointGroup("azure-resource-management", cloud.manager...), endpointGroup("images", cloud.images...), endpointGroup("artifacts", cloud.artifacts...),
	}
	if fqdn := w.Body.Str("properties.fqdn"); fqdn != "" && !nodesStayInside(w.Body) {
		groups = append(groups, endpointGroup("apiserver", fqdn))
	}
	for _, addon := range cloud.addons {
		if addonEnabled(w.Body, addon.name) {
			groups = append(groups, endpointGroup("addon-"+strings.ToLower(addon.name), addon.hosts...))
		}
	}
	return Object{"value": groups}, nil
}

func endpointGroup(category string, hosts ...string) Object {
	endpoints := []any{}
	for _, host := range hosts {
		endpoints = append(endpoints, Object{"domainName": host, "endpointDetails": []Object{{"port": 443, "protocol": "Https"}}})
	}
	return Object{"category": category, "endpoints": endpoints}
}

// addonEndpoint is what an add-on must reach.
type addonEndpoint struct {
	name  string
	hosts []string
}

// addonEnabled looks an add-on up; AKS compares their names without case.
func addonEnabled(body Object, name string) bool {
	for n, v := range body.Obj("properties.addonProfiles") {
		if strings.EqualFold(n, name) && asMap(v).Bool("enabled") {
			return true
		}
	}
	return false
}

// nodesStayInside tells whether the nodes reach the API server without leaving the network: over a private endpoint, or over the internal
// address of VNet integration (AK-1, AK-24).
func nodesStayInside(body Object) bool {
	access := body.Obj("properties.apiServerAccessProfile")
	return access.Bool("enablePrivateCluster") || access.Bool("enableVnetIntegration")
}
