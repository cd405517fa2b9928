package preflight

import (
	"slices"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
)

// Judge answers a question. It accepts any input and asks nobody: the same question has the same answer. An object that is
// null or unknown as a whole, without anything around it, gives an empty report.
func Judge(q Question) Report {
	guessed := decode(q.Egress, q.Names, plain)
	if !guessed.given() && len(q.Around.Networks) == 0 {
		return Report{}
	}
	where := q.Profile.place()
	world := worldOf(q, guessed, where)
	demands, problems := q.demands(guessed, where)
	flows := make([]egress.Flow, len(demands))
	for i, d := range demands {
		flows[i] = d.Flow
	}
	seen := egress.Evaluate(world, flows, egress.Options{Explain: true, Fixes: true, RuleFindings: !q.WithoutRules})
	r := Report{Problems: problems, names: namesOf(q, guessed)}
	sure := sync.OnceValue(func() *egress.Evaluator {
		return egress.NewEvaluator(worldOf(q, decode(q.Egress, q.Names, cautious), where), egress.Options{Explain: true})
	})
	for i, d := range demands {
		row := Row{Demand: d, Verdict: seen.Verdicts[i], Status: seen.Verdicts[i].Status}
		if row.Status != egress.Allowed {
			row.settle(sure().Judge(d.Flow))
		}
		r.Rows = append(r.Rows, row)
	}
	r.settleChoices()
	r.settleTags()
	r.Findings = findings(seen.Findings, func() []egress.Finding { return sure().Findings() })
	if where.known && !q.Profile.FeaturesOpen && !q.WithoutRules {
		r.Findings = append(r.Findings, needless(world, q.Profile, where)...)
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f egress.Finding) bool { return ofOthers(f, world, guessed) })
	r.Locked = lockedOut(q, guessed)
	return r
}

// settle takes what holds whatever else there is: only that is called denied (L2).
func (r *Row) settle(sure egress.Verdict) {
	switch {
	case !sure.Fails():
		r.Status = egress.Indeterminate
	case !r.Verdict.Fails():
		r.Verdict, r.Status = sure, sure.Status
	}
}

// place is where facts are looked up; nothing is known while neither cloud nor region is.
func (p *Profile) place() place {
	if p == nil {
		return place{}
	}
	region, _ := p.Region.Get()
	name := p.Cloud
	if name == "" {
		if region == "" {
			return place{}
		}
		name = aks.CloudName("", region)
	}
	c, err := cloud.Lookup(name)
	return place{cloud: c, region: region, known: err == nil}
}

// demands are the flows that the cluster needs whatever the unknown values of its profile turn out to be, and what is wrong
// with the profile.
func (q Question) demands(d decoded, where place) ([]aks.Demand, []cloud.Problem) {
	if q.Profile == nil || !where.known {
		return nil, nil
	}
	levels := q.Levels
	if len(levels) == 0 {
		levels = aks.DefaultLevels()
	}
	var (
		kept     []aks.Demand
		problems []cloud.Problem
	)
	for i, p := range q.Profile.variants(where) {
		found, wrong := aks.Demands(aks.Question{
			Profile: p, Subnets: q.subnets(d), Cluster: q.Profile.clusterName(), APIServerSubnet: d.names.subnet(q.Profile.APIServerSubnet), Levels: levels,
		})
		if i == 0 {
			kept, problems = found, wrong
			continue
		}
		kept = slices.DeleteFunc(kept, func(k aks.Demand) bool {
			return !slices.ContainsFunc(found, func(f aks.Demand) bool { return same(k, f) })
		})
	}
	return kept, problems
}

// same reports whether two demands are for the same flow.
func same(a, b aks.Demand) bool {
	return a.Flow.Text() == b.Flow.Text() && a.Flow.Choice == b.Flow.Choice && a.Flow.Option == b.Flow.Option && a.Flow.Level == b.Flow.Level
}

// variants are the profiles that the cluster may turn out to have.
func (p *Profile) variants(where place) []cloud.Profile {
	base := cloud.Profile{
		Cloud: string(where.cloud.Name), Region: where.region, Features: p.Features, BootstrapCache: p.BootstrapCache, DNSServers: p.DNSServers,
		Registries: p.Registries, APIServerAddresses: p.APIServerAddresses,
	}
	if t, known := p.OutboundType.Get(); known {
		base.OutboundType = cloud.OutboundType(t)
	}
	var out []cloud.Profile
	for _, private := range possible(p.Private) {
		for _, integrated := range possible(p.VNetIntegration) {
			one := base
			one.PrivateCluster, one.VNetIntegration = private, integrated
			out = append(out, one)
		}
	}
	return out
}

func possible(v egress.Value[bool]) []bool {
	if b, known := v.Get(); known {
		return []bool{b}
	}
	return []bool{false, true}
}

// clusterFindings are what AKS refuses or does not support of a cluster's routes; ruleFindings what rules do to one another.
// Everything else that the evaluator finds is judged by the resource that owns the object.
var (
	clusterFindings = []egress.FindingCode{
		egress.FindClusterNoTable, egress.FindClusterNoDefault, egress.FindClusterNextHop, egress.FindClusterHalves, egress.FindClusterCaptured,
		egress.FindClusterDualStack, egress.FindClusterShareTable,
	}
	ruleFindings = []egress.FindingCode{
		egress.FindAnyAny, egress.FindBroadName, egress.FindDeadByType, egress.FindDead, egress.FindRedundant, egress.FindUnmatchable,
	}
)

// findings keeps those that matter here. What AKS is said to refuse has to hold in the cautious reading too.
func findings(all []egress.Finding, sure func() []egress.Finding) []egress.Finding {
	var (
		out       []egress.Finding
		confirmed = sync.OnceValue(sure)
	)
	for _, f := range all {
		switch {
		case slices.Contains(ruleFindings, f.Code):
			out = append(out, f)
		case slices.Contains(clusterFindings, f.Code) && slices.ContainsFunc(confirmed(), func(o egress.Finding) bool {
			return o.Code == f.Code && o.Object.String() == f.Object.String()
		}):
			out = append(out, f)
		}
	}
	return out
}

// ofOthers reports a finding about a rule in a group that others put into the policy of the egress: it is theirs to mend.
func ofOthers(f egress.Finding, world egress.World, d decoded) bool {
	if d.policy == nil {
		return false
	}
	own, _ := d.groups()
	i := slices.IndexFunc(world.Policies, func(p egress.Policy) bool { return fold(p.Name) == fold(d.policy.Name) })
	if i < 0 {
		return false
	}
	return slices.ContainsFunc(world.Policies[i].Groups, func(g egress.Group) bool {
		mine := slices.ContainsFunc(own, func(o egress.Group) bool { return fold(o.Name) == fold(g.Name) })
		return !mine && slices.Contains(f.Object.In, g.Name) && slices.Contains(f.Object.In, world.Policies[i].Name)
	})
}
