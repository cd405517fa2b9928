package egresscheck

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

const badDocument = "Not an egress document"

// ConfigValidators demand something to judge.
func (*egressCheck) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.AtLeastOneOf(path.MatchRoot("subnet_ids"), path.MatchRoot("cluster_id"), path.MatchRoot("document")),
	}
}

// ValidateConfig reads a document that is wholly known, so that a mistake in it shows in `terraform validate`. One that
// is laid over live configuration may refer to what only Azure knows; its form is judged all the same, and flows of the
// configuration are tried from a subnet that stands for all.
func (*egressCheck) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	onlyLive(config, &resp.Diagnostics)
	resp.Diagnostics.Append(config.tryFlows(ctx)...)
	resp.Diagnostics.Append(config.tryProxy(ctx)...)
	if !wholly(config.Document) {
		resp.Diagnostics.Append(readable(config.Document)...)
		return
	}
	given, problems := decoded(config.Document)
	resp.Diagnostics.Append(problems...)
	switch {
	case problems.HasError():
	case config.live() || config.SubnetIDs.IsUnknown() || config.ClusterID.IsUnknown():
		resp.Diagnostics.Append(told(given.Contradictions(), asked{})...)
	default:
		_, problems = judge(given, asked{}, false)
		resp.Diagnostics.Append(problems...)
	}
}

// onlyLive refuses what starts at live subnets where there are none.
func onlyLive(config model, d *diag.Diagnostics) {
	if !config.SubnetIDs.IsNull() || !config.ClusterID.IsNull() {
		return
	}
	for name, null := range map[string]bool{"aks": config.AKS.IsNull(), "flows": config.Flows.IsNull()} {
		if !null {
			d.AddAttributeError(path.Root(name), "No live subnets", name+" belongs to live subnets: set subnet_ids or cluster_id, or write it into the document")
		}
	}
}

// tryFlows judges the values of the flows in a network of its own, since they mean the same in any.
func (m model) tryFlows(ctx context.Context) diag.Diagnostics {
	var problems diag.Diagnostics
	const anywhere = "network/subnet"
	asked := m.question(ctx, []string{anywhere}, func(armid.ID) string { return anywhere }, &problems)
	d := document.Document{Flows: asked.flows, Networks: []document.Network{{Name: "network", Subnets: []document.Subnet{{Name: "subnet"}}}}}
	_, err := d.Case(nil)
	problems.Append(told(err, asked)...)
	return problems
}

// tryProxy judges the proxy of a profile that is wholly known, which means the same in any cluster.
func (m model) tryProxy(ctx context.Context) diag.Diagnostics {
	var problems diag.Diagnostics
	if !values.FullyKnown(m.AKS) {
		return problems
	}
	p := m.profile(ctx, &problems)
	if p == nil {
		return problems
	}
	proxied := p.overlay(ctx, document.Profile{}, &problems)
	_, err := aks.Expand(document.Profile{Region: "eastus", HTTPProxy: proxied.HTTPProxy})
	var wrong document.Errors
	if errors.As(err, &wrong) {
		for i := range wrong {
			wrong[i].Path = "$.aks[0]." + wrong[i].Path
		}
		problems.Append(told(wrong, asked{profiled: true})...)
	}
	return problems
}

// wholly reports whether the document is known at any depth.
func wholly(d types.Dynamic) bool {
	return values.Known(d) && values.FullyKnown(d.UnderlyingValue())
}

// readable judges the form of what is known of a document. Where something has to be known, it will be.
func readable(d types.Dynamic) diag.Diagnostics {
	if !values.Known(d) || d.UnderlyingValue() == nil || d.UnderlyingValue().IsUnknown() {
		return nil
	}
	text, err := answer.JSONOfKnown(d)
	if err != nil {
		return told(err, asked{})
	}
	_, err = document.Decode(text)
	var wrong document.Errors
	if !errors.As(err, &wrong) {
		return told(err, asked{})
	}
	wrong = slices.DeleteFunc(wrong, func(p document.Problem) bool { return p.Text == document.HasToBeKnown })
	return told(wrong, asked{})
}

// decoded reads the given document, or says each thing that is wrong with it in a diagnostic of its own.
func decoded(d types.Dynamic) (document.Document, diag.Diagnostics) {
	var problems diag.Diagnostics
	text, err := answer.JSON(d)
	if err != nil {
		problems.AddAttributeError(path.Root("document"), badDocument, err.Error())
		return document.Document{}, problems
	}
	given, err := document.Decode(text)
	return given, told(err, asked{})
}

// told makes a diagnostic of each problem, at its attribute. Append tells what concerns one flow from several subnets once.
func told(err error, flows asked) diag.Diagnostics {
	var problems diag.Diagnostics
	var wrong document.Errors
	switch {
	case errors.As(err, &wrong):
		for _, p := range wrong {
			if at, own := flows.place(p); own {
				problems.AddAttributeError(at, "Not a valid value", p.Text)
			} else {
				problems.AddAttributeError(path.Root("document"), badDocument, p.Path+": "+p.Text)
			}
		}
	case err != nil:
		problems.AddAttributeError(path.Root("document"), badDocument, err.Error())
	}
	return problems
}

// judge makes a document ready, of which the first flows are those of the configuration. What Azure answered is not held
// to making sense in itself.
func judge(d document.Document, flows asked, live bool) (document.Case, diag.Diagnostics) {
	build := d.Strict
	if live {
		build = d.Case
	}
	c, err := build(aks.Expand)
	return c, told(err, flows)
}
