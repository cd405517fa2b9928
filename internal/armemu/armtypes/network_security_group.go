package armtypes

import "strings"

const (
	securityGroupType        = "Microsoft.Network/networkSecurityGroups"
	subnetSecurityGroupPath  = "properties.networkSecurityGroup.id"
	securityRulePriorityLow  = 100
	securityRulePriorityHigh = 4096
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
			Path: "properties.subnets", From: "Microsoft.Network/virtualNetworks/subnets", Via: subnetSecurityGroupPath, OmitEmpty: true,
		}},
		Fill: func(w *Write) {
			fillResourceGUID(w)
			w.Body.Set("properties.defaultSecurityRules", defaultSecurityRules())
		},
		RefuseDelete: func(v View, d *Document) *Error {
			if used := v.Referrers(d.ID.String(), "Microsoft.Network/virtualNetworks/subnets", subnetSecurityGroupPath); len(used) > 0 {
				return Invalid("InUseNetworkSecurityGroupCannotBeDeleted", "Network security group %s cannot be deleted because it is in use by %s.", d.ID, used[0].Document.ID)
			}
			return nil
		},
	}
}

// defaultSecurityRules are what every group ends with (NSG-2).
func defaultSecurityRules() []any {
	rule := func(name, direction, access, source, destination string, priority int) any {
		return map[string]any{"name": name, "properties": map[string]any{
			"protocol": "*", "sourcePortRange": "*", "destinationPortRange": "*", "sourceAddressPrefix": source, "destinationAddressPrefix": destination,
			"access": access, "priority": float64(priority), "direction": direction, "provisioningState": "Succeeded",
		}}
	}
	return []any{
		rule("AllowVnetInBound", "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000),
		rule("AllowAzureLoadBalancerInBound", "Inbound", "Allow", "AzureLoadBalancer", "*", 65001),
		rule("DenyAllInBound", "Inbound", "Deny", "*", "*", 65500),
		rule("AllowVnetOutBound", "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork", 65000),
		rule("AllowInternetOutBound", "Outbound", "Allow", "*", "Internet", 65001),
		rule("DenyAllOutBound", "Outbound", "Deny", "*", "*", 65500),
	}
}

// securityRules live inside their group.
func securityRules() *Type {
	return &Type{
		Name:        "Microsoft.Network/networkSecurityGroups/securityRules",
		APIVersions: networkVersions,
		Family:      NRP,
		NameRule:    networkName,
		Embed:       &Embed{Paths: []string{"properties.securityRules"}, KeepWhenAbsent: true},
		Patch:       None,
		NoTags:      true,
		Validate:    validateSecurityRule,
	}
}

func validateSecurityRule(w *Write) []*Error {
	var errs []*Error
	priority, ok := w.Body.Get("properties.priority").(float64)
	if !ok || priority < securityRulePriorityLow || priority > securityRulePriorityHigh {
		errs = append(errs, Invalid("SecurityRuleInvalidPriority", "Security rule %s has an invalid priority. The value must be between %d and %d.",
			w.ID.Name(), securityRulePriorityLow, securityRulePriorityHigh).At("properties.priority").Unsure())
	}
	direction := w.Body.Str("properties.direction")
	for _, sibling := range w.Parent.Objs("properties.securityRules") {
		if strings.EqualFold(sibling.Str("name"), w.ID.Name()) || !strings.EqualFold(sibling.Str("properties.direction"), direction) {
			continue
		}
		if sibling.Get("properties.priority") == w.Body.Get("properties.priority") {
			errs = append(errs, Invalid("SecurityRuleConflict", "Security rule %s conflicts with rule %s. Rules cannot have the same priority and direction.",
				w.ID.Name(), sibling.Str("name")).At("properties.priority").Unsure())
		}
	}
	return errs
}
