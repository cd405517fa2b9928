package customtypes_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func TestParseAddressSpec(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParseAddressSpec, []parseCase{
		{"*", ""},
		{"10.0.0.4", ""},
		{"10.0.0.0/24", ""},
		{"10.0.0.4-10.0.0.9", ""},
		{"fd00::1-fd00::9", ""},
		{"10.0.0.1/24", `write "10.0.0.0/24"`},
		{"10.0.0.9-10.0.0.4", `write "10.0.0.4-10.0.0.9"`},
		{"10.0.0.4-fd00::9", "one end is IPv4"},
		{"10.0.0.4-", "its end: the address is empty"},
		{"-10.0.0.4", "its start: the address is empty"},
		{"10.0.0.4-10.0.0.9-10.0.0.10", "its end"},
		{"10.0.0.4 - 10.0.0.9", "spaces"},
		{"Internet", "none of an address"},
		{"**", "none of an address"},
		{"", "none of an address"},
	})
}

func TestAddressSpecSets(t *testing.T) {
	t.Parallel()
	set, ok := customtypes.NewAddressSpec("*").Addresses()
	if !ok || !set.Covers(netset.AllIPv4()) || !set.Covers(netset.AllIPv6()) {
		t.Errorf(`"*" is %v, %v; want both families`, set, ok)
	}
	set, ok = customtypes.NewAddressSpec("10.0.0.4-10.0.0.5").Addresses()
	want, err := netset.ParseAddresses("10.0.0.4/31")
	if err != nil || !ok || !set.Equal(want) {
		t.Errorf("the range is %v, %v; want %v (%v)", set, ok, want, err)
	}
	for _, v := range []customtypes.AddressSpec{customtypes.NewAddressSpecNull(), customtypes.NewAddressSpecUnknown(), customtypes.NewAddressSpec("nonsense")} {
		if _, ok := v.Addresses(); ok {
			t.Errorf("%s has addresses", v)
		}
	}
}

// What validation accepts, the evaluator's own parser must read to the same set.
func TestAddressSpecAgreesWithTheEvaluator(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"*", "10.0.0.4", "10.0.0.0/24", "10.0.0.4-10.0.0.9", "fd00::1", "fd00::/16"} {
		ours, err := customtypes.ParseAddressSpec(in)
		if err != nil {
			t.Errorf("ParseAddressSpec(%q): %v", in, err)
		}
		theirs, err := netset.ParseAddresses(in)
		if err != nil || !ours.Equal(theirs) {
			t.Errorf("%q: validation reads %v, the evaluator %v, %v", in, ours, theirs, err)
		}
	}
}

func TestParsePortSpec(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParsePortSpec, []parseCase{
		{"443", ""},
		{"1", ""},
		{"65535", ""},
		{"9000-9100", ""},
		{"*", ""},
		{"0", "from 1 to 65535"},
		{"0-10", "from 1 to 65535"},
		{"65536", "from 1 to 65535"},
		{"0443", "without leading zeros"},
		{"9100-9000", `write "9000-9100"`},
		{"80,443", "not a port"},
		{"-1", "not a port"},
		{"https", "not a port"},
		{"", "not a port"},
	})
	ports, ok := customtypes.NewPortSpec("9000-9002").Ports()
	if !ok || !ports.Equal(netset.PortsBetween(9000, 9002)) {
		t.Errorf("Ports() = %v, %v", ports, ok)
	}
}

func TestParseFQDNPattern(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParseFQDNPattern, []parseCase{
		{"mcr.microsoft.com", ""},
		{"*.data.mcr.microsoft.com", ""},
		{"*contoso.com", ""},
		{"*", ""},
		{"MCR.microsoft.com.", ""},
		{"_sip.contoso.com", ""},
		{"https://mcr.microsoft.com/v2", `write the name alone ("mcr.microsoft.com"); the protocol (https)`},
		{"mcr.microsoft.com/v2", `write the name alone ("mcr.microsoft.com")`},
		{"mcr.microsoft.com:443", "has a port"},
		{".contoso.com", `write "*.contoso.com"`},
		{"contoso.*", "star"},
		{"*.*.com", "star"},
		{"a..b", "empty label"},
		{"a b.com", "character"},
		{"", "empty"},
		{".", "empty"},
	})
	pattern, ok := customtypes.NewFQDNPattern("*.Contoso.com").Pattern()
	if !ok || !pattern.Matches("a.contoso.com") || pattern.Matches("contoso.com") {
		t.Errorf("Pattern() = %v, %v", pattern, ok)
	}
}

func TestParseDestinationSpec(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParseDestinationSpec, []parseCase{
		{"*", ""},
		{"10.0.0.0/24", ""},
		{"AzureCloud", ""},
		{"AzureCloud.WestEurope", ""},
		{"api.contoso.com", `a service tag is a word such as "AzureCloud.WestEurope"`},
		{"AzureCloud.", "service tag"},
		{"10.0.0.1/24", `write "10.0.0.0/24"`},
		{"", "service tag"},
	})
	tag, ok := customtypes.NewDestinationSpec("AzureCloud.WestEurope").Destination()
	if !ok || tag.Tag != "AzureCloud.WestEurope" || !tag.Addresses.IsEmpty() {
		t.Errorf("Destination() = %+v, %v", tag, ok)
	}
	addresses, ok := customtypes.NewDestinationSpec("10.0.0.4").Destination()
	if !ok || addresses.Tag != "" || addresses.Addresses.IsEmpty() {
		t.Errorf("Destination() = %+v, %v", addresses, ok)
	}
}

func TestParseRoutePrefix(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParseRoutePrefix, []parseCase{
		{"0.0.0.0/0", ""},
		{"AzureMonitor", ""},
		{"10.0.0.4", "not a prefix"},
		{"10.0.0.4/8", `write "10.0.0.0/8"`},
		{"*", "not a CIDR"},
	})
	prefix, ok := customtypes.NewRoutePrefix("0.0.0.0/0").Prefix()
	if !ok || prefix.Tag != "" || prefix.Prefix.String() != "0.0.0.0/0" {
		t.Errorf("Prefix() = %+v, %v", prefix, ok)
	}
}

// Parsers meet whatever a user types; none of them may panic, and what CIDR and port parsing accept
// must read the same again when printed.
func FuzzParsers(f *testing.F) {
	for _, seed := range []string{"10.0.0.0/8", "10.0.0.4-10.0.0.9", "*", "*.a.b", "443-444", "AzureCloud.x", "/subscriptions/x", "fe80::1%z/64", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := customtypes.ParseCIDR(s); err == nil {
			if again, err := customtypes.ParseCIDR(p.String()); err != nil || again != p {
				t.Errorf("ParseCIDR(%q) = %v, which reads as %v, %v", s, p, again, err)
			}
		}
		if p, err := customtypes.ParsePortSpec(s); err == nil {
			if again, err := customtypes.ParsePortSpec(p.String()); err != nil || !again.Equal(p) {
				t.Errorf("ParsePortSpec(%q) = %v, which reads as %v, %v", s, p, again, err)
			}
		}
		if p, err := customtypes.ParseFQDNPattern(s); err == nil {
			if again, err := customtypes.ParseFQDNPattern(p.String()); err != nil || again != p {
				t.Errorf("ParseFQDNPattern(%q) = %v, which reads as %v, %v", s, p, again, err)
			}
		}
		if id, err := customtypes.ParseResourceID(s, "Microsoft.Network/virtualNetworks/subnets"); err == nil && !id.IsType("Microsoft.Network/virtualNetworks/subnets") {
			t.Errorf("ParseResourceID(%q) accepts a %s", s, id.Type())
		}
		_, _ = customtypes.ParseDestinationSpec(s)
		_, _ = customtypes.ParseLocation(s)
	})
}
