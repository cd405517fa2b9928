package armtypes

import (
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRuleWords(t *testing.T) {
	t.Parallel()
	port := func(s string) bool { return isPort(s, maxPort) }
	ports := func(s string) bool { return isPortRange(s, maxPort) }
	tests := map[string]struct {
		accepts  func(string) bool
		yes, not []string
	}{
		"address": {
			isRuleAddress,
			[]string{"*", "10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "255.255.255.255/32", "10.0.0.5/24", "10.0.0.1-10.0.0.1", "10.0.0.1-10.0.1.0"},
			[]string{"", " 10.0.0.1", "10.0.0.1 ", "10.0.0", "10.0.0.256", "10.0.0.0/33", "10.0.0.2-10.0.0.1", "10.0.0.1-", "fd00::1", "fd00::/8", "Storage", "**"},
		},
		"service tag": {
			isServiceTag,
			[]string{"AzureCloud", "AzureCloud.westeurope", "Storage.WestUS2", "Sql"},
			[]string{"", "10.0.0.300", "Azure Cloud", "AzureCloud.", ".westeurope", "-", "*"},
		},
		"port":       {port, []string{"1", "443", "65535"}, []string{"", "0", "65536", "*", "80-81", "-1", "http", "8 0"}},
		"port range": {ports, []string{"1-65535", "80-80"}, []string{"", "80", "81-80", "0-1", "1-70000", "-80", "80-", "1-2-3"}},
		"FQDN": {
			isFQDN,
			[]string{"a", "mcr.microsoft.com", "MCR.Microsoft.com.", "a-b.c_d.example", "_sip.example.com", strings.Repeat("a", 63) + ".com"},
			[]string{"", ".", "*.example.com", "a..b", "-a.com", "a-.com", "https://a.com", "a.com/b", "a b.com", strings.Repeat("a", 64) + ".com", strings.Repeat("abc.", 64)},
		},
		"target": {
			isTargetName,
			[]string{"*", "*.azmk8s.io", "*azmk8s.io", "mcr.microsoft.com"},
			[]string{"", "**", ".azmk8s.io", "a.*.io", "azmk8s.*", "*.", "*..io", "*.*.io"},
		},
		"URL": {
			isTargetURL,
			[]string{"www.example.com", "www.example.com/", "www.example.com/a/b", "www.example.com/a/*", "*.example.com/a", "*"},
			[]string{"", "https://www.example.com", "www.*.com", "www.example.com/*/b", "/a"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range tt.yes {
				if !tt.accepts(s) {
					t.Errorf("%q is refused", s)
				}
			}
			for _, s := range tt.not {
				if tt.accepts(s) {
					t.Errorf("%q is accepted", s)
				}
			}
		})
	}
}

// Whatever a client writes, the checks neither panic nor contradict one another: an address is no service tag and no FQDN with a star.
func FuzzRuleWords(f *testing.F) {
	for _, s := range []string{"*", "10.0.0.0/8", "10.0.0.1-10.0.0.2", "1-2", "*.example.com", "a/b*", "é.example", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if isRuleAddress(s) && isServiceTag(s) {
			t.Errorf("%q is an address and a service tag", s)
		}
		if isFQDN(s) && strings.ContainsAny(s, "*/: ") {
			t.Errorf("%q is a literal name", s)
		}
		if isPort(s, maxPort) && isPortRange(s, maxPort) {
			t.Errorf("%q is a port and a range", s)
		}
		_ = isTargetURL(s)
	})
}

// A firewall that is allocated again lies in its subnet, at no reserved address, and never where it lay before.
func TestNextFirewallAddress(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := netip.AddrFrom4([4]byte{10, byte(rapid.IntRange(0, 255).Draw(t, "second")), byte(rapid.IntRange(0, 255).Draw(t, "third")), byte(rapid.IntRange(0, 255).Draw(t, "fourth"))})
		p := netip.PrefixFrom(base, rapid.IntRange(16, firewallSubnetBits).Draw(t, "bits")).Masked()
		former, ok := nextFirewallAddress(p, netip.Addr{})
		if want := p.Addr().Next().Next().Next().Next(); !ok || former != want {
			t.Fatalf("the first address of %s is %s, want %s", p, former, want)
		}
		for range rapid.IntRange(1, 130).Draw(t, "restarts") {
			next, ok := nextFirewallAddress(p, former)
			if !ok || next == former || !p.Contains(next) || reservedAddress(p, next) {
				t.Fatalf("after %s in %s comes %s (%v)", former, p, next, ok)
			}
			former = next
		}
	})
}

func TestTierServes(t *testing.T) {
	t.Parallel()
	want := map[string][]string{"Basic": {"Basic"}, "Standard": {"Standard", "Premium"}, "Premium": {"Premium"}}
	for _, policy := range firewallTiers {
		for _, user := range firewallTiers {
			expected := containsWord(want[policy], user)
			if got := tierServes(strings.ToLower(policy), user); got != expected {
				t.Errorf("a %s policy for %s: %v", policy, user, got)
			}
		}
	}
}
