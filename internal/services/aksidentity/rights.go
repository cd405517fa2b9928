package aksidentity

import (
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// recordRights writes into the ledger where the identity holds its roles, for the clusters that are planned after it. With role_assignments = "verify"
// or "none" others assign them, and nobody here knows where.
func (r *identityResource) recordRights(plan, state model) {
	mode, known := values.KnownString(plan.RoleAssignments)
	text, planned := values.KnownString(plan.ID)
	if r.account == nil || !known || mode != modeManage || !planned {
		return
	}
	id, err := armid.Parse(text)
	if err != nil {
		return
	}
	var rights azure.Rights
	list, complete := wantedOf(plan)
	rights.Complete = complete
	for _, w := range list {
		if w.scope.IsZero() {
			rights.Complete = false
			continue
		}
		rights.Scopes = append(rights.Scopes, w.scope)
	}
	if stays(plan, state) {
		rights.PrincipalID = state.PrincipalID.ValueString()
		for _, a := range ours(state, id) {
			rights.Given = append(rights.Given, a.Scope)
		}
	}
	r.account.Ledger.Plan(id, rights)
}
