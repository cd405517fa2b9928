package differential

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/walk"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// How much is drawn for each world.
const (
	flowsPerWorld   = 6
	packetsPerFlow  = 5
	doubtsPerPacket = 3
)

// rounds is how many times rapid's number of checks (100 unless -rapid.checks says otherwise) is run; UDR_DIFFERENTIAL sets it.
func rounds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("UDR_DIFFERENTIAL")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("UDR_DIFFERENTIAL=%q is no number of rounds", text)
	}
	return n
}

// counts says what was compared; a comparison that never happened proves nothing.
type counts struct {
	worlds, flows, packets, walks, empty                     atomic.Int64
	allowed, denied, partial, open, unconditional, witnesses atomic.Int64
}

// TestEvaluatorAgainstWalk: see the package comment.
func TestEvaluatorAgainstWalk(t *testing.T) {
	var c counts
	t.Run("worlds", func(t *testing.T) {
		for i := range rounds(t) {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(t *rapid.T) { c.compare(t) })
			})
		}
	})
	flows, definite := c.flows.Load(), c.allowed.Load()+c.denied.Load()+c.partial.Load()
	t.Logf("%d worlds, %d flows: %d allowed, %d denied, %d partial, %d indeterminate; %d definite without an assumption; %d packets in %d walks, %d witnesses; %d flows without a packet",
		c.worlds.Load(), flows, c.allowed.Load(), c.denied.Load(), c.partial.Load(), c.open.Load(), c.unconditional.Load(), c.packets.Load(), c.walks.Load(), c.witnesses.Load(), c.empty.Load())
	for what, share := range map[string][3]int64{ // count, of, percent at least
		"definite": {definite, flows, 40}, "allowed": {c.allowed.Load(), flows, 10}, "denied": {c.denied.Load(), flows, 15}, "partial": {c.partial.Load(), flows, 1},
		"unconditional": {c.unconditional.Load(), definite, 40}, "packets": {c.packets.Load(), definite, 200}, "witnesses": {c.witnesses.Load(), definite, 60},
	} {
		if !t.Failed() && share[0]*100 < share[1]*share[2] {
			t.Errorf("%s: %d of %d, less than %d %%: the comparison is empty", what, share[0], share[1], share[2])
		}
	}
}

// compare draws a world and holds some flows of it against the walk.
func (c *counts) compare(t *rapid.T) {
	w := drawWorld(t)
	d := w.deploy(t)
	c.worlds.Add(1)
	told := w.tell(d.ips)
	for range flowsPerWorld {
		f := drawFlow(t, w)
		var off []egress.Assumption
		if chance(t, 3, "without assumptions") {
			off = rapid.SliceOfDistinct(rapid.SampledFrom(egress.Assumptions()), rapid.ID[egress.Assumption]).Draw(t, "off")
		}
		v := egress.NewEvaluator(told, egress.Options{Without: off}).Judge(f.tell())
		c.note(v)
		s := &sample{world: w, flow: &f, ips: d.ips, assumed: map[string]bool{}}
		for _, a := range v.Assumptions {
			s.assumed[string(a)] = true
		}
		c.hold(t, d, s, v)
		c.replay(t, d, s, v)
	}
}

func (c *counts) note(v egress.Verdict) {
	c.flows.Add(1)
	switch v.Status {
	case egress.Allowed:
		c.allowed.Add(1)
	case egress.Denied:
		c.denied.Add(1)
	case egress.Partial:
		c.partial.Add(1)
	case egress.Indeterminate:
		c.open.Add(1)
		return
	}
	if len(v.Assumptions) == 0 {
		c.unconditional.Add(1)
	}
}

// hold sends packets of a flow with a definite verdict.
func (c *counts) hold(t *rapid.T, d deployment, s *sample, v egress.Verdict) {
	if v.Status != egress.Allowed && v.Status != egress.Denied {
		return
	}
	for range packetsPerFlow {
		p, ok := s.draw(t)
		if !ok {
			c.empty.Add(1)
			return
		}
		c.packets.Add(1)
		c.send(t, d, s, v, p, v.Status == egress.Allowed)
	}
}

// replay sends the witnesses of a verdict, but those of a partial one that hinge on what is not known: the packets that pass may be others
// in each world. One without an address has any that the flow may have; a world with unknown names has no witness
// that could be sent.
func (c *counts) replay(t *rapid.T, d deployment, s *sample, v egress.Verdict) {
	unsure := func(s egress.Step) bool { return s.Certain != egress.Yes }
	for _, w := range []struct {
		packet *egress.Packet
		steps  []egress.Step
		passes bool
	}{{v.Passed, v.Otherwise, true}, {v.Dropped, v.Steps, false}} {
		if v.Status == egress.Indeterminate || w.packet == nil || !w.packet.Source.IsValid() || v.Status == egress.Partial && slices.ContainsFunc(w.steps, unsure) {
			continue
		}
		p, ok := s.draw(t)
		if !ok {
			continue
		}
		if w.packet.Name != "" && w.packet.Name != p.Name {
			if !slices.Contains(memberNames, w.packet.Name) {
				continue
			}
			q := *s
			q.flow = &flow{}
			*q.flow = *s.flow
			q.flow.names = []string{w.packet.Name}
			if p, ok = q.draw(t); !ok {
				continue
			}
		}
		p.Source, p.Port = w.packet.Source.String(), int(w.packet.Port)
		if w.packet.Destination.IsValid() && w.packet.Destination.String() != p.Destination {
			p.Destination = w.packet.Destination.String()
			if p.ServerName != "" {
				p.Given.FirewallNames[p.ServerName] = []string{p.Destination}
			}
		}
		c.witnesses.Add(1)
		c.send(t, d, s, v, p, w.passes)
	}
}

// send walks a packet under some readings of what nobody documents.
func (c *counts) send(t *rapid.T, d deployment, s *sample, v egress.Verdict, p walk.Packet, passes bool) {
	for i := range doubtsPerPacket {
		p.Otherwise = nil
		switch i {
		case 1:
			p.Otherwise = []walk.Doubt{rapid.SampledFrom(walk.Doubts()).Draw(t, "doubt")}
		case 2:
			p.Otherwise = rapid.SliceOfDistinct(rapid.SampledFrom(walk.Doubts()), rapid.ID[walk.Doubt]).Draw(t, "doubts")
		}
		r, err := d.Walk(p)
		if err != nil {
			t.Fatalf("%v: %+v", err, p)
		}
		c.walks.Add(1)
		want := walk.Dropped
		if passes {
			want = walk.Leaves
		}
		if r.Outcome == want || passes && r.Outcome == walk.Delivered {
			continue
		}
		t.Fatalf("the evaluator says %s, the packet is %s: %s\nflow    %+v\nverdict %s", v.Status, r.Outcome, r.Reason, *s.flow, describe(v)+fmt.Sprintf("packet  %+v\ntrace   %s\nworld   %s", p, trace(r), s.world))
	}
}

func describe(v egress.Verdict) string {
	text := fmt.Sprintf("%s %s by %v, assuming %v\n", v.Status, v.Path, v.Decider, v.Assumptions)
	for _, s := range v.Steps {
		text += fmt.Sprintf("        %s %v %s %s %v\n", s.Code, s.Object, s.Certain, s.Detail, s.Rules)
	}
	return text
}

func trace(r walk.Result) string {
	text := ""
	for _, s := range r.Trace {
		text += fmt.Sprintf("\n        %s: %s %v %v", s.At, s.What, s.Object, s.Rules)
	}
	return text
}

// String prints a world for the report of a difference.
func (w *world) String() string {
	text := ""
	for _, n := range w.networks {
		text += fmt.Sprintf("\n        %+v", n)
	}
	for _, t := range w.tables {
		text += fmt.Sprintf("\n        %+v", t)
	}
	for _, g := range w.securityGroups {
		text += fmt.Sprintf("\n        %+v", g)
	}
	for _, f := range w.firewalls {
		text += fmt.Sprintf("\n        %+v", f)
	}
	for _, p := range w.policies {
		text += fmt.Sprintf("\n        %+v", p)
	}
	return text + fmt.Sprintf("\n        %+v\n        %+v\n        %+v", w.ipGroups, w.nats, w.facts)
}
