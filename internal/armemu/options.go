package armemu

import (
	"net/http"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// Options configure an Emulator. The zero value is an empty emulator in memory, at once, without tokens.
type Options struct {
	// Types are the resource types; nil means all declared ones.
	Types *armtypes.Registry
	// StateFile keeps the documents in a file that parallel processes share; "" means memory.
	StateFile string
	// Backend keeps the documents in place of StateFile.
	Backend state.Backend
	// Clock tells the time; nil means the machine's.
	Clock Clock
	// TimeScale stretches Azure's typical durations: 1 is Azure's pace. At 0 an operation ends as soon as somebody has seen it in
	// progress. Below 1 the polling headers are the fast ones (arm-wire.md 4.3), from 1 on those of Azure.
	TimeScale float64
	// SignedPolling appends a signature to polling URLs and refuses a poll that lost it, as Azure does (arm-wire.md 1.3).
	SignedPolling Switch
	// RoleDelay is how long a role assignment takes until AKS honours it; 0 means Azure's typical 20 s times TimeScale, Immediately none.
	RoleDelay time.Duration
	// PageSize is how many items a list page has; 0 means 100.
	PageSize int
	// Unregistered are namespaces that the subscriptions have not registered: writes answer 409 MissingSubscriptionRegistration.
	Unregistered []string

	// Login serves everything outside ARM (metadata, tokens, Graph) and judges the tokens of ARM requests. Nil means none: requests
	// need no token and those paths are unknown.
	Login Login

	// Faults decides which requests go wrong; nil means none.
	Faults *fault.Engine
	// OnWrite is called before and after the effect of every accepted write.
	OnWrite func(WriteEvent) error
	// OnRequest gets a record of every request once it is answered.
	OnRequest func(Record)
	// Kill is called by the kill fault; nil means exit with status 137. If it returns, the connection breaks.
	Kill func()
}

// Immediately is a RoleDelay of nothing at all.
const Immediately = time.Duration(-1)

// typicalRoleDelay is within the 20 to 60 s of arm-wire.md 5.2; up to an hour is documented (aks-facts.md 5).
const typicalRoleDelay = 20 * time.Second

func (o *Options) roleDelay() time.Duration {
	if o.RoleDelay != 0 {
		return max(o.RoleDelay, 0)
	}
	return time.Duration(float64(typicalRoleDelay) * o.TimeScale)
}

// Switch is a yes, a no, or the default.
type Switch int

// The positions. Auto is on from TimeScale 1.
const (
	Auto Switch = iota
	On
	Off
)

// Login is what the emulator needs of a token service; package login has the one that the server uses.
type Login interface {
	http.Handler
	// Serves tells whether a path belongs to the token service.
	Serves(path string) bool
	// Check judges the token of an ARM request; nil accepts it. base is the scheme and host of the request.
	Check(r *http.Request, base string) *armtypes.Error
	// Revoke refuses the request's token from now on.
	Revoke(r *http.Request)
	// HasPrincipal tells whether its directory has a service principal of its own with this object id. It must not ask the emulator.
	HasPrincipal(objectID string) bool
}

// Phase is the moment of a WriteEvent.
type Phase string

// The phases.
const (
	Before Phase = "before"
	After  Phase = "after"
)

// WriteEvent is one accepted write of a resource: the store changes between its two phases.
type WriteEvent struct {
	Phase Phase
	// N counts accepted writes from 1; both phases of a write have the same number.
	N      int
	Method string
	Path   string
}

func (o *Options) fast() bool { return o.TimeScale < 1 }

func (o *Options) signed() bool {
	return o.SignedPolling == On || o.SignedPolling == Auto && !o.fast()
}
