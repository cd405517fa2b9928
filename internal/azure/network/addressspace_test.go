package network

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestWidened(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ live, want, wide []string }{
		"grows":            {[]string{"10.0.0.0/16"}, []string{"10.0.0.0/15"}, []string{"10.0.0.0/15"}},
		"shrinks":          {[]string{"10.0.0.0/16"}, []string{"10.0.0.0/20"}, []string{"10.0.0.0/16"}},
		"moves":            {[]string{"10.0.0.0/16"}, []string{"10.1.0.0/16"}, []string{"10.0.0.0/16", "10.1.0.0/16"}},
		"splits":           {[]string{"10.0.0.0/20"}, []string{"10.0.8.0/21", "10.0.0.0/21"}, []string{"10.0.0.0/20"}},
		"joins":            {[]string{"10.0.0.0/21", "10.0.8.0/21"}, []string{"10.0.0.0/20"}, []string{"10.0.0.0/20"}},
		"stays":            {[]string{"10.0.0.0/16"}, []string{"10.0.0.0/16"}, []string{"10.0.0.0/16"}},
		"another spelling": {[]string{"fd00:db8::/48"}, []string{"FD00:0DB8:0::/48"}, []string{"fd00:db8::/48"}},
		"both families":    {[]string{"10.0.0.0/8", "fd00::/48"}, []string{"10.0.0.0/9", "fd00::/40"}, []string{"10.0.0.0/8", "fd00::/40"}},
		"made new":         {nil, []string{"10.0.0.0/8"}, []string{"10.0.0.0/8"}},
		"no CIDR":          {[]string{"junk", "JUNK"}, []string{"10.0.0.0/8"}, []string{"junk", "10.0.0.0/8"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := widened(test.live, test.want); !slices.Equal(got, test.wide) {
				t.Errorf("got %q, want %q", got, test.wide)
			}
		})
	}
}

// The widened space holds every range of both, each of its own is one of theirs, and no two of them overlap.
func TestWidenedHoldsBoth(t *testing.T) {
	t.Parallel()
	ranges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		address := netip.AddrFrom4([4]byte{10, rapid.Byte().Draw(t, "b"), 0, 0})
		return netip.PrefixFrom(address, rapid.IntRange(8, 16).Draw(t, "bits")).Masked().String()
	}), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		live, want := ranges.Draw(t, "live"), ranges.Draw(t, "want")
		both, wide := slices.Concat(live, want), widened(live, want)
		for _, text := range both {
			if !slices.ContainsFunc(wide, func(outer string) bool { return holds(outer, text) }) {
				t.Fatalf("%s is in no range of %q", text, wide)
			}
		}
		for i, a := range prefixes(wide) {
			if !slices.Contains(both, wide[i]) {
				t.Fatalf("%s is in neither", wide[i])
			}
			if slices.ContainsFunc(prefixes(wide)[:i], a.Overlaps) {
				t.Fatalf("%q overlap", wide)
			}
		}
	})
}
