package egress

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

// big is a firewall with many rules, half of them network and half application
// rules, in groups of a policy as a large platform has them, and flows of which
// a third is allowed early, a third late and a third not at all.
func big(rules, flows int) (World, []Flow) {
	w := hub()
	w.Firewalls[0].Policy = Known("p")
	p := Policy{Name: "p"}
	const perCollection, perGroup = 50, 20
	var g *Group
	for i := range rules {
		if i%(perCollection*perGroup) == 0 {
			p.Groups = append(p.Groups, group(fmt.Sprintf("g%d", i), 100+i))
			g = &p.Groups[len(p.Groups)-1]
		}
		if i%perCollection == 0 {
			kind := KindNetwork
			if i/perCollection%2 == 1 {
				kind = KindApplication
			}
			g.Collections = append(g.Collections, Collection{Name: fmt.Sprintf("c%d", i), Kind: kind, Priority: Known(100 + i%50000), Action: Known(Allow)})
		}
		c := &g.Collections[len(g.Collections)-1]
		source := fmt.Sprintf("10.42.%d.0/24", 1+i%2)
		if c.Kind == KindNetwork {
			c.Rules = append(c.Rules, netRule(fmt.Sprintf("n%d", i), "TCP", source, fmt.Sprintf("20.%d.%d.0/26", i/200%200, i%200), "443,8443"))
		} else {
			c.Rules = append(c.Rules, appRule(fmt.Sprintf("a%d", i), source, "https:443", fmt.Sprintf("host%d.team%d.example.com", i, i%37), fmt.Sprintf("*.zone%d.example.net", i)))
		}
	}
	w.Policies = []Policy{p}
	var out []Flow
	for i := range flows {
		n := i * rules / flows
		switch i % 3 {
		case 0:
			out = append(out, to(fmt.Sprintf("https x.zone%d.example.net:443", n)))
		case 1:
			out = append(out, to(fmt.Sprintf("tcp 20.%d.%d.7:443", n/200%200, n%200)))
		default:
			out = append(out, to(fmt.Sprintf("https missing%d.team%d.example.org:443", n, n%37)))
		}
	}
	return w, out
}

const benchRules, benchFlows = 10_000, 1_000

func BenchmarkCompile(b *testing.B) {
	w, _ := big(benchRules, benchFlows)
	b.ReportAllocs()
	for b.Loop() {
		NewEvaluator(w, Options{})
	}
}

// BenchmarkVerdicts is the budget of 250 ms: 10,000 rules × 1,000 flows, compiled
// and judged.
func BenchmarkVerdicts(b *testing.B) {
	w, flows := big(benchRules, benchFlows)
	b.ReportAllocs()
	for b.Loop() {
		e := NewEvaluator(w, Options{})
		for i := range flows {
			e.Judge(flows[i])
		}
	}
	budget(b, 250*time.Millisecond)
}

// BenchmarkReport is the budget of 1.5 s: the same with explanations and the
// report on rules.
func BenchmarkReport(b *testing.B) {
	w, flows := big(benchRules, benchFlows)
	b.ReportAllocs()
	for b.Loop() {
		Evaluate(w, flows, Options{Explain: true, RuleFindings: true})
	}
	budget(b, 1500*time.Millisecond)
}

// budget is compared by `make bench`. Loop forgets what is reported before it.
func budget(b *testing.B, limit time.Duration) {
	b.Helper()
	b.ReportMetric(float64(limit), "budget-ns/op")
}

// TestMemory holds a full report to the budget of 150 MB (5.4). Times are a matter
// of the benchmarks: on a loaded machine they say nothing.
//
//nolint:paralleltest // it counts what the process allocates
func TestMemory(t *testing.T) {
	w, flows := big(benchRules, benchFlows)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := Evaluate(w, flows, Options{Explain: true, RuleFindings: true})
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; made > 150<<20 {
		t.Errorf("a report on %d rules × %d flows allocates %d MiB", benchRules, benchFlows, made>>20)
	}
	n := map[Status]int{}
	for _, v := range r.Verdicts {
		n[v.Status]++
	}
	if n[Allowed] == 0 || n[Denied] == 0 {
		t.Errorf("the flows are no test: %v", n)
	}
}
