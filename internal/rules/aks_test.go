package rules

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
		for _, mode := range []string{ByTag, ByNames, ByBoth} {
			t.Run(string(name)+" "+mode, func(t *testing.T) {
				t.Parallel()
				rules := AKS{Mode: mode, Priority: 500, Location: location, Sources: []string{"10.0.0.0/24"}}
				allowed, tag := flowsOf(t, rules.Group().Collections)
				if tag != (mode != ByNames) {
					t.Errorf("the FQDN tag is allowed: %t", tag)
				}
				var want []string
				rows, _ := cloud.RequiredEgress(cloud.Profile{Cloud: string(name), Region: location})
				for _, row := range cloud.Distinct(rows) {
					byTag := mode == ByTag && row.Kind == cloud.KindApplication && row.TagHolds == cloud.TagHolds
					if row.Level == cloud.LevelRequired && !byTag {
						want = append(want, string(row.Kind)+" "+row.Destination)
					}
				}
				slices.Sort(want)
				if diff := cmp.Diff(want, allowed); diff != "" {
					t.Error(diff)
				}
				if mode == ByNames && !slices.Contains(allowed, "application *.hcp."+location+"."+apiServerSuffix(t, name)) {
					t.Errorf("the API server is missing: %v", allowed)
				}
				classic, _ := flowsOf(t, rules.Classic())
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
