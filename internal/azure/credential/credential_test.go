package credential

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

var scope = policy.TokenRequestOptions{Scopes: []string{"https://audience.test//.default"}}

// TestGetToken authenticates by every method that a loopback endpoint can
// serve, and looks at what was sent.
func TestGetToken(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	certificate := selfSigned(t, key, &key.PublicKey)
	for name, test := range map[string]struct {
		set   func(t *testing.T, a *authority, c *Config)
		token string
		check func(t *testing.T, a *authority)
	}{
		"client secret": {
			set:   func(_ *testing.T, _ *authority, c *Config) { c.ClientSecret = "s3cr3t-value" },
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, _ := a.last("/token")
				want(t, form, "client_secret", "s3cr3t-value")
				want(t, form, "client_id", testClient)
				if got := form.Get("scope"); !strings.HasPrefix(got, "https://audience.test//.default") {
					t.Errorf("scope is %q", got)
				}
			},
		},
		"client secret and client ID from files": {
			set: func(t *testing.T, _ *authority, c *Config) {
				t.Helper()
				c.ClientID, c.ClientIDFilePath = "", file(t, testClient+"\n")
				c.ClientSecretFilePath = file(t, "from-a-file\n")
			},
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, _ := a.last("/token")
				want(t, form, "client_secret", "from-a-file")
				want(t, form, "client_id", testClient)
			},
		},
		"certificate file": {
			set: func(t *testing.T, _ *authority, c *Config) {
				t.Helper()
				c.ClientCertificatePath = file(t, certificate)
			},
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, _ := a.last("/token")
				if strings.Count(form.Get("client_assertion"), ".") != 2 {
					t.Errorf("client_assertion is %q", form.Get("client_assertion"))
				}
			},
		},
		"certificate": {
			set: func(_ *testing.T, _ *authority, c *Config) {
				c.ClientCertificate = Secret(base64.StdEncoding.EncodeToString([]byte(certificate)))
			},
			token: "the-token",
		},
		"OIDC token": {
			set:   func(_ *testing.T, _ *authority, c *Config) { c.UseOIDC, c.OIDCToken = yes(), "an-assertion" },
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, _ := a.last("/token")
				want(t, form, "client_assertion", "an-assertion")
			},
		},
		"OIDC token file": {
			set: func(t *testing.T, _ *authority, c *Config) {
				t.Helper()
				c.UseOIDC, c.OIDCTokenFilePath = yes(), file(t, " file-assertion\n")
			},
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, _ := a.last("/token")
				want(t, form, "client_assertion", "file-assertion")
			},
		},
		"GitHub": {
			set: func(_ *testing.T, a *authority, c *Config) {
				c.UseOIDC, c.OIDCRequestURL, c.OIDCRequestToken = yes(), a.URL+"/ci/github?run=7", "request-token"
			},
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, header := a.last("/ci/github")
				want(t, form, "audience", "api://AzureADTokenExchange")
				want(t, form, "run", "7")
				if got := header.Get("Authorization"); got != "Bearer request-token" {
					t.Errorf("Authorization is %q", got)
				}
				form, _ = a.last("/token")
				want(t, form, "client_assertion", "ci-assertion")
			},
		},
		"Azure Pipelines": {
			set: func(_ *testing.T, a *authority, c *Config) {
				c.UseOIDC, c.OIDCRequestURL, c.OIDCRequestToken = yes(), a.URL+"/ci/pipelines", "request-token"
				c.ADOPipelineServiceConnectionID = "connection"
			},
			token: "the-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				if n := a.count("POST /ci/pipelines"); n != 1 {
					t.Errorf("%d token requests", n)
				}
				form, _ := a.last("/ci/pipelines")
				want(t, form, "serviceConnectionId", "connection")
				form, _ = a.last("/token")
				want(t, form, "client_assertion", "pipeline-assertion")
			},
		},
		"managed identity": {
			set: func(_ *testing.T, a *authority, c *Config) {
				c.UseMSI, c.MSIEndpoint = yes(), a.URL+"/identity"
			},
			token: "msi-token",
			check: func(t *testing.T, a *authority) {
				t.Helper()
				form, header := a.last("/identity")
				want(t, form, "client_id", testClient)
				want(t, form, "resource", "https://audience.test/")
				if header.Get("Metadata") != "true" {
					t.Error("no Metadata header")
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			config := a.config()
			test.set(t, a, &config)
			c, err := New(t.Context(), config, a.Client())
			if err != nil {
				t.Fatal(err)
			}
			if n := len(a.requests); n != 0 {
				t.Errorf("construction made %d requests: %v", n, a.requests)
			}
			token, err := c.GetToken(t.Context(), scope)
			if err != nil {
				t.Fatal(err)
			}
			if token.Token != test.token {
				t.Errorf("token is %q", token.Token)
			}
			if test.check != nil {
				test.check(t, a)
			}
			if _, err := c.GetToken(t.Context(), scope); err != nil {
				t.Errorf("second token: %v", err)
			}
			if n := a.count("/metadata/endpoints"); n != 1 {
				t.Errorf("the metadata was read %d times", n)
			}
		})
	}
}

// TestExplainFiles: what a file gave is explained by the file's setting.
func TestExplainFiles(t *testing.T) {
	t.Parallel()
	config := Config{SubscriptionID: testSubscription, TenantID: testTenant, ClientID: testClient}.
		FromEnvironment(lookup(map[string]string{"ARM_CLIENT_SECRET_FILE_PATH": file(t, "from-a-file"), "ARM_USE_MSI": "true"}))
	c, err := New(t.Context(), config, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "authenticating by client secret (client_secret from client_secret_file_path); not used: managed identity (use_msi from ARM_USE_MSI)"
	if got := c.Explain(); got != want {
		t.Errorf("explanation is %q", got)
	}
	if config.ClientSecret != "" || config.sources["client_secret"] != "" {
		t.Error("the caller's settings have changed")
	}
}

// TestAzureCLI runs a stand-in for az that the PATH leads to.
func TestAzureCLI(t *testing.T) {
	folder := t.TempDir()
	script := "#!/bin/sh\nprintf '%s' \"$*\" > " + folder + "/arguments\n" +
		`echo '{"accessToken":"cli-token","expires_on":4102444800,"tenant":"t"}'` + "\n"
	if err := os.WriteFile(filepath.Join(folder, "az"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	for name, test := range map[string]struct{ tenant, has, hasNot string }{ //nolint:paralleltest // PATH is set for the process
		"tenant":       {testTenant, "--tenant " + testTenant, "--subscription"},
		"subscription": {"", "--subscription " + testSubscription, "--tenant"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := New(t.Context(), Config{SubscriptionID: testSubscription, TenantID: test.tenant}, nil)
			if err != nil {
				t.Fatal(err)
			}
			token, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://management.azure.com/.default"}})
			if err != nil {
				t.Fatal(err)
			}
			raw, err := os.ReadFile(filepath.Join(folder, "arguments"))
			if err != nil {
				t.Fatal(err)
			}
			if token.Token != "cli-token" || !strings.Contains(string(raw), test.has) || strings.Contains(string(raw), test.hasNot) {
				t.Errorf("token %q by az %s", token.Token, raw)
			}
		})
	}
}

// TestErrorsHideSecrets lets the authority repeat the secret in its refusal.
func TestErrorsHideSecrets(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	a.deny = `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret s3cr3t-value provided."}`
	config := a.config()
	config.ClientSecret = "s3cr3t-value"
	c, err := New(t.Context(), config, a.Client())
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.GetToken(t.Context(), scope)
	if err == nil {
		t.Fatal("no error")
	}
	text := fmt.Sprintf("%v %+v %#v", err, err, c.config)
	if strings.Contains(text, "s3cr3t") {
		t.Errorf("the secret shows: %s", text)
	}
	for _, part := range []string{"client secret (client_secret)", "invalid_client", "AADSTS7000215", "401"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q has several lines", err)
	}
}

func TestConfigHidesSecrets(t *testing.T) {
	t.Parallel()
	c := Config{
		ClientID: "visible", ClientSecret: "aaaa-secret", ClientCertificate: "bbbb-secret", ClientCertificatePassword: "cccc-secret",
		OIDCToken: "dddd-secret", OIDCRequestToken: "eeee-secret",
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{c, &c, c.ClientSecret} {
			if text := fmt.Sprintf(format, v); strings.Contains(text, "secret\"") || strings.Contains(text, "-secret") || strings.Contains(text, "2d736563726574") {
				t.Errorf("%s: %s", format, text)
			}
		}
	}
	if !strings.Contains(c.String(), "client_id=visible") || !strings.Contains(c.String(), "oidc_token=(hidden)") {
		t.Errorf("settings are %s", c)
	}
}

func TestNewErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set  func(t *testing.T, c *Config)
		want string
	}{
		"missing certificate file": {
			func(_ *testing.T, c *Config) { c.ClientCertificatePath = "/does/not/exist.pfx" },
			"client_certificate_path: open /does/not/exist.pfx",
		},
		"empty secret file": {
			func(t *testing.T, c *Config) {
				t.Helper()
				c.ClientSecretFilePath = file(t, " \n")
			},
			"client_secret_file_path: the file",
		},
		"no certificate in the file": {
			func(t *testing.T, c *Config) {
				t.Helper()
				c.ClientCertificatePath = file(t, "nonsense")
			},
			"client_certificate_path: reading the certificate and its key",
		},
		"every problem at once": {
			func(_ *testing.T, c *Config) { c.SubscriptionID, c.TenantID, c.ClientSecret = "", "", "x" },
			"subscription_id (ARM_SUBSCRIPTION_ID): is missing: the provider must know which subscription to work in; tenant_id (ARM_TENANT_ID): is missing",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := Config{SubscriptionID: testSubscription, TenantID: testTenant, ClientID: testClient}
			test.set(t, &config)
			_, err := New(t.Context(), config, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func want(t *testing.T, form url.Values, name, value string) {
	t.Helper()
	if got := form.Get(name); got != value {
		t.Errorf("%s is %q, want %q", name, got, value)
	}
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// selfSigned makes a PEM with a certificate and its key.
func selfSigned(t *testing.T, key, public any) string {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "udr"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}
