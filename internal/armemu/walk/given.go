package walk

import (
	"fmt"
	"maps"
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Given is what decides about a packet and ARM does not store. What is left out is empty, FQDNTags excepted.
type Given struct {
	// Names are the addresses that names resolve to.
	Names map[string][]string `json:"names,omitempty"`
	// FirewallNames are the firewall's own answers where they differ from Names: a firewall asks another resolver than its clients (FW-21).
	FirewallNames map[string][]string `json:"firewall_names,omitempty"`
	// ServiceTags are the prefixes of service tags (FW-16, RT-14, NSG-5). Tags of a region are named apart: AzureCloud.westeurope.
	ServiceTags map[string][]string `json:"service_tags,omitempty"`
	// FQDNTags are the names that FQDN tags hold, each with a star at the left perhaps (FW-26). AzureKubernetesService holds the
	// core of AKS in the cloud of the host's network (armtypes.AKSTag) unless it is given here.
	FQDNTags map[string][]string `json:"fqdn_tags,omitempty"`
	// WebCategories are the names of web categories (FW-29).
	WebCategories map[string][]string `json:"web_categories,omitempty"`
	// Infrastructure are the names that the firewall's own rules let through after all others (FW-10).
	Infrastructure []string `json:"infrastructure,omitempty"`
	// Learned are the prefixes that the gateway of a network propagates, by the network's id (RT-11).
	Learned map[string][]string `json:"learned,omitempty"`
}

// aksTag is the FQDN tag of AKS.
const aksTag = "azurekubernetesservice"

// given is Given with its words read. Keys are in lower case.
type given struct {
	names, firewallNames map[string][]netip.Addr
	tags                 map[string][]netip.Prefix
	fqdnTags, categories map[string][]string
	infrastructure       []string
	learned              map[string][]netip.Prefix
}

// read checks the words.
func (g *Given) read() (*given, error) {
	out := &given{fqdnTags: patterns(g.FQDNTags), categories: patterns(g.WebCategories), infrastructure: g.Infrastructure}
	var err error
	if out.names, err = readAll(g.Names, plainName, netip.ParseAddr); err != nil {
		return nil, fmt.Errorf("reading the given names: %w", err)
	}
	out.firewallNames = maps.Clone(out.names)
	own, err := readAll(g.FirewallNames, plainName, netip.ParseAddr)
	if err != nil {
		return nil, fmt.Errorf("reading the names given for firewalls: %w", err)
	}
	maps.Copy(out.firewallNames, own)
	if out.tags, err = readAll(g.ServiceTags, strings.ToLower, netip.ParsePrefix); err != nil {
		return nil, fmt.Errorf("reading the given service tags: %w", err)
	}
	if out.learned, err = readAll(g.Learned, strings.ToLower, netip.ParsePrefix); err != nil {
		return nil, fmt.Errorf("reading the given learned prefixes: %w", err)
	}
	return out, nil
}

// defaultTags fills in the FQDN tags that need not be given, as they are in the cloud of a region.
func (g *given) defaultTags(location string) {
	if _, ok := g.fqdnTags[aksTag]; !ok {
		g.fqdnTags[aksTag] = armtypes.AKSTag(location)
	}
}

func readAll[T any](in map[string][]string, key func(string) string, parse func(string) (T, error)) (map[string][]T, error) {
	out := map[string][]T{}
	for name, words := range in {
		for _, word := range words {
			v, err := parse(word)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			out[key(name)] = append(out[key(name)], v)
		}
	}
	return out, nil
}

func patterns(in map[string][]string) map[string][]string {
	out := map[string][]string{}
	for name, words := range in {
		out[strings.ToLower(name)] = words
	}
	return out
}

// tagHolds tells whether a service tag holds an address.
func (g *given) tagHolds(tag string, a netip.Addr) bool {
	return inAny(g.tags[strings.ToLower(tag)], a)
}
