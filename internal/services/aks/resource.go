// Package aks is udr_aks_cluster and udr_aks_node_pool: a managed cluster whose nodes leave through a route, and further pools
// of it. One package, since a pool is judged by the same rules whether it is the first or another one.
//
// Files by job: schema*.go attributes, section.go how they are read, validate*.go what can be judged from known values
// alone, plan*.go what needs state, the egress or a read, request*.go configuration to Azure, response*.go Azure to state,
// and cluster_*.go and pool_*.go the life cycle.
package aks

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// The resources' names in a configuration, and the objects in a user's words.
const (
	clusterName   = "udr_aks_cluster"
	clusterObject = "AKS cluster"
	poolName      = "udr_aks_node_pool"
	poolObject    = "node pool"
)

// Default timeouts: azurerm's for clusters.
const (
	changeTimeout = 90 * time.Minute
	readTimeout   = 5 * time.Minute
)

type clusterResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*clusterResource)(nil)
	_ resource.ResourceWithConfigure      = (*clusterResource)(nil)
	_ resource.ResourceWithIdentity       = (*clusterResource)(nil)
	_ resource.ResourceWithImportState    = (*clusterResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*clusterResource)(nil)
	_ resource.ResourceWithValidateConfig = (*clusterResource)(nil)
)

// NewClusterResource is the constructor for the provider's list.
func NewClusterResource() resource.Resource { return &clusterResource{} }

func (r *clusterResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = clusterName
}

// IdentitySchema names the cluster by its ARM ID, for `import` blocks with an identity.
func (r *clusterResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityOf("The ARM ID of the cluster.")
}

func identityOf(text string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{Description: text, RequiredForImport: true},
	}}
}

func (r *clusterResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+clusterName, problem.Error())
	}
}

func (r *clusterResource) clusters() azure.Clusters { return azure.NewClusters(r.account.Client) }

var idPath = path.Root("id")
