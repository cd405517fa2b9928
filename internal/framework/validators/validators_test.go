package validators_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

var root = path.Root("x")

func noDash(s string) error {
	if strings.Contains(s, "-") {
		return errors.New("a dash is not allowed in " + s)
	}
	return nil
}

// found is what a validator reported: path, summary and detail on one line each.
func found(ds diag.Diagnostics) []string {
	var out []string
	for _, d := range ds {
		at := ""
		if withPath, ok := d.(diag.DiagnosticWithPath); ok {
			at = withPath.Path().String()
		}
		out = append(out, at+": "+d.Summary()+": "+d.Detail())
	}
	return out
}

func TestFunc(t *testing.T) {
	t.Parallel()
	v := validators.Func("name", "a name without dashes", noDash)
	for _, c := range []struct {
		in   types.String
		want []string
	}{
		{types.StringValue("ab"), nil},
		{types.StringNull(), nil},
		{types.StringUnknown(), nil},
		{types.StringValue("a-b"), []string{"x: Invalid name: A dash is not allowed in a-b."}},
	} {
		var resp validator.StringResponse
		v.ValidateString(t.Context(), validator.StringRequest{Path: root, ConfigValue: c.in}, &resp)
		if diff := cmp.Diff(c.want, found(resp.Diagnostics)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.in, diff)
		}
	}
	if v.Description(t.Context()) != "a name without dashes" || v.MarkdownDescription(t.Context()) != "a name without dashes" {
		t.Error("description")
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	v := validators.Keys("subnet name", "names without dashes", noDash)
	m := func(keys ...string) types.Map {
		elements := map[string]attr.Value{}
		for _, key := range keys {
			elements[key] = types.StringUnknown()
		}
		return types.MapValueMust(types.StringType, elements)
	}
	for name, c := range map[string]struct {
		in   types.Map
		want []string
	}{
		"null":    {types.MapNull(types.StringType), nil},
		"unknown": {types.MapUnknown(types.StringType), nil},
		"good":    {m("a", "b"), nil},
		"bad ones, all of them, with unknown values": {m("b-b", "a-a", "c"), []string{
			`x["a-a"]: Invalid subnet name: A dash is not allowed in a-a.`,
			`x["b-b"]: Invalid subnet name: A dash is not allowed in b-b.`,
		}},
		"same name for Azure": {m("Nodes", "nodes"), []string{
			`x["nodes"]: Invalid subnet name: "Nodes" and "nodes" differ only by case; Azure takes them for the same name.`,
		}},
	} {
		var resp validator.MapResponse
		v.ValidateMap(t.Context(), validator.MapRequest{Path: root, ConfigValue: c.in}, &resp)
		if diff := cmp.Diff(c.want, found(resp.Diagnostics)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestUnique(t *testing.T) {
	t.Parallel()
	elements := func(ss ...string) []attr.Value {
		var out []attr.Value
		for _, s := range ss {
			if s == "?" {
				out = append(out, types.StringUnknown())
				continue
			}
			out = append(out, types.StringValue(s))
		}
		return out
	}
	for name, c := range map[string]struct {
		in   []attr.Value
		key  func(string) string
		list []string
		set  []string
	}{
		"none twice":           {elements("a", "b"), nil, nil, nil},
		"unknown ones":         {elements("?", "a", "?"), nil, nil, nil},
		"case is a difference": {elements("a", "A"), nil, nil, nil},
		"same text":            {elements("a", "?", "a"), nil, []string{`x[2]: Invalid zone: "a" is given twice.`}, []string{`x[Value("a")]: Invalid zone: "a" is given twice.`}},
		"same by key": {
			elements("a", "b", "A"), strings.ToLower,
			[]string{`x[2]: Invalid zone: "a" is given again as "A".`},
			[]string{`x[Value("A")]: Invalid zone: "a" is given again as "A".`},
		},
	} {
		var listResp validator.ListResponse
		validators.UniqueList("zone", c.key).ValidateList(t.Context(), validator.ListRequest{Path: root, ConfigValue: types.ListValueMust(types.StringType, c.in)}, &listResp)
		if diff := cmp.Diff(c.list, found(listResp.Diagnostics)); diff != "" {
			t.Errorf("%s in a list (-want +got):\n%s", name, diff)
		}
		var setResp validator.SetResponse
		validators.UniqueSet("zone", c.key).ValidateSet(t.Context(), validator.SetRequest{Path: root, ConfigValue: types.SetValueMust(types.StringType, c.in)}, &setResp)
		if diff := cmp.Diff(c.set, found(setResp.Diagnostics)); diff != "" {
			t.Errorf("%s in a set (-want +got):\n%s", name, diff)
		}
	}
	var resp validator.ListResponse
	validators.UniqueList("zone", nil).ValidateList(t.Context(), validator.ListRequest{Path: root, ConfigValue: types.ListUnknown(types.StringType)}, &resp)
	if resp.Diagnostics != nil {
		t.Errorf("unknown: %v", resp.Diagnostics)
	}
}
