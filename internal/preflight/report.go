package preflight

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
)

// Report is the answer. Everything in it is in a fixed order.
type Report struct {
	// Rows are the flows that the cluster needs, by subnet and then in the order of the tables.
	Rows []Row
	// Findings are what AKS refuses of routes, and rules that do nothing, too much, or what no feature needs.
	Findings []egress.Finding
	// Locked are the exit addresses that a public API server with authorized ranges does not answer to (AK-25).
	Locked []Exit
	// Problems are those of the profile.
	Problems []cloud.Problem

	names namer
}

// Row is one flow.
type Row struct {
	aks.Demand
	// Verdict explains the flow with its path, decider, nearest miss and proven fixes. Where it denies and Status is
	// Indeterminate, the denial rests on what nobody told, such as that a subnet has no service endpoint.
	Verdict egress.Verdict
	// Status is Denied or Partial only where no later value can let the flow pass.
	Status egress.Status
	// Moot says that another option of the row's choice speaks for it, or that nothing could decide it.
	Moot bool
}

// Fails reports whether the flow surely does not pass, and matters.
func (r Row) Fails() bool {
	return !r.Moot && (r.Status == egress.Denied || r.Status == egress.Partial)
}

// Open reports whether it is not decidable that the flow passes.
func (r Row) Open() bool { return !r.Moot && r.Status == egress.Indeterminate }

// Rule is the id by which a refusal of the row is switched off: that of the required flow, such as AK-5.
func (r Row) Rule() string {
	if r.Flow.Reason == "" {
		return RuleFeature
	}
	return r.Flow.Reason
}

// settleChoices: of the options of a choice one whole option suffices. Where none surely passes but one may, the whole choice
// is not decidable; where none can pass, its first option speaks for all.
func (r *Report) settleChoices() {
	type choice struct{ subnet, name string }
	options := map[choice][]string{}
	status := map[choice]map[string]egress.Status{}
	for _, row := range r.Rows {
		if row.Flow.Choice == "" {
			continue
		}
		c := choice{row.Flow.Source.Subnet, row.Flow.Choice}
		if status[c] == nil {
			status[c] = map[string]egress.Status{}
		}
		if !slices.Contains(options[c], row.Flow.Option) {
			options[c] = append(options[c], row.Flow.Option)
			status[c][row.Flow.Option] = egress.Allowed
		}
		status[c][row.Flow.Option] = worse(status[c][row.Flow.Option], row.Status)
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		c := choice{row.Flow.Source.Subnet, row.Flow.Choice}
		if row.Flow.Choice == "" {
			continue
		}
		best := options[c][0]
		for _, o := range options[c] {
			if weight(status[c][o]) < weight(status[c][best]) {
				best = o
			}
		}
		row.Moot = row.Flow.Option != best
	}
}

// settleTags leaves out flows to whatever an FQDN tag holds, where it is not decidable that they pass: nobody publishes the content of
// the tag, so that nothing could ever decide it (FW-26).
func (r *Report) settleTags() {
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Open() && slices.ContainsFunc(row.Rows, func(e cloud.Endpoint) bool { return e.DestinationKind == cloud.DestinationFQDNTag }) {
			row.Moot = true
		}
	}
}

func worse(a, b egress.Status) egress.Status {
	if weight(b) > weight(a) {
		return b
	}
	return a
}

func weight(s egress.Status) int {
	switch s {
	case egress.Allowed:
		return 0
	case egress.Indeterminate:
		return 1
	case egress.Denied, egress.Partial:
	}
	return 2
}

// The rule ids of refusals that no required flow names.
const (
	// RuleFeature: a flow of a feature whose row has no number in the semantics.
	RuleFeature = "AK-FEATURE"
	// RuleRanges: the API server does not answer to the egress (AK-25).
	RuleRanges = "AK-25"
	// RuleRoutes: what AKS demands of the routes of a cluster's subnets (RT-27).
	RuleRoutes = "RT-27"
	// RuleProfile: features that a cluster of the kind cannot have.
	RuleProfile = "AK-PROFILE"
)

// RuleIDs are the ids that skip_checks takes of this package, sorted.
func RuleIDs() []string {
	out := []string{RuleFeature, RuleRanges, RuleRoutes, RuleProfile, "AK-23"}
	for _, f := range cloud.Features() {
		for _, answer := range f.Answers {
			for _, row := range answer.Rows {
				for _, id := range row.Rules {
					if len(id) > 3 && id[:3] == "AK-" {
						out = append(out, id)
					}
				}
			}
		}
	}
	slices.SortFunc(out, compareRules)
	return slices.Compact(out)
}
