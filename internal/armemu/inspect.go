package armemu

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// Snapshot is everything that an emulator remembers at one moment.
type Snapshot struct{ state *state.State }

// Snapshot takes one. It is cheap: nothing is copied.
func (e *Emulator) Snapshot() (Snapshot, error) {
	current, err := e.backend.Begin()
	if err != nil {
		return Snapshot{}, err
	}
	defer e.backend.End()
	return Snapshot{state: current}, nil
}

// Restore goes back to a snapshot, of this emulator or of another. Guids then come out as they did the first time.
func (e *Emulator) Restore(s Snapshot) error {
	if s.state == nil {
		return fmt.Errorf("restoring the emulator: the snapshot is empty")
	}
	current, err := e.backend.Begin()
	if err != nil {
		return err
	}
	defer e.backend.End()
	next := s.state.Fork()
	next.Generation = max(next.Generation, current.Generation)
	return e.backend.Commit(next)
}

// inspect runs f on the state as it is now, operations that are due ended, and keeps what it changed.
func (e *Emulator) inspect(f func(t *txn) error) error {
	current, err := e.backend.Begin()
	if err != nil {
		return err
	}
	defer e.backend.End()
	t := newTxn(e, current)
	t.settle()
	if err := f(t); err != nil || !t.dirty {
		return err
	}
	return e.backend.Commit(t.state)
}

// View lets a test read the store. What it shows is valid during f only. Reading this way does not count as seeing an operation.
func (e *Emulator) View(f func(armtypes.View)) error {
	return e.inspect(func(t *txn) error { f(t); return nil })
}

// Resource gives a resource as a GET would, without seeing its operation; nil when there is none.
func (e *Emulator) Resource(id string) (armtypes.Object, error) {
	var out armtypes.Object
	err := e.inspect(func(t *txn) error {
		if d, ok := t.Get(id); ok {
			out = t.answer(d)
		}
		return nil
	})
	return out, err
}

// IDs lists the ids of all stored resources in order of creation, and those of their embedded children after each.
func (e *Emulator) IDs() ([]string, error) {
	var out []string
	err := e.inspect(func(t *txn) error {
		for _, r := range t.state.Resources() {
			out = append(out, r.ID)
			d, ok := t.document(r)
			if !ok {
				continue
			}
			for _, el := range t.elements(d.Type, d.Body) {
				out = append(out, t.child(d, el).ID.String())
			}
		}
		return nil
	})
	return out, err
}

// Edit changes a resource behind everybody's back, as another writer or the service itself would: no checks, no operation, a new etag.
func (e *Emulator) Edit(id string, edit func(body armtypes.Object)) error {
	return e.inspect(func(t *txn) error {
		if _, ok := t.Get(id); !ok {
			return fmt.Errorf("editing %s: there is no such resource", id)
		}
		t.change(id, edit)
		return nil
	})
}

// Remove takes a resource away behind everybody's back, with what lies below it.
func (e *Emulator) Remove(id string) error {
	return e.inspect(func(t *txn) error {
		d, ok := t.Get(id)
		switch {
		case !ok:
			return fmt.Errorf("removing %s: there is no such resource", id)
		case d.Type.Embed != nil:
			t.removeElement(d)
		default:
			t.removeDocument(d)
		}
		return nil
	})
}

// Running lists the targets of the operations that have not ended.
func (e *Emulator) Running() ([]string, error) {
	var out []string
	err := e.inspect(func(t *txn) error {
		for _, op := range t.state.Operations() {
			if op.Running() {
				out = append(out, op.Target)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return out, err
}

// FinishAll ends every running operation now, in the order in which they are due.
func (e *Emulator) FinishAll() error {
	return e.inspect(func(t *txn) error {
		for _, op := range t.state.Operations() {
			if current := t.state.Operation(op.ID); current != nil && current.Running() {
				t.finish(current)
			}
		}
		return nil
	})
}
