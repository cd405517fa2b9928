package strike

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// passing are members that Azure makes anew for each object or each write, and that nothing refers to by its value: etags, guids, times, the
// names of an API server, and the name that the provider gives a create.
var passing = []string{
	"etag", "eTag", "resourceGuid", "resourceUID", "systemData", "fqdn", "privateFQDN", "azurePortalFQDN", "issuerURL", "hidden-udr-create",
}

// made are members whose value Azure makes anew and others name: the object id and the application id of an identity.
var made = []string{"principalId", "clientId"}

// Normal shows documents, by ID, without what differs from run to run. What passes is left out. What others name is shown as whose it is, so that
// a role assignment to the wrong identity still differs. Of lists of named things the order means nothing.
func Normal(documents map[string]any) map[string]any {
	owners := map[string]string{}
	for _, id := range slices.SortedFunc(maps.Keys(documents), byLower) {
		for _, holder := range []string{"properties", "identity"} {
			document := object(documents[id])
			if strings.Contains(strings.ToLower(id), "/microsoft.authorization/") {
				continue // it names somebody else's
			}
			for _, member := range made {
				if value, ok := object(document[holder])[member].(string); ok && value != "" && owners[strings.ToLower(value)] == "" {
					owners[strings.ToLower(value)] = member + " of " + strings.ToLower(id)
				}
			}
		}
	}
	out := map[string]any{}
	for id, document := range documents {
		out[id] = normal(document, owners)
	}
	return out
}

func byLower(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// object is a JSON object, nil for anything else.
func object(value any) map[string]any {
	switch v := value.(type) {
	case map[string]any:
		return v
	case armtypes.Object:
		return v
	}
	return nil
}

func normal(value any, owners map[string]string) any {
	if v := object(value); v != nil {
		out := map[string]any{}
		for key, member := range v {
			if !slices.Contains(passing, key) {
				out[key] = normal(member, owners)
			}
		}
		return out
	}
	switch v := value.(type) {
	case string:
		return cmp.Or(owners[strings.ToLower(v)], v)
	case []any:
		out := make([]any, len(v))
		for i, member := range v {
			out[i] = normal(member, owners)
		}
		slices.SortStableFunc(out, func(a, b any) int { return strings.Compare(label(a), label(b)) })
		return out
	}
	return value
}

// label is what tells the members of a list apart, "" where nothing does: those stay in their order.
func label(v any) string {
	for _, key := range []string{"name", "id"} {
		if text, ok := object(v)[key].(string); ok {
			return text
		}
	}
	return ""
}
