package strike_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
)

// TestNormal: two runs that differ in what Azure makes anew are equal; a role given to another identity is not.
func TestNormal(t *testing.T) {
	t.Parallel()
	run := func(etag, one, two, holder string) map[string]any {
		return strike.Normal(map[string]any{
			"/identities/one": map[string]any{"properties": map[string]any{"principalId": one, "clientId": "c" + one}},
			"/identities/two": map[string]any{"properties": map[string]any{"principalId": two}},
			"/vnet/providers/Microsoft.Authorization/roleAssignments/r": map[string]any{"properties": map[string]any{"principalId": holder}},
			"/vnet": map[string]any{
				"etag": etag, "tags": map[string]any{"hidden-udr-create": etag, "a": "b"},
				"properties": map[string]any{"resourceGuid": etag, "subnets": []any{map[string]any{"name": etag + "s"}, map[string]any{"name": "a", "eTag": etag}}, "list": []any{"z", "a"}},
			},
		})
	}
	first := run("", "P1", "P2", "p1")
	if diff := cmp.Diff(first, run("", "Q1", "Q2", "Q1")); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(first, run("", "Q1", "Q2", "Q2")) {
		t.Error("a role of another identity is the same")
	}
	want := map[string]any{
		"tags": map[string]any{"a": "b"}, "properties": map[string]any{"subnets": []any{map[string]any{"name": "a"}, map[string]any{"name": "s"}}, "list": []any{"z", "a"}},
	}
	if diff := cmp.Diff(want, first["/vnet"]); diff != "" {
		t.Error(diff)
	}
}
