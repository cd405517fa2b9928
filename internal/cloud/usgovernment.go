package cloud

// usGovernmentCloud is Azure Government.
var usGovernmentCloud = Cloud{
	Name:                    USGovernment,
	MetadataName:            "AzureUSGovernment",
	AuthorityHost:           "https://login.microsoftonline.us/",
	ResourceManagerEndpoint: "https://management.usgovcloudapi.net",
	ResourceManagerAudience: "https://management.core.usgovcloudapi.net/",
	MicrosoftGraphEndpoint:  "https://graph.microsoft.us",
	PortalURL:               "https://portal.azure.us",
	// The second one is not on Microsoft's pages; several public tools and zone lists know it, so it is accepted.
	KubernetesSuffixes: []string{"cx.aks.containerservice.azure.us", "azmk8s.us"},
	AzureSuffix:        "azure.us",
	RegistrySuffix:     "azurecr.us",
	KeyVaultSuffix:     "vault.usgovcloudapi.net",
	StorageSuffix:      "core.usgovcloudapi.net",
	Fact: fact("Azure/azure-cli@004224f7 azure/cli/core/cloud.py; azcore v1.24.0 arm/runtime/runtime.go; outbound-rules-control-egress.md", "2026").
		doubt("azmk8s.us as a second suffix comes from third-party code only (index ids 19050037051, 53945201083)"),
}
