// Package network is udr_network: a virtual network with its subnets and peerings.
//
// Files by job: schema*.go attributes, model.go their Go form, request.go model to Azure, response.go Azure to model,
// shape.go and validate.go what can be judged from known values alone, plan.go what needs state or a read, and
// create.go, read.go, update.go, delete.go the life cycle.
package network

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// typeName is the resource's name in a configuration.
const typeName = "udr_network"

// objectName is the object in a user's words.
const objectName = "virtual network"

// Default timeouts.
const (
	createTimeout = 30 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 30 * time.Minute
	deleteTimeout = 30 * time.Minute
)

type networkResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*networkResource)(nil)
	_ resource.ResourceWithConfigure      = (*networkResource)(nil)
	_ resource.ResourceWithIdentity       = (*networkResource)(nil)
	_ resource.ResourceWithImportState    = (*networkResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*networkResource)(nil)
	_ resource.ResourceWithValidateConfig = (*networkResource)(nil)
)

// NewResource is the constructor for the provider's list.
func NewResource() resource.Resource { return &networkResource{} }

func (r *networkResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName
}

// IdentitySchema names the network by its ARM ID, for `import` blocks with an identity.
func (r *networkResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "The ARM ID of the virtual network.",
			RequiredForImport: true,
		},
	}}
}

func (r *networkResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

func (r *networkResource) networks() azure.VirtualNetworks {
	return azure.NewVirtualNetworks(r.account.Client)
}

var identityPath = path.Root("id")
