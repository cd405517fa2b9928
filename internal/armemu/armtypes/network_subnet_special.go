package armtypes

import (
	"strings"
)

// The subnets whose names Azure reserves, in lower case (aks-facts.md 3.3).
const (
	firewallSubnet           = "azurefirewallsubnet"
	firewallManagementSubnet = "azurefirewallmanagementsubnet"
	gatewaySubnet            = "gatewaysubnet"
	bastionSubnet            = "azurebastionsubnet"
)

// validateAssociations judges what a subnet refers to. Whether it exists is the engine's check.
func validateAssociations(w *Write) []*Error {
	name := strings.ToLower(w.ID.Name())
	var errs []*Error
	for _, path := range associationPaths {
		if id, err := ParseID(w.Body.Str(path)); err == nil && !strings.EqualFold(id.Subscription, w.ID.Subscription) {
			errs = append(errs, Invalid("InvalidResourceReference", "Resource %s referenced by resource %s is not in the same subscription.", id, w.ID).At(path).Unsure())
		}
	}
	if w.Body.Str(subnetSecurityGroupPath) != "" {
		errs = append(errs, found(refuseSecurityGroup(w, name))...)
	}
	if table, ok := w.Get(w.Body.Str(subnetRouteTablePath)); ok {
		errs = append(errs, found(refuseSubnetTable(w, w.ID, table.Body))...)
	}
	if (name == firewallSubnet || name == firewallManagementSubnet || name == gatewaySubnet) && len(w.Body.List("properties.delegations")) > 0 {
		errs = append(errs, Invalid("SubnetDelegationNotAllowed", "Subnet %s cannot be delegated.", w.ID).At("properties.delegations").Unsure())
	}
	return errs
}

// refuseSecurityGroup: the code for GatewaySubnet is that of Azure-Terraform/terraform-azurerm-virtual-network issue 18 (2021); Azure
// refuses a group on the firewall's subnets too (Azure/Enterprise-Scale pull 630, 2021), in words that no source has.
func refuseSecurityGroup(w *Write, name string) *Error {
	group, _ := ParseID(w.Body.Str(subnetSecurityGroupPath))
	switch name {
	case gatewaySubnet:
		return Invalid("NetworkSecurityGroupCannotBeAttachedToGatewaySubnet", "The operation failed because the network security group %s can not be associated to the GatewaySubnet. "+
			"Please remove the network security group associated to the GatewaySubnet. See here for additional details: https://aka.ms/GatewaySubnet.", group.Name()).At(subnetSecurityGroupPath)
	case firewallSubnet, firewallManagementSubnet:
		return Invalid("NetworkSecurityGroupCannotBeAttachedToAzureFirewallSubnet", "The network security group %s can not be associated to subnet %s.", group.Name(), w.ID).
			At(subnetSecurityGroupPath).Unsure()
	}
	return nil
}

// refuseSubnetTable judges a route table's body for one subnet, whichever of the two is written.
func refuseSubnetTable(v View, subnet ID, table Object) *Error {
	switch strings.ToLower(subnet.Name()) {
	case firewallSubnet:
		return refuseFirewallSubnetTable(v, subnet, table)
	case firewallManagementSubnet:
		return refuseManagementSubnetTable(subnet, table)
	case bastionSubnet:
		// Azure/Azure-Landing-Zones issue 1679 (2025); the text is that of MicrosoftDocs/azure-docs issue 40561.
		return Invalid("RouteTableCannotBeAttachedForAzureBastionSubnet", "Route Table %s cannot be attached to Azure Bastion Subnet %s.", table.Str("name"), subnet.Name()).At(subnetRouteTablePath)
	}
	return nil
}

// refuseFirewallSubnetTable: the default route must go to Internet unless the firewall has a management IP configuration (RT-24). Two /1
// routes slip through the check, as they do in Azure.
func refuseFirewallSubnetTable(v View, subnet ID, table Object) *Error {
	if forcedTunnelling(v, subnet) {
		return nil
	}
	for _, route := range table.Objs("properties.routes") {
		if isDefaultToInternet(route) {
			return nil
		}
	}
	return Invalid("AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet",
		"The route table of subnet %s must have a default route 0.0.0.0/0 with next hop type Internet.", subnet)
}

func isDefaultToInternet(route Object) bool {
	return route.Str("properties.addressPrefix") == "0.0.0.0/0" && strings.EqualFold(route.Str("properties.nextHopType"), "Internet")
}

// forcedTunnelling tells whether the firewall in the subnet has a management IP configuration.
func forcedTunnelling(v View, subnet ID) bool {
	d, ok := v.Get(subnet.String())
	if !ok {
		return false
	}
	for _, user := range subnetUsers(v, d) {
		if user.owner.Body.Obj("properties.managementIpConfiguration") != nil || user.owner.Parent.Obj("properties.managementIpConfiguration") != nil {
			return true
		}
	}
	return false
}

// refuseManagementSubnetTable: only the default route to Internet, and no routes from a gateway (RT-25).
func refuseManagementSubnetTable(subnet ID, table Object) *Error {
	wrong := !table.Bool("properties.disableBgpRoutePropagation")
	for _, route := range table.Objs("properties.routes") {
		wrong = wrong || !isDefaultToInternet(route)
	}
	if !wrong {
		return nil
	}
	return Invalid("AzureFirewallManagementSubnetRouteTableNotAllowed", "The route table of subnet %s may only have a default route to Internet, with propagation of gateway routes disabled.", subnet).
		At(subnetRouteTablePath).Unsure()
}
