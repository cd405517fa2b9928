package convergence_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
)

const (
	kind   = "udr_network"
	anchor = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet"
)

// The values are fixed: objects in the field carry them. They were computed
// apart from this package, from the definition of Tag.
func TestTagIsStable(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"":     "1.7135973bacc31e019b0b8439186682c3.none",
		"team": "1.7135973bacc31e019b0b8439186682c3.585b5d6c1c5db8b90fdf6ca05572d2d9",
	}
	for owner, want := range cases {
		if got := convergence.Tag(kind, anchor, owner); got != want {
			t.Errorf("Tag(owner %q) = %s, want %s", owner, got, want)
		}
	}
}

func TestTagSeparates(t *testing.T) {
	t.Parallel()
	base := convergence.Tag(kind, anchor, "team")
	for name, other := range map[string]string{
		"kind":   convergence.Tag("udr_firewall_egress", anchor, "team"),
		"anchor": convergence.Tag(kind, anchor+"2", "team"),
		"owner":  convergence.Tag(kind, anchor, "Team"),
		"none":   convergence.Tag(kind, anchor, ""),
		// The boundary between the parts counts, not only their text.
		"boundary": convergence.Tag(kind+anchor[:1], anchor[1:], "team"),
	} {
		if other == base {
			t.Errorf("another %s gives the same tag %s", name, base)
		}
	}
}

func TestTagIgnoresCaseAndTrailingSlashOfAnchor(t *testing.T) {
	t.Parallel()
	want := convergence.Tag(kind, anchor, "team")
	for _, id := range []string{strings.ToUpper(anchor), strings.ToLower(anchor), anchor + "/"} {
		if got := convergence.Tag(kind, id, "team"); got != want {
			t.Errorf("Tag(%s) = %s, want %s", id, got, want)
		}
		if !convergence.SameID(id, anchor) {
			t.Errorf("SameID(%s, %s) = false", id, anchor)
		}
	}
}

func TestSameIDOfNothing(t *testing.T) {
	t.Parallel()
	if convergence.SameID("", "") {
		t.Error("two unknown IDs must not count as the same object")
	}
	if convergence.SameID(anchor, "") {
		t.Error("an unknown ID must not be the same as a known one")
	}
}

// Azure's limits for names and values hold for whatever the user's owner is.
func TestTagsRespectAzureLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := convergence.Tag(rapid.String().Draw(t, "kind"), rapid.String().Draw(t, "id"), rapid.String().Draw(t, "owner"))
		if len(value) > 256 {
			t.Fatalf("value of %d characters", len(value))
		}
		if strings.Trim(value, "0123456789abcdefno.") != "" {
			t.Fatalf("value %q has characters beyond hex, dot and the word none", value)
		}
	})
	for _, name := range []string{convergence.OwnerTag, convergence.PendingTag, convergence.CreateTag} {
		if len(name) > 512 || strings.ContainsAny(name, `<>%&\?/ #:()`) {
			t.Errorf("tag name %q breaks Azure's rules", name)
		}
		for _, prefix := range []string{"microsoft", "azure", "windows"} {
			if strings.HasPrefix(name, prefix) {
				t.Errorf("tag name %q has the reserved prefix %q", name, prefix)
			}
		}
		if !strings.HasPrefix(name, convergence.TagPrefix) {
			t.Errorf("tag name %q lacks the provider's prefix", name)
		}
	}
}

func TestNewIDDiffers(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		id := convergence.NewID()
		if len(id) != 16 || seen[id] {
			t.Fatalf("NewID() = %q, seen before: %v", id, seen[id])
		}
		seen[id] = true
	}
}
