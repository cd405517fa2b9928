package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/credential"
)

// model is the provider block. Its attributes carry azurerm's names, so that a pipeline keeps its environment.
type model struct {
	SubscriptionID                 types.String `tfsdk:"subscription_id"`
	TenantID                       types.String `tfsdk:"tenant_id"`
	ClientID                       types.String `tfsdk:"client_id"`
	ClientIDFilePath               types.String `tfsdk:"client_id_file_path"`
	ClientSecret                   types.String `tfsdk:"client_secret"`
	ClientSecretFilePath           types.String `tfsdk:"client_secret_file_path"`
	ClientCertificate              types.String `tfsdk:"client_certificate"`
	ClientCertificatePath          types.String `tfsdk:"client_certificate_path"`
	ClientCertificatePassword      types.String `tfsdk:"client_certificate_password"`
	UseOIDC                        types.Bool   `tfsdk:"use_oidc"`
	OIDCToken                      types.String `tfsdk:"oidc_token"`
	OIDCTokenFilePath              types.String `tfsdk:"oidc_token_file_path"`
	OIDCRequestURL                 types.String `tfsdk:"oidc_request_url"`
	OIDCRequestToken               types.String `tfsdk:"oidc_request_token"`
	ADOPipelineServiceConnectionID types.String `tfsdk:"ado_pipeline_service_connection_id"`
	UseAKSWorkloadIdentity         types.Bool   `tfsdk:"use_aks_workload_identity"`
	UseMSI                         types.Bool   `tfsdk:"use_msi"`
	MSIEndpoint                    types.String `tfsdk:"msi_endpoint"`
	UseCLI                         types.Bool   `tfsdk:"use_cli"`
	Environment                    types.String `tfsdk:"environment"`
	MetadataHost                   types.String `tfsdk:"metadata_host"`
	AuxiliaryTenantIDs             types.List   `tfsdk:"auxiliary_tenant_ids"`
	SkipProviderRegistration       types.Bool   `tfsdk:"skip_provider_registration"`
	Owner                          types.String `tfsdk:"owner"`
	DefaultTags                    types.Map    `tfsdk:"default_tags"`
	Emulator                       types.Object `tfsdk:"emulator"`
}

type emulatorModel struct {
	StateFile  types.String  `tfsdk:"state_file"`
	FaultsFile types.String  `tfsdk:"faults_file"`
	TimeScale  types.Float64 `tfsdk:"time_scale"`
}

func (p *udrProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Composite resources for AKS clusters whose egress leaves through a user-defined route to a firewall or another appliance.\n\n" +
			"Nothing is contacted before it is needed: `terraform validate`, and a plan of new objects that names no existing ID, work offline.",
		Attributes: attributes(),
	}
}

func attributes() map[string]schema.Attribute {
	text := func(name, description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description + variables(name), Optional: true}
	}
	secret := func(name, description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description + variables(name), Optional: true, Sensitive: true}
	}
	flag := func(name, description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description + variables(name), Optional: true}
	}
	all := map[string]schema.Attribute{
		"subscription_id":                    text("subscription_id", "The subscription that objects are made in. Any ID may lie in another one."),
		"tenant_id":                          text("tenant_id", "The Entra tenant."),
		"client_id":                          text("client_id", "The application (client) ID of the service principal or managed identity."),
		"client_id_file_path":                text("client_id_file_path", "A file that holds the client ID."),
		"client_secret":                      secret("client_secret", "The service principal's secret."),
		"client_secret_file_path":            text("client_secret_file_path", "A file that holds the secret."),
		"client_certificate":                 secret("client_certificate", "The service principal's certificate with its private key, PKCS#12 or PEM, in base64."),
		"client_certificate_path":            text("client_certificate_path", "A PKCS#12 or PEM file that holds the certificate and its private key."),
		"client_certificate_password":        secret("client_certificate_password", "The password of the PKCS#12 certificate."),
		"use_oidc":                           flag("use_oidc", "Authenticate by an OIDC token (workload identity federation)."),
		"oidc_token":                         secret("oidc_token", "The OIDC token."),
		"oidc_token_file_path":               text("oidc_token_file_path", "A file that holds the OIDC token. It is read again when the token has to be renewed."),
		"oidc_request_url":                   text("oidc_request_url", "Where the pipeline asks its CI system for an OIDC token."),
		"oidc_request_token":                 secret("oidc_request_token", "The bearer token for `oidc_request_url`."),
		"ado_pipeline_service_connection_id": text("ado_pipeline_service_connection_id", "The Azure DevOps service connection that the OIDC token is asked for."),
		"use_aks_workload_identity":          flag("use_aks_workload_identity", "Authenticate by AKS workload identity, from the variables that it sets in a pod."),
		"use_msi":                            flag("use_msi", "Authenticate by the managed identity of the machine."),
		"msi_endpoint":                       text("msi_endpoint", "Another address of the managed identity endpoint."),
		"use_cli":                            flag("use_cli", "Whether the Azure CLI's login may be used when nothing else is given. Default `true`."),
		"environment":                        text("environment", "The cloud: `public` (default), `usgovernment` or `china`."),
		"metadata_host":                      text("metadata_host", "The Resource Manager host of any other cloud, whose endpoints are read from its metadata."),
		"auxiliary_tenant_ids": schema.ListAttribute{
			MarkdownDescription: "Further tenants that hold objects which this configuration names, at most three." + variables("auxiliary_tenant_ids"),
			ElementType:         types.StringType, Optional: true,
		},
		"skip_provider_registration": schema.BoolAttribute{
			MarkdownDescription: "Do not register a resource provider namespace when Azure says that the subscription lacks it. Variable `" + variableSkipRegistration + "`.",
			Optional:            true,
		},
		"owner": schema.StringAttribute{
			MarkdownDescription: "A name for the configuration, unique among all that make objects in the same subscriptions, such as the repository and the workspace. " +
				"It goes, hashed, into the ownership tag of every object. With it, an apply that was killed after an object was complete but before the state was saved " +
				"goes on where it stopped; without it that one case asks for an `import` block. Recommended for pipelines. Variable `" + variableOwner + "`.",
			Optional: true,
		},
		"default_tags": schema.MapAttribute{
			MarkdownDescription: "Tags for every object that takes tags. An object's own `tags` win.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"emulator": emulatorAttribute(),
	}
	return all
}

func emulatorAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Use the embedded Azure emulator instead of Azure: nothing is contacted, nothing costs anything, no credential is needed. " +
			"A warning says so on every run. It cannot be combined with credentials. `" + variableEmulator + "=1` does the same.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"state_file": schema.StringAttribute{
				MarkdownDescription: "Where the emulated Azure is kept between runs. Default `" + defaultStateFile + "` in the working directory. Variable `" + variableStateFile + "`.",
				Optional:            true,
			},
			"faults_file": schema.StringAttribute{
				MarkdownDescription: "A JSON file of faults to inject, to try how a configuration copes. Variable `" + variableFaultsFile + "`.",
				Optional:            true,
			},
			"time_scale": schema.Float64Attribute{
				MarkdownDescription: "How long operations take: `0` (default) at once, `1` Azure's typical durations. Variable `" + variableTimeScale + "`.",
				Optional:            true,
			},
		},
	}
}

// variables names an attribute's environment variables for its description.
func variables(attribute string) string {
	names := credential.Variables(attribute)
	switch len(names) {
	case 0:
		return ""
	case 1:
		return " Variable `" + names[0] + "`."
	default:
		return " Variables `" + strings.Join(names, "`, `") + "`, the first that is set."
	}
}
