package azcli_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// block is one resource of the configuration that says what az made, and the ID by which it is imported.
type block struct {
	kind, id string
	config   func(protocol.Ref) map[string]any
}

// wholeHowTo is the how-to in Terraform, as examples/demo writes it, with the names that az used.
func wholeHowTo(address, service string) []block {
	in := func(ref protocol.Ref, more map[string]any) map[string]any {
		more["resource_group_name"], more["location"] = ref("udr_resource_group.this", "name"), location
		return more
	}
	subnetOf := func(ref protocol.Ref, name string) any {
		at := `subnets["` + name + `"].`
		return map[string]any{"id": ref("udr_network.this", at+"id"), "address_prefixes": ref("udr_network.this", at+"address_prefixes")}
	}
	return []block{
		{"udr_resource_group", groupID, func(protocol.Ref) map[string]any { return map[string]any{"name": group, "location": location} }},
		{"udr_network", networks + vnetName, func(ref protocol.Ref) map[string]any {
			return in(ref, map[string]any{"name": vnetName, "address_space": []any{"100.64.0.0/16"}, "subnets": map[string]any{
				aksSubnet: imported("100.64.1.0/24"), svcSubnet: imported("100.64.2.0/24"), fwSubnet: imported("100.64.3.0/24"),
			}})
		}},
		{"udr_firewall_egress", firewallID, func(ref protocol.Ref) map[string]any {
			config := in(ref, egress(address))
			config["firewall_subnet"] = subnetOf(ref, fwSubnet)
			config["routed_subnets"] = map[string]any{aksSubnet: subnetOf(ref, aksSubnet)}
			config["rules_as"] = "classic"
			config["network_rule_collections"] = map[string]any{"aksfwnr": anything()}
			config["application_rule_collections"] = map[string]any{"AKS_Global_Required": names()}
			return config
		}},
		{"udr_aks_identity", identityID, func(ref protocol.Ref) map[string]any {
			return in(ref, map[string]any{"name": identityName, "network_scopes": map[string]any{ // the how-to's, and the one that az made
				vnetName: ref("udr_network.this", "id"), aksSubnet: ref("udr_network.this", `subnets["`+aksSubnet+`"].id`),
			}})
		}},
		{"udr_aks_cluster", clusterID, func(ref protocol.Ref) map[string]any {
			return in(ref, map[string]any{
				"name":   clusterName,
				"egress": ref("udr_firewall_egress.this", "egress"),
				"default_node_pool": map[string]any{
					"vnet_subnet_id": ref("udr_network.this", `subnets["`+aksSubnet+`"].id`), "node_count": 3, "vm_size": "Standard_DS2_v2",
				},
				"identity":                  map[string]any{"type": "UserAssigned", "identity_ids": []any{ref("udr_aks_identity.this", "id")}},
				"network_profile":           map[string]any{"network_plugin": "azure", "service_cidr": "192.168.0.0/16", "dns_service_ip": "192.168.0.10"},
				"api_server_access_profile": map[string]any{"authorized_ip_ranges": []any{developer}},
			})
		}},
		{"udr_firewall_ingress", firewallID + "|exampleset", func(ref protocol.Ref) map[string]any {
			return map[string]any{"firewall_id": ref("udr_firewall_egress.this", "id"), "name": "exampleset", "priority": 100, "rules": map[string]any{
				"inboundrule": map[string]any{"destination_port": 80, "protocols": []any{"TCP", "UDP"}, "translated_address": service},
			}}
		}},
	}
}

// takeFirewall imports the group, the network and the firewall, and answers what imports the rest. It is called before the DNAT rule is made: a
// classic firewall is imported with every collection that it has, and the one of the ingress would come along as the egress's own.
func takeFirewall(t *testing.T, s *acctest.Server, blocks []block) (rest func()) {
	t.Helper()
	h := s.Harness(t, acctest.Connection{Block: s.BySecret()})
	w := h.Workspace()
	take := func(b block) {
		t.Helper()
		before := writes(s)
		w.Add(h.Resource(b.kind, "this"), b.config).Import(b.id).Must()
		if after := writes(s); after != before {
			t.Errorf("importing %s wrote %d times", b.kind, after-before)
		}
	}
	const first = 3
	for _, b := range blocks[:first] {
		take(b)
	}
	return func() {
		t.Helper()
		before := writes(s)
		for _, b := range blocks[first:] {
			take(b)
		}
		w.Plan().WantNoChanges()
		if after := writes(s); after != before {
			t.Errorf("planning wrote %d times", after-before)
		}
		if t.Failed() {
			return // what is planned is not what is there
		}
		w.Destroy().Must()
	}
}

// writes is the number of requests that change Azure. Logins and az's lists are POSTs.
func writes(s *acctest.Server) int {
	return len(s.Records("put /")) + len(s.Records("patch /")) + len(s.Records("delete /"))
}

// gone wants nothing left behind.
func gone(t *testing.T, s *acctest.Server) {
	t.Helper()
	ids, err := s.Emulator().IDs()
	if err != nil || len(ids) != 0 {
		t.Errorf("left behind: %v, %v", ids, err)
	}
}
