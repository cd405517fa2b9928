package firewallingress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// Whatever others make of the rules is seen, never an error, and undone.
func TestDriftOfRules(t *testing.T) {
	t.Parallel()
	rule := func(key string, value any) func(map[string]any) {
		return func(collection map[string]any) {
			rules, _ := collection["rules"].([]any)
			one, _ := rules[0].(map[string]any)
			delete(one, "translatedFqdn")
			one[key] = value
			if key == "translatedFqdn" {
				delete(one, "translatedAddress")
			}
		}
	}
	for name, change := range map[string]func(map[string]any){
		"another target":       rule("translatedAddress", "10.42.2.9"),
		"a name as the target": rule("translatedFqdn", "app.contoso.com"),
		"another port":         rule("translatedPort", "8080"),
		"another address":      rule("destinationAddresses", []any{"20.9.9.9"}),
		"other sources":        rule("sourceAddresses", []any{"20.0.0.0/24", "20.9.9.1-20.9.9.7"}),
		"no rules":             func(collection map[string]any) { collection["rules"] = []any{} },
		"another priority":     func(collection map[string]any) { collection["priority"] = 400 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := world(t, true, 1)
			ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
			ingress.Apply(config(nil)).Must()
			want := azure.Documents(azure.Snapshot())
			group := azure.Object(ingressID)
			properties, _ := group["properties"].(map[string]any)
			collections, _ := properties["ruleCollections"].([]any)
			collection, _ := collections[0].(map[string]any)
			change(collection)
			azure.Put(ingressID, version, map[string]any{"properties": properties})
			azure.Settle()

			ingress.Plan(config(nil)).Must().WantAction(protocol.Update)
			ingress.Apply(config(nil)).Must()
			if diff := cmp.Diff(want, azure.Documents(azure.Snapshot())); diff != "" {
				t.Errorf("not what it was (-want +got):\n%s", diff)
			}
			ingress.Plan(config(nil)).Must().WantAction(protocol.NoOp)
		})
	}
}
