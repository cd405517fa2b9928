package armclient

import (
	"context"
	"strings"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// ReadCache remembers the reads of one plan, so that each ID is read once
// (law L6). It keeps answers and confirmed 404s; any other error is shared with
// those who waited for the same read and then forgotten.
type ReadCache struct {
	mu      sync.Mutex
	entries map[string]*cached
}

type cached struct {
	done   chan struct{}
	object Object
	err    error

	waiters int
	cancel  context.CancelFunc
}

type readCacheKey struct{}

// NewReadCache makes an empty cache.
func NewReadCache() *ReadCache { return &ReadCache{entries: map[string]*cached{}} }

// WithReadCache answers a context in which GetCached remembers. A context that
// has a cache already is answered as it is.
func WithReadCache(ctx context.Context) context.Context {
	if _, ok := ctx.Value(readCacheKey{}).(*ReadCache); ok {
		return ctx
	}
	return WithSharedReadCache(ctx, NewReadCache())
}

// WithSharedReadCache answers a context in which GetCached remembers in cache,
// which may serve the plans of several resources.
func WithSharedReadCache(ctx context.Context, cache *ReadCache) context.Context {
	return context.WithValue(ctx, readCacheKey{}, cache)
}

// GetCached is Get through the context's cache; without one it is Get.
// Concurrent reads of one ID share one request, which goes on while anybody
// waits for it. Every caller gets a copy of its own.
func (c *Client) GetCached(ctx context.Context, id armid.ID, apiVersion string) (Object, error) {
	cache, ok := ctx.Value(readCacheKey{}).(*ReadCache)
	if !ok {
		return c.Get(ctx, id, apiVersion)
	}
	key := id.Key() + "?" + apiVersion
	entry := cache.join(key, func() *cached {
		detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
		entry := &cached{done: make(chan struct{}), cancel: cancel}
		go func() {
			defer cancel()
			var known bool
			if entry.object, known = c.seen.of(id, apiVersion); !known {
				entry.object, entry.err = c.Get(detached, id, apiVersion)
			}
			cache.finish(key, entry)
		}()
		return entry
	})
	select {
	case <-entry.done:
		cache.leave(key, entry)
		return entry.object.Clone(), entry.err
	case <-ctx.Done():
		cache.leave(key, entry)
		req := newRequest("GET", id, apiVersion, callOptions{})
		return Object{}, endedError(req, ctx.Err())
	}
}

// Forget drops what is remembered of id and of everything above and below it.
func (r *ReadCache) Forget(id armid.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key := range r.entries {
		path, _, _ := strings.Cut(key, "?")
		if path == id.Key() || strings.HasPrefix(path, id.Key()+"/") || strings.HasPrefix(id.Key(), path+"/") {
			delete(r.entries, key)
		}
	}
}

// forget keeps a context's cache from answering what a write has changed.
func forget(ctx context.Context, id armid.ID) {
	if cache, ok := ctx.Value(readCacheKey{}).(*ReadCache); ok {
		cache.Forget(id)
	}
}

func (r *ReadCache) join(key string, begin func() *cached) *cached {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry := r.entries[key]
	if entry == nil {
		entry = begin()
		r.entries[key] = entry
	}
	entry.waiters++
	return entry
}

// finish publishes the answer, and forgets an error that may pass.
func (r *ReadCache) finish(key string, entry *cached) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if entry.err != nil && !IsNotFound(entry.err) && r.entries[key] == entry {
		delete(r.entries, key)
	}
	close(entry.done)
}

// leave ends the read when nobody waits for it any more.
func (r *ReadCache) leave(key string, entry *cached) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if entry.waiters--; entry.waiters > 0 {
		return
	}
	select {
	case <-entry.done:
	default:
		entry.cancel()
		if r.entries[key] == entry {
			delete(r.entries, key)
		}
	}
}
