package provider_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

// attributes are those of the provider block that say who asks and where.
var attributes = []string{
	"subscription_id", "tenant_id", "client_id", "client_id_file_path", "client_secret", "client_secret_file_path", "client_certificate",
	"client_certificate_path", "client_certificate_password", "use_oidc", "oidc_token", "oidc_token_file_path", "oidc_request_url",
	"oidc_request_token", "ado_pipeline_service_connection_id", "use_aks_workload_identity", "use_msi", "msi_endpoint", "use_cli",
	"environment", "metadata_host", "auxiliary_tenant_ids",
}

// TestUnknownAttribute: while one attribute is not known, a plan of new objects works and asks nobody; with all known the same plan is
// carried out. An ID is known whenever the subscription is.
func TestUnknownAttribute(t *testing.T) {
	t.Parallel()
	for _, attribute := range append([]string{"owner", "default_tags", "skip_provider_registration"}, attributes...) {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			h, w := connect(t, s, acctest.Connection{Block: with(s.BySecret(), map[string]any{attribute: protocol.Unknown})})
			g := h.Resource("udr_resource_group", "this")
			plan := g.Plan(group()).Must()
			if id := plan.At("id"); (id == protocol.Unknown) != (attribute == "subscription_id") {
				t.Errorf("the planned ID is %v", id)
			}
			if n := len(w.requests("")); n != 0 {
				t.Errorf("the plan sent %d requests", n)
			}
			h.Reconfigure(s.BySecret())
			plan.Apply().Must()
			g.Destroy().Must()
		})
	}
}

// TestUnknownAttributeWithState: objects that exist cannot be read while the provider does not know how. That is an error which names the
// attribute; the objects are not lost.
func TestUnknownAttributeWithState(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	for _, attribute := range []string{"subscription_id", "client_secret", "metadata_host"} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			h, w := connect(t, s, acctest.Connection{Block: s.BySecret()})
			g, n := h.Resource("udr_resource_group", "this"), h.Resource("udr_network", "this")
			config := with(group(), map[string]any{"name": "rg-" + attribute})
			inside := with(network("hub", "10.0.0.0/16"), map[string]any{"resource_group_name": "rg-" + attribute})
			g.Apply(config).Must()
			n.Apply(inside).Must()

			sent := len(w.requests(""))
			h.Reconfigure(with(s.BySecret(), map[string]any{attribute: protocol.Unknown}))
			for _, each := range []struct {
				r      *protocol.Resource
				config map[string]any
			}{{g, config}, {n, inside}} {
				each.r.Refresh().WantOnlyError(protocol.AnyPath, attribute+" depends on something", "-target")
				each.r.Plan(each.config).WantOnlyError(protocol.AnyPath, attribute+" depends on something", "-target")
				if !each.r.Exists() {
					t.Errorf("%s is gone from the state", each.r.Address())
				}
			}
			if more := len(w.requests("")) - sent; more != 0 {
				t.Errorf("%d requests were sent", more)
			}
			h.Reconfigure(s.BySecret())
			n.Plan(inside).Must().WantAction(protocol.NoOp)
			n.Destroy().Must()
			g.Destroy().Must()
		})
	}
}

// TestUnknownDefaultTags: tags that are not known at plan are on the object after the apply, and the next plan is empty.
func TestUnknownDefaultTags(t *testing.T) {
	t.Parallel()
	known := map[string]any{"default_tags": map[string]any{"team": "platform"}}
	for name, unknown := range map[string]any{"all": protocol.Unknown, "one": map[string]any{"team": protocol.Unknown}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := acctest.NewAzure(t)
			h := azure.Harness(t, map[string]any{"default_tags": unknown})
			g := h.Resource("udr_resource_group", "this")
			config := with(group(), map[string]any{"tags": map[string]any{"env": "test"}})
			plan := g.Plan(config).Must()
			h.Reconfigure(with(known, map[string]any{"emulator": map[string]any{}}))
			plan.Apply().Must()
			tags, _ := azure.Object(groupID)["tags"].(map[string]any)
			if tags["team"] != "platform" || tags["env"] != "test" {
				t.Errorf("the tags are %v", tags)
			}
			g.Plan(config).Must().WantAction(protocol.NoOp)
		})
	}
}

// TestUnknownEmulator: while the emulator's options are not known, no emulator is started, and nothing is called missing.
func TestUnknownEmulator(t *testing.T) {
	t.Parallel()
	for name, unknown := range map[string]any{
		"all": protocol.Unknown, "state file": map[string]any{"state_file": protocol.Unknown}, "time scale": map[string]any{"time_scale": protocol.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := embedded(t, map[string]any{"emulator": unknown}, nil)
			g := h.Resource("udr_resource_group", "this")
			plan := g.Plan(group()).Must()
			h.Reconfigure(map[string]any{"emulator": map[string]any{}})
			plan.Apply().Must()
		})
	}
}

// TestOwner: the owner, by block or variable, is part of the ownership tag; one that is not known at plan is not lost.
func TestOwner(t *testing.T) {
	t.Parallel()
	tag := func(block map[string]any, environment map[string]string, later map[string]any) string {
		azure := acctest.NewAzure(t)
		h := protocol.New(t, azure.FactoryIn(environment), protocol.Options{Config: with(map[string]any{"emulator": map[string]any{}}, block)})
		plan := h.Resource("udr_resource_group", "this").Plan(group()).Must()
		if later != nil {
			h.Reconfigure(with(map[string]any{"emulator": map[string]any{}}, later))
		}
		plan.Apply().Must()
		tags, _ := azure.Object(groupID)["tags"].(map[string]any)
		for name, value := range tags {
			if text, isText := value.(string); isText && name == convergence.OwnerTag {
				return text
			}
		}
		t.Fatalf("no ownership tag among %v", tags)
		return ""
	}
	owner := map[string]any{"owner": "team-a"}
	none, block, variable := tag(nil, nil, nil), tag(owner, nil, nil), tag(nil, map[string]string{"UDR_OWNER": "team-a"}, nil)
	late := tag(map[string]any{"owner": protocol.Unknown}, nil, owner)
	other := tag(map[string]any{"owner": "team-b"}, map[string]string{"UDR_OWNER": "team-a"}, nil)
	if none == block || block != variable || block != late || block == other {
		t.Errorf("ownership tags: none %q, block %q, variable %q, known late %q, another owner %q", none, block, variable, late, other)
	}
}
