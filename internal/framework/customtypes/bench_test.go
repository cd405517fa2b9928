package customtypes_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// BenchmarkSemanticEquality reads a map of rules whose every leaf Azure spells differently, the worst
// case: what it reports per rule must not grow with the number of rules. "plain" is the same with
// plain strings, the floor that the framework itself sets.
func BenchmarkSemanticEquality(b *testing.B) {
	for _, plain := range []bool{true, false} {
		for _, n := range []int{250, 1000, 4000} {
			kind := "custom"
			if plain {
				kind = "plain"
			}
			b.Run(fmt.Sprintf("%s/rules=%d", kind, n), func(b *testing.B) {
				p := probe{plain: plain}
				respelled := manyAnswers(p, n)
				p.read = func(m *probeModel) { m.Rules = respelled }
				server := serve(p)
				req := &tfprotov6.ReadResourceRequest{TypeName: "probe", CurrentState: wire(b, object(map[string]tftypes.Value{"rules": manyRules(n)}))}
				for b.Loop() {
					resp, err := server.ReadResource(b.Context(), req)
					if err != nil || len(resp.Diagnostics) > 0 {
						b.Fatal(err, resp.Diagnostics)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/rule")
			})
		}
	}
}

// BenchmarkRestorePlanned is the provider's own walk over the same rules after a mutation.
func BenchmarkRestorePlanned(b *testing.B) {
	for _, n := range []int{250, 1000, 4000} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			planned, response := plannedAnswers(n), manyAnswers(probe{}, n)
			for b.Loop() {
				if got := values.RestorePlanned(b.Context(), planned, response); len(got.Elements()) != n {
					b.Fatal(got)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/rule")
		})
	}
}

func manyRules(n int) tftypes.Value {
	m := make(map[string]tftypes.Value, n)
	for i := range n {
		m[fmt.Sprintf("rule-%d", i)] = rule(texts("10.0.0.4", "10.1.0.4"), texts("443", "80"), texts(fmt.Sprintf("A%d.example.com", i)))
	}
	return rules(m)
}

func manyAnswers(p probe, n int) types.Map {
	return answers(p, n, []string{"10.0.0.4/32", "10.1.0.4/32"}, []string{"443-443", "80-80"}, "a%d.example.com")
}

func plannedAnswers(n int) types.Map {
	return answers(probe{}, n, []string{"10.0.0.4", "10.1.0.4"}, []string{"443", "80"}, "A%d.example.com")
}

func answers(p probe, n int, addresses, ports []string, name string) types.Map {
	a, po, na := p.elementTypes()
	attrs := map[string]attr.Type{"addresses": types.ListType{ElemType: a}, "ports": types.ListType{ElemType: po}, "names": types.ListType{ElemType: na}}
	m := make(map[string]attr.Value, n)
	for i := range n {
		m[fmt.Sprintf("rule-%d", i)] = types.ObjectValueMust(attrs, map[string]attr.Value{
			"addresses": listIn(p, customtypes.AddressSpecType{}, addresses),
			"ports":     listIn(p, customtypes.PortSpecType{}, ports),
			"names":     listIn(p, customtypes.FQDNPatternType{}, []string{fmt.Sprintf(name, i)}),
		})
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: attrs}, m)
}

func listIn(p probe, t basetypes.StringTypable, ss []string) types.List {
	if p.plain {
		return values.ListOfStrings(ss)
	}
	return values.ListOf(t, ss)
}
