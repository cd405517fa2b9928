package network_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

const otherNetworkID = groupID + "/providers/Microsoft.Network/virtualNetworks/other"

// with is the how-to's network with changes.
func with(changes map[string]any) map[string]any {
	config := howTo()
	maps.Copy(config, changes)
	return config
}

func withSubnets(subnets map[string]any) map[string]any {
	return with(map[string]any{"subnets": subnets})
}

func withPeerings(peerings map[string]any) map[string]any {
	return with(map[string]any{"peerings": peerings})
}

func prefixes(list ...any) map[string]any { return map[string]any{"address_prefixes": list} }

// TestRefusals shows the message of each refusal, at its attribute. The Azure behind it is empty and never asked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		config map[string]any
		path   string
		want   []string
	}{
		{"malformed address space", with(map[string]any{"address_space": []any{"100.64.0.0/160"}, "subnets": nil}), `address_space["100.64.0.0/160"]`, []string{"100.64.0.0/160"}},
		{"host bits in the address space", with(map[string]any{"address_space": []any{"100.64.0.1/16"}, "subnets": nil}), `address_space["100.64.0.1/16"]`, []string{"100.64.0.0/16"}},
		{"malformed subnet", withSubnets(map[string]any{"a": prefixes("10..9.1.0/24")}), `subnets["a"].address_prefixes[0]`, []string{"10..9.1.0/24"}},
		{"host bits in a subnet", withSubnets(map[string]any{"a": prefixes("100.64.1.7/24")}), `subnets["a"].address_prefixes[0]`, []string{"100.64.1.0/24"}},
		{"no address space", with(map[string]any{"address_space": []any{}, "subnets": nil}), "address_space", []string{"at least 1"}},
		{"null in the address space", with(map[string]any{"address_space": []any{"100.64.0.0/16", nil}}), "address_space", []string{"null"}},
		{"no prefix", withSubnets(map[string]any{"a": prefixes()}), `subnets["a"].address_prefixes`, []string{"at least 1"}},
		{"null prefix", withSubnets(map[string]any{"a": prefixes("100.64.1.0/24", nil)}), `subnets["a"].address_prefixes`, []string{"null"}},
		{"null DNS server", with(map[string]any{"dns_servers": []any{nil}}), "dns_servers", []string{"null"}},
		{"null service endpoint", withSubnets(map[string]any{"a": map[string]any{
			"address_prefixes": []any{"100.64.1.0/24"}, "service_endpoints": []any{nil},
		}}), `subnets["a"].service_endpoints`, []string{"null"}},
		{"no time at all", with(map[string]any{"timeouts": map[string]any{"read": "-5m"}}), "timeouts.read", []string{"over before it begins"}},
		{"reserved range", with(map[string]any{"address_space": []any{"100.64.0.0/16", "169.254.0.0/17"}}), "address_space", []string{"169.254.0.0/16", "VN-RESERVED"}},
		{"overlapping address space", with(map[string]any{"address_space": []any{"100.64.0.0/16", "100.64.8.0/24"}}), "address_space", []string{"share addresses", "VN-SPACE"}},
		{"subnet outside", withSubnets(map[string]any{"a": prefixes("100.65.1.0/24")}), `subnets["a"].address_prefixes[0]`, []string{"NetcfgSubnetRangeOutsideVnet", "VN-OUTSIDE"}},
		{"overlapping subnets", withSubnets(map[string]any{"a": prefixes("100.64.1.0/24"), "b": prefixes("100.64.1.128/25")}), `subnets["b"].address_prefixes[0]`, []string{`"a"`, "NetcfgSubnetRangesOverlap", "VN-OVERLAP"}},
		{"subnet too small", withSubnets(map[string]any{"a": prefixes("100.64.1.0/30")}), `subnets["a"].address_prefixes[0]`, []string{"/29 is the smallest", "VN-SIZE"}},
		{"IPv6 subnet that is no /64", with(map[string]any{"address_space": []any{"fd00::/48"}, "subnets": map[string]any{"a": prefixes("fd00::/56")}}), `subnets["a"].address_prefixes[0]`, []string{"exactly a /64"}},
		{"firewall subnet too small", withSubnets(map[string]any{"AzureFirewallSubnet": prefixes("100.64.3.0/27")}), `subnets["AzureFirewallSubnet"].address_prefixes[0]`, []string{"/26", "VN-SPECIAL"}},
		{"security group on the firewall subnet", withSubnets(map[string]any{"AzureFirewallSubnet": map[string]any{
			"address_prefixes": []any{"100.64.3.0/24"}, "network_security_group_id": groupID + "/providers/Microsoft.Network/networkSecurityGroups/nsg",
		}}), `subnets["AzureFirewallSubnet"].network_security_group_id`, []string{"VN-SPECIAL"}},
		{"delegated firewall subnet", withSubnets(map[string]any{"AzureFirewallSubnet": map[string]any{
			"address_prefixes": []any{"100.64.3.0/24"}, "delegation": map[string]any{"service_name": "Microsoft.Web/serverFarms"},
		}}), `subnets["AzureFirewallSubnet"].delegation`, []string{"VN-SPECIAL"}},
		{"network name", with(map[string]any{"name": "-x"}), "name", []string{"VN-NAME"}},
		{"subnet name", withSubnets(map[string]any{"a b": prefixes("100.64.1.0/24")}), `subnets["a b"]`, []string{"VN-NAME"}},
		{"peering name", withPeerings(map[string]any{"-a": map[string]any{"remote_virtual_network_id": otherNetworkID}}), `peerings["-a"]`, []string{"VN-NAME"}},
		{"subnet names that differ in case", withSubnets(map[string]any{"aks": prefixes("100.64.1.0/24"), "AKS": prefixes("100.64.2.0/24")}), `subnets["aks"]`, []string{"same name for Azure"}},
		{"DNS server with a prefix", with(map[string]any{"dns_servers": []any{"10.0.0.4/32"}}), "dns_servers[0]", []string{"10.0.0.4/32"}},
		{"wrong kind of ID", withSubnets(map[string]any{"a": map[string]any{
			"address_prefixes": []any{"100.64.1.0/24"}, "network_security_group_id": groupID + "/providers/Microsoft.Network/routeTables/rt",
		}}), `subnets["a"].network_security_group_id`, []string{"Microsoft.Network/networkSecurityGroups", "routeTables"}},
		{"two peerings with one network", withPeerings(map[string]any{
			"a": map[string]any{"remote_virtual_network_id": otherNetworkID},
			"b": map[string]any{"remote_virtual_network_id": strings.Replace(otherNetworkID, "other", "OTHER", 1)},
		}), `peerings["b"].remote_virtual_network_id`, []string{`"a" and "b"`, "VN-PEER-TARGET"}},
		{"lends and borrows a gateway", withPeerings(map[string]any{
			"a": map[string]any{"remote_virtual_network_id": otherNetworkID, "use_remote_gateways": true, "allow_gateway_transit": true},
		}), `peerings["a"].use_remote_gateways`, []string{"VN-PEER-FLAGS"}},
		{"the other half lends and borrows", withPeerings(map[string]any{
			"a": map[string]any{"remote_virtual_network_id": otherNetworkID, "reverse": map[string]any{"use_remote_gateways": true, "allow_gateway_transit": true}},
		}), `peerings["a"].reverse.use_remote_gateways`, []string{"VN-PEER-FLAGS"}},
		{"both halves borrow", withPeerings(map[string]any{
			"a": map[string]any{"remote_virtual_network_id": otherNetworkID, "use_remote_gateways": true, "reverse": map[string]any{"use_remote_gateways": true}},
		}), `peerings["a"].reverse.use_remote_gateways`, []string{"VN-PEER-FLAGS"}},
		{"two peerings borrow", withPeerings(map[string]any{
			"a": map[string]any{"remote_virtual_network_id": otherNetworkID, "use_remote_gateways": true},
			"b": map[string]any{"remote_virtual_network_id": otherNetworkID + "2", "use_remote_gateways": true},
		}), `peerings["b"].use_remote_gateways`, []string{"VN-PEER-FLAGS"}},
		{"reserved tag", with(map[string]any{"tags": map[string]any{"hidden-udr-owner": "me"}}), `tags["hidden-udr-owner"]`, []string{"reserved"}},
		{"forbidden character in a tag", with(map[string]any{"tags": map[string]any{"a/b": "x"}}), `tags["a/b"]`, []string{"VN-TAGS"}},
		{"unknown check", with(map[string]any{"skip_checks": []any{"VN-NOPE"}}), `skip_checks["VN-NOPE"]`, []string{"VN-NOPE"}},
		{"unknown private endpoint policy", withSubnets(map[string]any{"a": map[string]any{
			"address_prefixes": []any{"100.64.1.0/24"}, "private_endpoint_network_policies": "Perhaps",
		}}), `subnets["a"].private_endpoint_network_policies`, []string{"RouteTableEnabled"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			azure := acctest.NewAzure(t)
			azure.Harness(t, nil).Resource("udr_network", "this").Validate(test.config).WantOnlyError(test.path, test.want...)
			if calls := azure.Calls(); len(calls) != 0 {
				t.Errorf("validation asked Azure: %v", calls)
			}
		})
	}
}

// All that is wrong is said at once, and an unknown sibling switches nothing off (law L1).
func TestRefusalsComeAllAtOnce(t *testing.T) {
	t.Parallel()
	config := withSubnets(map[string]any{
		"a": prefixes("100.65.1.0/30"),
		"b": prefixes(protocol.Unknown),
		"c": map[string]any{"address_prefixes": protocol.Unknown, "network_security_group_id": protocol.Unknown},
	})
	config["name"] = "-x"
	out := acctest.NewAzure(t).Harness(t, nil).Resource("udr_network", "this").Validate(config)
	out.WantError("name", "VN-NAME")
	out.WantError(`subnets["a"].address_prefixes[0]`, "VN-OUTSIDE")
	out.WantError(`subnets["a"].address_prefixes[0]`, "VN-SIZE")
	if n := len(out.Diagnostics().Errors()); n != 3 {
		t.Errorf("%d errors, want 3: %v", n, out.Diagnostics())
	}
}

func TestSkippedCheckIsSilent(t *testing.T) {
	t.Parallel()
	config := withSubnets(map[string]any{"a": prefixes("100.64.1.0/30")})
	config["skip_checks"] = []any{"VN-SIZE"}
	acctest.NewAzure(t).Harness(t, nil).Resource("udr_network", "this").Validate(config).Must()
}
