package aksidentity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// settle brings the assignments that a plan asks for about, all at once, and answers their IDs by key. What failed has no entry.
func (r *identityResource) settle(ctx context.Context, plan model, identity azure.Identity, problems *diag.Diagnostics) map[string]string {
	mode := values.RequireString(idPath.ParentPath().AtName("role_assignments"), plan.RoleAssignments, problems)
	list, complete := wantedOf(plan)
	if !complete {
		problems.Append(diags.AttributeBug(scopesPath, "an unknown reached the request"))
	}
	if mode == modeNone || problems.HasError() {
		return nil
	}
	step := r.give
	if mode == modeVerify {
		step = r.verify
	}
	return atOnce(list, problems, func(w wanted) (string, diag.Diagnostic) {
		id, err := armid.Parse(identity.ID)
		if err != nil || !w.known() {
			return "", diags.AttributeBug(w.at, "the assignment is not known")
		}
		return step(ctx, w, w.of(id, identity.PrincipalID))
	})
}

// give makes one assignment.
func (r *identityResource) give(ctx context.Context, w wanted, a azure.Assignment) (string, diag.Diagnostic) {
	id, err := r.assignments().Ensure(ctx, a)
	if err == nil {
		tflog.Info(ctx, "The role is assigned", map[string]any{"role": w.name, "scope": w.scope.String(), "assignment": id})
		return id, nil
	}
	var advice []string
	if armclient.IsForbidden(err) {
		advice = []string{fmt.Sprintf("The caller may not assign roles on %s. It needs %s there. Or set role_assignments = %q, and let somebody who may run:\n\n%s",
			w.scope, strings.Join(cloud.RolesThatAssign(), " or "), modeVerify, command(w, a.PrincipalID))}
	}
	return "", diags.AttributeFromError(w.at, "assign", "role "+w.name, w.scope.String(), err, advice...)
}

// verify looks whether the rights are there, whoever gave them.
func (r *identityResource) verify(ctx context.Context, w wanted, a azure.Assignment) (string, diag.Diagnostic) {
	id, err := r.assignments().Held(ctx, a.PrincipalID, w.scope, w.need.Actions)
	switch {
	case armclient.IsForbidden(err):
		// Not being allowed to look is no verdict (law L6).
		return "", diag.NewAttributeWarningDiagnostic(w.at, "The role assignments cannot be read", fmt.Sprintf(
			"Whether the identity holds its rights on %s is not decidable: %v", w.scope, err))
	case err != nil:
		return "", diags.AttributeFromError(w.at, "read", "role assignments", w.scope.String(), err)
	case id == "":
		return "", diag.NewAttributeErrorDiagnostic(w.at, "The identity lacks rights that the cluster needs", fmt.Sprintf(
			"On %s the principal %s does not hold %s: %s. AKS would refuse the cluster (LinkedAuthorizationFailed, CustomRouteTableMissingPermission).\n\n"+
				"The identity stays, and the next apply looks again. Somebody who may assign roles gives them with\n\n%s\n\nor set role_assignments = %q and it is made here.",
			w.scope, a.PrincipalID, strings.Join(w.need.Actions, ", "), w.need.Why, command(w, a.PrincipalID), modeManage))
	}
	return id, nil
}

// command is what an administrator would type.
func command(w wanted, principal string) string {
	role := w.role[strings.LastIndex(w.role, "/")+1:]
	return fmt.Sprintf("  az role assignment create --assignee-object-id %s --assignee-principal-type ServicePrincipal --role %s --scope %s", principal, role, w.scope)
}

// sweep removes assignments that runs before this one made and that nobody wants any more: those of the state, and those of
// runs which died before there was a state, whose names prove them ours. It looks in the identity's own subscription.
func (r *identityResource) sweep(ctx context.Context, id armid.ID, principal string, known []azure.Assignment, keep []wanted) error {
	gone := map[string]azure.Assignment{}
	for _, a := range known {
		gone[a.ID().Key()] = a
	}
	all, err := r.assignments().Of(ctx, id.SubscriptionID(), principal)
	if err != nil && !armclient.IsForbidden(err) {
		return err
	}
	for _, live := range all {
		scope, err := armid.Parse(live.String("properties", "scope"))
		if err != nil {
			continue // a scope that is no resource's is none of ours
		}
		a := azure.Assignment{Scope: scope, RoleDefinitionID: live.String("properties", "roleDefinitionId"), Identity: id, PrincipalID: principal}
		if a.ID().EqualFold(live.String("id")) {
			gone[a.ID().Key()] = a
		}
	}
	for _, w := range keep {
		if w.known() {
			delete(gone, w.of(id, principal).ID().Key())
		}
	}
	var failed []error
	for _, key := range slices.Sorted(maps.Keys(gone)) {
		failed = append(failed, r.assignments().Remove(ctx, gone[key]))
	}
	return errors.Join(failed...)
}

// atOnce does a step for each of the list at the same time. Problems come in the list's order.
func atOnce(list []wanted, problems *diag.Diagnostics, step func(wanted) (string, diag.Diagnostic)) map[string]string {
	type outcome struct {
		id      string
		problem diag.Diagnostic
	}
	outcomes := make([]outcome, len(list))
	var group sync.WaitGroup
	for i, w := range list {
		group.Go(func() {
			outcomes[i].id, outcomes[i].problem = step(w)
		})
	}
	group.Wait()
	done := map[string]string{}
	for i, w := range list {
		o := outcomes[i]
		if o.problem != nil {
			problems.Append(o.problem)
		}
		if o.problem == nil || o.problem.Severity() == diag.SeverityWarning {
			done[w.key] = o.id
		}
	}
	return done
}

// idsOf is role_assignment_ids: null where it is not decidable which assignment it is.
func idsOf(done map[string]string) types.Map {
	all := map[string]attr.Value{}
	for key, id := range done {
		all[key] = values.StringOrNull(id)
	}
	return types.MapValueMust(assignmentIDElement, all)
}
