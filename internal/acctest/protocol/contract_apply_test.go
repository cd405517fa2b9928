package protocol

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

func TestBreachesInApplyFail(t *testing.T) {
	t.Parallel()
	runBreaches(t, []breach{
		{
			name: "applied value differs from the plan",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"owner": cty.StringVal("somebody")})
			}},
			run: func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{
				`applying toy_thing.x: Provider produced inconsistent result after apply: .owner: was "nobody", but now "somebody"`,
			},
		},
		{
			name: "nested element vanishes in the apply",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"tags": cty.MapValEmpty(cty.String)})
			}},
			run: func(h *Harness) {
				h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a", "tags": map[string]string{"k": "v"}})
			},
			want: []string{`Provider produced inconsistent result after apply: .tags: element "k" has vanished`},
		},
		{
			name: "unknown after the apply",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"revision": cty.UnknownVal(cty.Number)})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Provider returned invalid result object after apply: .revision: is still unknown"},
		},
		{
			name: "write-only value in the state",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"secret": cty.StringVal("s")})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a", "secret": "s"}) },
			want: []string{".secret: returned a value for a write-only attribute"},
		},
		{
			name: "null after a create",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewState = &tfprotov6.DynamicValue{JSON: []byte("null")}
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"after a create the object is null"},
		},
		{
			name: "not null after a delete",
			tamper: tamper{apply: func(req *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				if gone, err := req.PlannedState.IsNull(); err == nil && gone {
					resp.NewState = req.PriorState
				}
			}},
			run: func(h *Harness) {
				h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"})
				h.Resource("toy_thing", "x").Destroy()
			},
			want: []string{"after a delete the object is not null"},
		},
		{
			name: "no new state and no diagnostic",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewState = nil
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Provider produced invalid object: no value was returned"},
		},
	})
}

func TestBreachesInReadAndIdentityFail(t *testing.T) {
	t.Parallel()
	runBreaches(t, []breach{
		{
			name: "re-plan is not empty",
			tamper: tamper{read: func(_ *tfprotov6.ReadResourceRequest, resp *tfprotov6.ReadResourceResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"size": cty.NumberIntVal(5)})
			}},
			run: func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a", "size": 1}) },
			want: []string{
				"The plan after the apply is not empty: the action is update", "size: 5 -> 1", "found by reading: [size: 1 -> 5]",
			},
		},
		{
			name: "reading finds another object",
			tamper: tamper{read: func(_ *tfprotov6.ReadResourceRequest, resp *tfprotov6.ReadResourceResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"revision": cty.NumberIntVal(5)})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Reading finds another object than the apply stored: [revision: 1 -> 5]"},
		},
		{
			name: "read changes the type",
			tamper: tamper{read: func(_ *tfprotov6.ReadResourceRequest, resp *tfprotov6.ReadResourceResponse) {
				resp.NewState = &tfprotov6.DynamicValue{JSON: []byte(`{"id":"a-1","extra":true}`)}
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Provider produced invalid object"},
		},
		{
			name: "read returns unknown",
			tamper: tamper{read: func(_ *tfprotov6.ReadResourceRequest, resp *tfprotov6.ReadResourceResponse) {
				resp.NewState = edit(t, resp.NewState, map[string]cty.Value{"revision": cty.UnknownVal(cty.Number)})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Provider produced invalid object: .revision: is still unknown"},
		},
		{
			name: "identity not set",
			tamper: tamper{apply: func(_ *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				resp.NewIdentity = nil
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Provider produced invalid identity: toy_thing has an identity schema, but its identity was not set"},
		},
		{
			name: "identity changes in a read",
			tamper: tamper{read: func(_ *tfprotov6.ReadResourceRequest, resp *tfprotov6.ReadResourceResponse) {
				resp.NewIdentity = identityOf(t, cty.StringVal("other"))
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{`Provider produced different identity: .id: was "a-1", but now "other"`},
		},
		{
			name: "identity changes in an update",
			tamper: tamper{apply: func(req *tfprotov6.ApplyResourceChangeRequest, resp *tfprotov6.ApplyResourceChangeResponse) {
				if created, err := req.PriorState.IsNull(); err == nil && !created {
					resp.NewIdentity = identityOf(t, cty.StringVal("other"))
				}
			}},
			run: func(h *Harness) {
				h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"})
				h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a", "size": 2})
			},
			want: []string{`Provider produced different identity: .id: was "a-1", but now "other"`},
		},
		{
			name: "deferral that is not allowed",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.Deferred = &tfprotov6.Deferred{Reason: tfprotov6.DeferredReasonAbsentPrereq}
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a"}) },
			want: []string{"Provider deferred changes when Terraform did not allow deferrals: reason ABSENT_PREREQ"},
		},
	})
}
