package cloud

// featureDefender is Microsoft Defender for Containers (AK-20).
var featureDefender = FeatureInfo{
	Key: FeatureDefender, Title: "Defender for Containers", Fact: srcEgressRules,
	Answers: answers(
		Answer{Rows: defenderRows(PlaceholderEntra)},
		Answer{Rows: defenderRows(PlaceholderEntra)},
		Answer{
			Rows:   defenderRows(entraChinaOnPage),
			Notice: "Defender for Containers was retired in this cloud on 2026-08-18",
		},
	),
}

func defenderRows(entra string) []Endpoint {
	row := func(key, host, purpose string) Endpoint {
		return Endpoint{
			Key: key, Level: LevelConditional, Application: HTTPS, Destination: host,
			Rules: []string{"AK-20"}, Purpose: purpose, Fact: srcEgressRules,
		}
	}
	return []Endpoint{
		row("entra", entra, "sign-in"),
		row("ods", "*.ods.opinsights.<azure_suffix>", "security events"),
		row("oms", "*.oms.opinsights.<azure_suffix>", "sign-in to Log Analytics workspaces"),
		row("defender", "*.cloud.defender.microsoft.com", "Defender's own service"),
	}
}
