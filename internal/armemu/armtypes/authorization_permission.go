package armtypes

import (
	"net/http"
	"strings"
	"time"
)

// permits tells whether a principal may do an action at a scope: by an assignment there or above, of a role that grants it, old enough to
// have spread. Conditions and deny assignments are not looked at.
func permits(v View, principal, scope, action string) bool {
	for _, a := range v.All(roleAssignmentType) {
		if !strings.EqualFold(a.Body.Str("properties.principalId"), principal) || !withinScope(scope, a.ID.Scope) || !hasSpread(v, a) {
			continue
		}
		role := findRoleDefinition(v, roleDefinitionID(a.ID.Scope, assignedRole(a.Body)))
		if role != nil && grants(role.Body, action) {
			return true
		}
	}
	return false
}

// hasSpread: an assignment takes a while until every service knows of it (aks-facts.md 5).
func hasSpread(v View, assignment *Document) bool {
	made, err := time.Parse(time.RFC3339Nano, assignment.Body.Str("properties.createdOn"))
	return err != nil || !v.Now().Before(made.Add(v.RoleDelay()))
}

// grants: what actions allow and notActions do not take away again, in one of the role's permissions.
func grants(role Object, action string) bool {
	for _, p := range role.Objs("properties.permissions") {
		if anyAction(p.Strs("actions"), action) && !anyAction(p.Strs("notActions"), action) {
			return true
		}
	}
	return false
}

func anyAction(patterns []string, action string) bool {
	for _, p := range patterns {
		if matchesAction(strings.ToLower(p), strings.ToLower(action)) {
			return true
		}
	}
	return false
}

// matchesAction compares with a pattern in which a star stands for anything, slashes included.
func matchesAction(pattern, action string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == action
	}
	rest, ok := strings.CutPrefix(action, parts[0])
	if !ok {
		return false
	}
	for _, middle := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, middle)
		if i < 0 {
			return false
		}
		rest = rest[i+len(middle):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

// missingAction gives the first of the actions that a principal may not do at a scope, "" when it may do all.
func missingAction(v View, principal, scope string, actions ...string) string {
	for _, action := range actions {
		if !permits(v, principal, scope, action) {
			return action
		}
	}
	return ""
}

// errLinked is the answer of ARM's front end (arm-wire.md 2.2).
func errLinked(principal, scope, action, linked, needed string) *Error {
	err := Errorf(http.StatusForbidden, "LinkedAuthorizationFailed", "The client '%s' with object id '%s' has permission to perform action '%s' on scope '%s'; "+
		"however, it does not have permission to perform action(s) '%s' on the linked scope(s) '%s' (respectively) or the linked scope(s) are invalid.",
		principal, principal, action, scope, needed, linked)
	err.Gateway = true
	return err
}
