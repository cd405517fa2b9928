package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// target is what a resource URL addresses.
type target struct {
	id  armtypes.ID // of the resource; for a list, of a nameless member: only Scope and parents matter
	typ *armtypes.Type
	// list: the URL names a collection. scope is the id below which it lies.
	list  bool
	scope string
	// action is the rest of the URL below the resource, "listClusterUserCredential".
	action string
}

// addressedType is the type that the URL names, nil when it names none; it decides the form of errors.
func (x *exchange) addressedType() *armtypes.Type {
	t, err := x.parseTarget()
	if err != nil {
		return nil
	}
	return t.typ
}

// parseTarget takes a resource URL apart. Names keep the casing of the request, types and fixed words get theirs.
func (x *exchange) parseTarget() (target, error) {
	s := x.segments
	split := lastProviders(s)
	if split < 0 {
		return x.parseGroup()
	}
	if len(s) < split+3 {
		return target{}, gatewayError(http.StatusNotFound, "NotFound", "The emulator serves nothing at %s.", x.path)
	}
	scope, err := x.scope(s[:split])
	if err != nil {
		return target{}, err
	}
	return x.parseResource(scope, s[split+1], s[split+2:])
}

// lastProviders gives the index of the "providers" segment that the resource's namespace follows, -1 for none. A namespace holds a
// dot, which tells it from a resource that happens to be called "providers".
func lastProviders(s []string) int {
	for i := len(s) - 3; i >= 0; i-- {
		if strings.EqualFold(s[i], "providers") && strings.Contains(s[i+1], ".") {
			return i
		}
	}
	return -1
}

// parseGroup: subscriptions/{s}/resourceGroups/{g}.
func (x *exchange) parseGroup() (target, error) {
	if !x.is("subscriptions", "*", "resourceGroups", "*") {
		return target{}, gatewayError(http.StatusNotFound, "NotFound", "The emulator serves nothing at %s.", x.path)
	}
	typ := x.types.Type(armtypes.ResourceGroupType)
	if typ == nil {
		return target{}, errInvalidType("Microsoft.Resources", "resourceGroups")
	}
	scope := "/subscriptions/" + knownSubscription(x.segments[1])
	return target{typ: typ, id: armtypes.ID{
		Scope: scope, Type: typ.Name, Names: []string{x.segments[3]},
		Subscription: knownSubscription(x.segments[1]), Group: x.segments[3],
	}}, nil
}

// scope checks what stands before the last "providers": nothing, a subscription, a group, or a resource.
func (x *exchange) scope(segments []string) (armtypes.ID, error) {
	if len(segments) == 0 {
		return armtypes.ID{}, nil
	}
	id, err := armtypes.ParseID("/" + strings.Join(segments, "/"))
	if err != nil {
		return armtypes.ID{}, gatewayError(http.StatusNotFound, "NotFound", "The emulator serves nothing at %s.", x.path)
	}
	if id.Subscription == "" {
		return id, nil
	}
	known := knownSubscription(id.Subscription)
	if known == "" {
		return armtypes.ID{}, errSubscriptionNotFound(id.Subscription)
	}
	return x.canonical(id, known), nil
}

// canonical gives an id the casing of what exists: the subscription's, and the group's as it was created.
func (x *exchange) canonical(id armtypes.ID, subscription string) armtypes.ID {
	if d, ok := x.find(id); ok {
		return d.ID
	}
	if id.Group == "" {
		id.Subscription = subscription
		if id.IsType(armtypes.SubscriptionType) {
			id.Names = []string{subscription}
		}
		return id
	}
	if group, ok := x.Get(id.GroupID()); ok && id.Scope == id.GroupID() {
		id.Scope, id.Group = group.ID.String(), group.ID.Name()
	}
	id.Subscription = subscription
	return id
}

// parseResource reads the part after "providers": pairs of type and name, then perhaps a collection or an action.
func (x *exchange) parseResource(scope armtypes.ID, namespace string, rest []string) (target, error) {
	id := armtypes.ID{Scope: scope.String(), Type: namespace, Subscription: scope.Subscription, Group: scope.Group}
	var typ *armtypes.Type
	for len(rest) > 0 {
		next := x.types.Type(id.Type + "/" + rest[0])
		if next == nil || next.Access == armtypes.NotAddressable {
			break
		}
		if len(rest) == 1 {
			id.Type = next.Name
			return target{typ: next, id: id, list: true, scope: listScope(scope, id)}, nil
		}
		typ, id.Type = next, next.Name
		id.Names = append(id.Names, rest[1])
		rest = rest[2:]
	}
	switch {
	case typ != nil && len(rest) == 0:
		return target{typ: typ, id: id}, nil
	case typ != nil && x.findAction(typ, strings.Join(rest, "/"), false) != nil:
		return target{typ: typ, id: id, action: strings.Join(rest, "/")}, nil
	case !x.servesNamespace(namespace):
		return target{}, errInvalidNamespace(namespace)
	}
	name := typeWords(rest)
	if typ != nil {
		name = strings.TrimPrefix(typ.Name, typ.Namespace()+"/") + "/" + name
	}
	return target{}, errInvalidType(namespace, name)
}

// typeWords are the type segments of pairs of type and name.
func typeWords(rest []string) string {
	var words []string
	for i := 0; i < len(rest); i += 2 {
		words = append(words, rest[i])
	}
	return strings.Join(words, "/")
}

// listScope is the id below which a collection lies: the parent resource, or the scope.
func listScope(scope, id armtypes.ID) string {
	if len(id.Names) == 0 {
		return scope.String()
	}
	parent := id
	parent.Type = id.Type[:strings.LastIndex(id.Type, "/")]
	return parent.String()
}

func (x *exchange) servesNamespace(namespace string) bool {
	for _, t := range x.types.Types() {
		if strings.EqualFold(t.Namespace(), namespace) {
			return true
		}
	}
	return false
}
