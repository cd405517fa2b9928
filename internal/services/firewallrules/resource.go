// Package firewallrules is udr_firewall_rules: rule collection groups in a firewall policy that somebody else owns. Nothing else in
// the policy is touched.
//
// Files by job: schema.go attributes and model, validate.go what can be judged from known values alone, plan.go and preflight.go what needs
// state or a read, adopt.go what an interrupted run left, and create.go, read.go, update.go, delete.go, import.go the life cycle. Rules
// themselves are the business of package rules. docs/design/0009-firewall-rules.md says how ownership works without tags.
package firewallrules

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// typeName is the resource's name in a configuration, and objectName what messages call it.
const (
	typeName   = "udr_firewall_rules"
	objectName = "rules in the firewall policy"
)

// Default timeouts. A write of a group whose policy a firewall uses takes minutes, and groups are written one by one (aks-facts.md 4.3).
const (
	createTimeout = 60 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 60 * time.Minute
	deleteTimeout = 60 * time.Minute
)

type rulesResource struct {
	account *account.Account
}

var (
	_ resource.Resource                   = (*rulesResource)(nil)
	_ resource.ResourceWithConfigure      = (*rulesResource)(nil)
	_ resource.ResourceWithIdentity       = (*rulesResource)(nil)
	_ resource.ResourceWithImportState    = (*rulesResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*rulesResource)(nil)
	_ resource.ResourceWithValidateConfig = (*rulesResource)(nil)
)

// NewResource is the constructor for the provider's list.
func NewResource() resource.Resource { return &rulesResource{} }

func (r *rulesResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = typeName
}

// IdentitySchema names the rules by the policy and the groups that they began with, since several configurations share a policy. It
// stays when groups come and go: core takes no identity that changes.
func (r *rulesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"policy_id": identityschema.StringAttribute{
			Description:       "The ARM ID of the firewall policy.",
			RequiredForImport: true,
		},
		"group_names": identityschema.ListAttribute{
			Description:       "The names of the rule collection groups, sorted, as they were when they were made or imported. An import without them takes the only group that there is.",
			ElementType:       types.StringType,
			OptionalForImport: true,
		},
	}}
}

func (r *rulesResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	var problem error
	if r.account, problem = account.From(req.ProviderData); problem != nil {
		resp.Diagnostics.AddError("Cannot configure "+typeName, problem.Error())
	}
}

func (r *rulesResource) groups() azure.PolicyGroups { return azure.NewPolicyGroups(r.account.Client) }

func operation(verb string, policy armid.ID, timeout time.Duration) diags.Operation {
	return diags.Operation{Verb: verb, Object: objectName, ID: policy.String(), Timeout: timeout}
}

var (
	idPath     = path.Root("id")
	policyPath = path.Root("policy_id")
	groupsPath = path.Root("rule_collection_groups")
)
