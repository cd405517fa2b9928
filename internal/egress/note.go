package egress

import (
	"fmt"
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Note is something the reader of a report should know about how to check it.
type Note struct {
	Text  string
	Rules []string
}

// Notes lists what holds for the report as a whole.
func (r Report) Notes() []Note {
	var out []Note
	if slices.ContainsFunc(r.Verdicts, probeMisleads) {
		out = append(out, Note{
			"the firewall may complete the TCP handshake of a flow that it denies: test with TLS or HTTP, a TCP probe proves nothing", []string{"FW-35"},
		})
	}
	if v := r.stop(); v != nil {
		out = append(out, Note{
			fmt.Sprintf("nodes stop at the first check of their bootstrap that fails: the operation would show exit code %d (%s) first", v.Flow.ExitCode, v.Flow.Destination.Text()),
			[]string{"AK-28"},
		})
	}
	return out
}

// stop is the failing flow at which the bootstrap of nodes ends, where flows of several exit codes fail (AK-28).
func (r Report) stop() *Verdict {
	var first *Verdict
	several := false
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		if v.Flow.Check == 0 || v.Flow.ExitCode == 0 || v.outcome() != Denied {
			continue
		}
		several = several || first != nil && v.Flow.ExitCode != first.Flow.ExitCode
		if first == nil || v.Flow.Check < first.Flow.Check {
			first = v
		}
	}
	if !several {
		return nil
	}
	return first
}

// probeMisleads: a TCP flow that a firewall denies by default (FW-35).
func probeMisleads(v Verdict) bool {
	return v.Status == Denied && v.Flow.Protocol.Overlaps(netset.TCP) && v.Decider.Kind == ObjectDefault
}
