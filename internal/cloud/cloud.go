package cloud

import (
	"fmt"
	"slices"
	"strings"
)

// Name is a cloud's name as the azurerm provider's `environment` argument spells it.
type Name string

// The clouds this module knows.
const (
	Public       Name = "public"
	USGovernment Name = "usgovernment"
	China        Name = "china"
)

// Cloud is one Azure cloud: where its control plane is and how its services' host names end.
type Cloud struct {
	Name Name
	// MetadataName is the name in ARM's metadata documents and in the Azure CLI.
	MetadataName string
	// AuthorityHost is the base URL of Microsoft Entra ID, with a trailing slash as azidentity has it.
	AuthorityHost string
	// ResourceManagerEndpoint is ARM's base URL without a trailing slash.
	ResourceManagerEndpoint string
	// ResourceManagerAudience is the audience of ARM access tokens. It ends in a slash; a scope made of it by adding
	// ".default" must keep one slash (arm-wire.md 3.1.1).
	ResourceManagerAudience string
	// MicrosoftGraphEndpoint is Graph's base URL without a trailing slash.
	MicrosoftGraphEndpoint string
	// PortalURL is the Azure portal's address.
	PortalURL string
	// KubernetesSuffixes are what follows the region in names of AKS API servers, the documented one first.
	KubernetesSuffixes []string
	// AzureSuffix ends the names of Azure Monitor, extensions and, outside the public cloud, Azure Policy.
	AzureSuffix string
	// RegistrySuffix, KeyVaultSuffix and StorageSuffix are DNS suffixes without a leading dot. StorageSuffix has no
	// service label: blobs are under blob.<StorageSuffix>.
	RegistrySuffix string
	KeyVaultSuffix string
	StorageSuffix  string
	Fact
}

// clouds has one file for each row: public.go, usgovernment.go, china.go.
var clouds = []Cloud{publicCloud, usGovernmentCloud, chinaCloud}

// Clouds returns all clouds, the public one first.
func Clouds() []Cloud {
	out := make([]Cloud, len(clouds))
	for i, c := range clouds {
		out[i] = c.clone()
	}
	return out
}

// Names returns the names of all clouds in the order of Clouds.
func Names() []Name {
	out := make([]Name, len(clouds))
	for i, c := range clouds {
		out[i] = c.Name
	}
	return out
}

// Lookup finds a cloud by azurerm's name or by the metadata name (AzureCloud, AzureUSGovernment, AzureChinaCloud),
// whatever the case. The error lists the names that exist.
func Lookup(name string) (Cloud, error) {
	for _, c := range clouds {
		if strings.EqualFold(name, string(c.Name)) || strings.EqualFold(name, c.MetadataName) {
			return c.clone(), nil
		}
	}
	known := make([]string, len(clouds))
	for i, c := range clouds {
		known[i] = string(c.Name)
	}
	return Cloud{}, fmt.Errorf("unknown cloud %q: the clouds are %s", name, strings.Join(known, ", "))
}

func (c Cloud) clone() Cloud {
	c.KubernetesSuffixes = slices.Clone(c.KubernetesSuffixes)
	return c
}

// ResourceManagerHost is ARM's host name, which nodes and some add-ons call too.
func (c Cloud) ResourceManagerHost() string { return hostOf(c.ResourceManagerEndpoint) }

// AuthorityHostName is Entra ID's host name without scheme and slash.
func (c Cloud) AuthorityHostName() string { return hostOf(c.AuthorityHost) }

// APIServerPattern is the FQDN pattern of AKS API servers in a region, for example *.hcp.eastus.azmk8s.io.
// An empty region leaves the placeholder.
func (c Cloud) APIServerPattern(region string) string {
	return "*.hcp." + regionOrPlaceholder(region) + "." + c.KubernetesSuffixes[0]
}

// PrivateDNSZones are the private DNS zones that a private cluster of the region may use: exactly one of them, or one
// label in front of it (`<sub>.privatelink.<region>.azmk8s.io`). The documented zone is first.
func (c Cloud) PrivateDNSZones(region string) []string {
	out := make([]string, len(c.KubernetesSuffixes))
	for i, s := range c.KubernetesSuffixes {
		out[i] = "privatelink." + regionOrPlaceholder(region) + "." + s
	}
	return out
}

func regionOrPlaceholder(region string) string {
	if region == "" {
		return PlaceholderRegion
	}
	return NormalizeRegion(region)
}

func hostOf(url string) string {
	host := strings.TrimPrefix(url, "https://")
	host, _, _ = strings.Cut(host, "/")
	return host
}
