package cloud

import (
	"slices"
	"strings"
)

// Retired is a destination that old guides name and that serves AKS no more, or never did in that form.
type Retired struct {
	// Destination is the name as guides write it.
	Destination string
	// Kind is the kind of rule that guides use; a name may be wrong only in that kind.
	Kind Kind
	// RetiredOn is the day of retirement, if there was one.
	RetiredOn string
	Reason    string
	// Successor is the destination to use instead; empty if nothing is needed.
	Successor string
	Fact
}

var retired = []Retired{
	{
		Destination: "acs-mirror.azureedge.net", Kind: KindApplication, RetiredOn: "2025-05-31", Successor: "packages.aks.azure.com",
		Reason: "host of Kubernetes and CNI binaries, retired with the CDN behind it; nodes still fall back to the name",
		Fact:   fact("Azure/AKS#4792", "2025-05"),
	},
	{
		Destination: "aksrepos.azurecr.io", Kind: KindApplication,
		Reason: "registry of system images before they moved to mcr.microsoft.com; in no current table", Successor: "mcr.microsoft.com",
		Fact: srcEgressRules,
	},
	{
		Destination: "*cdn.mscr.io", Kind: KindApplication, RetiredOn: "2020",
		Reason: "CDN of the Microsoft registry before *.data.mcr.microsoft.com; the missing dot also lets every name pass that ends so", Successor: "*.data.mcr.microsoft.com",
		Fact: srcChangelog,
	},
	{
		Destination: "*.cdn.mscr.io", Kind: KindApplication, RetiredOn: "2020",
		Reason: "CDN of the Microsoft registry before *.data.mcr.microsoft.com", Successor: "*.data.mcr.microsoft.com",
		Fact: srcChangelog,
	},
	{
		Destination: "*blob.core.windows.net", Kind: KindApplication,
		Reason: "AKS itself needs no blob storage any more; the missing dot also lets every name pass that ends so (FW-23)",
		Fact:   srcEgressRules,
	},
	{
		Destination: "ntp.ubuntu.com", Kind: KindApplication, RetiredOn: "2021-03",
		Reason: "time synchronisation is UDP 123, which no application rule can match (FW-8), and nodes made since March 2021 do not need it",
		Fact:   srcEgressRules,
	},
}

// RetiredEndpoints returns all retired destinations.
func RetiredEndpoints() []Retired { return slices.Clone(retired) }

// LookupRetired finds a retired destination of an application rule by its text, whatever the case.
func LookupRetired(destination string) (Retired, bool) {
	d := strings.ToLower(strings.TrimSuffix(destination, "."))
	i := slices.IndexFunc(retired, func(r Retired) bool { return r.Destination == d })
	if i < 0 {
		return Retired{}, false
	}
	return retired[i], true
}
