package cloud

// featureNTP is time synchronisation of nodes made before March 2021 (AK-12).
var featureNTP = FeatureInfo{
	Key: FeatureNTP, Title: "time synchronisation of old nodes", Fact: srcEgressRules,
	Answers: everywhere(Endpoint{
		Key: "ubuntu", Level: LevelLegacy, Protocol: UDP, Port: 123, Destination: "ntp.ubuntu.com", DroppedFor: isolated,
		Rules: []string{"AK-12", "FW-21"}, Purpose: "time synchronisation",
		Note: "by name it needs the firewall's DNS proxy, so not Basic; by * it needs nothing; not needed for nodes made after March 2021", Fact: srcEgressRules,
	}),
}
