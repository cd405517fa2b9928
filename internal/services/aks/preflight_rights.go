package aks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// judgeRights compares what an identity of this configuration is given with what the cluster c needs of it: a missing role is a 403 that the apply
// waits on for as long as it takes assignments to spread. It only warns, since others may assign the role, and is silent where they have done so
// already, and of what is there and has the need already, unless the role is taken away (had).
func judgeRights(ctx context.Context, account *account.Account, c section, skip []string, want, had []need) diag.Diagnostics {
	var problems diag.Diagnostics
	id, rights, known := rightsOf(account, c)
	if !known {
		return problems
	}
	var found findings
	for _, n := range want {
		scope, err := armid.Parse(n.scope)
		switch {
		case err != nil || !rights.Lacks(scope):
		case rights.Drops(scope):
			found.warn(cloud.RuleIdentityRights, n.where, "The cluster's identity loses its role here",
				fmt.Sprintf("%s had the role %s on %s from the udr_aks_identity of this configuration, which takes it away: %s", id, n.Role, scope, n.Why), rightsFix(n, scope))
		case !serves(had, n) && !held(ctx, account, rights, n, scope):
			found.warn(cloud.RuleIdentityRights, n.where, "The cluster's identity is given no role here",
				fmt.Sprintf("the udr_aks_identity of this configuration gives %s no role on %s, and %s: unless somebody else assigns %s there, the apply waits for it in vain", id, scope, n.Why, n.Role),
				rightsFix(n, scope))
		}
	}
	diags.AppendChecks(&problems, skip, found.list...)
	return problems
}

// judgeRights judges what the identity of the cluster is given, for a cluster in its plan.
func (r *clusterResource) judgeRights(ctx context.Context, c, before section) diag.Diagnostics {
	had := needs(before)
	if !sameTexts(c.part("identity").texts("identity_ids").Items, before.part("identity").texts("identity_ids").Items) {
		had = nil
	}
	return judgeRights(ctx, r.account, c, c.texts("skip_checks").Items, needs(c), had)
}

// judgeRights judges what the cluster's identity is given on the subnets of a pool. The cluster is read only for a pool that comes to a subnet.
func (r *poolResource) judgeRights(ctx context.Context, p, before section) diag.Diagnostics {
	want, had, id := poolNeeds(p), poolNeeds(before), p.id("kubernetes_cluster_id")
	c := r.plannedCluster(id)
	if !c.there() && slices.ContainsFunc(want, func(n need) bool { return !serves(had, n) }) {
		c = r.clusterOf(ctx, id)
	}
	return judgeRights(ctx, r.account, c, p.texts("skip_checks").Items, want, had)
}

// rightsOf are the rights of the identity that a cluster acts as, if this run has planned it; false otherwise.
func rightsOf(account *account.Account, c section) (armid.ID, identity.Rights, bool) {
	ids := c.part("identity").texts("identity_ids")
	if account == nil || !ids.Complete || len(ids.Items) != 1 {
		return armid.ID{}, identity.Rights{}, false
	}
	id, err := armid.Parse(ids.Items[0])
	if err != nil {
		return armid.ID{}, identity.Rights{}, false
	}
	planned, _ := account.Ledger.Planned(id)
	rights, known := planned.(identity.Rights)
	return id, rights, known
}

// serves reports that what is there has the same need already.
func serves(had []need, n need) bool {
	return slices.ContainsFunc(had, func(other need) bool { return other.Scope == n.Scope && strings.EqualFold(other.scope, n.scope) })
}

// held reports that an identity which is there already holds the role, whoever assigned it. What cannot be read is not known.
func held(ctx context.Context, account *account.Account, rights identity.Rights, n need, scope armid.ID) bool {
	if rights.PrincipalID == "" || !account.Known() {
		return false
	}
	ctx, cancel := context.WithTimeout(armclient.WithReadCache(ctx), preflightTimeout)
	defer cancel()
	assignment, err := identity.NewAssignments(account.Client).Held(ctx, rights.PrincipalID, scope, n.Actions)
	return err == nil && assignment != ""
}

func rightsFix(n need, scope armid.ID) string {
	if attribute, own := rightsAttributes[n.Scope]; own {
		return "set " + attribute + " of udr_aks_identity"
	}
	return fmt.Sprintf("add %s to network_scopes of udr_aks_identity", scope)
}

// rightsAttributes are the scopes that have an attribute of their own in udr_aks_identity.
var rightsAttributes = map[cloud.Scope]string{cloud.ScopePrivateDNSZone: "private_dns_zone_id", cloud.ScopeKubeletIdentity: "kubelet_identity_id"}
