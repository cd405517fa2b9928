package sweep

import "fmt"

// attempt is one strike on a path.
type attempt struct {
	*sweeper
	path         Path
	strike       Strike
	start, begin place
	want         any
	applies      int // runs that were needed after the strike
	remedy       string
	lastErr      error
}

// run makes the strike and what follows it. It returns false when the path ended before the write that was to be struck.
func (a *attempt) run(report *PathReport) bool {
	a.tb.Helper()
	a.start.back()
	if a.strike.How == Killed {
		a.World.ArmKill(a.strike.Write, a.strike.When)
	} else {
		a.World.ArmFail(a.strike.Write, a.strike.When)
	}
	err := a.path.Run()
	if !a.World.Struck() {
		if err != nil {
			a.fail("the run failed although nothing struck: %s", err)
		}
		return false
	}
	if a.strike.How == Killed && err == nil {
		a.fail("the run succeeded although its provider was killed")
	}
	a.World.Disarm()
	report.Cases++
	if err != nil && !a.converge(err) {
		report.Stuck = append(report.Stuck, fmt.Sprintf("%s: %s", a.strike, a.lastErr))
		a.fail("stuck after %d more runs: %s", a.applies, a.lastErr)
		return true
	}
	report.count(a)
	a.compare()
	return true
}

// converge runs until a run succeeds, then with each remedy in turn.
func (a *attempt) converge(err error) bool {
	a.lastErr = err
	if a.plainRuns() {
		return true
	}
	for _, remedy := range a.Remedies {
		if err := remedy.Do(); err != nil {
			a.lastErr = fmt.Errorf("%s: %w", remedy.Name, err)
			continue // this remedy does not fit the case
		}
		if a.plainRuns() {
			a.remedy = remedy.Name
			return true
		}
	}
	return false
}

func (a *attempt) plainRuns() bool {
	for range a.Applies {
		a.applies++
		if a.lastErr = a.path.Run(); a.lastErr == nil {
			return true
		}
	}
	return false
}

// compare wants the world of the undisturbed run, and after the teardown that of the beginning.
func (a *attempt) compare() {
	a.tb.Helper()
	now := a.World.Snapshot()
	if diff := a.Diff(a.want, now); diff != "" {
		a.fail("the world differs from that of an undisturbed run:\n%s", diff)
	}
	if a.path.Check != nil {
		if wrong := a.path.Check(a.start.world, now); wrong != "" {
			a.fail("%s", wrong)
		}
	}
	if a.path.Teardown == nil {
		return
	}
	if err := a.path.Teardown(); err != nil {
		a.fail("the teardown failed: %s", err)
		return
	}
	if diff := a.Diff(a.begin.world, a.World.Snapshot()); diff != "" {
		a.fail("the teardown leaves something behind:\n%s", diff)
	}
}

func (a *attempt) fail(format string, args ...any) {
	a.tb.Helper()
	a.tb.Errorf("%s, %s: %s", a.path.Name, a.strike, fmt.Sprintf(format, args...))
}
