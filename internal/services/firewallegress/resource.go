// Package firewallegress is udr_firewall_egress: an Azure Firewall with its public IPs and rules, the route table that
// leads to it, and the subnets that use the table.
//
// Files by job: schema*.go attributes, model*.go their Go form, request*.go model to Azure, response*.go Azure to model,
// *_rules.go what is this resource's own of the rules (the rest is package rules), shape.go and validate*.go what can be
// judged from known values alone, plan*.go what needs state or a read, and create.go, read.go, update.go, delete.go the
// life cycle. docs/design/0007-firewall-egress-surface.md says why the surface is as it is.
package firewallegress

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
)

// typeName is the resource's name in a configuration.
const typeName = "udr_firewall_egress"

// Default timeouts: azurerm's for a firewall (aks-facts.md 4.3).
const (
	createTimeout = 90 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 90 * time.Minute
	deleteTimeout = 90 * time.Minute
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

// IdentitySchema names the egress by its firewall, for `import` blocks with an identity. Where several route tables lead
// to it, an import needs the ID `<firewall>|<route table>`.
func (r *egressResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "The ARM ID of the firewall.",
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

var (
	idPath          = path.Root("id")
	firewallAt      = path.Root("firewall_subnet")
	publicIPsPath   = path.Root("public_ips")
	managementPath  = path.Root("management")
	policyPath      = path.Root("policy")
	groupsPath      = path.Root("rule_collection_groups")
	aksPath         = path.Root("aks")
	routeTablePath  = path.Root("route_table")
	routesPath      = routeTablePath.AtName("routes")
	routedPath      = path.Root("routed_subnets")
	firewallPolicy  = path.Root("firewall_policy_id")
	routeTableIDAt  = path.Root("route_table_id")
	tagsPath        = path.Root("tags")
	threatIntelPath = path.Root("threat_intelligence_mode")
)
