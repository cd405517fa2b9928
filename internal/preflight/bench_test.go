package preflight_test

import (
	"fmt"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// BenchmarkJudge is what a plan of an egress with 1,000 rules costs: with all that AKS needs, and with a name missing.
func BenchmarkJudge(b *testing.B) {
	for name, names := range map[string][]any{"fine": coreNames, "denied": without("mcr.microsoft.com")} {
		b.Run(name, func(b *testing.B) {
			all := map[string]any{"aks": application(names)}
			for i := range 1000 {
				all[fmt.Sprintf("r%d", i)] = application([]any{fmt.Sprintf("host%d.contoso.com", i), fmt.Sprintf("*.team%d.contoso.com", i)})
			}
			q := preflight.Question{Egress: build(b, firewallType, rules("application", all)), Profile: eastus()}
			b.ResetTimer()
			for b.Loop() {
				if r := preflight.Judge(q); len(r.Rows) == 0 {
					b.Fatal("nothing was judged")
				}
			}
		})
	}
}
