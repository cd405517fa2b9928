package strike

import (
	"bytes"
	"io"
	"net/http"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// arm is what happens to a client's n-th write from the moment it was armed.
type arm struct {
	mu    sync.Mutex
	how   sweep.How
	when  sweep.When
	count int // writes still to go; 0 when nothing is armed
	hit   bool
	dead  bool // killed: nothing passes any more
}

// Do is the client's way to this Azure. It implements policy.Transporter.
func (a *Azure) Do(r *http.Request) (*http.Response, error) {
	strikes, dead := a.arm.next(r.Method)
	if dead && !strikes {
		return nil, armemu.ErrReset
	}
	if !strikes {
		return a.Answer(r)
	}
	if a.arm.when == sweep.After {
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

// next counts a request and tells whether it is the one to strike, and whether the client is dead.
func (s *arm) next(method string) (strikes, dead bool) {
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
func (a *Azure) ArmKill(n int, when sweep.When) { a.arm.set(n, when, sweep.Killed) }

// ArmFail implements sweep.World.
func (a *Azure) ArmFail(n int, when sweep.When) { a.arm.set(n, when, sweep.Failed) }

func (s *arm) set(n int, when sweep.When, how sweep.How) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count, s.when, s.how, s.hit, s.dead = n, when, how, false, false
}

// Disarm implements sweep.World.
func (a *Azure) Disarm() {
	a.arm.mu.Lock()
	defer a.arm.mu.Unlock()
	a.arm.count, a.arm.dead = 0, false
}

// Killed implements sweep.World.
func (a *Azure) Killed() bool {
	a.arm.mu.Lock()
	defer a.arm.mu.Unlock()
	return a.arm.dead
}

// Struck implements sweep.World.
func (a *Azure) Struck() bool {
	a.arm.mu.Lock()
	defer a.arm.mu.Unlock()
	return a.arm.hit
}
