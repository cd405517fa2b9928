package armtypes

import (
	"regexp"
)

// Family is the personality with which a resource provider answers (arm-wire.md 1.3 to 1.6): form and life of etags, casing,
// polling URLs, member order, wrapping of errors, names of the transient states.
type Family int

// The families.
const (
	// ARM is Azure Resource Manager itself: resource groups. No etag; deletes poll by Location only.
	ARM Family = iota
	// NRP is the network resource provider proper (arm-wire.md 1.3).
	NRP
	// NFV serves firewall policies, rule collection groups and IP groups (arm-wire.md 1.4).
	NFV
	// AKS is Microsoft.ContainerService (arm-wire.md 1.5).
	AKS
	// Plain providers answer synchronously, with no etag and no provisioningState (authorization, managed identity; arm-wire.md 1.6).
	Plain
)

// Scope says below what a resource type is addressed. A type with a parent type is always addressed below that parent.
type Scope int

// The scopes.
const (
	ScopeResourceGroup Scope = iota
	ScopeSubscription
	// ScopeExtension types hang on any scope: tenant, subscription, resource group or resource (role assignments).
	ScopeExtension
)

// Access limits what clients can do with a type.
type Access int

// The kinds of access.
const (
	ReadWrite Access = iota
	// ReadOnly types answer GET and lists only (frontendIPConfigurations of a load balancer).
	ReadOnly
	// NotAddressable types have an id but no URL of their own (azureFirewallIpConfigurations).
	NotAddressable
)

// Mode says how a verb is carried out.
type Mode int

// The modes. The zero value is a long-running operation, as ARM has it for most types here.
const (
	LRO Mode = iota
	Sync
	// None means that the verb is not supported: 405.
	None
)

// LocationRule says whether a body must carry a location.
type LocationRule int

// The location rules. The zero value demands a location of a type without a parent type and drops it from a child.
const (
	LocationDefault LocationRule = iota
	LocationRequired
	LocationOptional
	LocationNone
)

// Type declares one ARM resource type. Only Name is compulsory; every zero value is the usual case: a resource of a resource group
// with location and tags, written by long-running operations.
type Type struct {
	// Name in the casing of ids, with its namespace: "Microsoft.Network/virtualNetworks/subnets". The part before the last slash is
	// the parent type when that is declared as well.
	Name string
	// WireType is the casing of the "type" member of answers where it differs from Name ("Microsoft.Network/FirewallPolicies").
	WireType string
	// APIVersions are those that GET /providers/{namespace} advertises, newest first. Any well-formed version is accepted.
	APIVersions []string
	Family      Family
	Scope       Scope
	Access      Access
	// Embed is set for a child that lives inside its parent's body; the engine then makes it addressable as well.
	Embed *Embed

	// NameRule refuses other names with 400 InvalidResourceName. Nil accepts what ARM itself accepts.
	NameRule *regexp.Regexp
	Location LocationRule
	// NoTags drops tags (children).
	NoTags bool
	// NoState is for types without properties.provisioningState.
	NoState bool

	// Put, Patch (tags only) and Delete say how each verb is carried out.
	Put, Patch, Delete Mode
	// PutAnswersCreated makes every PUT answer 201, that of an existing resource too (role definitions).
	PutAnswersCreated bool
	// DeleteAnswersBody makes a synchronous delete answer 200 with the resource that was (role assignments).
	DeleteAnswersBody bool

	// Known are the members that the type has at the top of its body beside location, tags and properties (sku, zones, identity).
	Known []string
	// ReadOnlyPaths are dropped from what clients send and carried over from the stored document: values that only the service sets.
	// properties.provisioningState, id, etag and type are always treated so. Paths may hold [*].
	ReadOnlyPaths []string
	// Defaults are set where the body has nothing at the path.
	Defaults map[string]any

	// Validate returns all that is wrong with the write, the most telling error first. It sees the body with defaults, before Fill.
	Validate func(w *Write) []*Error
	// Fill sets the values that the service gives at acceptance. It must give the same result again for the same body and Prev, since
	// the engine recognises an idempotent PUT by comparing what comes out.
	Fill func(w *Write)
	// Accept runs once a PUT has been accepted and stored: it makes what the service sets up at once beside the resource.
	Accept func(w *Write)
	// Doom is asked when the operation of a PUT or an action is due: an error makes it fail, and the resource with it.
	Doom func(w *Write) *Error
	// Complete sets the values that appear when the operation ends well (an IP address, a peering state on both sides).
	Complete func(w *Write)
	// RefuseDelete gives the reason why the resource cannot be deleted now, nil when it can.
	RefuseDelete func(v View, d *Document) *Error
	// RefuseDeleteAlone is asked after it, but only for a DELETE of the embedded resource itself, not for a write of its parent that
	// leaves it out: such a write is judged whole.
	RefuseDeleteAlone func(v View, d *Document) *Error
	// Removed runs when a delete has ended (to tell the other side of a peering).
	Removed func(w *Write)
	// Compute adds values that are computed from the store at each read; d.Body is a copy that is not stored.
	Compute func(v View, d *Document)

	// References are the ids that a body may carry. The engine answers InvalidResourceReference and ReferencedResourceNotProvisioned.
	References []Reference
	// BackReferences are lists of ids computed from References of other types; they are added at each read and never stored.
	BackReferences []BackReference
	// Locks gives the further ids that a write takes for as long as its operation runs (arm-wire.md 6.1). The resource itself and its
	// parent are always taken.
	Locks func(w *Write) []string
	// Duration picks another row of the duration table than that of Name (a firewall without addresses is quick).
	Duration func(w *Write) string

	// Get finds documents that exist without being stored (built-in role definitions).
	Get func(v View, id ID) *Document
	// NotFound is what GET answers where a resource is missing, for providers with a code of their own; nil means ResourceNotFound.
	NotFound func(id ID) *Error
	// List replaces the engine's listing, for types whose $filter has a meaning of its own.
	List func(r *ListRequest) ([]*Document, *Error)
	// Actions are further verbs below a resource or a location.
	Actions []Action
}

// Embed places the documents of a child type inside the body of its parent.
type Embed struct {
	// Paths hold the children: arrays ("properties.subnets") or a single object ("properties.managementIpConfiguration").
	Paths []string
	// KeepWhenAbsent keeps the children when a PUT of the parent does not name the path at all. An empty array always removes them.
	KeepWhenAbsent bool
	// KeepUnnamed keeps those children that a PUT of the parent does not name among the others: only their own DELETE removes them.
	KeepUnnamed bool
	// Flat is for elements that carry their properties beside their name (agentPoolProfiles), not under "properties".
	Flat bool
}

// Reference declares one place of a body that holds another resource's id.
type Reference struct {
	// Path of the id, "properties.ipConfigurations[*].properties.subnet.id".
	Path string
	// To is the type that must be there. Empty accepts any.
	To string
	// SameLocation demands that both lie in one region.
	SameLocation bool
	// Unchecked references are not looked up (they only feed back references).
	Unchecked bool
	// WhileUpdating allows a target whose own operation still runs.
	WhileUpdating bool
}

// BackReference declares a read-only list of ids of resources that refer to this one.
type BackReference struct {
	// Path where the list appears.
	Path string
	// From is the referring type, Via the path of one of its References.
	From, Via string
	// Element lists the id of the array element that holds the reference (an ipConfiguration), not that of the resource.
	Element bool
	// Single writes one object instead of an array, and nothing when there is none.
	Single bool
	// OmitEmpty leaves the member out when nothing refers.
	OmitEmpty bool
}

// Action is an operation other than PUT, PATCH, GET, DELETE of a resource.
type Action struct {
	Method string
	// Name is the last path segment, in any case ("listClusterUserCredential").
	Name string
	// AtLocation puts the action below /subscriptions/{s}/providers/{namespace}/locations/{location}/ instead of below a resource.
	AtLocation bool
	// State is the provisioningState while a long-running action runs. Empty with Mode Sync.
	State string
	Mode  Mode
	// Row names the row of the duration table for Mode LRO.
	Row string
	// Handle answers. For Mode LRO the reply's body is what the operation's result gives at its end.
	Handle func(w *Write, r *ActionRequest) (any, *Error)
	// Complete runs when a long-running action ends.
	Complete func(w *Write)
}

// ActionRequest is what an Action is asked.
type ActionRequest struct {
	Subscription string
	Location     string // only AtLocation
	Query        map[string][]string
	Body         Object // nil when none was sent
}

// ListRequest is what a List hook is asked.
type ListRequest struct {
	View
	// Scope is the id below which the list was asked: "/subscriptions/…", a group, a resource, "" for the tenant.
	Scope  string
	Filter string
	Query  map[string][]string
}
