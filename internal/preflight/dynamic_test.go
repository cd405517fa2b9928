package preflight_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// numbered is a type as a dynamic value has it: numbers of one kind only.
func numbered(t attr.Type) attr.Type {
	switch t := t.(type) {
	case types.ObjectType:
		return numberedObject(t)
	case types.MapType:
		return types.MapType{ElemType: numbered(t.ElemType)}
	case types.ListType:
		return types.ListType{ElemType: numbered(t.ElemType)}
	}
	if t.Equal(types.Int32Type) {
		return types.NumberType
	}
	return t
}

func numberedObject(t types.ObjectType) types.ObjectType {
	members := map[string]attr.Type{}
	for name, member := range t.AttrTypes {
		members[name] = numbered(member)
	}
	return types.ObjectType{AttrTypes: members}
}

// TestDynamicNumbers: priorities and ports count in an object that came through a dynamic attribute, so that a denial behind the rules that
// allow leaves no doubt. A number that is neither is one that is not known.
func TestDynamicNumbers(t *testing.T) {
	t.Parallel()
	web := application(coreNames)
	web["protocols"] = []any{map[string]any{"type": "Https", "port": 443}}
	groups := func(last any) map[string]any {
		rest := groupOf("application", map[string]any{"rest": application([]any{"*"})})
		rest["priority"] = last
		rest["application_rule_collections"].(map[string]any)["main"].(map[string]any)["action"] = "Deny"
		return howTo(map[string]any{"rule_collection_groups": map[string]any{"egress": groupOf("application", map[string]any{"aks": web}), "rest": rest}})
	}
	for name, test := range map[string]struct {
		last any
		want egress.Status
	}{
		"behind": {60000, egress.Allowed}, "before": {200, egress.Denied}, "no number": {1500.5, egress.Indeterminate}, "too large": {int64(1 << 40), egress.Indeterminate},
		"unknown": {unknown{}, egress.Indeterminate}, "null": {nil, egress.Indeterminate},
	} {
		report := preflight.Judge(preflight.Question{Egress: build(t, numberedObject(firewallType), groups(test.last)), Profile: eastus()})
		if len(report.Rows) == 0 {
			t.Fatalf("%s: nothing was judged", name)
		}
		for _, row := range report.Rows {
			if strings.HasSuffix(row.Flow.Text(), "(https)") && row.Status != test.want {
				t.Errorf("%s: %s is %v", name, row.Flow.Text(), row.Status)
			}
		}
	}
}
