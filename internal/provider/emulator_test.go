package provider_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// credentials are the attributes that mean a real Azure, each with a value and its variable.
var credentials = map[string]struct {
	value    any
	variable string
}{
	"client_id":                          {"c", "ARM_CLIENT_ID"},
	"client_id_file_path":                {"f", "ARM_CLIENT_ID_FILE_PATH"},
	"client_secret":                      {"s", "ARM_CLIENT_SECRET"},
	"client_secret_file_path":            {"f", "ARM_CLIENT_SECRET_FILE_PATH"},
	"client_certificate":                 {"Yw==", "ARM_CLIENT_CERTIFICATE"},
	"client_certificate_path":            {"f", "ARM_CLIENT_CERTIFICATE_PATH"},
	"client_certificate_password":        {"p", "ARM_CLIENT_CERTIFICATE_PASSWORD"},
	"use_oidc":                           {true, "ARM_USE_OIDC"},
	"oidc_token":                         {"t", "ARM_OIDC_TOKEN"},
	"oidc_token_file_path":               {"f", "ARM_OIDC_TOKEN_FILE_PATH"},
	"oidc_request_url":                   {"https://ci.test", "ARM_OIDC_REQUEST_URL"},
	"oidc_request_token":                 {"t", "ARM_OIDC_REQUEST_TOKEN"},
	"ado_pipeline_service_connection_id": {"c", "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"},
	"use_aks_workload_identity":          {true, "ARM_USE_AKS_WORKLOAD_IDENTITY"},
	"use_msi":                            {true, "ARM_USE_MSI"},
	"metadata_host":                      {"localhost:1", "ARM_METADATA_HOSTNAME"},
}

// embedded is a provider whose embedded emulator is a new one, with an environment.
func embedded(t *testing.T, block map[string]any, environment map[string]string) *protocol.Harness {
	t.Helper()
	return protocol.New(t, acctest.NewAzure(t).FactoryIn(environment), protocol.Options{Config: block})
}

// TestEmulatorTakesNoCredentials: the emulator together with anything that means a real Azure is refused (law L10), by `terraform
// validate` where the block says both.
func TestEmulatorTakesNoCredentials(t *testing.T) {
	t.Parallel()
	for attribute, c := range credentials {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			const refusal = "The emulator takes no credentials"
			block := map[string]any{"emulator": map[string]any{}, attribute: c.value}
			embedded(t, nil, nil).ValidateConfig(block).WantError(attribute, refusal, attribute, "Remove one")
			embedded(t, map[string]any{attribute: c.value}, map[string]string{"UDR_EMULATOR": "1"}).Configure().WantError(attribute, refusal)
			text := "true"
			if value, isText := c.value.(string); isText {
				text = value
			}
			embedded(t, map[string]any{"emulator": map[string]any{}}, map[string]string{c.variable: text}).
				Configure().WantError(attribute, refusal, c.variable)
		})
	}
}

// TestEmulatorAmongVariables: what CI systems set of themselves, or what says where and not who, does not keep anybody from trying the
// emulator.
func TestEmulatorAmongVariables(t *testing.T) {
	t.Parallel()
	h := embedded(t, nil, map[string]string{
		"UDR_EMULATOR": "1", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://ci.test", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t", "SYSTEM_ACCESSTOKEN": "t",
		"SYSTEM_OIDCREQUESTURI": "https://ci.test", "ARM_TENANT_ID": anyTenant, "ARM_USE_CLI": "true",
	})
	out := h.Configure()
	out.Must()
	out.WantWarning("emulator", "The embedded Azure emulator is used", "Nothing of this run exists in Azure")
}

// TestEmulatorServesItsOwnSubscriptions: any other one is refused, by the block and by a variable.
func TestEmulatorServesItsOwnSubscriptions(t *testing.T) {
	t.Parallel()
	refused := []string{"The emulator does not serve this subscription", anySubscription, armemu.SubscriptionID, "ARM_SUBSCRIPTION_ID"}
	emulator := map[string]any{"emulator": map[string]any{}}
	embedded(t, with(emulator, map[string]any{"subscription_id": anySubscription}), nil).Configure().WantOnlyError("subscription_id", refused...)
	embedded(t, emulator, map[string]string{"ARM_SUBSCRIPTION_ID": anySubscription}).Configure().WantOnlyError("subscription_id", refused...)

	second := embedded(t, with(emulator, map[string]any{"subscription_id": armemu.SecondSubscriptionID}), nil).Resource("udr_resource_group", "this")
	second.Apply(group()).Must()
	if got, want := second.At("id"), "/subscriptions/"+armemu.SecondSubscriptionID+"/resourceGroups/contosofin-rg"; got != want {
		t.Errorf("the ID is %v, want %s", got, want)
	}
}

// TestForeignStateIsNotLost: objects of a real subscription in the state, read through the emulator, embedded or served, are an error.
// They must never look deleted (laws L4 and L10).
func TestForeignStateIsNotLost(t *testing.T) {
	t.Parallel()
	const foreign = "/subscriptions/" + anySubscription + "/resourceGroups/contosofin-rg"
	s := acctest.NewServer(t)
	for name, start := range map[string]func(t *testing.T) *protocol.Harness{
		"embedded": func(t *testing.T) *protocol.Harness {
			t.Helper()
			return embedded(t, map[string]any{"emulator": map[string]any{}}, nil)
		},
		"served": func(t *testing.T) *protocol.Harness {
			t.Helper()
			h, _ := connect(t, s, acctest.Connection{Block: s.BySecret()})
			return h
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := start(t)
			for _, object := range []struct {
				kind  string
				state map[string]any
			}{
				{"udr_resource_group", map[string]any{"id": foreign, "name": "contosofin-rg", "location": "eastus"}},
				{"udr_network", map[string]any{
					"id": foreign + "/providers/Microsoft.Network/virtualNetworks/hub", "name": "hub", "resource_group_name": "contosofin-rg",
					"location": "eastus", "address_space": []any{"10.0.0.0/16"},
				}},
			} {
				r := h.Resource(object.kind, "real")
				r.SetState(0, object.state)
				r.Refresh().WantError(protocol.AnyPath, "SubscriptionNotFound", foreign, "Nothing is dropped from state")
				if !r.Exists() {
					t.Errorf("%s is gone from the state", object.kind)
				}
				if r.Plan(with(object.state, map[string]any{"id": nil})).Failed() != true {
					t.Errorf("%s is planned", object.kind)
				}
				if r.Destroy().Failed() != true || !r.Exists() {
					t.Errorf("%s was destroyed", object.kind)
				}
			}
		})
	}
}
