package cloud

// featureCustomDNS is name resolution by servers of one's own (AK-13). Azure's own resolver is never behind the firewall (RT-30).
var featureCustomDNS = FeatureInfo{
	Key: FeatureCustomDNS, Title: "custom DNS servers", Fact: srcEgressRules,
	Answers: everywhere(
		Endpoint{
			Key: "udp", Level: LevelRequired, Protocol: UDP, Port: 53, DestinationKind: DestinationAddress, Destination: PlaceholderDNSServer,
			ExitCode: ExitDNS, Rules: []string{"AK-13", "FW-41"}, Purpose: "name resolution",
			Note: "only when the server is reached through the firewall; one on the cluster's own network is not", Fact: srcEgressRules,
		},
		Endpoint{
			Key: "tcp", Level: LevelRequired, Protocol: TCP, Port: 53, DestinationKind: DestinationAddress, Destination: PlaceholderDNSServer,
			ExitCode: ExitDNS, Rules: []string{"AK-13", "FW-41"}, Purpose: "name resolution, long answers and LocalDNS",
			Note: "only when the server is reached through the firewall; one on the cluster's own network is not",
			Fact: srcEgressRules.doubt("the page names UDP only; TCP follows from DNS and from LocalDNS, which uses it"),
		},
	),
}
