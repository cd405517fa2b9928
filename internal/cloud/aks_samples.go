package cloud

// featurePublicRegistries is the registries of the sample workloads on the vendor's page: Docker Hub and GitHub.
var featurePublicRegistries = FeatureInfo{
	Key: FeaturePublicRegistries, Title: "Docker Hub and GitHub's registry", Fact: srcLimitEgress,
	Answers: everywhere(
		publicRegistry("ghcr", "ghcr.io"),
		publicRegistry("ghcr_data", "pkg-containers.githubusercontent.com"),
		publicRegistry("docker", "docker.io"),
		publicRegistry("docker_registry", "registry-1.docker.io"),
		publicRegistry("docker_data", "production.cloudflare.docker.com"),
	),
}

func publicRegistry(key, host string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelOptional, Application: HTTPS, Destination: host, Purpose: "images of sample workloads",
		Note: "the page's sample lets it pass by a network rule with names, which needs the DNS proxy; an application rule does as well", Fact: srcLimitEgress,
	}
}

// featureAutomatic is AKS Automatic, which turns some features on by itself.
var featureAutomatic = FeatureInfo{
	Key: FeatureAutomatic, Title: "AKS Automatic", Implies: []Feature{FeatureAzurePolicy, FeatureWorkloadIdentity},
	Fact:    fact("MicrosoftDocs/azure-aks-docs articles/aks/intro-aks-automatic.md", "2026-07-07"),
	Answers: everywhere(),
}
