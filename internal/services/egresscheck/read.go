package egresscheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// Read judges. Core reads a data source only when its whole configuration is known.
func (c *egressCheck) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var r reading
	if values.Known(m.Document) {
		given, problems := decoded(m.Document)
		resp.Diagnostics.Append(problems...)
		r.document = given
	}
	if m.live() {
		resp.Diagnostics.Append(told(r.document.Contradictions(), asked{})...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if m.live() && c.account == nil {
		resp.Diagnostics.AddError("Provider not configured", "live configuration cannot be read before the provider is configured")
		return
	}
	if m.live() {
		r = c.survey(ctx, m, r.document, &resp.Diagnostics)
	}
	ready, problems := judge(r.document, r.asked, m.live())
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	report := ready.Evaluate(true)
	report.Findings = append(report.Findings, r.findings()...)
	m.answer(ctx, r, report, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

func (m *model) answer(ctx context.Context, r reading, report egress.Report, d *diag.Diagnostics) {
	text, err := answer.ReportOf(report)
	if err != nil {
		d.AddError("Cannot show the report", err.Error())
		return
	}
	judged, err := document.Encode(r.document)
	if err != nil {
		d.AddError("Cannot show the document", err.Error())
		return
	}
	m.Status, m.Report, m.Mermaid, m.Judged = text.Status, text.Text, text.Mermaid, types.StringValue(string(judged))
	if r.blind && report.Status() == egress.Allowed {
		m.Status = types.StringValue(string(egress.Indeterminate)) // nothing was asked of what could not be read
	}
	m.Verdicts = values.ObjectListFrom(ctx, answer.Verdicts.Object().AttrTypes, text.Verdicts, d)
	m.Findings = values.ObjectListFrom(ctx, answer.Findings.Object().AttrTypes, text.Findings, d)
	list := make([]gapModel, len(r.gaps))
	for i, g := range r.gaps {
		list[i] = gapModel{
			ID: types.StringValue(g.ID.String()), Object: types.StringValue(g.For), Kind: types.StringValue(string(g.Kind)),
			Code: values.StringOrNull(g.Code), Reason: types.StringValue(g.Reason),
		}
	}
	m.Gaps = values.ObjectListFrom(ctx, gaps.Object().AttrTypes, list, d)
}
