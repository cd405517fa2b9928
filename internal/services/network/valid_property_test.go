package network_test

import (
	"fmt"
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestNoValidConfigurationIsRefused: a false alarm is worse than a miss (law L2). Configurations are valid by
// construction: ranges are handed out one after another from private space, names are made of what Azure allows.
func TestNoValidConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	network := acctest.NewAzure(t).Harness(t, nil).Resource("udr_network", "this")
	rapid.Check(t, func(r *rapid.T) {
		config := validNetwork(r)
		out := network.Validate(config)
		if errs := out.Diagnostics(); len(errs) > 0 {
			r.Fatalf("%v\nis refused: %v", config, errs)
		}
	})
}

func validNetwork(r *rapid.T) map[string]any {
	bits := rapid.IntRange(8, 24).Draw(r, "bits of the address space")
	base := rapid.SampledFrom([]string{"10.0.0.0", "172.16.0.0", "192.168.0.0", "100.64.0.0"}).Draw(r, "base")
	if base == "172.16.0.0" {
		bits = max(bits, 12)
	}
	if base == "192.168.0.0" {
		bits = max(bits, 16)
	}
	if base == "100.64.0.0" {
		bits = max(bits, 10)
	}
	space := netip.PrefixFrom(netip.MustParseAddr(base), bits)
	config := map[string]any{
		"name":                rapid.StringMatching(`[a-zA-Z0-9][a-zA-Z0-9_.\-]{0,20}[a-zA-Z0-9_]`).Draw(r, "name"),
		"resource_group_name": rapid.StringMatching(`[a-zA-Z0-9_\-()]{1,30}`).Draw(r, "group"),
		"location":            rapid.SampledFrom([]string{"eastus", "West Europe", "usgovvirginia", "chinanorth3"}).Draw(r, "location"),
		"address_space":       []any{space.String()},
		"subnets":             validSubnets(r, space),
	}
	if rapid.Bool().Draw(r, "with DNS") {
		config["dns_servers"] = []any{"10.0.0.4", "fd00::4"}
	}
	if rapid.Bool().Draw(r, "with peerings") {
		config["peerings"] = validPeerings(r)
	}
	if rapid.Bool().Draw(r, "with tags") {
		config["tags"] = map[string]any{
			rapid.StringMatching(`[a-z][a-zA-Z0-9 _.:\-]{0,20}`).Filter(notReserved).Draw(r, "tag"): rapid.StringMatching(`.{0,20}`).Draw(r, "tag value"),
		}
	}
	return config
}

func notReserved(name string) bool {
	for _, prefix := range []string{"azure", "microsoft", "windows", "hidden"} {
		if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
			return false
		}
	}
	return true
}

// validSubnets hands out ranges from the start of the space, each aligned to its size.
func validSubnets(r *rapid.T, space netip.Prefix) map[string]any {
	subnets := map[string]any{}
	next := space.Addr()
	for i := range rapid.IntRange(0, 6).Draw(r, "subnets") {
		name := fmt.Sprintf("s%d", i)
		lowest := space.Bits()
		if special := rapid.SampledFrom([]string{"", "", "AzureFirewallSubnet", "GatewaySubnet", "AzureBastionSubnet"}).Draw(r, "special"); special != "" && subnets[special] == nil {
			name = special
		}
		highest := 29
		if name[0] != 's' {
			highest = 26
		}
		if lowest > highest {
			break
		}
		prefix := netip.PrefixFrom(next, rapid.IntRange(min(lowest+2, highest), highest).Draw(r, "bits")).Masked()
		if prefix.Addr().Less(next) {
			prefix = netip.PrefixFrom(after(prefix), prefix.Bits())
		}
		if !prefix.Addr().IsValid() || !space.Contains(prefix.Addr()) || prefix.Bits() < space.Bits() {
			break
		}
		subnets[name] = validSubnet(r, name, prefix)
		if next = after(prefix); !next.IsValid() || !space.Contains(next) {
			break
		}
	}
	return subnets
}

func validSubnet(r *rapid.T, name string, prefix netip.Prefix) map[string]any {
	subnet := map[string]any{"address_prefixes": []any{prefix.String()}}
	if name[0] != 's' {
		return subnet
	}
	if rapid.Bool().Draw(r, "with security group") {
		subnet["network_security_group_id"] = rapid.SampledFrom([]any{
			"/subscriptions/3c9c3f2e-0000-4000-8000-000000000001/resourceGroups/x/providers/Microsoft.Network/networkSecurityGroups/nsg", protocol.Unknown,
		}).Draw(r, "security group")
	}
	if rapid.Bool().Draw(r, "with delegation") {
		subnet["delegation"] = map[string]any{"service_name": "Microsoft.ContainerService/managedClusters"}
	}
	if rapid.Bool().Draw(r, "with endpoints") {
		subnet["service_endpoints"] = []any{"Microsoft.Storage", "Microsoft.KeyVault"}
	}
	subnet["default_outbound_access_enabled"] = rapid.Bool().Draw(r, "outbound")
	return subnet
}

func validPeerings(r *rapid.T) map[string]any {
	peerings := map[string]any{}
	borrowed := false
	for i := range rapid.IntRange(1, 3).Draw(r, "peerings") {
		peering := map[string]any{
			"remote_virtual_network_id": fmt.Sprintf("/subscriptions/3c9c3f2e-0000-4000-8000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub%d", i),
			"reverse":                   map[string]any{"enabled": rapid.Bool().Draw(r, "reverse"), "allow_gateway_transit": true},
		}
		if !borrowed && rapid.Bool().Draw(r, "remote gateways") {
			borrowed = true
			peering["use_remote_gateways"] = true
		}
		peerings[fmt.Sprintf("p%d", i)] = peering
	}
	return peerings
}

// after is the first address behind the prefix; invalid at the end of the address space.
func after(prefix netip.Prefix) netip.Addr {
	last := prefix.Addr().As4()
	for i := prefix.Bits(); i < 32; i++ {
		last[i/8] |= 1 << (7 - i%8)
	}
	return netip.AddrFrom4(last).Next()
}
