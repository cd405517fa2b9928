package cloud

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCapabilities(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tier Tier
		can  Capability
		want Support
	}{
		{TierBasic, CanDNSProxy, SupportNo},
		{TierStandard, CanDNSProxy, SupportYes},
		{TierBasic, CanNetworkFQDN, SupportNo},
		{TierPremium, CanNetworkFQDN, SupportYes},
		{TierBasic, CanFQDNTag, SupportYes},
		{TierBasic, CanThreatIntelDeny, SupportNo},
		{TierStandard, CanThreatIntelDeny, SupportYes},
		{TierStandard, CanURL, SupportNo},
		{TierPremium, CanURL, SupportYes},
		{TierStandard, CanTLSInspection, SupportNo},
		{TierStandard, CanWebCategory, SupportYes},
		{TierBasic, CanWebCategory, SupportNo},
		// FW-46: pages contradict each other, so no gate.
		{TierBasic, CanForcedTunnel, SupportUnclear},
		{TierBasic, CanClassicRules, SupportUnclear},
		{TierBasic, NeedsManagementIP, SupportYes},
		{TierStandard, NeedsManagementIP, SupportNo},
		{"Ultra", CanURL, SupportUnclear},
		{TierBasic, "fly", SupportUnclear},
	} {
		if got, _ := Supports(c.tier, c.can); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.tier, c.can, got, c.want)
		}
	}
	for _, row := range Capabilities() {
		unclear := slices.Contains([]Support{row.Basic, row.Standard, row.Premium}, SupportUnclear)
		if unclear && row.Certain() {
			t.Errorf("%s is unclear without a reason", row.Capability)
		}
		if row.Capability != NeedsManagementIP && (row.Standard == SupportYes && row.Premium != SupportYes || row.Basic == SupportYes && row.Standard != SupportYes) {
			t.Errorf("%s: a higher tier can less", row.Capability)
		}
	}
	for i, info := range TierInfos() {
		if info.Tier != Tiers()[i] || info.ThroughputMbps <= 0 {
			t.Errorf("%+v", info)
		}
	}
}

func TestChangeTier(t *testing.T) {
	t.Parallel()
	for _, from := range Tiers() {
		for _, to := range Tiers() {
			want := ChangeForbidden
			switch {
			case from == to:
				want = ChangeNone
			case from != TierBasic && to != TierBasic:
				want = ChangeInPlace
			}
			if got := ChangeTier(from, to); got.Verdict != want {
				t.Errorf("%s to %s: %s, want %s", from, to, got.Verdict, want)
			}
		}
	}
	if got := ChangeTier(TierStandard, "Ultra"); got.Verdict != ChangeUncertain {
		t.Errorf("%+v", got)
	}
}

func TestPolicyAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		firewall, policy Tier
		want             Support
	}{
		{TierPremium, TierStandard, SupportYes},
		{TierPremium, TierPremium, SupportYes},
		{TierStandard, TierPremium, SupportNo},
		{TierBasic, TierBasic, SupportYes},
		{TierBasic, TierStandard, SupportNo},
		{TierStandard, TierBasic, SupportUnclear},
		{"x", TierBasic, SupportUnclear},
	} {
		if got := PolicyAllowed(c.firewall, c.policy); got.Support != c.want {
			t.Errorf("a %s firewall with a %s policy: %s", c.firewall, c.policy, got.Support)
		}
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	for property, c := range map[string]struct {
		text, want string
		ok         bool
	}{
		ValuesThreatIntel:         {"alert", "Alert", true},
		ValuesNetworkProtocol:     {"tcp", "TCP", true},
		ValuesNATProtocol:         {"Any", "", false},
		ValuesApplicationProtocol: {"HTTPS", "Https", true},
		ValuesFQDNTag:             {"azurekubernetesservice", FQDNTagAKS, true},
		ValuesNextHop:             {"virtualappliance", "VirtualAppliance", true},
		ValuesFirewallTier:        {"Ultra", "", false},
		"unheard":                 {"x", "", false},
	} {
		if got, ok := Values(property).Canonical(c.text); got != c.want || ok != c.ok {
			t.Errorf("%s %q: %q, %t", property, c.text, got, ok)
		}
	}
	for _, v := range valueSets {
		if v.Default != "" && !slices.Contains(v.Values, v.Default) {
			t.Errorf("%s: the default %q is no value", v.Property, v.Default)
		}
		if v.Open == v.Certain() && v.Property != ValuesWritableProvisioning {
			t.Errorf("%s: open is %t, doubt %q", v.Property, v.Open, v.Uncertain)
		}
	}
	if FQDNTagHint("Office365.Exchange.Optimize") != "" || FQDNTagHint("AzureKubernetes") == "" {
		t.Error("hints on FQDN tags")
	}
	if got := SNATKeywordIANA(); got != "IANAPrivateRanges" {
		t.Error(got)
	}
	for _, k := range SNATKeywords() {
		if k.Breaks != (k.Text == "0.0.0.0/0") {
			t.Errorf("%+v", k)
		}
	}
}

// TestOutboundMatrix pins the matrix of aks-facts.md 1.2, cell by cell: y in place, n forbidden, u uncertain, - the same type.
func TestOutboundMatrix(t *testing.T) {
	t.Parallel()
	letters := map[ChangeVerdict]string{ChangeInPlace: "y", ChangeForbidden: "n", ChangeUncertain: "u", ChangeNone: "-"}
	for mode, c := range map[VNetMode]struct {
		types []OutboundType
		want  []string
	}{
		VNetBYO: {
			[]OutboundType{OutboundLoadBalancer, OutboundUserAssignedNATGateway, OutboundUserDefinedRouting, OutboundNone, OutboundBlock},
			[]string{"-yyyn", "y-yyn", "yy-yn", "yyy-n", "nnnn-"},
		},
		VNetManaged: {
			[]OutboundType{OutboundLoadBalancer, OutboundManagedNATGateway, OutboundManagedNATGatewayV2, OutboundNone, OutboundBlock},
			[]string{"-yyyy", "u-yyy", "nn-uu", "yyy-y", "yyyy-"},
		},
	} {
		var got []string
		for _, from := range c.types {
			line := ""
			for _, to := range c.types {
				u := UpdateOutboundType(mode, from, to, false)
				line += letters[u.Verdict]
				if (u.Code == "") != (u.Verdict == ChangeInPlace || u.Verdict == ChangeNone) {
					t.Errorf("%s to %s: %s with code %q", from, to, u.Verdict, u.Code)
				}
				if u.Source == "" || u.Verdict == ChangeUncertain && u.Certain() {
					t.Errorf("%s to %s: %+v", from, to, u.Fact)
				}
				if frozen := UpdateOutboundType(mode, from, to, true); from != to && frozen.Verdict != ChangeForbidden {
					t.Errorf("%s to %s with node auto-provisioning: %s", from, to, frozen.Verdict)
				}
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", mode, diff)
		}
	}
	if got := UpdateOutboundType(VNetManaged, OutboundManagedNATGateway, OutboundUserDefinedRouting, false); got.Verdict != ChangeForbidden {
		t.Errorf("managed NAT gateway to userDefinedRouting: %s", got.Verdict)
	}
}

// TestUpdatesStayInTheirNetwork: the matrix leads only to types that the kind of network allows.
func TestUpdatesStayInTheirNetwork(t *testing.T) {
	t.Parallel()
	for _, m := range outboundUpdates {
		for _, o := range append([]OutboundType{m.From}, append(m.To, m.Doubtful...)...) {
			if info, ok := LookupOutboundType(o); !ok || !info.Allowed(m.Mode) {
				t.Errorf("%s from %s: %s", m.Mode, m.From, o)
			}
		}
		if (len(m.Doubtful) > 0) == m.Certain() {
			t.Errorf("%s from %s: doubt %q", m.Mode, m.From, m.Uncertain)
		}
	}
	var stable []OutboundType
	for _, o := range OutboundTypes() {
		if o.State == OutboundGA {
			stable = append(stable, o.Type)
		}
	}
	// The enum of the stable API 2026-04-01 (aks-facts.md 1.1).
	want := []OutboundType{OutboundLoadBalancer, OutboundUserDefinedRouting, OutboundManagedNATGateway, OutboundUserAssignedNATGateway, OutboundNone}
	if diff := cmp.Diff(want, stable); diff != "" {
		t.Error(diff)
	}
	if len(OutboundConsequences()) == 0 {
		t.Error("no consequences")
	}
}
