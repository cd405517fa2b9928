package network_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

func TestIngressForm(t *testing.T) {
	t.Parallel()
	rule := func(change func(*network.NATRule)) network.Collection {
		one := network.NATRule{
			Source: network.Source{Addresses: []string{"*"}}, DestinationAddresses: []string{"20.1.2.3"}, Ports: []string{"80"}, Protocols: []string{"TCP"},
			TranslatedAddress: "10.42.2.4", TranslatedPort: "80",
		}
		change(&one)
		return network.Collection{Kind: network.KindNAT, Priority: 150, NAT: map[string]network.NATRule{"http": one}}
	}
	plain := rule(func(*network.NATRule) {})
	for name, test := range map[string]struct {
		collection network.Collection
		want       bool
	}{
		"one port to one address": {plain, true},
		"emptied by others":       {network.Collection{Kind: network.KindNAT}, true},
		"to a name":               {rule(func(r *network.NATRule) { r.TranslatedAddress, r.TranslatedFQDN = "", "app.contoso.com" }), false},
		"a range of ports":        {rule(func(r *network.NATRule) { r.Ports = []string{"80-90"} }), false},
		"two ports":               {rule(func(r *network.NATRule) { r.Ports = []string{"80", "443"} }), false},
		"two addresses":           {rule(func(r *network.NATRule) { r.DestinationAddresses = []string{"20.1.2.3", "20.1.2.4"} }), false},
		"IP groups":               {rule(func(r *network.NATRule) { r.Source = network.Source{IPGroups: []string{"g"}} }), false},
		"any protocol":            {rule(func(r *network.NATRule) { r.Protocols = []string{"Any"} }), false},
		"no translation":          {network.Collection{Kind: network.KindNetwork}, false},
	} {
		if got := test.collection.IngressForm(); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	group := func(name string, priority int32, more bool) network.Group {
		g := network.Group{Priority: priority, Collections: map[string]network.Collection{name: plain}}
		if more {
			g.Collections["more"] = plain
		}
		return g
	}
	for name, test := range map[string]struct {
		group network.Group
		want  bool
	}{
		"repeats its collection": {group("Voting", 150, false), true},
		"another name":           {group("web", 150, false), false},
		"another priority":       {group("voting", 160, false), false},
		"two collections":        {group("voting", 150, true), false},
	} {
		if got := test.group.IngressForm("voting"); got != test.want {
			t.Errorf("a group that %s: %v", name, got)
		}
	}
}
