package netset

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go4.org/netipx"
	"pgregory.net/rapid"
)

func mustAddresses(t testing.TB, texts ...string) Addresses {
	t.Helper()
	var s Addresses
	for _, text := range texts {
		a, err := ParseAddresses(text)
		if err != nil {
			t.Fatal(err)
		}
		s = s.Union(a)
	}
	return s
}

func TestParseAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, strict, masked string }{
		{"10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"},
		{"10.1.2.3", "10.1.2.3", "10.1.2.3"},
		{"10.1.2.3/32", "10.1.2.3", "10.1.2.3"},
		{"10.1.2.3/24", `error: "10.1.2.3/24" has bits set after the prefix length; did you mean "10.1.2.0/24"?`, "10.1.2.0/24"},
		{"10.0.0.4-10.0.0.7", "10.0.0.4/30", "10.0.0.4/30"},
		{"10.0.0.4 - 10.0.0.8", `error: range "10.0.0.4 - 10.0.0.8": start: "10.0.0.4 " is not an IP address`, "10.0.0.4-10.0.0.8"},
		{"10.0.0.9-10.0.0.8", `error: range "10.0.0.9-10.0.0.8" ends before it starts`, `error: range "10.0.0.9-10.0.0.8" ends before it starts`},
		{"10.0.0.9-::1", `error: range "10.0.0.9-::1" mixes IPv4 and IPv6`, `error: range "10.0.0.9-::1" mixes IPv4 and IPv6`},
		{"*", "*", "*"},
		{"::/0", "::/0", "::/0"},
		{"2001:db8::1", "2001:db8::1", "2001:db8::1"},
		{"fe80::1%eth0", `error: "fe80::1%eth0" has a zone, which has no meaning in a rule`, `error: "fe80::1%eth0" has a zone, which has no meaning in a rule`},
		{"::ffff:1.2.3.4", `error: "::ffff:1.2.3.4" is an IPv4-mapped address; write "1.2.3.4"`, `error: "::ffff:1.2.3.4" is an IPv4-mapped address; write "1.2.3.4"`},
		{"010.0.0.1", `error: "010.0.0.1" is not an IP address`, `error: "010.0.0.1" is not an IP address`},
		{"10.0.0.0/33", `error: "10.0.0.0/33" is not a CIDR prefix`, `error: "10.0.0.0/33" is not a CIDR prefix`},
		{"", "error: address is empty", "error: address is empty"},
		{" 10.0.0.1 ", `error: " 10.0.0.1 " is not an IP address`, "10.0.0.1"},
	}
	text := func(s Addresses, err error) string {
		if err != nil {
			return "error: " + err.Error()
		}
		return s.String()
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if got := text(ParseAddresses(tt.in)); got != tt.strict {
				t.Errorf("strict: got %s, want %s", got, tt.strict)
			}
			if got := text(ParseAddressesMasked(tt.in)); got != tt.masked {
				t.Errorf("masked: got %s, want %s", got, tt.masked)
			}
		})
	}
}

func TestAddressesAlgebra(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		got  Addresses
		want string
	}{
		{"neighbours join", mustAddresses(t, "10.0.0.0/25", "10.0.0.128/25"), "10.0.0.0/24"},
		{"hole", mustAddresses(t, "10.0.0.0/24").Minus(mustAddresses(t, "10.0.0.7")), "10.0.0.0-10.0.0.6,10.0.0.8-10.0.0.255"},
		{"hole at the end of the line", AllIPv4().Minus(mustAddresses(t, "255.255.255.255")), "0.0.0.0-255.255.255.254"},
		{"families do not touch", AllIPv4().Union(AllIPv6()), "*"},
		{"IPv4 of everything", AllAddresses().IPv4(), "0.0.0.0/0"},
		{"IPv6 of everything", AllAddresses().IPv6(), "::/0"},
		{"nothing left", mustAddresses(t, "10.0.0.0/24").Minus(mustAddresses(t, "10.0.0.0/8")), "none"},
		{"private is not public", Public().Intersect(RFC1918().Union(RFC6598())), "none"},
		{"invalid address", SingleAddress(netip.Addr{}), "none"},
		{"reversed range", AddressRange(netip.MustParseAddr("10.0.0.2"), netip.MustParseAddr("10.0.0.1")), "none"},
	}
	for _, tt := range tests {
		if got := tt.got.String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// tinyAddress draws from a universe of 16 IPv4 addresses at the end of the line
// and 4 IPv6 ones, so that every edge is met often.
func tinyAddress(t *rapid.T, label string) netip.Addr {
	n := rapid.IntRange(0, 19).Draw(t, label)
	return tinyUniverse()[n]
}

func tinyUniverse() []netip.Addr {
	var all []netip.Addr
	for i := range 16 {
		all = append(all, netip.AddrFrom4([4]byte{255, 255, 255, byte(240 + i)}))
	}
	for i := range 4 {
		all = append(all, netip.AddrFrom16([16]byte{15: byte(i)}))
	}
	return all
}

// tinySet draws a set and, beside it, the same set as netipx keeps it.
func tinySet(t *rapid.T, label string) (Addresses, *netipx.IPSet) {
	var (
		ours   Addresses
		theirs netipx.IPSetBuilder
	)
	for range rapid.IntRange(0, 4).Draw(t, label) {
		a, b := tinyAddress(t, "from"), tinyAddress(t, "to")
		if a.Is4() != b.Is4() {
			b = a
		}
		if b.Less(a) {
			a, b = b, a
		}
		ours = ours.Union(AddressRange(a, b))
		theirs.AddRange(netipx.IPRangeFrom(a, b))
	}
	set, err := theirs.IPSet()
	if err != nil {
		t.Fatal(err)
	}
	return ours, set
}

func TestAddressesAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, oracleA := tinySet(t, "a")
		b, oracleB := tinySet(t, "b")
		covers, overlaps, equal := true, false, true
		for _, x := range tinyUniverse() {
			inA, inB := oracleA.Contains(x), oracleB.Contains(x)
			check := func(what string, got Addresses, want bool) {
				if got.Contains(x) != want {
					t.Fatalf("%s of %s and %s: contains(%s) = %t", what, a, b, x, !want)
				}
			}
			check("union", a.Union(b), inA || inB)
			check("intersect", a.Intersect(b), inA && inB)
			check("minus", a.Minus(b), inA && !inB)
			covers = covers && (inA || !inB)
			overlaps = overlaps || inA && inB
			equal = equal && inA == inB
		}
		if a.Covers(b) != covers || a.Overlaps(b) != overlaps || a.Equal(b) != equal {
			t.Fatalf("%s, %s: covers %t overlaps %t equal %t, want %t %t %t",
				a, b, a.Covers(b), a.Overlaps(b), a.Equal(b), covers, overlaps, equal)
		}
		if got, want := a.Prefixes(), oracleA.Prefixes(); !cmp.Equal(got, want, cmp.Comparer(func(p, q netip.Prefix) bool { return p == q })) && len(got)+len(want) > 0 {
			t.Fatalf("prefixes of %s: %v, want %v", a, got, want)
		}
		if equal != (a.String() == b.String()) {
			t.Fatalf("%s and %s: String is not canonical", a, b)
		}
		if w, ok := a.Witness(); ok == a.IsEmpty() || ok && !a.Contains(w) {
			t.Fatalf("witness %s, %t of %s", w, ok, a)
		}
	})
}

func TestAddressAtomsPartition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sets := make([]Addresses, rapid.IntRange(0, 4).Draw(t, "sets"))
		for i := range sets {
			sets[i], _ = tinySet(t, "set")
		}
		classes := AddressAtoms(sets...)
		signature := func(x netip.Addr) (s string, in bool) {
			for _, set := range sets {
				if set.Contains(x) {
					s, in = s+"1", true
				} else {
					s += "0"
				}
			}
			return s, in
		}
		seen := map[string]int{}
		for _, x := range tinyUniverse() {
			want, covered := signature(x)
			var home []int
			for i, c := range classes {
				if c.Contains(x) {
					home = append(home, i)
				}
			}
			if covered && len(home) != 1 || !covered && len(home) != 0 {
				t.Fatalf("%s lies in classes %v", x, home)
			}
			if !covered {
				continue
			}
			if i, ok := seen[want]; ok && i != home[0] {
				t.Fatalf("signature %s has two classes", want)
			}
			seen[want] = home[0]
		}
		if len(seen) != len(classes) {
			t.Fatalf("%d classes for %d signatures", len(classes), len(seen))
		}
	})
}

func FuzzParseAddresses(f *testing.F) {
	for _, s := range []string{"*", "10.0.0.0/8", "10.0.0.1-10.0.0.9", "::1", "1.2.3.4/", "-", "fe80::%a-::"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		strict, err := ParseAddresses(text)
		if err != nil {
			return
		}
		if strict.IsEmpty() {
			t.Fatalf("%q parsed to nothing", text)
		}
		again, err := ParseAddresses(strict.String())
		if err != nil || !again.Equal(strict) {
			t.Fatalf("%q prints as %q, which reads as %s, %v", text, strict, again, err)
		}
		if masked, err := ParseAddressesMasked(text); err != nil || !masked.Equal(strict) {
			t.Fatalf("%q: strict %s, masked %s, %v", text, strict, masked, err)
		}
	})
}
