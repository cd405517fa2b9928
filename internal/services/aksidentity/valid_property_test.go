package aksidentity_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
)

// No valid configuration is refused, known or unknown in whatever part.
func TestValidConfigurationsPass(t *testing.T) {
	t.Parallel()
	identity := acctest.NewAzure(t).Harness(t, nil).Resource("udr_aks_identity", "this")
	rapid.Check(t, func(t *rapid.T) {
		change := map[string]any{
			"name":             rapid.StringMatching(`[a-zA-Z0-9][a-zA-Z0-9_-]{2,40}`).Draw(t, "name"),
			"role_assignments": rapid.SampledFrom([]any{nil, "manage", "verify", "none"}).Draw(t, "mode"),
		}
		scopes := map[string]any{}
		for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{nodesID, podsID, networkID}), rapid.ID[string]).Draw(t, "scopes") {
			scopes[rapid.StringMatching(`[a-z]{8}`).Draw(t, "key")] = id
		}
		if change["network_scopes"] = scopes; rapid.Bool().Draw(t, "no scopes") {
			change["network_scopes"] = nil
		}
		if rapid.Bool().Draw(t, "zone") {
			change["private_dns_zone_id"] = zoneID
		}
		if rapid.Bool().Draw(t, "kubelet") {
			change["kubelet_identity_id"] = kubeletID
		}
		if err := identity.Validate(config(change)).Err(); err != nil {
			t.Fatal(err)
		}
	})
}
