package cloud

import "testing"

func TestAKSTagMembership(t *testing.T) {
	t.Parallel()
	public, _ := Lookup("public")
	china, _ := Lookup("china")
	for _, c := range []struct {
		cloud  Cloud
		region string
		name   string
		want   Membership
	}{
		{public, "East US", "mcr.microsoft.com", TagHolds},
		{public, "East US", "MCR.Microsoft.com.", TagHolds},
		{public, "East US", "eus.data.mcr.microsoft.com", TagHolds},
		{public, "East US", "*.data.mcr.microsoft.com", TagHolds},
		{public, "East US", "data.mcr.microsoft.com", TagMayHold},
		{public, "East US", "mycluster-1.hcp.eastus.azmk8s.io", TagHolds},
		{public, "West US", "mycluster-1.hcp.eastus.azmk8s.io", TagMayHold},
		{public, "", "mycluster-1.hcp.eastus.azmk8s.io", TagMayHold},
		{public, "", "management.azure.com", TagHolds},
		{public, "", "management.chinacloudapi.cn", TagMayHold},
		{china, "", "management.chinacloudapi.cn", TagHolds},
		{public, "", "mcrprod.azurecr.io", TagMisses},
		{public, "", "mine.azurecr.io", TagMayHold},
		{public, "", "data.policy.core.windows.net", TagMayHold},
		{public, "", "store1.blob.core.windows.net", TagMayHold},
		{public, "", "ghcr.io", TagMisses},
		{public, "", "example.org", TagMisses},
		{public, "", "notmicrosoft.com", TagMisses},
		{public, "", "security.ubuntu.com", TagMayHold},
		{public, "", "*", TagMisses},
	} {
		got, why := AKSTagMembership(c.cloud, c.region, c.name)
		if got != c.want {
			t.Errorf("%s in %q: %s, want %s", c.name, c.region, got, c.want)
		}
		if why.Source == "" {
			t.Errorf("%s: no source", c.name)
		}
	}
}

// TestTagTableAndRowsAgree: each entry of the tag's table stands for some row, and the two ways to ask give one answer.
func TestTagTableAndRowsAgree(t *testing.T) {
	t.Parallel()
	templates := map[string]bool{}
	eachRow(func(r Endpoint) {
		if r.Kind != KindApplication || r.DestinationKind != DestinationFQDN {
			return
		}
		templates[r.Template] = true
		c, _ := Lookup(string(r.Cloud))
		v := cloudValues(c).with(PlaceholderRegion, "region1")
		name := v.expand(r.Template)
		if len(unresolved(name)) > 0 {
			return
		}
		if got, _ := AKSTagMembership(c, "region1", name); got != r.TagHolds {
			t.Errorf("%s %s: the row says %s, the lookup %s", r.Cloud, name, r.TagHolds, got)
		}
	})
	for _, m := range TagMembers() {
		if !templates[m.Template] {
			t.Errorf("no row has %s", m.Template)
		}
	}
}

func TestServiceTags(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, base, region string
		ok, hint           bool
	}{
		{"AzureCloud.eastus", "AzureCloud", "eastus", true, false},
		{"azurecloud.EastUS", "AzureCloud", "eastus", true, false},
		{"AzureCloud.centralfrance", "AzureCloud", "francecentral", true, false},
		{"AzureFrontDoor.FirstParty", "AzureFrontDoor.FirstParty", "", true, false},
		{"Storage", "Storage", "", true, false},
		{"Storage.WestUS", "Storage", "westus", true, false},
		{"Storage.atlantis", "Storage", "atlantis", true, true},
		{"AzureMonitor", "AzureMonitor", "", true, false},
		{"AzureMonitor.eastus", "AzureMonitor", "eastus", true, true},
		{"Internet", "Internet", "", true, true},
		{"GatewayManager", "GatewayManager", "", true, true},
		{"AzureMonitr", "AzureMonitr", "", false, true},
		{"Storage.West.US", "Storage", "", false, true},
		{"", "", "", false, true},
	} {
		tag, region, ok := ParseServiceTag(c.text)
		if tag.Name != c.base || region != c.region || ok != c.ok {
			t.Errorf("ParseServiceTag(%q) = %q, %q, %t", c.text, tag.Name, region, ok)
		}
		if hint := ServiceTagHint(c.text); (hint != "") != c.hint {
			t.Errorf("ServiceTagHint(%q) = %q", c.text, hint)
		}
	}
	for region, want := range map[string]string{
		"East US": "AzureCloud.eastus", "francecentral": "AzureCloud.centralfrance", "Germany West Central": "AzureCloud.germanywc",
		"Switzerland North": "AzureCloud.switzerlandn",
	} {
		if got := AzureCloudTag(region); got != want {
			t.Errorf("AzureCloudTag(%q) = %s, want %s", region, got, want)
		}
	}
	for _, r := range regionTable {
		if RegionOfTag(TagRegion(r.Name)) != r.Name {
			t.Errorf("%s does not come back from %s", r.Name, TagRegion(r.Name))
		}
	}
	for _, r := range irregularTagRegions {
		if _, ok := LookupRegion(r.Region); !ok {
			t.Errorf("%s is no known region", r.Region)
		}
	}
}

func TestInfrastructureAndNoise(t *testing.T) {
	t.Parallel()
	public, _ := Lookup("public")
	for name, want := range map[string]bool{
		"md-abc.z1.blob.storage.azure.net": true, "x.blob.core.windows.net": true, "X.BLOB.core.windows.net.": true, "core.windows.net": false, "mcr.microsoft.com": false,
	} {
		if got := MayBeInfrastructure(public, name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
	for name, block := range map[string]bool{"md-abc.blob.storage.azure.net": true, "umsa1.blob.core.windows.net": false} {
		if n, ok := ExplainNoise(name); !ok || n.Block != block {
			t.Errorf("%s: %v %t", name, n, ok)
		}
	}
	for _, name := range []string{"", "abc.blob.storage.azure.net", "md-.blob.storage.azure.ne"} {
		if _, ok := ExplainNoise(name); ok {
			t.Errorf("%q is noise", name)
		}
	}
}

func FuzzParseServiceTag(f *testing.F) {
	for _, s := range []string{"Storage.WestUS", "AzureFrontDoor.Backend", "AzureCloud.", ".", "a.b.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tag, region, ok := ParseServiceTag(text)
		if ok && tag.Source == "" || !ok && region != "" {
			t.Fatalf("%q: %v %q %t", text, tag, region, ok)
		}
		if _, err := Lookup(text); err == nil && len(text) > len("AzureUSGovernment") {
			t.Fatalf("%q is a cloud", text)
		}
	})
}
