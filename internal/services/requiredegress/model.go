package requiredegress

import (
	"context"
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// model is the configuration and state of the data source.
type model struct {
	Cloud              types.String         `tfsdk:"cloud"`
	Region             customtypes.Location `tfsdk:"region"`
	Features           types.Set            `tfsdk:"features"`
	PrivateCluster     types.Bool           `tfsdk:"private_cluster"`
	VNetIntegration    types.Bool           `tfsdk:"api_server_vnet_integration"`
	OutboundType       types.String         `tfsdk:"outbound_type"`
	BootstrapCache     types.Bool           `tfsdk:"bootstrap_cache"`
	Windows            types.Bool           `tfsdk:"windows"`
	GPU                types.Bool           `tfsdk:"gpu"`
	DNSServers         types.List           `tfsdk:"dns_servers"`
	Registries         types.List           `tfsdk:"registries"`
	APIServerAddresses types.List           `tfsdk:"api_server_addresses"`
	Levels             types.Set            `tfsdk:"levels"`
	Rows               types.List           `tfsdk:"rows"`
	Retired            types.List           `tfsdk:"retired"`
}

type registryModel struct {
	Name            types.String         `tfsdk:"name"`
	Region          customtypes.Location `tfsdk:"region"`
	PrivateEndpoint types.Bool           `tfsdk:"private_endpoint"`
	DataEndpoints   types.String         `tfsdk:"data_endpoints"`
}

// profile is the known part of the configuration. What is not known counts as left
// out, so that a check of the rest stays true (L1).
func (m model) profile(ctx context.Context, d *diag.Diagnostics) cloud.Profile {
	p := cloud.Profile{
		PrivateCluster: yes(m.PrivateCluster), VNetIntegration: yes(m.VNetIntegration), BootstrapCache: yes(m.BootstrapCache),
		Windows: yes(m.Windows), GPU: yes(m.GPU), DNSServers: addresses(m.DNSServers), APIServerAddresses: addresses(m.APIServerAddresses),
	}
	given, _ := values.KnownString(m.Cloud)
	p.Region, _ = values.KnownString(m.Region)
	p.Cloud = aks.CloudName(given, p.Region)
	outbound, _ := values.KnownString(m.OutboundType)
	p.OutboundType = cloud.OutboundType(outbound)
	features, _ := values.KnownStrings(m.Features)
	for _, f := range features {
		p.Features = append(p.Features, cloud.Feature(f))
	}
	list, _ := values.KnownObjectList[registryModel](ctx, path.Root("registries"), m.Registries, d)
	for _, r := range list {
		if r == nil {
			continue
		}
		registry := cloud.Registry{PrivateEndpoint: yes(r.PrivateEndpoint)}
		registry.Name, _ = values.KnownString(r.Name)
		registry.Region, _ = values.KnownString(r.Region)
		endpoints, _ := values.KnownString(r.DataEndpoints)
		registry.DataEndpoints = cloud.DataEndpoints(endpoints)
		p.Registries = append(p.Registries, registry)
	}
	return p
}

func yes(v types.Bool) bool {
	on, known := values.KnownBool(v)
	return known && on
}

// addresses drops what is no address: the element's type reports it.
func addresses(l types.List) []netip.Addr {
	texts, _ := values.KnownStrings(l)
	var out []netip.Addr
	for _, text := range texts {
		if a, err := customtypes.ParseIPAddress(text); err == nil {
			out = append(out, a)
		}
	}
	return out
}
