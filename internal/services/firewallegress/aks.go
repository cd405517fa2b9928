package firewallegress

import (
	"fmt"
	"strings"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// Priorities of the collections in the group of the aks rules.
const (
	aksNetworkPriority     = 100
	aksApplicationPriority = 200
)

// aksRules says what the aks block asks for.
type aksRules struct {
	mode     string // aksByTag, aksByNames or aksByBoth
	priority int32
	location string
	sources  []string // addresses that the rules allow
}

// group is the rule collection group of the aks rules.
func (a aksRules) group() azure.Group {
	network, application := a.collections(aksNetworkPriority, aksApplicationPriority)
	return azure.Group{Priority: a.priority, Collections: named(network, application)}
}

// classic are the same rules as classic collections.
func (a aksRules) classic() map[string]azure.Collection {
	return named(a.collections(a.priority, a.priority))
}

func named(network, application azure.Collection) map[string]azure.Collection {
	all := map[string]azure.Collection{}
	if len(network.Network) > 0 {
		all[aksGroup+"-network"] = network
	}
	if len(application.Application) > 0 {
		all[aksGroup+"-application"] = application
	}
	return all
}

// collections are the rules that every cluster needs: required rows of cloud's table and no others. A name that the FQDN
// tag is sure to hold is left to the tag, unless names are asked for; all others are named.
func (a aksRules) collections(networkPriority, applicationPriority int32) (network, application azure.Collection) {
	source := azure.Source{Addresses: a.sources}
	network = azure.Collection{Kind: azure.KindNetwork, Priority: networkPriority, Action: "Allow", Network: map[string]azure.NetworkRule{}}
	application = azure.Collection{Kind: azure.KindApplication, Priority: applicationPriority, Action: "Allow", Application: map[string]azure.ApplicationRule{}}
	if a.mode != aksByNames {
		application.Application[aksGroup+"-fqdn-tag"] = azure.ApplicationRule{
			Description: "FQDN tag of the names that every AKS cluster needs", Source: source,
			Protocols: []azure.ApplicationProtocol{{Type: string(cloud.HTTPS), Port: 443}}, FQDNTags: []string{cloud.FQDNTagAKS},
		}
	}
	for _, row := range a.rows() {
		name := strings.ReplaceAll(row.Key, "/", "-")
		description := strings.TrimSpace(fmt.Sprintf("%s (%s)", row.Purpose, strings.Join(row.Rules, ", ")))
		switch row.Kind {
		case cloud.KindNetwork:
			network.Network[name] = networkRow(row, description, source)
		case cloud.KindApplication:
			if row.TagHolds == cloud.TagHolds && a.mode == aksByTag {
				continue
			}
			application.Application[name] = azure.ApplicationRule{
				Description: description, Source: source, FQDNs: []string{row.Destination},
				Protocols: []azure.ApplicationProtocol{{Type: string(row.Application), Port: int32(row.Port)}},
			}
		}
	}
	return network, application
}

// rows are the required flows of any cluster in the region.
func (a aksRules) rows() []cloud.Endpoint {
	rows, _ := cloud.RequiredEgress(cloud.Profile{Cloud: string(cloudOf(a.location)), Region: a.location})
	var required []cloud.Endpoint
	for _, row := range cloud.Distinct(rows) {
		if row.Level == cloud.LevelRequired && len(row.Unresolved) == 0 && row.ReplacedBy == "" {
			required = append(required, row)
		}
	}
	return required
}

func networkRow(row cloud.Endpoint, description string, source azure.Source) azure.NetworkRule {
	rule := azure.NetworkRule{
		Description: description, Source: source, Ports: []string{fmt.Sprint(row.Port)}, Protocols: []string{strings.ToUpper(string(row.Protocol))},
	}
	if row.DestinationKind == cloud.DestinationFQDN {
		rule.DestinationFQDNs = []string{row.Destination}
	} else {
		rule.DestinationAddresses = []string{row.Destination}
	}
	return rule
}

// cloudOf is the cloud that a region belongs to, as far as it is known; new regions are opened in the public one.
func cloudOf(location string) cloud.Name {
	if region, ok := cloud.LookupRegion(location); ok {
		return region.Cloud
	}
	return cloud.Public
}
