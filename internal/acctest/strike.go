package acctest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// strike is what happens to a provider's n-th write from the moment it was armed.
type strike struct {
	mu    sync.Mutex
	how   sweep.How
	when  sweep.When
	count int // writes still to go; 0 when nothing is armed
	hit   bool
	dead  bool // killed: nothing passes any more
}

// Do is the provider's way to this Azure. It implements policy.Transporter.
func (a *Azure) Do(r *http.Request) (*http.Response, error) {
	strikes, dead := a.strike.next(r.Method)
	if dead && !strikes {
		return nil, armemu.ErrReset
	}
	if !strikes {
		return a.answer(r)
	}
	if a.strike.when == sweep.After {
		response, err := a.Emulator.Do(r)
		if err != nil {
			return nil, err
		}
		_ = response.Body.Close()
	}
	if dead {
		return nil, armemu.ErrAnswerLost
	}
	return refused(r), nil
}

// next counts a request and tells whether it is the one to strike, and whether the provider is dead.
func (s *strike) next(method string) (strikes, dead bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method == http.MethodGet || method == http.MethodHead || s.count == 0 {
		return false, s.dead
	}
	s.count--
	if s.count > 0 {
		return false, s.dead
	}
	s.hit = true
	s.dead = s.how == sweep.Killed
	return true, s.dead
}

// refused is the answer that no client retries: the way that a write fails for good.
func refused(r *http.Request) *http.Response {
	const body = `{"error":{"code":"RequestDisallowedByPolicy","message":"The strike of a sweep."}}`
	return &http.Response{
		StatusCode: http.StatusForbidden, Status: "403 Forbidden", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r,
	}
}

// ArmKill implements sweep.World.
func (a *Azure) ArmKill(n int, when sweep.When) { a.arm(n, when, sweep.Killed) }

// ArmFail implements sweep.World.
func (a *Azure) ArmFail(n int, when sweep.When) { a.arm(n, when, sweep.Failed) }

func (a *Azure) arm(n int, when sweep.When, how sweep.How) {
	a.strike.mu.Lock()
	defer a.strike.mu.Unlock()
	a.strike.count, a.strike.when, a.strike.how, a.strike.hit, a.strike.dead = n, when, how, false, false
}

// Disarm implements sweep.World.
func (a *Azure) Disarm() {
	a.strike.mu.Lock()
	defer a.strike.mu.Unlock()
	a.strike.count, a.strike.dead = 0, false
}

// Killed implements sweep.World.
func (a *Azure) Killed() bool {
	a.strike.mu.Lock()
	defer a.strike.mu.Unlock()
	return a.strike.dead
}

// Struck implements sweep.World.
func (a *Azure) Struck() bool {
	a.strike.mu.Lock()
	defer a.strike.mu.Unlock()
	return a.strike.hit
}

// moment is an Azure at one time.
type moment struct {
	world armemu.Snapshot
	now   time.Time
}

// Snapshot implements sweep.World.
func (a *Azure) Snapshot() any {
	snapshot, err := a.Emulator.Snapshot()
	if err != nil {
		a.tb.Fatal(err)
	}
	return moment{snapshot, a.Clock.Now()}
}

// Restore implements sweep.World.
func (a *Azure) Restore(snapshot any) {
	m, ok := snapshot.(moment)
	if !ok {
		a.tb.Fatalf("a %T is no snapshot of an Azure", snapshot)
	}
	if err := a.Emulator.Restore(m.world); err != nil {
		a.tb.Fatal(err)
	}
	a.Clock.Set(m.now)
}

// Documents is everything that a snapshot holds once its operations have ended, by lower-case ID, without what differs
// from run to run: etags, guids and the name of the create.
func (a *Azure) Documents(snapshot any) map[string]any {
	m, ok := snapshot.(moment)
	if !ok {
		a.tb.Fatalf("a %T is no snapshot of an Azure", snapshot)
	}
	scratch, err := armemu.New(armemu.Options{Clock: NewClock(), TimeScale: 1})
	if err == nil {
		err = scratch.Restore(m.world)
	}
	if err == nil {
		err = scratch.FinishAll()
	}
	if err != nil {
		a.tb.Fatal(err)
	}
	ids, err := scratch.IDs()
	if err != nil {
		a.tb.Fatal(err)
	}
	documents := map[string]any{}
	for _, id := range ids {
		body, err := scratch.Resource(id)
		if err != nil {
			a.tb.Fatal(fmt.Errorf("reading %s: %w", id, err))
		}
		documents[id] = normal(map[string]any(body))
	}
	return documents
}

// normal drops what differs from run to run.
func normal(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, member := range v {
			if key != "etag" && key != "resourceGuid" && key != "hidden-udr-create" {
				out[key] = normal(member)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, member := range v {
			out[i] = normal(member)
		}
		return out
	default:
		return value
	}
}
