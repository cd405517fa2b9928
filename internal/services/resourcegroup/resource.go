// Package resourcegroup is udr_resource_group: a resource group, so that a configuration can stand alone.
package resourcegroup

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/resources"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

const (
	typeName   = "udr_resource_group"
	objectName = "resource group"
)

// Default timeouts. The delete is long because Azure works through what it still holds of the group.
const (
	createTimeout = 15 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 15 * time.Minute
	deleteTimeout = 60 * time.Minute
)

// model is the state, plan and configuration of a udr_resource_group.
type model struct {
	ID         types.String         `tfsdk:"id"`
	Name       types.String         `tfsdk:"name"`
	Location   customtypes.Location `tfsdk:"location"`
	Tags       types.Map            `tfsdk:"tags"`
	TagsAll    types.Map            `tfsdk:"tags_all"`
	SkipChecks types.Set            `tfsdk:"skip_checks"`
	Timeouts   timeouts.Value       `tfsdk:"timeouts"`
}

type groupResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*groupResource)(nil)
	_ resource.ResourceWithConfigure      = (*groupResource)(nil)
	_ resource.ResourceWithIdentity       = (*groupResource)(nil)
	_ resource.ResourceWithImportState    = (*groupResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*groupResource)(nil)
	_ resource.ResourceWithValidateConfig = (*groupResource)(nil)
)

// NewResource is the constructor for the provider's list.
func NewResource() resource.Resource { return &groupResource{} }

func (r *groupResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName
}

// IdentitySchema names the group by its ARM ID, for `import` blocks with an identity.
func (r *groupResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{Description: "The ARM ID of the resource group.", RequiredForImport: true},
	}}
}

func (r *groupResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

func (r *groupResource) groups() azure.ResourceGroups {
	return azure.NewResourceGroups(r.account.Client)
}

// anchor is the group itself. Its create is one synchronous request, so there is never an unfinished group to mark.
func (r *groupResource) anchor(id armid.ID) lifecycle.Anchor {
	return lifecycle.Anchor{Account: r.account, Kind: typeName, Name: objectName, ID: id, APIVersion: azure.APIVersion}
}

var (
	idPath   = path.Root("id")
	tagsPath = path.Root("tags")
)
