package answer

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// Row is one row of required egress.
type Row struct {
	Key                 types.String `tfsdk:"key"`
	Feature             types.String `tfsdk:"feature"`
	Level               types.String `tfsdk:"level"`
	Kind                types.String `tfsdk:"kind"`
	Protocol            types.String `tfsdk:"protocol"`
	ApplicationProtocol types.String `tfsdk:"application_protocol"`
	Port                types.Int64  `tfsdk:"port"`
	DestinationType     types.String `tfsdk:"destination_type"`
	Destination         types.String `tfsdk:"destination"`
	Unresolved          types.List   `tfsdk:"unresolved"`
	ServiceTag          types.String `tfsdk:"service_tag"`
	FQDNTag             types.String `tfsdk:"fqdn_tag_membership"`
	Choice              types.String `tfsdk:"choice"`
	Option              types.String `tfsdk:"option"`
	NoInspection        types.Bool   `tfsdk:"no_inspection"`
	ExitCode            types.Int64  `tfsdk:"exit_code"`
	Rules               types.List   `tfsdk:"rules"`
	Purpose             types.String `tfsdk:"purpose"`
	Note                types.String `tfsdk:"note"`
	ReplacedBy          types.String `tfsdk:"replaced_by"`
	Source              types.String `tfsdk:"source"`
	Date                types.String `tfsdk:"date"`
	Uncertain           types.String `tfsdk:"uncertain"`
}

// Rows is the shape of required egress.
var Rows = Table{
	{"key", "Name of the row, unique in the answer and the same in every version that has the row.", types.StringType},
	{"feature", "The feature that needs it; `base` and `konnectivity` are every cluster's.", types.StringType},
	{"level", "`required`: nodes do not start or the cluster breaks without it. `conditional`: the feature breaks, or what `note` says. `optional`: recommended. `legacy`: on the vendor's page still, needed by nothing current.", types.StringType},
	{"kind", "The kind of firewall rule that serves it: `application` or `network`.", types.StringType},
	{"protocol", "`TCP` or `UDP`.", types.StringType},
	{"application_protocol", "Protocol of an application rule, `Http` or `Https`; null for network rules.", types.StringType},
	{"port", "Destination port.", types.Int64Type},
	{"destination_type", "`fqdn`, `service_tag`, `fqdn_tag`, `address` or `subnet`.", types.StringType},
	{"destination", "Name, pattern, tag or address, as Azure Firewall takes it. What the arguments leave open stands in angle brackets and in `unresolved`.", types.StringType},
	{"unresolved", "Placeholders that are left in `destination` or `service_tag`.", texts},
	{"service_tag", "A service tag that lets it pass in a network rule on the same port too; null if there is none.", types.StringType},
	{"fqdn_tag_membership", "Whether the FQDN tag `AzureKubernetesService` holds the name: `holds`, `may_hold` or `misses`. Microsoft does not publish the tag's content.", types.StringType},
	{"choice", "Name of a choice: of its options one whole option suffices. Null for rows outside any choice.", types.StringType},
	{"option", "The option of `choice` that the row belongs to.", types.StringType},
	{"no_inspection", "TLS inspection breaks it.", types.BoolType},
	{"exit_code", "Exit code of a node's bootstrap script when it is blocked; null if none is known.", types.Int64Type},
	{"rules", "Ids of the egress semantics that the row stands for, such as `AK-5`.", texts},
	{"purpose", "What it is for.", types.StringType},
	{"note", "What else to know; null if there is nothing.", types.StringType},
	{"replaced_by", "Successor of a retired name; null for current ones.", types.StringType},
	{"source", "Where the row comes from: a page, a file or a thread.", types.StringType},
	{"date", "Date of the source.", types.StringType},
	{"uncertain", "The reason for doubt; null when the source says exactly this.", types.StringType},
}

// RowsOf converts rows of required egress.
func RowsOf(list []cloud.Endpoint) []Row {
	out := make([]Row, len(list))
	for i, e := range list {
		out[i] = Row{
			Key: types.StringValue(e.Key), Feature: types.StringValue(string(e.Feature)), Level: types.StringValue(string(e.Level)),
			Kind: types.StringValue(string(e.Kind)), Protocol: types.StringValue(string(e.Protocol)),
			ApplicationProtocol: values.StringOrNull(string(e.Application)), Port: types.Int64Value(int64(e.Port)),
			DestinationType: types.StringValue(string(e.DestinationKind)), Destination: types.StringValue(e.Destination),
			Unresolved: values.ListOfStrings(e.Unresolved), ServiceTag: values.StringOrNull(e.ServiceTag), FQDNTag: types.StringValue(string(e.TagHolds)),
			Choice: values.StringOrNull(e.Choice), Option: values.StringOrNull(e.Option),
			NoInspection: types.BoolValue(e.NoInspection), ExitCode: numberOrNull(int(e.ExitCode)), Rules: values.ListOfStrings(e.Rules),
			Purpose: types.StringValue(e.Purpose), Note: values.StringOrNull(e.Note), ReplacedBy: values.StringOrNull(e.ReplacedBy),
			Source: types.StringValue(e.Source), Date: types.StringValue(e.Date), Uncertain: values.StringOrNull(e.Uncertain),
		}
	}
	return out
}

// RetiredRow is one retired name.
type RetiredRow struct {
	Destination types.String `tfsdk:"destination"`
	Kind        types.String `tfsdk:"kind"`
	RetiredOn   types.String `tfsdk:"retired_on"`
	Reason      types.String `tfsdk:"reason"`
	ReplacedBy  types.String `tfsdk:"replaced_by"`
	Source      types.String `tfsdk:"source"`
	Date        types.String `tfsdk:"date"`
}

// Retired is the shape of the list of retired names.
var Retired = Table{
	{"destination", "The name as guides write it.", types.StringType},
	{"kind", "The kind of rule in which guides use it; a name may be wrong in that kind alone.", types.StringType},
	{"retired_on", "Day of retirement; null if there was none.", types.StringType},
	{"reason", "Why it serves AKS no more.", types.StringType},
	{"replaced_by", "What to use instead; null if nothing is needed.", types.StringType},
	{"source", "Where this comes from.", types.StringType},
	{"date", "Date of the source.", types.StringType},
}

// RetiredRows is every retired name.
func RetiredRows() []RetiredRow {
	var out []RetiredRow
	for _, r := range cloud.RetiredEndpoints() {
		out = append(out, RetiredRow{
			Destination: types.StringValue(r.Destination), Kind: types.StringValue(string(r.Kind)), RetiredOn: values.StringOrNull(r.RetiredOn),
			Reason: types.StringValue(r.Reason), ReplacedBy: values.StringOrNull(r.Successor),
			Source: types.StringValue(r.Source), Date: types.StringValue(r.Date),
		})
	}
	return out
}

// numberOrNull is null for zero, which no exit code of a failure is.
func numberOrNull(n int) types.Int64 {
	if n == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(int64(n))
}
