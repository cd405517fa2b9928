package egress

// Fix is a change that was proven to let a flow pass.
type Fix struct {
	Text string
}

func (e *Evaluator) propose(flows []Flow, verdicts []Verdict) {}
