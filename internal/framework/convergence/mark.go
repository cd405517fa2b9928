package convergence

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Mark is what the provider writes into an object's tags about itself.
type Mark struct {
	// Owner is the value of OwnerTag, made by Tag.
	Owner string
	// Create names the create that holds the object; see CreateTag.
	Create string
	// Pending is true until the last write of the create.
	Pending bool
	// Added lists the children that the last change added; see AddedTag.
	Added string
}

// MarkOf reads the mark from the tags of a live object. A missing tag leaves
// its field zero.
func MarkOf(live map[string]string) Mark {
	var m Mark
	for name, value := range live {
		switch strings.ToLower(name) {
		case OwnerTag:
			m.Owner = value
		case CreateTag:
			m.Create = value
		case PendingTag:
			m.Pending = true
		case AddedTag:
			m.Added = value
		}
	}
	return m
}

// tags returns the mark as tags; empty fields are left out.
func (m Mark) tags() map[string]string {
	out := make(map[string]string, 4)
	if m.Owner != "" {
		out[OwnerTag] = m.Owner
	}
	if m.Create != "" {
		out[CreateTag] = m.Create
	}
	if m.Pending {
		out[PendingTag] = pendingValue
	}
	if m.Added != "" {
		out[AddedTag] = m.Added
	}
	return out
}

// Visible returns the tags that a user may see: all but the provider's own.
// It returns nil for none, so that an absent map stays null.
func Visible(live map[string]string) map[string]string {
	var out map[string]string
	for name, value := range live {
		if reserved(name) {
			continue
		}
		if out == nil {
			out = make(map[string]string, len(live))
		}
		out[name] = value
	}
	return out
}

// Merge returns the tags to send in a write: the planned ones, the mark, and
// of the live ones those that neither the plan nor the state (prior) names,
// because they are somebody else's (law L3). A name in prior that is no longer
// planned is removed. Names are matched without regard to case; the planned
// spelling wins.
func Merge(live, prior, planned map[string]string, mark Mark) map[string]string {
	out := make(map[string]string, len(live)+len(planned)+3)
	ours := make(map[string]bool, len(prior)+len(planned))
	for name := range prior {
		ours[strings.ToLower(name)] = true
	}
	for name := range planned {
		ours[strings.ToLower(name)] = true
	}
	for name, value := range live {
		if !reserved(name) && !ours[strings.ToLower(name)] {
			out[name] = value
		}
	}
	for name, value := range planned {
		if !reserved(name) {
			out[name] = value
		}
	}
	maps.Copy(out, mark.tags())
	return out
}

// ReservedNames returns, sorted, the names in a configured tags map that belong
// to the provider. Validation refuses them.
func ReservedNames(tags map[string]string) []string {
	var out []string
	for name := range tags {
		if reserved(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// ReservedNameText says why a configured tag name is refused.
func ReservedNameText(name string) string {
	return fmt.Sprintf("The tag name %q is reserved: names that start with %q are written and hidden by the provider, "+
		"which recognises its own objects by them. Choose another name.", name, TagPrefix)
}

func reserved(name string) bool {
	return len(name) >= len(TagPrefix) && strings.EqualFold(name[:len(TagPrefix)], TagPrefix)
}
