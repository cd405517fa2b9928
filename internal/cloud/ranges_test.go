package cloud

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func prefix(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func TestRanges(t *testing.T) {
	t.Parallel()
	for _, r := range ranges {
		if r.Prefix != r.Prefix.Masked() {
			t.Errorf("%s has host bits", r.Prefix)
		}
		if r.Note == "" {
			t.Errorf("%s: no note", r.Prefix)
		}
	}
	for use, want := range map[RangeUse][]string{
		RangeVNet:       {"224.0.0.0/4", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32"},
		RangeAKS:        {"169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"},
		RangePodRefused: {"169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16"},
		RangeNoSNAT:     {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"},
		RangeSystemDrop: {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"},
	} {
		var got []string
		for _, r := range Ranges(use) {
			got = append(got, r.Prefix.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", use, diff)
		}
	}
	if len(DefaultNoSNAT()) != 4 {
		t.Errorf("%v", DefaultNoSNAT())
	}
	if got := OverlappingRanges(RangeVNet, prefix("169.0.0.0/8")); len(got) != 1 {
		t.Errorf("a superset overlaps: %v", got)
	}
	if got := OverlappingRanges(RangeVNet, netip.Prefix{}); len(got) != 0 {
		t.Errorf("an invalid prefix overlaps: %v", got)
	}
	for p, want := range map[string]bool{"10.1.0.0/16": true, "172.16.0.0/12": true, "172.0.0.0/8": false, "8.8.8.8/32": false} {
		if InRange(RangePodSupported, prefix(p)) != want {
			t.Errorf("InRange(%s) is not %t", p, want)
		}
	}
	if AzureDNS() != addr("168.63.129.16") {
		t.Error(AzureDNS())
	}
}

func TestSpecialSubnets(t *testing.T) {
	t.Parallel()
	for name, bits := range map[string]int{
		"AzureFirewallSubnet": 26, "azurefirewallmanagementsubnet": 26, "GatewaySubnet": 29, "AzureBastionSubnet": 26, "RouteServerSubnet": 26,
	} {
		if s, ok := LookupSpecialSubnet(name); !ok || s.MinPrefix != bits || s.RecommendedPrefix > s.MinPrefix || !s.Exclusive {
			t.Errorf("%s: %+v %t", name, s, ok)
		}
	}
	if s, _ := LookupSpecialSubnet(SubnetFirewall); s.Routes != RouteDefaultInternet || s.RouteCode == "" || s.NSG {
		t.Errorf("%+v", s)
	}
	if s, _ := LookupSpecialSubnet(SubnetGateway); s.Routes != RouteNoDefault || !s.KeepPropagation {
		t.Errorf("%+v", s)
	}
	if _, ok := LookupSpecialSubnet("contosofinakssubnet"); ok {
		t.Error("any name is special")
	}
	if r := APIServerSubnet(); r.MinPrefix != 28 || UsableAddresses(prefix("10.0.0.0/28")) < r.Addresses {
		t.Errorf("%+v", r)
	}
}

func TestSubnetArithmetic(t *testing.T) {
	t.Parallel()
	for p, want := range map[string]int{
		"10.0.0.0/24": 251, "10.0.0.0/26": 59, "10.0.0.0/28": 11, "10.0.0.0/29": 3, "10.0.0.0/30": 0, "10.0.0.0/32": 0, "fd00::/64": 0,
	} {
		if got := UsableAddresses(prefix(p)); got != want {
			t.Errorf("UsableAddresses(%s) = %d, want %d", p, got, want)
		}
	}
	for p, want := range map[string]string{"100.64.3.0/24": "100.64.3.4", "10.0.0.64/26": "10.0.0.68", "10.0.0.77/26": "10.0.0.68"} {
		if got, ok := FirstUsable(prefix(p)); !ok || got != addr(want) {
			t.Errorf("FirstUsable(%s) = %s, %t", p, got, ok)
		}
	}
	for _, p := range []netip.Prefix{{}, prefix("10.0.0.0/30"), prefix("fd00::/64")} {
		if got, ok := FirstUsable(p); ok {
			t.Errorf("FirstUsable(%s) = %s", p, got)
		}
	}
	for addresses, want := range map[int]int{-1: 29, 0: 29, 3: 29, 4: 28, 11: 28, 12: 27, 251: 24, 252: 23, 1 << 40: -1} {
		if got := SmallestSubnet(addresses); got != want {
			t.Errorf("SmallestSubnet(%d) = %d, want %d", addresses, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1<<24).Draw(t, "addresses")
		bits := SmallestSubnet(n)
		if UsableAddresses(netip.PrefixFrom(addr("10.0.0.0"), bits)) < n {
			t.Fatalf("/%d has no room for %d", bits, n)
		}
		if bits < 29 && UsableAddresses(netip.PrefixFrom(addr("10.0.0.0"), bits+1)) >= n {
			t.Fatalf("/%d would do for %d", bits+1, n)
		}
	})
}

// problemIDs writes problems as severity and check.
func problemIDs(problems []RangeProblem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, string(p.Severity)+" "+p.Check)
	}
	return out
}

func TestClusterRanges(t *testing.T) {
	t.Parallel()
	for p, want := range map[string][]string{
		"10.0.0.0/16":              nil,
		"192.168.0.0/16":           nil, // the how-to's
		"10.0.0.0/12":              {"error service_cidr_size"},
		"10.0.0.0/13":              nil,
		"172.30.0.0/16":            {"error reserved_range"},
		"172.16.0.0/12":            {"error reserved_range", "error reserved_range", "error service_cidr_size"},
		"10.0.0.1/16":              {"warning host_bits"},
		"8.8.0.0/16":               {"warning service_cidr_private"},
		"fd12:3456:789a:1::/108":   nil,
		"fd12:3456:789a:1::/107":   {"error service_cidr_ipv6_size"},
		"192.0.0.0/16":             {"error reserved_range", "warning service_cidr_private"},
		"100.64.0.0/16":            nil,
		"fd12:3456:789a:1::80/112": {"warning host_bits"},
	} {
		if diff := cmp.Diff(want, problemIDs(ServiceCIDRProblems(prefix(p)))); diff != "" {
			t.Errorf("service range %s: %s", p, diff)
		}
	}
	for p, want := range map[string][]string{
		"10.244.0.0/16":  nil,
		"100.64.0.0/10":  nil,
		"172.16.0.0/12":  {"error reserved_range", "error reserved_range"},
		"169.254.4.0/24": {"error reserved_range", "warning pod_cidr_private"},
		"192.0.2.0/24":   {"warning reserved_range", "warning pod_cidr_private"},
		"11.0.0.0/16":    {"warning pod_cidr_private"},
		"fd00::/64":      nil,
	} {
		if diff := cmp.Diff(want, problemIDs(PodCIDRProblems(prefix(p)))); diff != "" {
			t.Errorf("pod range %s: %s", p, diff)
		}
	}
	for p, want := range map[string][]string{
		"100.64.0.0/16": nil, "172.30.1.0/24": {"warning reserved_range"}, "10.0.0.5/24": {"error host_bits"},
	} {
		if diff := cmp.Diff(want, problemIDs(NodeRangeProblems(prefix(p)))); diff != "" {
			t.Errorf("network %s: %s", p, diff)
		}
	}
	for _, judge := range []func(netip.Prefix) []RangeProblem{ServiceCIDRProblems, PodCIDRProblems, NodeRangeProblems} {
		if got := judge(netip.Prefix{}); got != nil {
			t.Errorf("an unknown range has problems: %v", got)
		}
	}
}

func TestDNSServiceIP(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string][]string{
		"10.0.0.10": nil, "10.0.0.2": nil, "10.0.255.254": nil, "10.1.0.1": {"error dns_service_ip_outside"}, "10.0.0.0": {"error dns_service_ip_network_address"},
		"10.0.0.1": {"error dns_service_ip_api_server"}, "10.0.255.255": {"error dns_service_ip_broadcast"},
	} {
		if diff := cmp.Diff(want, problemIDs(DNSServiceIPProblems(addr(ip), prefix("10.0.0.0/16")))); diff != "" {
			t.Errorf("%s: %s", ip, diff)
		}
	}
	if DNSServiceIPProblems(netip.Addr{}, prefix("10.0.0.0/16")) != nil || DNSServiceIPProblems(addr("10.0.0.10"), netip.Prefix{}) != nil {
		t.Error("an unknown side has problems")
	}
}

// TestRangeProblemsAreRules: each problem names a check of AKS or a rule of a table, with the severity never graver than its own.
func TestRangeProblemsAreRules(t *testing.T) {
	t.Parallel()
	severities := map[string]Severity{}
	for _, c := range Checks() {
		severities[c.ID] = c.Severity
	}
	for _, r := range Rules() {
		severities[r.ID] = r.Severity
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte(b)), rapid.IntRange(0, 32).Draw(t, "bits"))
		problems := append(ServiceCIDRProblems(p), PodCIDRProblems(p)...)
		problems = append(problems, DNSServiceIPProblems(p.Addr(), prefix("10.0.0.0/16"))...)
		problems = append(problems, AuthorizedRangeProblems(AuthorizedProfile{OutboundType: OutboundUserDefinedRouting}, p, OwnEgressRange())...)
		for _, x := range problems {
			s, ok := severities[x.Check]
			if !ok {
				t.Fatalf("%s is no rule", x.Check)
			}
			if s != SeverityError && x.Severity == SeverityError {
				t.Fatalf("%s is reported as an error, its rule is a %s", x.Check, s)
			}
		}
	})
}

func TestPodCIDR(t *testing.T) {
	t.Parallel()
	for p, want := range map[string]int{"10.244.0.0/16": 256, "10.244.0.0/24": 1, "10.244.0.0/25": 0, "10.0.0.0/8": 65536, "fd00::/64": -1} {
		if got := PodCIDRNodes(prefix(p)); got != want {
			t.Errorf("PodCIDRNodes(%s) = %d", p, got)
		}
	}
	for _, c := range []struct {
		from, to string
		windows  bool
		want     bool
	}{
		{"10.244.0.0/18", "10.244.0.0/16", false, true},
		{"10.244.64.0/18", "10.244.0.0/16", false, true},
		{"10.244.0.0/18", "10.244.0.0/16", true, false},
		{"10.244.0.0/16", "10.244.0.0/16", false, false},
		{"10.244.0.0/16", "10.245.0.0/15", false, true},
		{"10.244.0.0/16", "10.246.0.0/15", false, false},
		{"fd00::/64", "fd00::/48", false, false},
	} {
		if got := PodCIDRGrows(prefix(c.from), prefix(c.to), c.windows); got != c.want {
			t.Errorf("%s to %s: %t", c.from, c.to, got)
		}
	}
}

func TestAuthorizedRanges(t *testing.T) {
	t.Parallel()
	udr := AuthorizedProfile{OutboundType: OutboundUserDefinedRouting}
	many := make([]netip.Prefix, 201)
	for name, c := range map[string]struct {
		profile AuthorizedProfile
		ranges  []netip.Prefix
		want    []string
	}{
		"none":          {udr, nil, nil},
		"good":          {udr, []netip.Prefix{prefix("52.1.2.3/32"), prefix("203.0.113.0/24")}, nil},
		"host bits":     {udr, []netip.Prefix{prefix("52.1.2.3/24")}, []string{"error authorized_ranges_network_address"}},
		"private":       {udr, []netip.Prefix{prefix("10.1.0.0/16")}, []string{"error authorized_ranges_routable"}},
		"IPv6":          {udr, []netip.Prefix{prefix("2001:db8::/32")}, []string{"error authorized_ranges_ipv4"}},
		"own, routed":   {udr, []netip.Prefix{OwnEgressRange()}, []string{"error authorized_ranges_own_ip"}},
		"own, balanced": {AuthorizedProfile{OutboundType: OutboundLoadBalancer}, []netip.Prefix{OwnEgressRange()}, nil},
		"own, unknown":  {AuthorizedProfile{}, []netip.Prefix{OwnEgressRange()}, nil},
		"own, mixed":    {AuthorizedProfile{}, []netip.Prefix{OwnEgressRange(), prefix("52.1.2.3/32")}, []string{"error authorized_ranges_own_ip_mixed"}},
		"unknown":       {udr, []netip.Prefix{{}, prefix("52.1.2.3/32")}, nil},
		"201":           {udr, many, []string{"error authorized_ranges_count"}},
		"201 inside":    {AuthorizedProfile{VNetIntegration: true}, many, nil},
		"cluster":       {AuthorizedProfile{PrivateCluster: true}, []netip.Prefix{prefix("52.1.2.3/32")}, []string{"error authorized_ranges_private"}},
	} {
		if diff := cmp.Diff(c.want, problemIDs(AuthorizedRangeProblems(c.profile, c.ranges...))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
