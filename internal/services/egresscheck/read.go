package egresscheck

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// ValidateConfig reads a document that is wholly known, so that a mistake in it shows in `terraform validate`.
func (egressCheck) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !wholly(config.Document) {
		return
	}
	_, problems := judge(config.Document)
	resp.Diagnostics.Append(problems...)
}

// wholly reports whether the document is known at any depth.
func wholly(d types.Dynamic) bool {
	return values.Known(d) && values.FullyKnown(d.UnderlyingValue())
}

// Read judges the document. Core reads a data source only when its whole configuration is known.
func (egressCheck) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	report, problems := judge(m.Document)
	resp.Diagnostics.Append(problems...)
	if resp.Diagnostics.HasError() {
		return
	}
	r, err := answer.ReportOf(report)
	if err != nil {
		resp.Diagnostics.AddError("Cannot show the report", err.Error())
		return
	}
	m.Status, m.Report, m.Mermaid = r.Status, r.Text, r.Mermaid
	m.Verdicts = values.ObjectListFrom(ctx, answer.Verdicts.Object().AttrTypes, r.Verdicts, &resp.Diagnostics)
	m.Findings = values.ObjectListFrom(ctx, answer.Findings.Object().AttrTypes, r.Findings, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// judge evaluates the document, or says each thing that is wrong with it in a diagnostic of its own.
func judge(d types.Dynamic) (egress.Report, diag.Diagnostics) {
	const summary = "Not an egress document"
	var problems diag.Diagnostics
	text, err := answer.JSON(d)
	if err != nil {
		problems.AddAttributeError(path.Root("document"), summary, err.Error())
		return egress.Report{}, problems
	}
	report, err := answer.Judge(text)
	var wrong document.Errors
	switch {
	case errors.As(err, &wrong):
		for _, p := range wrong {
			problems.AddAttributeError(path.Root("document"), summary, p.Path+": "+p.Text)
		}
	case err != nil:
		problems.AddAttributeError(path.Root("document"), summary, err.Error())
	}
	return report, problems
}
