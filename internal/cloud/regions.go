package cloud

import (
	"fmt"
	"slices"
	"strings"
)

// Region is a location that is known to belong to a cloud. The list is a hint: a region that it lacks is not an error,
// because Azure opens regions faster than a provider is released.
type Region struct {
	Name  string
	Cloud Name
	Fact
}

var (
	srcRegionsPublic = fact("Azure/terraform-azurerm-avm-utl-regions@733a48b3 locals.geo.codes.tf.json", "2026")
	srcRegionsGov    = fact("learn.microsoft.com/azure/azure-government/documentation-government-welcome", "2025").doubt("list not re-read; membership is only a hint")
	srcRegionsChina  = fact("docs.azure.cn/en-us/azure-portal/azure-china-regions", "2025").doubt("list not re-read; membership is only a hint")
)

// regionTable is built once from short lists, so that each name is written down once.
var regionTable = buildRegions()

func buildRegions() []Region {
	lists := []struct {
		cloud Name
		names string
		fact  Fact
	}{
		{Public, `australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth
			brazilsoutheast canadacentral canadaeast centralindia centralus centraluseuap chilecentral denmarkeast eastasia eastus eastus2
			eastus2euap eastus3 francecentral francesouth germanynorth germanywestcentral indiasouthcentral indonesiacentral
			israelcentral israelnorthwest italynorth japaneast japanwest jioindiacentral jioindiawest koreacentral koreasouth
			malaysiasouth malaysiawest mexicocentral newzealandnorth northcentralus northeastus5 northeurope norwayeast norwaywest
			polandcentral qatarcentral southafricanorth southafricawest southcentralus southcentralus2 southeastasia southeastus
			southeastus3 southeastus5 southindia southwestus spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest
			taiwannorth taiwannorthwest uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3`, srcRegionsPublic},
		{USGovernment, `usdodcentral usdodeast usgovarizona usgoviowa usgovtexas usgovvirginia`, srcRegionsGov},
		{China, `chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3`, srcRegionsChina},
	}
	var out []Region
	for _, l := range lists {
		for name := range strings.FieldsSeq(l.names) {
			out = append(out, Region{Name: name, Cloud: l.cloud, Fact: l.fact})
		}
	}
	return out
}

// Regions returns the known regions of a cloud, sorted by name.
func Regions(c Name) []Region {
	var out []Region
	for _, r := range regionTable {
		if r.Cloud == c {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Region) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// NormalizeRegion turns a location as people and ARM write it ("East US") into its canonical name ("eastus").
// It is the rule of azurerm: lower case without spaces. It never fails; nonsense stays nonsense.
func NormalizeRegion(location string) string {
	return strings.ToLower(strings.Join(strings.Fields(location), ""))
}

// LookupRegion finds a known region by any spelling that NormalizeRegion understands.
func LookupRegion(location string) (Region, bool) {
	name := NormalizeRegion(location)
	for _, r := range regionTable {
		if r.Name == name {
			return r, true
		}
	}
	return Region{}, false
}

// RegionHint is empty when the location may belong to the cloud. It is a sentence when the location is known to belong
// to another one. An unknown location gives no hint.
func RegionHint(c Name, location string) string {
	r, ok := LookupRegion(location)
	if !ok || r.Cloud == c {
		return ""
	}
	return fmt.Sprintf("region %q belongs to the cloud %q, not to %q", r.Name, r.Cloud, c)
}
