package aksidentity

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// wanted is one assignment that a configuration asks for.
type wanted struct {
	key   string    // in role_assignment_ids
	at    path.Path // the attribute that asks for it
	scope armid.ID  // zero while unknown
	role  string    // the definition's ID; empty while unknown
	name  string    // the role in words
	need  cloud.RoleNeed
}

// known says that the assignment can be written.
func (w wanted) known() bool { return !w.scope.IsZero() && w.role != "" }

// same says that both are one assignment.
func (w wanted) same(other wanted) bool {
	return w.scope.Equal(other.scope) && strings.EqualFold(w.role, other.role)
}

// of is the assignment for a principal.
func (w wanted) of(id armid.ID, principal string) azure.Assignment {
	return azure.Assignment{Scope: w.scope, RoleDefinitionID: w.role, Identity: id, PrincipalID: principal}
}

// wantedOf lists the assignments, sorted by key; complete is false while it is not known which ones there are.
func wantedOf(m model) (list []wanted, complete bool) {
	elements, complete := knownKeys(m)
	custom := !m.RoleDefinitionID.IsNull()
	for _, key := range slices.Sorted(maps.Keys(elements)) {
		w := wanted{key: key, at: scopesPath.AtMapKey(key)}
		if scope, ok := elements[key].ID(); ok {
			w.fill(scope, kindOf(scope))
			if custom {
				w.name, w.role = "the role of network_role_definition_id", ""
				if id, ok := m.RoleDefinitionID.ID(); ok {
					w.role = id.String()
				}
			}
		}
		list = append(list, w)
	}
	for _, single := range []struct {
		attribute string
		id        customtypes.ResourceID
		kind      cloud.Scope
	}{
		{"private_dns_zone_id", m.PrivateDNSZoneID, cloud.ScopePrivateDNSZone},
		{"kubelet_identity_id", m.KubeletIdentityID, cloud.ScopeKubeletIdentity},
	} {
		if single.id.IsNull() {
			continue
		}
		w := wanted{key: single.attribute, at: path.Root(single.attribute)}
		if scope, ok := single.id.ID(); ok {
			w.fill(scope, single.kind)
		}
		list = append(list, w)
	}
	return list, complete
}

// knownKeys are the network scopes; false while even their names are unknown.
func knownKeys(m model) (map[string]customtypes.ResourceID, bool) {
	all := map[string]customtypes.ResourceID{}
	if m.NetworkScopes.IsUnknown() {
		return all, false
	}
	for key, element := range m.NetworkScopes.Elements() {
		if id, ok := element.(customtypes.ResourceID); ok && !id.IsNull() {
			all[key] = id
		}
	}
	return all, true
}

// fill sets what follows from a known scope.
func (w *wanted) fill(scope armid.ID, kind cloud.Scope) {
	w.scope = scope
	need, _ := cloud.LookupRoleNeed(kind)
	w.need, w.name = need, need.Role
	if role, ok := cloud.LookupRole(need.Role); ok {
		w.role = azure.BuiltInRole(scope, role.ID)
	}
}

// kindOf is what the cluster does with a network scope.
func kindOf(scope armid.ID) cloud.Scope {
	switch {
	case scope.IsType(typeNetwork):
		return cloud.ScopeVirtualNetwork
	case scope.IsType(typeRouteTable):
		return cloud.ScopeRouteTable
	case scope.IsType(typeSecurityGroup):
		return cloud.ScopeSecurityGroup
	}
	return cloud.ScopeNodeSubnet
}
