package egress

import (
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
	return out
}

// probeMisleads: a TCP flow that a firewall denies by default (FW-35).
func probeMisleads(v Verdict) bool {
	return v.Status == Denied && v.Flow.Protocol.Overlaps(netset.TCP) && v.Decider.Kind == ObjectDefault
}
