package convergence_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

// The framework's own private state satisfies the package's interfaces. The
// nil fields are typed: calls on them must not panic.
var (
	_ convergence.ReadWriter = resource.ModifyPlanResponse{}.Private
	_ convergence.ReadWriter = resource.CreateResponse{}.Private
)

// private is a private state with the framework's rules: JSON values only, an
// empty value removes the key.
type private map[string][]byte

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if len(value) == 0 {
		delete(p, key)
		return nil
	}
	if !json.Valid(value) {
		return diag.Diagnostics{diag.NewErrorDiagnostic("JSON Invalid", key)}
	}
	p[key] = value
	return nil
}

func TestPrivateRoundTrip(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := private{}
	object := convergence.Object{Create: "c1", Incomplete: true}
	plan := convergence.Plan{Step: convergence.StepCreate, Anchor: anchor, Parts: []string{"a", "b"}, Run: "r1"}
	if diags := convergence.WriteObject(ctx, p, object); diags.HasError() {
		t.Fatal(diags)
	}
	if diags := convergence.WritePlan(ctx, p, plan); diags.HasError() {
		t.Fatal(diags)
	}
	if got := convergence.ReadObject(ctx, p); got != object {
		t.Errorf("object %+v, want %+v", got, object)
	}
	if diff := cmp.Diff(plan, convergence.ReadPlan(ctx, p)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if diags := convergence.ClearPlan(ctx, p); diags.HasError() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff(convergence.Plan{}, convergence.ReadPlan(ctx, p)); diff != "" {
		t.Errorf("plan after clearing:\n%s", diff)
	}
	if got := convergence.ReadObject(ctx, p); got != object {
		t.Errorf("clearing the plan changed the object to %+v", got)
	}
}

// State files hold these bytes; older ones must stay readable.
func TestPrivateFormat(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p := private{}
	convergence.WriteObject(ctx, p, convergence.Object{Create: "c1", Incomplete: true})
	convergence.WritePlan(ctx, p, convergence.Plan{Step: convergence.StepReplace, Anchor: "/x", Parts: []string{"a"}, Run: "r"})
	want := map[string]string{
		"udr_object": `{"create":"c1","incomplete":true}`,
		"udr_plan":   `{"step":"replace","anchor":"/x","parts":["a"],"run":"r"}`,
	}
	got := map[string]string{}
	for k, v := range p {
		got[k] = string(v)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("private state (-want +got):\n%s", diff)
	}
}

func TestPrivateUnreadable(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, raw := range map[string]string{"wrong type": `[1]`, "wrong member": `{"create":7,"incomplete":true,"step":4}`, "null": `null`, "empty": ``} {
		p := private{"udr_object": []byte(raw), "udr_plan": []byte(raw)}
		if got := convergence.ReadObject(ctx, p); got != (convergence.Object{}) {
			t.Errorf("%s: object %+v, want zero", name, got)
		}
		if diff := cmp.Diff(convergence.Plan{}, convergence.ReadPlan(ctx, p)); diff != "" {
			t.Errorf("%s: plan not zero:\n%s", name, diff)
		}
	}
	if got := convergence.ReadObject(ctx, nil); got != (convergence.Object{}) {
		t.Errorf("nil private state: %+v", got)
	}
	if got := convergence.ReadObject(ctx, resource.ReadRequest{}.Private); got != (convergence.Object{}) {
		t.Errorf("the framework's nil private state: %+v", got)
	}
}
