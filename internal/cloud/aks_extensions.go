package cloud

// featureExtensions is cluster extensions and marketplace offers (AK-22).
var featureExtensions = FeatureInfo{
	Key: FeatureExtensions, Title: "cluster extensions", Fact: srcEgressRules,
	Answers: answers(
		rows(extensionCore, extensionMarketplace()),
		rows(extensionCore),
		absent("the vendor's page has no rows for extensions in this cloud"),
	),
}

var extensionCore = []Endpoint{
	extensionHost("configuration", "<region>.dp.kubernetesconfiguration.<azure_suffix>", "state and settings of extensions"),
	extensionHost("mcr", "mcr.microsoft.com", "images of extension agents"),
	extensionHost("mcr_data", "*.data.mcr.microsoft.com", "image layers"),
}

// extensionMarketplace has one data endpoint for each region that the marketplace registry is replicated to.
func extensionMarketplace() []Endpoint {
	out := []Endpoint{extensionHost("marketplace", "arcmktplaceprod.azurecr.io", "images of marketplace extensions")}
	for _, region := range []string{"centralindia", "japaneast", "westus2", "westeurope", "eastus"} {
		out = append(out, extensionHost("marketplace_"+region, "arcmktplaceprod."+region+".data.azurecr.io", "image layers of marketplace extensions"))
	}
	return append(out,
		extensionHost("metrics", "*.ingestion.msftcloudes.com", "metrics of agents"),
		extensionHost("metrics_microsoft", "*.microsoftmetrics.com", "metrics of agents"),
		extensionHost("metering", "marketplaceapi.microsoft.com", "usage for billing"),
	)
}

func extensionHost(key, host, purpose string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelConditional, Application: HTTPS, Destination: host,
		Rules: []string{"AK-22"}, Purpose: purpose, Fact: srcEgressRules,
	}
}

// featureFlux is the Flux extension (GitOps). The git host is the user's own and not listed.
var featureFlux = FeatureInfo{
	Key: FeatureFlux, Title: "Flux (GitOps) extension", Implies: []Feature{FeatureExtensions}, Fact: srcBaseline,
	Answers: answers(
		Answer{Rows: []Endpoint{
			{Key: "images", Level: LevelConditional, Application: HTTPS, Destination: "azurearcfork8s.azurecr.io", Purpose: "images of the agents", Fact: srcBaseline},
			{
				Key: "blobs", Level: LevelConditional, Application: HTTPS, Destination: "*.blob.<storage_suffix>",
				Purpose: "image layers", Note: "lets every storage account pass", Fact: srcBaseline,
			},
		}},
		absent("the baseline that lists the hosts is written for the public cloud"),
		absent("the baseline that lists the hosts is written for the public cloud"),
	),
}

// featureAzureBackup is the backup extension.
var featureAzureBackup = FeatureInfo{
	Key: FeatureAzureBackup, Title: "Azure Backup extension", Implies: []Feature{FeatureExtensions}, Unsupported: []Variant{VariantIsolated}, Fact: srcIsolated,
	Answers: answers(
		Answer{Rows: []Endpoint{{
			Key: "tag", Level: LevelConditional, Application: HTTPS, DestinationKind: DestinationFQDNTag, Destination: "AzureBackup",
			Rules: []string{"FW-26"}, Purpose: "backup service", Fact: srcFQDNTags.doubt("inference: the AKS egress page does not list backup"),
		}}},
		absent("no source lists the extension's hosts in this cloud"),
		absent("no source lists the extension's hosts in this cloud"),
	),
}
