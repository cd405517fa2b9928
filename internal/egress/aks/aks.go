// Package aks turns what is known of AKS into flows for the evaluator: the
// required egress of a cluster's profile, the content of the FQDN tag, and the
// names that a firewall lets through by itself.
//
// It is pure, like the two packages between which it stands: facts come from
// package cloud, judgement from package egress.
//
// Two things that egress-semantics.md section 4 names are no flows here. Traffic
// between nodes (the first half of AK-24) is judged by the evaluator's checks of
// clusters, since it has no port of its own. Authorized ranges (AK-25) are part
// of each flow to the API server of a named cluster. What the vendor's checker asks
// from a node that runs (AK-32) is among the required flows.
package aks

import (
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// Question is a cluster whose egress is to be judged.
type Question struct {
	Profile cloud.Profile
	// Subnets are the "network/subnet" of nodes and, with a pod subnet, of pods (RT-28).
	Subnets []string
	// Cluster is its name in World.Clusters, for its authorized ranges; empty if there are none (AK-25).
	Cluster string
	// APIServerSubnet is the "network/subnet" of an API server in the network. While
	// it is not known, the flows to it are left out: they never leave the network (AK-24).
	APIServerSubnet string
	// Proxy is the HTTP proxy of nodes and pods; nil if there is none.
	Proxy *Proxy
	// Levels are those wanted; none means all.
	Levels []egress.Level
}

// Demand is one flow from one subnet, with the rows that ask for it.
type Demand struct {
	Flow egress.Flow
	// Rows are the rows of required egress, the strongest first; none for a flow to
	// the platform, which no rule can let through.
	Rows []cloud.Endpoint
}

// Hard reports whether a block of the flow may refuse a plan by itself (L2).
func (d Demand) Hard() bool {
	return len(d.Rows) == 0 || slices.ContainsFunc(d.Rows, cloud.Endpoint.Hard)
}

// Demands returns the flows that the cluster needs, by subnet and then in the
// order of the tables, and what is wrong or doubtful about the profile.
func Demands(q Question) ([]Demand, []cloud.Problem) {
	rows, problems := cloud.RequiredEgress(q.Profile)
	if _, err := cloudOf(q.Profile.Cloud); err != nil {
		return nil, problems
	}
	var out []Demand
	for _, subnet := range q.Subnets {
		var wanted []Demand
		for _, same := range alike(rows) {
			if d, ok := q.demand(subnet, same); ok && q.wants(d.Flow.Level) {
				wanted = append(wanted, d)
			}
		}
		if q.Proxy != nil {
			wanted = q.Proxy.divert(wanted)
		}
		out = append(out, wanted...)
		for _, f := range platformFlows(subnet, q.Profile) {
			if q.wants(f.Level) {
				out = append(out, Demand{Flow: f})
			}
		}
	}
	return out, problems
}

func cloudOf(name string) (cloud.Cloud, error) {
	if name == "" {
		name = string(cloud.Public)
	}
	return cloud.Lookup(name)
}

func (q Question) wants(l egress.Level) bool {
	return len(q.Levels) == 0 || slices.Contains(q.Levels, l)
}

// demand makes the flow of rows that are alike; false when it cannot be said
// where the flow goes to inside the network.
func (q Question) demand(subnet string, rows []cloud.Endpoint) (Demand, bool) {
	first := rows[0]
	f := egress.Flow{
		Source: egress.Source{Subnet: subnet}, Purpose: first.Purpose, Reason: reason(first),
		Choice: first.Choice, Option: first.Option,
	}
	f.Protocol, f.Ports, f.L7 = wire(first)
	f.Destination = q.destination(first)
	if first.DestinationKind == cloud.DestinationSubnet && f.Destination.Subnet == "" {
		return Demand{}, false
	}
	f.Level = q.level(first)
	for _, r := range rows {
		f.Level = stronger(f.Level, q.level(r))
		f.NoInspection = f.NoInspection || r.NoInspection
		if f.ExitCode == 0 && q.checks(r.ExitCode) {
			f.ExitCode = int(r.ExitCode)
		}
		if toAPIServer(r) {
			f.APIServerOf = q.Cluster
		}
	}
	f.Check = bootCheck(cloud.ExitCode(f.ExitCode))
	return Demand{Flow: f, Rows: rows}, true
}

// checks reports whether nodes of the cluster make the check with the exit code: those of outbound type none or block do
// not ask the registry (AK-28).
func (q Question) checks(code cloud.ExitCode) bool {
	closed := q.Profile.OutboundType == cloud.OutboundNone || q.Profile.OutboundType == cloud.OutboundBlock
	return code != cloud.ExitOutbound || !closed
}

// bootCheck is the place of an exit code's check in a node's bootstrap, from 1; 0 if it is not one of the checks (AK-28).
func bootCheck(code cloud.ExitCode) int {
	if code == cloud.ExitAzureDNS {
		code = cloud.ExitDNS // one look-up, whose code tells who was asked
	}
	return 1 + slices.IndexFunc(cloud.BootstrapChecks(), func(c cloud.BootstrapCheck) bool { return c.Code == code })
}

// alike groups rows that one flow answers for, the strongest of a group first.
// Rows of different options of a choice stay apart, since each option is judged
// as a whole.
func alike(rows []cloud.Endpoint) [][]cloud.Endpoint {
	type key struct {
		flow           cloud.Flow
		choice, option string
	}
	var out [][]cloud.Endpoint
	at := map[key]int{}
	for _, r := range rows {
		k := key{r.Flow(), r.Choice, r.Option}
		i, seen := at[k]
		if !seen {
			i = len(out)
			at[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	for _, group := range out {
		slices.SortStableFunc(group, func(a, b cloud.Endpoint) int { return rank(egress.Level(a.Level)) - rank(egress.Level(b.Level)) })
	}
	return out
}

// reason is the id of the required flow, such as AK-5; empty for rows that the
// semantics do not number.
func reason(e cloud.Endpoint) string {
	for _, id := range e.Rules {
		if strings.HasPrefix(id, "AK-") {
			return id
		}
	}
	return ""
}

// toAPIServer reports whether the row is a flow to the API server's public
// address: those are the flows that a private cluster does not have.
func toAPIServer(e cloud.Endpoint) bool {
	return slices.Contains(e.DroppedFor, cloud.VariantPrivateCluster)
}
