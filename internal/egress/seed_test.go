package egress

import (
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// seed is the topology of the how-to from which the project started, with its
// rules word for word. The firewall's addresses are not known yet, as on a first
// plan.
func seed() World {
	app := appRule("required", "*", "http:80 https:443",
		"aksrepos.azurecr.io", "*blob.core.windows.net", "mcr.microsoft.com", "*cdn.mscr.io", "*.data.mcr.microsoft.com",
		"management.azure.com", "login.microsoftonline.com", "ntp.ubuntu.com", "packages.microsoft.com", "acs-mirror.azureedge.net")
	w := World{
		Networks: []Network{{
			Name: "contosofinvnet", AddressSpace: prefixesOf("100.64.0.0/16"),
			Subnets: []Subnet{
				{Name: "contosofinakssubnet", Prefixes: prefixesOf("100.64.1.0/24"), RouteTable: Known("contosofinfwrt"), DefaultOutboundAccess: Yes},
				{Name: "contosofinsvcsubnet", Prefixes: prefixesOf("100.64.2.0/24"), DefaultOutboundAccess: Yes},
				{Name: "AzureFirewallSubnet", Prefixes: prefixesOf("100.64.3.0/24")},
			},
		}},
		RouteTables: []RouteTable{{Name: "contosofinfwrt", Routes: []Route{
			udr("contosofinfwrn", "0.0.0.0/0", HopAppliance, "contosofinfw"),
			udr("contosofinfwinternet", "ip:contosofinfwpublicip", HopInternet),
		}}},
		Firewalls: []Firewall{{
			Name: "contosofinfw", Tier: Known(Standard), Subnet: "contosofinvnet/AzureFirewallSubnet",
			PrivateIP: unknownIP(), PublicIPs: []PublicIP{{Name: "contosofinfwpublicip", Address: unknownIP()}},
			Collections: []Collection{
				collection("aksfwnr", 100, Allow, netRule("netrules", "Any", "*", "*", "*")),
				collection("AKS_Global_Required", 100, Allow, app),
			},
		}},
		Clusters: []Cluster{{
			Name: "contosofinaks", Subnets: []string{"contosofinvnet/contosofinakssubnet"}, OutboundType: Known("userDefinedRouting"),
		}},
	}
	return w
}

// seedFlows are required and legacy flows of a public cluster.
func seedFlows() []Flow {
	var out []Flow
	for _, f := range []struct {
		text, reason string
		exit         int
		level        Level
	}{
		{"https *.hcp.eastus.azmk8s.io:443", "AK-1", 51, LevelRequired},
		{"https mcr.microsoft.com:443", "AK-5", 50, LevelRequired},
		{"https *.data.mcr.microsoft.com:443", "AK-6", 0, LevelRequired},
		{"https mcr-0001.mcr-msedge.net:443", "AK-6", 0, LevelRequired},
		{"https management.azure.com:443", "AK-7", 0, LevelRequired},
		{"https login.microsoftonline.com:443", "AK-8", 0, LevelRequired},
		{"https packages.microsoft.com:443", "AK-9", 0, LevelRequired},
		{"https packages.aks.azure.com:443", "AK-10", 0, LevelRequired},
		{"udp ntp.ubuntu.com:123", "AK-12", 0, LevelLegacy},
		{"https example.blob.core.windows.net:443", "", 0, LevelOptional},
	} {
		flow := from("contosofinvnet/contosofinakssubnet", to(f.text))
		flow.Reason, flow.ExitCode, flow.Level = f.reason, f.exit, f.level
		if f.reason == "AK-1" {
			flow.APIServerOf = "contosofinaks"
			flow.Destination.OneOfNames = true
			flow.Destination.Tags = []TagClaim{{Tag: "AzureCloud.eastus", Assumption: AssumeAPITag}}
		}
		out = append(out, flow)
	}
	return out
}

func seedWithoutAnyAny() World {
	w := seed()
	w.Firewalls[0].Collections = w.Firewalls[0].Collections[1:]
	return w
}

func findingCodes(list []Finding) []FindingCode {
	var out []FindingCode
	for _, f := range list {
		out = append(out, f.Code)
	}
	return out
}

func has(t *testing.T, list []Finding, code FindingCode, object string) Finding {
	t.Helper()
	for _, f := range list {
		if f.Code == code && (object == "" || f.Object.Name == object) {
			return f
		}
	}
	t.Errorf("no finding %s on %q in %v", code, object, list)
	return Finding{}
}

func hasNot(t *testing.T, list []Finding, code FindingCode) {
	t.Helper()
	for _, f := range list {
		if f.Code == code {
			t.Errorf("finding %v", f)
		}
	}
}

func TestSeed(t *testing.T) {
	t.Parallel()
	t.Run("S-1 the any/any rule settles every flow and kills the application rules", func(t *testing.T) {
		t.Parallel()
		r := Evaluate(seed(), seedFlows(), Options{RuleFindings: true})
		for _, v := range r.Verdicts {
			if v.Status != Allowed || v.Decider.Name != "netrules" {
				t.Errorf("%s: %s", v.Flow.Name, line(v))
			}
		}
		has(t, r.Findings, FindAnyAny, "netrules")
		dead := has(t, r.Findings, FindDeadByType, "required")
		if len(dead.By) != 1 || dead.By[0].Name != "netrules" {
			t.Errorf("dead by %v", dead.By)
		}
		codes := findingCodes(r.Findings)
		if slices.Index(codes, FindAnyAny) > slices.Index(codes, FindDeadByType) {
			t.Errorf("the any/any rule comes after what it kills: %v", codes)
		}
	})
	t.Run("S-2 without it creation fails", func(t *testing.T) {
		t.Parallel()
		r := Evaluate(seedWithoutAnyAny(), seedFlows(), Options{Explain: true})
		want := map[string]Status{
			"https *.hcp.eastus.azmk8s.io:443": Denied, "https mcr.microsoft.com:443": Allowed, "https *.data.mcr.microsoft.com:443": Allowed,
			"https mcr-0001.mcr-msedge.net:443": Denied, "https management.azure.com:443": Allowed, "https login.microsoftonline.com:443": Allowed,
			"https packages.microsoft.com:443": Allowed, "https packages.aks.azure.com:443": Denied, "udp ntp.ubuntu.com:123": Denied,
			"https example.blob.core.windows.net:443": Allowed,
		}
		for _, v := range r.Verdicts {
			if v.Status != want[v.Flow.Name] {
				t.Errorf("%s: %s", v.Flow.Name, line(v))
			}
			if v.Flow.Reason == "AK-12" {
				last := v.Steps[len(v.Steps)-2]
				if last.Code != CodeNotApplication || last.Nearest == nil || last.Nearest.Failed[0].How != HowWrongKind {
					t.Errorf("ntp: %+v", last)
				}
			}
		}
	})
	t.Run("S-3 a network in the shared address space", func(t *testing.T) {
		t.Parallel()
		w := seed()
		f := func(text string) Flow { return from("contosofinvnet/contosofinakssubnet", to(text)) }
		for text, want := range map[string]string{
			"tcp 100.64.2.9:80": "allowed vnet-local by system route 100.64.0.0/16",
			"tcp 100.65.0.9:80": "denied dropped by system route 100.64.0.0/10", // reaches the firewall, whose own subnet drops it (RT-32)
		} {
			if got := line(judgeOne(t, w, f(text))); got != want {
				t.Errorf("%s: got %s, want %s", text, got, want)
			}
		}
		if v := judgeOne(t, w, from("contosofinvnet/contosofinsvcsubnet", to("tcp 100.65.0.9:80"))); v.Status != Denied || len(v.Steps) != 2 {
			t.Errorf("without the 0/0 route the rest of 100.64/10 is dropped at once: %s", line(v))
		}
		if !w.Firewalls[0].Classic.PrivateRanges.IsKnown() || !IANAPrivateRanges().Contains(addrs("100.64.1.4").Ranges()[0].From()) {
			t.Error("the default private ranges hold the network (FW-36)")
		}
	})
	t.Run("S-4 the route for the public address is useless", func(t *testing.T) {
		t.Parallel()
		f := has(t, Evaluate(seed(), nil, Options{}).Findings, FindFirewallIPRoute, "contosofinfwinternet")
		if f.Severity != SeverityAdvice {
			t.Errorf("severity %s", f.Severity)
		}
		private := seed()
		s := &private.Networks[0].Subnets[0]
		s.DefaultOutboundAccess, s.PublicOutbound = No, No
		if f := has(t, Evaluate(private, nil, Options{}).Findings, FindFirewallIPRoute, ""); f.Severity != SeverityWarning {
			t.Errorf("severity %s in a private subnet", f.Severity)
		}
	})
	t.Run("S-5 patterns that match look-alikes", func(t *testing.T) {
		t.Parallel()
		r := Evaluate(seed(), nil, Options{RuleFindings: true})
		n := 0
		for _, f := range r.Findings {
			if f.Code == FindBroadName {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d broad names, want *blob.core.windows.net and *cdn.mscr.io", n)
		}
		evil := from("contosofinvnet/contosofinakssubnet", to("https evilblob.core.windows.net:443"))
		if v := judgeOne(t, seedWithoutAnyAny(), evil); v.Status != Allowed {
			t.Errorf("look-alike: %s", line(v))
		}
	})
	t.Run("S-6 AKS checks the table when it creates the cluster", func(t *testing.T) {
		t.Parallel()
		w := seed()
		w.Networks[0].Subnets[0].RouteTable = Known("")
		has(t, Evaluate(w, nil, Options{}).Findings, FindClusterNoTable, "contosofinvnet/contosofinakssubnet")
		hasNot(t, Evaluate(seed(), nil, Options{}).Findings, FindClusterNoTable)
	})
	t.Run("S-7 authorized ranges with one address of two", func(t *testing.T) {
		t.Parallel()
		w := seed()
		w.Clusters[0].AuthorizedRanges = &AuthorizedRanges{PublicIPs: []string{"contosofinfwpublicip"}}
		api := seedFlows()[0]
		if v := judgeOne(t, w, api); v.Status != Allowed {
			t.Errorf("one address, authorized: %s", line(v))
		}
		w.Firewalls[0].PublicIPs = append(w.Firewalls[0].PublicIPs, PublicIP{Name: "second", Address: ip("20.9.9.9")})
		if v := judgeOne(t, w, api); v.Status != Partial {
			t.Errorf("a second address, not authorized: %s", line(v))
		}
		w.Networks[0].Subnets[2].NATGateway = Known("nat")
		w.NATGateways = []NATGateway{{Name: "nat", PublicIPs: []PublicIP{{Name: "natip", Address: ip("20.8.8.8")}}}}
		if v := judgeOne(t, w, api); v.Status != Denied {
			t.Errorf("a NAT gateway instead: %s", line(v))
		}
	})
	t.Run("S-8 a name in a network rule is refused", func(t *testing.T) {
		t.Parallel()
		w := seed()
		hasNot(t, Evaluate(w, nil, Options{}).Findings, FindProxyNeeded)
		w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, collection("ntp", 200, Allow, nameRule("ntp", "UDP", "*", "ntp.ubuntu.com", "123")))
		has(t, Evaluate(w, nil, Options{}).Findings, FindProxyNeeded, "ntp")
	})
	t.Run("S-9 the services subnet leaves by the system default", func(t *testing.T) {
		t.Parallel()
		v := judgeOne(t, seed(), from("contosofinvnet/contosofinsvcsubnet", to("https mcr.microsoft.com:443")))
		if got, want := line(v), "allowed internet-direct by system route 0.0.0.0/0"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("S-10 NAT from anywhere for any protocol", func(t *testing.T) {
		t.Parallel()
		w := seed()
		w.Firewalls[0].Collections = append(w.Firewalls[0].Collections, Collection{
			Name: "inbound", Kind: KindNAT, Priority: Known(100),
			Rules: []Rule{NATRule{
				Name: "inboundrule", Source: Anywhere(), DestinationPublicIPs: []string{"contosofinfwpublicip"},
				Protocols: netset.AllProtocols, Ports: netset.PortsOf(80), TranslatedAddress: ip("100.64.2.4"), TranslatedPort: Known(uint16(80)),
			}},
		})
		r := Evaluate(w, nil, Options{})
		has(t, r.Findings, FindNATAnySource, "inboundrule")
		has(t, r.Findings, FindNATProtocol, "inboundrule")
	})
}
