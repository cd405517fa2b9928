// Package firewallingress is udr_firewall_ingress: rules by which a firewall leads what comes in at its public addresses to private ones
// (DNAT).
//
// It is an object of its own because its targets exist only after the cluster: the address of an internal load balancer. In a firewall
// with a policy it is a rule collection group of its own, in one with classic rules a collection, edited into the firewall under If-Match.
//
// Files by job: schema.go attributes and their Go form, request.go between the two, validate.go what can be judged from known values alone,
// preflight.go what needs the firewall, ways.go its addresses, collide.go rules that take the same traffic, plan.go, and create.go, read.go,
// update.go, delete.go, import.go the life cycle.
package firewallingress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

const (
	typeName   = "udr_firewall_ingress"
	objectName = "firewall ingress"
)

// Default timeouts. A write of a firewall, or of a policy that one uses, takes minutes, and waits for others.
const (
	createTimeout = 60 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 60 * time.Minute
	deleteTimeout = 60 * time.Minute
)

type ingressResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*ingressResource)(nil)
	_ resource.ResourceWithConfigure      = (*ingressResource)(nil)
	_ resource.ResourceWithIdentity       = (*ingressResource)(nil)
	_ resource.ResourceWithImportState    = (*ingressResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*ingressResource)(nil)
	_ resource.ResourceWithValidateConfig = (*ingressResource)(nil)
)

// NewResource is the constructor for the provider's list.
func NewResource() resource.Resource { return &ingressResource{} }

func (r *ingressResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName
}

// IdentitySchema names the ingress by its firewall and its name.
func (r *ingressResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"firewall_id": identityschema.StringAttribute{Description: "The ARM ID of the firewall.", RequiredForImport: true},
		"name":        identityschema.StringAttribute{Description: "The name of the ingress.", RequiredForImport: true},
	}}
}

func (r *ingressResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

func (r *ingressResource) ingresses() azure.Ingresses { return azure.NewIngresses(r.account.Client) }

func operation(verb string, id string, timeout time.Duration) diags.Operation {
	return diags.Operation{Verb: verb, Object: objectName, ID: id, Timeout: timeout}
}

var (
	firewallPath = path.Root("firewall_id")
	namePath     = path.Root("name")
	priorityPath = path.Root("priority")
	rulesPath    = path.Root("rules")
)
