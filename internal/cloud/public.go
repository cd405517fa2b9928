package cloud

// publicCloud is global Azure.
var publicCloud = Cloud{
	Name:                    Public,
	MetadataName:            "AzureCloud",
	AuthorityHost:           "https://login.microsoftonline.com/",
	ResourceManagerEndpoint: "https://management.azure.com",
	ResourceManagerAudience: "https://management.core.windows.net/",
	MicrosoftGraphEndpoint:  "https://graph.microsoft.com",
	PortalURL:               "https://portal.azure.com",
	KubernetesSuffixes:      []string{"azmk8s.io"},
	AzureSuffix:             "azure.com",
	RegistrySuffix:          "azurecr.io",
	KeyVaultSuffix:          "vault.azure.net",
	StorageSuffix:           "core.windows.net",
	Fact:                    fact("Azure/azure-cli@004224f7 azure/cli/core/cloud.py; azcore v1.24.0 arm/runtime/runtime.go; private-endpoint-dns page", "2026"),
}
