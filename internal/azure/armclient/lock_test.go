package armclient

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

func TestLockExcludes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	unlock, err := b.Lock(t.Context(), table)
	if err != nil {
		t.Fatal(err)
	}
	same, err := armid.Parse(strings.ToUpper(table.String()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Lock(ctx, same); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "waiting for the lock of "+same.String()) {
		t.Errorf("a canceled wait: %v", err)
	}
	other, err := b.Lock(t.Context(), groups)
	if err != nil {
		t.Fatal(err)
	}
	other()
	got := make(chan func())
	go func() {
		second, err := b.Lock(context.Background(), same)
		if err != nil {
			t.Error(err)
		}
		got <- second
	}()
	select {
	case <-got:
		t.Fatal("two hold one lock")
	default:
	}
	unlock()
	unlock() // twice is once
	second := <-got
	second()
	if n := len(b.locks.held); n != 0 {
		t.Errorf("%d locks are left", n)
	}
}

// TestLockGivesBack: a wait that fails gives back what was taken before.
func TestLockGivesBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	held, err := b.Lock(t.Context(), table)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		unlock, err := b.Lock(ctx, table, groups) // groups sorts first
		unlock()
		failed <- err
	}()
	for { // until the other waits for the table
		b.locks.mu.Lock()
		users := b.locks.held[table.Key()].users
		b.locks.mu.Unlock()
		if users == 2 {
			break
		}
	}
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	unlock, err := b.Lock(t.Context(), groups)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	held()
	if n := len(b.locks.held); n != 0 {
		t.Errorf("%d locks are left", n)
	}
}

// TestLockOrder: any two sets, in any order and with repetitions, never wait
// for each other; were it not for the order this would hang.
func TestLockOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ids := make([]armid.ID, 5)
	holders := make([]atomic.Int32, len(ids))
	for i := range ids {
		ids[i] = groups.Child("Microsoft.Network/routeTables", string(rune('a'+i)))
	}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			random := rand.New(rand.NewPCG(uint64(worker), 7)) //nolint:gosec // no secret
			for range 200 {
				var set []armid.ID
				var taken []int
				for _, i := range random.Perm(len(ids))[:1+random.IntN(4)] {
					set = append(set, ids[i], ids[i])
					taken = append(taken, i)
				}
				unlock, err := b.Lock(context.Background(), set...)
				if err != nil {
					t.Error(err)
					return
				}
				for _, i := range taken {
					if holders[i].Add(1) != 1 {
						t.Errorf("two hold %s", ids[i])
					}
				}
				for _, i := range taken {
					holders[i].Add(-1)
				}
				unlock()
			}
		})
	}
	group.Wait()
	if n := len(b.locks.held); n != 0 {
		t.Errorf("%d locks are left", n)
	}
}

func TestLockOfNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	unlock, err := b.Lock(t.Context(), armid.ID{})
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}
