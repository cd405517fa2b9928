package armtypes

import (
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// oneNetwork: all pools in one virtual network, and in subnets of the user or none of them (aks-facts.md 3.2).
func (c *clusterCheck) oneNetwork() *Error {
	own := 0
	for _, pool := range c.pools {
		if pool.Str("vnetSubnetID") != "" {
			own++
		}
	}
	switch {
	case own > 0 && own < len(c.pools):
		return Invalid("InvalidParameter", "All or none of the agent pools should set subnet.").At("agentPoolProfile.vnetSubnetID") // azure-docs 116169
	case len(c.networks()) > 1:
		return Invalid("InvalidParameter", "All agent pools must be in the same virtual network; they are in %s.", strings.Join(c.networks(), ", ")).At("agentPoolProfile.vnetSubnetID").Unsure()
	}
	return nil
}

// neverForNodes are subnets with a meaning of their own (aks-facts.md 3.2).
var neverForNodes = []string{"AzureFirewallSubnet", "AzureFirewallManagementSubnet", "GatewaySubnet", "AzureBastionSubnet", "RouteServerSubnet"}

// poolSubnets looks at the subnets of nodes and pods.
func (c *clusterCheck) poolSubnets(pool, before Object) *Error {
	for _, member := range []string{"vnetSubnetID", "podSubnetID"} {
		id := pool.Str(member)
		if id == "" {
			continue
		}
		subnet, refusal := c.nodeSubnet(id, member)
		if refusal != nil {
			return refusal
		}
		if refusal := c.judgeSubnet(subnet, pool, member, before == nil); refusal != nil {
			return refusal
		}
	}
	if pool.Str("podSubnetID") != "" && pool.Str("vnetSubnetID") == "" {
		return errParameter("agentPoolProfile.podSubnetID", "A pod subnet needs a node subnet.")
	}
	if pool.Str("podSubnetID") != "" && (!c.plugin("azure") || strings.EqualFold(c.network("networkPluginMode"), "overlay")) {
		return errParameter("agentPoolProfile.podSubnetID", "A pod subnet needs the network plugin azure without overlay.")
	}
	return nil
}

func (c *clusterCheck) nodeSubnet(id, member string) (*Document, *Error) {
	parsed, err := ParseID(id)
	if err != nil || !parsed.IsType(subnetType) {
		return nil, errParameter("agentPoolProfile."+member, "%s is not the id of a subnet.", id)
	}
	subnet, ok := c.Get(id)
	if !ok {
		return nil, Invalid("SubnetNotFound", "The subnet %s was not found.", id).At("agentPoolProfile." + member).Unsure()
	}
	return subnet, nil
}

func (c *clusterCheck) judgeSubnet(subnet *Document, pool Object, member string, isNew bool) *Error {
	path := "agentPoolProfile." + member
	network, _ := subnet.ID.Parent()
	whole, _ := c.Get(network.String())
	switch {
	case oneOf(subnet.ID.Name(), neverForNodes...):
		return errParameter(path, "The subnet %s is reserved for another service.", subnet.ID.Name())
	case delegatedForeign(subnet.Body, member):
		return errDelegated(subnet.ID)
	case subnet.Location() != NormalLocation(c.body.Str("location")):
		return errParameter(path, "The virtual network %s is in %s, the cluster in %s.", network.Name(), subnet.Location(), c.body.Str("location"))
	case whole != nil && whole.State() == "Failed":
		return Invalid("VirtualNetworkNotInSucceededState", "The virtual network %s is in state %s.", network, whole.State()).At(path)
	}
	if err := c.subnetFamilies(subnet, path); err != nil {
		return err
	}
	if err := c.subnetRoom(subnet, pool, member, isNew); err != nil {
		return err
	}
	return c.subnetRoutes(subnet, pool, isNew)
}

// errDelegated has the words of a report that quotes AKS's answer (index id 9081708291).
func errDelegated(subnet ID) *Error {
	return Invalid("SubnetIsDelegated", "AgentPoolProfile subnet with id %s cannot be used as it's a delegated subnet. Please check https://aka.ms/adv-network-prerequest for more details.", subnet)
}

// delegatedForeign: node subnets have no delegation at all; pod subnets get one of AKS's own.
func delegatedForeign(subnet Object, member string) bool {
	for _, d := range subnet.Objs("properties.delegations") {
		if member != "podSubnetID" || !strings.EqualFold(d.Str("properties.serviceName"), clusterType) {
			return true
		}
	}
	return false
}

// subnetFamilies: a cluster with two families needs subnets with both.
func (c *clusterCheck) subnetFamilies(subnet *Document, path string) *Error {
	if len(c.body.Strs("properties.networkProfile.ipFamilies")) < 2 {
		return nil
	}
	for _, text := range subnetPrefixes(subnet.Body) {
		if p, err := netip.ParsePrefix(text); err == nil && p.Addr().Is6() {
			return nil
		}
	}
	return Invalid("SingleStackVnetSubnetWithDualStackCluster", "The cluster has two address families, the subnet %s has no IPv6 prefix.", subnet.ID).At(path)
}

// surge is how many nodes an upgrade adds: a number, or a share rounded up; one where nothing is said.
func surge(pool Object, nodes int) int {
	text := pool.Str("upgradeSettings.maxSurge")
	if share, ok := strings.CutSuffix(text, "%"); ok {
		if n, err := strconv.Atoi(share); err == nil {
			return int(math.Ceil(float64(nodes) * float64(n) / 100))
		}
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return 1
}

// addressesOf is how many addresses a pool takes in a subnet (aks-facts.md 3.2): nodes with their pods, or one of the two.
func (c *clusterCheck) addressesOf(pool Object, member string, nodes int) int {
	pods, _ := pool.Int("maxPods")
	switch {
	case member == "podSubnetID":
		return 16 * nodes
	case c.plugin("azure") && !strings.EqualFold(c.network("networkPluginMode"), "overlay") && pool.Str("podSubnetID") == "":
		return nodes + nodes*pods
	}
	return nodes
}

// usable is how many addresses of a subnet Azure gives out.
func usable(subnet Object) int {
	n := 0
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet), "", "")
	for _, p := range prefixes {
		if p.Addr().Is4() {
			n += 1<<(32-p.Bits()) - 5
		}
	}
	return n
}

// subnetRoom: all pools of the cluster that live in the subnet must fit, the most nodes of those that scale by themselves and the surge of the
// one that is written included (Azure/AKS#3653, Azure/AKS-Construction#701: the words; azurerm#5735: the target). SubnetIsFull is another
// answer: that of the network, when others have taken the addresses (Azure/AKS#2119). AKS passes it on from the operation; here it comes at
// once.
func (c *clusterCheck) subnetRoom(subnet *Document, pool Object, member string, isNew bool) *Error {
	count := largestCount(pool)
	extra := surge(pool, count)
	if member == "podSubnetID" {
		extra = 0
	}
	need, room := c.addressesOf(pool, member, count+extra), usable(subnet.Body)
	for _, other := range c.pools {
		if isNew && strings.EqualFold(other.Str(member), subnet.ID.String()) && !strings.EqualFold(other.Str("name"), pool.Str("name")) {
			need += c.addressesOf(other, member, largestCount(other))
		}
	}
	prefixes := strings.Join(subnetPrefixes(subnet.Body), ",")
	if need > room {
		return errPreallocated(need, room, prefixes, subnet.ID.Name()).At("agentPoolProfile.count")
	}
	if taken := len(foreignUsers(c, subnet, c.id, c.body)); isNew && need+taken > room {
		return Invalid("SubnetIsFull", "Subnet %s with address prefix %s does not have enough capacity for %d IP addresses.", subnet.ID.Name(), prefixes, need).At("agentPoolProfile." + member)
	}
	return nil
}

// errPreallocated speaks of a subnet, or of the pod range, which counts as one.
func errPreallocated(need, room int, prefixes, name string) *Error {
	return Invalid("InsufficientSubnetSize", "Pre-allocated IPs %d exceeds IPs available %d in Subnet Cidr %s, Subnet Name %s. If Autoscaler is enabled, the max-count from each "+
		"nodepool is counted towards this total (which means that pre-allocated IPs count represents a theoretical max value, not the actual number of IPs requested). "+
		"http://aka.ms/aks/insufficientsubnetsize", need, room, prefixes, name)
}
