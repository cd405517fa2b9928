package convergence

import (
	"slices"
	"strings"
)

// AddedTag lists the children that the last change of the object added, as short hashes.
//
// Children such as subnets bear no tags of their own. When an update dies between adding a child and saving the state,
// the next run finds a child that its state does not know: its own, or somebody else's who was quicker? The anchor
// says: the list is written before the first child is, after a look that none of them was there. It stays until the
// next change replaces it, so there is no moment in which a finished child is unproven (C-13).
const AddedTag = TagPrefix + "added"

// addedWidth is the length of one hash. A collision would matter only between two children of one change, so short is
// enough, and 64 of them fit into a tag value (256 characters).
const addedWidth, addedMost = 4, 64

// AddedOf is the tag's value for the IDs of children, empty for none. More than 64 do not fit: the rest is not
// covered, which costs an import if the run dies among them.
func AddedOf(parts []string) string {
	hashes := make([]string, 0, len(parts))
	for _, part := range parts {
		hashes = append(hashes, addedHash(part))
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return strings.Join(hashes[:min(len(hashes), addedMost)], "")
}

// Adds reports whether the mark lists the child.
func (m Mark) Adds(part string) bool {
	return m.lists(addedHash(part))
}

func (m Mark) lists(hash string) bool {
	for rest := m.Added; len(rest) >= addedWidth; rest = rest[addedWidth:] {
		if strings.EqualFold(rest[:addedWidth], hash) {
			return true
		}
	}
	return false
}

// AddsOthers reports whether the mark lists a child that is none of the given ones: a run that died may have made one
// that neither the state nor the configuration knows any more.
func (m Mark) AddsOthers(parts []string) bool {
	var known Mark
	for _, part := range parts {
		known.Added += addedHash(part)
	}
	for rest := m.Added; len(rest) >= addedWidth; rest = rest[addedWidth:] {
		if !known.lists(rest[:addedWidth]) {
			return true
		}
	}
	return false
}

// NextAdded is the list for a change from the children in prior to those in want: what is new, and of the last list
// what is still wanted.
func (m Mark) NextAdded(prior, want []string) string {
	var added []string
	for _, part := range want {
		known := slices.ContainsFunc(prior, func(other string) bool { return SameID(other, part) })
		if !known || m.Adds(part) {
			added = append(added, part)
		}
	}
	return AddedOf(added)
}

func addedHash(part string) string { return digest("added", normal(part))[:addedWidth] }
