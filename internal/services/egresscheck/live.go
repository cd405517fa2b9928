package egresscheck

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// readTimeout bounds all reads together. Past it what is left is not known.
const readTimeout = 3 * time.Minute

// Codes of findings about what was not read.
const (
	findMissing egress.FindingCode = "LIVE_MISSING"
	findUnread  egress.FindingCode = "LIVE_NOT_KNOWN"
)

// reading is live configuration with the question that the configuration asks of it.
type reading struct {
	document document.Document
	// asked are the flows of the configuration, which stand first in the document.
	asked asked
	gaps  []survey.Gap
	// blind says that what was named could not be read, so that nothing can be said of it.
	blind bool
}

// survey reads what the configuration names and lays the given document over it.
func (c *egressCheck) survey(ctx context.Context, m model, given document.Document, d *diag.Diagnostics) reading {
	ctx, cancel := context.WithTimeout(armclient.WithReadCache(ctx), readTimeout)
	defer cancel()
	scope := survey.Scope{Subnets: m.subnets()}
	cluster, named := m.cluster()
	if named {
		scope.Clusters = []armid.ID{cluster}
	}
	live := survey.New(c.account.Client).Read(ctx, scope)
	out := reading{gaps: live.Gaps}

	var profile document.Profile
	if named {
		var read bool
		profile, read = live.Profile(cluster)
		out.blind = !read
	}
	for _, id := range scope.Subnets {
		if name := live.Name(id); !slices.Contains(profile.Subnets, name) {
			profile.Subnets = append(profile.Subnets, name)
		}
	}
	base := live.Document
	out.asked = m.question(ctx, profile.Subnets, live.Name, d)
	base.Flows = out.asked.flows
	if wanted := m.profile(ctx, d); wanted != nil || named && !out.blind {
		if wanted != nil {
			profile, out.asked.profiled = wanted.overlay(ctx, profile, d), true
		}
		base.AKS = []document.Profile{completed(profile, live, scope.Subnets)}
		out.blind = out.blind || len(profile.Subnets) == 0 // AKS keeps its network, which nobody described
	}
	know(&base, completed(profile, live, scope.Subnets))
	live.Rename(&given)
	out.document = document.Merge(base, given)
	return out
}

// completed takes from the networks what a profile leaves out.
func completed(p document.Profile, live *survey.Reading, subnets []armid.ID) document.Profile {
	for _, id := range subnets {
		network, _ := id.Parent()
		if n := live.Network(network); p.Region == "" && n.Sight == survey.Seen {
			p.Region = n.Location
		}
	}
	if len(p.DNSServers) == 0 {
		p.DNSServers = live.Resolvers(p.Subnets)
	}
	return p
}

// findings tell the gaps in the report.
func (r reading) findings() []egress.Finding {
	var out []egress.Finding
	for _, g := range r.gaps {
		f := egress.Finding{Severity: egress.SeverityAdvice, Code: findUnread, Text: g.Text()}
		if g.Kind == survey.Missing {
			f.Severity, f.Code = egress.SeverityWarning, findMissing
		}
		out = append(out, f)
	}
	return out
}
