package cloud

// featureAzurePolicy is the Azure Policy add-on (AK-19). AKS Automatic turns it on by itself.
var featureAzurePolicy = FeatureInfo{
	Key: FeatureAzurePolicy, Title: "Azure Policy add-on", Fact: srcEgressRules,
	Answers: answers(
		Answer{Rows: []Endpoint{
			policyHost("data", "data.policy.core.windows.net", "policies and compliance"),
			policyHost("store", "store.policy.core.windows.net", "artifacts of built-in policies"),
			policyHost("telemetry", "dc.services.visualstudio.com", "telemetry of the add-on"),
		}},
		Answer{Rows: policyElsewhere},
		Answer{Rows: policyElsewhere},
	),
}

var policyElsewhere = []Endpoint{
	policyHost("data", "data.policy.<azure_suffix>", "policies and compliance"),
	policyHost("store", "store.policy.<azure_suffix>", "artifacts of built-in policies"),
}

func policyHost(key, host, purpose string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelConditional, Application: HTTPS, Destination: host,
		Rules: []string{"AK-19"}, Purpose: purpose, Fact: srcEgressRules,
	}
}
