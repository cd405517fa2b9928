package customtypes_test

import (
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// parseCase is one row of the parsers' tables: wantErr is a part of the error, empty means accepted.
type parseCase struct{ in, wantErr string }

func checkParser[T any](t *testing.T, parse func(string) (T, error), cases []parseCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.in, func(t *testing.T) {
			t.Parallel()
			_, err := parse(c.in)
			switch {
			case c.wantErr == "" && err != nil:
				t.Errorf("parse(%q): %v; want it accepted", c.in, err)
			case c.wantErr != "" && err == nil:
				t.Errorf("parse(%q) is accepted; want an error with %q", c.in, c.wantErr)
			case c.wantErr != "" && !strings.Contains(err.Error(), c.wantErr):
				t.Errorf("parse(%q): %q; want it to contain %q", c.in, err, c.wantErr)
			}
		})
	}
}

func TestParseCIDR(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParseCIDR, []parseCase{
		{"10.0.0.0/8", ""},
		{"0.0.0.0/0", ""},
		{"10.1.2.3/32", ""},
		{"fd00:1::/32", ""},
		{"::/0", ""},
		{"10.0.0.1/8", `write "10.0.0.0/8" for the network, or "10.0.0.1/32" for the one address`},
		{"fd00::1/64", `write "fd00::/64"`},
		{"10.0.0.0/08", `from 0 to 32 without leading zeros, not "08"`},
		{"10.0.0.0/33", "from 0 to 32"},
		{"fd00::/129", "from 0 to 128"},
		{"10.0.0.0/-1", "from 0 to 32"},
		{"10.0.0.0/+8", "from 0 to 32"},
		{"10.0.0.0/", "from 0 to 32"},
		{"10.0.0.0/8/8", "from 0 to 32"},
		{"10.0.0.0", `write "10.0.0.0/32" for this one address`},
		{"fd00::", `write "fd00::/128"`},
		{"010.0.0.0/8", `leading zeros are not allowed ("010")`},
		{"10.0.0/8", "four numbers"},
		{"10.0.0.256/32", "from 0 to 255"},
		{"::ffff:10.0.0.0/104", `write "10.0.0.0"`},
		{"fe80::1%eth0/64", "zone"},
		{" 10.0.0.0/8", "spaces"},
		{"10.0.0.0 /8", "spaces"},
		{"", `such as "10.0.0.0/16"`},
		{"/8", "empty"},
		{"*", "expected an address, a slash and a length"},
		{"Internet", "expected an address, a slash and a length"},
		{"gg::/8", "IPv6"},
	})
}

// Every prefix that Go can print is accepted and parsed to itself; with a host bit set it is refused
// with the masked prefix named.
func TestParseCIDRProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		addr := drawAddr(t)
		length := rapid.IntRange(0, addr.BitLen()).Draw(t, "length")
		prefix := netip.PrefixFrom(addr, length)
		got, err := customtypes.ParseCIDR(prefix.Masked().String())
		if err != nil || got != prefix.Masked() {
			t.Fatalf("ParseCIDR(%s) = %v, %v", prefix.Masked(), got, err)
		}
		_, err = customtypes.ParseCIDR(prefix.String())
		if hostBits := prefix != prefix.Masked(); hostBits != (err != nil) {
			t.Fatalf("ParseCIDR(%s): error %v, host bits %v", prefix, err, hostBits)
		}
		if err != nil && !strings.Contains(err.Error(), prefix.Masked().String()) {
			t.Fatalf("ParseCIDR(%s): %v; want the masked prefix proposed", prefix, err)
		}
	})
}

func drawAddr(t *rapid.T) netip.Addr {
	if rapid.Bool().Draw(t, "ipv6") {
		b := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes")
		b[0] = 0xfd // never an IPv4-mapped address
		addr, _ := netip.AddrFromSlice(b)
		return addr
	}
	addr, _ := netip.AddrFromSlice(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "bytes"))
	return addr
}

func TestParseIPAddress(t *testing.T) {
	t.Parallel()
	checkParser(t, customtypes.ParseIPAddress, []parseCase{
		{"10.0.0.4", ""},
		{"fd00::4", ""},
		{"10.0.0.4/32", `write "10.0.0.4" if this address is meant`},
		{"10.0.0.4/x", `write "10.0.0.4"`},
		{"x/24", "not an IP address"},
		{"10.0.0.04", "leading zeros"},
		{"10.0.0.300", "from 0 to 255"},
		{"10.0.0", "four numbers"},
		{"fd00::z", "IPv6"},
		{"fe80::4%1", `write "fe80::4"`},
		{"::ffff:10.0.0.4", `write "10.0.0.4"`},
		{"10.0.0.4 ", "spaces"},
		{"", "empty"},
	})
}

func TestParseLocation(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"eastus": "eastus", "East US": "eastus", "WestEurope": "westeurope", "East US 2": "eastus2"} {
		if got, err := customtypes.ParseLocation(in); err != nil || got != want {
			t.Errorf("ParseLocation(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	checkParser(t, customtypes.ParseLocation, []parseCase{
		{"", "empty"}, {" ", "spaces around"}, {"eastus ", "spaces around"}, {"east-us", `"-" cannot stand`}, {"öst", `"ö" cannot stand`},
	})
}
