package armtypes

// What the identity of a cluster must be allowed to do (aks-facts.md 5, PERM, KUB).
var (
	subnetActions = []string{"Microsoft.Network/virtualNetworks/subnets/read", "Microsoft.Network/virtualNetworks/subnets/join/action"}
	tableActions  = []string{
		"Microsoft.Network/routeTables/read", "Microsoft.Network/routeTables/write", "Microsoft.Network/routeTables/routes/read", "Microsoft.Network/routeTables/routes/write",
		"Microsoft.Network/routeTables/routes/delete",
	}
	zoneActions = []string{"Microsoft.Network/privateDnsZones/read", "Microsoft.Network/privateDnsZones/write"}
)

// assignIdentity is an action whose name has a star in it; custom roles write it without (PERM).
var assignIdentity = []string{"Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"}

// principal is the object id of a user-assigned control plane identity, "" for others: a system-assigned identity does not exist before its
// cluster, and what stands behind a service principal ARM does not know.
func (c *clusterCheck) principal() string {
	if !oneOf(c.body.Str("identity.type"), "UserAssigned") {
		return ""
	}
	for _, id := range identityIDs(c.body) {
		if d, ok := c.Get(id); ok {
			return d.Body.Str("properties.principalId")
		}
	}
	return ""
}

// isFresh tells whether permissions are looked at: for a new cluster and for another identity.
func (c *clusterCheck) isFresh() bool {
	return c.prev == nil || !Same(identityIDs(c.prev), identityIDs(c.body))
}

// permissions of the cluster itself: to assign the kubelet identity, to write the private zone, to join the API server's subnet.
func (c *clusterCheck) permissions() *Error {
	principal := c.principal()
	if principal == "" || !c.isFresh() {
		return nil
	}
	kubelet, zone := c.sent.Str(kubeletIdentityPath), c.body.Str("properties.apiServerAccessProfile.privateDNSZone")
	if kubelet != "" && !permits(c, principal, kubelet, assignIdentity[0]) && !permits(c, principal, kubelet, assignIdentity[1]) {
		return Invalid("CustomKubeletIdentityMissingPermissionError", "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity %s.", kubelet).
			At("identityProfile.kubeletidentity")
	}
	if _, err := ParseID(zone); err == nil && c.private() {
		if missing := missingAction(c, principal, zone, zoneActions...); missing != "" {
			return Invalid("CustomPrivateDNSZoneMissingPermissionError", "The cluster user identity must have permission %s on the private DNS zone %s.", missing, zone).At("apiServerAccessProfile.privateDNSZone")
		}
	}
	if subnet := c.body.Str("properties.apiServerAccessProfile.subnetId"); subnet != "" && c.integrated() {
		return c.mayJoin(principal, subnet)
	}
	return nil
}

func (c *clusterCheck) mayJoin(principal, subnet string) *Error {
	if missing := missingAction(c, principal, subnet, subnetActions...); missing != "" {
		return errLinked(principal, c.id.String(), clusterType+"/write", subnet, missing)
	}
	return nil
}

// poolPermissions: to join the subnets, and with kubenet to write the route table.
func (c *clusterCheck) poolPermissions(pool Object, isNew bool) *Error {
	principal := c.principal()
	if principal == "" || !isNew && !c.isFresh() {
		return nil
	}
	for _, member := range []string{"vnetSubnetID", "podSubnetID"} {
		subnet, ok := c.Get(pool.Str(member))
		if !ok {
			continue
		}
		table := subnet.Body.Str(subnetRouteTablePath)
		if c.plugin("kubenet") && table != "" {
			if missing := missingAction(c, principal, table, tableActions...); missing != "" {
				return Invalid("CustomRouteTableMissingPermission", "Managed cluster identity or service principal must be granted permission %s on the custom route table %s.", missing, table).
					At("agentPoolProfile.vnetSubnetID")
			}
		}
		if refusal := c.mayJoin(principal, subnet.ID.String()); refusal != nil {
			return refusal
		}
	}
	return nil
}
