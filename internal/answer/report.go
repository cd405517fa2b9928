package answer

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/render"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// Judge reads a document and judges its flows, with explanations, proven fixes
// and findings about rules. The error is of type [document.Errors].
func Judge(text []byte) (egress.Report, error) { return document.Judge(text, aks.Expand, true) }

// Report is a report of the evaluator.
type Report struct {
	Status   types.String
	Text     types.String
	Mermaid  types.String
	Verdicts []Verdict
	Findings []Finding
}

// ReportOf converts a report.
func ReportOf(r egress.Report) (Report, error) {
	var text, graph strings.Builder
	if err := render.Text(&text, r, render.Options{}); err != nil {
		return Report{}, fmt.Errorf("rendering the report: %w", err)
	}
	if err := render.Mermaid(&graph, r); err != nil {
		return Report{}, fmt.Errorf("rendering the graph: %w", err)
	}
	return Report{
		Status: types.StringValue(string(r.Status())), Text: types.StringValue(text.String()), Mermaid: types.StringValue(graph.String()),
		Verdicts: verdictsOf(r), Findings: findingsOf(r.Findings),
	}, nil
}

// Verdict is the judgement of one flow.
type Verdict struct {
	Name        types.String `tfsdk:"name"`
	Flow        types.String `tfsdk:"flow"`
	Level       types.String `tfsdk:"level"`
	Status      types.String `tfsdk:"status"`
	OK          types.Bool   `tfsdk:"ok"`
	Path        types.String `tfsdk:"path"`
	Decider     types.String `tfsdk:"decider"`
	Reason      types.String `tfsdk:"reason"`
	Purpose     types.String `tfsdk:"purpose"`
	Choice      types.String `tfsdk:"choice"`
	Option      types.String `tfsdk:"option"`
	Spare       types.Bool   `tfsdk:"spare"`
	ExitCode    types.Int64  `tfsdk:"exit_code"`
	Rules       types.List   `tfsdk:"rules"`
	Assumptions types.List   `tfsdk:"assumptions"`
	Fixes       types.List   `tfsdk:"fixes"`
	Explanation types.String `tfsdk:"explanation"`
}

// Verdicts is the shape of the verdicts.
var Verdicts = Table{
	{"name", "The flow's name in the document; null for flows of a profile.", types.StringType},
	{"flow", "Source, destination, port and protocol.", types.StringType},
	{"level", "`required`, `conditional`, `optional`, `legacy` or `forbidden`.", types.StringType},
	{"status", "`allowed`, `denied`, `partial` (part of it passes) or `indeterminate` (it hinges on something not known).", types.StringType},
	{"ok", "The flow fares as it should: it is allowed, or forbidden and denied.", types.BoolType},
	{"path", "The way that the packets take, such as `firewall` or `vnet-local`.", types.StringType},
	{"decider", "The object that decided; null if there is none.", types.StringType},
	{"reason", "Who asks for the flow, such as `AK-5`; null if nobody said.", types.StringType},
	{"purpose", "What it is for; null if nobody said.", types.StringType},
	{"choice", "The choice that the flow is part of: one whole option of it suffices. Null if it has no alternative.", types.StringType},
	{"option", "The option of the choice that the flow belongs to; null if it has no alternative.", types.StringType},
	{"spare", "The flow need not pass, since another whole option of its choice does.", types.BoolType},
	{"exit_code", "Exit code of a node's bootstrap script when the flow is blocked; null if none is known.", types.Int64Type},
	{"rules", "Ids of the egress semantics that were applied.", texts},
	{"assumptions", "What the status rests on; each can be switched off in the document.", texts},
	{"fixes", "Changes that were proven to let the flow pass, the least privilege first.", texts},
	{"explanation", "The way of the packets, hop by hop.", types.StringType},
}

func verdictsOf(r egress.Report) []Verdict {
	out := make([]Verdict, len(r.Verdicts))
	spare := r.Spare()
	for i, v := range r.Verdicts {
		assumptions := make([]string, len(v.Assumptions))
		for j, a := range v.Assumptions {
			assumptions[j] = string(a)
		}
		fixes := make([]string, len(v.Fixes))
		for j, f := range v.Fixes {
			fixes[j] = f.Text
		}
		out[i] = Verdict{
			Name: values.StringOrNull(v.Flow.Name), Flow: types.StringValue(v.Flow.Text()), Level: types.StringValue(string(v.Flow.Level)),
			Status: types.StringValue(string(v.Status)), OK: types.BoolValue(v.OK()), Path: types.StringValue(string(v.Path)),
			Decider: values.StringOrNull(v.Decider.String()), Reason: values.StringOrNull(v.Flow.Reason), Purpose: values.StringOrNull(v.Flow.Purpose),
			Choice: values.StringOrNull(v.Flow.Choice), Option: values.StringOrNull(v.Flow.Option), Spare: types.BoolValue(spare[i]),
			ExitCode: numberOrNull(v.Flow.ExitCode), Rules: values.ListOfStrings(v.Rules), Assumptions: values.ListOfStrings(assumptions),
			Fixes: values.ListOfStrings(fixes), Explanation: types.StringValue(render.Verdict(v)),
		}
	}
	return out
}

// Finding is something about the configuration that holds whatever the flows.
type Finding struct {
	Severity types.String `tfsdk:"severity"`
	Code     types.String `tfsdk:"code"`
	Object   types.String `tfsdk:"object"`
	Text     types.String `tfsdk:"text"`
	Rules    types.List   `tfsdk:"rules"`
	By       types.List   `tfsdk:"by"`
}

// Findings is the shape of the findings.
var Findings = Table{
	{"severity", "`error`: Azure refuses it or it surely breaks. `warning` or `advice` otherwise.", types.StringType},
	{"code", "Stable name of the check.", types.StringType},
	{"object", "The object concerned.", types.StringType},
	{"text", "What is wrong and what to do.", types.StringType},
	{"rules", "Ids of the egress semantics behind it.", texts},
	{"by", "The objects that cause it, such as the rules that shadow a dead one.", texts},
}

func findingsOf(list []egress.Finding) []Finding {
	out := make([]Finding, len(list))
	for i, f := range list {
		by := make([]string, len(f.By))
		for j, o := range f.By {
			by[j] = o.String()
		}
		out[i] = Finding{
			Severity: types.StringValue(string(f.Severity)), Code: types.StringValue(string(f.Code)), Object: types.StringValue(f.Object.String()),
			Text: types.StringValue(f.Text), Rules: values.ListOfStrings(f.Rules), By: values.ListOfStrings(by),
		}
	}
	return out
}
