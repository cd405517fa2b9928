package armtypes

import (
	"strings"
)

// validatePublicIPs judges every public IP that the firewall names, those of data and that of management.
func validatePublicIPs(w *Write) []*Error {
	var errs []*Error
	seen := map[string]bool{}
	for _, c := range firewallConfigurations(w.Body) {
		id := strings.ToLower(c.Str(publicIPPath))
		if id == "" {
			continue
		}
		own := w.ID.Child(firewallConfigurationType, c.Str("name")).String()
		if seen[id] {
			errs = append(errs, Invalid("PublicIPAddressInUse", "Resource %s is referencing public IP address %s that is already allocated to another IP configuration of the firewall.", own, id).Unsure())
		}
		seen[id] = true
		errs = append(errs, found(refusePublicIP(w, own, id))...)
	}
	return errs
}

// refusePublicIP: Standard (which is always static), IPv4, and not taken by another resource (aks-facts.md 4.1). Within one firewall an address may move
// from one configuration to another in one write.
func refusePublicIP(w *Write, own, id string) *Error {
	ip, ok := w.Get(id)
	if !ok {
		return nil // the engine answers InvalidResourceReference
	}
	switch {
	case !strings.EqualFold(ip.Body.Str("sku.name"), "Standard"):
		return Invalid("AzureFirewallPublicIPAddressInvalidSku", "Public IP address %s referenced by %s must have SKU Standard, not %s.", ip.ID, own, ip.Body.Str("sku.name")).Unsure()
	case !strings.EqualFold(ip.Body.Str("properties.publicIPAddressVersion"), "IPv4"):
		return Invalid("AzureFirewallPublicIPAddressInvalidVersion", "Public IP address %s referenced by %s must be an IPv4 address.", ip.ID, own).Unsure()
	}
	user := publicIPUser(w, ip)
	if user == "" || strings.HasPrefix(strings.ToLower(user), w.ID.Key()+"/") {
		return nil
	}
	return Invalid("PublicIPAddressInUse", "Resource %s is referencing public IP address %s that is already allocated to resource %s.", own, ip.ID, user)
}

// refuseMove: while a firewall runs it stays in its subnet, with or without management as it was made (azurerm replaces the firewall for
// both; aks-facts.md 4.1). Deallocated it may change.
func refuseMove(w *Write) []*Error {
	if !isAllocated(w.Prev) || !isAllocated(w.Body) {
		return nil
	}
	var errs []*Error
	before, after := dataConfiguration(w.Prev), dataConfiguration(w.Body)
	if after != nil && !strings.EqualFold(before.Str(configurationSubnetPath), after.Str(configurationSubnetPath)) {
		errs = append(errs, Invalid("AzureFirewallSubnetCannotBeModified", "The subnet of Azure Firewall %s cannot be changed while it is allocated.", w.ID).At(ipConfigurationsPath).Unsure())
	}
	subnet := managementConfigurationPath + "." + configurationSubnetPath
	if !strings.EqualFold(w.Prev.Str(subnet), w.Body.Str(subnet)) {
		errs = append(errs, Invalid("AzureFirewallManagementIpConfigurationCannotBeModified",
			"The management IP configuration of Azure Firewall %s can only be added or removed while it is deallocated.", w.ID).At(managementConfigurationPath).Unsure())
	}
	return errs
}

// refuseSecondFirewall: one firewall for each virtual network (aks-facts.md 3.3).
func refuseSecondFirewall(w *Write) *Error {
	network := networkOf(dataConfiguration(w.Body))
	if network == "" {
		return nil
	}
	for _, other := range w.All(firewallType) {
		if other.ID.Key() != w.ID.Key() && strings.EqualFold(networkOf(dataConfiguration(other.Body)), network) {
			return Invalid("VirtualNetworkAlreadyHasAzureFirewall", "Azure Firewall %s cannot be placed in virtual network %s, which already has Azure Firewall %s.", w.ID, network, other.ID).
				At(ipConfigurationsPath).Unsure()
		}
	}
	return nil
}

// refuseFirewallTable: without a management configuration the subnet's route table must lead to the Internet (RT-24). The subnet's own
// check looks when the table is associated; this one when the firewall comes later.
func refuseFirewallTable(w *Write) *Error {
	c := dataConfiguration(w.Body)
	if c == nil || w.Body.Obj(managementConfigurationPath) != nil {
		return nil
	}
	subnet, ok := w.Get(c.Str(configurationSubnetPath))
	if !ok {
		return nil
	}
	table, ok := w.Get(subnet.Body.Str(subnetRouteTablePath))
	if !ok {
		return nil
	}
	for _, route := range table.Body.Objs("properties.routes") {
		if isDefaultToInternet(route) {
			return nil
		}
	}
	return Invalid("AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet",
		"The route table of subnet %s must have a default route 0.0.0.0/0 with next hop type Internet.", subnet.ID)
}
