package armtypes

import "strings"

// poolOutbound: a public address of a node would go past the route (aks-facts.md 1.3; whether it is still refused is uncertain).
func (c *clusterCheck) poolOutbound(pool Object) *Error {
	if c.outbound("userDefinedRouting") && pool.Bool("enableNodePublicIP") {
		return Invalid("UDRWithNodePublicIPNotAllowed", "Public IPs of nodes are not allowed with the outbound type userDefinedRouting; agent pool %s has them.", pool.Str("name")).At("agentPoolProfile.enableNodePublicIP")
	}
	return nil
}

// subnetRoutes looks at what leaves a node subnet: route table or NAT gateway, as the outbound type asks (aks-facts.md 1.1, 1.3).
func (c *clusterCheck) subnetRoutes(subnet *Document, pool Object, isNew bool) *Error {
	if c.plugin("kubenet") {
		if refusal := c.kubenetTable(subnet, pool); refusal != nil {
			return refusal
		}
	}
	nat := subnet.Body.Str(subnetNATGatewayPath)
	switch {
	case c.outbound("userDefinedRouting"):
		if refusal := c.defaultRoute(subnet); refusal != nil {
			return refusal
		}
	case c.outbound("userAssignedNATGateway"):
		return c.natGateway(subnet)
	}
	if isNew && c.prev == nil && nat != "" {
		// CHANGELOG of AKS, about 2021-11: new clusters only; no source has the code.
		return errParameter(outboundTypePath, "The subnet %s has the NAT gateway %s; the outbound type must be userAssignedNATGateway.", subnet.ID, nat)
	}
	return nil
}

// defaultRoute: AKS looks at the table itself, not at what a gateway announces. A private cluster may rely on an announced route. The words of
// the first refusal are those of a public log, which has no target (hashicorp/azurerm 400, stored as index id 47017436658), those of the second
// of another one (56112387141); None is refused like Internet (70198531832). Of the third only the code is public.
func (c *clusterCheck) defaultRoute(subnet *Document) *Error {
	table, ok := c.Get(subnet.Body.Str(subnetRouteTablePath))
	if !ok {
		return Invalid("ExistingRouteTableNotAssociatedWithSubnet", "An existing route table has not been associated with subnet %s. Please update the route table association", subnet.ID)
	}
	for _, route := range table.Body.Objs("properties.routes") {
		if route.Str("properties.addressPrefix") != "0.0.0.0/0" {
			continue
		}
		if hop := route.Str("properties.nextHopType"); !oneOf(hop, "VirtualAppliance", "VirtualNetworkGateway", "VirtualApplianceEcmp") {
			return Invalid("RouteTableInvalidNextHop", "Default route 0.0.0.0/0 has next hop of %s but only next hops of VirtualAppliance or VirtualNetworkGateway are allowed", hop)
		}
		return nil
	}
	if c.private() && !table.Body.Bool("properties.disableBgpRoutePropagation") {
		return nil // CHANGELOG of AKS, 2020-10 (uncertain)
	}
	return Invalid("RouteTableMissingDefaultRouteError", "The route table %s must have a default route 0.0.0.0/0.", table.ID).At(outboundTypePath)
}

// natGateway: on the subnet, with an address of its own.
func (c *clusterCheck) natGateway(subnet *Document) *Error {
	gateway, ok := c.Get(subnet.Body.Str(subnetNATGatewayPath))
	if !ok {
		return Invalid("SubnetNotAssociatedWithNATGateway", "The subnet %s is not associated with a NAT gateway.", subnet.ID).At(outboundTypePath)
	}
	if len(gateway.Body.List("properties.publicIpAddresses"))+len(gateway.Body.List("properties.publicIpPrefixes")) == 0 {
		return Invalid("NATGatewayNotAssociatedWithPublicIPOrIPPrefix", "The NAT gateway %s has neither a public IP nor a public IP prefix.", gateway.ID).At(outboundTypePath)
	}
	return nil
}

// kubenetTable: AKS writes pod routes into one table, which it must be able to reach (aks-facts.md 1.3). Without a table on any subnet AKS
// brings its own.
func (c *clusterCheck) kubenetTable(subnet *Document, pool Object) *Error {
	tables := map[string]string{}
	for _, other := range c.pools {
		if d, ok := c.Get(other.Str("vnetSubnetID")); ok && d.Body.Str(subnetRouteTablePath) != "" {
			tables[strings.ToLower(d.Body.Str(subnetRouteTablePath))] = d.Body.Str(subnetRouteTablePath)
		}
	}
	own := subnet.Body.Str(subnetRouteTablePath)
	id, err := ParseID(own)
	switch {
	case len(tables) > 1:
		return Invalid("TooManyCustomRouteTables", "All agent pools of a cluster with kubenet must use one route table; %d are in use.", len(tables)).At("agentPoolProfile.vnetSubnetID")
	case len(tables) == 1 && own == "":
		return Invalid("SubnetMissingRouteTableAssociation", "The subnet %s of agent pool %s is not associated with the route table of the others.", subnet.ID, pool.Str("name")).At("agentPoolProfile.vnetSubnetID")
	case own == "":
		return nil
	case err == nil && !strings.EqualFold(id.Subscription, c.id.Subscription):
		return Invalid("CustomRouteTableCannotCrossSubscription", "The route table %s is in another subscription than the cluster.", own).At("agentPoolProfile.vnetSubnetID")
	case c.prev == nil && isSystemAssigned(c.body) && !inNodeGroup(id, c.body):
		return Invalid("CustomRouteTableWithUnsupportedMSIType", "Clusters with kubenet and a custom route table need a user assigned identity.").At("identity")
	}
	if before := c.prev.Str(hiddenMember + ".routeTable"); before != "" && !strings.EqualFold(before, own) {
		return Invalid("CustomRouteTableInvalidUpdateAttempt", "The route table of a cluster with kubenet cannot be changed from %s to %s.", before, own).At("agentPoolProfile.vnetSubnetID")
	}
	return nil
}

func inNodeGroup(id ID, cluster Object) bool {
	return strings.EqualFold(id.Group, cluster.Str(nodeGroupPath))
}
