package containers

import (
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// Replacements are the members that differ between two specifications of a cluster and that Azure does not change in place,
// as paths (properties.networkProfile.serviceCidr). Its pools are not among them: they are rotated. It is for the plan; what is
// live may forbid more.
func Replacements(prior, want ClusterSpec) ([]string, error) {
	c := ClusterChange{Prior: prior, Want: want}
	body, err := encodeCluster(prior)
	if err != nil {
		return nil, err
	}
	if prior.Location != "" {
		body["location"] = prior.Location
	}
	return c.frozen(armclient.Object{Body: body}, prior.Identity.Kind == IdentityServicePrincipal)
}

// frozen are the changes of the live cluster that Azure does not make.
func (c ClusterChange) frozen(live armclient.Object, byPrincipal bool) ([]string, error) {
	draft := live.Clone()
	changed, err := c.edit(draft)
	if err != nil {
		return nil, err
	}
	paths := impossible(frozenCluster, changed, live.Body, draft.Body)
	integrated := sameValue(true, at(draft.Body, "properties.apiServerAccessProfile.enableVnetIntegration"), true)
	if slices.Contains(changed, privateCluster) && !integrated {
		paths = append(paths, privateCluster)
	}
	if c.Want.Location != "" && !sameLocation(live.Location(), c.Want.Location) {
		paths = append(paths, "location")
	}
	if c.Prior.Entra != nil && c.Want.Entra == nil {
		paths = append(paths, "properties.aadProfile")
	}
	// There is no way from a managed identity to a service principal (aks-facts.md 5).
	if c.Want.Identity.Kind == IdentityServicePrincipal && !byPrincipal {
		paths = append(paths, "identity")
	}
	slices.Sort(paths)
	return paths, nil
}

// sameLocation compares "West Europe" and "westeurope". One that is not known is no difference.
func sameLocation(a, b string) bool {
	fold := func(text string) string { return strings.ToLower(strings.ReplaceAll(text, " ", "")) }
	return a == "" || b == "" || fold(a) == fold(b)
}
