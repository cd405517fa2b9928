package cloud

// A registry serves layers either from data endpoints of its own or from shared blob storage.
const (
	ChoiceRegistryData      = "acr_data"
	OptionDedicatedEndpoint = "dedicated_endpoint"
	OptionBlobStorage       = "blob_storage"
)

// featureACR is pulling from one's own registry without a private endpoint. Its traffic follows the default route too.
var featureACR = FeatureInfo{
	Key: FeatureACR, Title: "own container registry over its public endpoint", Fact: srcRegistryRules,
	Answers: answers(
		Answer{Rows: registryRows(srcRegistryRules)},
		Answer{Rows: registryRows(srcRegistryRules.doubt("deduced for this cloud from its registry suffix"))},
		Answer{Rows: registryRows(srcRegistryRules.doubt("deduced for this cloud from its registry suffix"))},
	),
}

var srcRegistryRules = fact("learn.microsoft.com/azure/container-registry/container-registry-firewall-access-rules", "2025").
	doubt("inference: the AKS egress page has no table for registries of one's own")

func registryRows(f Fact) []Endpoint {
	const purpose = "image layers"
	return []Endpoint{
		{
			Key: "login", Level: LevelConditional, Application: HTTPS, Destination: "<registry>.<registry_suffix>",
			Purpose: "image manifests", Note: "not with a private endpoint", Fact: f,
		},
		{
			Key: "data", Level: LevelConditional, Application: HTTPS, Destination: "<registry>.<registry_region>.data.<registry_suffix>",
			Choice: ChoiceRegistryData, Option: OptionDedicatedEndpoint, Purpose: purpose, Note: "registries with dedicated data endpoints", Fact: f,
		},
		{
			Key: "blobs", Level: LevelConditional, Application: HTTPS, Destination: "*.blob.<storage_suffix>",
			Choice: ChoiceRegistryData, Option: OptionBlobStorage, Purpose: purpose, Note: "registries without dedicated data endpoints; lets every storage account pass", Fact: f,
		},
	}
}

// featureArtifactStream is artifact streaming, which reads from the same registry.
var featureArtifactStream = FeatureInfo{
	Key: FeatureArtifactStream, Title: "artifact streaming", Implies: []Feature{FeatureACR}, Fact: srcRegistryRules, Answers: everywhere(),
}
