package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
)

type egressVerdict struct{}

// NewEgressVerdict is the constructor for the provider's list.
func NewEgressVerdict() function.Function { return egressVerdict{} }

// verdictModel is the function's result.
type verdictModel struct {
	Status   types.String     `tfsdk:"status"`
	Report   types.String     `tfsdk:"report"`
	Mermaid  types.String     `tfsdk:"mermaid"`
	Verdicts []answer.Verdict `tfsdk:"verdicts"`
	Findings []answer.Finding `tfsdk:"findings"`
}

func (egressVerdict) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "egress_verdict"
}

func (egressVerdict) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether traffic of an egress document arrives",
		MarkdownDescription: "Judges the flows of an egress document: networks, route tables, firewalls with their rules, and flows or AKS profiles. " +
			"It is the document that `terraform-provider-udr egress` reads; its JSON Schema is in `docs/schemas/egress.schema.json`. Nothing is asked of Azure. " +
			"Write `{ unknown = true }` for what is not known yet.\n\n" +
			"The result is an object with\n\n" +
			"- `status`: `allowed`, `denied` (also when Azure would refuse the configuration) or `indeterminate`\n" +
			"- `report`: text for people, with what fails, why, and proven fixes\n" +
			"- `mermaid`: a Mermaid graph\n" +
			"- `verdicts`: one object for each flow\n" +
			"- `findings`: what is wrong with the configuration whatever the flows\n\n" +
			"Attributes of a verdict:\n\n" + answer.Verdicts.Markdown() + "\n\nAttributes of a finding:\n\n" + answer.Findings.Markdown(),
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "document", MarkdownDescription: "The document: an object, or JSON text such as `file(\"egress.json\")`."},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"status": types.StringType, "report": types.StringType, "mermaid": types.StringType,
			"verdicts": types.ListType{ElemType: answer.Verdicts.Object()}, "findings": types.ListType{ElemType: answer.Findings.Object()},
		}},
	}
}

func (egressVerdict) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var arg types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &arg); resp.Error != nil {
		return
	}
	m, err := verdictOf(arg)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, m)
}

func verdictOf(arg types.Dynamic) (verdictModel, error) {
	text, err := answer.JSON(arg)
	if err != nil {
		return verdictModel{}, err
	}
	report, err := answer.Judge(text)
	if err != nil {
		return verdictModel{}, err
	}
	r, err := answer.ReportOf(report)
	if err != nil {
		return verdictModel{}, err
	}
	return verdictModel{Status: r.Status, Report: r.Text, Mermaid: r.Mermaid, Verdicts: r.Verdicts, Findings: r.Findings}, nil
}
