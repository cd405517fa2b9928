package egresscheck

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/answer"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

const (
	subnetType  = "Microsoft.Network/virtualNetworks/subnets"
	clusterType = "Microsoft.ContainerService/managedClusters"
)

func (*egressCheck) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Judges egress: of what Azure has, of what a document describes, or of both together, whoever made it and with whatever tool. " +
			"Each flow gets a verdict with the way of its packets, the object that decided, and changes that were proven to help. A flow of the level `forbidden` must not pass.\n\n" +
			"With `subnet_ids` or `cluster_id` the live configuration is read: the networks, their peers, route tables, security groups and NAT gateways, and the firewalls that routes lead to " +
			"with policies, parents and IP groups, in any subscription. Each object is read once. What cannot be read, or may not be, leaves open what hinges on it and is listed in `gaps`; " +
			"it is never an error. With a `document` alone nothing is asked of Azure.\n\n" +
			"Nothing fails by a verdict: use `status` in a `postcondition` or a `check` block. " +
			"Admin rules of a Virtual Network Manager are not looked at. A security group at the interface of a machine that is no AKS node leaves its subnet undecided.",
		Attributes: map[string]schema.Attribute{
			"subnet_ids": schema.SetAttribute{
				MarkdownDescription: "ARM IDs of the subnets whose egress is judged as Azure has it, in any subscription that may be read. They are read as soon as they are known: " +
					"to judge what this configuration makes, after it is made, add a `depends_on` with the egress resource.",
				ElementType: customtypes.ResourceIDType{Types: []string{subnetType}},
				Optional:    true,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1)},
			},
			"cluster_id": schema.StringAttribute{
				MarkdownDescription: "ARM ID of an AKS cluster. The subnets of its nodes and pods are judged as Azure has them, against what the cluster needs by its own configuration.",
				CustomType:          customtypes.ResourceIDType{Types: []string{clusterType}},
				Optional:            true,
			},
			"aks":   profileAttribute(),
			"flows": flowsAttribute(),
			"document": schema.DynamicAttribute{
				MarkdownDescription: "An egress document: an object, or its JSON text, such as `file(\"egress.json\")`. Its JSON Schema is " +
					"`docs/schemas/egress.schema.json` in the provider's repository; `terraform-provider-udr egress -schema` prints it. " +
					"Write `{ unknown = true }` for what is not known yet. Together with `subnet_ids` or `cluster_id` it adds to the live configuration, and its objects take the place of live ones " +
					"of the same name: a change is judged before it is made. It may name live objects by their ARM IDs.",
				Optional: true,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "`allowed`: every flow fares as it should. `denied`: one surely does not, or Azure would refuse the configuration. " +
					"`indeterminate`: none surely fails, but one hinges on something not known.",
				Computed: true,
			},
			"report":   schema.StringAttribute{MarkdownDescription: "Text for people: what fails, why, and what to do.", Computed: true},
			"mermaid":  schema.StringAttribute{MarkdownDescription: "A Mermaid graph of the flows.", Computed: true},
			"verdicts": answer.Verdicts.Attribute("One verdict for each flow: those of `flows`, those of the document, then those of profiles."),
			"findings": answer.Findings.Attribute("What is wrong with the configuration whatever the flows, errors first: what Azure would refuse, traps, and rules that do nothing."),
			"gaps":     gaps.Attribute("What of the live configuration is not known, and why."),
			"judged_document": schema.StringAttribute{
				MarkdownDescription: "The document that was judged, as JSON: the live configuration with what was given. Saved to a file, `terraform-provider-udr egress` judges it again without Azure.",
				Computed:            true,
			},
		},
	}
}

// gaps is the shape of what is not known.
var gaps = answer.Table{
	{Name: "id", Text: "ARM ID of the object.", Type: types.StringType},
	{Name: "object", Text: "What it is to the subnets, such as `route table of nodes`.", Type: types.StringType},
	{
		Name: "kind", Text: "`missing` (Azure confirms that it does not exist), `forbidden`, `unread` (any other failure), `odd` (an answer that makes no sense), " +
			"`skipped` (more than is read at once) or `unsettled` (not in force, such as a peering that is not connected).", Type: types.StringType,
	},
	{Name: "code", Text: "Azure's error code; null if there is none.", Type: types.StringType},
	{Name: "reason", Text: "What Azure said, or why it was not asked.", Type: types.StringType},
}

func profileAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "An AKS cluster in the live subnets, planned or there, whose required egress is judged. `aks = {}` stands for a public cluster without further features. " +
			"With `cluster_id` it adds to what the cluster says of itself.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"cloud":  words("The cloud. Default: the one that `region` is known to be in, otherwise `public`", cloud.Names()),
			"region": schema.StringAttribute{MarkdownDescription: "The cluster's location. Default: that of the network.", CustomType: customtypes.LocationType{}, Optional: true},
			"features": schema.SetAttribute{
				MarkdownDescription: "Features in use, as `udr_aks_required_egress` names them.", ElementType: types.StringType, Optional: true,
				Validators: []validator.Set{setvalidator.ValueStringsAre(oneOf(cloud.FeatureKeys()))},
			},
			"private_cluster":             flag("The API server is behind a private endpoint."),
			"api_server_vnet_integration": flag("The API server has a subnet of the cluster's network."),
			"outbound_type":               words("The cluster's outbound type. Default `userDefinedRouting`", outboundTypes()),
			"bootstrap_cache":             flag("Nodes start from a cache in a registry of one's own."),
			"windows":                     flag("There are Windows node pools."),
			"gpu":                         flag("There are GPU node pools."),
			"api_server_addresses": schema.ListAttribute{
				MarkdownDescription: "Public addresses of the API server, which are known only after the cluster exists.",
				ElementType:         customtypes.IPAddressType{}, Optional: true,
			},
			"http_proxy_config": schema.SingleNestedAttribute{
				MarkdownDescription: "The HTTP proxy of nodes and pods. What they ask for by name is judged to the proxy instead.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"http_proxy":  schema.StringAttribute{MarkdownDescription: "URL of the proxy for HTTP, such as `http://10.0.0.4:3128/`.", Optional: true},
					"https_proxy": schema.StringAttribute{MarkdownDescription: "URL of the proxy for HTTPS.", Optional: true},
					"no_proxy":    schema.ListAttribute{MarkdownDescription: "Names, with all below them, and ranges that are asked straight.", ElementType: types.StringType, Optional: true},
				},
			},
			"levels": schema.SetAttribute{
				MarkdownDescription: "Levels to judge. Default `required` and `conditional`.", ElementType: types.StringType, Optional: true,
				Validators: []validator.Set{setvalidator.ValueStringsAre(oneOf(aks.Levels()))},
			},
		},
	}
}

func flowsAttribute() schema.Attribute {
	list := func(text string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: text, ElementType: types.StringType, Optional: true}
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: "Flows from the live subnets. Those of the document are judged too.",
		Optional:            true,
		Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{MarkdownDescription: "Name in the report.", Optional: true},
			"source_subnet_id": schema.StringAttribute{
				MarkdownDescription: "Where it starts. Default: each of the subnets.", CustomType: customtypes.ResourceIDType{Types: []string{subnetType}}, Optional: true,
			},
			"protocol": schema.StringAttribute{
				MarkdownDescription: "What the flow speaks: " + quoted(protocols) + ". `https` is TLS with a server name.", Required: true,
				Validators: []validator.String{oneOf(protocols)},
			},
			"ports":     list("Ports and ranges. Default for `http`, `https` and `mssql`: their own."),
			"names":     list("Destination names; a star at the left stands for all names that it covers."),
			"addresses": list("Destination addresses, prefixes or ranges."),
			"level":     words("Default `required`; a `forbidden` flow must not pass", []egress.Level{egress.LevelRequired, egress.LevelConditional, egress.LevelOptional, egress.LevelForbidden}),
			"purpose":   schema.StringAttribute{MarkdownDescription: "What it is for.", Optional: true},
		}},
	}
}

var protocols = []string{"http", "https", "https-no-sni", "mssql", "tcp", "udp", "icmp"}

func flag(text string) schema.Attribute {
	return schema.BoolAttribute{MarkdownDescription: text, Optional: true}
}

// words is an attribute that takes one word of a table; text has no final stop.
func words[T ~string](text string, table []T) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: text + ": " + quoted(table) + ".", Optional: true, Validators: []validator.String{oneOf(table)}}
}

func oneOf[T ~string](table []T) validator.String {
	list := make([]string, len(table))
	for i, w := range table {
		list[i] = string(w)
	}
	return stringvalidator.OneOf(list...)
}

func quoted[T ~string](table []T) string {
	list := make([]string, len(table))
	for i, w := range table {
		list[i] = "`" + string(w) + "`"
	}
	return strings.Join(slices.Compact(list), ", ")
}

func outboundTypes() []cloud.OutboundType {
	var out []cloud.OutboundType
	for _, o := range cloud.OutboundTypes() {
		out = append(out, o.Type)
	}
	return out
}
