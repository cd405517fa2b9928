package aks

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	x, err := Expand(document.Profile{
		Cluster: "aks", Subnets: []string{"vnet/nodes", "vnet/pods"}, Region: "West Europe", Features: []string{"azure_policy"},
		DNSServers: []string{"10.0.0.4"}, Registries: []document.Registry{{Name: "contoso"}, {Name: "hidden", PrivateEndpoint: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	subnets, reasons := map[string]int{}, map[string]bool{}
	for _, f := range x.Flows {
		subnets[f.Source.Subnet]++
		reasons[f.Reason] = true
		if f.Level != egress.LevelRequired && f.Level != egress.LevelConditional {
			t.Errorf("%s is of level %s, which is not judged by default", line(f), f.Level)
		}
		if strings.Contains(line(f), "hidden") {
			t.Errorf("a registry behind a private endpoint is asked for: %s", line(f))
		}
	}
	if len(subnets) != 2 || subnets["vnet/nodes"] != subnets["vnet/pods"] || subnets["vnet/nodes"] < 10 {
		t.Errorf("flows by subnet: %v", subnets)
	}
	for _, id := range []string{"AK-1", "AK-5", "AK-13", "AK-19", "AK-23"} {
		if !reasons[id] {
			t.Errorf("no flow %s", id)
		}
	}
	if !slices.ContainsFunc(x.Flows, func(f egress.Flow) bool { return f.Destination.Text() == "contoso.azurecr.io" }) {
		t.Error("the registry is not asked for")
	}
	tag := x.TagContents[cloud.FQDNTagAKS]
	if len(tag.Yes) < 10 || len(tag.Maybe) < 20 || tag.Assumption != egress.AssumeAKSTagCore || len(x.PlatformNames) == 0 {
		t.Errorf("tag %v, platform names %v", tag, x.PlatformNames)
	}
}

// TestTagContentsAreWhole: every pattern of the tables is one that the evaluator reads.
func TestTagContentsAreWhole(t *testing.T) {
	t.Parallel()
	for _, c := range cloud.Clouds() {
		holds, mayHold := cloud.AKSTagPatterns(c, "eastus")
		tag := TagContents(string(c.Name), "eastus")[cloud.FQDNTagAKS]
		if len(tag.Yes) != len(holds) || len(tag.Maybe) != len(mayHold) {
			t.Errorf("%s: %d of %d and %d of %d patterns", c.Name, len(tag.Yes), len(holds), len(tag.Maybe), len(mayHold))
		}
		if len(PlatformNames(string(c.Name))) != len(cloud.InfrastructurePatterns(c)) {
			t.Errorf("%s: a platform name is lost", c.Name)
		}
	}
	if TagContents("mars", "") != nil || PlatformNames("mars") != nil {
		t.Error("an unknown cloud has content")
	}
}

func TestExpandNamesEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := Expand(document.Profile{
		Subnets: []string{"vnet/aks"}, Region: "eastus", Cloud: "public", Features: []string{"teleport"}, OutboundType: "magic",
		DNSServers: []string{"ten"}, APIServerAddresses: []string{"20.1.1.1", "x"}, Levels: []string{"required", "vital"}, Windows: true,
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{`unknown feature "teleport"`, `unknown outbound type "magic"`, "dns_servers[0]: ", "features[0]: unknown feature", "api_server_addresses[1]: ", `levels[1]: "vital" is no level`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %q", want, err)
		}
	}
	var all document.Errors
	if !errors.As(err, &all) {
		t.Errorf("the error is a %T", err)
	}
}

// TestDocument: a profile in a document is judged with what this package knows.
func TestDocument(t *testing.T) {
	t.Parallel()
	d, err := document.Decode([]byte(`{"version": 1,
	  "networks": [{"name": "vnet", "address_space": ["10.0.0.0/16"], "subnets": [
	    {"name": "aks", "address_prefixes": ["10.0.1.0/24"], "route_table": "rt"}, {"name": "AzureFirewallSubnet", "address_prefixes": ["10.0.2.0/26"]}]}],
	  "route_tables": [{"name": "rt", "routes": [{"name": "default", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_device": "fw"}]}],
	  "firewalls": [{"name": "fw", "subnet": "vnet/AzureFirewallSubnet", "public_ips": [{"name": "pip"}], "collections": [
	    {"name": "app", "kind": "application", "priority": 100, "action": "Allow", "rules": [
	      {"name": "aks", "source_addresses": ["10.0.1.0/24"], "protocols": ["Https:443"], "fqdn_tags": ["AzureKubernetesService"]}]}]}],
	  "aks": [{"subnets": ["vnet/aks"], "region": "eastus"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Case(Expand)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Evaluate(false)
	if r.Outcome() != egress.Allowed || len(r.Verdicts) < 10 {
		t.Errorf("%d verdicts, %s", len(r.Verdicts), r.Outcome())
	}
	used := map[egress.Assumption]bool{}
	for _, v := range r.Verdicts {
		for _, a := range v.Assumptions {
			used[a] = true
		}
	}
	if diff := cmp.Diff(map[egress.Assumption]bool{egress.AssumeAKSTagCore: true, egress.AssumeDNS: true}, used); diff != "" {
		t.Error(diff)
	}
}

// TestCloudName: a region that is known decides the cloud, so that nobody is told public names for a sovereign cluster.
func TestCloudName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ given, region, want string }{
		{"", "eastus", "public"},
		{"", "USGov Virginia", "usgovernment"},
		{"", "chinaeast2", "china"},
		{"", "atlantis", "public"},
		{"public", "chinaeast2", "public"},
	} {
		if got := CloudName(tt.given, tt.region); got != tt.want {
			t.Errorf("%q in %q: %s, want %s", tt.given, tt.region, got, tt.want)
		}
	}
	x, err := Expand(document.Profile{Subnets: []string{"v/s"}, Region: "usgovvirginia"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(x.Flows, func(f egress.Flow) bool { return f.Destination.Text() == "management.usgovcloudapi.net" }) {
		t.Error("the region did not decide the cloud")
	}
}

// TestProfileFields: what the profile says of its API server's subnet and its registries reaches the tables.
func TestProfileFields(t *testing.T) {
	t.Parallel()
	p := document.Profile{Subnets: []string{"v/s"}, Region: "eastus", VNetIntegration: true}
	toSubnet := func() int {
		x, err := Expand(p)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range x.Flows {
			if f.Destination.Subnet == "v/api" {
				n++
			}
		}
		return n
	}
	if n := toSubnet(); n != 0 {
		t.Errorf("%d flows to a subnet that is not known", n)
	}
	if p.APIServerSubnet = "v/api"; toSubnet() == 0 {
		t.Error("no flow to the API server's subnet")
	}
	names := map[string][]string{}
	for _, kind := range []string{"dedicated", "shared"} {
		x, err := Expand(document.Profile{
			Subnets: []string{"v/s"}, Region: "eastus", Levels: []string{"required", "conditional", "optional"},
			Registries: []document.Registry{{Name: "contoso", DataEndpoints: kind}},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range x.Flows {
			names[kind] = append(names[kind], f.Destination.Text())
		}
	}
	const own = "contoso.eastus.data.azurecr.io"
	if !slices.Contains(names["dedicated"], own) || slices.Contains(names["shared"], own) {
		t.Errorf("data endpoints %v", names)
	}
}
