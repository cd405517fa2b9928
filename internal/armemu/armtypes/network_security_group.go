package armtypes

const (
	securityGroupType       = "Microsoft.Network/networkSecurityGroups"
	securityRuleType        = securityGroupType + "/securityRules"
	defaultRuleType         = securityGroupType + "/defaultSecurityRules"
	subnetSecurityGroupPath = "properties.networkSecurityGroup.id"
)

// networkSecurityGroups: rules live inside the body; the six default rules are the service's (NSG-2).
func networkSecurityGroups() *Type {
	return &Type{
		Name:          securityGroupType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		ReadOnlyPaths: []string{"properties.resourceGuid", "properties.subnets", "properties.networkInterfaces", "properties.defaultSecurityRules"},
		Defaults:      map[string]any{"properties.securityRules": []any{}},
		BackReferences: []BackReference{{
			Path: "properties.subnets", From: subnetType, Via: subnetSecurityGroupPath, OmitEmpty: true,
		}},
		// A write is pushed to the subnets that use the group (arm-wire.md 6.1).
		Locks: func(w *Write) []string { return subnetsOf(w, w.ID.String(), subnetSecurityGroupPath) },
		Fill: func(w *Write) {
			fillResourceGUID(w)
			w.Body.Default("properties.defaultSecurityRules", defaultRules())
		},
		RefuseDelete: func(v View, d *Document) *Error {
			if used := subnetsOf(v, d.ID.String(), subnetSecurityGroupPath); len(used) > 0 {
				return Invalid("InUseNetworkSecurityGroupCannotBeDeleted", "Network security group %s cannot be deleted because it is in use by the following resources: %s. "+
					"In order to delete the Network security group, remove the association with the resource(s).", d.ID, used[0])
			}
			return nil
		},
	}
}

// defaultSecurityRules can be read one by one as well.
func defaultSecurityRules() *Type {
	return &Type{
		Name:        defaultRuleType,
		APIVersions: networkVersions,
		Family:      NRP,
		Access:      ReadOnly,
		Embed:       &Embed{Paths: []string{"properties.defaultSecurityRules"}},
		Patch:       None,
		NoTags:      true,
	}
}

// defaultRules are what every group ends with (NSG-2).
func defaultRules() []any {
	rule := func(name, description, direction, access, source, destination string, priority int) any {
		return map[string]any{"name": name, "properties": map[string]any{
			"description": description, "protocol": "*", "sourcePortRange": "*", "destinationPortRange": "*",
			"sourceAddressPrefix": source, "destinationAddressPrefix": destination,
			"access": access, "priority": float64(priority), "direction": direction, "provisioningState": "Succeeded",
			"sourcePortRanges": []any{}, "destinationPortRanges": []any{}, "sourceAddressPrefixes": []any{}, "destinationAddressPrefixes": []any{},
		}}
	}
	return []any{
		rule("AllowVnetInBound", "Allow inbound traffic from all VMs in VNET", "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000),
		rule("AllowAzureLoadBalancerInBound", "Allow inbound traffic from azure load balancer", "Inbound", "Allow", "AzureLoadBalancer", "*", 65001),
		rule("DenyAllInBound", "Deny all inbound traffic", "Inbound", "Deny", "*", "*", 65500),
		rule("AllowVnetOutBound", "Allow outbound traffic from all VMs to all VMs in VNET", "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000),
		rule("AllowInternetOutBound", "Allow outbound traffic from all VMs to Internet", "Outbound", "Allow", "*", "Internet", 65001),
		rule("DenyAllOutBound", "Deny all outbound traffic", "Outbound", "Deny", "*", "*", 65500),
	}
}
