package armclient

import "testing"

// TestSeen: what a refresh has read, a check need not ask for again; from the first write on everybody asks.
func TestSeen(t *testing.T) {
	t.Parallel()
	get := step{method: "GET", path: "/rt", body: succeeded}
	b := newBench(t, get, step{method: "POST", path: "/rt/list", body: `{}`}, step{method: "PUT", path: "/rt", body: succeeded}, get, get, get)
	if _, err := b.Get(t.Context(), table, "v"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // two plans, each with a cache of its own
		o, err := b.GetCached(WithReadCache(t.Context()), table, "v")
		if err != nil || o.Name() != "rt" {
			t.Errorf("%v %v", o, err)
		}
		_ = o.Set("spoilt", "name")
	}
	if _, err := b.Post(t.Context(), table, "v", "list", nil, Idempotent()); err != nil {
		t.Error(err)
	}
	if _, err := b.GetCached(WithReadCache(t.Context()), table, "v"); err != nil {
		t.Error(err)
	}
	if _, err := b.Put(t.Context(), table, "v", nil, SyncOnly()); err != nil {
		t.Error(err)
	}
	for range 2 {
		if _, err := b.GetCached(WithReadCache(t.Context()), table, "v"); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Get(t.Context(), table, "v"); err != nil {
		t.Error(err)
	}
}

// TestSeenIsAsked: a plain Get always asks, whatever was seen.
func TestSeenIsAsked(t *testing.T) {
	t.Parallel()
	get := step{method: "GET", path: "/rt", body: succeeded}
	b := newBench(t, get, get, step{method: "GET", path: "/rt?api-version=w", body: succeeded})
	for range 2 {
		if _, err := b.Get(t.Context(), table, "v"); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.GetCached(WithReadCache(t.Context()), table, "w"); err != nil { // another version is another answer
		t.Error(err)
	}
}
