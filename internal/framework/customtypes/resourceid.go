package customtypes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

const resourceIDNoun = "resource ID"

// ParseResourceID reads an ARM ID and checks its resource type against types; no types allow any.
// The error says what was expected and what was given, and names a child that is too many or missing.
func ParseResourceID(s string, types ...string) (armid.ID, error) {
	id, err := armid.Parse(s)
	if err != nil {
		return armid.ID{}, err
	}
	if len(types) == 0 || slices.ContainsFunc(types, id.IsType) {
		return id, nil
	}
	return armid.ID{}, wrongType(id, types)
}

// SameResourceID reports whether two texts are the ID of the same object; a text that is no ID
// compares without case.
func SameResourceID(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, err := armid.Parse(a)
	return err == nil && x.EqualFold(b)
}

// wrongType explains an ID of another type: first by the family it shares with an expected one.
func wrongType(id armid.ID, types []string) error {
	given := id.Type()
	for _, want := range types {
		if isBelow(given, want) {
			return fmt.Errorf("%q is the ID of a %s; expected its parent of type %s: leave out %q, so that it reads %q",
				id, given, want, tail(id, want), head(id, want))
		}
		if isBelow(want, given) {
			return fmt.Errorf("%q is the ID of a %s; expected a %s inside it: add %q",
				id, given, want, placeholders(want[len(given)+1:]))
		}
	}
	return fmt.Errorf("%q is the ID of a %s; expected a %s, such as %q", id, given, strings.Join(types, " or a "), example(types[0]))
}

// isBelow reports whether a type is a child, at any depth, of another.
func isBelow(child, parent string) bool {
	return len(child) > len(parent)+1 && strings.EqualFold(child[:len(parent)+1], parent+"/")
}

// head is the ancestor of id that has the type.
func head(id armid.ID, typ string) armid.ID {
	for up, ok := id.Parent(); ok; up, ok = up.Parent() {
		if up.IsType(typ) {
			return up
		}
	}
	return armid.ID{}
}

// tail is what follows that ancestor in the text of id.
func tail(id armid.ID, typ string) string {
	return strings.TrimPrefix(id.String(), head(id, typ).String())
}

// placeholders turns "subnets" into "/subnets/{name}".
func placeholders(types string) string {
	var b strings.Builder
	for typ := range strings.SplitSeq(types, "/") {
		b.WriteString("/" + typ + "/{name}")
	}
	return b.String()
}

// example is an ID of the type with placeholders.
func example(typ string) string {
	const group = "/subscriptions/{subscription}/resourceGroups/{group}"
	namespace, rest, _ := strings.Cut(typ, "/")
	switch {
	case strings.EqualFold(typ, "Microsoft.Resources/subscriptions"):
		return "/subscriptions/{subscription}"
	case strings.EqualFold(typ, "Microsoft.Resources/resourceGroups"):
		return group
	}
	return group + "/providers/" + namespace + placeholders(rest)
}
