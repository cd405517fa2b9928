package login

import (
	"net/http"
	"strings"
)

// metadata serves the cloud's description in the shape that each api-version has (arm-wire.md 3.0).
func (s *Service) metadata(w http.ResponseWriter, r *http.Request) {
	b := base(r)
	switch version := r.URL.Query().Get("api-version"); version {
	case "2015-01-01":
		writeJSON(w, http.StatusOK, s.cloud2015(b))
	case "2018-01-01", "2018-05-01":
		doc := s.cloud2015(b)
		doc["cloudEndpoint"] = map[string]any{"public": map[string]any{"endpoint": strings.TrimPrefix(b, "https://"), "locations": []string{"westeurope", "northeurope"}}}
		writeJSON(w, http.StatusOK, doc)
	case "2019-05-01":
		writeJSON(w, http.StatusOK, []any{s.cloud2022(b, b+"/adfs")})
	case "2022-09-01":
		writeJSON(w, http.StatusOK, s.cloud2022(b, b))
	default:
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": map[string]any{
			"code": "InvalidApiVersionParameter", "message": "The api-version '" + version + "' is invalid. The supported versions are '2015-01-01,2018-01-01,2019-05-01,2022-09-01'.",
		}})
	}
}

// cloud2015 is what az cloud register reads. The login endpoint ends in /adfs, which keeps MSAL from asking the public cloud about an
// authority that it does not know (arm-wire.md 3.1.1).
func (s *Service) cloud2015(b string) map[string]any {
	return map[string]any{
		"galleryEndpoint": b + "/", "graphEndpoint": b + "/", "portalEndpoint": b + "/",
		"authentication": map[string]any{"loginEndpoint": b + "/adfs", "audiences": []string{b + "/", b}},
	}
}

// cloud2022 is one cloud: an array of them in 2019-05-01, the object itself in 2022-09-01.
func (s *Service) cloud2022(b, login string) map[string]any {
	return map[string]any{
		"name": "udr-emulator", "resourceManager": b, "portal": b + "/", "gallery": b + "/", "batch": b + "/", "media": b + "/",
		"graph": b + "/", "graphAudience": b + "/", "microsoftGraphResourceId": b + "/", "sqlManagement": b + "/",
		"vmImageAliasDoc": b + "/aliases.json", "activeDirectoryDataLake": b + "/",
		"authentication": map[string]any{
			"loginEndpoint": login, "audiences": []string{b, b + "/"}, "tenant": "common", "identityProvider": "AAD",
		},
		"suffixes": map[string]any{
			"storage": "storage.emulator.invalid", "keyVaultDns": "vault.emulator.invalid", "acrLoginServer": "acr.emulator.invalid",
			"sqlServerHostname": "sql.emulator.invalid", "azureDataLakeStoreFileSystem": "adls.emulator.invalid",
			"azureDataLakeAnalyticsCatalogAndJob": "adla.emulator.invalid", "mysqlServerEndpoint": "mysql.emulator.invalid",
			"postgresqlServerEndpoint": "postgres.emulator.invalid", "mariadbServerEndpoint": "mariadb.emulator.invalid",
			"storageSyncEndpointSuffix": "afs.emulator.invalid", "mhsmDns": "mhsm.emulator.invalid", "synapseAnalytics": "synapse.emulator.invalid",
			"attestationEndpoint": "attest.emulator.invalid",
		},
	}
}

// openID serves the OpenID configuration of a tenant, or of /adfs. The issuer has the authority's scheme and host, as MSAL demands
// (arm-wire.md 3.4).
func (s *Service) openID(w http.ResponseWriter, r *http.Request, parts []string) {
	b, tenant := base(r), parts[0]
	if !s.knownTenant(tenant) {
		s.refuse(w, http.StatusBadRequest, "invalid_tenant", 90002, "Tenant '"+tenant+"' not found.")
		return
	}
	root := b + "/" + tenant
	doc := map[string]any{
		"issuer": root + "/v2.0", "token_endpoint": root + "/oauth2/v2.0/token", "authorization_endpoint": root + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint": root + "/oauth2/v2.0/devicecode", "jwks_uri": root + "/discovery/v2.0/keys",
		"end_session_endpoint": root + "/oauth2/v2.0/logout", "userinfo_endpoint": b + "/oidc/userinfo",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		"response_types_supported":              []string{"code", "id_token", "token"}, "subject_types_supported": []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256"}, "scopes_supported": []string{"openid", "profile", "email", "offline_access"},
		"tenant_region_scope": "EU", "cloud_instance_name": strings.TrimPrefix(b, "https://"),
	}
	if tenant == "adfs" {
		doc["issuer"], doc["token_endpoint"] = root, root+"/oauth2/token"
		doc["authorization_endpoint"], doc["jwks_uri"] = root+"/oauth2/authorize", root+"/discovery/keys"
	}
	writeJSON(w, http.StatusOK, doc)
}

// knownTenant: ours, and the words that stand for whatever tenant the credential has.
func (s *Service) knownTenant(tenant string) bool {
	switch strings.ToLower(tenant) {
	case strings.ToLower(s.cfg.TenantID), "adfs", "common", "organizations":
		return true
	}
	return false
}

// instanceDiscovery tells a client that asks which host serves an authority: this one.
func (s *Service) instanceDiscovery(w http.ResponseWriter, r *http.Request) {
	b := base(r)
	host := r.Host
	if r.URL.Host != "" {
		host = r.URL.Host
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": b + "/" + s.cfg.TenantID + "/v2.0/.well-known/openid-configuration", "api-version": "1.1",
		"metadata": []any{map[string]any{"preferred_network": host, "preferred_cache": host, "aliases": []string{host}}},
	})
}
