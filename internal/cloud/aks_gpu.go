package cloud

// featureGPU is driver installation on GPU nodes (AK-16).
var featureGPU = FeatureInfo{
	Key: FeatureGPU, Title: "GPU nodes", Fact: srcEgressRules,
	Answers: answers(
		rows(gpuDrivers, []Endpoint{{
			Key: "amd", Level: LevelConditional, Application: HTTPS, Destination: "download.microsoft.com", DroppedFor: isolated,
			Rules: []string{"AK-16"}, Purpose: "driver of AMD MA35D devices", Note: "only node sizes with that device",
			Fact: srcBootstrap.doubt("from Microsoft's node tests, not on the vendor's page"),
		}}),
		rows(gpuDrivers),
		rows(gpuDrivers),
	),
}

var gpuDrivers = []Endpoint{
	gpuHost("nvidia_github", "nvidia.github.io"),
	gpuHost("nvidia_download", "us.download.nvidia.com"),
	gpuHost("docker", "download.docker.com"),
}

func gpuHost(key, host string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelConditional, Application: HTTPS, Destination: host, DroppedFor: isolated,
		Rules: []string{"AK-16"}, Purpose: "driver installation on GPU nodes", Fact: srcEgressRules,
	}
}
