package armtypes

import "regexp"

// Length and characters: aks-facts.md 3.5; not ending in a dot.
var groupName = regexp.MustCompile(`^[\p{L}\p{N}_\-.()]{0,89}[\p{L}\p{N}_\-()]$`)

// resourceGroups: PUT and PATCH are synchronous, a delete takes everything in the group with it and polls by Location
// (arm-wire.md 1.6). The cascade is the engine's work.
func resourceGroups() *Type {
	return &Type{
		Name:        ResourceGroupType,
		APIVersions: []string{"2025-04-01", "2023-07-01", "2022-09-01", "2021-04-01"},
		Family:      ARM,
		Scope:       ScopeSubscription,
		NameRule:    groupName,
		Put:         Sync,
		Patch:       Sync,
		Delete:      LRO,
		Known:       []string{"managedBy"},
	}
}
