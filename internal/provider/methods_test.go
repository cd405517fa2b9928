package provider_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// The client's certificate, with the encryption that azidentity can read. It was made, in 2026 and for a hundred years, by
//
//	openssl pkcs12 -export -legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1
//
// and modern.pfx, of the same certificate, without these four.
const (
	pfxFile     = "testdata/legacy.pfx"
	modernFile  = "testdata/modern.pfx"
	pfxPassword = "udr-pfx-passw0rd"
)

// secrets are what a log, a state or an error must never hold (law L7); tokens besides, which are made on the way.
type secrets []string

// method is a way of authenticating that a loopback endpoint can serve.
type method struct {
	// setUp answers how the provider is set up and what is secret of it.
	setUp func(t *testing.T, s *acctest.Server) (acctest.Connection, secrets)
	// grant is the member of the token request, or the path of another request, that shows that this method was used.
	grant, path string
}

// methods are all of them, each by the provider block and, where pipelines do it, by the environment.
func methods() map[string]method {
	return map[string]method{
		"client secret":                           {bySecret, "client_secret", ""},
		"client secret in a file":                 {bySecretFile, "client_secret", ""},
		"client secret by the environment":        {bySecretVariables, "client_secret", ""},
		"certificate, PEM file":                   {byPEM, "client_assertion", ""},
		"certificate, PKCS#12 file":               {byPFX, "client_assertion", ""},
		"certificate, base64":                     {byBase64, "client_assertion", ""},
		"OIDC token":                              {byToken, "client_assertion", ""},
		"OIDC token in a file":                    {byTokenFile, "client_assertion", ""},
		"OIDC request, GitHub's variables":        {byGitHub, "client_assertion", "GET /oidc/request"},
		"OIDC request, Azure Pipelines":           {byPipelines, "client_assertion", "POST /oidc/request"},
		"AKS workload identity":                   {byWorkload, "client_assertion", ""},
		"managed identity":                        {byIdentity, "", "GET /metadata/identity/oauth2/token"},
		"managed identity named by its client ID": {byNamedIdentity, "", "GET /metadata/identity/oauth2/token"},
	}
}

func bySecret(_ *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	return acctest.Connection{Block: s.BySecret()}, secrets{armemu.ClientSecret}
}

func bySecretFile(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	return application(s, map[string]any{"client_secret_file_path": file(t, armemu.ClientSecret+"\n")}), secrets{armemu.ClientSecret}
}

func bySecretVariables(_ *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	ready := s.Ready()
	return acctest.Connection{Environment: map[string]string{
		"ARM_SUBSCRIPTION_ID": ready.SubscriptionID, "ARM_TENANT_ID": ready.TenantID, "ARM_CLIENT_ID": ready.ClientID,
		"ARM_CLIENT_SECRET": ready.ClientSecret, "ARM_METADATA_HOSTNAME": ready.MetadataHost,
	}}, secrets{armemu.ClientSecret}
}

func byPEM(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	_, text := certificate(t)
	return application(s, map[string]any{"client_certificate_path": file(t, text)}), secrets{body(text)}
}

func byPFX(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	return application(s, map[string]any{"client_certificate_path": pfxFile, "client_certificate_password": pfxPassword}), secrets{pfxPassword}
}

func byBase64(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	raw, err := os.ReadFile(pfxFile)
	if err != nil {
		t.Fatal(err)
	}
	text := base64.StdEncoding.EncodeToString(raw)
	return application(s, map[string]any{"client_certificate": text, "client_certificate_password": pfxPassword}), secrets{text, text[:100], pfxPassword}
}

func byToken(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	token := ciToken(t, s)
	return application(s, map[string]any{"use_oidc": true, "oidc_token": token}), secrets{token}
}

func byTokenFile(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	token := ciToken(t, s)
	return application(s, map[string]any{"use_oidc": true, "oidc_token_file_path": file(t, token)}), secrets{token}
}

func byGitHub(_ *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	ready := s.Ready()
	c := application(s, map[string]any{"use_oidc": true})
	c.Environment = map[string]string{"ACTIONS_ID_TOKEN_REQUEST_URL": ready.OIDCRequestURL, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": ready.OIDCRequestToken}
	return c, secrets{ready.OIDCRequestToken}
}

func byPipelines(_ *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	ready := s.Ready()
	c := application(s, map[string]any{"use_oidc": true, "ado_pipeline_service_connection_id": "00000000-0000-4000-8000-0000000e00ad"})
	c.Environment = map[string]string{"SYSTEM_OIDCREQUESTURI": ready.OIDCRequestURL, "SYSTEM_ACCESSTOKEN": ready.OIDCRequestToken}
	return c, secrets{ready.OIDCRequestToken}
}

func byWorkload(t *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	t.Helper()
	ready, token := s.Ready(), ciToken(t, s)
	return acctest.Connection{
		Block: s.Discovered(map[string]any{"use_aks_workload_identity": true}),
		Environment: map[string]string{
			"AZURE_CLIENT_ID": ready.ClientID, "AZURE_TENANT_ID": ready.TenantID, "AZURE_FEDERATED_TOKEN_FILE": file(t, token),
		},
	}, secrets{token}
}

func byIdentity(_ *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	return acctest.Connection{Block: s.Discovered(map[string]any{"use_msi": true, "msi_endpoint": s.Ready().MSIEndpoint})}, nil
}

func byNamedIdentity(_ *testing.T, s *acctest.Server) (acctest.Connection, secrets) {
	ready := s.Ready()
	return acctest.Connection{
		Block:       s.Discovered(map[string]any{"client_id": ready.ClientID}),
		Environment: map[string]string{"ARM_USE_MSI": "true", "ARM_MSI_ENDPOINT": ready.MSIEndpoint},
	}, nil
}

// application is the server's application without a proof of identity, which more adds.
func application(s *acctest.Server, more map[string]any) acctest.Connection {
	ready := s.Ready()
	block := s.Discovered(more)
	block["tenant_id"], block["client_id"] = ready.TenantID, ready.ClientID
	return acctest.Connection{Block: block}
}

// registered is an emulator that takes assertions of the client's certificate and of no other.
func registered(t *testing.T) func(*armemu.ServerOptions) {
	t.Helper()
	known, _ := certificate(t)
	return func(o *armemu.ServerOptions) { o.ClientCertificates = []*x509.Certificate{known} }
}

// certificate is the client's, and with its key as PEM.
func certificate(t *testing.T) (*x509.Certificate, string) {
	t.Helper()
	raw, err := os.ReadFile(pfxFile)
	if err != nil {
		t.Fatal(err)
	}
	certificates, key, err := azidentity.ParseCertificates(raw, []byte(pfxPassword))
	if err != nil {
		t.Fatal(err)
	}
	return certificates[0], asPEM(t, certificates[0], key)
}

// ciToken is a token that the emulator's CI system gives.
func ciToken(t *testing.T, s *acctest.Server) string {
	t.Helper()
	ready := s.Ready()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, ready.OIDCRequestURL+"&audience=api://AzureADTokenExchange", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+ready.OIDCRequestToken)
	response, err := s.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Value string `json:"value"`
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Value == "" {
		t.Fatalf("the CI system answers %s", text)
	}
	return answer.Value
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
