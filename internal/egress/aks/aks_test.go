package aks

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// line writes a flow as the tables of these tests have it:
// "AK-1 required https one of *.x:443 in AzureCloud.eastus/A-API-TAG exit 51".
func line(f egress.Flow) string {
	kind := strings.ToLower(f.Protocol.String())
	if f.L7 != egress.L7None {
		kind = string(f.L7)
	}
	text := fmt.Sprintf("%s %s %s ", f.Reason, f.Level, kind)
	if f.Destination.OneOfNames {
		text += "one of "
	}
	text += f.Destination.Text() + ":" + f.Ports.String()
	if len(f.Destination.Names) > 0 && !f.Destination.Addresses.IsEmpty() {
		text += " at " + f.Destination.Addresses.String()
	}
	for _, c := range f.Destination.Tags {
		text += " in " + c.Tag
		if c.Assumption != "" {
			text += "/" + string(c.Assumption)
		}
	}
	if f.Choice != "" {
		text += " if " + f.Choice + "=" + f.Option
	}
	if f.ExitCode != 0 {
		text += fmt.Sprintf(" exit %d", f.ExitCode)
	}
	return strings.TrimSpace(text)
}

// asked returns the lines of the flows that stand for an id of section 4; a flow stands for all of its rows.
func asked(demands []Demand, id string) []string {
	out := []string{}
	for _, d := range demands {
		if d.Flow.Reason == id || slices.ContainsFunc(d.Rows, func(r cloud.Endpoint) bool { return slices.Contains(r.Rules, id) }) {
			out = append(out, line(d.Flow))
		}
	}
	return out
}

func question(p cloud.Profile) Question {
	if p.Region == "" {
		p.Region = "East US"
	}
	return Question{Profile: p, Subnets: []string{"vnet/aks"}, Cluster: "cluster", APIServerSubnet: "vnet/api"}
}

func demands(t *testing.T, q Question) []Demand {
	t.Helper()
	out, problems := Demands(q)
	for _, p := range problems {
		if p.Severity == cloud.SeverityError {
			t.Fatal(p.Message)
		}
	}
	return out
}

const apiTag = " in AzureCloud.eastus/A-API-TAG"

// TestRows holds each id of egress-semantics.md section 4 to the flows that it stands for, in a public and in a private cluster.
func TestRows(t *testing.T) {
	t.Parallel()
	api := "AK-1 required https one of *.hcp.eastus.azmk8s.io:443" + apiTag + " exit 51"
	server := netip.MustParseAddr("20.5.6.7")
	dns := netip.MustParseAddr("10.9.0.4")
	feature := func(f ...cloud.Feature) cloud.Profile { return cloud.Profile{Features: f} }
	tests := []struct {
		id      string
		profile cloud.Profile
		want    []string
		private []string // nil means the same
	}{
		{"AK-1", cloud.Profile{}, []string{api}, []string{}},
		{
			"AK-1",
			cloud.Profile{APIServerAddresses: []netip.Addr{server}},
			[]string{"AK-1 required https one of *.hcp.eastus.azmk8s.io:443 at 20.5.6.7" + apiTag + " exit 51"},
			[]string{},
		},
		{"AK-2", cloud.Profile{}, []string{api}, []string{}},
		{"AK-3", cloud.Profile{}, []string{}, nil},
		{"AK-3", feature(cloud.FeatureTunnel), []string{
			"AK-3 legacy udp AzureCloud.eastus:1194" + apiTag, "AK-3 legacy tcp AzureCloud.eastus:9000" + apiTag,
		}, []string{}},
		{"AK-4", feature(cloud.FeatureAPIServerIP), []string{"AK-4 conditional https-no-sni AzureCloud.eastus:443" + apiTag}, []string{}},
		{
			"AK-4",
			cloud.Profile{Features: []cloud.Feature{cloud.FeatureAPIServerIP}, APIServerAddresses: []netip.Addr{server}},
			[]string{"AK-4 conditional https-no-sni 20.5.6.7:443" + apiTag},
			[]string{},
		},
		{"AK-5", cloud.Profile{}, []string{"AK-5 required https mcr.microsoft.com:443 exit 50"}, nil},
		{"AK-6", cloud.Profile{}, []string{"AK-6 required https *.data.mcr.microsoft.com:443", "AK-6 required https mcr-0001.mcr-msedge.net:443"}, nil},
		{"AK-7", cloud.Profile{}, []string{"AK-7 required https management.azure.com:443"}, nil},
		{"AK-8", cloud.Profile{}, []string{"AK-8 required https login.microsoftonline.com:443"}, nil},
		{"AK-9", cloud.Profile{}, []string{"AK-9 required https packages.microsoft.com:443"}, nil},
		{"AK-10", cloud.Profile{}, []string{"AK-10 required https packages.aks.azure.com:443"}, nil},
		{"AK-11", cloud.Profile{}, []string{"AK-11 legacy https acs-mirror.azureedge.net:443"}, nil},
		{"AK-12", feature(cloud.FeatureNTP), []string{"AK-12 legacy udp ntp.ubuntu.com:123"}, nil},
		{
			"AK-13",
			cloud.Profile{DNSServers: []netip.Addr{dns}},
			[]string{"AK-13 required udp 10.9.0.4:53 exit 52", "AK-13 conditional tcp 10.9.0.4:53 exit 52"},
			nil,
		},
		{"AK-14", cloud.Profile{}, []string{"AK-14 optional https mcrprod.azurecr.io:443"}, nil},
		{"AK-15", feature(cloud.FeatureNodeOSUpdates), []string{
			"AK-15 optional http security.ubuntu.com:80", "AK-15 optional http azure.archive.ubuntu.com:80", "AK-15 optional http changelogs.ubuntu.com:80",
			"AK-15 optional https snapshot.ubuntu.com:443", "AK-15 legacy https esm.ubuntu.com:443", "AK-15 legacy https developer.download.nvidia.com:443",
		}, nil},
		{"AK-16", cloud.Profile{GPU: true}, []string{
			"AK-16 conditional https nvidia.github.io:443", "AK-16 conditional https us.download.nvidia.com:443",
			"AK-16 conditional https download.docker.com:443", "AK-16 optional https download.microsoft.com:443",
		}, nil},
		{"AK-17", cloud.Profile{Windows: true}, []string{
			"AK-17 conditional https onegetcdn.azureedge.net:443", "AK-17 conditional https go.microsoft.com:443",
			"AK-17 conditional http *.mp.microsoft.com:80", "AK-17 conditional http www.msftconnecttest.com:80", "AK-17 conditional http ctldl.windowsupdate.com:80",
		}, nil},
		{"AK-18", feature(cloud.FeatureAzureMonitor), append([]string{
			"AK-18 conditional tcp AzureMonitor:443 in AzureMonitor if azure_monitor=service_tag",
		}, monitorNames()...), nil},
		{"AK-19", feature(cloud.FeatureAzurePolicy), []string{
			"AK-19 conditional https data.policy.core.windows.net:443", "AK-19 conditional https store.policy.core.windows.net:443",
			"AK-19 conditional https dc.services.visualstudio.com:443",
		}, nil},
		{"AK-20", feature(cloud.FeatureDefender), []string{
			"AK-8 required https login.microsoftonline.com:443", "AK-20 conditional https *.ods.opinsights.azure.com:443",
			"AK-20 conditional https *.oms.opinsights.azure.com:443", "AK-20 conditional https *.cloud.defender.microsoft.com:443",
		}, nil},
		{"AK-21", feature(cloud.FeatureKeyVaultCSI), []string{"AK-21 conditional https *.vault.azure.net:443"}, nil},
		{"AK-22", feature(cloud.FeatureExtensions), []string{
			"AK-6 required https *.data.mcr.microsoft.com:443", "AK-5 required https mcr.microsoft.com:443 exit 50",
			"AK-22 conditional https eastus.dp.kubernetesconfiguration.azure.com:443", "AK-22 conditional https arcmktplaceprod.azurecr.io:443",
			"AK-22 conditional https arcmktplaceprod.centralindia.data.azurecr.io:443", "AK-22 conditional https arcmktplaceprod.japaneast.data.azurecr.io:443",
			"AK-22 conditional https arcmktplaceprod.westus2.data.azurecr.io:443", "AK-22 conditional https arcmktplaceprod.westeurope.data.azurecr.io:443",
			"AK-22 conditional https arcmktplaceprod.eastus.data.azurecr.io:443", "AK-22 conditional https *.ingestion.msftcloudes.com:443",
			"AK-22 conditional https *.microsoftmetrics.com:443", "AK-22 conditional https marketplaceapi.microsoft.com:443",
		}, nil},
		{"AK-23", cloud.Profile{}, []string{
			"AK-23 required tcp 168.63.129.16:80,32526", "AK-23 required tcp 169.254.169.254:80", "AK-23 required tcp,udp 168.63.129.16:53 exit 53",
		}, nil},
		{"AK-23", cloud.Profile{DNSServers: []netip.Addr{dns}}, []string{
			"AK-23 required tcp 168.63.129.16:80,32526", "AK-23 required tcp 169.254.169.254:80",
		}, nil},
		{"AK-24", cloud.Profile{VNetIntegration: true}, []string{"AK-24 required tcp vnet/api:443", "AK-24 required tcp vnet/api:4443"}, nil},
		{"AK-33", cloud.Profile{Windows: true}, []string{"AK-33 optional tcp azkms.core.windows.net:1688", "AK-33 optional tcp kms.core.windows.net:1688"}, nil},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprintf("%02d %s", i, tt.id), func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, asked(demands(t, question(tt.profile)), tt.id)); diff != "" {
				t.Error("public cluster:", diff)
			}
			private := tt.profile
			private.PrivateCluster = true
			want := tt.private
			if want == nil {
				want = tt.want
			}
			if diff := cmp.Diff(want, asked(demands(t, question(private)), tt.id)); diff != "" {
				t.Error("private cluster:", diff)
			}
		})
	}
}

func monitorNames() []string {
	var out []string
	for _, name := range []string{
		"*.ods.opinsights.azure.com", "*.oms.opinsights.azure.com", "dc.services.visualstudio.com", "*.in.applicationinsights.azure.com",
		"login.microsoftonline.com", "global.handler.control.monitor.azure.com", "*.ingest.monitor.azure.com",
		"*.metrics.ingest.monitor.azure.com", "eastus.handler.control.monitor.azure.com", "*.monitoring.azure.com",
	} {
		out = append(out, "AK-18 conditional https "+name+":443 in AzureMonitor if azure_monitor=names")
	}
	return out
}

// TestAuthorizedRanges: flows to the API server carry the cluster, others do not (AK-25).
func TestAuthorizedRanges(t *testing.T) {
	t.Parallel()
	for _, d := range demands(t, question(cloud.Profile{Features: []cloud.Feature{cloud.FeatureTunnel, cloud.FeatureAPIServerIP}})) {
		api := slices.Contains([]string{"AK-1", "AK-3", "AK-4"}, d.Flow.Reason)
		if (d.Flow.APIServerOf == "cluster") != api {
			t.Errorf("%s: API server of %q", line(d.Flow), d.Flow.APIServerOf)
		}
		if d.Flow.NoInspection != (d.Flow.Reason == "AK-1" || d.Flow.Reason == "AK-4") {
			t.Errorf("%s: no inspection %t", line(d.Flow), d.Flow.NoInspection)
		}
	}
}

// TestIsolated: a cluster that boots from a cache needs the platform alone (AK-26).
func TestIsolated(t *testing.T) {
	t.Parallel()
	for _, d := range demands(t, question(cloud.Profile{BootstrapCache: true, OutboundType: cloud.OutboundNone})) {
		if d.Flow.Reason != "AK-23" {
			t.Errorf("needs %s", line(d.Flow))
		}
	}
}

// TestOtherClouds: AK-27.
func TestOtherClouds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ cloud, region, want string }{
		{"usgovernment", "usgovvirginia", "AK-1 required https one of *.hcp.usgovvirginia.cx.aks.containerservice.azure.us:443 in AzureCloud.usgovvirginia/A-API-TAG exit 51"},
		{"usgovernment", "usgovvirginia", "AK-7 required https management.usgovcloudapi.net:443"},
		{"usgovernment", "usgovvirginia", "AK-8 required https login.microsoftonline.us:443"},
		{"usgovernment", "usgovvirginia", "AK-3 optional udp AzureCloud.usgovvirginia:1194 in AzureCloud.usgovvirginia/A-API-TAG"},
		{"china", "chinaeast2", "AK-1 required https one of *.hcp.chinaeast2.cx.prod.service.azk8s.cn:443 in AzureCloud.chinaeast2/A-API-TAG exit 51"},
		{"china", "chinaeast2", "AK-27 required https one of *.tun.chinaeast2.cx.prod.service.azk8s.cn:443"},
		{"china", "chinaeast2", "AK-27 required https *.azk8s.cn:443 exit 50"},
		{"china", "chinaeast2", "AK-27 required https mcr.azure.cn:443"},
		{"china", "chinaeast2", "AK-27 required https *.data.mcr.azure.cn:443"},
		{"china", "chinaeast2", "AK-27 conditional tcp AzureCloud.chinaeast2:22 in AzureCloud.chinaeast2/A-API-TAG"},
		{"china", "chinaeast2", "AK-5 required https mcr.microsoft.com:443"},
	} {
		var lines []string
		for _, d := range demands(t, question(cloud.Profile{Cloud: tt.cloud, Region: tt.region})) {
			lines = append(lines, line(d.Flow))
		}
		if !slices.Contains(lines, tt.want) {
			t.Errorf("%s needs no %q; it needs\n%s", tt.cloud, tt.want, strings.Join(lines, "\n"))
		}
	}
}

// TestUnknownParts: what the profile leaves open becomes one name or tag that is not known yet, never a guess.
func TestUnknownParts(t *testing.T) {
	t.Parallel()
	q := question(cloud.Profile{Features: []cloud.Feature{cloud.FeatureExtensions, cloud.FeatureACR, cloud.FeatureCustomDNS, cloud.FeatureAzureBackup, cloud.FeatureVNetIntegration}})
	q.Profile.Region, q.APIServerSubnet = "", ""
	var lines []string
	for _, d := range demands(t, q) {
		lines = append(lines, line(d.Flow))
	}
	for _, want := range []string{
		"AK-1 required https one of *.azmk8s.io:443 in AzureCloud/A-API-TAG exit 51",
		"AK-22 conditional https one of *.dp.kubernetesconfiguration.azure.com:443",
		"conditional https one of *.azurecr.io:443",
		"conditional https one of *.data.azurecr.io:443 if acr_data=dedicated_endpoint",
		"AK-13 required udp nowhere:53 exit 52",
		"conditional https one of *:443", // the names of the FQDN tag AzureBackup
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	if slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "AK-24") }) {
		t.Error("a flow to a subnet that is not known")
	}
}

// TestDoubt: a row whose source is in doubt weighs less, unless its feature was asked for (L2).
func TestDoubt(t *testing.T) {
	t.Parallel()
	level := func(q Question, id string) egress.Level {
		for _, d := range demands(t, q) {
			if d.Flow.Reason == id {
				return d.Flow.Level
			}
		}
		t.Fatalf("no flow %s", id)
		return ""
	}
	gov := question(cloud.Profile{Cloud: "usgovernment", Region: "usgovvirginia"})
	if got := level(gov, "AK-3"); got != egress.LevelOptional {
		t.Errorf("the tunnel that only the page asks for is %s", got)
	}
	gov.Profile.Features = []cloud.Feature{cloud.FeatureTunnel}
	if got := level(gov, "AK-3"); got != egress.LevelConditional {
		t.Errorf("the tunnel that the user asks for is %s", got)
	}
	for _, d := range demands(t, question(cloud.Profile{DNSServers: []netip.Addr{netip.MustParseAddr("10.9.0.4")}})) {
		if want := d.Flow.Level == egress.LevelRequired; d.Hard() != want {
			t.Errorf("%s: hard %t", line(d.Flow), d.Hard())
		}
	}
}

func TestLevels(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]egress.Level{egress.LevelRequired, egress.LevelConditional, egress.LevelOptional, egress.LevelLegacy}, Levels()); diff != "" {
		t.Error("the two packages' levels differ:", diff)
	}
	q := question(cloud.Profile{Windows: true})
	q.Levels = []egress.Level{egress.LevelOptional}
	for _, d := range demands(t, q) {
		if d.Flow.Level != egress.LevelOptional {
			t.Errorf("level %s was not asked for", d.Flow.Level)
		}
	}
	q.Profile.Cloud = "mars"
	if out, problems := Demands(q); len(out) != 0 || len(problems) != 1 {
		t.Errorf("an unknown cloud: %d demands, problems %v", len(out), problems)
	}
}

// TestEveryRowIsAsked: whatever the profile, each row that it needs is part of exactly one demand per subnet, no demand
// lacks a destination that the row has, and no two demands ask for the same.
func TestEveryRowIsAsked(t *testing.T) {
	t.Parallel()
	var all []cloud.Feature
	for _, f := range cloud.Features() {
		all = append(all, f.Key)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := cloud.Profile{
			Cloud:           string(rapid.SampledFrom(cloud.Names()).Draw(t, "cloud")),
			Region:          rapid.SampledFrom([]string{"", "eastus", "chinaeast2"}).Draw(t, "region"),
			Features:        rapid.SliceOfDistinct(rapid.SampledFrom(all), func(f cloud.Feature) cloud.Feature { return f }).Draw(t, "features"),
			PrivateCluster:  rapid.Bool().Draw(t, "private"),
			VNetIntegration: rapid.Bool().Draw(t, "integration"),
			Windows:         rapid.Bool().Draw(t, "windows"),
		}
		if rapid.Bool().Draw(t, "registry") {
			p.Registries = []cloud.Registry{{Name: "Contoso"}}
		}
		rows, _ := cloud.RequiredEgress(p)
		out, _ := Demands(Question{Profile: p, Subnets: []string{"v/a", "v/b"}, APIServerSubnet: "v/api"})
		seen := map[string]int{}
		for _, d := range out {
			if d.Flow.Ports.IsEmpty() || d.Flow.Protocol.IsEmpty() {
				t.Fatalf("%s has no ports or protocol", line(d.Flow))
			}
			for _, r := range d.Rows {
				seen[d.Flow.Source.Subnet+" "+r.Key]++
			}
			for _, other := range out {
				if other.Flow.Source.Subnet == d.Flow.Source.Subnet && line(other.Flow) == line(d.Flow) && other.Flow.Purpose != d.Flow.Purpose {
					t.Fatalf("asked for twice: %s", line(d.Flow))
				}
			}
		}
		for _, r := range rows {
			for _, s := range []string{"v/a", "v/b"} {
				if seen[s+" "+r.Key] != 1 {
					t.Fatalf("row %s is in %d demands of %s", r.Key, seen[s+" "+r.Key], s)
				}
			}
		}
	})
}
