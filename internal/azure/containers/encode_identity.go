package containers

import (
	"strings"
)

// identityBody is the cluster's identity, or nil where the specification says nothing. A service principal has none.
func identityBody(s IdentitySpec) map[string]any {
	switch s.Kind {
	case IdentitySystem:
		return map[string]any{"type": IdentitySystem}
	case IdentityUser:
		users := map[string]any{}
		for _, id := range s.UserAssigned {
			users[id.String()] = map[string]any{}
		}
		return map[string]any{"type": IdentityUser, "userAssignedIdentities": users}
	}
	return nil
}

// sameIdentity compares kind and identities; what Azure adds to them (principals) says nothing.
func sameIdentity(want, live map[string]any) bool {
	kind, _ := live["type"].(string)
	wanted, _ := want["type"].(string)
	if kind == "" {
		kind = "None"
	}
	if !strings.EqualFold(kind, wanted) {
		return false
	}
	a, _ := want["userAssignedIdentities"].(map[string]any)
	b, _ := live["userAssignedIdentities"].(map[string]any)
	if len(a) != len(b) {
		return false
	}
	for id := range a {
		if _, there := memberName(b, id); !there {
			return false
		}
	}
	return true
}

// kubeletBody is identityProfile with the kubelet's identity, or nil.
func kubeletBody(s *KubeletIdentity) map[string]any {
	if s == nil {
		return nil
	}
	identity := map[string]any{"resourceId": s.ID.String()}
	if s.ClientID != "" {
		identity["clientId"] = s.ClientID
	}
	if s.ObjectID != "" {
		identity["objectId"] = s.ObjectID
	}
	return map[string]any{"kubeletidentity": identity}
}
