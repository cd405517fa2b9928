package cloud

import (
	"slices"
	"strings"
)

// FQDNTagAKS is the FQDN tag that stands for AKS in application rules. Its content is Microsoft's and not published (AK-30).
const FQDNTagAKS = "AzureKubernetesService"

// Membership says whether an FQDN tag holds a name.
type Membership string

const (
	// TagHolds: held, by the named assumption A-AKSTAG-CORE.
	TagHolds Membership = "holds"
	// TagMayHold: not decidable. The vendor claims all names of its page, users report gaps.
	TagMayHold Membership = "may_hold"
	// TagMisses: not held, or seen blocked while the tag was allowed.
	TagMisses Membership = "misses"
)

// TagMember is what is known of one name, written as in the tables of required egress.
type TagMember struct {
	Template   string
	Membership Membership
	Fact
}

var (
	srcTagCore = fact("MicrosoftDocs/azure-docs#121740, mspnp/aks-baseline#289, Azure/AgentBaker@06836ee2 e2e/aks_model.go", "2026-08-21").
			doubt("assumption A-AKSTAG-CORE: the content of the tag is not published")
	srcTagClaim = srcLimitEgress.doubt("the vendor claims that the tag holds every name of its egress page; users report gaps")
	srcTagNever = fact("aks-baseline maintainers in mspnp/aks-baseline#289", "2022").doubt("core names only, say the maintainers; the content is not published")
)

var tagMembers = slices.Concat(
	tagList(TagHolds, srcTagCore,
		"*.hcp.<region>.<kubernetes_suffix>", "*.tun.<region>.<kubernetes_suffix>", "mcr.microsoft.com", "*.data.mcr.microsoft.com",
		"mcr-0001.mcr-msedge.net", PlaceholderResourceManager, PlaceholderEntra, "packages.microsoft.com", "packages.aks.azure.com",
		"*.azk8s.cn", "mcr.azure.cn", "*.data.mcr.azure.cn"),
	tagList(TagMayHold, srcTagClaim, "security.ubuntu.com", "azure.archive.ubuntu.com", "changelogs.ubuntu.com", "snapshot.ubuntu.com"),
	tagList(TagMayHold, fact("Azure/AKS#2215", "2021").doubt("reported missing in 2021, perhaps added since"),
		"data.policy.core.windows.net", "store.policy.core.windows.net"),
	tagList(TagMayHold, fact("MicrosoftDocs/azure-docs#110914", "2023").doubt("reported missing in 2023, perhaps added since"),
		"*.ods.opinsights.<azure_suffix>", "*.oms.opinsights.<azure_suffix>", "*.monitoring.<azure_suffix>"),
	tagList(TagMisses, fact("mspnp/aks-baseline#457", "2026-06-16").doubt("seen blocked in one thread; Microsoft changes the tag without notice"),
		"mcrprod.azurecr.io"),
	tagList(TagMisses, fact("Azure/AKS#5419", "2025-11"), "esm.ubuntu.com", "developer.download.nvidia.com"),
	tagList(TagMisses, srcTagNever,
		"nvidia.github.io", "us.download.nvidia.com", "download.docker.com", "ghcr.io", "pkg-containers.githubusercontent.com", "docker.io",
		"registry-1.docker.io", "production.cloudflare.docker.com", "<registry>.<registry_suffix>", "<registry>.<registry_region>.data.<registry_suffix>"),
	// Storage names may also pass by the firewall's infrastructure collection (FW-10), so they are never definitely missed.
	tagList(TagMayHold, srcTagNever.doubt("blob storage of workloads is said not to be covered; the content is not published"), "*.blob.<storage_suffix>"),
)

func tagList(m Membership, f Fact, templates ...string) []TagMember {
	out := make([]TagMember, len(templates))
	for i, t := range templates {
		out[i] = TagMember{t, m, f}
	}
	return out
}

// TagMembers returns what is known of the content of AzureKubernetesService, as written.
func TagMembers() []TagMember { return slices.Clone(tagMembers) }

// microsoftSuffixes end names that belong to Microsoft, so that the tag may hold them (AK-30).
var microsoftSuffixes = []string{
	"microsoft.com", "azure.com", "azure.net", "azure.us", "azure.cn", "windows.net", "windows.com", "windowsupdate.com",
	"microsoftonline.com", "microsoftonline.us", "microsoftonline.cn", "azureedge.net", "azurecr.io", "azurecr.us", "azurecr.cn", "azmk8s.io",
	"azmk8s.us", "azk8s.cn", "msedge.net", "mcr-msedge.net", "visualstudio.com", "msftconnecttest.com", "usgovcloudapi.net", "chinacloudapi.cn",
	"msftcloudes.com", "microsoftmetrics.com", "azurefd.net", "trafficmanager.net", "msftauth.net", "msauth.net",
}

var (
	srcTagSuffix = srcTagClaim.doubt("a name of Microsoft's that no source mentions; the content of the tag is not published")
	srcTagElse   = srcTagNever.doubt("a name outside Microsoft's domains; no source mentions it (AK-30)")
)

// AKSTagMembership says whether the tag AzureKubernetesService holds a name or pattern in a cloud and region, and why.
// The region may be empty; then names of API servers are not decidable. The tag works in application rules alone: it
// covers no flow that needs a network rule.
func AKSTagMembership(c Cloud, region, name string) (Membership, Fact) {
	name = canonicalName(name)
	v := cloudValues(c)
	if region != "" {
		v = v.with(PlaceholderRegion, NormalizeRegion(region))
	}
	for _, m := range tagMembers {
		pattern := v.expand(m.Template)
		if len(unresolved(pattern)) == 0 && within(name, pattern) {
			return m.Membership, m.Fact
		}
	}
	if ownedByMicrosoft(name) {
		return TagMayHold, srcTagSuffix
	}
	return TagMisses, srcTagElse
}

// tagMembership is the answer for a row of the tables, by its template.
func tagMembership(e Endpoint) Membership {
	if e.Kind != KindApplication || e.DestinationKind != DestinationFQDN {
		return TagMisses
	}
	i := slices.IndexFunc(tagMembers, func(m TagMember) bool { return m.Template == e.Template })
	if i >= 0 {
		return tagMembers[i].Membership
	}
	// The suffixes that placeholders stand for are Microsoft's in every cloud.
	if strings.HasSuffix(e.Template, ">") || ownedByMicrosoft(canonicalName(e.Template)) {
		return TagMayHold
	}
	return TagMisses
}

func ownedByMicrosoft(name string) bool {
	return slices.ContainsFunc(microsoftSuffixes, func(s string) bool { return name == s || strings.HasSuffix(name, "."+s) })
}

// within reports whether every name of the first pattern matches the second one, for patterns that start with "*." or have no star.
func within(name, pattern string) bool {
	if rest, wild := strings.CutPrefix(pattern, "*"); wild {
		return strings.HasSuffix(strings.TrimPrefix(name, "*"), rest)
	}
	return name == pattern
}

// canonicalName lower-cases a name and drops one trailing dot (FW-24).
func canonicalName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
