package acctest

import (
	"net/http"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
)

// settleTime is longer than any operation of the emulator.
const settleTime = 3 * time.Hour

// An Azure is a world for sweeps, as package strike makes one.
var _ sweep.World = (*Azure)(nil)

// Do is the provider's way to this Azure. It implements policy.Transporter.
func (a *Azure) Do(r *http.Request) (*http.Response, error) { return a.strike.Do(r) }

// ArmKill implements sweep.World.
func (a *Azure) ArmKill(n int, when sweep.When) { a.strike.ArmKill(n, when) }

// ArmFail implements sweep.World.
func (a *Azure) ArmFail(n int, when sweep.When) { a.strike.ArmFail(n, when) }

// Disarm implements sweep.World.
func (a *Azure) Disarm() { a.strike.Disarm() }

// Killed implements sweep.World.
func (a *Azure) Killed() bool { return a.strike.Killed() }

// Struck implements sweep.World.
func (a *Azure) Struck() bool { return a.strike.Struck() }

// Snapshot implements sweep.World.
func (a *Azure) Snapshot() any { return a.strike.Snapshot() }

// Restore implements sweep.World.
func (a *Azure) Restore(snapshot any) { a.strike.Restore(snapshot) }

// Documents is everything that a snapshot holds once its operations have ended, by ID, without what differs from run to run (strike.Normal).
func (a *Azure) Documents(snapshot any) map[string]any { return a.strike.Documents(snapshot) }
