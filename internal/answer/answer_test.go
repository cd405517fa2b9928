package answer

import (
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// TestTables: each table has the columns of its struct, and words for each.
func TestTables(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		table Table
		row   any
		rows  func() (attr.Value, error)
	}{
		{Rows, Row{}, func() (attr.Value, error) {
			list, _ := cloud.RequiredEgress(cloud.Profile{Region: "eastus", Windows: true})
			return listOf(t, Rows, RowsOf(list)), nil
		}},
		{Retired, RetiredRow{}, func() (attr.Value, error) { return listOf(t, Retired, RetiredRows()), nil }},
		{Verdicts, Verdict{}, func() (attr.Value, error) {
			return listOf(t, Verdicts, verdictsOf(egress.Report{Verdicts: []egress.Verdict{{}}})), nil
		}},
		{Findings, Finding{}, func() (attr.Value, error) { return listOf(t, Findings, findingsOf([]egress.Finding{{}})), nil }},
	} {
		name := reflect.TypeOf(tt.row).Name()
		var tags, columns []string
		for i := range reflect.TypeOf(tt.row).NumField() {
			tags = append(tags, reflect.TypeOf(tt.row).Field(i).Tag.Get("tfsdk"))
		}
		for _, c := range tt.table {
			columns = append(columns, c.Name)
			if !strings.HasSuffix(c.Text, ".") {
				t.Errorf("%s.%s: %q is no sentence", name, c.Name, c.Text)
			}
			if got := c.attribute().GetType(); !got.Equal(c.Type) {
				t.Errorf("%s.%s: the attribute is %s, the column %s", name, c.Name, got, c.Type)
			}
		}
		if diff := cmp.Diff(tags, columns); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if v, err := tt.rows(); err != nil || v.IsNull() || v.IsUnknown() {
			t.Errorf("%s: %v, %v", name, v, err)
		}
		if n := strings.Count(tt.table.Markdown(), "\n- `"); n != len(columns)-1 {
			t.Errorf("%s: %d lines of Markdown for %d columns", name, n+1, len(columns))
		}
	}
}

func listOf(t *testing.T, table Table, rows any) attr.Value {
	t.Helper()
	v, diags := types.ListValueFrom(t.Context(), table.Object(), rows)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return v
}

func TestJSON(t *testing.T) {
	t.Parallel()
	number := func(text string) attr.Value {
		f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return types.NumberValue(f)
	}
	tuple := types.TupleValueMust([]attr.Type{types.StringType, types.BoolType}, []attr.Value{types.StringValue("<a>"), types.BoolValue(true)})
	object := types.ObjectValueMust(
		map[string]attr.Type{"n": types.NumberType, "gone": types.StringType, "list": tuple.Type(t.Context()), "map": types.MapType{ElemType: types.StringType}},
		map[string]attr.Value{
			"n": number("100"), "gone": types.StringNull(), "list": tuple,
			"map": types.MapValueMust(types.StringType, map[string]attr.Value{"k": types.StringValue("v")}),
		})
	for _, tt := range []struct {
		value attr.Value
		want  string
	}{
		{types.StringValue(`{"version": 1}`), `{"version": 1}`},
		{types.DynamicValue(types.StringValue("text")), "text"},
		{types.DynamicValue(object), `{"list":["\u003ca\u003e",true],"map":{"k":"v"},"n":100}`},
		{number("65535"), "65535"},
		{number("12345678901234567890123"), "12345678901234567890123"},
		{number("0.5"), "0.5"},
		{types.DynamicNull(), "null"},
		{types.SetValueMust(types.StringType, []attr.Value{types.StringValue("x")}), `["x"]`},
		{types.ListValueMust(types.StringType, []attr.Value{types.StringNull()}), `[null]`},
	} {
		got, err := JSON(tt.value)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %s, %v; want %s", tt.value, got, err, tt.want)
		}
	}
	hidden := types.ObjectValueMust(map[string]attr.Type{"a": texts}, map[string]attr.Value{"a": types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()})})
	if _, err := JSON(hidden); err == nil || err.Error() != "a: [0]: a value is not known" {
		t.Errorf("an unknown value: %v", err)
	}
}

func TestJSONOfKnown(t *testing.T) {
	t.Parallel()
	v := types.ObjectValueMust(
		map[string]attr.Type{"a": texts, "b": types.BoolType, "c": types.StringType},
		map[string]attr.Value{"a": types.ListValueMust(types.StringType, []attr.Value{types.StringValue("x"), types.StringUnknown()}), "b": types.BoolUnknown(), "c": types.StringNull()})
	got, err := JSONOfKnown(types.DynamicValue(v))
	if want := `{"a":["x",{"unknown":true}],"b":{"unknown":true}}`; err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

// TestStatus: what Azure would refuse fails, however the flows fare.
func TestStatus(t *testing.T) {
	t.Parallel()
	if got := (egress.Report{}).Status(); got != egress.Allowed {
		t.Errorf("an empty report is %s", got)
	}
	refused := egress.Report{Findings: []egress.Finding{{Severity: egress.SeverityWarning}, {Severity: egress.SeverityError}}}
	if got := refused.Status(); got != egress.Denied {
		t.Errorf("a refused configuration is %s", got)
	}
	open := egress.Report{Verdicts: []egress.Verdict{{Status: egress.Indeterminate}}, Findings: refused.Findings[:1]}
	if got := open.Status(); got != egress.Indeterminate {
		t.Errorf("an open flow is %s", got)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	r, err := Judge([]byte(`{"version": 1, "networks": [{"name": "v", "address_space": ["10.0.0.0/16"], "subnets": [{"name": "s", "address_prefixes": ["10.0.0.0/24"]}]}],
	  "flows": [{"source_subnet": "v/s", "protocol": "tcp", "ports": ["443"], "addresses": ["10.0.3.4"]}]}`))
	if err != nil || len(r.Verdicts) != 1 || r.Verdicts[0].Status != egress.Allowed {
		t.Errorf("%v, %v", r, err)
	}
	out, err := ReportOf(r)
	if err != nil || out.Status.ValueString() != "allowed" || !strings.Contains(out.Text.ValueString(), "1 flows: 1 allowed") || len(out.Verdicts) != 1 {
		t.Errorf("%v, %v", out, err)
	}
	if _, err := Judge([]byte(`{"version": 1, "without_assumptions": ["A-NONSENSE"]}`)); err == nil || !strings.Contains(err.Error(), "$.without_assumptions[0]") {
		t.Errorf("an assumption that is none: %v", err)
	}
}

// TestSpare: of two options, the one that does not pass need not.
func TestSpare(t *testing.T) {
	t.Parallel()
	flow := func(option string, s egress.Status) egress.Verdict {
		return egress.Verdict{Status: s, Flow: egress.Flow{Choice: "monitor", Option: option, Level: egress.LevelRequired}}
	}
	got := verdictsOf(egress.Report{Verdicts: []egress.Verdict{flow("tag", egress.Allowed), flow("names", egress.Denied), {Status: egress.Denied}}})
	for i, want := range []bool{false, true, false} {
		if got[i].Spare.ValueBool() != want {
			t.Errorf("verdict %d: %v", i, got[i].Spare)
		}
	}
	if got[1].Option.ValueString() != "names" || !got[2].Choice.IsNull() {
		t.Errorf("%v, %v", got[1].Option, got[2].Choice)
	}
}
