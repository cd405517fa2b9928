package cloud

// privateAPI lists the variants whose nodes reach the API server inside the network.
var privateAPI = []Variant{VariantPrivateCluster, VariantVNetIntegration, VariantIsolated}

// isolated lists the variant that needs no egress to start (AK-26).
var isolated = []Variant{VariantIsolated}

// featureBase is what every cluster with an outbound type other than none and block needs (AK-1, AK-5 to AK-11, AK-14, AK-27).
var featureBase = FeatureInfo{
	Key: FeatureBase, Title: "every cluster", Fact: srcEgressRules,
	Answers: answers(
		rows(baseEverywhere, baseRegistryCheck, basePackages, basePublic),
		rows(baseEverywhere, baseRegistryCheck, basePackages),
		rows(baseEverywhere, baseChina),
	),
}

var baseEverywhere = []Endpoint{
	{
		Key: "api_server", Level: LevelRequired, Application: HTTPS, Destination: "*.hcp.<region>.<kubernetes_suffix>",
		ServiceTag: "AzureCloud.<tag_region>", NoInspection: true, ExitCode: ExitAPIServer, DroppedFor: privateAPI,
		Rules: []string{"AK-1"}, Purpose: "nodes to the API server",
		Note: "the full name is known after the cluster exists", Fact: srcEgressRules,
	},
	{
		Key: "mcr_data", Level: LevelRequired, Application: HTTPS, Destination: "*.data.mcr.microsoft.com", DroppedFor: isolated,
		Rules: []string{"AK-6"}, Purpose: "layers of system images", Note: "the literal data.mcr.microsoft.com does not help", Fact: srcEgressRules,
	},
	{
		Key: "resource_manager", Level: LevelRequired, Application: HTTPS, Destination: PlaceholderResourceManager, DroppedFor: isolated,
		Rules: []string{"AK-7"}, Purpose: "Kubernetes operations on Azure resources", Fact: srcEgressRules,
	},
	{
		Key: "entra", Level: LevelRequired, Application: HTTPS, Destination: PlaceholderEntra, DroppedFor: isolated,
		Rules: []string{"AK-8"}, Purpose: "sign-in of the cluster's identities", Fact: srcEgressRules,
	},
	{
		Key: "packages_microsoft", Level: LevelRequired, Application: HTTPS, Destination: "packages.microsoft.com", DroppedFor: isolated,
		Rules: []string{"AK-9"}, Purpose: "Microsoft's package repository", Fact: srcEgressRules,
	},
}

// mcrFront is checked by a node's bootstrap, except in China where gcr.azk8s.cn is.
func mcrFront(exit ExitCode) Endpoint {
	return Endpoint{
		Key: "mcr", Level: LevelRequired, Application: HTTPS, Destination: "mcr.microsoft.com", ExitCode: exit, DroppedFor: isolated,
		Rules: []string{"AK-5", "AK-28"}, Purpose: "system images", Fact: srcEgressRules,
	}
}

var baseRegistryCheck = []Endpoint{mcrFront(ExitOutbound)}

var basePackages = []Endpoint{
	{
		Key: "packages_aks", Level: LevelRequired, Application: HTTPS, Destination: "packages.aks.azure.com", DroppedFor: isolated,
		Rules: []string{"AK-10"}, Purpose: "Kubernetes and CNI binaries",
		Note: "blocked, a node whose image lacks the binaries stops with exit code 31 or 41", Fact: srcEgressRules,
	},
	{
		Key: "acs_mirror", Level: LevelLegacy, Application: HTTPS, Destination: "acs-mirror.azureedge.net", DroppedFor: isolated,
		Rules: []string{"AK-11"}, Purpose: "Kubernetes and CNI binaries, old host",
		Note: "the page lists it still; nodes fall back to it", Fact: srcEgressRules,
	},
}

var basePublic = []Endpoint{
	{
		Key: "mcr_front_door", Level: LevelRequired, Application: HTTPS, Destination: "mcr-0001.mcr-msedge.net", DroppedFor: isolated,
		Rules: []string{"AK-6"}, Purpose: "front end of the Microsoft registry", Fact: srcEgressRules,
	},
	{
		Key: "mcr_backing_store", Level: LevelOptional, Application: HTTPS, Destination: "mcrprod.azurecr.io", DroppedFor: isolated,
		Rules: []string{"AK-14"}, Purpose: "backing store of the Microsoft registry", Note: "seen blocked although the FQDN tag was allowed",
		Fact: fact("mspnp/aks-baseline#457", "2026-06-16").doubt("seen in one thread, not on the vendor's page"),
	},
}

var baseChina = []Endpoint{
	mcrFront(0),
	{
		Key: "api_server_tunnel", Level: LevelRequired, Application: HTTPS, Destination: "*.tun.<region>.<kubernetes_suffix>",
		NoInspection: true, DroppedFor: privateAPI, Rules: []string{"AK-27"}, Purpose: "nodes to the API server", Fact: srcEgressRules,
	},
	{
		Key: "azk8s", Level: LevelRequired, Application: HTTPS, Destination: "*.azk8s.cn", ExitCode: ExitOutbound, DroppedFor: isolated,
		Rules: []string{"AK-27", "AK-28"}, Purpose: "Kubernetes and CNI binaries, image proxy",
		Note: "a node's bootstrap checks gcr.azk8s.cn in place of mcr.microsoft.com", Fact: srcEgressRules,
	},
	{
		Key: "mcr_china", Level: LevelRequired, Application: HTTPS, Destination: "mcr.azure.cn", DroppedFor: isolated,
		Rules: []string{"AK-27"}, Purpose: "cache of the Microsoft registry", Fact: srcEgressRules,
	},
	{
		Key: "mcr_china_data", Level: LevelRequired, Application: HTTPS, Destination: "*.data.mcr.azure.cn", DroppedFor: isolated,
		Rules: []string{"AK-27"}, Purpose: "layers of cached system images", Fact: srcEgressRules,
	},
}
