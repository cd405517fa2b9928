package armid

import "strings"

// Subscription answers the ID of a subscription.
func Subscription(subscriptionID string) ID {
	return build(segSubscriptions, subscriptionID)
}

// ResourceGroup answers the ID of a resource group.
func ResourceGroup(subscriptionID, resourceGroup string) ID {
	return build(segSubscriptions, subscriptionID, segResourceGroups, resourceGroup)
}

// Resource answers the ID of a resource in a resource group. typ is the
// resource type without its namespace ("virtualNetworks/subnets"), and names
// has one name for each part of it. Parts that make no valid ID answer the
// zero ID.
func Resource(subscriptionID, resourceGroup, provider, typ string, names ...string) ID {
	types := strings.Split(typ, "/")
	if len(types) != len(names) {
		return ID{}
	}
	s := []string{segSubscriptions, subscriptionID, segResourceGroups, resourceGroup, segProviders, provider}
	for i := range types {
		s = append(s, types[i], names[i])
	}
	return build(s...)
}

// Child answers the ID of a resource under id. A plain type ("subnets") makes
// a child; a type with its namespace ("Microsoft.Network/virtualNetworks" under
// a resource group, "Microsoft.Authorization/roleAssignments" on anything)
// makes a resource of that provider in that scope. A name or a type that makes
// no valid ID answers the zero ID.
func (id ID) Child(typeSegment, name string) ID {
	s := id.segments()
	if len(s) == 0 {
		return ID{}
	}
	if namespace, typ, ok := strings.Cut(typeSegment, "/"); ok {
		return build(append(s, segProviders, namespace, typ, name)...)
	}
	return build(append(s, typeSegment, name)...)
}

// Collection answers the path that lists the resources of a type under id:
// typeSegment as for Child. It is a path, not an ID, since it names no single
// resource.
func (id ID) Collection(typeSegment string) string {
	if id.IsZero() {
		return ""
	}
	if strings.Contains(typeSegment, "/") {
		return id.path + "/" + segProviders + "/" + typeSegment
	}
	return id.path + "/" + typeSegment
}

// build keeps a segment that holds a slash, or none at all, from moving the
// others: it answers the zero ID.
func build(s ...string) ID {
	for _, segment := range s {
		if segment == "" || strings.Contains(segment, "/") {
			return ID{}
		}
	}
	if checkSegments(s) != nil {
		return ID{}
	}
	return fromSegments(s)
}
