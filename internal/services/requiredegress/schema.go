package requiredegress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

func (requiredEgress) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What an AKS cluster must reach, as rows with a level, a source and a date. The rows come with the provider; nothing is asked of Azure.",
		Attributes: map[string]schema.Attribute{
			"cloud": schema.StringAttribute{
				MarkdownDescription: "The cloud: `public`, `usgovernment` or `china`. Default: the one that `region` is known to be in, otherwise `public`.",
				Optional:            true,
				Validators:          []validator.String{oneOf(cloud.Names())},
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "The cluster's location, such as `eastus`.",
				CustomType:          customtypes.LocationType{},
				Required:            true,
			},
			"features": schema.SetAttribute{
				MarkdownDescription: "Features in use: " + quoted(cloud.FeatureKeys()) + ". What other arguments say (`windows`, `gpu`, `dns_servers`, `registries`, " +
					"`api_server_vnet_integration`) need not be repeated; `base` and `konnectivity` are always in force.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.Set{setvalidator.ValueStringsAre(oneOf(cloud.FeatureKeys()))},
			},
			"private_cluster":             flag("The API server is behind a private endpoint."),
			"api_server_vnet_integration": flag("The API server has a subnet of the cluster's network."),
			"outbound_type": schema.StringAttribute{
				MarkdownDescription: "The cluster's outbound type: " + quoted(outboundTypes()) + ". Default `userDefinedRouting`.",
				Optional:            true,
				Validators:          []validator.String{oneOf(outboundTypes())},
			},
			"bootstrap_cache": flag("Nodes start from a cache in a registry of one's own (bootstrap profile with artifact source `Cache`). With outbound type `none` or `block` nothing else is needed."),
			"windows":         flag("There are Windows node pools."),
			"gpu":             flag("There are GPU node pools."),
			"dns_servers": schema.ListAttribute{
				MarkdownDescription: "DNS servers of the network; none means Azure's own.",
				ElementType:         customtypes.IPAddressType{},
				Optional:            true,
			},
			"registries": registries(),
			"api_server_addresses": schema.ListAttribute{
				MarkdownDescription: "Public addresses of the API server, which are known only after the cluster exists.",
				ElementType:         customtypes.IPAddressType{},
				Optional:            true,
			},
			"levels": schema.SetAttribute{
				MarkdownDescription: "Levels of the rows wanted: `required`, `conditional`, `optional`, `legacy`. Default: all.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Set{setvalidator.ValueStringsAre(oneOf(cloud.Levels()))},
			},
			"rows":    answer.Rows.Attribute("What the cluster must reach, in the order of the tables."),
			"retired": answer.Retired.Attribute("Names that old guides ask for and that serve AKS no more, or never did in that form."),
		},
	}
}

func registries() schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Container registries of one's own that nodes pull from.",
		Optional:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{MarkdownDescription: "Name of the registry, without the cloud's suffix.", Required: true},
			"region": schema.StringAttribute{
				MarkdownDescription: "Location of its data endpoints. Default: the cluster's.", CustomType: customtypes.LocationType{}, Optional: true,
			},
			"private_endpoint": flag("It is reached over a private endpoint, so no firewall sees it."),
			"data_endpoints": schema.StringAttribute{
				MarkdownDescription: "From where it serves image layers: `dedicated` endpoints or `shared` blob storage. Left out, both are listed, as options of a choice.",
				Optional:            true,
				Validators:          []validator.String{oneOf([]cloud.DataEndpoints{cloud.DataEndpointsDedicated, cloud.DataEndpointsShared})},
			},
		}},
	}
}

func flag(text string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: text, Optional: true}
}

// quoted lists a table's words for a description.
func quoted[T ~string](words []T) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = "`" + string(w) + "`"
	}
	return strings.Join(list, ", ")
}

// oneOf makes a validator of a table's words.
func oneOf[T ~string](words []T) validator.String {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return stringvalidator.OneOf(list...)
}

func outboundTypes() []cloud.OutboundType {
	var out []cloud.OutboundType
	for _, o := range cloud.OutboundTypes() {
		out = append(out, o.Type)
	}
	return out
}
