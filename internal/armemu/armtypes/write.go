package armtypes

import (
	"net/url"
	"strings"
	"time"
)

// Document is one resource as hooks see it.
type Document struct {
	ID   ID
	Type *Type
	// Body has name, location, tags, properties and the type's Known members. It has no id, type or etag: the engine adds them.
	Body Object
	// ETag in the form of the family, empty for those that have none.
	ETag string
	// Parent is the parent's body for a child, nil otherwise.
	Parent Object
}

// State is the provisioningState, "" for types that have none.
func (d *Document) State() string { return d.Body.Str(statePath) }

// Location is that of the resource, or of the parent for a child without one.
func (d *Document) Location() string {
	if l := d.Body.Str("location"); l != "" {
		return NormalLocation(l)
	}
	return NormalLocation(d.Parent.Str("location"))
}

const statePath = "properties.provisioningState"

// View reads the store. Ids are compared without case. What it returns belongs to the store: read it, do not change it.
type View interface {
	// Get finds a resource, one inside its parent's body included.
	Get(id string) (*Document, bool)
	// All gives every resource of a type in the order of their creation, those inside parents included.
	All(typeName string) []*Document
	// Children gives the resources of a child type directly below a parent.
	Children(parentID, typeName string) []*Document
	// Referrers gives what refers to id from resources of type from at the path via; see BackReference.
	Referrers(id, from, via string) []Referrer
	// Serves tells whether the emulator has a type at all.
	Serves(typeName string) bool
	// Now is the emulator's clock.
	Now() time.Time
	// HasPrincipal tells whether the directory has a service principal with this object id that belongs to no resource.
	HasPrincipal(objectID string) bool
	// RoleDelay is how long a role assignment takes to have an effect.
	RoleDelay() time.Duration
}

// Referrer is one reference that points at a resource.
type Referrer struct {
	// Document is the referring resource.
	Document *Document
	// ElementID is the id of the innermost array element around the reference, "" when there is none; Element that element.
	ElementID string
	Element   Object
}

// Verb is what a write does.
type Verb string

// The verbs, as the duration table names them.
const (
	Create Verb = "create"
	Update Verb = "update"
	Patch  Verb = "patch"
	Delete Verb = "delete"
	Act    Verb = "action"
)

// Write is one change of a resource as hooks see it.
type Write struct {
	View
	Verb Verb
	ID   ID
	Type *Type
	// Body is the new document; Fill and Complete change it in place. In a delete it is the old one.
	Body Object
	// Prev is the stored document before the write, nil on create.
	Prev Object
	// Parent is the parent's body with this write already in it, nil for a type without a parent.
	Parent Object
	// Alone is set when an embedded resource is written by itself, not as a part of its parent.
	Alone bool
	// TenantID of the subscription in which the write happens, and CallerID, the object id of who asks for it.
	TenantID, CallerID string
	// Query and APIVersion are those of the request, nil and "" in Complete and Removed.
	Query      url.Values
	APIVersion string
	// NewGUID gives a new guid. The sequence depends on the store alone, so that a restored snapshot repeats it.
	NewGUID func() string
	// Change edits another resource in place (the reverse peering) and renews its etag. It does nothing when id is unknown.
	// Only Accept, Complete and Removed have it; nil elsewhere.
	Change func(id string, edit func(body Object))
	// Store writes another resource whole, as a service writes what it manages: at once and without being asked about. Fill and Complete of
	// its type and of what it holds run; nothing is refused. Drop removes one with all that hangs on it, a group with all in it.
	// Only Accept, Complete and Removed have them; nil elsewhere.
	Store func(id string, body Object)
	Drop  func(id string)
	// Action is the name of a long-running action, Touched are the ids of the embedded children that the operation writes. Only Doom has them.
	Action  string
	Touched []string
	// Send sends a packet through the stored networks. Only Doom has it.
	Send func(Packet) Arrival
}

// Packet is the first packet of a connection, as package walk documents it.
type Packet struct {
	// Subnet that it starts from, an id.
	Subnet string
	// Protocol is TCP or UDP; Port that of the destination.
	Protocol string
	Port     int
	// Name that the host asked for, or Destination, an address.
	Name, Destination string
	// Addresses that Name resolves to.
	Addresses []string
	// Speaks is what follows, "https" or nothing; the server name is Name.
	Speaks string
	// ServiceTags are the prefixes of service tags that rules may name.
	ServiceTags map[string][]string
	// Outbound are the public addresses of a load balancer whose outbound rule serves the sender.
	Outbound []string
}

// Arrival is what became of it.
type Arrival struct {
	// Passed: it left, or was delivered. Opaque: something took it that ARM knows nothing of.
	Passed, Opaque bool
	// Reason and Decider say why it went where it did.
	Reason, Decider string
	// Exits are the public addresses that it may show on the Internet.
	Exits []string
}

// Location is that of the written resource: its own or its parent's.
func (w *Write) Location() string {
	if l := w.Body.Str("location"); l != "" {
		return NormalLocation(l)
	}
	return NormalLocation(w.Parent.Str("location"))
}

// Param gives a query parameter; its name is compared without case, as ARM does.
func (w *Write) Param(name string) string {
	for k, v := range w.Query {
		if strings.EqualFold(k, name) && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// Changed tells whether the values at path differ between Prev and Body. On create everything that is set is changed.
func (w *Write) Changed(path string) bool {
	return !Same(w.Prev.Get(path), w.Body.Get(path))
}
