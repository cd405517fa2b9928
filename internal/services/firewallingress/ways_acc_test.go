package firewallingress_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// replaceAddress gives the firewall another public IP in place of its first one, or, with none, stops it.
func replaceAddress(t *testing.T, azure *acctest.Azure, name string) {
	t.Helper()
	firewall := azure.Object(firewallID)
	properties, _ := firewall["properties"].(map[string]any)
	if name == "" {
		properties["ipConfigurations"] = []any{}
	} else {
		id := networks + "publicIPAddresses/" + name
		azure.Put(id, version, map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{"publicIPAllocationMethod": "Static"}})
		properties["ipConfigurations"] = []any{map[string]any{"name": "ip", "properties": map[string]any{
			"publicIPAddress": map[string]any{"id": id}, "subnet": map[string]any{"id": networkID + "/subnets/AzureFirewallSubnet"},
		}}}
	}
	azure.Put(firewallID, version, firewall)
	azure.Settle()
}

func oneRule(change map[string]any) map[string]any {
	rule := map[string]any{"destination_port": 80, "translated_address": "10.42.2.4"}
	for key, value := range change {
		rule[key] = value
	}
	return config(map[string]any{"rules": map[string]any{"http": rule}})
}

// What is ours alone changes without a write, and leaves nothing unknown behind.
func TestOwnSettings(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	ingress.Apply(config(nil)).Must()
	azure.Forget()
	for _, change := range []map[string]any{
		{"skip_checks": []any{"IN-RETURN"}}, {"timeouts": map[string]any{"create": "20m"}}, {"name": "VOTING", "timeouts": map[string]any{"create": "30m"}},
	} {
		plan := ingress.Plan(config(change)).Must()
		if plan.At("id") == protocol.Unknown || plan.At("rules_as") == protocol.Unknown {
			t.Errorf("%v: planned %v", change, plan.Changes())
		}
		plan.Apply().Must()
		ingress.Plan(config(change)).Must().WantAction(protocol.NoOp)
	}
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("nothing of Azure's changed, and it wrote %v", writes)
	}
}

// A rule for an address that the firewall has lost lets nothing in: it follows to the new one, or, where the configuration names the old one, is
// refused.
func TestAddressIsLost(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	h := azure.Harness(t, nil)
	ingress := h.Resource("udr_firewall_ingress", "this")
	old := address(azure, 0)
	ingress.Apply(config(nil)).Must()
	replaceAddress(t, azure, "other")
	plan := ingress.Plan(config(nil)).Must()
	plan.WantAction(protocol.Update)
	properties, _ := azure.Object(networks + "publicIPAddresses/other")["properties"].(map[string]any)
	if got := plan.At("rules.http.destination_address"); got != properties["ipAddress"] || got == old {
		t.Errorf("the rule is for %v", got)
	}
	plan.Apply().Must()
	ingress.Plan(config(nil)).Must().WantAction(protocol.NoOp)

	named := oneRule(map[string]any{"destination_address": properties["ipAddress"]})
	ingress.Plan(named).Must().WantAction(protocol.NoOp)
	replaceAddress(t, azure, "third")
	ingress.Plan(named).WantOnlyError(`rules["http"].destination_address`, "IN-DESTINATION", "none of the public addresses")
	named["skip_checks"] = []any{"IN-DESTINATION"}
	ingress.Apply(named).Must()
	ingress.Plan(named).Must().WantAction(protocol.NoOp)
}

// A stopped firewall shows no address. What stands stays, and a new rule has to say which address it is for.
func TestStoppedFirewall(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	h := azure.Harness(t, nil)
	ingress := h.Resource("udr_firewall_ingress", "this")
	ingress.Apply(config(nil)).Must()
	ip := address(azure, 0)
	replaceAddress(t, azure, "")
	ingress.Plan(config(nil)).Must().WantAction(protocol.NoOp)
	ingress.Apply(config(map[string]any{"priority": 170})).Must()
	other := h.Resource("udr_firewall_ingress", "other")
	change := map[string]any{"name": "other", "rules": map[string]any{"http": map[string]any{"destination_port": 81, "translated_address": "10.42.2.4"}}}
	other.Apply(config(change)).WantOnlyError(`rules["http"].destination_address`, "stopped", "start the firewall")
	change["rules"].(map[string]any)["http"].(map[string]any)["destination_address"] = ip
	other.Apply(config(change)).Must()
}

// Rules for one port are refused only where they take the same traffic.
func TestCollisions(t *testing.T) {
	t.Parallel()
	pair := func(a, b map[string]any) map[string]any {
		first, second := map[string]any{"destination_port": 80, "translated_address": "10.42.2.4"}, map[string]any{"destination_port": 80, "translated_address": "10.42.2.5"}
		for key, value := range a {
			first[key] = value
		}
		for key, value := range b {
			second[key] = value
		}
		return config(map[string]any{"rules": map[string]any{"a": first, "b": second}})
	}
	sources := func(list ...any) map[string]any { return map[string]any{"source_addresses": list} }
	at := func(text string) map[string]any { return map[string]any{"destination_address": text} }
	for name, test := range map[string]struct {
		a, b map[string]any
		twin bool
	}{
		"everybody":                {nil, nil, true},
		"everybody and somebody":   {nil, sources("20.1.0.0/16"), true},
		"overlapping sources":      {sources("20.1.0.0/16", "20.5.0.1"), sources("20.1.2.3-20.1.2.9"), true},
		"other sources":            {sources("20.1.0.0/16"), sources("20.2.0.0/16"), false},
		"unknown sources":          {sources("20.1.0.0/16"), sources(protocol.Unknown), false},
		"other protocols":          {map[string]any{"protocols": []any{"UDP"}}, nil, false},
		"a protocol in common":     {map[string]any{"protocols": []any{"UDP", "TCP"}}, nil, true},
		"other addresses":          {at("20.0.0.1"), at("20.0.0.2"), false},
		"one address":              {at("20.0.0.1"), at("20.0.0.1"), true},
		"an address not known":     {at("20.0.0.1"), map[string]any{"destination_address": protocol.Unknown}, false},
		"a port that is not known": {map[string]any{"destination_port": protocol.Unknown}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_ingress", "this").Validate(pair(test.a, test.b))
			if test.twin {
				out.WantOnlyError(`rules["b"].destination_port`, "IN-DUPLICATE", `"a"`)
			} else if err := out.Err(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWholeNumbers(t *testing.T) {
	t.Parallel()
	ingress := acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_ingress", "this")
	ingress.Validate(oneRule(map[string]any{"destination_port": 80.5})).WantOnlyError(`rules["http"].destination_port`, "not a whole number")
	ingress.Validate(config(map[string]any{"priority": 150.5})).WantOnlyError("priority", "not a whole number")
}

// Azure gives the firewall of a virtual hub its addresses.
func TestHub(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	azure.Alter(func(r *http.Request, answer *acctest.Answer) error {
		if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/azureFirewalls/fw") {
			return nil
		}
		var firewall map[string]any
		if err := json.Unmarshal(answer.Body, &firewall); err != nil {
			return err
		}
		properties, _ := firewall["properties"].(map[string]any)
		delete(properties, "ipConfigurations")
		properties["hubIPAddresses"] = map[string]any{"privateIPAddress": "10.100.64.4", "publicIPs": map[string]any{"count": 1, "addresses": []any{map[string]any{"address": "20.7.7.7"}}}}
		answer.Body, _ = json.Marshal(firewall)
		return nil
	})
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	ingress.Apply(config(nil)).Must()
	if got := ingress.At("rules.http.destination_address"); got != "20.7.7.7" {
		t.Errorf("the rule is for %v", got)
	}
	ingress.Plan(oneRule(map[string]any{"destination_address": "20.7.7.8"})).WantOnlyError(`rules["http"].destination_address`, "20.7.7.7")
}

// A firewall that is not there may come with the same apply, so that the plan warns. A replacement would delete the rules on the old one first.
func TestNoFirewall(t *testing.T) {
	t.Parallel()
	azure := world(t, true, 1)
	ingress := azure.Harness(t, nil).Resource("udr_firewall_ingress", "this")
	ingress.Apply(config(nil)).Must()
	plan := ingress.Plan(config(map[string]any{"firewall_id": firewallID + "2"})).Must()
	plan.WantAction(protocol.DeleteThenCreate)
	plan.WantWarning("firewall_id", "IN-MISSING", "was not found")
}

func TestRulesOfOneName(t *testing.T) {
	t.Parallel()
	rule := func(port int) map[string]any {
		return map[string]any{"destination_port": port, "translated_address": "10.42.2.4"}
	}
	acctest.NewAzure(t).Harness(t, nil).Resource("udr_firewall_ingress", "this").
		Validate(config(map[string]any{"rules": map[string]any{"http": rule(80), "HTTP": rule(81)}})).WantOnlyError(`rules["http"]`, "IN-NAME", "HTTP", "case")
}
