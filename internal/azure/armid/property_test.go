package armid

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawID makes a valid ID of up to three levels, with names that are words of
// the grammar now and then.
func drawID() *rapid.Generator[ID] {
	return rapid.Custom(func(t *rapid.T) ID {
		name := rapid.OneOf(
			rapid.StringMatching(`[A-Za-z0-9_.()-]{1,12}`).Filter(func(s string) bool { return s != "." && s != ".." }),
			rapid.SampledFrom([]string{"providers", "subscriptions", "resourceGroups", "Ünïcode", "with space inside"}),
		)
		typ := rapid.StringMatching(`[a-z][A-Za-z]{0,8}`).Filter(func(s string) bool { return !strings.EqualFold(s, "providers") })
		id := ResourceGroup(name.Draw(t, "subscription"), name.Draw(t, "group"))
		if rapid.Bool().Draw(t, "group only") {
			return id
		}
		id = id.Child("Microsoft."+typ.Draw(t, "namespace")+"/"+typ.Draw(t, "type"), name.Draw(t, "name"))
		for range rapid.IntRange(0, 2).Draw(t, "children") {
			id = id.Child(typ.Draw(t, "child type"), name.Draw(t, "child"))
		}
		return id
	})
}

// TestRoundTrip: the text of an ID is an ID with the same text, in any casing
// the same resource, and with any slashes doubled the same ID.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := drawID().Draw(t, "id")
		if id.IsZero() {
			t.Fatal("the drawn ID is invalid")
		}
		again, err := Parse(id.String())
		if err != nil || again != id {
			t.Fatalf("%s gives %s, %v", id, again, err)
		}
		for _, text := range []string{strings.ToUpper(id.String()), id.Key()} {
			if other, err := Parse(text); err != nil || !other.Equal(id) && strings.ToLower(text) == id.Key() {
				t.Fatalf("%s and %s differ: %v", id, text, err)
			}
		}
		at := rapid.IntRange(1, strings.Count(id.String(), "/")).Draw(t, "slash")
		doubled := strings.Replace(id.String(), "/", "//", at) + strings.Repeat("/", at-1)
		if other, err := Parse(doubled); err != nil || other != id {
			t.Fatalf("%s gives %s, %v", doubled, other, err)
		}
		if _, err := Parse(strings.TrimPrefix(id.String(), "/")); err == nil {
			t.Fatal("an ID without its leading slash is read")
		}
	})
}

// TestFamily: a child's parent is the parent, and the type and the name are
// what was given.
func TestFamily(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := drawID().Draw(t, "id")
		child := id.Child("Microsoft.X/things", "n")
		parent, ok := child.Parent()
		if !ok || parent != id || child.Name() != "n" || child.Type() != "Microsoft.X/things" || child.SubscriptionID() != id.SubscriptionID() {
			t.Fatalf("%s under %s: parent %s, type %s", child, id, parent, child.Type())
		}
		grandchild := child.Child("parts", "m")
		parent, ok = grandchild.Parent()
		if !ok || parent != child || grandchild.Type() != "Microsoft.X/things/parts" || !grandchild.HasAncestor(id) {
			t.Fatalf("%s: parent %s", grandchild, parent)
		}
		depth := 0
		for at, more := grandchild, true; more; depth++ {
			at, more = at.Parent()
		}
		if depth > 10 {
			t.Fatalf("%s has %d ancestors", grandchild, depth)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{vnet, subnet, role, tenant, sub, group, "", "/", "//", vnet + "//", "/subscriptions/\u0130/resourceGroups/K", "/providers/a/b/c/providers/d/e/f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := Parse(text)
		if err != nil {
			if !id.IsZero() {
				t.Errorf("%q: an error and an ID", text)
			}
			return
		}
		again, err := Parse(id.String())
		if err != nil || again != id {
			t.Errorf("%q: %s gives %s, %v", text, id, again, err)
		}
		lower, err := Parse(id.Key())
		if err != nil || !lower.Equal(id) {
			t.Errorf("%q: the key %q gives %s, %v", text, id.Key(), lower, err)
		}
		if id.Name() == "" || id.Type() == "" || id.Provider() == "" {
			t.Errorf("%q: name %q, type %q", text, id.Name(), id.Type())
		}
		for at, ok := id, true; ok; {
			if at, ok = at.Parent(); ok {
				if _, err := Parse(at.String()); err != nil {
					t.Errorf("%q: the ancestor %s: %v", text, at, err)
				}
			}
		}
	})
}
