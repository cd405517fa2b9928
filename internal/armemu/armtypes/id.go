package armtypes

import (
	"fmt"
	"strings"
)

// The two types of ARM itself that ids are built from.
const (
	ResourceGroupType = "Microsoft.Resources/resourceGroups"
	SubscriptionType  = "Microsoft.Resources/subscriptions"
)

// ID is a resource id taken apart. Casing is kept as written; compare with Key or Is.
type ID struct {
	// Scope is what the type hangs on: "", "/subscriptions/s", "/subscriptions/s/resourceGroups/g", or a resource's id for an extension.
	Scope string
	// Type with its namespace, "Microsoft.Network/virtualNetworks/subnets".
	Type string
	// Names, one per segment of the type after the namespace.
	Names []string
	// Subscription and Group are those of the scope, "" when it has none.
	Subscription, Group string
}

// ParseID takes an id of a subscription, a resource group or a resource apart. Repeated slashes count as one.
func ParseID(s string) (ID, error) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' })
	if !strings.HasPrefix(s, "/") || len(parts) < 2 {
		return ID{}, fmt.Errorf("%q is not a resource id", s)
	}
	id, rest := parseScope(parts)
	for len(rest) > 0 {
		end := nextProvider(rest)
		if end < 0 {
			end = len(rest)
		}
		if !strings.EqualFold(rest[0], "providers") || end < 4 || end%2 != 0 {
			return ID{}, fmt.Errorf("%q is not a resource id", s)
		}
		scope := ""
		if id.Type != "" {
			scope = id.String()
		}
		next := ID{Scope: scope, Type: rest[1], Subscription: id.Subscription, Group: id.Group}
		for i := 2; i < end; i += 2 {
			next.Type += "/" + rest[i]
			next.Names = append(next.Names, rest[i+1])
		}
		id, rest = next, rest[end:]
	}
	if id.Type == "" {
		return ID{}, fmt.Errorf("%q is not a resource id", s)
	}
	return id, nil
}

// nextProvider gives the index of the second "providers" segment, where an extension resource begins, or -1. Only even positions
// can hold one, since types and names alternate.
func nextProvider(parts []string) int {
	for i := 4; i < len(parts); i += 2 {
		if strings.EqualFold(parts[i], "providers") {
			return i
		}
	}
	return -1
}

func parseScope(parts []string) (ID, []string) {
	if !strings.EqualFold(parts[0], "subscriptions") {
		return ID{}, parts
	}
	id := ID{Type: SubscriptionType, Names: []string{parts[1]}, Subscription: parts[1]}
	rest := parts[2:]
	if len(rest) >= 2 && strings.EqualFold(rest[0], "resourceGroups") {
		id = ID{Scope: id.String(), Type: ResourceGroupType, Names: []string{rest[1]}, Subscription: parts[1], Group: rest[1]}
		rest = rest[2:]
	}
	return id, rest
}

// String writes the id.
func (id ID) String() string {
	switch {
	case id.Type == "":
		return id.Scope
	case id.IsType(SubscriptionType) && len(id.Names) == 1:
		return "/subscriptions/" + id.Names[0]
	case id.IsType(ResourceGroupType) && len(id.Names) == 1:
		return id.Scope + "/resourceGroups/" + id.Names[0]
	}
	segments := strings.Split(id.Type, "/")
	var b strings.Builder
	b.WriteString(id.Scope + "/providers/" + segments[0])
	for i, name := range id.Names {
		b.WriteString("/" + segments[i+1] + "/" + name)
	}
	return b.String()
}

// Key is the id in lower case, for comparing.
func (id ID) Key() string { return strings.ToLower(id.String()) }

// Name is the last name.
func (id ID) Name() string {
	if len(id.Names) == 0 {
		return ""
	}
	return id.Names[len(id.Names)-1]
}

// IsType compares the type without case.
func (id ID) IsType(name string) bool { return strings.EqualFold(id.Type, name) }

// Namespace is the provider's, "Microsoft.Network".
func (id ID) Namespace() string { ns, _, _ := strings.Cut(id.Type, "/"); return ns }

// Parent gives the id one level up within the same provider, and whether there is one.
func (id ID) Parent() (ID, bool) {
	if len(id.Names) < 2 {
		return ID{}, false
	}
	p := id
	p.Type = id.Type[:strings.LastIndex(id.Type, "/")]
	p.Names = id.Names[:len(id.Names)-1]
	return p, true
}

// Child gives the id of a child; typeName is the child's full type name.
func (id ID) Child(typeName, name string) ID {
	c := id
	c.Type = typeName
	c.Names = append(append([]string{}, id.Names...), name)
	return c
}

// GroupID is the id of the resource group, "" outside groups.
func (id ID) GroupID() string {
	if id.Group == "" {
		return ""
	}
	return "/subscriptions/" + id.Subscription + "/resourceGroups/" + id.Group
}

// NormalLocation is a location as ARM stores it: "West Europe" is "westeurope".
func NormalLocation(l string) string { return strings.ToLower(strings.ReplaceAll(l, " ", "")) }
