package armtypes

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
)

const routesPath = "properties.routes"

// podRoutes keeps the routes of kubenet: to the pods of each node by the node's address, in the table of the node subnet (aks-facts.md 3.2).
// Other routes of the table are left alone.
func (n *nodeGroup) podRoutes() {
	if !oneOf(n.cluster.Str("properties.networkProfile.networkPlugin"), "kubenet") {
		n.dropPodRoutes() // after a change to overlay they go (UPCNI)
		return
	}
	wanted := map[string]Object{}
	table := ""
	pods, err := netip.ParsePrefix(n.cluster.Str("properties.networkProfile.podCidr"))
	if err != nil {
		return
	}
	next := pods.Masked().Addr()
	for _, pool := range n.cluster.Objs(agentPoolsPath) {
		set, ok := n.Get(n.scaleSetID(pool.Str("name")))
		if !ok {
			continue
		}
		table = n.tableOf(pool)
		for _, node := range set.Body.Objs(nodesPath) {
			if !pods.Contains(next) {
				return
			}
			wanted[n.routeName(node.Str("name"), next)] = podRoute(next, node.Str("privateIPAddress"))
			next = after24(next)
		}
	}
	n.writePodRoutes(table, wanted)
}

// writePodRoutes changes a table only where it differs: its etag belongs to its readers.
func (n *nodeGroup) writePodRoutes(table string, wanted map[string]Object) {
	d, ok := n.Get(table)
	if !ok {
		return
	}
	after := d.Body.Clone()
	if n.setPodRoutes(after, wanted); !Same(d.Body, after) {
		n.Change(table, func(body Object) { n.setPodRoutes(body, wanted) })
	}
}

func podRoute(pods netip.Addr, node string) Object {
	return Object{
		"addressPrefix": netip.PrefixFrom(pods, 24).String(), "nextHopType": "VirtualAppliance", "nextHopIpAddress": node, "hasBgpOverride": false, "provisioningState": "Succeeded",
	}
}

func (n *nodeGroup) routeName(node string, pods netip.Addr) string {
	return node + "____" + strings.ReplaceAll(pods.String(), ".", "") + "24"
}

// after24 is the address 256 further on.
func after24(a netip.Addr) netip.Addr {
	b := a.As4()
	if b[2]++; b[2] == 0 {
		if b[1]++; b[1] == 0 {
			b[0]++
		}
	}
	return netip.AddrFrom4(b)
}

// isOwnRoute recognises a route of this cluster by the name of its node.
func (n *nodeGroup) isOwnRoute(name string) bool {
	return strings.HasPrefix(name, "aks-") && strings.Contains(name, "-"+n.digits()+"-vmss") && strings.Contains(name, "____")
}

func (n *nodeGroup) setPodRoutes(table Object, wanted map[string]Object) {
	routes := []any{}
	seen := map[string]bool{}
	for _, route := range table.Objs(routesPath) {
		name := route.Str("name")
		switch {
		case !n.isOwnRoute(name):
			routes = append(routes, route)
		case wanted[name] != nil:
			routes, seen[name] = append(routes, Object{"name": name, "properties": wanted[name]}), true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if !seen[name] {
			routes = append(routes, Object{"name": name, "properties": wanted[name]})
		}
	}
	table.Set(routesPath, routes)
}

// tableOf is the route table of a pool's subnet. Where there is none AKS makes one and puts it on the subnet.
func (n *nodeGroup) tableOf(pool Object) string {
	subnet, ok := n.Get(n.subnetOf(pool))
	if !ok {
		return ""
	}
	if id := subnet.Body.Str(subnetRouteTablePath); id != "" {
		return id
	}
	id := n.network("routeTables", "aks-agentpool-"+n.digits()+"-routetable")
	n.Store(id, Object{"location": n.location})
	n.Change(subnet.ID.String(), func(body Object) { body.Set(subnetRouteTablePath, id) })
	return id
}

// dropPodRoutes removes the cluster's routes from every table, and AKS's own table from the subnets.
func (n *nodeGroup) dropPodRoutes() {
	for _, table := range n.All(routeTableType) {
		n.writePodRoutes(table.ID.String(), nil)
	}
}

// leaveSubnets takes AKS's own table off the subnets of the user before it goes with its group.
func (n *nodeGroup) leaveSubnets() {
	for _, table := range n.All(routeTableType) {
		if !strings.EqualFold(table.ID.GroupID(), n.id) {
			continue
		}
		for _, subnet := range subnetsOf(n, table.ID.String(), subnetRouteTablePath) {
			n.Change(subnet, func(body Object) { body.Remove("properties.routeTable") })
		}
	}
}
