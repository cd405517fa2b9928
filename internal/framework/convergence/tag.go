package convergence

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Names of the tags that the provider keeps for itself. The prefix "hidden-" is
// the one of Azure's own hidden-title and hidden-link tags, which the portal
// leaves out of its tag lists; ARM, the CLI and cost exports show them. Azure's
// rules for names and values (Microsoft Learn, "Use tags to organize your Azure
// resources", 2026-11-22): names are case-insensitive, at most 512 characters,
// do not start with microsoft, azure or windows; values at most 256 characters;
// 50 tags on an object. Names may not contain < > % & \ ? / either.
const (
	// TagPrefix starts every tag name that belongs to the provider.
	TagPrefix = "hidden-udr-"
	// OwnerTag proves that this provider made the object; its value is Tag.
	OwnerTag = TagPrefix + "owner"
	// PendingTag is present from the first PUT of an anchor until the last
	// write of its create.
	PendingTag = TagPrefix + "pending"
	// CreateTag names the create that last took the object in hand. It stays
	// for the object's life and tells the deposed half of a
	// create_before_destroy replacement from its successor (C-9).
	CreateTag = TagPrefix + "create"
)

// MaxTags is how many tags Azure takes on one object.
const MaxTags = 50

// MaxUserTags is how many tags a configuration may set, so that the provider's
// own fit beside them.
const MaxUserTags = MaxTags - 4

const (
	tagVersion   = "1"
	pendingValue = "true"
	noOwner      = "none"
)

// Tag returns the value of OwnerTag: a version, a hash of kind and anchor ID,
// and a hash of kind, anchor ID and owner (or "none"). Two hashes, because one
// over all three could not tell the object of another owner from one that
// merely carries a copied tag. Kind is a resource type name such as
// udr_network; the anchor ID is compared without regard to case; owner is the
// provider's owner attribute, empty when unset.
func Tag(kind, anchorID, owner string) string {
	anchor := digest("anchor", kind, normal(anchorID))
	if owner == "" {
		return tagVersion + "." + anchor + "." + noOwner
	}
	return tagVersion + "." + anchor + "." + digest("owner", kind, normal(anchorID), owner)
}

// splitTag returns the two hashes of an OwnerTag value.
func splitTag(value string) (anchor, owner string, ok bool) {
	parts := strings.Split(value, ".")
	if len(parts) != 3 || parts[0] != tagVersion || parts[1] == "" || parts[2] == "" {
		return "", "", false
	}
	return parts[1], parts[2], true
}

// NewID returns a fresh random name: of a create (CreateTag) or of one
// configuration of the provider (Plan.Run).
func NewID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

// SameID reports whether two ARM IDs name the same object: case and a trailing
// slash do not count. An empty ID is the same as nothing.
func SameID(a, b string) bool {
	return a != "" && normal(a) == normal(b)
}

func normal(id string) string {
	return strings.ToLower(strings.TrimRight(id, "/"))
}

// digest hashes its parts with lengths unambiguous, so that no two lists of
// parts share a digest by moving a boundary.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
