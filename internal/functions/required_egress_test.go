package functions

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// FuzzProfile: any text is either a profile with rows or an error that says why not.
func FuzzProfile(f *testing.F) {
	for _, seed := range []string{
		`{"region": "eastus"}`, `{"region": "", "features": ["gpu"]}`, `{"subnets": null, "region": {"unknown": true}}`, `[]`, `null`, `{"region": "x"}}`,
		`{"region": "eastus", "registries": [{"name": ""}], "dns_servers": ["::1%eth0"], "levels": ["required"]}`, `{"aks": [], "region": 1e999}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := rowsFor(types.DynamicValue(types.StringValue(text)))
		if err != nil && err.Error() == "" {
			t.Errorf("%q: an error without words", text)
		}
		if err == nil && rows == nil {
			// Only a cluster that boots from a cache needs nothing, and that has to be said at length.
			if len(text) < len(`{"bootstrap_cache":true}`) {
				t.Errorf("%q: no rows", text)
			}
		}
	})
}
