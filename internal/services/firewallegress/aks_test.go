package firewallegress

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// locations is a region of each cloud.
var locations = map[cloud.Name]string{cloud.Public: "eastus", cloud.USGovernment: "usgovvirginia", cloud.China: "chinanorth3"}

// TestAKSRulesAreExact: in every cloud and mode, what the table of required egress demands is allowed, from the given sources,
// and nothing else is.
func TestAKSRulesAreExact(t *testing.T) {
	t.Parallel()
	for name, location := range locations {
		for _, mode := range []string{aksByTag, aksByNames, aksByBoth} {
			t.Run(string(name)+" "+mode, func(t *testing.T) {
				t.Parallel()
				rules := aksRules{mode: mode, priority: 500, location: location, sources: []string{"10.0.0.0/24"}}
				allowed, tag := flowsOf(t, rules.group().Collections)
				if tag != (mode != aksByNames) {
					t.Errorf("the FQDN tag is allowed: %t", tag)
				}
				var want []string
				rows, _ := cloud.RequiredEgress(cloud.Profile{Cloud: string(name), Region: location})
				for _, row := range cloud.Distinct(rows) {
					byTag := mode == aksByTag && row.Kind == cloud.KindApplication && row.TagHolds == cloud.TagHolds
					if row.Level == cloud.LevelRequired && !byTag {
						want = append(want, string(row.Kind)+" "+row.Destination)
					}
				}
				slices.Sort(want)
				if diff := cmp.Diff(want, allowed); diff != "" {
					t.Error(diff)
				}
				if mode == aksByNames && !slices.Contains(allowed, "application *.hcp."+location+"."+apiServerSuffix(t, name)) {
					t.Errorf("the API server is missing: %v", allowed)
				}
				classic, _ := flowsOf(t, rules.classic())
				if diff := cmp.Diff(allowed, classic); diff != "" {
					t.Errorf("classic rules differ: %s", diff)
				}
			})
		}
	}
}

func apiServerSuffix(t *testing.T, name cloud.Name) string {
	t.Helper()
	found, err := cloud.Lookup(string(name))
	if err != nil {
		t.Fatal(err)
	}
	return found.KubernetesSuffixes[0]
}

// flowsOf are the destinations that the collections allow, and whether they allow the tag.
func flowsOf(t *testing.T, collections map[string]azure.Collection) (list []string, tag bool) {
	t.Helper()
	sources := []string{"10.0.0.0/24"}
	for name, collection := range collections {
		if collection.Action != "Allow" || cloud.ValidateName(cloud.NameRuleCollection, name) != nil {
			t.Errorf("collection %s: %s", name, collection.Action)
		}
		for name, rule := range collection.Application {
			if !slices.Equal(rule.Source.Addresses, sources) || cloud.ValidateName(cloud.NameRule, name) != nil {
				t.Errorf("rule %s: %v", name, rule)
			}
			for _, protocol := range rule.Protocols {
				if protocol != (azure.ApplicationProtocol{Type: "Https", Port: 443}) {
					t.Errorf("rule %s allows %v", name, protocol)
				}
			}
			tag = tag || slices.Contains(rule.FQDNTags, cloud.FQDNTagAKS)
			for _, fqdn := range rule.FQDNs {
				list = append(list, "application "+fqdn)
			}
		}
		for name, rule := range collection.Network {
			if !slices.Equal(rule.Source.Addresses, sources) || len(rule.Ports) != 1 || len(rule.Protocols) != 1 {
				t.Errorf("rule %s: %v", name, rule)
			}
			for _, address := range slices.Concat(rule.DestinationAddresses, rule.DestinationFQDNs) {
				list = append(list, "network "+address)
			}
		}
	}
	slices.Sort(list)
	return list, tag
}

func TestURLProblem(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{ // whether it is good
		"contoso.com": true, "contoso.com/": true, "contoso.com/*": true, "www.contoso.com/api/*": true, "*.contoso.com": true, "*.contoso.com/*": true,
		"*contoso.com/x": true, "contoso.com/a/b": true,
		"": false, "https://contoso.com": false, "a.*.com": false, "a.*.com/x": false, "contoso.com/*/x": false, "contoso.com:8443/x": false, "contoso .com": false,
	}
	for url, good := range tests {
		if problem := urlProblem(url); (problem == "") != good {
			t.Errorf("%q: %q", url, problem)
		}
	}
}

// What is unknown is in no view, and null is told from it.
func TestSchemaTypesAgree(t *testing.T) {
	t.Parallel()
	for _, kind := range collectionKinds {
		if len(ruleTypes[kind.kind]) == 0 || len(collectionTypes[kind.kind]) == 0 {
			t.Errorf("%s has no types", kind.kind)
		}
		for _, name := range destinations[kind.kind] {
			if _, there := ruleTypes[kind.kind][name]; !there {
				t.Errorf("%s has no attribute %s", kind.kind, name)
			}
		}
		for _, name := range requiredOfRule[kind.kind] {
			if _, there := ruleTypes[kind.kind][name]; !there {
				t.Errorf("%s has no attribute %s", kind.kind, name)
			}
		}
	}
	for _, id := range checkIDs() {
		if id == "" || id[:3] != "FE-" {
			t.Errorf("check %q", id)
		}
	}
}
