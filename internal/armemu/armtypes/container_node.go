package armtypes

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// A node is an object with id (of its IP configuration), name, subnet.id, privateIPAddress, and ready once it has come up. Pods that have
// addresses of a subnet of their own are one more object for each node, without a name.

// subnetOf is where the nodes of a pool live: the user's subnet, or that of AKS's own network.
func (n *nodeGroup) subnetOf(pool Object) string {
	if id := pool.Str("vnetSubnetID"); id != "" {
		return id
	}
	return n.ownSubnet()
}

// nodesOf gives the nodes of a pool as they are to be: those that there are, and new ones with the next free addresses. While the operation
// runs none goes.
func (n *nodeGroup) nodesOf(pool Object) []Object {
	count, _ := pool.Int("count")
	if pool.Str("powerState.code") == "Stopped" {
		count = 0
	}
	var nodes []Object
	stored, _ := n.Get(n.scaleSetID(pool.Str("name")))
	if stored != nil {
		for _, node := range stored.Body.Clone().Objs(nodesPath) {
			if node.Str("name") != "" && (len(nodes) < count || !n.settled) {
				nodes = append(nodes, node)
			}
		}
	}
	taken := n.takenIn(pool)
	for i := nextIndex(nodes); len(nodes) < count; i++ {
		node, ok := n.newNode(pool, i, taken)
		if !ok {
			break // no address is left; the checks at acceptance have counted them
		}
		nodes = append(nodes, node)
	}
	for _, node := range nodes {
		if n.settled && (n.written == "" || n.written == pool.Str("name")) {
			node["ready"] = true // it has come up
		}
	}
	return append(nodes, n.podPlaces(pool, len(nodes))...)
}

func nextIndex(nodes []Object) int {
	next := 0
	for _, node := range nodes {
		if i, ok := node.Int("index"); ok {
			next = max(next, i+1)
		}
	}
	return next
}

// takenIn are the addresses of a pool's subnet that are in use.
func (n *nodeGroup) takenIn(pool Object) map[netip.Addr]bool {
	taken := map[netip.Addr]bool{}
	if subnet, ok := n.Get(n.subnetOf(pool)); ok {
		for _, user := range subnetUsers(n, subnet) {
			taken[user.address] = true
		}
	}
	return taken
}

func (n *nodeGroup) newNode(pool Object, index int, taken map[netip.Addr]bool) (Object, bool) {
	subnet, ok := n.Get(n.subnetOf(pool))
	if !ok {
		return nil, false
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
	address, ok := freeAddress(prefixes, taken)
	if !ok {
		return nil, false
	}
	taken[address] = true
	set := n.scaleSet(pool.Str("name"))
	return Object{
		"index": index, "name": set + fmt.Sprintf("%06s", strconv.FormatInt(int64(index), 36)), "privateIPAddress": address.String(),
		"subnet": map[string]any{"id": subnet.ID.String()},
		"id":     n.scaleSetID(pool.Str("name")) + "/virtualMachines/" + strconv.Itoa(index) + "/networkInterfaces/" + set + "/ipConfigurations/ipconfig1",
	}, true
}

// podPlaces keep a pod subnet in use, one for each node.
func (n *nodeGroup) podPlaces(pool Object, nodes int) []Object {
	id := pool.Str("podSubnetID")
	if id == "" {
		return nil
	}
	var places []Object
	for i := range nodes {
		places = append(places, Object{
			"subnet": map[string]any{"id": id},
			"id":     n.scaleSetID(pool.Str("name")) + "/virtualMachines/" + strconv.Itoa(i) + "/networkInterfaces/pods/ipConfigurations/pods",
		})
	}
	return places
}

// foreignUsers gives what lives in a subnet beside the nodes of a cluster, which the checks count for themselves.
func foreignUsers(v View, subnet *Document, of ID, cluster Object) []subnetUser {
	var users []subnetUser
	for _, user := range subnetUsers(v, subnet) {
		if user.owner.Type.Name != scaleSetType || !strings.EqualFold(user.owner.ID.GroupID(), nodeGroupID(of, cluster)) {
			users = append(users, user)
		}
	}
	return users
}
