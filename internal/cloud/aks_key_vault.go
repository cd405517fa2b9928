package cloud

const vaultApex = "the page prints the apex vault.azure.net; vaults are below it, so the wildcard is meant (inference, AK-21)"

// featureKeyVaultCSI is the Key Vault provider of the secrets store driver (AK-21).
var featureKeyVaultCSI = FeatureInfo{
	Key: FeatureKeyVaultCSI, Title: "Key Vault secrets provider", Fact: srcEgressRules,
	Answers: answers(
		Answer{Rows: vaultRows(srcEgressRules.doubt(vaultApex))},
		Answer{Rows: vaultRows(srcEgressRules)},
		Answer{Rows: vaultRows(srcEgressRules.doubt("the page has no row for this cloud; deduced from its Key Vault suffix"))},
	),
}

func vaultRows(f Fact) []Endpoint {
	return []Endpoint{{
		Key: "vault", Level: LevelConditional, Application: HTTPS, Destination: "*.<key_vault_suffix>",
		Rules: []string{"AK-21", "FW-23"}, Purpose: "secrets, keys and certificates", Note: "not for vaults behind a private endpoint", Fact: f,
	}}
}

// featureIstioPluginCA is the Istio add-on with certificates from Key Vault.
var featureIstioPluginCA = FeatureInfo{
	Key: FeatureIstioPluginCA, Title: "Istio add-on with a plug-in CA", Implies: []Feature{FeatureKeyVaultCSI}, Fact: srcEgressRules, Answers: everywhere(),
}

// featureAppRoutingTLS is the application routing add-on with certificates from Key Vault.
var featureAppRoutingTLS = FeatureInfo{
	Key: FeatureAppRoutingTLS, Title: "application routing add-on with TLS", Implies: []Feature{FeatureKeyVaultCSI}, Fact: srcEgressRules, Answers: everywhere(),
}
