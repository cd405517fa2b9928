package armtypes

// The network that AKS makes for a cluster whose pools have no subnet of the user. Ranges: learn.microsoft.com, aks/concepts-network (2025).
const (
	ownSpace  = "10.224.0.0/12"
	ownPrefix = "10.224.0.0/16"
)

func (n *nodeGroup) ownNetworkID() string {
	return n.network("virtualNetworks", "aks-vnet-"+n.digits())
}
func (n *nodeGroup) ownSubnet() string { return n.ownNetworkID() + "/subnets/aks-subnet" }

// ownNetwork keeps AKS's own network, and the NAT gateway that serves it.
func (n *nodeGroup) ownNetwork() {
	for _, pool := range n.cluster.Objs(agentPoolsPath) {
		if pool.Str("vnetSubnetID") != "" {
			return
		}
	}
	group := n.network("networkSecurityGroups", "aks-agentpool-"+n.digits()+"-nsg")
	n.Store(group, Object{"location": n.location})
	subnet := Object{"addressPrefix": ownPrefix, "networkSecurityGroup": Object{"id": group}}
	if oneOf(n.cluster.Str(outboundTypePath), "managedNATGateway") {
		subnet["natGateway"] = Object{"id": n.natGateway()}
	}
	n.Store(n.ownNetworkID(), Object{"location": n.location, "properties": Object{
		"addressSpace": Object{"addressPrefixes": []string{ownSpace}},
		"subnets":      []Object{{"name": "aks-subnet", "properties": subnet}},
	}})
}

// natGateway keeps a managed NAT gateway with its addresses.
func (n *nodeGroup) natGateway() string {
	count, _ := n.cluster.Int("properties.networkProfile.natGatewayProfile.managedOutboundIPProfile.count")
	var ids []Object
	for i := range max(count, 1) {
		ids = append(ids, Object{"id": n.publicIP("natgateway", i)})
	}
	id := n.network("natGateways", "aks-natgateway-"+n.digits())
	n.Store(id, Object{"location": n.location, "sku": Object{"name": "Standard"}, "properties": Object{"publicIpAddresses": ids, "idleTimeoutInMinutes": 4}})
	n.cluster.Set("properties.networkProfile.natGatewayProfile.effectiveOutboundIPs", ids)
	return id
}

// publicIP keeps one of AKS's own public addresses.
func (n *nodeGroup) publicIP(what string, i int) string {
	id := n.network("publicIPAddresses", n.guid(what+string(rune('a'+i%26))+string(rune('a'+i/26))))
	n.Store(id, Object{
		"location": n.location, "sku": Object{"name": "Standard"}, "tags": Object{"aks-managed-type": "aks-" + what + "-ip", "aks-managed-cluster-name": n.of.Name()},
		"properties": Object{"publicIPAllocationMethod": "Static"},
	})
	return id
}
