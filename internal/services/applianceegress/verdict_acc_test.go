package applianceegress_test

import (
	"slices"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// stopped is an egress whose routes drop what goes to Azure: the API server first of all.
func stopped(changes map[string]any) map[string]any {
	config := with(map[string]any{
		"aks":         map[string]any{},
		"route_table": map[string]any{"routes": map[string]any{"no-azure": map[string]any{"address_prefix": "AzureCloud", "next_hop_type": "None"}}},
	})
	for name, value := range changes {
		config[name] = value
	}
	return config
}

// about leaves out what the provider says of its emulator.
func about(all protocol.Diagnostics) protocol.Diagnostics {
	return slices.DeleteFunc(slices.Clone(all), func(d protocol.Diagnostic) bool { return d.Path == "emulator" })
}

func wantQuiet(t *testing.T, all protocol.Diagnostics) {
	t.Helper()
	if said := about(all); len(said) > 0 {
		t.Errorf("said: %s", said)
	}
}

func TestVerdictRefusesRoutesThatDrop(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	e := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	e.Plan(stopped(nil)).WantOnlyError("aks", "*.hcp.eastus.azmk8s.io:443", "from aks would be denied", "AzureCloud -> None", "exit code 51", "AK-1")

	// Each way to live with it: another reaction, the check switched off, no clusters at all.
	e.Plan(stopped(map[string]any{"egress_checks": map[string]any{"required": "warning"}})).WantWarning("aks", "would be denied")
	plan := e.Plan(stopped(map[string]any{"egress_checks": map[string]any{"required": "silent", "undecidable": "silent"}}))
	wantQuiet(t, plan.Must().Diagnostics())
	e.Plan(stopped(map[string]any{"skip_checks": []any{"AK-1"}})).Must()
	without := stopped(nil)
	delete(without, "aks")
	plan = e.Plan(without)
	wantQuiet(t, plan.Must().Diagnostics())

	// A private cluster does not use the public address.
	e.Plan(stopped(map[string]any{"aks": map[string]any{"private_cluster_enabled": true}})).Must()
	// Nor is anything certain of a cluster that may be one.
	e.Plan(stopped(map[string]any{"aks": map[string]any{"private_cluster_enabled": protocol.Unknown}})).Must()
}

func TestVerdictWarnsOnceOfWhatIsNotDecidable(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	e := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	plan := e.Plan(with(map[string]any{"aks": map[string]any{"features": []any{"azure_policy", "gpu"}}})).Must()
	if n := len(about(plan.Diagnostics())); n != 1 {
		t.Errorf("%d warnings: %s", n, plan.Diagnostics())
	}
	plan.WantWarning("aks", "what the appliance lets pass is not described")
	plan.Apply().Must()
	again := e.Plan(with(map[string]any{"aks": map[string]any{"features": []any{"azure_policy", "gpu"}}})).Must()
	again.WantAction(protocol.NoOp)
	wantQuiet(t, again.Diagnostics())
}

func TestVerdictWantsADefaultRoute(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	e := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	off := map[string]any{"aks": map[string]any{}, "route_table": map[string]any{"default_route_enabled": false}}
	e.Plan(with(off)).WantOnlyError("route_table", "no route for 0.0.0.0/0", "RT-27")
	e.Plan(with(map[string]any{"aks": map[string]any{}, "route_table": map[string]any{"default_route_enabled": protocol.Unknown}})).Must()

	// A table of others may have the route.
	azure.Put(othersID, version, map[string]any{"location": "eastus"})
	theirs := with(map[string]any{"name": nil, "resource_group_name": nil, "location": nil, "route_table_id": othersID, "aks": map[string]any{}})
	theirs["route_table"] = map[string]any{"default_route_enabled": false}
	e.Plan(theirs).Must()
}

// What exists is never held up: an egress that is broken already can be refreshed, planned without changes, and destroyed.
func TestVerdictStopsOnlyChanges(t *testing.T) {
	t.Parallel()
	azure := newSpoke(t)
	e := azure.Harness(t, nil).Resource("udr_appliance_egress", "this")
	broken := stopped(map[string]any{"egress_checks": map[string]any{"undecidable": "silent"}})
	lenient := stopped(map[string]any{"egress_checks": map[string]any{"required": "silent", "undecidable": "silent"}})
	e.Plan(lenient).Must().Apply().Must()
	e.Refresh().Must()
	plan := e.Plan(lenient).Must()
	plan.WantAction(protocol.NoOp)

	e.Plan(broken).WantOnlyError("aks", "would be denied") // who asks for more is told
	tagged := stopped(map[string]any{"egress_checks": lenient["egress_checks"], "tags": map[string]any{"a": "b"}})
	e.Plan(tagged).Must().Apply().Must()
	e.Destroy().Must()
}

// validated is what `terraform validate` says: the provider is not configured then.
func validated(t *testing.T, config map[string]any) *protocol.Outcome {
	t.Helper()
	h := protocol.New(t, acctest.NewAzure(t).Factory(), protocol.Options{})
	return h.Resource("udr_appliance_egress", "this").Validate(config)
}

func TestVerdictInValidation(t *testing.T) {
	t.Parallel()
	validated(t, stopped(nil)).WantOnlyError("aks", "*.hcp.eastus.azmk8s.io:443", "would be denied")
	validated(t, with(map[string]any{"aks": map[string]any{}, "routed_subnets": protocol.Unknown})).Must()
	clean := validated(t, with(map[string]any{"aks": map[string]any{}}))
	clean.Must()
	clean.WantNoWarning()
}
