package netset

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParsePorts(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"443", "443"},
		{"8000-8002", "8000-8002"},
		{"80-80", "80"},
		{"*", "*"},
		{"0-65535", "*"},
		{"65536", `error: port "65536": "65536" is not a number from 0 to 65535`},
		{"90-80", `error: port range "90-80" ends before it starts`},
		{"80-", `error: port range "80-": a number from 0 to 65535 is missing`},
		{"", `error: port "": a number from 0 to 65535 is missing`},
		{"+80", `error: port "+80": "+80" is not a number from 0 to 65535`},
		{"80,443", `error: port "80,443": "80,443" is not a number from 0 to 65535`},
	}
	for _, tt := range tests {
		got, err := ParsePorts(tt.in)
		text := got.String()
		if err != nil {
			text = "error: " + err.Error()
		}
		if text != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, text, tt.want)
		}
	}
}

// tinyPorts draws from both ends of the line, where neighbours are missing.
func tinyPorts(t *rapid.T, label string) Ports {
	ends := rapid.SampledFrom([]uint16{0, 1, 2, 3, 4, 65532, 65533, 65534, 65535})
	var s Ports
	for range rapid.IntRange(0, 3).Draw(t, label) {
		lo, hi := ends.Draw(t, "low"), ends.Draw(t, "high")
		s = s.Union(PortsBetween(min(lo, hi), max(lo, hi)))
	}
	return s
}

func TestPortsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := tinyPorts(t, "a"), tinyPorts(t, "b")
		covers, overlaps := true, false
		for _, p := range []uint16{0, 1, 2, 3, 4, 5, 30000, 65531, 65532, 65533, 65534, 65535} {
			inA, inB := a.Contains(p), b.Contains(p)
			if a.Union(b).Contains(p) != (inA || inB) || a.Intersect(b).Contains(p) != (inA && inB) || a.Minus(b).Contains(p) != (inA && !inB) {
				t.Fatalf("%s and %s disagree at %d", a, b, p)
			}
			covers = covers && (inA || !inB)
			overlaps = overlaps || inA && inB
		}
		if a.Covers(b) != covers || a.Overlaps(b) != overlaps {
			t.Fatalf("%s, %s: covers %t overlaps %t", a, b, a.Covers(b), a.Overlaps(b))
		}
		if a.Equal(b) != (a.String() == b.String()) {
			t.Fatalf("%s and %s: String is not canonical", a, b)
		}
		if w, ok := a.Witness(); ok == a.IsEmpty() || ok && !a.Contains(w) {
			t.Fatalf("witness %d, %t of %s", w, ok, a)
		}
		var whole Ports
		for _, c := range PortAtoms(a, b) {
			if c.Overlaps(whole) {
				t.Fatalf("classes of %s and %s overlap", a, b)
			}
			whole = whole.Union(c)
		}
		if !whole.Equal(a.Union(b)) {
			t.Fatalf("classes of %s and %s make %s", a, b, whole)
		}
	})
}

func FuzzParsePorts(f *testing.F) {
	for _, s := range []string{"*", "80", "80-90", "-", "99999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePorts(text)
		if err != nil {
			return
		}
		if again, err := ParsePorts(p.String()); err != nil || !again.Equal(p) {
			t.Fatalf("%q prints as %q, which reads as %s, %v", text, p, again, err)
		}
	})
}

func TestProtocols(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"TCP", "TCP"},
		{"tcp", "TCP"},
		{"Any", "Any"},
		{"*", "Any"},
		{"Esp", "ESP"},
		{"other", `error: protocol "other" is unknown; use TCP, UDP, ICMP, ESP, AH or Any`},
		{"", `error: protocol "" is unknown; use TCP, UDP, ICMP, ESP, AH or Any`},
	}
	for _, tt := range tests {
		got, err := ParseProtocols(tt.in)
		text := got.String()
		if err != nil {
			text = "error: " + err.Error()
		}
		if text != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, text, tt.want)
		}
	}
	both := TCP.Union(UDP)
	if !both.Covers(UDP) || both.Covers(ICMP) || !both.Overlaps(UDP|ICMP) || both.Minus(TCP) != UDP || both.Intersect(UDP|AH) != UDP {
		t.Errorf("protocol algebra is wrong for %s", both)
	}
	if len(AllProtocols.Each()) != 6 || Protocols(0).String() != "none" {
		t.Errorf("got %d protocols", len(AllProtocols.Each()))
	}
	if w, ok := both.Witness(); !ok || w != TCP {
		t.Errorf("witness is %s", w)
	}
}
