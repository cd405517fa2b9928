package egresscheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// model is the configuration and state of the data source.
type model struct {
	SubnetIDs types.Set              `tfsdk:"subnet_ids"`
	ClusterID customtypes.ResourceID `tfsdk:"cluster_id"`
	AKS       types.Object           `tfsdk:"aks"`
	Flows     types.List             `tfsdk:"flows"`
	Document  types.Dynamic          `tfsdk:"document"`
	Status    types.String           `tfsdk:"status"`
	Report    types.String           `tfsdk:"report"`
	Mermaid   types.String           `tfsdk:"mermaid"`
	Verdicts  types.List             `tfsdk:"verdicts"`
	Findings  types.List             `tfsdk:"findings"`
	Gaps      types.List             `tfsdk:"gaps"`
	Judged    types.String           `tfsdk:"judged_document"`
}

type profileModel struct {
	Cloud              types.String         `tfsdk:"cloud"`
	Region             customtypes.Location `tfsdk:"region"`
	Features           types.Set            `tfsdk:"features"`
	PrivateCluster     types.Bool           `tfsdk:"private_cluster"`
	VNetIntegration    types.Bool           `tfsdk:"api_server_vnet_integration"`
	OutboundType       types.String         `tfsdk:"outbound_type"`
	BootstrapCache     types.Bool           `tfsdk:"bootstrap_cache"`
	Windows            types.Bool           `tfsdk:"windows"`
	GPU                types.Bool           `tfsdk:"gpu"`
	APIServerAddresses types.List           `tfsdk:"api_server_addresses"`
	HTTPProxy          types.Object         `tfsdk:"http_proxy_config"`
	Levels             types.Set            `tfsdk:"levels"`
}

type proxyModel struct {
	HTTP    types.String `tfsdk:"http_proxy"`
	HTTPS   types.String `tfsdk:"https_proxy"`
	NoProxy types.List   `tfsdk:"no_proxy"`
}

type flowModel struct {
	Name      types.String           `tfsdk:"name"`
	SubnetID  customtypes.ResourceID `tfsdk:"source_subnet_id"`
	Protocol  types.String           `tfsdk:"protocol"`
	Ports     types.List             `tfsdk:"ports"`
	Names     types.List             `tfsdk:"names"`
	Addresses types.List             `tfsdk:"addresses"`
	Level     types.String           `tfsdk:"level"`
	Purpose   types.String           `tfsdk:"purpose"`
}

type gapModel struct {
	ID     types.String `tfsdk:"id"`
	Object types.String `tfsdk:"object"`
	Kind   types.String `tfsdk:"kind"`
	Code   types.String `tfsdk:"code"`
	Reason types.String `tfsdk:"reason"`
}

// live reports whether Azure is to be asked.
func (m model) live() bool { return values.Known(m.SubnetIDs) || values.Known(m.ClusterID) }

// subnets are the IDs of the subnets, those that are known.
func (m model) subnets() []armid.ID {
	var ids []armid.ID
	texts, _ := values.KnownStrings(m.SubnetIDs)
	for _, text := range texts {
		if id, err := customtypes.ParseResourceID(text, subnetType); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func (m model) cluster() (armid.ID, bool) { return m.ClusterID.ID() }

// overlay is what the configuration says of a profile over what is known already: set members replace, features add.
func (p profileModel) overlay(ctx context.Context, under document.Profile, d *diag.Diagnostics) document.Profile {
	text := func(into *string, v values.String) {
		if given, ok := values.KnownString(v); ok {
			*into = given
		}
	}
	flag := func(into *bool, v types.Bool) {
		if given, ok := values.KnownBool(v); ok {
			*into = given
		}
	}
	text(&under.Cloud, p.Cloud)
	text(&under.Region, p.Region)
	text(&under.OutboundType, p.OutboundType)
	flag(&under.Private, p.PrivateCluster)
	flag(&under.VNetIntegration, p.VNetIntegration)
	flag(&under.BootstrapCache, p.BootstrapCache)
	flag(&under.Windows, p.Windows)
	flag(&under.GPU, p.GPU)
	features, _ := values.KnownStrings(p.Features)
	under.Features = append(under.Features, features...)
	if list, _ := values.KnownStrings(p.APIServerAddresses); len(list) > 0 {
		under.APIServerAddresses = list
	}
	if list, _ := values.KnownStrings(p.Levels); len(list) > 0 {
		under.Levels = list
	}
	if proxy := values.KnownObject[proxyModel](ctx, path.Root("aks").AtName("http_proxy_config"), p.HTTPProxy, d); proxy != nil {
		except, _ := values.KnownStrings(proxy.NoProxy)
		under.HTTPProxy = &document.HTTPProxy{HTTP: proxy.HTTP.ValueString(), HTTPS: proxy.HTTPS.ValueString(), NoProxy: except}
	}
	return under
}

// profile is the configured profile, nil where there is none.
func (m model) profile(ctx context.Context, d *diag.Diagnostics) *profileModel {
	return values.KnownObject[profileModel](ctx, path.Root("aks"), m.AKS, d)
}
