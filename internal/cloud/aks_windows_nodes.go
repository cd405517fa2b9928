package cloud

// featureWindows is Windows node pools (AK-17), with licence activation, which follows the default route (AK-33).
var featureWindows = FeatureInfo{
	Key: FeatureWindows, Title: "Windows node pools", Unsupported: []Variant{VariantIsolated}, Fact: srcEgressRules,
	Answers: everywhere(
		windowsHost("onegetcdn", "onegetcdn.azureedge.net", HTTPS),
		windowsHost("go", "go.microsoft.com", HTTPS),
		windowsHost("mp", "*.mp.microsoft.com", HTTP),
		windowsHost("connect_test", "www.msftconnecttest.com", HTTP),
		windowsHost("root_certificates", "ctldl.windowsupdate.com", HTTP),
		activationHost("activation", "azkms.<storage_suffix>"),
		activationHost("activation_old", "kms.<storage_suffix>"),
	),
}

func windowsHost(key, host string, protocol Application) Endpoint {
	return Endpoint{
		Key: key, Level: LevelConditional, Application: protocol, Destination: host, DroppedFor: isolated,
		Rules: []string{"AK-17"}, Purpose: "binaries of Windows nodes", Fact: srcEgressRules,
	}
}

func activationHost(key, host string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelOptional, Protocol: TCP, Port: 1688, Destination: host, DroppedFor: isolated,
		Rules: []string{"AK-33"}, Purpose: "activation of Windows licences",
		Note: "the platform's shortcut is off once a 0.0.0.0/0 route is in force; by name it needs the firewall's DNS proxy",
		Fact: fact("MicrosoftDocs/azure-docs articles/virtual-network/network-security-groups-overview.md", "2023").doubt("not on the AKS page; the suffix outside the public cloud is an inference"),
	}
}
