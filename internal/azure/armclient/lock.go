package armclient

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// lockTable has one mutex per resource that somebody holds or waits for.
type lockTable struct {
	mu   sync.Mutex
	held map[string]*keyedLock
}

type keyedLock struct {
	slot  chan struct{} // holds one element while the lock is free
	users int           // holders and waiters; the entry goes with the last
}

// Lock takes the locks of the given resources and answers the function that
// gives them back, which may be called more than once.
//
// The locks are taken in the order of their keys, so that two callers with
// overlapping sets never wait for each other; they are not re-entrant, so take
// everything in one call. A write takes the resources of arm-wire.md 6.1: for a
// subnet the virtual network, for a rule collection group the policy, for a
// node pool the cluster.
//
// The lock is taken before the clock starts: call Lock with the context that
// Terraform gave, and derive the resource's timeout after it. Waiting in a
// queue of one's own making must not use up the time that Azure needs
// (azurerm PR 32081).
func (c *Client) Lock(ctx context.Context, ids ...armid.ID) (unlock func(), err error) {
	ids = slices.DeleteFunc(slices.Clone(ids), armid.ID.IsZero)
	slices.SortFunc(ids, func(a, b armid.ID) int { return strings.Compare(a.Key(), b.Key()) })
	ids = slices.CompactFunc(ids, armid.ID.Equal)

	var taken []string
	var once sync.Once
	unlock = func() {
		once.Do(func() {
			for _, key := range slices.Backward(taken) {
				c.locks.release(key, true)
			}
		})
	}
	for _, id := range ids {
		if err := c.locks.take(ctx, id.Key()); err != nil {
			unlock()
			return func() {}, fmt.Errorf("waiting for the lock of %s: %w", id, err)
		}
		taken = append(taken, id.Key())
	}
	return unlock, nil
}

func (t *lockTable) take(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	if t.held == nil {
		t.held = map[string]*keyedLock{}
	}
	lock := t.held[key]
	if lock == nil {
		lock = &keyedLock{slot: make(chan struct{}, 1)}
		lock.slot <- struct{}{}
		t.held[key] = lock
	}
	lock.users++
	t.mu.Unlock()

	select {
	case <-lock.slot:
		return nil
	case <-ctx.Done():
		t.release(key, false)
		return ctx.Err()
	}
}

func (t *lockTable) release(key string, holds bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	lock := t.held[key]
	if lock == nil {
		return
	}
	if holds {
		lock.slot <- struct{}{}
	}
	if lock.users--; lock.users == 0 {
		delete(t.held, key)
	}
}
