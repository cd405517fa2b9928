package armid

import "strings"

// ID is one ARM resource ID. The zero value is invalid: IsZero reports it, and
// every accessor answers it with an empty string.
//
// ID is comparable: == compares the canonical text with its casing. Use Equal
// where Azure's meaning is wanted, and Key for maps and locks.
type ID struct {
	// path is the canonical text: one leading slash, single slashes between
	// the segments, no trailing slash, casing as given.
	path string
}

// IsZero reports whether id is the zero value, which names nothing.
func (id ID) IsZero() bool { return id.path == "" }

// String answers the canonical text with the casing that was given.
func (id ID) String() string { return id.path }

// Key answers the lower-cased canonical text: equal for two IDs exactly when
// Azure takes them for the same resource.
func (id ID) Key() string { return strings.ToLower(id.path) }

// Equal reports whether both IDs name the same resource, whatever their casing.
func (id ID) Equal(other ID) bool { return id.Key() == other.Key() }

// EqualFold reports whether text is an ID of the same resource. Text that is
// no ID is equal to nothing.
func (id ID) EqualFold(text string) bool {
	other, err := Parse(text)
	return err == nil && id.Equal(other)
}

// Less orders IDs by Key; it is the order in which locks are taken.
func (id ID) Less(other ID) bool { return id.Key() < other.Key() }

// SubscriptionID answers the subscription, or "" for a tenant-level ID.
func (id ID) SubscriptionID() string {
	s := id.segments()
	if len(s) >= 2 && strings.EqualFold(s[0], segSubscriptions) {
		return s[1]
	}
	return ""
}

// ResourceGroup answers the resource group's name, or "" for an ID above one.
func (id ID) ResourceGroup() string {
	s := id.segments()
	if len(s) >= 4 && strings.EqualFold(s[2], segResourceGroups) {
		return s[3]
	}
	return ""
}

// Provider answers the namespace of the resource itself ("Microsoft.Network"):
// for an extension that of the extension, for a subscription or a resource
// group "Microsoft.Resources".
func (id ID) Provider() string {
	namespace, _, _ := strings.Cut(id.Type(), "/")
	return namespace
}

// Type answers the full resource type, for example
// "Microsoft.Network/virtualNetworks/subnets", with the casing of the ID.
func (id ID) Type() string {
	s := id.segments()
	at := lastProviders(s)
	if at < 0 {
		switch len(s) {
		case 2:
			return "Microsoft.Resources/subscriptions"
		case 4:
			return "Microsoft.Resources/resourceGroups"
		}
		return ""
	}
	parts := []string{s[at+1]}
	for i := at + 2; i < len(s); i += 2 {
		parts = append(parts, s[i])
	}
	return strings.Join(parts, "/")
}

// IsType reports whether the resource type is typ, without regard to case.
func (id ID) IsType(typ string) bool { return strings.EqualFold(id.Type(), typ) }

// Name answers the last name of the ID.
func (id ID) Name() string {
	return id.path[strings.LastIndexByte(id.path, '/')+1:]
}

// Parent answers the resource that holds this one: the parent resource of a
// child, the scope of an extension, the resource group of a top-level
// resource, the subscription of a resource group. It is false where nothing is
// above: for a subscription and for a tenant-level resource.
func (id ID) Parent() (ID, bool) {
	s := id.segments()
	at := lastProviders(s)
	keep := len(s) - 2
	if at >= 0 && keep == at+2 {
		keep = at // the first type and name of a provider go with the word "providers" and the namespace
	}
	if keep <= 0 {
		return ID{}, false
	}
	return fromSegments(s[:keep]), true
}

// HasAncestor reports whether id lies below ancestor, at any depth.
func (id ID) HasAncestor(ancestor ID) bool {
	return !ancestor.IsZero() && strings.HasPrefix(id.Key(), ancestor.Key()+"/")
}

func (id ID) segments() []string {
	if id.path == "" {
		return nil
	}
	return strings.Split(id.path[1:], "/")
}

func fromSegments(s []string) ID { return ID{path: "/" + strings.Join(s, "/")} }

// lastProviders finds the word "providers" that belongs to the resource
// itself, or -1. Only positions where the grammar allows the word count, so
// that a resource named "providers" does not mislead it.
func lastProviders(s []string) int {
	last := -1
	for i := 0; i < len(s); {
		if strings.EqualFold(s[i], segProviders) {
			last = i
		}
		i += 2
	}
	return last
}
