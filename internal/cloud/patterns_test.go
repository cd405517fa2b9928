package cloud

import (
	"slices"
	"strings"
	"testing"
)

// TestTagPatternsAgreeWithMembership: both forms of the tag's content say the same of every name in the tables.
func TestTagPatternsAgreeWithMembership(t *testing.T) {
	t.Parallel()
	for _, c := range Clouds() {
		holds, mayHold := AKSTagPatterns(c, "East US")
		covered := func(list []string, name string) bool {
			return slices.ContainsFunc(list, func(p string) bool { return within(name, p) })
		}
		if !covered(holds, "mcr.microsoft.com") || !covered(holds, c.APIServerPattern("eastus")) {
			t.Errorf("%s: the core names are not held: %v", c.Name, holds)
		}
		for _, f := range Features() {
			for _, row := range f.Answers[c.Name].Rows {
				if row.DestinationKind != DestinationFQDN || row.Kind != KindApplication {
					continue
				}
				e := row.fill(cloudValues(c).with(PlaceholderRegion, "eastus"), "")
				if len(e.Unresolved) > 0 {
					continue
				}
				name := e.Destination
				got := TagMisses
				switch {
				case covered(holds, name):
					got = TagHolds
				case covered(mayHold, name):
					got = TagMayHold
				}
				want, _ := AKSTagMembership(c, "eastus", name)
				if want == TagMisses && ownedByMicrosoft(canonicalName(name)) {
					want = TagMayHold
				}
				if got != want {
					t.Errorf("%s %s %s: the patterns say %s, membership %s", c.Name, row.Key, name, got, want)
				}
			}
		}
	}
}

func TestTagPatternsWithoutRegion(t *testing.T) {
	t.Parallel()
	holds, mayHold := AKSTagPatterns(publicCloud, "")
	for _, p := range slices.Concat(holds, mayHold) {
		if strings.ContainsAny(p, "<>") {
			t.Errorf("%s has a placeholder", p)
		}
	}
	if slices.ContainsFunc(holds, func(p string) bool { return strings.Contains(p, "hcp") }) {
		t.Errorf("an API server's name is held without a region: %v", holds)
	}
}

func TestInfrastructurePatterns(t *testing.T) {
	t.Parallel()
	for _, c := range Clouds() {
		for _, p := range InfrastructurePatterns(c) {
			if strings.ContainsAny(p, "<>") || !MayBeInfrastructure(c, strings.Replace(p, "*", "x", 1)) {
				t.Errorf("%s: pattern %s", c.Name, p)
			}
		}
	}
}

// A subnet's service endpoint may serve a registry of one's own and storage, but none of the names without which no node starts.
func TestServiceEndpoints(t *testing.T) {
	t.Parallel()
	for _, c := range Clouds() {
		var all []string
		for _, e := range ServiceEndpoints(c) {
			if e.Service == "" || len(e.Templates) == 0 || e.Source == "" {
				t.Errorf("%s: incomplete row %+v", c.Name, e)
			}
			for _, pattern := range e.Templates {
				if len(unresolved(pattern)) > 0 {
					t.Errorf("%s: %s is not filled in", c.Name, pattern)
				}
				all = append(all, pattern)
			}
		}
		serves := func(name string) bool {
			return slices.ContainsFunc(all, func(pattern string) bool { return within(name, pattern) })
		}
		if suffix := cloudValues(c).expand("<registry_suffix>"); !serves("contoso." + suffix) {
			t.Errorf("%s: no endpoint serves a registry", c.Name)
		}
		rows, _ := RequiredEgress(Profile{Cloud: string(c.Name)})
		for _, r := range rows {
			if r.Hard() && serves(r.Destination) {
				t.Errorf("%s: a service endpoint serves %s", c.Name, r.Destination)
			}
		}
	}
}
