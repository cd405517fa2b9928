package cloud

// featureCostAnalysis is the cost analysis add-on, for clusters of the tiers Standard and Premium.
var featureCostAnalysis = FeatureInfo{
	Key: FeatureCostAnalysis, Title: "cost analysis add-on", Fact: srcEgressRules,
	Answers: answers(
		Answer{Rows: costRows(PlaceholderEntra)},
		Answer{Rows: costRows(PlaceholderEntra)},
		Answer{Rows: costRows(entraChinaOnPage)},
	),
}

func costRows(entra string) []Endpoint {
	row := func(key, host, purpose string) Endpoint {
		return Endpoint{Key: key, Level: LevelConditional, Application: HTTPS, Destination: host, Purpose: purpose, Fact: srcEgressRules}
	}
	return []Endpoint{
		row("resource_manager", PlaceholderResourceManager, "reading resources"),
		row("entra", entra, "sign-in"),
	}
}
