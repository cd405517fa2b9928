package aks

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// crowd is a pool with the number of nodes that it begins with and that it may grow to, as far as they are known.
type crowd struct {
	now, later cloud.Pool
}

// crowdOf counts a pool's nodes; ok is false while their number is not known.
func crowdOf(p section) (c crowd, ok bool) {
	count, scaled, least, most := p.number("node_count"), p.flag("auto_scaling_enabled").Or(false), p.number("min_count"), p.number("max_count")
	pods := p.number("max_pods")
	switch {
	case scaled.Unknown:
		return crowd{}, false
	case scaled.Value && !count.Known:
		count = least
	case !scaled.Value && count.Null():
		count = count.Or(1)
	}
	if !count.Known {
		return crowd{}, false
	}
	nodes := int(count.Value)
	c.now = cloud.Pool{Nodes: nodes, MaxPods: int(pods.Value)}
	c.later = c.now
	if scaled.Value && most.Known {
		c.later.Nodes = max(nodes, int(most.Value))
	}
	if surge, err := cloud.SurgeNodes(p.part("upgrade_settings").text("max_surge").Value, c.later.Nodes); err == nil {
		c.later.Surge = surge
	}
	return c, true
}

// judgeRoom judges the room for the first pool in the subnets that an egress tells of, and in the pods' range.
func judgeRoom(c, egress section, f *findings) {
	crowd, ok := crowdOf(defaultPool(c))
	mode, known := modeOf(c)
	if !ok || !known {
		return
	}
	subnets := egressSubnets(egress)
	if !egress.there() {
		subnets = routedSubnets{}
	}
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		if s, found := subnets.find(defaultPool(c).text(name).Value); found && len(s.prefixes) > 0 {
			judgeSubnetRoom(at("default_node_pool", name), name == "pod_subnet_id", mode, crowd, usable(s.prefixes), s.id.Name(), f)
		}
	}
	for _, pods := range podPrefixes(c) {
		judgePodRoom(pods, crowd, f)
	}
}

// judgePoolRoom judges the room for a further pool in the subnets that an egress tells of, beside the first pool where that is in the same one.
func judgePoolRoom(p, c, egress section, f *findings) {
	crowd, ok := crowdOf(p)
	mode, known := poolMode(c, p)
	if !ok || !known || !egress.there() {
		return
	}
	subnets := egressSubnets(egress)
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		s, found := subnets.find(p.text(name).Value)
		if !found || len(s.prefixes) == 0 {
			continue
		}
		room, pods := usable(s.prefixes), name == "pod_subnet_id"
		if first, counted := firstSide(c); counted && strings.EqualFold(defaultPool(c).text(name).Value, p.text(name).Value) {
			room = max(room-first.addresses(pods, first.now), 0)
		}
		judgeSubnetRoom(path.Root(name), pods, mode, crowd, room, s.id.Name(), f)
	}
}

// firstSide counts the first pool of a cluster.
func firstSide(c section) (side, bool) {
	mode, known := modeOf(c)
	first, counted := sideOf(defaultPool(c), mode)
	return first, known && counted
}

// usable is how many addresses the IPv4 ranges of a subnet have for resources.
func usable(prefixes []netip.Prefix) int {
	total := 0
	for _, prefix := range prefixes {
		total += cloud.UsableAddresses(prefix)
	}
	return total
}

// judgeSubnetRoom: the nodes that come at once must fit; those that may come later are a warning, since nobody knows whether they will
// (aks-facts.md 3.2).
func judgeSubnetRoom(where path.Path, pods bool, mode cloud.NetworkMode, c crowd, room int, name string, f *findings) {
	need := func(p cloud.Pool) int {
		if pods {
			return cloud.PodSubnetAddresses(p)
		}
		return cloud.NodeSubnetAddresses(mode, p)
	}
	fix := func(addresses int) string {
		return fmt.Sprintf("use a subnet of at least /%d, fewer nodes, or network_plugin_mode = \"overlay\", in which pods take none of its addresses", cloud.SmallestSubnet(addresses))
	}
	now, later := need(c.now), need(c.later)
	switch {
	case now > room:
		f.add("subnet_size", where, "The subnet is too small", fmt.Sprintf("%d nodes take %d addresses of the subnet %q, which has %d for them", c.now.Nodes, now, name, room), fix(later))
	case later > room:
		f.warn("subnet_size", where, "The subnet may become too small",
			fmt.Sprintf("%d nodes with %d more during an upgrade take %d addresses of the subnet %q, which has %d for them", c.later.Nodes, c.later.Surge, later, name, room), fix(later))
	}
}

// judgePodRoom: with overlay and kubenet each node takes a /24 of the pods' range.
func judgePodRoom(pods namedPrefix, c crowd, f *findings) {
	room := cloud.PodCIDRNodes(pods.prefix)
	switch {
	case room < 0:
	case c.now.Nodes > room:
		f.add("pod_cidr_size", pods.where(), "The pods' range is too small", fmt.Sprintf("%s has room for %d nodes, a /24 each, and there are %d", described(pods), room, c.now.Nodes), "choose a larger range")
	case c.later.Nodes+c.later.Surge > room:
		f.warn("pod_cidr_size", pods.where(), "The pods' range may become too small",
			fmt.Sprintf("%s has room for %d nodes, a /24 each, and there may be %d", described(pods), room, c.later.Nodes+c.later.Surge), "choose a larger range")
	}
}
