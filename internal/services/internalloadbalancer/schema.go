package internalloadbalancer

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int32validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

// model is the configuration and the result.
type model struct {
	ClusterID        customtypes.ResourceID `tfsdk:"cluster_id"`
	Name             types.String           `tfsdk:"load_balancer_name"`
	Subnet           types.String           `tfsdk:"subnet"`
	Port             types.Int32            `tfsdk:"port"`
	ServiceUID       types.String           `tfsdk:"service_uid"`
	WaitFor          types.String           `tfsdk:"wait_for"`
	ID               types.String           `tfsdk:"id"`
	PrivateIPAddress types.String           `tfsdk:"private_ip_address"`
	Frontends        types.Map              `tfsdk:"frontends"`
	Timeouts         timeouts.Value         `tfsdk:"timeouts"`
}

type frontendModel struct {
	PrivateIPAddress types.String `tfsdk:"private_ip_address"`
	SubnetID         types.String `tfsdk:"subnet_id"`
	Rules            types.Map    `tfsdk:"rules"`
}

type ruleModel struct {
	Protocol          types.String `tfsdk:"protocol"`
	FrontendPort      types.Int64  `tfsdk:"frontend_port"`
	BackendPort       types.Int64  `tfsdk:"backend_port"`
	FloatingIPEnabled types.Bool   `tfsdk:"floating_ip_enabled"`
}

var ruleTypes = map[string]attr.Type{
	"protocol": types.StringType, "frontend_port": types.Int64Type, "backend_port": types.Int64Type, "floating_ip_enabled": types.BoolType,
}

var frontendTypes = map[string]attr.Type{
	"private_ip_address": types.StringType, "subnet_id": types.StringType, "rules": types.MapType{ElemType: types.ObjectType{AttrTypes: ruleTypes}},
}

// internalName is what Kubernetes calls the balancer of its internal services (arm-wire.md 1.5).
const internalName = "kubernetes-internal"

func (d *balancerDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	computed := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The private addresses that Kubernetes gave to the internal services of a cluster, read from the load balancer in the node resource group. " +
			"With one of them a DNAT rule (`udr_firewall_ingress`) needs neither kubectl nor the Kubernetes provider.\n\n" +
			"A service's name is nowhere in Azure, so services are told apart by the port, the subnet, or the UID that Kubernetes gave them " +
			"(`kubectl get service NAME -o jsonpath={.metadata.uid}`).",
		Attributes: map[string]schema.Attribute{
			"cluster_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the managed cluster.",
				CustomType:          customtypes.ResourceIDType{Types: []string{"Microsoft.ContainerService/managedClusters"}},
				Required:            true,
			},
			"load_balancer_name": schema.StringAttribute{
				MarkdownDescription: "The balancer's name. Default `" + internalName + "`, which Kubernetes uses.",
				Optional:            true,
			},
			"subnet": schema.StringAttribute{
				MarkdownDescription: "Only frontends in this subnet: its name or its ARM ID.",
				Optional:            true,
			},
			"port": schema.Int32Attribute{
				MarkdownDescription: "Only frontends that serve this port.",
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				Validators:          []validator.Int32{int32validator.Between(1, 65535)},
			},
			"service_uid": schema.StringAttribute{
				MarkdownDescription: "Only the frontend of the service with this UID.",
				Optional:            true,
				Validators:          []validator.String{validators.Func("UID", "the UID of a Kubernetes object: 32 hexadecimal digits in five groups", checkUID)},
			},
			"wait_for": schema.StringAttribute{
				MarkdownDescription: "How long to wait for a frontend that is about to appear, such as `10m`: a service that was just applied gets its address within minutes. " +
					"Default: not at all. Give `timeouts.read` at least as much.",
				Optional:   true,
				Validators: []validator.String{validators.Func("duration", "a duration such as 10m", checkWait)},
			},
			"id":                 computed("The ARM ID of the load balancer."),
			"private_ip_address": computed("The address, when exactly one frontend was selected, or exactly one with an IPv4 address; otherwise null."),
			"frontends": schema.MapNestedAttribute{
				MarkdownDescription: "The selected frontends by name.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"private_ip_address": computed("The frontend's address."),
					"subnet_id":          computed("The ARM ID of its subnet."),
					"rules": schema.MapNestedAttribute{
						MarkdownDescription: "Its rules by name.",
						Computed:            true,
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"protocol":            computed("`Tcp`, `Udp` or `All`."),
							"frontend_port":       schema.Int64Attribute{MarkdownDescription: "The port that clients use; 0 for all ports.", Computed: true},
							"backend_port":        schema.Int64Attribute{MarkdownDescription: "The port on the nodes.", Computed: true},
							"floating_ip_enabled": schema.BoolAttribute{MarkdownDescription: "Packets keep the frontend's address (direct server return).", Computed: true},
						}},
					},
				}},
			},
			"timeouts": timeouts.Attributes(ctx),
		},
	}
}
