package oracle

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// forget makes parts of a world unknown. Each step only takes knowledge away, so
// that the world it was given is one of the worlds that the result stands for.
func forget(t *rapid.T, w *egress.World) {
	for range rapid.IntRange(1, 4).Draw(t, "forgotten") {
		steps := []func(*rapid.T, *egress.World){
			forgetRoutes, forgetSubnet, forgetSecurity, forgetCollections, forgetCollections, forgetCollections, forgetRules, forgetRules, forgetRules, forgetSettings,
		}
		rapid.SampledFrom(steps).Draw(t, "step")(t, w)
	}
}

func pick[T any](t *rapid.T, list []T) *T {
	if len(list) == 0 {
		return nil
	}
	return &list[rapid.IntRange(0, len(list)-1).Draw(t, "pick")]
}

func forgetRoutes(t *rapid.T, w *egress.World) {
	table := pick(t, w.RouteTables)
	if table == nil {
		return
	}
	i := rapid.IntRange(-1, len(table.Routes)-1).Draw(t, "route")
	if i < 0 {
		table.DisablePropagation = egress.Unknown[bool]()
		return
	}
	r := &table.Routes[i]
	switch rapid.IntRange(0, 4).Draw(t, "what") {
	case 0:
		table.Routes, table.Open = slices.Delete(slices.Clone(table.Routes), i, i+1), true
	case 1:
		r.Prefix = egress.Unknown[netip.Prefix]()
	case 2:
		r.Hop.Type = egress.Unknown[egress.HopType]()
	case 3:
		r.Hop.Address = egress.Unknown[netip.Addr]()
	case 4:
		if hop, ok := r.Hop.Type.Get(); ok && hop == egress.HopAppliance {
			r.Hop.Device, r.Hop.Address = "fw", egress.Unknown[netip.Addr]()
			w.Firewalls[0].PrivateIP = egress.Unknown[netip.Addr]()
		}
	}
}

func forgetSubnet(t *rapid.T, w *egress.World) {
	n := pick(t, w.Networks)
	s := pick(t, n.Subnets)
	switch rapid.IntRange(0, 8).Draw(t, "what") {
	case 0:
		s.RouteTable = egress.Unknown[string]()
	case 1:
		s.SecurityGroup = egress.Unknown[string]()
	case 2:
		s.DefaultOutboundAccess = egress.Maybe
	case 3:
		s.NATGateway = egress.Unknown[string]()
	case 4:
		n.PeeringsOpen = true
	case 5:
		n.Peerings[0].AccessBlocked = egress.Unknown[bool]()
	case 6:
		n.Peerings[0].AllowForwardedTraffic = egress.Unknown[bool]()
	case 7:
		s.Prefixes, s.PrefixesUnknown = nil, true
	case 8:
		s.ServiceEndpointsOpen = true
	}
}

func forgetSecurity(t *rapid.T, w *egress.World) {
	g := pick(t, w.SecurityGroups)
	if g == nil || len(g.Rules) == 0 {
		return
	}
	i := rapid.IntRange(0, len(g.Rules)-1).Draw(t, "rule")
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		g.Rules[i].Priority = egress.Unknown[int]()
	case 1:
		g.Rules[i].Access = egress.Unknown[egress.Access]()
	case 2:
		g.Rules, g.Open = slices.Delete(slices.Clone(g.Rules), i, i+1), true
	case 3:
		g.Rules[i].Ports, g.Rules[i].PortsOpen = netset.Ports{}, true
	}
}

// anyCollections finds a list of collections and what marks it as incomplete.
func anyCollections(t *rapid.T, w *egress.World) (list *[]egress.Collection, open *bool) {
	p := pick(t, w.Policies)
	if p == nil {
		return &w.Firewalls[0].Collections, &w.Firewalls[0].CollectionsOpen
	}
	g := pick(t, p.Groups)
	if g == nil {
		return nil, nil
	}
	return &g.Collections, &g.Open
}

func forgetCollections(t *rapid.T, w *egress.World) {
	list, open := anyCollections(t, w)
	if list == nil || len(*list) == 0 {
		return
	}
	i := rapid.IntRange(0, len(*list)-1).Draw(t, "collection")
	c := &(*list)[i]
	switch rapid.IntRange(0, 4).Draw(t, "what") {
	case 0:
		c.Priority = egress.Unknown[int]()
	case 1:
		c.Action = egress.Unknown[egress.Action]()
	case 2:
		c.Rules, c.Open = c.Rules[:rapid.IntRange(0, max(len(c.Rules)-1, 0)).Draw(t, "rules left")], true
	case 3:
		*list, *open = slices.Delete(slices.Clone(*list), i, i+1), true
	case 4:
		p := pick(t, w.Policies)
		if p == nil || len(p.Groups) == 0 {
			return
		}
		k := rapid.IntRange(0, len(p.Groups)-1).Draw(t, "group")
		if rapid.Bool().Draw(t, "whole") {
			p.Groups, p.Open = slices.Delete(slices.Clone(p.Groups), k, k+1), true
		} else {
			p.Groups[k].Priority = egress.Unknown[int]()
		}
	}
}

func forgetRules(t *rapid.T, w *egress.World) {
	list, _ := anyCollections(t, w)
	if list == nil {
		return
	}
	c := pick(t, *list)
	if c == nil || len(c.Rules) == 0 {
		return
	}
	i := rapid.IntRange(0, len(c.Rules)-1).Draw(t, "rule")
	c.Rules = slices.Clone(c.Rules)
	what := rapid.IntRange(0, 3).Draw(t, "what")
	open := egress.AddressSpec{Open: true}
	switch r := c.Rules[i].(type) {
	case egress.NetworkRule:
		switch what {
		case 0:
			r.Source = open
		case 1:
			r.Destination = open
		case 2:
			r.Ports, r.PortsOpen = netset.Ports{}, true
		case 3:
			r.Destination.IPGroups = []string{"nowhere"}
			r.Destination.Addresses = netset.Addresses{}
		}
		c.Rules[i] = r
	case egress.ApplicationRule:
		switch what {
		case 0:
			r.Source = open
		case 1:
			r.Names, r.NamesOpen = r.Names[:max(len(r.Names)-1, 0)], true
		case 2:
			r.Protocols, r.ProtocolsOpen = nil, true
		case 3:
			r.Names, r.FQDNTags = nil, []string{"content not known"}
		}
		c.Rules[i] = r
	case egress.NATRule:
	}
}

func forgetSettings(t *rapid.T, w *egress.World) {
	f := &w.Firewalls[0]
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		f.Classic.PrivateRanges = egress.Unknown[*netset.Addresses]()
		for i := range w.Policies {
			w.Policies[i].Settings.PrivateRanges = egress.Unknown[*netset.Addresses]()
		}
	case 1:
		f.ForcedTunneling = egress.Unknown[bool]()
	case 2:
		f.Policy = egress.Unknown[string]()
	case 3:
		if p := pick(t, w.Policies); p != nil {
			p.Parent = egress.Unknown[string]()
		}
	}
}

// TestConcretisation is P-2: whatever is forgotten, a definite verdict is that of
// the world in which it was known (VM-4, 5.3).
func TestConcretisation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tiny := draw(t)
		w := tiny.world()
		forget(t, &w)
		e := egress.NewEvaluator(w, egress.Options{})
		for range 4 {
			f, packets := drawFlow(t)
			if len(packets) == 0 {
				continue
			}
			got, want := e.Judge(f), status(tiny.fate(packets))
			if got.Status != egress.Indeterminate && got.Status != want && want != egress.Indeterminate {
				t.Fatalf("%s: %s, but with all known %s\n%+v\n%+v", f.Text(), got.Status, want, tiny, got)
			}
		}
	})
}

// TestConcretisationOfNames is the same for names whose address nobody knows:
// the verdict holds for every public address that A-DNS leaves.
func TestConcretisationOfNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tiny := draw(t)
		w := tiny.world()
		if rapid.Bool().Draw(t, "forget") {
			forget(t, &w)
		}
		e := egress.NewEvaluator(w, egress.Options{})
		f, packets := drawFlow(t)
		if len(f.Destination.Names) == 0 {
			return
		}
		f.Destination.Addresses = netset.Addresses{}
		got := e.Judge(f)
		if got.Status == egress.Indeterminate {
			return
		}
		for _, dst := range []string{"200.0.0.1", "9.9.9.9"} { // in no specific prefix
			for i := range packets {
				packets[i].dst = dst
			}
			if want := status(tiny.fate(packets)); want != got.Status && want != egress.Indeterminate {
				t.Fatalf("%s at %s: %s, oracle %s\n%+v\n%+v", f.Text(), dst, got.Status, want, tiny, got)
			}
		}
	})
}
