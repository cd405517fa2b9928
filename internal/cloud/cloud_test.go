package cloud

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEachCloudAnswersEachKey(t *testing.T) {
	t.Parallel()
	for _, c := range Clouds() {
		for key, value := range map[string]string{
			"metadata name": c.MetadataName, "kubernetes suffix": c.KubernetesSuffixes[0], "azure suffix": c.AzureSuffix,
			"registry suffix": c.RegistrySuffix, "key vault suffix": c.KeyVaultSuffix, "storage suffix": c.StorageSuffix,
		} {
			if value == "" || strings.HasPrefix(value, ".") {
				t.Errorf("%s: %s is %q", c.Name, key, value)
			}
		}
		for key, url := range map[string]string{
			"authority": c.AuthorityHost, "resource manager": c.ResourceManagerEndpoint, "audience": c.ResourceManagerAudience,
			"graph": c.MicrosoftGraphEndpoint, "portal": c.PortalURL,
		} {
			if !strings.HasPrefix(url, "https://") {
				t.Errorf("%s: %s is %q", c.Name, key, url)
			}
		}
		for _, url := range []string{c.AuthorityHost, c.ResourceManagerAudience} {
			if !strings.HasSuffix(url, "/") {
				t.Errorf("%s: %q has no trailing slash", c.Name, url)
			}
		}
		for _, url := range []string{c.ResourceManagerEndpoint, c.MicrosoftGraphEndpoint, c.PortalURL} {
			if strings.HasSuffix(url, "/") {
				t.Errorf("%s: %q has a trailing slash", c.Name, url)
			}
		}
		if len(Regions(c.Name)) == 0 {
			t.Errorf("%s has no regions", c.Name)
		}
		for placeholder, value := range cloudValues(c) {
			if value == "" {
				t.Errorf("%s has nothing for %s", c.Name, placeholder)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Name{
		"public": Public, "Public": Public, "AzureCloud": Public, "usgovernment": USGovernment, "AzureUSGovernment": USGovernment,
		"china": China, "azurechinacloud": China,
	} {
		got, err := Lookup(text)
		if err != nil || got.Name != want {
			t.Errorf("Lookup(%q) = %q, %v; want %q", text, got.Name, err, want)
		}
	}
	for _, text := range []string{"", "german", "publi", "azure"} {
		if _, err := Lookup(text); err == nil || !strings.Contains(err.Error(), "usgovernment") {
			t.Errorf("Lookup(%q) gives %v; want an error that lists the clouds", text, err)
		}
	}
	if diff := cmp.Diff([]Name{Public, USGovernment, China}, Names()); diff != "" {
		t.Error(diff)
	}
}

func TestCloudNames(t *testing.T) {
	t.Parallel()
	public, _ := Lookup("public")
	government, _ := Lookup("usgovernment")
	china, _ := Lookup("china")
	for got, want := range map[string]string{
		public.APIServerPattern("East US"):           "*.hcp.eastus.azmk8s.io",
		public.APIServerPattern(""):                  "*.hcp.<region>.azmk8s.io",
		government.APIServerPattern("usgovvirginia"): "*.hcp.usgovvirginia.cx.aks.containerservice.azure.us",
		china.APIServerPattern("chinaeast2"):         "*.hcp.chinaeast2.cx.prod.service.azk8s.cn",
		public.PrivateDNSZones("eastus")[0]:          "privatelink.eastus.azmk8s.io",
		government.PrivateDNSZones("usgovtexas")[0]:  "privatelink.usgovtexas.cx.aks.containerservice.azure.us",
		government.PrivateDNSZones("usgovtexas")[1]:  "privatelink.usgovtexas.azmk8s.us",
		china.PrivateDNSZones("chinanorth3")[0]:      "privatelink.chinanorth3.cx.prod.service.azk8s.cn",
		public.ResourceManagerHost():                 "management.azure.com",
		china.AuthorityHostName():                    "login.chinacloudapi.cn",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestCloudsAreCopies: what a caller does to a row does not reach the table.
func TestCloudsAreCopies(t *testing.T) {
	t.Parallel()
	c, _ := Lookup("public")
	c.KubernetesSuffixes[0] = "spoiled"
	Clouds()[1].KubernetesSuffixes[0] = "spoiled"
	for _, again := range Clouds() {
		if slices.Contains(again.KubernetesSuffixes, "spoiled") {
			t.Errorf("%s: the table changed", again.Name)
		}
	}
}

func TestNormalizeRegion(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"East US": "eastus", "eastus": "eastus", " West  Europe ": "westeurope", "USGov Virginia": "usgovvirginia", "China East 2": "chinaeast2",
		"West US 3": "westus3", "": "",
	} {
		if got := NormalizeRegion(in); got != want {
			t.Errorf("NormalizeRegion(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := NormalizeRegion(rapid.String().Draw(t, "location"))
		if NormalizeRegion(once) != once {
			t.Fatalf("%q is not stable", once)
		}
	})
}

func TestRegionHint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cloud  Name
		region string
		hint   bool
	}{
		{Public, "East US", false},
		{Public, "usgovvirginia", true},
		{China, "chinaeast2", false},
		{China, "eastus", true},
		{USGovernment, "usgovarizona", false},
		{Public, "moonbase1", false},
		{Public, "", false},
	} {
		if got := RegionHint(c.cloud, c.region) != ""; got != c.hint {
			t.Errorf("RegionHint(%s, %q): hint %t, want %t", c.cloud, c.region, got, c.hint)
		}
	}
	for _, r := range regionTable {
		if r.Name != NormalizeRegion(r.Name) {
			t.Errorf("region %q is not in its canonical form", r.Name)
		}
	}
}
