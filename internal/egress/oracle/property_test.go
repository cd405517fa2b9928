package oracle

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// fate asks the oracle for every packet of a flow.
func (w *tiny) fate(packets []tinyPacket) (pass, drop, unknown int) {
	for _, p := range packets {
		ok, known := w.passes(p)
		switch {
		case !known:
			unknown++
		case ok:
			pass++
		default:
			drop++
		}
	}
	return pass, drop, unknown
}

// status is what the evaluator has to say about such a fate.
func status(pass, drop, unknown int) egress.Status {
	switch {
	case pass > 0 && drop > 0:
		return egress.Partial
	case unknown > 0:
		return egress.Indeterminate
	case pass > 0:
		return egress.Allowed
	}
	return egress.Denied
}

// TestOracle is P-1: in worlds without unknowns the evaluator and the oracle
// agree on every flow, and its witnesses meet the fate that it says.
func TestOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := draw(t)
		e := egress.NewEvaluator(w.world(), egress.Options{})
		for range 4 {
			f, packets := drawFlow(t)
			if len(packets) == 0 {
				continue
			}
			v := e.Judge(f)
			want := status(w.fate(packets))
			if v.Status != want {
				t.Fatalf("%s: evaluator %s, oracle %s\n%+v\n%+v", f.Text(), v.Status, want, w, v)
			}
			w.checkWitness(t, v, f)
		}
	})
}

// checkWitness replays the packets that a verdict shows.
func (w *tiny) checkWitness(t *rapid.T, v egress.Verdict, f egress.Flow) {
	replay := func(p *egress.Packet, want bool) {
		if p == nil {
			t.Fatalf("%s: %s without a witness", f.Text(), v.Status)
		}
		kind := string(p.L7)
		got, known := w.passes(tinyPacket{src: p.Source.String(), dst: p.Destination.String(), udp: p.Protocol == "UDP", port: int(p.Port), kind: kind, name: p.Name})
		if known && got != want {
			t.Fatalf("%s: %s, but the witness %+v passes: %t", f.Text(), v.Status, *p, got)
		}
	}
	switch v.Status {
	case egress.Allowed:
		replay(v.Witness, true)
	case egress.Denied:
		replay(v.Witness, false)
	case egress.Partial:
		replay(v.Passed, true)
		replay(v.Dropped, false)
	case egress.Indeterminate:
	}
}
