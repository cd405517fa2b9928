// Package applianceegress is udr_appliance_egress: the egress of subnets through a hop that exists already. It owns a route table (or routes
// in one of others) and the association with the routed subnets, and nothing of the hop itself.
//
// Files by job: schema*.go attributes, model.go their Go form, request.go model to Azure, response.go and egress.go Azure
// to model, shape.go and validate*.go what can be judged from known values alone, hop.go, preflight*.go and plan.go what needs state or a
// read, and create.go, read.go, update.go, delete.go, import.go the life cycle.
package applianceegress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// typeName is the resource's name in a configuration.
const typeName = "udr_appliance_egress"

// objectName is the object in a user's words.
const objectName = "route table"

// Default timeouts.
const (
	createTimeout = 30 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 30 * time.Minute
	deleteTimeout = 30 * time.Minute
)

type egressResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*egressResource)(nil)
	_ resource.ResourceWithConfigure      = (*egressResource)(nil)
	_ resource.ResourceWithIdentity       = (*egressResource)(nil)
	_ resource.ResourceWithImportState    = (*egressResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*egressResource)(nil)
	_ resource.ResourceWithValidateConfig = (*egressResource)(nil)
)

// NewResource is the constructor for the provider's list.
func NewResource() resource.Resource { return &egressResource{} }

func (r *egressResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName
}

// IdentitySchema names the egress by its route table, for `import` blocks with an identity.
func (r *egressResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "The ARM ID of the route table.",
			RequiredForImport: true,
		},
	}}
}

func (r *egressResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

func (r *egressResource) routings() azure.Routings { return azure.NewRoutings(r.account.Client) }

// anchor is the route table. One of others is nobody's anchor: its routes bear no tags, so that a create which lost its state is
// refused (docs/design/0002-convergence.md 5.9).
func (r *egressResource) anchor(id armid.ID) lifecycle.Anchor {
	return lifecycle.Anchor{Account: r.account, Kind: typeName, Name: objectName, ID: id, APIVersion: azure.APIVersion, Marked: true}
}

// Paths of attributes that problems are reported at.
var (
	idPath           = path.Root("id")
	namePath         = path.Root("name")
	aksPath          = path.Root("aks")
	appliancePath    = path.Root("appliance")
	addressPath      = appliancePath.AtName("private_ip_address")
	routeTablePath   = path.Root("route_table")
	routesPath       = routeTablePath.AtName("routes")
	routeTableIDPath = path.Root("route_table_id")
	routedPath       = path.Root("routed_subnets")
	tagsPath         = path.Root("tags")
)
