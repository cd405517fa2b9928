package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

func TestEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a\"b<c>":                 "a#quot;b#lt;c#gt;",
		"two\nlines":              "two#92;nlines",
		"%%{init: {}}%%":          "#37;#37;#123;init: #123;#125;#125;#37;#37;",
		"`md` a|b &lt; #35;":      "#96;md#96; a#124;b #amp;lt#59; #35;35#59;",
		"[x](y) {z}":              "[x](y) #123;z#125;",
		"\u202eevil":              "#92;u#123;202e#125;evil",
		"\x1b[31m":                "#92;u#123;1b#125;[31m",
		strings.Repeat("x", 1000): strings.Repeat("x", maxLabel) + "… (880 more characters)",
	} {
		if got := escape(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if got := escape("a", "b"); got != "a<br/>b" {
		t.Errorf("lines: %s", got)
	}
}

// statement is what a line of our graphs looks like: no name may make another one.
var statement = regexp.MustCompile(`^(flowchart LR|  n[0-9]+(\["[^"\n]*"\]|\{\{"[^"\n]*"\}\}|\(\["[^"\n]*"\]\))(:::[a-z]+)?|  n[0-9]+ -->(\|"[^"\n]*"\|)? n[0-9]+|  classDef [a-z]+ [a-z0-9:,#-]+)$`)

// heads begin the lines of a text report.
var heads = regexp.MustCompile(`^(ALLOWED|DENIED|PARTIAL|UNDECIDED|OPEN|CLOSED|SPARE|CHOOSE|ERROR|WARNING|ADVICE|NOTE|  |[0-9]+ flows: )`)

// TestHostileNames: whatever objects are called, JSON stays JSON, a graph has no other statements than ours, and the text
// report has one line for each thing that it tells, in the order in which it is read.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	nasty := rapid.OneOf(
		rapid.SampledFrom([]string{
			"a\"]; click n0 \"javascript:alert(1)\"", "x\nDENIED    forged", "a|b", "<script>alert(1)</script>", "end", "%%{init: {}}%%", "\u202e gnp.exe", "\x00\x1b[2J",
			"```", "]] --> n0", "#quot;", "\xff\xfe", strings.Repeat("long ", 2000), "", " ", "a\u2028b", "{{x}}", "subgraph x", "中文 🙂",
		}),
		rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		name := func(what string) string { return nasty.Draw(t, what) }
		network, subnet, table, rule := name("network"), name("subnet"), name("table"), name("rule")
		w := egress.World{
			Networks: []egress.Network{{Name: network, AddressSpace: prefix("10.42.0.0/16"), Subnets: []egress.Subnet{
				{Name: subnet, Prefixes: prefix("10.42.1.0/24"), RouteTable: egress.Known(table)}, {Name: "AzureFirewallSubnet", Prefixes: prefix("10.42.2.0/26")},
			}}},
			RouteTables: []egress.RouteTable{{Name: table, Routes: []egress.Route{{
				Name: name("route"), Prefix: egress.Known(netip.MustParsePrefix("0.0.0.0/0")),
				Hop: egress.Hop{Type: egress.Known(egress.HopAppliance), Address: egress.Known(netip.MustParseAddr("10.42.2.4"))},
			}}}},
			Firewalls: []egress.Firewall{{
				Name: name("firewall"), Subnet: network + "/AzureFirewallSubnet", PrivateIP: egress.Known(netip.MustParseAddr("10.42.2.4")),
				Collections: []egress.Collection{{
					Name: name("collection"), Kind: egress.KindNetwork, Priority: egress.Known(100), Action: egress.Known(egress.Allow),
					Rules: []egress.Rule{
						egress.NetworkRule{Name: rule, Source: egress.Anywhere(), Destination: egress.AddressSpec{ServiceTags: []string{name("tag")}}, Protocols: netset.TCP, Ports: netset.PortsOf(443)},
						egress.NetworkRule{Name: name("other"), Source: egress.Anywhere(), Destination: egress.Anywhere(), Protocols: netset.TCP, Ports: netset.PortsOf(80)},
					},
				}},
			}},
		}
		var flows []egress.Flow
		for i, port := range []uint16{80, 443, 8443} {
			flows = append(flows, egress.Flow{
				Name: name("flow"), Source: egress.Source{Subnet: network + "/" + subnet}, Protocol: netset.TCP, Ports: netset.PortsOf(port),
				Destination: egress.Destination{Addresses: netset.SingleAddress(netip.MustParseAddr("8.8.8.8"))}, Level: egress.LevelRequired,
				Purpose: name("purpose"), Reason: name("reason"), Choice: name("choice"), Option: fmt.Sprint(i, name("option")),
			})
		}
		r := egress.Evaluate(w, flows, egress.Options{Explain: true, Fixes: true, RuleFindings: true})
		var b bytes.Buffer
		if err := JSON(&b, r); err != nil || !json.Valid(b.Bytes()) {
			t.Fatalf("%v\n%s", err, b.String())
		}
		b.Reset()
		if err := Mermaid(&b, r); err != nil {
			t.Fatal(err)
		}
		for l := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\n"), "\n") {
			if !statement.MatchString(l) || strings.Contains(l, "%%") {
				t.Fatalf("the graph has the line %q", l)
			}
		}
		for _, o := range []Options{{}, {All: true}, {ExpandCauses: true}} {
			b.Reset()
			if err := Text(&b, r, o); err != nil {
				t.Fatal(err)
			}
			for l := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\n"), "\n") {
				if !heads.MatchString(l) || strings.ContainsFunc(l, func(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Cf) }) || len([]rune(l)) > maxLine+50 {
					t.Fatalf("the report has the line %q", l)
				}
			}
		}
	})
}

func prefix(text string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix(text)} }

// TestManyFlows: a report of thousands of flows with one cause lists some and counts the rest.
func TestManyFlows(t *testing.T) {
	t.Parallel()
	w, flows := scenario(t)
	many := flows[:1:1]
	for i := range 3000 {
		f := flows[0]
		f.Destination.Names = []netset.Pattern{pattern(t, fmt.Sprintf("h%d.example", i))}
		many = append(many, f)
	}
	r := egress.Evaluate(w, many, egress.Options{})
	for o, want := range map[Options][2]int{{}: {100, 150}, {ExpandCauses: true}: {3000, 1 << 20}} {
		var b bytes.Buffer
		if err := Text(&b, r, o); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "\n"); n < want[0] || n > want[1] {
			t.Errorf("%+v: %d lines", o, n)
		}
		if !o.ExpandCauses && !strings.Contains(b.String(), "and 2900 more") {
			t.Errorf("the rest is not counted:\n%s", b.String()[b.Len()-300:])
		}
	}
}

// TestSpare: JSON tells what need not pass, and what is left to choose.
func TestSpare(t *testing.T) {
	t.Parallel()
	verdict := func(choice, option string, s egress.Status) egress.Verdict {
		return egress.Verdict{Status: s, Flow: egress.Flow{Source: egress.Source{Subnet: "v/a"}, Choice: choice, Option: option, Level: egress.LevelRequired}}
	}
	var b bytes.Buffer
	if err := JSON(&b, egress.Report{Verdicts: []egress.Verdict{
		verdict("monitor", "tag", egress.Allowed), verdict("monitor", "names", egress.Denied), verdict("layers", "own", egress.Denied), verdict("layers", "shared", egress.Denied),
	}}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Status   string
		Choices  []string
		Verdicts []struct {
			Spare          bool
			Choice, Option string
		}
		Summary struct{ Spare int }
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Status != "denied" || len(got.Choices) != 1 || got.Summary.Spare != 1 || !got.Verdicts[1].Spare || got.Verdicts[0].Spare || got.Verdicts[2].Spare || got.Verdicts[2].Option != "own" {
		t.Errorf("%+v", got)
	}
}
