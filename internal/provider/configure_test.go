package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/provider"
)

const (
	anySubscription = "11111111-1111-1111-1111-111111111111"
	anyTenant       = "22222222-2222-2222-2222-222222222222"
)

// offline is a provider that fails the test when it sends anything.
func offline(t *testing.T, block map[string]any, environment map[string]string) *protocol.Harness {
	t.Helper()
	factory := func() tfprotov6.ProviderServer {
		return providerserver.NewProtocol6(provider.New("test", provider.Options{
			Transport: unreachable{t},
			Environment: func(name string) (string, bool) {
				value, set := environment[name]
				return value, set
			},
		})())()
	}
	return protocol.New(t, factory, protocol.Options{Config: block})
}

// wanted is an error at an attribute.
type wanted struct {
	path  string
	parts []string
}

// TestSettings: what is missing, malformed or in contradiction is an error that names the attribute and the variable; all of them at
// once, each one time, and nothing is sent.
func TestSettings(t *testing.T) {
	t.Parallel()
	secret := map[string]any{"subscription_id": anySubscription, "tenant_id": anyTenant, "client_id": "c", "client_secret": "s"}
	for name, test := range map[string]struct {
		block       map[string]any
		environment map[string]string
		want        []wanted
	}{
		"nothing": {
			want: []wanted{{"subscription_id", []string{"is missing", "`subscription_id`", "ARM_SUBSCRIPTION_ID"}}},
		},
		"secret alone": {
			block: map[string]any{"client_secret": "s"},
			want: []wanted{
				{"subscription_id", []string{"is missing", "ARM_SUBSCRIPTION_ID"}},
				{"tenant_id", []string{"is missing", "client secret", "ARM_TENANT_ID"}},
				{"client_id", []string{"is missing", "client secret", "ARM_CLIENT_ID"}},
			},
		},
		"secret by a variable": {
			environment: map[string]string{"ARM_CLIENT_SECRET": "s", "ARM_SUBSCRIPTION_ID": anySubscription},
			want: []wanted{
				{"tenant_id", []string{"is missing", "ARM_TENANT_ID"}},
				{"client_id", []string{"is missing", "ARM_CLIENT_ID"}},
			},
		},
		"OIDC without a token": {
			block: map[string]any{"subscription_id": anySubscription, "tenant_id": anyTenant, "client_id": "c", "use_oidc": true},
			want:  []wanted{{"oidc_token", []string{"oidc_request_url", "ARM_OIDC_REQUEST_URL", "ARM_OIDC_TOKEN"}}},
		},
		"OIDC request without its token": {
			block: map[string]any{
				"subscription_id": anySubscription, "tenant_id": anyTenant, "client_id": "c", "use_oidc": true, "oidc_request_url": "https://ci.test/token",
			},
			want: []wanted{{"oidc_request_token", []string{"is missing", "ARM_OIDC_REQUEST_TOKEN"}}},
		},
		"Azure Pipelines without a service connection": {
			environment: map[string]string{
				"ARM_SUBSCRIPTION_ID": anySubscription, "ARM_TENANT_ID": anyTenant, "ARM_CLIENT_ID": "c", "ARM_USE_OIDC": "true",
				"SYSTEM_OIDCREQUESTURI": "https://ci.test/token", "SYSTEM_ACCESSTOKEN": "t",
			},
			want: []wanted{{"ado_pipeline_service_connection_id", []string{"service connection", "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"}}},
		},
		"no method": {
			block: map[string]any{"subscription_id": anySubscription, "use_cli": false},
			want:  []wanted{{"use_cli", []string{"client_secret (ARM_CLIENT_SECRET)", "use_msi (ARM_USE_MSI)", "ARM_USE_CLI"}}},
		},
		"a variable that is no flag": {
			block:       secret,
			environment: map[string]string{"ARM_USE_MSI": "perhaps"},
			want:        []wanted{{"use_msi", []string{`"perhaps"`, "ARM_USE_MSI"}}},
		},
		"malformed variable": {
			environment: map[string]string{"ARM_SUBSCRIPTION_ID": "production"},
			want:        []wanted{{"subscription_id", []string{`"production"`, "GUID", "ARM_SUBSCRIPTION_ID"}}},
		},
		"option of a method that is not used": {
			block: with(secret, map[string]any{"msi_endpoint": "http://localhost/", "oidc_token": "x"}),
			want: []wanted{
				{"msi_endpoint", []string{"no effect", "use_msi = true (ARM_USE_MSI)"}},
				{"oidc_token", []string{"no effect", "use_oidc = true (ARM_USE_OIDC)"}},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := offline(t, test.block, test.environment).Configure()
			for _, w := range test.want {
				out.WantError(w.path, w.parts...)
			}
			if errors := out.Diagnostics().Errors(); len(errors) != len(test.want) {
				t.Errorf("%d errors, %d are wanted:\n%s", len(errors), len(test.want), errors)
			}
		})
	}
}

// TestValidateBlock: what no environment can make right is refused by `terraform validate`; what is only missing is not, since a
// pipeline's variables are not set there.
func TestValidateBlock(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block map[string]any
		want  []wanted
	}{
		"nothing":                {map[string]any{}, nil},
		"secret alone":           {map[string]any{"client_secret": "s"}, nil},
		"OIDC without a token":   {map[string]any{"use_oidc": true}, nil},
		"OIDC token":             {map[string]any{"oidc_token": "t"}, nil}, // ARM_USE_OIDC may be set
		"unknown":                {map[string]any{"subscription_id": protocol.Unknown, "client_secret": protocol.Unknown}, nil},
		"malformed subscription": {map[string]any{"subscription_id": "production"}, []wanted{{"subscription_id", []string{"GUID", "ARM_SUBSCRIPTION_ID"}}}},
		"malformed tenant":       {map[string]any{"tenant_id": "a tenant"}, []wanted{{"tenant_id", []string{"a tenant", "ARM_TENANT_ID"}}}},
		"no such cloud":          {map[string]any{"environment": "moon"}, []wanted{{"environment", []string{"moon", "metadata_host (ARM_METADATA_HOSTNAME)", "ARM_ENVIRONMENT"}}}},
		"not a host":             {map[string]any{"metadata_host": "https://a/b"}, []wanted{{"metadata_host", []string{"not a host name", "ARM_METADATA_HOSTNAME"}}}},
		"too many tenants": {
			map[string]any{"auxiliary_tenant_ids": []any{"a", "b", "c", "d"}},
			[]wanted{{"auxiliary_tenant_ids", []string{"3 at most", "ARM_AUXILIARY_TENANT_IDS"}}},
		},
		"secret twice": {
			map[string]any{"client_secret": "s", "client_secret_file_path": "f"},
			[]wanted{{"client_secret_file_path", []string{"contradicts client_secret", "ARM_CLIENT_SECRET_FILE_PATH"}}},
		},
		"secret and certificate": {
			map[string]any{"client_secret": "s", "client_certificate_path": "f"},
			[]wanted{{"client_secret", []string{"contradicts client_certificate_path", "ARM_CLIENT_SECRET"}}},
		},
		"all at once": {
			map[string]any{"subscription_id": "x", "client_certificate": "c", "client_certificate_path": "f", "oidc_token": "t", "oidc_token_file_path": "f"},
			[]wanted{{"subscription_id", nil}, {"client_certificate_path", nil}, {"oidc_token_file_path", nil}},
		},
		"default tags": {
			map[string]any{"default_tags": map[string]any{"a<b": "x", "good": protocol.Unknown}},
			[]wanted{{`default_tags["a<b"]`, []string{"tag"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := offline(t, nil, nil).ValidateConfig(test.block)
			for _, w := range test.want {
				out.WantError(w.path, w.parts...)
			}
			if errors := out.Diagnostics().Errors(); len(errors) != len(test.want) {
				t.Errorf("%d errors, %d are wanted:\n%s", len(errors), len(test.want), errors)
			}
		})
	}
}

// TestOffline: validate, and a plan of new objects that name no existing one, ask nobody, whatever the method.
func TestOffline(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]map[string]any{
		"client secret":    {"client_secret": "s"},
		"certificate":      {"client_certificate_path": pfxFile, "client_certificate_password": pfxPassword},
		"OIDC":             {"use_oidc": true, "oidc_request_url": "https://ci.test/token", "oidc_request_token": "t"},
		"managed identity": {"use_msi": true},
		"Azure CLI":        {},
		"another cloud":    {"client_secret": "s", "metadata_host": "management.cloud.test"},
		"US Government":    {"client_secret": "s", "environment": "usgovernment"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := offline(t, with(map[string]any{"subscription_id": anySubscription, "tenant_id": anyTenant, "client_id": "c"}, more), nil)
			h.Resource("udr_resource_group", "v").Validate(group()).Must()
			h.Resource("udr_network", "v").Validate(network("hub", "10.0.0.0/16")).Must()
			w := h.Workspace()
			w.Add(h.Resource("udr_resource_group", "this"), func(protocol.Ref) map[string]any { return group() })
			w.Add(h.Resource("udr_network", "hub"), func(protocol.Ref) map[string]any { return network("hub", "10.0.0.0/16") })
			w.Add(h.Resource("udr_network", "spoke"), func(ref protocol.Ref) map[string]any {
				return with(network("spoke", "100.64.0.0/16"), map[string]any{
					"peerings": map[string]any{"to-hub": map[string]any{"remote_virtual_network_id": ref("udr_network.hub", "id")}},
				})
			})
			plan := w.Plan().Must()
			want := "/subscriptions/" + anySubscription + "/resourceGroups/contosofin-rg"
			if got := plan.Plans["udr_resource_group.this"].At("id"); got != want {
				t.Errorf("the planned ID is %v, want %s", got, want)
			}
		})
	}
}

func network(name, prefix string) map[string]any {
	return map[string]any{
		"name": name, "resource_group_name": "contosofin-rg", "location": "eastus", "address_space": []any{prefix},
		"subnets": map[string]any{"one": map[string]any{"address_prefixes": []any{strings.Replace(prefix, ".0.0/16", ".1.0/24", 1)}}},
	}
}

// with is a copy of a map with more in it.
func with(base, more map[string]any) map[string]any {
	out := map[string]any{}
	for _, m := range []map[string]any{base, more} {
		for key, value := range m {
			out[key] = value
		}
	}
	return out
}

// TestUserAgent: every request to Resource Manager names the provider and its version, and nothing of the machine.
func TestUserAgent(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	h, w := connect(t, s, acctest.Connection{Block: s.BySecret()})
	h.Resource("udr_resource_group", "this").Apply(group()).Must()
	requests := w.requests("/subscriptions/" + armemu.SubscriptionID)
	for _, r := range requests {
		if got := r.Header.Get("User-Agent"); got != "terraform-provider-udr/test" {
			t.Errorf("%s %s has the user agent %q", r.Method, r.URL.Path, got)
		}
	}
	if len(requests) < 3 {
		t.Errorf("%d requests were sent", len(requests))
	}
}
