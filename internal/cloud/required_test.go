package cloud

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// short is a row as the tables of this test write it.
func short(e Endpoint) string {
	protocol := string(e.Protocol)
	if e.Application != "" {
		protocol = strings.ToLower(string(e.Application))
	}
	text := fmt.Sprintf("%s %s %s %s:%d %s", e.Key, e.Level, e.Kind, protocol, e.Port, e.Destination)
	if e.ExitCode != 0 {
		text += fmt.Sprintf(" exit %d", e.ExitCode)
	}
	return text
}

func shorts(rows []Endpoint) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = short(r)
	}
	return out
}

func require(t *testing.T, p Profile) []Endpoint {
	t.Helper()
	rows, problems := RequiredEgress(p)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	return rows
}

// TestHowTo is the profile of the how-to: a public cluster in East US with nothing switched on.
func TestHowTo(t *testing.T) {
	t.Parallel()
	rows := require(t, Profile{Cloud: "public", Region: "East US"})
	want := []string{
		"base/api_server required application https:443 *.hcp.eastus.azmk8s.io exit 51",
		"base/mcr_data required application https:443 *.data.mcr.microsoft.com",
		"base/resource_manager required application https:443 management.azure.com",
		"base/entra required application https:443 login.microsoftonline.com",
		"base/packages_microsoft required application https:443 packages.microsoft.com",
		"base/mcr required application https:443 mcr.microsoft.com exit 50",
		"base/packages_aks required application https:443 packages.aks.azure.com",
		"base/acs_mirror legacy application https:443 acs-mirror.azureedge.net",
		"base/mcr_front_door required application https:443 mcr-0001.mcr-msedge.net",
		"base/mcr_backing_store optional application https:443 mcrprod.azurecr.io",
		"konnectivity/tunnel required application https:443 *.hcp.eastus.azmk8s.io",
	}
	if diff := cmp.Diff(want, shorts(rows)); diff != "" {
		t.Error(diff)
	}
	api := rows[0]
	if diff := cmp.Diff(Endpoint{
		Key: "base/api_server", Feature: FeatureBase, Cloud: Public, Level: LevelRequired, Kind: KindApplication, Protocol: TCP, Application: HTTPS,
		Port: 443, DestinationKind: DestinationFQDN, Destination: "*.hcp.eastus.azmk8s.io", Template: "*.hcp.<region>.<kubernetes_suffix>",
		ServiceTag: "AzureCloud.eastus", TagHolds: TagHolds, NoInspection: true, ExitCode: 51,
		DroppedFor: []Variant{VariantPrivateCluster, VariantVNetIntegration, VariantIsolated}, Rules: []string{"AK-1"}, Purpose: "nodes to the API server",
		Note: "the full name is known after the cluster exists", Fact: srcEgressRules,
	}, api); diff != "" {
		t.Error(diff)
	}
	if got := rows[7].ReplacedBy; got != "packages.aks.azure.com" {
		t.Errorf("the old mirror is replaced by %q", got)
	}
	// What AK-30 says of the tag: all required names yes, the backing store no, the old mirror perhaps.
	for _, r := range rows {
		want := map[Level]Membership{LevelRequired: TagHolds, LevelOptional: TagMisses, LevelLegacy: TagMayHold}[r.Level]
		if r.TagHolds != want {
			t.Errorf("%s: the tag %s, want %s", r.Key, r.TagHolds, want)
		}
	}
}

func TestOtherClouds(t *testing.T) {
	t.Parallel()
	for cloud, want := range map[string][]string{
		"usgovernment": {
			"base/api_server required application https:443 *.hcp.usgovvirginia.cx.aks.containerservice.azure.us exit 51",
			"base/mcr_data required application https:443 *.data.mcr.microsoft.com",
			"base/resource_manager required application https:443 management.usgovcloudapi.net",
			"base/entra required application https:443 login.microsoftonline.us",
			"base/packages_microsoft required application https:443 packages.microsoft.com",
			"base/mcr required application https:443 mcr.microsoft.com exit 50",
			"base/packages_aks required application https:443 packages.aks.azure.com",
			"base/acs_mirror legacy application https:443 acs-mirror.azureedge.net",
			"konnectivity/tunnel required application https:443 *.hcp.usgovvirginia.cx.aks.containerservice.azure.us",
			"tunnel/aks_link conditional network UDP:1194 AzureCloud.usgovvirginia",
			"tunnel/tunnel_front conditional network TCP:9000 AzureCloud.usgovvirginia",
		},
		"china": {
			"base/api_server required application https:443 *.hcp.chinaeast2.cx.prod.service.azk8s.cn exit 51",
			"base/mcr_data required application https:443 *.data.mcr.microsoft.com",
			"base/resource_manager required application https:443 management.chinacloudapi.cn",
			"base/entra required application https:443 login.chinacloudapi.cn",
			"base/packages_microsoft required application https:443 packages.microsoft.com",
			"base/mcr required application https:443 mcr.microsoft.com",
			"base/api_server_tunnel required application https:443 *.tun.chinaeast2.cx.prod.service.azk8s.cn",
			"base/azk8s required application https:443 *.azk8s.cn exit 50",
			"base/mcr_china required application https:443 mcr.azure.cn",
			"base/mcr_china_data required application https:443 *.data.mcr.azure.cn",
			"konnectivity/tunnel required application https:443 *.hcp.chinaeast2.cx.prod.service.azk8s.cn",
			"tunnel/aks_link conditional network UDP:1194 AzureCloud.chinaeast2",
			"tunnel/tunnel_front conditional network TCP:9000 AzureCloud.chinaeast2",
			"tunnel/ssh required network TCP:22 AzureCloud.chinaeast2",
		},
	} {
		region := map[string]string{"usgovernment": "USGov Virginia", "china": "China East 2"}[cloud]
		if diff := cmp.Diff(want, shorts(require(t, Profile{Cloud: cloud, Region: region}))); diff != "" {
			t.Errorf("%s: %s", cloud, diff)
		}
	}
}

// TestUncertainRowsNeverRefuse: the tunnel rows of China are required on paper, yet no plan may fail because of them (L2, AK-29).
func TestUncertainRowsNeverRefuse(t *testing.T) {
	t.Parallel()
	for _, r := range require(t, Profile{Cloud: "china", Region: "chinaeast2"}) {
		if r.Feature == FeatureTunnel && r.Hard() {
			t.Errorf("%s is hard", r.Key)
		}
		if r.Key == "base/api_server" && !r.Hard() {
			t.Errorf("%s is not hard", r.Key)
		}
	}
	for _, r := range require(t, Profile{}) {
		if strings.Contains(r.Destination, "<") == r.Hard() && r.Level == LevelRequired {
			t.Errorf("%s: hard is %t for %s", r.Key, r.Hard(), r.Destination)
		}
	}
}

func TestVariants(t *testing.T) {
	t.Parallel()
	api := func(r Endpoint) bool { return r.NoInspection && r.DestinationKind != DestinationSubnet }
	for name, p := range map[string]Profile{
		"private":     {Region: "eastus", PrivateCluster: true, Features: []Feature{FeatureAPIServerIP, FeatureTunnel}},
		"integration": {Region: "eastus", VNetIntegration: true, Features: []Feature{FeatureAPIServerIP, FeatureTunnel}},
	} {
		rows := require(t, p)
		if slices.ContainsFunc(rows, api) {
			t.Errorf("%s: rows to the API server are left: %v", name, shorts(rows))
		}
		for _, key := range []string{"base/mcr", "base/resource_manager", "base/entra", "base/packages_aks"} {
			if !slices.ContainsFunc(rows, func(r Endpoint) bool { return r.Key == key }) {
				t.Errorf("%s: %s is gone", name, key)
			}
		}
		subnet := slices.ContainsFunc(rows, func(r Endpoint) bool { return r.DestinationKind == DestinationSubnet })
		if subnet != p.VNetIntegration {
			t.Errorf("%s: rows to the API server's subnet: %t", name, subnet)
		}
	}
	// AK-26: nothing is left for a network isolated cluster; with userDefinedRouting the cache drops nothing.
	if rows := require(t, Profile{OutboundType: OutboundNone, BootstrapCache: true}); len(rows) != 0 {
		t.Errorf("isolated: %v", shorts(rows))
	}
	routed, cached := require(t, Profile{Region: "eastus"}), require(t, Profile{Region: "eastus", BootstrapCache: true, OutboundType: OutboundUserDefinedRouting})
	if diff := cmp.Diff(routed, cached); diff != "" {
		t.Error(diff)
	}
}

func TestDNS(t *testing.T) {
	t.Parallel()
	keys := func(p Profile) []string {
		var out []string
		for _, r := range require(t, p) {
			if r.Feature == FeatureCustomDNS {
				out = append(out, short(r))
			}
		}
		return out
	}
	want := []string{
		"custom_dns/udp/10.1.0.4 required network UDP:53 10.1.0.4 exit 52", "custom_dns/udp/10.1.0.5 required network UDP:53 10.1.0.5 exit 52",
		"custom_dns/tcp/10.1.0.4 required network TCP:53 10.1.0.4 exit 52", "custom_dns/tcp/10.1.0.5 required network TCP:53 10.1.0.5 exit 52",
	}
	servers := []netip.Addr{netip.MustParseAddr("10.1.0.4"), AzureDNS(), netip.MustParseAddr("10.1.0.5")}
	if diff := cmp.Diff(want, keys(Profile{DNSServers: servers})); diff != "" {
		t.Error(diff)
	}
	if got := keys(Profile{DNSServers: []netip.Addr{AzureDNS(), netip.MustParseAddr("::ffff:168.63.129.16")}}); got != nil {
		t.Errorf("Azure's own resolver needs no rule (RT-30): %v", got)
	}
	if got := keys(Profile{Features: []Feature{FeatureCustomDNS}}); len(got) != 2 || !strings.Contains(got[0], PlaceholderDNSServer) {
		t.Errorf("unknown servers: %v", got)
	}
}

func TestRegistries(t *testing.T) {
	t.Parallel()
	rows := require(t, Profile{Region: "eastus", Registries: []Registry{
		{Name: "Alpha", DataEndpoints: DataEndpointsDedicated, Region: "West Europe"},
		{Name: "beta", DataEndpoints: DataEndpointsShared},
		{Name: "gamma"},
		{Name: "hidden", PrivateEndpoint: true},
	}})
	var got []string
	for _, r := range rows {
		if r.Feature == FeatureACR {
			got = append(got, r.Destination+" "+r.Choice)
		}
	}
	want := []string{
		"alpha.azurecr.io ", "beta.azurecr.io ", "gamma.azurecr.io ",
		"alpha.westeurope.data.azurecr.io ", "gamma.eastus.data.azurecr.io acr_data/gamma",
		"*.blob.core.windows.net ", "*.blob.core.windows.net acr_data/gamma",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if rows := require(t, Profile{Registries: []Registry{{Name: "x", PrivateEndpoint: true}}}); slices.ContainsFunc(rows, func(r Endpoint) bool { return r.Feature == FeatureACR }) {
		t.Error("a registry with a private endpoint needs no rows")
	}
}

func TestChooseAndDistinct(t *testing.T) {
	t.Parallel()
	rows := require(t, Profile{Region: "eastus", Features: []Feature{FeatureAzureMonitor}})
	count := func(rows []Endpoint, option string) int {
		return len(slices.DeleteFunc(slices.Clone(rows), func(r Endpoint) bool { return r.Option != option }))
	}
	if count(rows, OptionServiceTag) != 1 || count(rows, OptionNames) != 10 {
		t.Fatalf("azure_monitor has %d and %d rows", count(rows, OptionServiceTag), count(rows, OptionNames))
	}
	for option, want := range map[string][2]int{OptionServiceTag: {1, 0}, OptionNames: {0, 10}, "": {1, 0}} {
		chosen := Choose(rows, option)
		if count(chosen, OptionServiceTag) != want[0] || count(chosen, OptionNames) != want[1] {
			t.Errorf("Choose(%q): %v", option, shorts(chosen))
		}
		if count(chosen, "") != count(rows, "") {
			t.Errorf("Choose(%q) dropped rows outside the choice", option)
		}
	}
	distinct := Distinct(rows)
	seen := map[Flow]bool{}
	for _, r := range distinct {
		if seen[r.Flow()] {
			t.Errorf("%v twice", r.Flow())
		}
		seen[r.Flow()] = true
		if r.Destination == "login.microsoftonline.com" && r.Level != LevelRequired {
			t.Errorf("the weaker row of %s was kept", r.Destination)
		}
	}
	for _, r := range rows {
		if !seen[r.Flow()] {
			t.Errorf("%s got lost", r.Key)
		}
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile  Profile
		severity Severity
		text     string
	}{
		"cloud":        {Profile{Cloud: "german"}, SeverityError, "unknown cloud"},
		"region":       {Profile{Region: "chinaeast2"}, SeverityWarning, "belongs to the cloud"},
		"feature":      {Profile{Features: []Feature{"teleport"}}, SeverityError, "unknown feature"},
		"outbound":     {Profile{OutboundType: "tunnel"}, SeverityError, "unknown outbound type"},
		"absent":       {Profile{Cloud: "china", Features: []Feature{FeatureFlux}}, SeverityWarning, "not known"},
		"retired":      {Profile{Cloud: "china", Features: []Feature{FeatureDefender}}, SeverityWarning, "retired"},
		"isolated":     {Profile{OutboundType: OutboundBlock, BootstrapCache: true, Windows: true}, SeverityError, "Windows"},
		"isolated bak": {Profile{OutboundType: OutboundNone, BootstrapCache: true, Features: []Feature{FeatureAzureBackup}}, SeverityError, "Backup"},
	} {
		_, problems := RequiredEgress(c.profile)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == c.severity && strings.Contains(p.Message, c.text) }) {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if rows, _ := RequiredEgress(Profile{Cloud: "german"}); rows != nil {
		t.Error("an unknown cloud has rows")
	}
	if rows, _ := RequiredEgress(Profile{Features: []Feature{"teleport"}}); len(rows) == 0 {
		t.Error("an unknown feature switches off the known ones (L1)")
	}
}

func profiles() *rapid.Generator[Profile] {
	keys := featureNames()
	return rapid.Custom(func(t *rapid.T) Profile {
		p := Profile{
			Cloud:           rapid.SampledFrom([]string{"", "public", "usgovernment", "china", "AzureCloud"}).Draw(t, "cloud"),
			Region:          rapid.SampledFrom([]string{"", "East US", "francecentral", "usgovvirginia", "chinaeast2", "somewhere"}).Draw(t, "region"),
			PrivateCluster:  rapid.Bool().Draw(t, "private"),
			VNetIntegration: rapid.Bool().Draw(t, "integration"),
			BootstrapCache:  rapid.Bool().Draw(t, "cache"),
			Windows:         rapid.Bool().Draw(t, "windows"),
			GPU:             rapid.Bool().Draw(t, "gpu"),
			OutboundType:    rapid.SampledFrom([]OutboundType{"", OutboundUserDefinedRouting, OutboundNone, OutboundBlock}).Draw(t, "outbound"),
		}
		for _, f := range rapid.SliceOfDistinct(rapid.SampledFrom(keys), rapid.ID).Draw(t, "features") {
			p.Features = append(p.Features, Feature(f))
		}
		if rapid.Bool().Draw(t, "dns") {
			p.DNSServers = []netip.Addr{netip.MustParseAddr("10.9.0.4")}
		}
		if rapid.Bool().Draw(t, "registry") {
			p.Registries = []Registry{{Name: "r", DataEndpoints: rapid.SampledFrom([]DataEndpoints{"", DataEndpointsDedicated, DataEndpointsShared}).Draw(t, "data")}}
		}
		return p
	})
}

// TestRequiredEgressLaws: keys are unique, unresolved placeholders are listed, more features never take rows away, and a
// region only fills rows in.
func TestRequiredEgressLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := profiles().Draw(t, "profile")
		rows, _ := RequiredEgress(p)
		keys := map[string]bool{}
		for _, r := range rows {
			if keys[r.Key] {
				t.Fatalf("key %s twice", r.Key)
			}
			keys[r.Key] = true
			if diff := cmp.Diff(unresolved(r.Destination, r.ServiceTag), r.Unresolved); diff != "" {
				t.Fatal(diff)
			}
		}
		more := p
		more.Features = append(slices.Clone(p.Features), Feature(rapid.SampledFrom(featureNames()).Draw(t, "one more")))
		wider, _ := RequiredEgress(more)
		for _, r := range rows {
			if !slices.ContainsFunc(wider, func(w Endpoint) bool { return w.Key == r.Key }) {
				t.Fatalf("%s is gone with %s", r.Key, more.Features[len(more.Features)-1])
			}
		}
		open := p
		open.Region = ""
		blank, _ := RequiredEgress(open)
		if len(blank) != len(rows) {
			t.Fatalf("%d rows without a region, %d with", len(blank), len(rows))
		}
		for i := range blank {
			if blank[i].Key != rows[i].Key || blank[i].Template != rows[i].Template {
				t.Fatalf("row %d differs: %s and %s", i, blank[i].Key, rows[i].Key)
			}
		}
	})
}

func TestRequiredEgressReturnsCopies(t *testing.T) {
	t.Parallel()
	p := Profile{Region: "eastus"}
	first := require(t, p)
	want := require(t, p)
	for i := range first {
		for j := range first[i].DroppedFor {
			first[i].DroppedFor[j] = "spoiled"
		}
		for j := range first[i].Rules {
			first[i].Rules[j] = "spoiled"
		}
	}
	if diff := cmp.Diff(want, require(t, p)); diff != "" {
		t.Error(diff)
	}
}
