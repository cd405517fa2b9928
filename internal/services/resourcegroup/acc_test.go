package resourcegroup_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const groupID = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/contosofin-rg"

func config(tags map[string]any) map[string]any {
	c := map[string]any{"name": "contosofin-rg", "location": "eastus"}
	if tags != nil {
		c["tags"] = tags
	}
	return c
}

func liveTags(azure *acctest.Azure) map[string]any {
	tags, _ := azure.Object(groupID)["tags"].(map[string]any)
	return tags
}

func TestGroupLifeCycle(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	group := azure.Harness(t, map[string]any{"default_tags": map[string]any{"owner": "team"}}).Resource("udr_resource_group", "this")
	plan := group.Plan(config(map[string]any{"a": "1"})).Must()
	if plan.At("id") != groupID {
		t.Errorf("planned ID %v", plan.At("id"))
	}
	plan.Apply().Must()
	if diff := cmp.Diff(map[string]any{"a": "1", "owner": "team"}, group.At("tags_all")); diff != "" {
		t.Error(diff)
	}

	// Tags of others survive; ours are changed, removed and mended.
	tags := liveTags(azure)
	tags["policy"], tags["a"] = "theirs", "drifted"
	azure.Request("PATCH", groupID+"?api-version=2021-04-01", map[string]any{"tags": tags})
	group.Plan(config(map[string]any{"a": "1"})).Must().WantAction(protocol.Update)
	group.Apply(config(map[string]any{"b": "2"})).Must()
	live := liveTags(azure)
	if live["policy"] != "theirs" || live["b"] != "2" || live["owner"] != "team" || live["a"] != nil {
		t.Errorf("tags are %v", live)
	}
	group.Destroy().Must()
	if azure.Object(groupID) != nil {
		t.Error("the group is still there")
	}
}

// A group that holds something is not deleted, whoever made what it holds.
func TestGroupThatIsNotEmptyStays(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	group := azure.Harness(t, nil).Resource("udr_resource_group", "this")
	group.Apply(config(nil)).Must()
	table := groupID + "/providers/Microsoft.Network/routeTables/rt"
	azure.Put(table, "2025-01-01", map[string]any{"location": "eastus"})

	group.Destroy().WantOnlyError("", "not empty", table, "Nothing was deleted")
	if azure.Object(table) == nil || azure.Object(groupID) == nil || !group.Exists() {
		t.Fatal("something was deleted")
	}
	azure.Request("DELETE", table+"?api-version=2025-01-01", nil)
	azure.Settle()
	group.Destroy().Must()
}

func TestForeignGroupIsRefusedAndImported(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus", "tags": map[string]any{"a": "1"}})
	group := azure.Harness(t, nil).Resource("udr_resource_group", "this")
	azure.Forget()
	group.Apply(config(nil)).WantOnlyError("", "exists already", "import {", groupID)
	if writes := azure.Writes(); len(writes) != 0 {
		t.Errorf("a refused create wrote %v", writes)
	}
	group.Import(groupID).Must()
	group.Plan(config(map[string]any{"a": "1"})).Must().WantAction(protocol.NoOp)
	group.Forget()
	group.ImportIdentity(map[string]any{"id": groupID}).Must()
	group.Plan(config(map[string]any{"a": "1"})).Must().WantAction(protocol.NoOp)
	group.Forget()
	group.Import("contosofin-rg").WantOnlyError("", "/subscriptions/<subscription ID>/resourceGroups/<name>")
}

func TestGoneGroupIsPlannedAnew(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	group := azure.Harness(t, nil).Resource("udr_resource_group", "this")
	group.Apply(config(nil)).Must()
	azure.Request("DELETE", groupID+"?api-version=2021-04-01", nil)
	azure.Settle()
	group.Plan(config(nil)).Must().WantAction(protocol.Create)
}

func TestGroupRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change map[string]any
		path   string
		want   []string
	}{
		"name that ends in a period": {map[string]any{"name": "rg."}, "name", []string{"RG-NAME"}},
		"location":                   {map[string]any{"location": "east/us"}, "location", []string{"east/us"}},
		"reserved tag":               {map[string]any{"tags": map[string]any{"hidden-udr-create": "x"}}, `tags["hidden-udr-create"]`, []string{"reserved"}},
		"forbidden tag name":         {map[string]any{"tags": map[string]any{"a?b": "x"}}, `tags["a?b"]`, []string{"RG-TAGS"}},
		"unknown check":              {map[string]any{"skip_checks": []any{"NOPE"}}, `skip_checks["NOPE"]`, []string{"RG-NAME"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(nil)
			for key, value := range test.change {
				c[key] = value
			}
			acctest.NewAzure(t).Harness(t, nil).Resource("udr_resource_group", "this").Validate(c).WantOnlyError(test.path, test.want...)
		})
	}
}

func TestGroupReplacements(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	group := azure.Harness(t, nil).Resource("udr_resource_group", "this")
	group.Apply(config(nil)).Must()
	group.Plan(map[string]any{"name": "CONTOSOFIN-rg", "location": "East US"}).Must().WantAction(protocol.NoOp)
	group.Plan(map[string]any{"name": "other", "location": "eastus"}).Must().WantAction(protocol.DeleteThenCreate)
}

func TestGroupKillSweep(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{"with owner": {"owner": "platform/prod"}, "without owner": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := acctest.NewAzure(t)
			h := azure.Harness(t, block)
			group := h.Resource("udr_resource_group", "this")
			apply := func(tags map[string]any) func() error {
				return func() error { return group.Apply(config(tags)).Err() }
			}
			destroy := func() error { return group.Destroy().Err() }
			report := sweep.Sweep(t, sweep.Options{
				World: azure, Save: h.Save,
				Diff: func(want, got any) string { return cmp.Diff(azure.Documents(want), azure.Documents(got)) },
				Remedies: []sweep.Remedy{{Name: "import", Do: func() error {
					if group.Exists() {
						return errors.New("it is in the state")
					}
					return group.Import(groupID).Err()
				}}},
				Paths: []sweep.Path{
					{Name: "create", Run: apply(nil), Teardown: destroy},
					{Name: "update", Start: apply(nil), Run: apply(map[string]any{"a": "1"}), Teardown: destroy},
					{Name: "destroy", Start: apply(nil), Run: destroy},
				},
			})
			t.Logf("\n%s", report)
			if block != nil {
				for _, path := range report.Paths {
					if len(path.ByRemedy) > 0 {
						t.Errorf("%s needed %v although the owner is set", path.Name, path.ByRemedy)
					}
				}
			}
		})
	}
}

// Tags whose name differs from a default tag's in case alone, or that have no value, are one tag or none for Azure: what is
// planned is what is there afterwards.
func TestOddTags(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	harness := azure.Harness(t, map[string]any{"default_tags": map[string]any{"env": "dev", "team": "x"}})
	group := harness.Resource("udr_resource_group", "this")
	for _, tags := range []map[string]any{{"Env": "prod", "gone": nil}, {"ENV": "prod"}, {"team": nil}, {}} {
		group.Apply(config(tags)).Must()
		group.Refresh().Must()
		group.Plan(config(tags)).Must().WantAction(protocol.NoOp)
	}
	group.Apply(config(map[string]any{"Env": "prod", "gone": nil})).Must()
	if diff := cmp.Diff(map[string]any{"Env": "prod", "team": "x"}, group.At("tags_all")); diff != "" {
		t.Error(diff)
	}
	if tags := liveTags(azure); tags["Env"] != "prod" || tags["env"] != nil || tags["gone"] != nil {
		t.Errorf("the group has %v", tags)
	}
}

// Default tags count with an object's own.
func TestTooManyTagsTogether(t *testing.T) {
	t.Parallel()
	tags := map[string]any{}
	for i := range 46 {
		tags[fmt.Sprintf("t%d", i)] = "v"
	}
	harness := acctest.NewAzure(t).Harness(t, map[string]any{"default_tags": map[string]any{"t0": "mine"}})
	harness.Resource("udr_resource_group", "this").Plan(config(tags)).Must() // 46 names in all
	harness.Reconfigure(map[string]any{"emulator": map[string]any{}, "default_tags": map[string]any{"one": "more"}})
	harness.Resource("udr_resource_group", "that").Plan(config(tags)).WantOnlyError("tags", "default_tags", "47 tags")
}

// A timeout that is over before it begins is refused.
func TestNoTimeouts(t *testing.T) {
	t.Parallel()
	c := config(nil)
	c["timeouts"] = map[string]any{"read": "-5m", "create": "0s", "update": "1h"}
	out := acctest.NewAzure(t).Harness(t, nil).Resource("udr_resource_group", "this").Validate(c)
	out.WantError("timeouts.read", "-5m")
	out.WantError("timeouts.create", "0s")
}

// The group stays in the subscription that it was made in, whatever subscription the provider block names since.
func TestSubscriptionOfTheBlockChanges(t *testing.T) {
	t.Parallel()
	azure := acctest.NewAzure(t)
	otherID := "/subscriptions/" + armemu.SecondSubscriptionID + "/resourceGroups/contosofin-rg"
	azure.Put(otherID, "2021-04-01", map[string]any{"location": "eastus", "tags": map[string]any{"whose": "theirs"}})
	harness := azure.Harness(t, nil)
	group := harness.Resource("udr_resource_group", "this")
	group.Apply(config(nil)).Must()
	harness.Reconfigure(map[string]any{"emulator": map[string]any{}, "subscription_id": armemu.SecondSubscriptionID})
	group.Apply(config(map[string]any{"whose": "ours"})).Must()
	if tags, _ := azure.Object(otherID)["tags"].(map[string]any); tags["whose"] != "theirs" {
		t.Errorf("the other group's tags are %v", tags)
	}
	group.Destroy().Must()
	if azure.Object(otherID) == nil || azure.Object(groupID) != nil {
		t.Error("the wrong group was deleted")
	}
}
