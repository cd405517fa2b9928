package preflight_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// groupsOf are rule collection groups as a resource plans them.
func groupsOf(t *testing.T, groups any) attr.Value {
	t.Helper()
	typ := object(map[string]attr.Type{"groups": types.MapType{ElemType: groupType}})
	return build(t, typ, map[string]any{"groups": groups}).Attributes()["groups"]
}

func policyOf(t *testing.T) armid.ID {
	t.Helper()
	id, err := armid.Parse(policyID)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Groups that other resources plan in the egress's policy take the place of what was read of them, and are judged before they exist.
func TestPlannedRules(t *testing.T) {
	t.Parallel()
	allow := func(name string) map[string]any {
		return groupOf("application", map[string]any{"r": application([]any{name})})
	}
	type told struct {
		groups any
		before []string
	}
	tests := []struct {
		name     string
		complete any // rules_complete
		live     func(*egress.World)
		told     []told
		coming   bool
		final    bool
		want     egress.Status
	}{
		{"nothing is planned", true, nil, nil, false, false, egress.Denied},
		{"a group that allows", true, nil, []told{{map[string]any{"spoke": allow("mcr.microsoft.com")}, nil}}, false, false, egress.Allowed},
		{"a group that does not", true, nil, []told{{map[string]any{"spoke": allow("contoso.com")}, nil}}, false, false, egress.Denied},
		{"of two resources", true, nil, []told{{map[string]any{"a": allow("contoso.com")}, nil}, {map[string]any{"b": allow("mcr.microsoft.com")}, nil}}, false, false, egress.Allowed},
		{"groups of which nothing is known", true, nil, []told{{unknown{}, nil}}, false, false, egress.Indeterminate},
		{"a group of which nothing is known", true, nil, []told{{map[string]any{"spoke": unknown{}}, nil}}, false, false, egress.Indeterminate},
		{"a live group that goes", false, others("mcr.microsoft.com"), []told{{nil, []string{"THEIRS"}}}, false, false, egress.Denied},
		{"one that changes", false, others("contoso.com"), []told{{map[string]any{"theirs": allow("mcr.microsoft.com")}, []string{"theirs"}}}, false, false, egress.Allowed},
		{"one that moves to another resource", false, others("mcr.microsoft.com"), []told{{map[string]any{"theirs": allow("mcr.microsoft.com")}, nil}, {nil, []string{"theirs"}}}, false, false, egress.Allowed},
		{"a group of the egress's own is its own", true, nil, []told{{map[string]any{"egress": allow("mcr.microsoft.com")}, nil}}, false, false, egress.Denied},

		{"others are to bring rules", nil, nil, nil, false, false, egress.Indeterminate},
		{"others bring them", nil, nil, []told{{map[string]any{"spoke": allow("mcr.microsoft.com")}, nil}}, false, false, egress.Allowed},
		{"others have some, and more may come", nil, others("contoso.com"), nil, false, false, egress.Indeterminate},
		{"when the time is up", nil, others("contoso.com"), nil, false, true, egress.Denied},
		{"which was not looked at", nil, nil, nil, false, true, egress.Indeterminate},

		{"what comes later may be what is missing", false, others("contoso.com"), nil, true, false, egress.Indeterminate},
		{"what is there is there", false, others("mcr.microsoft.com"), nil, true, false, egress.Allowed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			around := tt.live
			if around == nil {
				around = func(*egress.World) {}
			}
			q := live(around)
			typ := object(firewallType.AttrTypes, map[string]attr.Type{"firewall_policy_id": types.StringType})
			q.Egress = build(t, typ, howTo(map[string]any{
				"rule_collection_groups": map[string]any{"egress": allow("contoso.com")}, "rules_complete": tt.complete, "firewall_policy_id": policyID,
			}))
			ledger := &account.Ledger{}
			for _, one := range tt.told {
				preflight.PlanRules(ledger, policyOf(t), groupsOf(t, one.groups), one.before)
			}
			q.Planned, q.PlannedOpen = preflight.PlannedRules(ledger, policyOf(t))
			q.Coming, q.Final = tt.coming, tt.final
			if row := find(t, preflight.Judge(q), "mcr.microsoft.com"); row.Status != tt.want {
				t.Errorf("%s: %v", row.Status, row.Verdict.Steps)
			}
		})
	}
}

// What is wrong with a rule of others is theirs to mend: the plan of the egress does not speak of it.
func TestFindingsOfOthers(t *testing.T) {
	t.Parallel()
	wide := networkGroup([]any{"*"})
	judged := func(own map[string]any, planned any) int {
		q := live(func(*egress.World) {})
		typ := object(firewallType.AttrTypes, map[string]attr.Type{"firewall_policy_id": types.StringType})
		q.Egress = build(t, typ, howTo(map[string]any{"rule_collection_groups": own, "firewall_policy_id": policyID}))
		ledger := &account.Ledger{}
		preflight.PlanRules(ledger, policyOf(t), groupsOf(t, planned), nil)
		q.Planned, q.PlannedOpen = preflight.PlannedRules(ledger, policyOf(t))
		n := 0
		for _, f := range preflight.Judge(q).Findings {
			if f.Code == egress.FindAnyAny {
				n++
			}
		}
		return n
	}
	names := groupOf("application", map[string]any{"r": application([]any{"contoso.com"})})
	if n := judged(map[string]any{"egress": wide}, map[string]any{"spoke": names}); n != 1 {
		t.Errorf("a rule of ours that lets everything pass: %d findings", n)
	}
	if n := judged(map[string]any{"egress": names}, map[string]any{"spoke": wide}); n != 0 {
		t.Errorf("a rule of others that lets everything pass: %d findings", n)
	}
}

func networkGroup(from []any) map[string]any {
	return groupOf("network", map[string]any{"all": map[string]any{
		"source_addresses": from, "destination_addresses": []any{"*"}, "destination_ports": []any{"*"}, "protocols": []any{"Any"},
	}})
}
