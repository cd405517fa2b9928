package cloud

// featureTunnel is the tunnel of clusters without konnectivity (AK-3). The tables of the Government and China clouds still
// list it without the exception that the public table makes, so it is in force there, but never a hard requirement (AK-29).
var featureTunnel = FeatureInfo{
	Key: FeatureTunnel, Title: "tunnel without konnectivity", Fact: srcEgressRules,
	Answers: answers(
		Answer{Rows: oldTunnel(LevelLegacy, srcEgressRules)},
		Answer{Rows: oldTunnel(LevelConditional, srcEgressRules.doubt(oldTunnelDoubt))},
		Answer{Rows: append(oldTunnel(LevelConditional, srcEgressRules.doubt(oldTunnelDoubt)), Endpoint{
			Key: "ssh", Level: LevelRequired, Protocol: TCP, Port: 22, DestinationKind: DestinationServiceTag, Destination: "AzureCloud.<tag_region>",
			DroppedFor: privateAPI, Rules: []string{"AK-27"}, Purpose: "tunnel to the control plane", Fact: srcEgressRules.doubt(oldTunnelDoubt),
		})},
	),
}

const oldTunnelDoubt = "the page makes no exception for konnectivity in this cloud, though current clusters use it"

func oldTunnel(level Level, f Fact) []Endpoint {
	const note = "needed only without the konnectivity agent; region ranges, the API server's address or * do as well"
	return []Endpoint{
		{
			Key: "aks_link", Level: level, Protocol: UDP, Port: 1194, DestinationKind: DestinationServiceTag, Destination: "AzureCloud.<tag_region>",
			DroppedFor: privateAPI, Rules: []string{"AK-3"}, Purpose: "tunnel to the control plane", Note: note, Fact: f,
		},
		{
			Key: "tunnel_front", Level: level, Protocol: TCP, Port: 9000, DestinationKind: DestinationServiceTag, Destination: "AzureCloud.<tag_region>",
			DroppedFor: privateAPI, Rules: []string{"AK-3"}, Purpose: "tunnel to the control plane", Note: note, Fact: f,
		},
	}
}
