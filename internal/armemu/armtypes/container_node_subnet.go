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
		return Invalid("SubnetIsDelegated", "The subnet %s is delegated to another service and cannot be used by an agent pool.", subnet.ID).At(path)
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

// subnetRoom: the nodes and their surge must fit beside what lives there already. InsufficientSubnetSize says that the subnet is too small
// even when empty, SubnetIsFull that it is not empty enough.
func (c *clusterCheck) subnetRoom(subnet *Document, pool Object, member string, isNew bool) *Error {
	count, _ := pool.Int("count")
	extra := surge(pool, count)
	if member == "podSubnetID" {
		extra = 0
	}
	need, room := c.addressesOf(pool, member, count+extra), usable(subnet.Body)
	if need > room {
		return Invalid("InsufficientSubnetSize", "Pre-allocated IPs %d exceeds IPs available %d in subnet %s. If Autoscaler is enabled, it might scale up to use more IPs. "+
			"If using Azure CNI, check the subnet size.", need, room, subnet.ID).At("agentPoolProfile." + member)
	}
	taken := len(foreignUsers(c, subnet, c.id, c.body))
	for _, other := range c.pools {
		if strings.EqualFold(other.Str(member), subnet.ID.String()) && !strings.EqualFold(other.Str("name"), pool.Str("name")) {
			n, _ := other.Int("count")
			taken += c.addressesOf(other, member, n)
		}
	}
	if isNew && need+taken > room {
		return Invalid("SubnetIsFull", "Subnet %s with address prefix %s does not have enough capacity for %d IP addresses.", subnet.ID.Name(), strings.Join(subnetPrefixes(subnet.Body), ","), need).
			At("agentPoolProfile." + member)
	}
	return nil
}
