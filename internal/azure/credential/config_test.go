package credential

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func lookup(variables map[string]string) Lookup {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func TestFromEnvironment(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block     Config
		variables map[string]string
		check     func(c Config) (got, want any)
	}{
		"the block wins": {
			Config{TenantID: "block"},
			map[string]string{"ARM_TENANT_ID": "variable"},
			func(c Config) (any, any) { return c.TenantID, "block" },
		},
		"a variable fills what is unset": {
			Config{},
			map[string]string{"ARM_TENANT_ID": " variable "},
			func(c Config) (any, any) { return c.TenantID, "variable" },
		},
		"an empty variable is unset": {
			Config{},
			map[string]string{"ARM_OIDC_REQUEST_URL": "", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://ci"},
			func(c Config) (any, any) { return c.OIDCRequestURL, "https://ci" },
		},
		"the first variable wins": {
			Config{},
			map[string]string{
				"ARM_OIDC_REQUEST_TOKEN": "1", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "2", "SYSTEM_ACCESSTOKEN": "3",
			},
			func(c Config) (any, any) { return string(c.OIDCRequestToken), "1" },
		},
		"Azure Pipelines' own": {
			Config{},
			map[string]string{"SYSTEM_OIDCREQUESTURI": "https://ado", "SYSTEM_ACCESSTOKEN": "3"},
			func(c Config) (any, any) {
				return []string{c.OIDCRequestURL, string(c.OIDCRequestToken)}, []string{"https://ado", "3"}
			},
		},
		"flags": {
			Config{},
			map[string]string{"ARM_USE_OIDC": "true", "ARM_USE_MSI": "0", "ARM_USE_CLI": "FALSE"},
			func(c Config) (any, any) { return []bool{*c.UseOIDC, *c.UseMSI, *c.UseCLI}, []bool{true, false, false} },
		},
		"a flag of the block wins, false too": {
			Config{UseMSI: no()},
			map[string]string{"ARM_USE_MSI": "true"},
			func(c Config) (any, any) { return *c.UseMSI, false },
		},
		"lists": {
			Config{},
			map[string]string{"ARM_AUXILIARY_TENANT_IDS": "a; b;;c"},
			func(c Config) (any, any) { return c.AuxiliaryTenantIDs, []string{"a", "b", "c"} },
		},
		"both spellings of the metadata host": {
			Config{},
			map[string]string{"ARM_METADATA_HOST": "old", "ARM_METADATA_HOSTNAME": "new"},
			func(c Config) (any, any) { return c.MetadataHost, "new" },
		},
		"an alternative in the block keeps the variable out": {
			Config{ClientCertificatePath: "/p"},
			map[string]string{"ARM_CLIENT_CERTIFICATE": "eA=="},
			func(c Config) (any, any) { return string(c.ClientCertificate), "" },
		},
		"the block's environment goes before a metadata host of the pipeline": {
			Config{Environment: "china"},
			map[string]string{"ARM_METADATA_HOSTNAME": "host"},
			func(c Config) (any, any) { return c.MetadataHost, "" },
		},
		"what is unknown is not filled": {
			Config{Unknown: []string{"tenant_id"}},
			map[string]string{"ARM_TENANT_ID": "variable"},
			func(c Config) (any, any) { return c.TenantID, "" },
		},
		"workload identity of AKS": {
			Config{UseAKSWorkloadIdentity: yes()},
			map[string]string{
				"AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "t", "AZURE_FEDERATED_TOKEN_FILE": "/f",
			},
			func(c Config) (any, any) {
				return []string{c.ClientID, c.TenantID, c.OIDCTokenFilePath}, []string{"c", "t", "/f"}
			},
		},
		"AZURE_ variables count only then": {
			Config{},
			map[string]string{"AZURE_CLIENT_ID": "c"},
			func(c Config) (any, any) { return c.ClientID, "" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := test.check(test.block.FromEnvironment(lookup(test.variables)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMethod(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block     Config
		variables map[string]string
		want      Method
		explain   string
	}{
		"nothing":                      {Config{}, nil, AzureCLI, "no other method is configured"},
		"nothing, and no CLI":          {Config{UseCLI: no()}, nil, None, "no way of authenticating"},
		"certificate before secret":    {Config{}, map[string]string{"ARM_CLIENT_SECRET": "s", "ARM_CLIENT_CERTIFICATE_PATH": "/p"}, ClientCertificate, "client_certificate_path from ARM_CLIENT_CERTIFICATE_PATH); not used: client secret (client_secret from ARM_CLIENT_SECRET)"},
		"secret before OIDC":           {Config{}, map[string]string{"ARM_CLIENT_SECRET": "s", "ARM_USE_OIDC": "true"}, ClientSecret, "client_secret from ARM_CLIENT_SECRET"},
		"OIDC before managed identity": {Config{}, map[string]string{"ARM_USE_MSI": "true", "ARM_USE_OIDC": "true"}, OIDC, "use_oidc from ARM_USE_OIDC"},
		"managed identity before CLI":  {Config{}, map[string]string{"ARM_USE_MSI": "true"}, ManagedIdentity, "use_msi"},
		"the block before a variable":  {Config{UseMSI: yes()}, map[string]string{"ARM_CLIENT_SECRET": "s"}, ManagedIdentity, "not used: client secret"},
		"use_cli only allows":          {Config{UseCLI: yes()}, map[string]string{"ARM_CLIENT_SECRET": "s"}, ClientSecret, ""},
		"a CI token alone asks for nothing": {Config{}, map[string]string{
			"ACTIONS_ID_TOKEN_REQUEST_URL": "https://ci", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t",
		}, AzureCLI, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := test.block.FromEnvironment(lookup(test.variables))
			if got := c.Method(); got != test.want {
				t.Errorf("method is %s, want %s", got, test.want)
			}
			if got := c.Explain(); !strings.Contains(got, test.explain) {
				t.Errorf("explanation is %q", got)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	good := func() Config {
		return Config{SubscriptionID: testSubscription, TenantID: testTenant, ClientID: testClient}
	}
	for name, test := range map[string]struct {
		set       func(*Config)
		variables map[string]string
		want      []string
	}{
		"CLI":                        {func(*Config) {}, nil, nil},
		"CLI without tenant":         {func(c *Config) { c.TenantID, c.ClientID = "", "" }, nil, nil},
		"secret":                     {func(c *Config) { c.ClientSecret = "s" }, nil, nil},
		"tenant as a domain":         {func(c *Config) { c.TenantID = "contoso.onmicrosoft.com" }, nil, nil},
		"missing subscription":       {func(c *Config) { c.SubscriptionID = "" }, nil, []string{"subscription_id (ARM_SUBSCRIPTION_ID): is missing"}},
		"malformed subscription":     {func(c *Config) { c.SubscriptionID = "mine" }, nil, []string{`subscription_id (ARM_SUBSCRIPTION_ID): "mine" is not a subscription ID`}},
		"malformed tenant":           {func(c *Config) { c.TenantID = "a/b" }, nil, []string{`tenant_id (ARM_TENANT_ID): "a/b" is neither`}},
		"secret without application": {func(c *Config) { c.ClientSecret, c.TenantID, c.ClientID = "s", "", "" }, nil, []string{"tenant_id (ARM_TENANT_ID): is missing: authenticating by a client secret", "client_id (ARM_CLIENT_ID): is missing"}},
		"client ID from a file":      {func(c *Config) { c.ClientSecret, c.ClientID, c.ClientIDFilePath = "s", "", "/f" }, nil, nil},
		"two certificates":           {func(c *Config) { c.ClientCertificate, c.ClientCertificatePath = "eA==", "/p" }, nil, []string{"client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH): contradicts client_certificate"}},
		"certificate and secret":     {func(c *Config) { c.ClientCertificatePath, c.ClientSecret = "/p", "s" }, nil, []string{"client_secret (ARM_CLIENT_SECRET): contradicts client_certificate_path"}},
		"certificate in the block, secret in the pipeline": {
			func(c *Config) { c.ClientCertificatePath = "/p" }, map[string]string{"ARM_CLIENT_SECRET": "s"}, nil,
		},
		"password without certificate": {func(c *Config) { c.ClientCertificatePassword = "p" }, nil, []string{"client_certificate_path (ARM_CLIENT_CERTIFICATE_PATH): is missing: client_certificate_password is set"}},
		"certificate not base64":       {func(c *Config) { c.ClientCertificate = "§" }, nil, []string{"client_certificate (ARM_CLIENT_CERTIFICATE): is not base64"}},
		"OIDC without a token":         {func(c *Config) { c.UseOIDC = yes() }, nil, []string{"oidc_token (ARM_OIDC_TOKEN): is missing"}},
		"OIDC URL without its token":   {func(c *Config) { c.UseOIDC, c.OIDCRequestURL = yes(), "https://ci" }, nil, []string{"oidc_request_token (ARM_OIDC_REQUEST_TOKEN): is missing"}},
		"OIDC URL malformed":           {func(c *Config) { c.UseOIDC, c.OIDCRequestURL, c.OIDCRequestToken = yes(), "ci", "t" }, nil, []string{"oidc_request_url (ARM_OIDC_REQUEST_URL): is not an absolute URL"}},
		"Azure Pipelines without connection": {
			func(c *Config) { c.UseOIDC = yes() },
			map[string]string{"SYSTEM_OIDCREQUESTURI": "https://ado", "SYSTEM_ACCESSTOKEN": "t"},
			[]string{"ado_pipeline_service_connection_id (ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID): is missing"},
		},
		"two OIDC tokens":          {func(c *Config) { c.UseOIDC, c.OIDCToken, c.OIDCTokenFilePath = yes(), "t", "/f" }, nil, []string{"oidc_token_file_path (ARM_OIDC_TOKEN_FILE_PATH): contradicts oidc_token"}},
		"OIDC token, no use_oidc":  {func(c *Config) { c.OIDCToken = "t" }, nil, []string{"oidc_token (ARM_OIDC_TOKEN): has no effect without use_oidc"}},
		"MSI endpoint, no use_msi": {func(c *Config) { c.MSIEndpoint = "http://x" }, nil, []string{"msi_endpoint (ARM_MSI_ENDPOINT): has no effect without use_msi"}},
		"MSI endpoint malformed":   {func(c *Config) { c.UseMSI, c.MSIEndpoint = yes(), "x" }, nil, []string{`msi_endpoint (ARM_MSI_ENDPOINT): "x" is not an absolute URL`}},
		"no method":                {func(c *Config) { c.UseCLI = no() }, nil, []string{"use_cli (ARM_USE_CLI): is false and no other way"}},
		"unknown cloud":            {func(c *Config) { c.Environment = "german" }, nil, []string{"environment (ARM_ENVIRONMENT): unknown cloud \"german\""}},
		"unknown cloud, but a host": {
			func(c *Config) { c.Environment, c.MetadataHost = "stack", "localhost:8443" }, nil, nil,
		},
		"metadata host with a path": {func(c *Config) { c.MetadataHost = "host/path" }, nil, []string{`metadata_host (ARM_METADATA_HOSTNAME): "host/path" is not a host name`}},
		"metadata host as a URL":    {func(c *Config) { c.MetadataHost = "https://host:1/" }, nil, nil},
		"auxiliary tenants":         {func(c *Config) { c.AuxiliaryTenantIDs = []string{"a", "b", "c", "d/"} }, nil, []string{"has 4 tenants", `"d/" is neither`}},
		"malformed flag":            {func(*Config) {}, map[string]string{"ARM_USE_MSI": "perhaps"}, []string{`use_msi (ARM_USE_MSI): "perhaps" is neither true nor false`}},
		"the variable it came from": {func(c *Config) { c.TenantID = "" }, map[string]string{"ARM_TENANT_ID": "a b"}, []string{"tenant_id (ARM_TENANT_ID)"}},
		"unknown subscription":      {func(c *Config) { c.SubscriptionID, c.Unknown = "", []string{"subscription_id"} }, nil, nil},
		"unknown secret":            {func(c *Config) { c.TenantID, c.UseCLI, c.Unknown = "", no(), []string{"client_secret"} }, nil, nil},
		"all at once": {
			func(c *Config) { c.SubscriptionID, c.ClientSecret, c.TenantID, c.Environment = "", "s", "", "mars" }, nil,
			[]string{"subscription_id", "environment", "tenant_id"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := good()
			test.set(&c)
			c = c.FromEnvironment(lookup(test.variables))
			problems := c.Validate()
			if len(problems) != len(test.want) {
				t.Fatalf("problems are %q, want %q", problems, test.want)
			}
			for i, want := range test.want {
				if got := problems[i].String(); !strings.Contains(got, want) {
					t.Errorf("problem %d is %q, want %q", i, got, want)
				}
			}
		})
	}
}

// TestSettingsTable: every attribute once, every variable for one attribute.
func TestSettingsTable(t *testing.T) {
	t.Parallel()
	attributes, variables := map[string]bool{}, map[string]bool{}
	for _, s := range settings {
		if attributes[s.attribute] {
			t.Errorf("%s is there twice", s.attribute)
		}
		attributes[s.attribute] = true
		if len(s.variables) == 0 || !strings.HasPrefix(s.variables[0], "ARM_") {
			t.Errorf("%s has no ARM_ variable first: %v", s.attribute, s.variables)
		}
		for _, variable := range s.variables {
			if variables[variable] {
				t.Errorf("%s is there twice", variable)
			}
			variables[variable] = true
		}
	}
	for _, group := range alternatives {
		for _, attribute := range group {
			if !attributes[attribute] {
				t.Errorf("%s is no attribute", attribute)
			}
		}
	}
}

// TestValidateNeverPanics draws settings at random: Validate and Explain hold,
// nothing shows a secret, and no problem names an unknown attribute as missing.
func TestValidateNeverPanics(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		variables := map[string]string{}
		var unknown []string
		for _, s := range settings {
			switch rapid.IntRange(0, 3).Draw(t, s.attribute) {
			case 1:
				variables[s.variables[0]] = rapid.SampledFrom([]string{"true", "https://x", testTenant, "§", "hush-hush"}).Draw(t, "value")
			case 2:
				unknown = append(unknown, s.attribute)
			}
		}
		c := Config{Unknown: unknown}.FromEnvironment(lookup(variables))
		for _, p := range c.Validate() {
			if slices.Contains(unknown, p.Attribute) && strings.HasPrefix(p.Message, "is missing") {
				t.Fatalf("an unknown value is called missing: %s", p)
			}
			if !strings.Contains(p.String(), p.Variable) || p.Message == "" {
				t.Fatalf("problem %q", p)
			}
		}
		for _, s := range settings {
			if s.secret && s.isSet(&c) && !strings.Contains(c.String(), s.attribute+"=(hidden)") {
				t.Fatalf("%s shows in %s", s.attribute, c)
			}
		}
		_ = c.Explain()
	})
}

func FuzzMetadataURL(f *testing.F) {
	for _, seed := range []string{"localhost:8443", "https://h/", "h/p", "", "::", "[::1]:1", "u@h", "h?q"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		t.Helper()
		target, err := metadataURL(host)
		if err != nil {
			return
		}
		if !strings.HasPrefix(target, "https://") || !strings.HasSuffix(target, "/metadata/endpoints?api-version=2022-09-01") {
			t.Errorf("%q gives %q", host, target)
		}
	})
}
