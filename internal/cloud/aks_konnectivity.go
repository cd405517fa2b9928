package cloud

// featureKonnectivity is the tunnel from the API server to the nodes that all current clusters use. It is the API
// server's own name and port with an application protocol of its own, so TLS must pass untouched (AK-2, FW-30).
var featureKonnectivity = FeatureInfo{
	Key: FeatureKonnectivity, Title: "tunnel between API server and nodes", Fact: srcEgressRules,
	Answers: everywhere(Endpoint{
		Key: "tunnel", Level: LevelRequired, Application: HTTPS, Destination: "*.hcp.<region>.<kubernetes_suffix>",
		ServiceTag: "AzureCloud.<tag_region>", NoInspection: true, DroppedFor: privateAPI,
		Rules: []string{"AK-2", "FW-30"}, Purpose: "logs, exec, webhooks", Note: "ALPN must survive: no TLS inspection", Fact: srcEgressRules,
	}),
}
