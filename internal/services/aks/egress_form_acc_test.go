package aks_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
)

// TestEgressForm: an ID and a whole resource are refused at the attribute, also while their values are unknown; what may yet turn out to be an
// egress is not.
func TestEgressForm(t *testing.T) {
	t.Parallel()
	whole := map[string]any{"id": "/subscriptions/x", "name": "fw", "egress": map[string]any{"hop": nil, "subnets": map[string]any{}}}
	ofType := func(members ...string) cty.Value {
		kinds := map[string]cty.Type{}
		for _, name := range members {
			kinds[name] = cty.String
		}
		return cty.UnknownVal(cty.Object(kinds))
	}
	const fix = "write egress = udr_firewall_egress.this.egress"
	for name, test := range map[string]struct {
		egress any
		want   string // empty: passes
	}{
		"ID":                      {"/subscriptions/x/firewall", `"/subscriptions/x/firewall" is a text`},
		"ID that is not known":    {cty.UnknownVal(cty.String), "this is a text"},
		"whole resource":          {whole, "whole resource"},
		"… that is not known":     {ofType("id", "name", "egress"), "whole resource"},
		"a map of resources":      {cty.MapVal(map[string]cty.Value{"a": cty.StringVal("x")}), "has not the members"},
		"number":                  {1, "this is none"},
		"list":                    {[]any{"a"}, "this is none"},
		"another object":          {map[string]any{"subnets": map[string]any{}}, "has not the members"},
		"nothing":                 {nil, ""},
		"unknown":                 {protocol.Unknown, ""},
		"egress, not known":       {ofType("hop", "subnets", "type"), ""},
		"unknown map":             {cty.UnknownVal(cty.Map(cty.String)), ""},
		"egress, nothing of it":   {map[string]any{"hop": protocol.Unknown, "subnets": protocol.Unknown}, ""},
		"null of a type":          {cty.NullVal(cty.String), ""},
		"egress as a typed map":   {cty.MapVal(map[string]cty.Value{"hop": cty.StringVal(""), "subnets": cty.StringVal("")}), ""},
		"object without anything": {map[string]any{}, "has not the members"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := acctest.NewAzure(t).Harness(t, nil)
			for kind, config := range map[string]map[string]any{"udr_aks_cluster": with(map[string]any{"egress": test.egress}), "udr_aks_node_pool": further(map[string]any{"egress": test.egress})} {
				found := h.Resource(kind, "this").Validate(config)
				if test.want == "" {
					found.Must()
					continue
				}
				found.WantOnlyError("egress", "Not an egress", test.want, fix)
			}
		})
	}
}
