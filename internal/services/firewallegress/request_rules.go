package firewallegress

import (
	"maps"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// wireGroups are the rule collection groups of a model that is wholly known: those that it names, the short form's and that
// of aks.
func wireGroups(m model) map[string]azure.Group {
	all := rules.Wire(m.RuleCollectionGroups)
	if short := shortForm(m); len(short.Collections) > 0 {
		all[defaultGroup] = short.Wire()
	}
	if made, ok := aksOf(m); ok && !made.None() {
		all[rules.AKSGroup] = made.Group()
	}
	return all
}

// classicOf are the classic rule collections of a model that is wholly known.
func classicOf(m model) map[string]azure.Collection {
	all := shortForm(m).Wire().Collections
	if made, ok := aksOf(m); ok {
		maps.Copy(all, made.Classic())
	}
	return all
}

// aksOf is what the aks block asks for; ok is false where there is none, or where it is not known enough.
func aksOf(m model) (rules.AKS, bool) {
	aks := view.Object(m.AKS)
	if aks == nil {
		return rules.AKS{}, false
	}
	mode, priority, location := aks.Text("rules").Or(rules.ByTag), aks.Number("priority").Or(rules.AKSPriority), view.Text(m.Location)
	if mode.Known && rules.MakesNone(mode.Value) {
		return rules.AKS{Mode: mode.Value}, true
	}
	profile, settled := preflight.ProfileOf(aks, location, "").Settled()
	sources := aks.Texts("source_addresses")
	if sources.Empty() {
		sources = routedPrefixes(m)
	}
	proxy := view.Flag(m.DNSProxyEnabled).Or(false)
	known := mode.Known && priority.Known && location.Known && sources.Complete && settled && proxy.Known
	return rules.AKS{
		Mode: mode.Value, Priority: priority.Value, Location: location.Value, Sources: unique(sources.Items), Profile: profile, Proxy: proxy.Value,
	}, known
}

// routedPrefixes are the ranges of all routed subnets.
func routedPrefixes(m model) view.List {
	routed := view.Map(m.RoutedSubnets)
	all := view.List{Complete: routed.Complete}
	for _, key := range routed.Keys {
		subnet := view.Object(routed.Values[key])
		prefixes := subnet.Texts("address_prefixes")
		all.Items = append(all.Items, prefixes.Items...)
		all.Complete = all.Complete && subnet != nil && prefixes.Complete
	}
	return all
}
