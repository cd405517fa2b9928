package armclient

import (
	"context"
	"sync"
	"testing"
)

// TestReadCache: concurrent and later reads of one ID are one request, and
// nobody can spoil another's answer.
func TestReadCache(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{method: "GET", path: "/rt", body: succeeded}, step{method: "GET", path: "/rt?api-version=w", body: succeeded})
	ctx := WithReadCache(WithReadCache(t.Context()))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			o, err := b.GetCached(ctx, table, "v")
			if err != nil || o.Name() != "rt" {
				t.Errorf("%v %v", o, err)
			}
			_ = o.Set("spoilt", "name")
		})
	}
	group.Wait()
	if o, err := b.GetCached(ctx, table, "v"); err != nil || o.Name() != "rt" {
		t.Errorf("%v %v", o, err)
	}
	if _, err := b.GetCached(ctx, table, "w"); err != nil {
		t.Error(err)
	}
}

func TestReadCacheErrors(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "GET", path: "/rt", status: 403, body: `{"error":{"code":"AuthorizationFailed"}}`}, // not kept
		step{method: "GET", path: "/rt", status: 404, body: missing},                                    // kept
		step{method: "GET", path: "/rt", body: succeeded})                                               // kept, and what the client has seen it need not ask for again
	cache := NewReadCache()
	ctx := WithSharedReadCache(t.Context(), cache)
	if _, err := b.GetCached(ctx, table, "v"); !IsForbidden(err) {
		t.Error(err)
	}
	for range 3 {
		if _, err := b.GetCached(ctx, table, "v"); !IsNotFound(err) {
			t.Error(err)
		}
	}
	cache.Forget(groups.Child("Microsoft.Network/routeTables", "other"))
	if _, err := b.GetCached(ctx, table, "v"); !IsNotFound(err) {
		t.Error(err)
	}
	cache.Forget(groups) // above it
	if _, err := b.GetCached(ctx, table, "v"); err != nil {
		t.Error(err)
	}
	cache.Forget(table.Child("routes", "r")) // below it
	if _, err := b.GetCached(ctx, table, "v"); err != nil {
		t.Error(err)
	}
}

// TestReadCacheWrite: a write through the same context is not answered from
// before it.
func TestReadCacheWrite(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "GET", path: "/rt", body: succeeded}, step{method: "PUT", path: "/rt", body: succeeded},
		step{method: "GET", path: "/rt", body: succeeded}, step{method: "DELETE", path: "/rt", status: 204},
		step{method: "GET", path: "/rt", status: 404, body: missing})
	ctx := WithReadCache(t.Context())
	if _, err := b.GetCached(ctx, table, "v"); err != nil {
		t.Error(err)
	}
	if _, err := b.Put(ctx, table, "v", nil, SyncOnly()); err != nil {
		t.Error(err)
	}
	if _, err := b.GetCached(ctx, table, "v"); err != nil {
		t.Error(err)
	}
	if err := b.Delete(ctx, table, "v"); err != nil {
		t.Error(err)
	}
	if _, err := b.GetCached(ctx, table, "v"); !IsNotFound(err) {
		t.Error(err)
	}
}

// TestReadCacheCancel: one who gives up does not fail the others, and when all
// have given up the request ends.
func TestReadCacheCancel(t *testing.T) {
	t.Parallel()
	arrived, ended := make(chan struct{}), make(chan struct{})
	release := make(chan struct{})
	b := newBench(t, step{method: "GET", path: "/rt", body: succeeded, before: func() { close(arrived); <-release }})
	shared := WithReadCache(t.Context())
	first, cancel := context.WithCancel(shared)
	go func() {
		defer close(ended)
		if _, err := b.GetCached(first, table, "v"); ClassOf(err) != Canceled {
			t.Errorf("the first: %v", err)
		}
	}()
	<-arrived
	second := make(chan error, 1)
	waiting := make(chan struct{})
	go func() {
		cache, _ := shared.Value(readCacheKey{}).(*ReadCache)
		go func() {
			for {
				cache.mu.Lock()
				n := cache.entries[table.Key()+"?v"].waiters
				cache.mu.Unlock()
				if n == 2 {
					close(waiting)
					return
				}
			}
		}()
		_, err := b.GetCached(shared, table, "v")
		second <- err
	}()
	<-waiting
	cancel()
	<-ended
	close(release)
	if err := <-second; err != nil {
		t.Errorf("the second: %v", err)
	}
}

func TestReadCacheAllGone(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	b := newBench(t, step{method: "GET", path: "/rt", body: succeeded})
	seen := make(chan struct{})
	b.script.steps[0].before = func() { close(arrived); <-seen }
	ctx, cancel := context.WithCancel(WithReadCache(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := b.GetCached(ctx, table, "v"); ClassOf(err) != Canceled {
			t.Errorf("error is %v", err)
		}
	}()
	<-arrived
	cache, _ := ctx.Value(readCacheKey{}).(*ReadCache)
	cache.mu.Lock()
	entry := cache.entries[table.Key()+"?v"]
	cache.mu.Unlock()
	cancel()
	<-done
	close(seen)
	<-entry.done
	if ClassOf(entry.err) != Canceled {
		t.Errorf("the request went on: %v", entry.err)
	}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if len(cache.entries) != 0 {
		t.Errorf("%d entries are left", len(cache.entries))
	}
}

func TestGetCachedWithoutCache(t *testing.T) {
	t.Parallel()
	get := step{method: "GET", path: "/rt", body: succeeded}
	b := newBench(t, get, get)
	for range 2 {
		if _, err := b.GetCached(t.Context(), table, "v"); err != nil {
			t.Error(err)
		}
	}
}
