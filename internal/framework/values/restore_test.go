package values_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

func list(ss ...string) attr.Value { return values.ListOfStrings(ss) }
func set(ss ...string) attr.Value  { return values.SetOfStrings(ss) }
func text(s string) attr.Value     { return types.StringValue(s) }

// Each row: what was planned, what Azure answers, what the state shall hold after a mutation, and
// what a later Read shall publish when the state holds planned.
func TestRestoreAndKeep(t *testing.T) {
	t.Parallel()
	id, upper := customtypes.NewResourceID("/subscriptions/a/resourceGroups/b"), customtypes.NewResourceID("/subscriptions/A/resourcegroups/B")
	cidrs := func(ss ...string) attr.Value { return values.SetOf(customtypes.CIDRType{}, ss) }
	cidrList := func(ss ...string) attr.Value { return values.ListOf(customtypes.CIDRType{}, ss) }
	locations := func(m map[string]string) attr.Value { return values.MapOf(customtypes.LocationType{}, m) }
	row := func(planned, response, restored, read attr.Value) [4]attr.Value {
		return [4]attr.Value{planned, response, restored, read}
	}
	nullList, nullSet, nullMap := attr.Value(types.ListNull(types.StringType)), attr.Value(types.SetNull(types.StringType)), attr.Value(types.MapNull(types.StringType))
	cases := map[string][4]attr.Value{
		"equal":                              row(text("a"), text("a"), text("a"), text("a")),
		"changed by Azure":                   row(text("a"), text("b"), text("b"), text("b")),
		"plain text in another case":         row(text("a"), text("A"), text("A"), text("A")),
		"unknown takes the response":         row(types.StringUnknown(), text("a"), text("a"), text("a")),
		"an unknown response is none":        row(text("a"), types.StringUnknown(), text("a"), types.StringUnknown()),
		"null against empty text":            row(types.StringNull(), text(""), types.StringNull(), types.StringNull()),
		"empty text against null":            row(text(""), types.StringNull(), text(""), text("")),
		"null against a value":               row(types.StringNull(), text("a"), text("a"), text("a")),
		"a value against null":               row(text("a"), types.StringNull(), types.StringNull(), types.StringNull()),
		"false is not null":                  row(types.BoolValue(false), types.BoolNull(), types.BoolNull(), types.BoolNull()),
		"zero is not null":                   row(types.Int64Null(), types.Int64Value(0), types.Int64Value(0), types.Int64Value(0)),
		"null list against empty":            row(nullList, list(), nullList, nullList),
		"empty list against null":            row(list(), nullList, list(), list()),
		"null set against empty":             row(nullSet, set(), nullSet, nullSet),
		"empty map against null":             row(values.MapOfStrings(nil), nullMap, values.MapOfStrings(nil), values.MapOfStrings(nil)),
		"null list against elements":         row(nullList, list("a"), list("a"), list("a")),
		"an ID in another case":              row(id, upper, id, upper),
		"a list in another order":            row(list("a", "b"), list("b", "a"), list("a", "b"), list("b", "a")),
		"a list with an element more":        row(list("a"), list("a", "b"), list("a", "b"), list("a", "b")),
		"a list with an element changed":     row(list("a", "b"), list("a", "c"), list("a", "c"), list("a", "c")),
		"a list with doubles":                row(list("a", "a", "b"), list("a", "b", "b"), list("a", "b", "b"), list("a", "b", "b")),
		"a list with unknown elements":       row(types.ListValueMust(types.StringType, []attr.Value{text("a"), types.StringUnknown()}), list("a", "x"), list("a", "x"), list("a", "x")),
		"a list, spelling and order":         row(cidrList("fd00::/16", "10.0.0.0/8"), cidrList("10.0.0.0/8", "fd00:0::/16"), cidrList("fd00::/16", "10.0.0.0/8"), cidrList("10.0.0.0/8", "fd00:0::/16")),
		"a list, spelling by index":          row(cidrList("fd00::/16", "10.0.0.0/8"), cidrList("fd00:0::/16", "11.0.0.0/8"), cidrList("fd00::/16", "11.0.0.0/8"), cidrList("fd00:0::/16", "11.0.0.0/8")),
		"a set in another order":             row(set("a", "b"), set("b", "a"), set("a", "b"), set("b", "a")),
		"a set, spelling":                    row(cidrs("fd00::/16", "10.0.0.0/8"), cidrs("10.0.0.0/8", "fd00:0::/16"), cidrs("fd00::/16", "10.0.0.0/8"), cidrs("10.0.0.0/8", "fd00:0::/16")),
		"a set with an element more":         row(cidrs("fd00::/16"), cidrs("fd00:0::/16", "10.0.0.0/8"), cidrs("fd00::/16", "10.0.0.0/8"), cidrs("fd00:0::/16", "10.0.0.0/8")),
		"a set with unknown elements":        row(types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()}), set("x"), set("x"), set("x")),
		"a map by key":                       row(locations(map[string]string{"a": "East US", "b": "x"}), locations(map[string]string{"a": "eastus", "c": "y"}), locations(map[string]string{"a": "East US", "c": "y"}), locations(map[string]string{"a": "eastus", "c": "y"})),
		"an object, leaf by leaf":            row(pair(types.StringNull(), "East US"), pair(text(""), "eastus"), pair(types.StringNull(), "East US"), pair(types.StringNull(), "eastus")),
		"an object with an unknown leaf":     row(pair(types.StringUnknown(), "East US"), pair(text("x"), "eastus"), pair(text("x"), "East US"), pair(text("x"), "eastus")),
		"objects in a list":                  row(pairs(pair(types.StringNull(), "East US")), pairs(pair(text(""), "eastus")), pairs(pair(types.StringNull(), "East US")), pairs(pair(types.StringNull(), "eastus"))),
		"different kinds leave the response": row(text("a"), types.BoolValue(true), types.BoolValue(true), types.BoolValue(true)),
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planned, response, restored, read := c[0], c[1], c[2], c[3]
			if got := values.RestorePlanned(t.Context(), planned, response); !sameText(got, restored) {
				t.Errorf("RestorePlanned: %s; want %s", got, restored)
			}
			if got := values.KeepEmptiness(planned, response); !sameText(got, read) {
				t.Errorf("KeepEmptiness: %s; want %s", got, read)
			}
		})
	}
}

// sameText is Equal and, where order is kept, the same order: sets compare without.
func sameText(a, b attr.Value) bool { return a.Equal(b) }

var pairTypes = map[string]attr.Type{"text": types.StringType, "location": customtypes.LocationType{}}

func pair(text attr.Value, location string) attr.Value {
	return types.ObjectValueMust(pairTypes, map[string]attr.Value{"text": text, "location": customtypes.NewLocation(location)})
}

func pairs(vs ...attr.Value) attr.Value {
	return types.ListValueMust(types.ObjectType{AttrTypes: pairTypes}, vs)
}

func TestKeepPlanned(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ planned, response, want types.String }{
		{types.StringValue("a"), types.StringValue("b"), types.StringValue("a")},
		{types.StringNull(), types.StringValue("b"), types.StringNull()},
		{types.StringUnknown(), types.StringValue("b"), types.StringValue("b")},
	} {
		if got := values.KeepPlanned(c.planned, c.response); !got.Equal(c.want) {
			t.Errorf("KeepPlanned(%s, %s) = %s", c.planned, c.response, got)
		}
	}
}

type identity struct {
	ID customtypes.ResourceID `tfsdk:"id"`
}

type model struct {
	identity // unexported embedded: left as the response has it

	Identity
	Location customtypes.Location `tfsdk:"location"`
	Tags     types.Map            `tfsdk:"tags"`
	Any      attr.Value           `tfsdk:"any"`
	Nested   *nested              `tfsdk:"nested"`
	List     []nested             `tfsdk:"list"`
	Map      map[string]nested    `tfsdk:"map"`
	Count    int                  `tfsdk:"-"`
	hidden   customtypes.Location //nolint:unused // shows that unexported fields are no trouble
	Pointers map[string]*nested   `tfsdk:"pointers"`
}

// Identity is embedded as the services embed it.
type Identity struct {
	Name types.String `tfsdk:"name"`
}

type nested struct {
	Location customtypes.Location `tfsdk:"location"`
	Names    types.List           `tfsdk:"names"`
}

func TestRestorePlannedModel(t *testing.T) {
	t.Parallel()
	at := func(s string) nested {
		return nested{customtypes.NewLocation(s), types.ListNull(types.StringType)}
	}
	empty := func(s string) nested { return nested{customtypes.NewLocation(s), values.ListOfStrings(nil)} }
	eastern, lower := at("East US"), empty("eastus")
	planned := model{
		Identity: Identity{types.StringUnknown()}, Location: customtypes.NewLocation("West Europe"), Tags: types.MapNull(types.StringType),
		Any: types.StringNull(), Nested: &eastern, List: []nested{eastern}, Map: map[string]nested{"a": eastern, "gone": eastern}, Count: 1,
		Pointers: map[string]*nested{"a": &eastern},
	}
	response := model{
		Identity: Identity{types.StringValue("n")}, Location: customtypes.NewLocation("westeurope"), Tags: values.MapOfStrings(nil),
		Any: types.StringValue(""), Nested: &lower, List: []nested{lower}, Map: map[string]nested{"a": lower, "new": lower}, Count: 2,
		Pointers: map[string]*nested{"a": &lower},
	}
	want := planned
	want.Identity = response.Identity
	want.Count = 2
	want.Map = map[string]nested{"a": eastern, "new": lower}
	same := cmp.AllowUnexported(model{}, identity{})
	if diff := cmp.Diff(want, values.RestorePlanned(t.Context(), planned, response), same); diff != "" {
		t.Errorf("RestorePlanned (-want +got):\n%s", diff)
	}
	if !lower.Names.Equal(values.ListOfStrings(nil)) || lower.Location.ValueString() != "eastus" || len(response.Map) != 2 || !response.Map["a"].Names.Equal(lower.Names) {
		t.Error("the response was changed through a pointer, slice or map")
	}
	kept := values.KeepEmptiness(planned, response)
	if kept.Location.ValueString() != "westeurope" || !kept.Tags.IsNull() || !kept.Nested.Names.IsNull() || kept.Nested.Location.ValueString() != "eastus" {
		t.Errorf("KeepEmptiness: %+v", kept)
	}
	nothing := model{}
	if diff := cmp.Diff(response, values.RestorePlanned(t.Context(), nothing, response), same); !strings.Contains(diff, "Tags") {
		t.Errorf("a zero plan has null tags, which stand for the empty ones of the response:\n%s", diff)
	}
	if diff := cmp.Diff(nothing, values.RestorePlanned(t.Context(), planned, nothing), same); diff == "" {
		t.Error("null tags of a plan were not restored over the zero response")
	}
}

// After a mutation the state must equal every known planned value that means what Azure answers: a
// shuffled and respelled answer is always the plan again.
func TestRestorePlannedUndoesSpellingAndOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,3}( [a-z]{1,3})?`), 0, 8).Draw(t, "names")
		respelled := make([]string, len(names))
		for i, name := range names {
			respelled[i] = strings.ToUpper(strings.ReplaceAll(name, " ", ""))
		}
		shuffled := rapid.Permutation(respelled).Draw(t, "shuffled")
		planned, response := values.ListOf(customtypes.LocationType{}, names), values.ListOf(customtypes.LocationType{}, shuffled)
		if got := values.RestorePlanned[attr.Value](t.Context(), planned, response); !got.Equal(planned) {
			t.Fatalf("list: %s; want %s", got, planned)
		}
		plannedSet, responseSet := values.SetOf(customtypes.LocationType{}, names), values.SetOf(customtypes.LocationType{}, shuffled)
		got := values.RestorePlanned(t.Context(), plannedSet, responseSet)
		if len(plannedSet.Elements()) == len(responseSet.Elements()) && !got.Equal(plannedSet) {
			t.Fatalf("set: %s; want %s", got, plannedSet)
		}
	})
}
