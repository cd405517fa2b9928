package aksidentity

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// The fact-based checks of this resource.
const (
	checkName  = "ID-NAME"  // naming rules
	checkScope = "ID-SCOPE" // a scope that is named twice: RoleAssignmentExists
	checkTags  = "ID-TAGS"  // tag rules
)

var checkIDs = []string{checkName, checkScope, checkTags}

// ValidateConfig judges every known part of the configuration.
func (r *identityResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	skip, _ := values.KnownStrings(config.SkipChecks)
	if name, known := values.KnownString(config.Name); known {
		if err := cloud.ValidateName(cloud.NameIdentity, name); err != nil {
			diags.AppendChecks(&resp.Diagnostics, skip, diags.Check{
				Rule: checkName, Attribute: path.Root("name"), Summary: "Not a valid name", Detail: err.Error(),
			})
		}
	}
	diags.AppendChecks(&resp.Diagnostics, skip, judgeScopes(config)...)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeTags(checkTags, tagsPath, lifecycle.KnownTags(config.Tags))...)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeTimeouts(config.Timeouts.Object)...)
}

// judgeScopes: each scope once, a role that is used, and an identity that is not its own kubelet's.
func judgeScopes(m model) []diags.Check {
	var found []diags.Check
	list, complete := wantedOf(m)
	first := map[string]string{}
	for _, w := range list {
		if w.scope.IsZero() {
			continue
		}
		if earlier, twice := first[w.scope.Key()]; twice {
			found = append(found, diags.Check{
				Rule: checkScope, Attribute: w.at, Summary: "The scope is named twice",
				Detail: fmt.Sprintf("%s is the scope of %q already; Azure takes one assignment of a role to a principal on a scope (RoleAssignmentExists)", w.scope, earlier),
				Fix:    "leave one of the two out",
			})
			continue
		}
		first[w.scope.Key()] = w.key
	}
	if complete && !m.RoleDefinitionID.IsNull() && len(m.NetworkScopes.Elements()) == 0 {
		found = append(found, diags.Check{
			Rule: checkScope, Attribute: path.Root("network_role_definition_id"), Summary: "The role is assigned nowhere", Warning: true,
			Detail: "network_role_definition_id is the role for network_scopes, and there are none", Fix: "name the cluster's subnets in network_scopes",
		})
	}
	return found
}
