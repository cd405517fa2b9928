package armemu_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// azidentity and MSAL as clients that we did not write (arm-wire.md 3.4): every way to log in that a loopback endpoint can serve.
func TestAzidentityCredentials(t *testing.T) {
	t.Parallel()
	cert, key := selfSigned(t)
	server, ready := startServer(t, armemu.ServerOptions{ClientCertificates: []*x509.Certificate{cert}})
	options := azcore.ClientOptions{Transport: server.Client(), Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: ready.Endpoint + "/"}}
	federated := func(context.Context) (string, error) { return ciToken(t, server, "api://AzureADTokenExchange"), nil }
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(ciToken(t, server, "api://AzureADTokenExchange")), 0o600); err != nil {
		t.Fatal(err)
	}
	_, otherKey := selfSigned(t)
	tests := map[string]struct {
		make func() (azcore.TokenCredential, error)
		fail string // "" for success
	}{
		"secret": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientSecretCredential(ready.TenantID, ready.ClientID, ready.ClientSecret, &azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, ""},
		"wrong secret": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientSecretCredential(ready.TenantID, ready.ClientID, "x", &azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, "AADSTS7000215"},
		"adfs": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientSecretCredential("adfs", ready.ClientID, ready.ClientSecret, &azidentity.ClientSecretCredentialOptions{ClientOptions: options})
		}, ""},
		"unknown client": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientSecretCredential(ready.TenantID, ready.TenantID, "x", &azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, "AADSTS700016"},
		"unknown tenant": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientSecretCredential(ready.ClientID, ready.ClientID, "x", &azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, "AADSTS90002"},
		"certificate": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientCertificateCredential(ready.TenantID, ready.ClientID, []*x509.Certificate{cert}, key, &azidentity.ClientCertificateCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, ""},
		"certificate chain": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientCertificateCredential(ready.TenantID, ready.ClientID, []*x509.Certificate{cert}, key, &azidentity.ClientCertificateCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true, SendCertificateChain: true})
		}, ""},
		"wrong key": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientAssertionCredential(ready.TenantID, ready.ClientID, func(context.Context) (string, error) { return assertion(t, cert, otherKey, ready.ClientID), nil }, &azidentity.ClientAssertionCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, "AADSTS700027"},
		"federated": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientAssertionCredential(ready.TenantID, ready.ClientID, federated, &azidentity.ClientAssertionCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, ""},
		"federated, wrong audience": {func() (azcore.TokenCredential, error) {
			return azidentity.NewClientAssertionCredential(ready.TenantID, ready.ClientID, func(context.Context) (string, error) { return ciToken(t, server, "x"), nil }, &azidentity.ClientAssertionCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true})
		}, "AADSTS700212"},
		"workload identity": {func() (azcore.TokenCredential, error) {
			return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: true, TenantID: ready.TenantID, ClientID: ready.ClientID, TokenFilePath: file})
		}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cred, err := tt.make()
			if err != nil {
				t.Fatal(err)
			}
			token, err := cred.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{ready.Endpoint + "/.default"}})
			if tt.fail != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fail) {
					t.Fatalf("got %v, want %s", err, tt.fail)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			status, _, body := fetch(t, server, http.MethodGet, ready.Endpoint+"/subscriptions?api-version=2022-12-01", http.Header{"Authorization": {"Bearer " + token.Token}}, "")
			if status != http.StatusOK {
				t.Errorf("ARM answers %d %s", status, body)
			}
		})
	}
}

// ciToken asks the CI endpoint as GitHub's clients do.
func ciToken(t *testing.T, s *armemu.Server, audience string) string {
	t.Helper()
	r := s.Ready()
	status, _, data := fetch(t, s, http.MethodGet, r.OIDCRequestURL+"&audience="+url.QueryEscape(audience), http.Header{"Authorization": {"Bearer " + r.OIDCRequestToken}}, "")
	var out struct {
		Value string `json:"value"`
	}
	if err := json.Unmarshal(data, &out); err != nil || status != http.StatusOK || strings.Count(out.Value, ".") != 2 {
		t.Fatalf("CI token: %d %s", status, data)
	}
	return out.Value
}

func selfSigned(t *testing.T) (*x509.Certificate, *rsa.PrivateKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "client"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}

// Tokens end by the emulator's clock, or when a fault says so.
func TestTokensExpire(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(time.Now())
	server, ready := startServer(t, armemu.ServerOptions{TokenLifetime: time.Hour, Options: armemu.Options{
		Clock: clock, Faults: faultEngine(t, `{"match": {"path": "^/tenants", "nth": 1}, "effect": {"expire_token": true}}`),
	}})
	get := func(token, path string) (int, string) {
		status, header, body := fetch(t, server, http.MethodGet, ready.Endpoint+path+"?api-version=2022-12-01", http.Header{"Authorization": {"Bearer " + token}}, "")
		if (status == http.StatusUnauthorized) != (header.Get("WWW-Authenticate") != "") {
			t.Errorf("%d with WWW-Authenticate %q", status, header.Get("WWW-Authenticate"))
		}
		return status, string(body)
	}
	token := secretToken(t, server)
	if status, body := get(token, "/subscriptions"); status != http.StatusOK {
		t.Errorf("fresh: %d %s", status, body)
	}
	for _, path := range []string{"/tenants", "/subscriptions"} { // the fault strikes the first, the token stays dead
		if status, body := get(token, path); status != http.StatusUnauthorized || !strings.Contains(body, "ExpiredAuthenticationToken") {
			t.Errorf("expired by fault, %s: %d %s", path, status, body)
		}
	}
	token = secretToken(t, server)
	clock.Advance(time.Hour)
	if status, body := get(token, "/subscriptions"); status != http.StatusUnauthorized || !strings.Contains(body, "ExpiredAuthenticationToken") {
		t.Errorf("expired by time: %d %s", status, body)
	}
}

func TestManagedIdentityEndpoints(t *testing.T) {
	t.Parallel()
	server, ready := startServer(t, armemu.ServerOptions{})
	query := "?api-version=2018-02-01&resource=" + url.QueryEscape(ready.Endpoint+"/")
	for name, tt := range map[string]struct {
		path, header string
		status       int
	}{
		"virtual machine":          {"/metadata/identity/oauth2/token" + query, "Metadata", 200},
		"virtual machine, no head": {"/metadata/identity/oauth2/token" + query, "", 400},
		"app service":              {"/msi/token" + query, "X-Identity-Header", 200},
		"app service, no header":   {"/msi/token" + query, "", 401},
		"another identity":         {"/msi/token" + query + "&client_id=x", "X-Identity-Header", 400},
		"this identity":            {"/msi/token" + query + "&client_id=" + ready.ClientID, "X-Identity-Header", 200},
		"no resource":              {"/metadata/identity/oauth2/token", "Metadata", 400},
	} {
		h := http.Header{}
		if tt.header != "" {
			h.Set(tt.header, "true")
		}
		status, _, body := fetch(t, server, http.MethodGet, ready.Endpoint+tt.path, h, "")
		var out map[string]string
		if status != tt.status {
			t.Errorf("%s: %d %s", name, status, body)
		} else if status == 200 && (json.Unmarshal(body, &out) != nil || out["access_token"] == "" || out["expires_on"] == "" || out["client_id"] != ready.ClientID) {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func TestDiscoveryDocuments(t *testing.T) {
	t.Parallel()
	server, ready := startServer(t, armemu.ServerOptions{})
	e := ready.Endpoint
	for name, tt := range map[string]struct{ path, at, want string }{
		"2015":                   {"//metadata/endpoints?api-version=2015-01-01", "authentication.loginEndpoint", e + "/adfs"},
		"2018":                   {"/metadata/endpoints?api-version=2018-01-01", "cloudEndpoint.public.endpoint", ready.MetadataHost},
		"2022":                   {"/metadata/endpoints?api-version=2022-09-01", "authentication.loginEndpoint", e},
		"2022, resource manager": {"/metadata/endpoints?api-version=2022-09-01", "resourceManager", e},
		"unknown version":        {"/metadata/endpoints?api-version=2001-01-01", "error.code", "InvalidApiVersionParameter"},
		"tenant":                 {"/" + ready.TenantID + "/v2.0/.well-known/openid-configuration", "token_endpoint", e + "/" + ready.TenantID + "/oauth2/v2.0/token"},
		"tenant's issuer":        {"/" + ready.TenantID + "/v2.0/.well-known/openid-configuration", "issuer", e + "/" + ready.TenantID + "/v2.0"},
		"adfs":                   {"/adfs/.well-known/openid-configuration", "token_endpoint", e + "/adfs/oauth2/token"},
		"keys":                   {"/common/discovery/v2.0/keys", "keys[0].crv", "P-256"},
		"instance":               {"/common/discovery/instance?api-version=1.1&authorization_endpoint=x", "metadata[0].preferred_network", ready.MetadataHost},
		"nothing":                {"/nothing", "error", "not_found"},
	} {
		_, _, body := fetch(t, server, http.MethodGet, e+tt.path, nil, "")
		var doc map[string]any
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Errorf("%s: %s", name, body)
		} else if got := at(doc, tt.at); got != tt.want {
			t.Errorf("%s: %s is %v, want %s", name, tt.at, got, tt.want)
		}
	}
	_, _, body := fetch(t, server, http.MethodGet, e+"/metadata/endpoints?api-version=2019-05-01", nil, "")
	var clouds []map[string]any
	if err := json.Unmarshal(body, &clouds); err != nil || len(clouds) != 1 || clouds[0]["name"] == "" {
		t.Errorf("2019-05-01 is not an array of one cloud: %s", body)
	}
}

// assertion makes a certificate assertion that names one certificate and is signed with a key of our choice.
func assertion(t *testing.T, cert *x509.Certificate, key *rsa.PrivateKey, client string) string {
	t.Helper()
	thumb := sha256.Sum256(cert.Raw)
	enc := base64.RawURLEncoding.EncodeToString
	part := func(v any) string {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return enc(data)
	}
	signed := part(map[string]any{"alg": "PS256", "typ": "JWT", "x5t#S256": enc(thumb[:])}) + "." +
		part(map[string]any{"iss": client, "sub": client, "aud": "x", "exp": time.Now().Add(time.Hour).Unix()})
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + enc(sig)
}
