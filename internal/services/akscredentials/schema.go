package akscredentials

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// The values of format.
const (
	formatExec  = "exec"
	formatAzure = "azure"
)

type model struct {
	ClusterID            customtypes.ResourceID `tfsdk:"cluster_id"`
	Admin                types.Bool             `tfsdk:"admin"`
	Format               types.String           `tfsdk:"format"`
	PublicFQDN           types.Bool             `tfsdk:"public_fqdn"`
	KubeConfigRaw        types.String           `tfsdk:"kube_config_raw"`
	Host                 types.String           `tfsdk:"host"`
	ClusterCACertificate types.String           `tfsdk:"cluster_ca_certificate"`
	ClientCertificate    types.String           `tfsdk:"client_certificate"`
	ClientKey            types.String           `tfsdk:"client_key"`
	Token                types.String           `tfsdk:"token"`
	Username             types.String           `tfsdk:"username"`
	Context              types.String           `tfsdk:"context"`
	Exec                 types.Object           `tfsdk:"exec"`
}

type execModel struct {
	APIVersion types.String `tfsdk:"api_version"`
	Command    types.String `tfsdk:"command"`
	Args       types.List   `tfsdk:"args"`
	Env        types.Map    `tfsdk:"env"`
}

var execTypes = map[string]attr.Type{
	"api_version": types.StringType, "command": types.StringType, "args": types.ListType{ElemType: types.StringType}, "env": types.MapType{ElemType: types.StringType},
}

var clusterPath = path.Root("cluster_id")

func (c *credentials) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	computed := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	secret := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true, Sensitive: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The kubeconfig of a cluster, asked for while Terraform runs and kept nowhere: it is in no plan and no state. " +
			"Give its parts to the configuration of a provider such as `kubernetes` or `helm`, or to a write-only argument. " +
			"In a plan that makes the cluster there is none to ask yet: everything is null then, and is asked for in the apply.\n\n" +
			"Needs Terraform 1.10.",
		Attributes: map[string]schema.Attribute{
			"cluster_id": schema.StringAttribute{
				MarkdownDescription: "The ARM ID of the managed cluster.",
				CustomType:          customtypes.ResourceIDType{Types: []string{"Microsoft.ContainerService/managedClusters"}},
				Required:            true,
			},
			"admin": schema.BoolAttribute{
				MarkdownDescription: "The local administrator's kubeconfig in place of the user's. A cluster with disabled local accounts has none.",
				Optional:            true,
			},
			"format": schema.StringAttribute{
				MarkdownDescription: "How the user of a cluster with Entra integration logs in: `exec` (the program kubelogin, the default) or `azure` (the plug-in of kubectl before 1.26).",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(formatExec, formatAzure)},
			},
			"public_fqdn": schema.BoolAttribute{
				MarkdownDescription: "The public name of a private cluster's API server, where it has one.",
				Optional:            true,
			},
			"kube_config_raw":        secret("The whole file, as YAML."),
			"host":                   computed("The URL of the API server."),
			"cluster_ca_certificate": computed("The certificate authority of the API server, PEM in base64 as the file has it: `base64decode` it."),
			"client_certificate":     computed("The user's certificate, PEM in base64; null for a user who logs in with Entra."),
			"client_key":             secret("The key of the certificate, PEM in base64; null for a user who logs in with Entra."),
			"token":                  secret("The user's token; null for a user who logs in with Entra."),
			"username":               computed("The user's name in the file."),
			"context":                computed("The name of the file's current context."),
			"exec": schema.SingleNestedAttribute{
				MarkdownDescription: "The program that logs a user in with Entra; null otherwise.",
				Computed:            true,
				Attributes: map[string]schema.Attribute{
					"api_version": computed("The version of the program's interface."),
					"command":     computed("The program."),
					"args":        schema.ListAttribute{MarkdownDescription: "Its arguments.", ElementType: types.StringType, Computed: true},
					"env":         schema.MapAttribute{MarkdownDescription: "Its environment.", ElementType: types.StringType, Computed: true},
				},
			},
		},
	}
}

// publish fills the computed attributes in.
func (m *model) publish(ctx context.Context, file kubeconfig, raw containers.Secret, problems *diag.Diagnostics) {
	m.KubeConfigRaw = values.StringOrNull(raw.Reveal())
	m.Host, m.ClusterCACertificate = values.StringOrNull(file.cluster.Server), values.StringOrNull(file.cluster.Authority)
	m.ClientCertificate, m.ClientKey = values.StringOrNull(file.user.Certificate), values.StringOrNull(file.user.Key)
	m.Token, m.Username, m.Context = values.StringOrNull(file.user.Token), values.StringOrNull(file.userName), values.StringOrNull(file.context)
	var program *execModel
	if exec := file.user.Exec; exec != nil {
		env := map[string]string{}
		for _, one := range exec.Env {
			env[one.Name] = one.Value
		}
		program = &execModel{
			APIVersion: values.StringOrNull(exec.APIVersion), Command: values.StringOrNull(exec.Command),
			Args: values.ListOfStrings(exec.Args), Env: values.MapOfStrings(env),
		}
	}
	m.Exec = values.ObjectFrom(ctx, execTypes, program, problems)
}
