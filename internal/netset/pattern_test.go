package netset

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func mustPattern(t testing.TB, text string) Pattern {
	t.Helper()
	p, err := ParsePattern(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParsePattern(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 64)
	tests := []struct{ in, want string }{
		{"mcr.microsoft.com", "mcr.microsoft.com"},
		{"MCR.Microsoft.COM.", "mcr.microsoft.com"},
		{"*.data.mcr.microsoft.com", "*.data.mcr.microsoft.com"},
		{"*blob.core.windows.net", "*blob.core.windows.net"},
		{"*", "*"},
		{"*com", "*com"},
		{"bücher.example", "xn--bcher-kva.example"},
		{"*.bücher.example", "*.xn--bcher-kva.example"},
		{"_srv.example", "_srv.example"},
		{"*bücher.example", `error: name "*bücher.example": a star next to letters outside ASCII has no defined meaning; put a dot after the star`},
		{"contoso.*", `error: name "contoso.*": a star may stand only once and only at the far left (FW-23)`},
		{"*.contoso.*", `error: name "*.contoso.*": a star may stand only once and only at the far left (FW-23)`},
		{"a*b.com", `error: name "a*b.com": a star may stand only once and only at the far left (FW-23)`},
		{"", `error: name "": it is empty`},
		{"a..b", `error: name "a..b": it has an empty label`},
		{"*.", `error: name "*.": it is empty`},
		{"*..a", `error: name "*..a": it has an empty label`},
		{"-a.com", `error: name "-a.com": not a valid host name: idna: invalid label "-a"`},
		{"*-a.com", "*-a.com"},
		{"a b.com", `error: name "a b.com": label "a b" has the character ' ', which a host name cannot have`},
		{"https://a.com", `error: name "https://a.com": it is a URL; a name has no scheme, port or path`},
		{long + ".com", `error: name "` + long + `.com": label "` + long + `" is longer than 63 characters`},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			p, err := ParsePattern(tt.in)
			got := p.String()
			if err != nil {
				got = "error: " + err.Error()
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if _, err := LiteralPattern("*.a.b"); err == nil || !strings.Contains(err.Error(), "FW-21") {
		t.Errorf("LiteralPattern took a wildcard: %v", err)
	}
}

// TestPatternFW23 is the vendor's own list of what a star covers.
func TestPatternFW23(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, name string
		any, one      bool
	}{
		{"*.contoso.com", "a.contoso.com", true, true},
		{"*.contoso.com", "a.b.contoso.com", true, false},
		{"*.contoso.com", "contoso.com", false, false},
		{"*contoso.com", "contoso.com", true, true},
		{"*contoso.com", "x.contoso.com", true, false},
		{"*contoso.com", "evilcontoso.com", true, true},
		{"contoso.com", "x.contoso.com", false, false},
		{"*", "anything.example", true, false},
		{"*", "localhost", true, true},
	}
	for _, tt := range tests {
		free := mustPattern(t, tt.pattern)
		one, err := ParsePatternIn(tt.pattern, OneLabel)
		if err != nil {
			t.Fatal(err)
		}
		if got := free.Matches(tt.name); got != tt.any {
			t.Errorf("any text: %s on %s = %t", tt.pattern, tt.name, got)
		}
		if got := one.Matches(tt.name); got != tt.one {
			t.Errorf("one label: %s on %s = %t", tt.pattern, tt.name, got)
		}
	}
}

// tinyNames is every name of up to three labels of up to two letters. The
// letter c appears in no pattern, so that no union of patterns uses up a star.
func tinyNames() []string {
	var labels []string
	for _, a := range "abc" {
		labels = append(labels, string(a))
		for _, b := range "abc" {
			labels = append(labels, string(a)+string(b))
		}
	}
	all := append([]string(nil), labels...)
	for _, x := range labels {
		for _, y := range labels {
			all = append(all, x+"."+y)
			all = append(all, x+"."+y+".a", x+"."+y+".b", x+"."+y+".c")
		}
	}
	return all
}

var tinyTexts = []string{"a", "b", "ab", "b.a", "a.b", "ab.b", "*", "*a", "*b", "*.a", "*.b", "*ab", "*b.a", "*.b.a", "*a.b", "*.ab"}

func tinyPattern(t *rapid.T, label string) Pattern {
	dialect := rapid.SampledFrom([]Dialect{AnyText, OneLabel}).Draw(t, "dialect")
	p, err := ParsePatternIn(rapid.SampledFrom(tinyTexts).Draw(t, label), dialect)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPatternsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	universe := tinyNames()
	rapid.Check(t, func(t *rapid.T) {
		p, q := tinyPattern(t, "p"), tinyPattern(t, "q")
		both, meet := p.Intersect(q)
		covers, overlaps := true, false
		for _, n := range universe {
			inP, inQ := p.Matches(n), q.Matches(n)
			if meet && both.Matches(n) != (inP && inQ) {
				t.Fatalf("%s and %s meet in %s, wrong at %s", p, q, both, n)
			}
			covers = covers && (inP || !inQ)
			overlaps = overlaps || inP && inQ
		}
		if meet != overlaps {
			t.Fatalf("%s and %s: meet %t, want %t", p, q, meet, overlaps)
		}
		if p.Covers(q) && !covers {
			t.Fatalf("%s does not cover %s", p, q)
		}
		if p.dialect == q.dialect && p.Covers(q) != covers {
			t.Fatalf("%s covers %s, unnoticed", p, q)
		}
	})
}

func tinyNameSet(t *rapid.T, label string) Names {
	var n Names
	for range rapid.IntRange(1, 3).Draw(t, label) {
		m := NamesOf(tinyPattern(t, "add"))
		if rapid.Bool().Draw(t, "take away") {
			n = n.Minus(m)
		} else {
			n = n.Union(m)
		}
	}
	return n
}

func TestNamesAgainstBruteForce(t *testing.T) {
	t.Parallel()
	universe := tinyNames()
	rapid.Check(t, func(t *rapid.T) {
		a, b := tinyNameSet(t, "a"), tinyNameSet(t, "b")
		u, i, m := a.Union(b), a.Intersect(b), a.Minus(b)
		covers, overlaps, some := true, false, false
		for _, n := range universe {
			inA, inB := a.Contains(n), b.Contains(n)
			if u.Contains(n) != (inA || inB) || i.Contains(n) != (inA && inB) || m.Contains(n) != (inA && !inB) {
				t.Fatalf("%s and %s disagree at %s: union %s, both %s, minus %s", a, b, n, u, i, m)
			}
			covers = covers && (inA || !inB)
			overlaps = overlaps || inA && inB
			some = some || inA
		}
		if a.Covers(b) && !covers {
			t.Fatalf("%s does not cover %s", a, b)
		}
		if overlaps && !a.Overlaps(b) {
			t.Fatalf("%s overlaps %s, unnoticed", a, b)
		}
		if some && a.IsEmpty() {
			t.Fatalf("%s is not empty", a)
		}
		if w, ok := a.Witness(); ok && !a.Contains(w) {
			t.Fatalf("%s is not in %s", w, a)
		}
	})
}

func TestNamesKeepWhatIsLeft(t *testing.T) {
	t.Parallel()
	all := NamesOf(mustPattern(t, "*.data.mcr.microsoft.com"))
	rest := all.Minus(NamesOf(mustPattern(t, "eastus.data.mcr.microsoft.com")))
	if got, want := rest.String(), "*.data.mcr.microsoft.com without (eastus.data.mcr.microsoft.com)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if w, ok := rest.Witness(); !ok || w != "example.data.mcr.microsoft.com" {
		t.Errorf("witness is %q", w)
	}
	if back := rest.Union(all); !back.Equal(all) {
		t.Errorf("got %s", back)
	}
	if name, ok := all.Intersect(NamesOf(mustPattern(t, "westus.data.mcr.microsoft.com"))).Literal(); !ok || name != "westus.data.mcr.microsoft.com" {
		t.Errorf("got %s", name)
	}
}

func FuzzParsePattern(f *testing.F) {
	for _, s := range append([]string{"*.bücher.example", "a..b", "*-.x", "xn--", "İ.com", "*。com"}, tinyTexts...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePattern(text)
		if err != nil {
			return
		}
		again, err := ParsePattern(p.String())
		if err != nil || again != p {
			t.Fatalf("%q prints as %q, which reads as %q, %v", text, p, again, err)
		}
		if !p.Covers(p) || !AnyName().Covers(p) {
			t.Fatalf("%q does not cover itself", p)
		}
	})
}
