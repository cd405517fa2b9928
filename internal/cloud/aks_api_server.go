package cloud

// featureAPIServerIP is pods outside the system namespaces that call the API server by its public address (AK-4).
var featureAPIServerIP = FeatureInfo{
	Key: FeatureAPIServerIP, Title: "pods that call the API server by address", Fact: srcEgressRules,
	Answers: everywhere(Endpoint{
		Key: "https", Level: LevelConditional, Protocol: TCP, Port: 443, DestinationKind: DestinationAddress, Destination: PlaceholderAPIServerIP,
		ServiceTag: "AzureCloud.<tag_region>", NoInspection: true, DroppedFor: privateAPI, Rules: []string{"AK-4", "FW-32"},
		Purpose: "in-cluster clients of the API server",
		Note:    "there is no server name, so no application rule can match; the pod annotation kubernetes.azure.com/set-kube-service-host-fqdn makes pods use the name instead", Fact: srcEgressRules,
	}),
}

// featureVNetIntegration is the way from nodes to an API server in the cluster's own network (AK-24). It needs no
// firewall, but a broad route or a network security group can block it.
var featureVNetIntegration = FeatureInfo{
	Key: FeatureVNetIntegration, Title: "API server in the cluster's network", Fact: srcVNetAPI,
	Answers: everywhere(
		apiSubnet("https", 443), apiSubnet("tunnel", 4443),
	),
}

func apiSubnet(key string, port int) Endpoint {
	return Endpoint{
		Key: key, Level: LevelRequired, Protocol: TCP, Port: port, DestinationKind: DestinationSubnet, Destination: PlaceholderAPIServerSubnet,
		NoInspection: true, Rules: []string{"AK-24", "RT-19", "NSG-8"}, Purpose: "nodes to the API server's subnet",
		Note: "Azure's load balancer also needs TCP 9988 into that subnet", Fact: srcVNetAPI,
	}
}
