package cloud

// featureNodeOSUpdates is package updates of Ubuntu nodes between image upgrades (AK-15).
var featureNodeOSUpdates = FeatureInfo{
	Key: FeatureNodeOSUpdates, Title: "OS updates of Linux nodes", Fact: srcEgressRules,
	Answers: answers(
		rows(ubuntuUpdates, []Endpoint{
			nodeImageHost("esm", "esm.ubuntu.com"),
			nodeImageHost("nvidia_download", "developer.download.nvidia.com"),
		}),
		rows(ubuntuUpdates),
		rows(ubuntuUpdates),
	),
}

var ubuntuUpdates = []Endpoint{
	ubuntuHost("security", "security.ubuntu.com"),
	ubuntuHost("archive", "azure.archive.ubuntu.com"),
	ubuntuHost("changelogs", "changelogs.ubuntu.com"),
	{
		Key: "snapshot", Level: LevelOptional, Application: HTTPS, Destination: "snapshot.ubuntu.com", DroppedFor: isolated,
		Rules: []string{"AK-15"}, Purpose: "live patching by the node OS channel SecurityPatch", Fact: srcEgressRules,
	},
}

func ubuntuHost(key, host string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelOptional, Application: HTTP, Destination: host, DroppedFor: isolated,
		Rules: []string{"AK-15"}, Purpose: "security updates of nodes", Note: "blocked, nodes are patched by image upgrades only", Fact: srcEgressRules,
	}
}

func nodeImageHost(key, host string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelLegacy, Application: HTTPS, Destination: host, DroppedFor: isolated,
		Rules: []string{"AK-15"}, Purpose: "contacted by one node image of October 2025", Note: "fixed in image 20251112",
		Fact: fact("Azure/AKS#5419", "2025-11"),
	}
}
