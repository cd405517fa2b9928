package rules

import (
	"fmt"
	"slices"
	"strings"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// The ways to write the rules that a cluster needs.
const (
	ByTag   = "tag"      // by the FQDN tag
	ByNames = "explicit" // one by one
	ByBoth  = "both"
	ByNone  = "none" // not at all: the clusters are only judged
	// ByOthers makes none either: other resources or teams put them where the egress's own rules are.
	ByOthers = "external"
)

// The group of the aks rules. It goes before the short form's, so that a rule there that denies much does not stop a cluster.
const (
	AKSGroup    = "aks"
	AKSPriority = 500 // unless another is given
)

// The collections of generated rules are named after their group.
const (
	networkSuffix     = "-network"
	applicationSuffix = "-application"
)

// Priorities of the collections in the group of the aks rules.
const (
	aksNetworkPriority     = 100
	aksApplicationPriority = 200
)

// AKS says what the aks block asks for.
type AKS struct {
	Mode     string // ByTag, ByNames, ByBoth; ByNone or ByOthers, which make no rules
	Priority int32
	Location string
	Sources  []string // addresses that the rules allow
	// Profile is what decides over the required egress; cloud and region are those of the location.
	Profile cloud.Profile
	// Proxy says that the firewall's DNS proxy is on, without which a network rule takes no names (FW-21).
	Proxy bool
}

// None reports that no rules are made.
func (a AKS) None() bool { return MakesNone(a.Mode) }

// MakesNone reports a mode that makes no rules.
func MakesNone(mode string) bool { return mode == ByNone || mode == ByOthers }

// Group is the rule collection group of the aks rules.
func (a AKS) Group() azure.Group {
	network, application := a.collections(aksNetworkPriority, aksApplicationPriority)
	return azure.Group{Priority: a.Priority, Collections: named(network, application)}
}

// Classic are the same rules as classic collections.
func (a AKS) Classic() map[string]azure.Collection {
	return named(a.collections(a.Priority, a.Priority))
}

func named(network, application azure.Collection) map[string]azure.Collection {
	all := map[string]azure.Collection{}
	if len(network.Network) > 0 {
		all[AKSGroup+networkSuffix] = network
	}
	if len(application.Application) > 0 {
		all[AKSGroup+applicationSuffix] = application
	}
	return all
}

// collections are the rules that the clusters need and no others. A name that the FQDN tag is sure to hold is left to the tag,
// unless names are asked for; all others are named.
func (a AKS) collections(networkPriority, applicationPriority int32) (network, application azure.Collection) {
	source := azure.Source{Addresses: a.Sources}
	network = azure.Collection{Kind: azure.KindNetwork, Priority: networkPriority, Action: "Allow", Network: map[string]azure.NetworkRule{}}
	application = azure.Collection{Kind: azure.KindApplication, Priority: applicationPriority, Action: "Allow", Application: map[string]azure.ApplicationRule{}}
	if a.None() {
		return network, application
	}
	if a.Mode != ByNames {
		application.Application[AKSGroup+"-fqdn-tag"] = azure.ApplicationRule{
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
			if row.TagHolds == cloud.TagHolds && a.Mode == ByTag {
				continue
			}
			rule := azure.ApplicationRule{
				Description: description, Source: source, Protocols: []azure.ApplicationProtocol{{Type: string(row.Application), Port: int32(row.Port)}},
			}
			if row.DestinationKind == cloud.DestinationFQDNTag {
				rule.FQDNTags = []string{row.Destination}
			} else {
				rule.FQDNs = []string{row.Destination}
			}
			application.Application[name] = rule
		}
	}
	return network, application
}

// rows are the flows of the clusters that a rule can serve: the required ones of every cluster, and what the chosen features bring
// but for what is there for older clusters only. Of a choice the first option is taken.
func (a AKS) rows() []cloud.Endpoint {
	profile := a.Profile
	profile.Cloud, profile.Region = string(CloudOf(a.Location)), a.Location
	rows, _ := cloud.RequiredEgress(profile)
	bare, _ := cloud.RequiredEgress(cloud.Profile{Cloud: profile.Cloud, Region: profile.Region})
	options := map[string]string{}
	var wanted []cloud.Endpoint
	for _, row := range rows {
		switch {
		case row.Level == cloud.LevelLegacy, row.ReplacedBy != "", len(row.Unresolved) > 0, row.DestinationKind == cloud.DestinationSubnet:
			continue
		case row.Level != cloud.LevelRequired && !slices.Contains(profile.Features, row.Feature) &&
			slices.ContainsFunc(bare, func(e cloud.Endpoint) bool { return e.Key == row.Key }):
			continue
		case row.Kind == cloud.KindNetwork && row.DestinationKind == cloud.DestinationFQDN && !a.Proxy:
			continue
		}
		if row.Choice != "" {
			if _, chosen := options[row.Choice]; !chosen {
				options[row.Choice] = row.Option
			}
			if options[row.Choice] != row.Option {
				continue
			}
		}
		wanted = append(wanted, row)
	}
	return cloud.Distinct(wanted)
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

// CloudOf is the cloud that a region belongs to, as far as it is known; new regions are opened in the public one.
func CloudOf(location string) cloud.Name {
	if region, ok := cloud.LookupRegion(location); ok {
		return region.Cloud
	}
	return cloud.Public
}
