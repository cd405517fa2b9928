package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Held says whether a principal may do all the actions on a scope, through whatever role, given there or above, by whomever: the ID of
// an assignment that suffices, or "" when none does. Several assignments that suffice only together answer the first of them.
//
// A role's rights are its actions less its notActions; rights add up over roles
// (learn.microsoft.com/azure/role-based-access-control/role-definitions, 2026-11-22). Conditions are not judged: an
// assignment that has one is left out.
func (s Assignments) Held(ctx context.Context, principalID string, scope armid.ID, actions []string) (string, error) {
	all, err := s.at(ctx, scope, principalID)
	if err != nil {
		return "", err
	}
	missing := slices.Clone(actions)
	first := ""
	for _, assignment := range all {
		if assignment.String("properties", "condition") != "" {
			continue
		}
		role, err := armid.Parse(assignment.String("properties", "roleDefinitionId"))
		if err != nil {
			return "", fmt.Errorf("role assignment %s: %w", assignment.String("id"), err)
		}
		definition, err := s.client.GetCached(ctx, role, AuthorizationAPIVersion)
		if err != nil {
			return "", err
		}
		before := len(missing)
		missing = slices.DeleteFunc(missing, func(action string) bool { return grants(definition, action) })
		if len(missing) == before {
			continue
		}
		if first == "" {
			first = assignment.String("id")
		}
		if len(missing) == 0 {
			return first, nil
		}
	}
	return "", nil
}

// grants reports whether a role definition holds the action.
func grants(definition armclient.Object, action string) bool {
	for _, permission := range definition.Objects("properties", "permissions") {
		holds := func(list []string) bool {
			return slices.ContainsFunc(list, func(pattern string) bool { return matches(pattern, action) })
		}
		if holds(permission.Strings("actions")) && !holds(permission.Strings("notActions")) {
			return true
		}
	}
	return false
}

// matches compares an action with a pattern in which each "*" stands for any text. Case does not matter.
func matches(pattern, action string) bool {
	parts := strings.Split(strings.ToLower(pattern), "*")
	rest := strings.ToLower(action)
	if len(parts) == 1 {
		return parts[0] == rest
	}
	if !strings.HasPrefix(rest, parts[0]) {
		return false
	}
	rest = rest[len(parts[0]):]
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[last])
}
