package armemu

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

const statePath = "properties.provisioningState"

// normalize turns what a client sent for a resource into the document to store: only members that ARM knows, read-only values as they
// were, embedded children that the client did not name where the type keeps them (kept has their paths), defaults set. in is not
// changed; prev is the stored body, nil on create.
func normalize(typ *armtypes.Type, name string, in, prev armtypes.Object, kept ...string) armtypes.Object {
	out := armtypes.Object{"name": name}
	members := append([]string{"location", "tags", "properties"}, typ.Known...)
	for _, m := range members {
		if v, ok := in[m]; ok && v != nil {
			out[m] = withoutNulls(armtypes.Normal(v))
		}
	}
	if typ.NoTags {
		out.Remove("tags")
	}
	if out.Obj("properties") == nil {
		out.Set("properties", armtypes.Object{})
	}
	for _, path := range readOnlyPaths(typ) {
		for _, place := range out.Each(path) {
			delete(place.Holder, place.Member)
		}
		carry(prev, out, strings.Split(path, "."))
	}
	for _, path := range kept {
		if !out.Has(path) && prev.Has(path) {
			out.Set(path, prev.Get(path))
		}
	}
	for path, v := range typ.Defaults {
		out.Default(path, v)
	}
	return out
}

// withoutNulls drops members that are null: to a resource provider they are absent.
func withoutNulls(v any) any {
	switch t := v.(type) {
	case map[string]any:
		for k, inner := range t {
			if inner == nil {
				delete(t, k)
			} else {
				t[k] = withoutNulls(inner)
			}
		}
	case []any:
		for i := range t {
			t[i] = withoutNulls(t[i])
		}
	}
	return v
}

func readOnlyPaths(typ *armtypes.Type) []string {
	paths := []string{statePath}
	if f := familyOf(typ); f.childETags && typ.Embed != nil {
		paths = append(paths, "properties."+f.etagMember)
	}
	for _, b := range typ.BackReferences {
		paths = append(paths, b.Path)
	}
	return append(paths, typ.ReadOnlyPaths...)
}

// carry copies the value at a path from the old document to the new one. Elements of arrays are matched by name, nameless ones by
// position; where the new document has nothing to hold the value, it is dropped.
func carry(from, to armtypes.Object, names []string) {
	if from == nil || to == nil {
		return
	}
	name, array := strings.CutSuffix(names[0], "[*]")
	v, ok := from[name]
	switch {
	case !ok:
	case len(names) == 1:
		to[name] = armtypes.Normal(v)
	case !array:
		if to.Obj(name) == nil && name == "properties" {
			to.Set(name, armtypes.Object{})
		}
		carry(from.Obj(name), to.Obj(name), names[1:])
	default:
		for i, el := range to.Objs(name) {
			carry(counterpart(from.Objs(name), el, i), el, names[1:])
		}
	}
}

func counterpart(old []armtypes.Object, el armtypes.Object, i int) armtypes.Object {
	name := el.Str("name")
	for _, o := range old {
		if name != "" && strings.EqualFold(o.Str("name"), name) {
			return o
		}
	}
	if name == "" && i < len(old) {
		return old[i]
	}
	return nil
}

// checkLocation applies the type's rule and writes the location in its stored form.
func checkLocation(typ *armtypes.Type, body, prev armtypes.Object, hasParent bool) *armtypes.Error {
	rule := typ.Location
	if rule == armtypes.LocationDefault {
		rule = armtypes.LocationRequired
		if hasParent || typ.Scope == armtypes.ScopeExtension {
			rule = armtypes.LocationNone
		}
	}
	location := armtypes.NormalLocation(body.Str("location"))
	if rule == armtypes.LocationNone || location == "" && rule == armtypes.LocationOptional {
		body.Remove("location")
		carry(prev, body, []string{"location"})
		return nil
	}
	if location == "" {
		return gatewayError(400, "LocationRequired", "The location property is required for this definition.")
	}
	if _, ok := locationNames[location]; !ok {
		return gatewayError(400, "LocationNotAvailableForResourceType", "The provided location '%s' is not available for resource type '%s'.", body.Str("location"), typ.Name)
	}
	if old := prev.Str("location"); old != "" && old != location {
		code := "InvalidResourceLocation"
		if typ.Name == armtypes.ResourceGroupType {
			code = "InvalidResourceGroupLocation"
		}
		return gatewayError(409, code, "The resource '%s' already exists in location '%s'. A resource with the same name cannot be created in location '%s'. Please select a new resource name.",
			body.Str("name"), old, location)
	}
	body["location"] = location
	return nil
}

// checkTags: names to strings, at most 50 of them (Azure's limit on tags).
func checkTags(body armtypes.Object) *armtypes.Error {
	v, ok := body["tags"]
	if !ok {
		return nil
	}
	tags, ok := v.(map[string]any)
	if !ok {
		return errContent("tags is not an object")
	}
	if len(tags) > 50 {
		return gatewayError(400, "InvalidTags", "The number of tags %d exceeds the maximum of 50.", len(tags)).Unsure()
	}
	for name, value := range tags {
		if _, ok := value.(string); !ok {
			return errContent("the value of tag " + name + " is not a string")
		}
		if len(name) > 512 || strings.ContainsAny(name, `<>%&\?/`) {
			return gatewayError(400, "InvalidTagNameCharacters", "The tag name '%s' is too long or has one of the characters <>%%&\\?/.", name).Unsure()
		}
	}
	return nil
}
