package network

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Equal reports whether both collections mean the same to Azure: lists are sets, absent is empty, and IDs and
// protocols have no case. Names of IP configurations must be resolved before (Resolve).
func (c Collection) Equal(other Collection) bool {
	return reflect.DeepEqual(c.canonical(), other.canonical())
}

// Equal reports whether both groups mean the same to Azure.
func (g Group) Equal(other Group) bool {
	return g.Priority == other.Priority && maps.EqualFunc(g.Collections, other.Collections, Collection.Equal)
}

// Resolve puts public addresses, keyed by the name of the IP configuration, in place of the names that NAT rules use for
// them. A name that has no address stays.
func (g Group) Resolve(addresses map[string]string) Group {
	collections := make(map[string]Collection, len(g.Collections))
	for name, collection := range g.Collections {
		collections[name] = collection.Resolve(addresses)
	}
	g.Collections = collections
	return g
}

// Resolve is Group.Resolve for one collection.
func (c Collection) Resolve(addresses map[string]string) Collection {
	if len(c.NAT) == 0 {
		return c
	}
	rules := make(map[string]NATRule, len(c.NAT))
	for name, rule := range c.NAT {
		rule.DestinationAddresses = slices.Clone(rule.DestinationAddresses)
		var open []string
		for _, ip := range rule.DestinationIPs {
			if address := addresses[ip]; address != "" {
				rule.DestinationAddresses = append(rule.DestinationAddresses, address)
			} else {
				open = append(open, ip)
			}
		}
		rule.DestinationIPs = open
		rules[name] = rule
	}
	c.NAT = rules
	return c
}

// needs is the IP configurations whose addresses the collection names and that are not resolved.
func (c Collection) needs() []string {
	var names []string
	for _, rule := range c.NAT {
		names = append(names, rule.DestinationIPs...)
	}
	return names
}

func (g Group) needs() []string {
	var names []string
	for _, collection := range g.Collections {
		names = append(names, collection.needs()...)
	}
	return names
}

func (c Collection) canonical() Collection {
	out := Collection{Kind: c.Kind, Priority: c.Priority, Action: strings.ToLower(c.Action)}
	for name, rule := range c.Network {
		put(&out.Network, name, NetworkRule{
			Description: rule.Description, Source: rule.Source.canonical(),
			DestinationAddresses: set(rule.DestinationAddresses), DestinationIPGroups: folded(rule.DestinationIPGroups),
			DestinationFQDNs: set(rule.DestinationFQDNs), Ports: set(rule.Ports), Protocols: folded(rule.Protocols),
		})
	}
	for name, rule := range c.Application {
		put(&out.Application, name, ApplicationRule{
			Description: rule.Description, Source: rule.Source.canonical(), Protocols: sortedProtocols(rule.Protocols),
			FQDNs: set(rule.FQDNs), FQDNTags: set(rule.FQDNTags), URLs: set(rule.URLs), WebCategories: folded(rule.WebCategories),
			DestinationAddresses: set(rule.DestinationAddresses), HTTPHeaders: sortedHeaders(rule.HTTPHeaders), TerminateTLS: rule.TerminateTLS,
		})
	}
	for name, rule := range c.NAT {
		put(&out.NAT, name, NATRule{
			Description: rule.Description, Source: rule.Source.canonical(), DestinationAddresses: set(rule.DestinationAddresses),
			DestinationIPs: set(rule.DestinationIPs), Ports: set(rule.Ports), Protocols: folded(rule.Protocols),
			TranslatedAddress: rule.TranslatedAddress, TranslatedFQDN: rule.TranslatedFQDN, TranslatedPort: rule.TranslatedPort,
		})
	}
	return out
}

func (s Source) canonical() Source {
	return Source{Addresses: set(s.Addresses), IPGroups: folded(s.IPGroups)}
}

func put[T any](entries *map[string]T, name string, entry T) {
	if *entries == nil {
		*entries = map[string]T{}
	}
	(*entries)[name] = entry
}

// set is the list as a set: sorted, without repetitions, nil when empty.
func set(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return slices.Compact(sorted(list))
}

// folded is set for texts that have no case.
func folded(list []string) []string {
	lower := make([]string, len(list))
	for i, text := range list {
		lower[i] = strings.ToLower(text)
	}
	return set(lower)
}

func sortedProtocols(list []ApplicationProtocol) []ApplicationProtocol {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	for i := range list {
		list[i].Type = strings.ToLower(list[i].Type)
	}
	slices.SortFunc(list, func(a, b ApplicationProtocol) int {
		if a.Port != b.Port {
			return int(a.Port - b.Port)
		}
		return strings.Compare(a.Type, b.Type)
	})
	return slices.Compact(list)
}

func sortedHeaders(list []HTTPHeader) []HTTPHeader {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b HTTPHeader) int { return strings.Compare(a.Name, b.Name) })
	return list
}
