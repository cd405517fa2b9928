package protocol

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

func TestBreachesInPlanFail(t *testing.T) {
	t.Parallel()
	runBreaches(t, []breach{
		{
			name: "plan disagrees with config",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.PlannedState = edit(t, resp.PlannedState, map[string]cty.Value{"size": cty.NumberIntVal(7)})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a", "size": 1}) },
			want: []string{"planning toy_thing.x: Provider produced invalid plan: .size: planned value 7 does not match config value 1"},
		},
		{
			name: "plan disagrees with config in a nested map",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.PlannedState = edit(t, resp.PlannedState, map[string]cty.Value{"rules": cty.MapVal(map[string]cty.Value{
					"one": cty.ObjectVal(map[string]cty.Value{"port": cty.StringVal("9"), "note": cty.StringVal("none")}),
				})})
			}},
			run: func(h *Harness) {
				h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a", "rules": map[string]any{"one": map[string]any{"port": "1"}}})
			},
			want: []string{`Provider produced invalid plan: .rules["one"].port: planned value "9" does not match config value "1"`},
		},
		{
			name: "plan fills what is not computed",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.PlannedState = edit(t, resp.PlannedState, map[string]cty.Value{"tags": cty.MapVal(map[string]cty.Value{"k": cty.StringVal("v")})})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a"}) },
			want: []string{`.tags: planned value {"k":"v"} for a non-computed attribute`},
		},
		{
			name: "write-only value in a plan",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.PlannedState = edit(t, resp.PlannedState, map[string]cty.Value{"secret": cty.StringVal("s")})
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a", "secret": "s"}) },
			want: []string{".secret: planned value for write-only attribute is not null"},
		},
		{
			name: "planned for absence",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				packed, err := toWire(cty.NullVal(toySchema(t).typ), toySchema(t).typ)
				if err != nil {
					t.Error(err)
				}
				resp.PlannedState = packed
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a"}) },
			want: []string{"planned for absence but config wants existence"},
		},
		{
			name: "plan of another type",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.PlannedState = &tfprotov6.DynamicValue{JSON: []byte(`{"id":"x"}`)}
			}},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a"}) },
			want: []string{"Provider produced invalid plan"},
		},
		{
			name: "requires replacement of nothing",
			tamper: tamper{plan: func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
				resp.RequiresReplace = []*tftypes.AttributePath{tftypes.NewAttributePath().WithAttributeName("rules").WithElementKeyString("none")}
			}},
			run: func(h *Harness) {
				h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a", "size": 1})
				h.Resource("toy_thing", "x").Plan(map[string]any{"name": "a", "size": 2})
			},
			want: []string{`.rules["none"]: indicated "requires replacement" for a non-existent attribute path`},
		},
		{
			name: "second plan changes a known value",
			tamper: tamper{plan: func() func(*tfprotov6.PlanResourceChangeRequest, *tfprotov6.PlanResourceChangeResponse) {
				n := 0
				return func(_ *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) {
					n++
					resp.PlannedState = edit(t, resp.PlannedState, map[string]cty.Value{"owner": cty.StringVal(fmt.Sprint(n))})
				}
			}()},
			run:  func(h *Harness) { h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}) },
			want: []string{"Provider produced inconsistent final plan: .owner: was"},
		},
	})
}
