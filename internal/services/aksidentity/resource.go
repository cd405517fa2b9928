// Package aksidentity is udr_aks_identity: the user-assigned identity of a cluster, with the role assignments that its
// network needs.
//
// It is an object of its own so that it is made beside the firewall and not after it: assignments take minutes to spread, and
// AKS refuses a cluster whose identity may not join its subnets yet.
//
// Files by job: schema.go attributes, model.go their Go form, wanted.go which assignments a configuration asks for,
// validate.go what can be judged from known values alone, plan.go what needs state, and create.go, read.go, update.go,
// delete.go, import.go the life cycle.
package aksidentity

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

const (
	typeName   = "udr_aks_identity"
	objectName = "user-assigned identity"
)

// Default timeouts. A create may wait until the directory knows the new principal.
const (
	createTimeout = 30 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 30 * time.Minute
	deleteTimeout = 30 * time.Minute
)

type identityResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*identityResource)(nil)
	_ resource.ResourceWithConfigure      = (*identityResource)(nil)
	_ resource.ResourceWithIdentity       = (*identityResource)(nil)
	_ resource.ResourceWithImportState    = (*identityResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*identityResource)(nil)
	_ resource.ResourceWithValidateConfig = (*identityResource)(nil)
)

// NewResource is the constructor for the provider's list.
func NewResource() resource.Resource { return &identityResource{} }

func (r *identityResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName
}

// IdentitySchema names the identity by its ARM ID, for `import` blocks with an identity.
func (r *identityResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{Description: "The ARM ID of the user-assigned identity.", RequiredForImport: true},
	}}
}

func (r *identityResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

func (r *identityResource) identities() azure.Identities {
	return azure.NewIdentities(r.account.Client)
}

func (r *identityResource) assignments() azure.Assignments {
	return azure.NewAssignments(r.account.Client)
}

// anchor is the identity: its assignments bear no tags and are known by their names.
func (r *identityResource) anchor(id armid.ID) lifecycle.Anchor {
	return lifecycle.Anchor{Account: r.account, Kind: typeName, Name: objectName, ID: id, APIVersion: azure.IdentityAPIVersion, Marked: true}
}

var (
	idPath     = path.Root("id")
	tagsPath   = path.Root("tags")
	scopesPath = path.Root("network_scopes")
)
