package cloud

import "slices"

// ServiceEndpoint is a service that a subnet can have an endpoint for, with the names that it answers to. Such an endpoint
// brings routes for the service's addresses that pass a firewall by (RT-12).
type ServiceEndpoint struct {
	// Service is what a subnet names, such as Microsoft.Storage.
	Service string
	// Templates are patterns of names, as wide as the service may be: a name outside of them is not the service's.
	Templates []string
	Fact
}

var srcServiceEndpoints = fact("MicrosoftDocs/azure-docs articles/virtual-network/virtual-network-service-endpoints-overview.md", "2025").
	doubt("the page lists the services; the names are those of each service, taken as wide as they may be")

// Microsoft.AzureActiveDirectory is left out: it served Data Lake Storage Gen1 alone, which was retired on 2024-02-29.
var serviceEndpoints = []ServiceEndpoint{
	{"Microsoft.Storage", []string{"*.<storage_suffix>", "*.storage.azure.net"}, srcServiceEndpoints},
	{"Microsoft.Sql", []string{"*.database.windows.net", "*.database.azure.com", "*.database.usgovcloudapi.net", "*.database.chinacloudapi.cn"}, srcServiceEndpoints},
	{"Microsoft.AzureCosmosDB", []string{"*.documents.azure.com", "*.cosmos.azure.com", "*.documents.azure.us", "*.documents.azure.cn"}, srcServiceEndpoints},
	{"Microsoft.KeyVault", []string{"*.vault.azure.net", "*.vault.usgovcloudapi.net", "*.vault.azure.cn"}, srcServiceEndpoints},
	{"Microsoft.ServiceBus", []string{"*.servicebus.windows.net", "*.servicebus.usgovcloudapi.net", "*.servicebus.chinacloudapi.cn"}, srcServiceEndpoints},
	{"Microsoft.Web", []string{"*.azurewebsites.net", "*.azurewebsites.us", "*.chinacloudsites.cn"}, srcServiceEndpoints},
	{"Microsoft.CognitiveServices", []string{"*.cognitiveservices.azure.com", "*.openai.azure.com", "*.cognitiveservices.azure.us", "*.cognitiveservices.azure.cn"}, srcServiceEndpoints},
	{"Microsoft.ContainerRegistry", []string{"*.<registry_suffix>"}, srcServiceEndpoints},
}

// ServiceEndpoints returns the services that a subnet may have endpoints for in a cloud, with patterns of their names.
func ServiceEndpoints(c Cloud) []ServiceEndpoint {
	v := cloudValues(c)
	out := slices.Clone(serviceEndpoints)
	for i := range out {
		out[i].Templates = slices.Clone(out[i].Templates)
		for k, t := range out[i].Templates {
			out[i].Templates[k] = v.expand(t)
		}
	}
	return out
}
