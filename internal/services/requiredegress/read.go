package requiredegress

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// ValidateConfig judges what the known arguments say together. Errors are about features and kinds of cluster, in any
// cloud, so an unknown region changes none of them. Words that no table knows are refused by the schema.
func (requiredEgress) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, problems := cloud.RequiredEgress(config.profile(ctx, &resp.Diagnostics))
	for _, p := range problems {
		if p.Severity == cloud.SeverityError && slices.Contains(cloud.FeatureKeys(), p.Feature) {
			resp.Diagnostics.Append(diagnostic(p))
		}
	}
}

// Read answers from the tables. Core reads a data source only when its whole configuration is known.
func (requiredEgress) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	rows, problems := cloud.RequiredEgress(m.profile(ctx, &resp.Diagnostics))
	for _, p := range problems {
		resp.Diagnostics.Append(diagnostic(p))
	}
	if levels, _ := values.KnownStrings(m.Levels); len(levels) > 0 {
		rows = slices.DeleteFunc(rows, func(e cloud.Endpoint) bool { return !slices.Contains(levels, string(e.Level)) })
	}
	m.Rows = values.ObjectListFrom(ctx, answer.Rows.Object().AttrTypes, answer.RowsOf(rows), &resp.Diagnostics)
	m.Retired = values.ObjectListFrom(ctx, answer.Retired.Object().AttrTypes, answer.RetiredRows(), &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// diagnostic words a problem of the profile.
func diagnostic(p cloud.Problem) diag.Diagnostic {
	switch {
	case p.Severity == cloud.SeverityError && p.Feature == "":
		return diag.NewErrorDiagnostic("Not a profile of an AKS cluster", p.Message)
	case p.Severity == cloud.SeverityError:
		return diag.NewAttributeErrorDiagnostic(argument(p.Feature), "Not a profile of an AKS cluster", p.Message)
	case p.Feature == "":
		return diag.NewAttributeWarningDiagnostic(path.Root("region"), "Region and cloud do not match", p.Message)
	}
	return diag.NewAttributeWarningDiagnostic(argument(p.Feature), "Required egress may not be complete", p.Message)
}

// argument is where the configuration asks for a feature.
func argument(f cloud.Feature) path.Path {
	arguments := map[cloud.Feature]string{
		cloud.FeatureWindows: "windows", cloud.FeatureGPU: "gpu", cloud.FeatureCustomDNS: "dns_servers",
		cloud.FeatureACR: "registries", cloud.FeatureVNetIntegration: "api_server_vnet_integration",
	}
	if name, ok := arguments[f]; ok {
		return path.Root(name)
	}
	return path.Root("features")
}
