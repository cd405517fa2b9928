package account

import (
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Ledger records the objects that the current plan creates or changes, keyed by ID.
//
// IDs are known at plan, before the object exists. Without the ledger, a plan that peers two new networks would have
// to ask ARM for one of them, be told that it is not there, and stay silent about an overlap that the configuration
// already shows. With it the plan is judged and nothing is contacted.
type Ledger struct {
	mu      sync.RWMutex
	planned map[string]any
}

// Plan records what an object will be. The value is defined by the package that plans the object.
func (l *Ledger) Plan(id armid.ID, object any) {
	l.Amend(id, func(any) any { return object })
}

// Planned is what an earlier plan of this run recorded for the ID.
func (l *Ledger) Planned(id armid.ID) (any, bool) {
	if l == nil {
		return nil, false
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	object, found := l.planned[id.Key()]
	return object, found
}

// Amend replaces what is recorded for the ID by what change makes of it, for records that several resources add to. Change
// gets nil where nothing is recorded; it must leave the old record as it is, since others may be looking at it.
func (l *Ledger) Amend(id armid.ID, change func(before any) any) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.planned == nil {
		l.planned = map[string]any{}
	}
	l.planned[id.Key()] = change(l.planned[id.Key()])
}
