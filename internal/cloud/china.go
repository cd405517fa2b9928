package cloud

// chinaCloud is Azure operated by 21Vianet.
var chinaCloud = Cloud{
	Name:                    China,
	MetadataName:            "AzureChinaCloud",
	AuthorityHost:           "https://login.chinacloudapi.cn/",
	ResourceManagerEndpoint: "https://management.chinacloudapi.cn",
	ResourceManagerAudience: "https://management.core.chinacloudapi.cn/",
	MicrosoftGraphEndpoint:  "https://microsoftgraph.chinacloudapi.cn",
	PortalURL:               "https://portal.azure.cn",
	KubernetesSuffixes:      []string{"cx.prod.service.azk8s.cn"},
	AzureSuffix:             "azure.cn",
	RegistrySuffix:          "azurecr.cn",
	KeyVaultSuffix:          "vault.azure.cn",
	StorageSuffix:           "core.chinacloudapi.cn",
	Fact:                    fact("Azure/azure-cli@004224f7 azure/cli/core/cloud.py; azcore v1.24.0 arm/runtime/runtime.go; docs.azure.cn private-endpoint-dns", "2026"),
}

// entraChinaOnPage is the Entra ID host that some tables of the egress page give for this cloud, in place of the authority host.
const entraChinaOnPage = "login.microsoftonline.cn"
