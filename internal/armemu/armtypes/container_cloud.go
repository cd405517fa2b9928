package armtypes

import (
	"net/netip"
	"slices"
	"strings"
)

// azureCloud is what AKS names otherwise in each cloud.
type azureCloud struct {
	// kubernetes ends the names of API servers after the region, and those of private zones.
	kubernetes string
	// registry and packages are what a booting node asks for (AK-28).
	registry, packages bootHost
	// frontDoor: registry and packages are behind the front door; elsewhere they are plain machines of the cloud.
	frontDoor bool
	// tag is the core of the FQDN tag AzureKubernetesService.
	tag []string
	// issuer ends the names of OIDC issuers after the region, label those of public addresses.
	issuer, label string
	// environment is what kubelogin and its forerunner call the cloud.
	environment string
	// manager, images and artifacts are the hosts of outboundDependencies, addons those of its add-ons.
	manager, images, artifacts []string
	addons                     []addonEndpoint
}

// The clouds. Hosts of nodes: aks-facts.md 2.2, 2.3 (MicrosoftDocs/azure-aks-docs outbound-rules-control-egress.md, 2026), AK-27. Private
// zones: learn.microsoft.com, private-link/private-endpoint-dns, and docs.azure.cn, the same page. Issuers and labels: names of clusters and
// addresses in public repositories (2026). Environments: go-autorest, azure/environments.go, which kubelogin reads.
var (
	publicAzure = &azureCloud{
		kubernetes: "azmk8s.io", registry: frontRegistry, packages: frontPackages, frontDoor: true,
		tag: []string{
			"*.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net", "management.azure.com",
			"login.microsoftonline.com", "packages.microsoft.com", "packages.aks.azure.com",
		},
		issuer: "oic.prod-aks.azure.com", label: "cloudapp.azure.com", environment: "AzurePublicCloud",
		manager:   []string{"management.azure.com", "login.microsoftonline.com"},
		images:    []string{"mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net"},
		artifacts: []string{"packages.microsoft.com", "packages.aks.azure.com", "acs-mirror.azureedge.net"},
		addons: []addonEndpoint{
			{"azurepolicy", []string{"data.policy.core.windows.net", "store.policy.core.windows.net", insightsHost}},
			{"omsagent", []string{"*.ods.opinsights.azure.com", "*.oms.opinsights.azure.com", insightsHost, "*.monitoring.azure.com"}},
			{"azureKeyvaultSecretsProvider", []string{"*.vault.azure.net"}},
		},
	}
	// usGovernmentAzure has registry and packages of the public cloud.
	usGovernmentAzure = &azureCloud{
		kubernetes: "cx.aks.containerservice.azure.us", registry: frontRegistry, packages: frontPackages, frontDoor: true,
		tag: []string{
			"*.cx.aks.containerservice.azure.us", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net",
			"management.usgovcloudapi.net", "login.microsoftonline.us", "packages.microsoft.com", "packages.aks.azure.com",
		},
		issuer: "oic.prod-aks.azure.us", label: "cloudapp.usgovcloudapi.net", environment: "AzureUSGovernmentCloud",
		manager:   []string{"management.usgovcloudapi.net", "login.microsoftonline.us"},
		images:    []string{"mcr.microsoft.com", "*.data.mcr.microsoft.com"},
		artifacts: []string{"packages.microsoft.com", "packages.aks.azure.com", "acs-mirror.azureedge.net"},
		addons: []addonEndpoint{
			{"azurepolicy", []string{"data.policy.azure.us", "store.policy.azure.us"}},
			{"omsagent", []string{"*.ods.opinsights.azure.us", "*.oms.opinsights.azure.us", insightsHost}},
			{"azureKeyvaultSecretsProvider", []string{"*.vault.usgovcloudapi.net"}},
		},
	}
	// chinaAzure: a node checks gcr.azk8s.cn in place of the registry's front (Azure/AgentBaker, aks-facts.md 2.2), and its CNI binaries come
	// from mirror.azk8s.cn (AzureChinaCloud's CNIPluginsDownloadURL in AgentBaker and aks-engine). [?] Newer images may ask elsewhere under
	// azk8s.cn. Of vaults aks-facts.md has no name; this is docs.azure.cn's.
	chinaAzure = &azureCloud{
		kubernetes: "cx.prod.service.azk8s.cn",
		registry:   bootHost{"gcr.azk8s.cn", netip.MustParseAddr("40.73.69.10")},
		packages:   bootHost{"mirror.azk8s.cn", netip.MustParseAddr("40.73.69.67")},
		tag: []string{
			"*.azk8s.cn", "mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr.azure.cn", "*.data.mcr.azure.cn", "management.chinacloudapi.cn",
			"login.chinacloudapi.cn", "packages.microsoft.com",
		},
		issuer: "oic.prod-aks.azure.cn", label: "cloudapp.chinacloudapi.cn", environment: "AzureChinaCloud",
		manager:   []string{"management.chinacloudapi.cn", "login.chinacloudapi.cn"},
		images:    []string{"mcr.microsoft.com", "*.data.mcr.microsoft.com", "mcr.azure.cn", "*.data.mcr.azure.cn"},
		artifacts: []string{"packages.microsoft.com", "*.azk8s.cn"},
		addons: []addonEndpoint{
			{"azurepolicy", []string{"data.policy.azure.cn", "store.policy.azure.cn"}},
			{"omsagent", []string{"*.ods.opinsights.azure.cn", "*.oms.opinsights.azure.cn", insightsHost}},
			{"azureKeyvaultSecretsProvider", []string{"*.vault.azure.cn"}},
		},
	}
)

// Registry and packages of every cloud but China's.
var (
	frontRegistry = bootHost{"mcr.microsoft.com", netip.MustParseAddr("150.171.69.10")}
	frontPackages = bootHost{"packages.aks.azure.com", netip.MustParseAddr("150.171.110.10")}
)

const insightsHost = "dc.services.visualstudio.com"

// cloudOf knows the cloud by the region's name: all regions of Azure Government begin with usgov or usdod, all of Azure China with china
// (learn.microsoft.com, azure-government/documentation-government-welcome; docs.azure.cn, azure-china-regions, 2025).
func cloudOf(location string) *azureCloud {
	location = NormalLocation(location)
	switch {
	case strings.HasPrefix(location, "usgov"), strings.HasPrefix(location, "usdod"):
		return usGovernmentAzure
	case strings.HasPrefix(location, "china"):
		return chinaAzure
	}
	return publicAzure
}

// AKSTag gives the core of the FQDN tag AzureKubernetesService in the cloud of a region, each name with a star at the left perhaps: AK-1 and
// AK-5 to AK-10, or what AK-27 has in their place (AK-30, A-AKSTAG-CORE).
func AKSTag(location string) []string { return slices.Clone(cloudOf(location).tag) }

// serverDomain ends the names of a region's API servers: with "hcp" before it public ones, with "privatelink" private ones.
func serverDomain(location string) string {
	return NormalLocation(location) + "." + cloudOf(location).kubernetes
}
