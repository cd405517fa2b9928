package cloud

// featureWorkloadIdentity is federated sign-in of pods.
var featureWorkloadIdentity = FeatureInfo{
	Key: FeatureWorkloadIdentity, Title: "workload identity", Fact: srcEgressRules,
	Answers: everywhere(Endpoint{
		Key: "entra", Level: LevelConditional, Application: HTTPS, Destination: PlaceholderEntra,
		Rules: []string{"AK-8"}, Purpose: "tokens for pods", Fact: srcEgressRules,
	}),
}
