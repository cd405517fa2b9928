package armemu

import (
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// txn is a view of the store at one moment with the changes made so far. It implements armtypes.View.
type txn struct {
	types *armtypes.Registry
	state *state.State
	now   time.Time
	scale float64
	// roleDelay is how long a role assignment takes to have an effect.
	roleDelay time.Duration
	login     Login // nil means none
	// dirty: something changed. accepted: a write of a resource was accepted.
	dirty, accepted bool
}

func newTxn(e *Emulator, current *state.State) *txn {
	return &txn{
		types: e.types, state: current.Fork(), now: e.clock.Now().UTC(), scale: e.opts.TimeScale, roleDelay: e.opts.roleDelay(), login: e.opts.Login,
	}
}

// Now implements armtypes.View.
func (t *txn) Now() time.Time { return t.now }

// RoleDelay implements armtypes.View.
func (t *txn) RoleDelay() time.Duration { return t.roleDelay }

// HasPrincipal implements armtypes.View.
func (t *txn) HasPrincipal(objectID string) bool {
	return t.login != nil && t.login.HasPrincipal(objectID)
}

func (t *txn) newGUID() string { return t.state.NewGUID() }

// store keeps a document's body under a new or the given etag.
func (t *txn) store(id string, typ *armtypes.Type, body armtypes.Object, etag string) {
	t.dirty = true
	t.state.Put(&state.Resource{ID: id, Type: typ.Name, Body: body, ETag: etag})
}

func (t *txn) putOperation(op *state.Operation) {
	t.dirty = true
	t.state.PutOperation(op)
}

// renewed gives a fresh etag in the form of the type's family.
func (t *txn) renewed(typ *armtypes.Type) string {
	f := familyOf(typ)
	if f.etagMember == "" {
		return ""
	}
	return f.newETag(t.newGUID())
}
