package firewallegress_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// writesOf runs the step and answers its writes as "METHOD type/name", sorted.
func writesOf(azure *acctest.Azure, step func()) []string {
	azure.Forget()
	step()
	writes := []string{}
	for _, write := range azure.Writes() {
		method, path, _ := strings.Cut(write, " ")
		segments := strings.Split(path, "/")
		writes = append(writes, method+" "+strings.Join(segments[max(0, len(segments)-2):], "/"))
	}
	slices.Sort(writes)
	return writes
}

func wantWrites(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("writes are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestUpdates changes one thing after another in one egress. Each change is an update in place, writes what it has to and
// nothing more, and is followed by a clean plan.
func TestUpdates(t *testing.T) {
	t.Parallel()
	azure := newNetwork(t)
	azure.Put(networkID+"/subnets/extra", apiVersion, map[string]any{"properties": map[string]any{"addressPrefix": "100.64.9.0/24"}})
	egress := azure.Harness(t, nil).Resource("udr_firewall_egress", "this")
	config := howTo()
	egress.Apply(config).Must()

	steps := []struct {
		name   string
		change map[string]any
		writes []string
	}{
		{"a rule changes", map[string]any{"network_rule_collections": map[string]any{"time": collection(100, map[string]any{"ntp": networkRule(nil)})}}, []string{"PUT ruleCollectionGroups/egress"}},
		{"a group is added", map[string]any{"rule_collection_groups": map[string]any{"more": map[string]any{
			"priority": 2000, "application_rule_collections": map[string]any{"web": collection(100, map[string]any{"r": applicationRule(nil)})},
		}}}, []string{"PATCH routeTables/contosofinfw-rt", "PATCH routeTables/contosofinfw-rt", "PUT ruleCollectionGroups/more"}},
		{"a group goes", map[string]any{"rule_collection_groups": nil}, []string{"DELETE ruleCollectionGroups/more"}},
		{"the aks rules are named", map[string]any{"aks": map[string]any{"rules": "explicit"}}, []string{"PUT ruleCollectionGroups/aks"}},
		{"settings", map[string]any{"dns_proxy_enabled": true, "dns_servers": []any{"10.0.0.5", "10.0.0.4"}, "private_ip_ranges": []any{"IANAPrivateRanges", "20.1.0.0/16"}, "threat_intelligence_mode": "Deny"}, []string{"PUT firewallPolicies/contosofinfw-policy"}},
		{"a subnet is added", map[string]any{"routed_subnets": map[string]any{
			"aks": subnet("contosofinakssubnet", "100.64.1.0/24"), "extra": subnet("extra", "100.64.9.0/24"),
		}}, []string{"PUT ruleCollectionGroups/aks", "PUT subnets/extra"}},
		{"a subnet goes", map[string]any{"routed_subnets": map[string]any{"extra": subnet("extra", "100.64.9.0/24")}}, []string{"PUT ruleCollectionGroups/aks", "PUT subnets/contosofinakssubnet"}},
		{"routes are added", map[string]any{"route_table": map[string]any{"public_ip_routes_enabled": true, "routes": map[string]any{
			"onprem": map[string]any{"address_prefix": "10.0.0.0/8", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "100.64.2.9"},
			"cloud":  map[string]any{"address_prefix": "AzureCloud.eastus"},
		}}}, []string{"PUT routeTables/contosofinfw-rt", "PATCH routeTables/contosofinfw-rt"}},
		{"a public IP is added", map[string]any{"public_ips": map[string]any{"contosofinfwpublicip": map[string]any{}, "second": map[string]any{"name": "pip-2"}}}, []string{
			// The mark; the new address; the firewall; the address's route; the end of the mark.
			"PATCH routeTables/contosofinfw-rt", "PATCH routeTables/contosofinfw-rt", "PUT azureFirewalls/contosofinfw", "PUT publicIPAddresses/pip-2",
			"PUT routeTables/contosofinfw-rt",
		}},
		{"a public IP goes", map[string]any{"public_ips": map[string]any{"second": map[string]any{"name": "pip-2"}}}, []string{
			"DELETE publicIPAddresses/contosofinfwpublicip", "PUT azureFirewalls/contosofinfw", "PUT routeTables/contosofinfw-rt",
		}},
		{"the tier rises", map[string]any{"sku_tier": "Premium"}, []string{"PUT azureFirewalls/contosofinfw"}},
		{"the policy's tier rises", map[string]any{"policy": map[string]any{"sku_tier": "Premium"}}, []string{
			"DELETE firewallPolicies/contosofinfw-policy", "DELETE ruleCollectionGroups/aks", "DELETE ruleCollectionGroups/egress", "PATCH routeTables/contosofinfw-rt",
			"PATCH routeTables/contosofinfw-rt", "PUT azureFirewalls/contosofinfw", "PUT firewallPolicies/contosofinfw-policy-premium", "PUT ruleCollectionGroups/aks",
			"PUT ruleCollectionGroups/egress",
		}},
		{"the policy says no tier again", map[string]any{"policy": nil}, []string{}},
		{"tags", map[string]any{"tags": map[string]any{"team": "platform"}}, nil},
	}
	for _, step := range steps {
		changed(config, step.change)
		plan := egress.Plan(config).Must()
		if len(step.writes) == 0 && step.writes != nil {
			plan.WantAction(protocol.NoOp)
			continue
		}
		if plan.Action != protocol.Update {
			t.Fatalf("%s: the plan is %s", step.name, plan.Action)
		}
		writes := writesOf(azure, func() { plan.Apply().Must() })
		if step.writes != nil && !slices.Equal(writes, sorted(step.writes)) {
			t.Errorf("%s: writes are\n  %s\nwant\n  %s", step.name, strings.Join(writes, "\n  "), strings.Join(sorted(step.writes), "\n  "))
		}
		egress.Plan(config).Must().WantAction(protocol.NoOp)
	}
	for _, id := range []string{firewallID, policyID + "-premium", tableID, publicIPID("pip-2")} {
		tags, _ := azure.Object(id)["tags"].(map[string]any)
		if tags["team"] != "platform" || tags["hidden-udr-pending"] != nil {
			t.Errorf("tags of %s are %v", id, tags)
		}
	}
	egress.Destroy().Must()
	for _, id := range azure.Resources(subscriptionOf(groupID)) {
		if !strings.EqualFold(id, groupID) && !strings.EqualFold(id, networkID) {
			t.Errorf("left behind: %s", id)
		}
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

func subscriptionOf(id string) string { return strings.Split(id, "/")[2] }
