package strike

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// Azure is an emulated Azure whose client can be struck. It implements sweep.World.
type Azure struct {
	Emulator *armemu.Emulator
	Clock    *Clock
	// Answer answers what is not struck.
	Answer func(*http.Request) (*http.Response, error)

	tb  testing.TB
	arm arm
}

// New makes an Azure of an emulator on a clock. A client that was killed no longer sleeps on that clock.
func New(tb testing.TB, emulator *armemu.Emulator, clock *Clock) *Azure {
	tb.Helper()
	a := &Azure{tb: tb, Emulator: emulator, Clock: clock, Answer: emulator.Do}
	clock.dead = a.Killed
	return a
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
	m := a.moment(snapshot)
	if err := a.Emulator.Restore(m.world); err != nil {
		a.tb.Fatal(err)
	}
	a.Clock.Set(m.now)
}

func (a *Azure) moment(snapshot any) moment {
	m, ok := snapshot.(moment)
	if !ok {
		a.tb.Fatalf("a %T is no snapshot of an Azure", snapshot)
	}
	return m
}

// Documents is everything that a snapshot holds once its operations have ended, by ID, as Normal shows it.
func (a *Azure) Documents(snapshot any) map[string]any {
	m := a.moment(snapshot)
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
		documents[id] = map[string]any(body)
	}
	return Normal(documents)
}
