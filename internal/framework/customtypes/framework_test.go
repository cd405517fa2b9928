package customtypes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// These tests pin the facts of the framework that docs/design/0001-values.md rests on.

func TestReadKeepsTheUsersSpelling(t *testing.T) {
	t.Parallel()
	prior := object(map[string]tftypes.Value{
		"table": text(tableID), "location": text("East US"),
		"rules": rules(map[string]tftypes.Value{"a": rule(texts("10.0.0.4", "*"), texts("443"), texts("MCR.microsoft.com"))}),
	})
	got, ds := readProbe(t, probe{read: func(m *probeModel) {
		m.Table = customtypes.NewResourceID(strings.ToUpper(tableID))
		m.Location = customtypes.NewLocation("eastus")
		m.Rules = answer([]string{"10.0.0.4/32", "*"}, []string{"443-443"}, []string{"mcr.microsoft.com"})
	}}, prior)
	if len(ds) > 0 || !got.Equal(prior) {
		t.Errorf("another spelling of the same is drift: %v\n%s", ds, diffOf(prior, got))
	}
}

func TestReadShowsDrift(t *testing.T) {
	t.Parallel()
	prior := object(map[string]tftypes.Value{
		"location": text("East US"),
		"rules":    rules(map[string]tftypes.Value{"a": rule(texts("10.0.0.4"), texts("443"), texts("a.com"))}),
	})
	want := object(map[string]tftypes.Value{
		"location": text("westeurope"),
		"rules":    rules(map[string]tftypes.Value{"a": rule(texts("10.0.0.5/32"), texts("443"), texts("a.com"))}),
	})
	got, ds := readProbe(t, probe{read: func(m *probeModel) {
		m.Location = customtypes.NewLocation("westeurope")
		m.Rules = answer([]string{"10.0.0.5/32"}, []string{"443-443"}, []string{"a.com"})
	}}, prior)
	if len(ds) > 0 || !got.Equal(want) {
		t.Errorf("drift: %v\n%s", ds, diffOf(want, got))
	}
}

// The framework leaves null and empty apart, hence values.KeepEmptiness.
func TestReadDoesNotReconcileNullAndEmpty(t *testing.T) {
	t.Parallel()
	prior, empty := object(nil), object(map[string]tftypes.Value{"names": texts()})
	got, _ := readProbe(t, probe{read: func(m *probeModel) { m.Names = values.ListOfStrings(nil) }}, prior)
	if !got.Equal(empty) {
		t.Errorf("the framework reconciles null and empty now: %s", diffOf(empty, got))
	}
	got, _ = readProbe(t, probe{read: func(m *probeModel) {
		read := *m
		read.Names = values.ListOfStrings(nil)
		*m = values.KeepEmptiness(*m, read)
	}}, prior)
	if !got.Equal(prior) {
		t.Errorf("KeepEmptiness does not: %s", diffOf(prior, got))
	}
}

// Validation also runs when a provider writes state, so a type must admit what Azure may answer.
func TestWritingStateValidates(t *testing.T) {
	t.Parallel()
	_, ds := readProbe(t, probe{read: func(m *probeModel) { m.Location = customtypes.NewLocation("not-a-location") }}, object(nil))
	if len(ds) != 1 || ds[0].Summary != "Invalid location" {
		t.Errorf("writing an invalid value: %v", ds)
	}
}

func TestPlanOfAnotherSpelling(t *testing.T) {
	t.Parallel()
	prior := object(map[string]tftypes.Value{"table": text(tableID), "location": text("East US"), "plain": text("East US")})
	respelled := object(map[string]tftypes.Value{"table": text(strings.ToUpper(tableID)), "location": text("eastus"), "plain": text("eastus")})
	resp := planProbe(t, probe{}, prior, respelled)
	// The modifiers plan the prior spelling; without one, semantic equality plays no part in a plan.
	want := object(map[string]tftypes.Value{"table": text(tableID), "location": text("East US"), "plain": text("eastus")})
	if got := unwire(t, resp.PlannedState); !got.Equal(want) || len(resp.RequiresReplace) > 0 {
		t.Errorf("plan: replace %v\n%s", resp.RequiresReplace, diffOf(want, got))
	}
}

func TestPlanOfAnotherValue(t *testing.T) {
	t.Parallel()
	prior := object(map[string]tftypes.Value{"table": text(tableID), "location": text("East US")})
	for name, c := range map[string]struct {
		config  tftypes.Value
		replace bool
	}{
		"another table": {object(map[string]tftypes.Value{"table": text(tableID + "b"), "location": text("East US")}), true},
		"unknown table": {object(map[string]tftypes.Value{"table": unknownText, "location": text("East US")}), true},
		"no table":      {object(map[string]tftypes.Value{"location": text("East US")}), true},
		"another place": {object(map[string]tftypes.Value{"table": text(tableID), "location": text("westeurope")}), false},
		"unknown place": {object(map[string]tftypes.Value{"table": text(tableID), "location": unknownText}), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := planProbe(t, probe{}, prior, c.config)
			if got := unwire(t, resp.PlannedState); !got.Equal(c.config) {
				t.Errorf("planned:\n%s", diffOf(c.config, got))
			}
			if got := len(resp.RequiresReplace) == 1; got != c.replace {
				t.Errorf("replace: %v; want %v", resp.RequiresReplace, c.replace)
			}
		})
	}
}

func TestPlanOfACreate(t *testing.T) {
	t.Parallel()
	config := object(map[string]tftypes.Value{"table": text(tableID), "location": text("East US")})
	resp := planProbe(t, probe{}, tftypes.NewValue(probeType, nil), config)
	if got := unwire(t, resp.PlannedState); !got.Equal(config) || len(resp.RequiresReplace) > 0 {
		t.Errorf("create: replace %v\n%s", resp.RequiresReplace, diffOf(config, got))
	}
}

// One unknown never switches off the check of a known sibling (law L1), and every problem is told at
// its own path.
func TestValidationJudgesEveryKnownPart(t *testing.T) {
	t.Parallel()
	unknownRule := tftypes.NewValue(ruleType, tftypes.UnknownValue)
	mixed := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{unknownText, text("10.0.0.1/8"), text("*")})
	config := object(map[string]tftypes.Value{
		"table": text(vnetID), "location": unknownText,
		"rules": rules(map[string]tftypes.Value{
			"a": rule(mixed, tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, tftypes.UnknownValue), texts("a.*")),
			"b": unknownRule,
			"c": rule(texts("10.0.0.0/8"), texts("0"), texts("ok.com")),
		}),
	})
	got := map[string]string{}
	for _, d := range validateProbe(t, probe{}, config) {
		got[d.Attribute.String()] = d.Summary
	}
	want := map[string]string{
		`AttributeName("table")`: "Invalid resource ID",
		`AttributeName("rules").ElementKeyString("a").AttributeName("addresses").ElementKeyInt(1)`: "Invalid address",
		`AttributeName("rules").ElementKeyString("a").AttributeName("names").ElementKeyInt(0)`:     "Invalid FQDN",
		`AttributeName("rules").ElementKeyString("c").AttributeName("ports").ElementKeyInt(0)`:     "Invalid port",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if ds := validateProbe(t, probe{}, tftypes.NewValue(probeType, map[string]tftypes.Value{
		"table": unknownText, "location": unknownText, "plain": unknownText,
		"names": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, tftypes.UnknownValue),
		"rules": tftypes.NewValue(tftypes.Map{ElementType: ruleType}, tftypes.UnknownValue),
	})); len(ds) > 0 {
		t.Errorf("a wholly unknown configuration: %v", ds[0])
	}
}

// answer is one rule as Azure gives it.
func answer(addresses, ports, names []string) types.Map {
	attrs := map[string]attr.Type{
		"addresses": types.ListType{ElemType: customtypes.AddressSpecType{}},
		"ports":     types.ListType{ElemType: customtypes.PortSpecType{}},
		"names":     types.ListType{ElemType: customtypes.FQDNPatternType{}},
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: attrs}, map[string]attr.Value{"a": types.ObjectValueMust(attrs, map[string]attr.Value{
		"addresses": values.ListOf(customtypes.AddressSpecType{}, addresses),
		"ports":     values.ListOf(customtypes.PortSpecType{}, ports),
		"names":     values.ListOf(customtypes.FQDNPatternType{}, names),
	})})
}

func diffOf(want, got tftypes.Value) string {
	diffs, err := want.Diff(got)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, d := range diffs {
		b.WriteString(d.String() + "\n")
	}
	return b.String()
}

var _ tfprotov6.ProviderServer = serve(probe{})
