package convergence

import "strings"

// Live is what a GET of the anchor returned. The zero value is a confirmed
// 404; an error or a missing permission is never turned into a Live.
type Live struct {
	// Exists is true for any answer with a body.
	Exists bool
	// Tags are the object's tags as Azure sent them.
	Tags map[string]string
	// ProvisioningState is Azure's word, empty where the type has none.
	ProvisioningState string
	// Marked says that this kind of resource writes PendingTag. Then the mark
	// alone decides whether the object is complete: NRP says Updating and
	// Failed for a create and for a later update alike.
	Marked bool
}

// Found is a Live object judged for one resource.
type Found struct {
	Exists bool
	// Ours: the ownership tag was made for this kind and this anchor ID.
	Ours bool
	// OwnerSet: the provider's owner attribute is set.
	OwnerSet bool
	// OwnerEqual: the object was made with the provider's present owner, both
	// unset included.
	OwnerEqual bool
	// OwnerNone: the object was made without an owner.
	OwnerNone bool
	// Incomplete: its create never came to its end.
	Incomplete bool
	// Deleting: Azure is deleting it.
	Deleting bool
	// Create is the name of the create that holds the object, if it has one.
	Create string
}

// Judge compares a live object with the resource that asks: its type name, the
// ID of its anchor and the provider's owner.
func Judge(kind, anchorID, owner string, live Live) Found {
	if !live.Exists {
		return Found{OwnerSet: owner != ""}
	}
	mark := MarkOf(live.Tags)
	f := Found{
		Exists:     true,
		OwnerSet:   owner != "",
		Incomplete: mark.Pending,
		Deleting:   strings.EqualFold(live.ProvisioningState, "Deleting"),
		Create:     mark.Create,
	}
	if !live.Marked {
		f.Incomplete = mark.Pending || unfinished(live.ProvisioningState)
	}
	wantAnchor, wantOwner, _ := splitTag(Tag(kind, anchorID, owner))
	if anchor, by, ok := splitTag(mark.Owner); ok && anchor == wantAnchor {
		f.Ours = true
		f.OwnerEqual = by == wantOwner
		f.OwnerNone = by == noOwner
	}
	return f
}

// unfinished: a type without provisioning states (a user-assigned identity,
// arm-wire.md 1.7) is complete as soon as it exists.
func unfinished(state string) bool {
	return state != "" && !strings.EqualFold(state, "Succeeded")
}
