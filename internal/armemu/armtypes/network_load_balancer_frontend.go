package armtypes

import (
	"net/netip"
	"strings"
)

// frontendIPConfigurations hold a private address of a subnet, or a public IP; both point back at them.
func frontendIPConfigurations() *Type {
	return part(frontendType, frontendsPath, ReadOnly, Type{
		Known:    []string{"zones"},
		Defaults: map[string]any{"properties.privateIPAllocationMethod": "Dynamic"},
		References: []Reference{
			{Path: configurationSubnetPath, To: subnetType, SameLocation: true},
			{Path: publicIPPath, To: publicIPType, SameLocation: true},
			{Path: publicIPPrefixPath, To: publicIPPrefixType, SameLocation: true},
		},
		BackReferences: []BackReference{
			{Path: "properties.loadBalancingRules", From: balancingRuleType, Via: ruleFrontendPath, OmitEmpty: true},
			{Path: "properties.inboundNatRules", From: inboundRuleType, Via: ruleFrontendPath, OmitEmpty: true},
			{Path: "properties.outboundRules", From: outboundRuleType, Via: outboundFrontsPath, OmitEmpty: true},
		},
		Validate: validateFrontend,
		Fill:     fillFrontend,
	})
}

// validateFrontend: the first two codes are those of public threads (ernestio/ernest 480, hashicorp/terraform-provider-azurerm 1622).
func validateFrontend(w *Write) []*Error {
	subnet, public := w.Body.Str(configurationSubnetPath), w.Body.Str(publicIPPath)+w.Body.Str(publicIPPrefixPath)
	switch {
	case subnet == "" && public == "" && w.Body.Get("properties.subnet") == nil && w.Body.Get("properties.publicIPAddress") == nil:
		return []*Error{Invalid("FrontendIPConfigHasNoSubnetOrPublicIP", "Frontend IP Configuration %s must reference either a Subnet or a Public IP Address.", w.ID)}
	case subnet != "" && public != "":
		return []*Error{Invalid("FrontendIPConfigHasBothSubnetAndPublicIP", "Frontend IP Configuration %s must not reference both a Subnet and a Public IP Address.", w.ID)}
	}
	errs := found(
		checkEnum(w.Body, "properties.privateIPAllocationMethod", true, "Static", "Dynamic"),
		refuseUsedPublicIP(w, w.ID.String(), w.Body.Str(publicIPPath)),
		refuseSkuMismatch(w),
	)
	if d, ok := w.Get(subnet); ok {
		errs = append(errs, found(validateFrontendAddress(w, d))...)
	}
	return errs
}

// refuseSkuMismatch: arm-wire.md 2.2 names the family of the code.
func refuseSkuMismatch(w *Write) *Error {
	public, ok := w.Get(w.Body.Str(publicIPPath))
	if !ok || strings.EqualFold(public.Body.Str("sku.name"), w.Parent.Str("sku.name")) {
		return nil
	}
	return Invalid("PublicIPAndLBSkuDoNotMatch", "%s sku load balancer %s cannot reference %s sku PublicIP %s.", w.Parent.Str("sku.name"), w.ID, public.Body.Str("sku.name"), public.ID).
		At(publicIPPath)
}

func validateFrontendAddress(w *Write, subnet *Document) *Error {
	if !isStatic(w.Body) {
		if !hasRoom(w, subnet) {
			return Invalid("SubnetIsFull", "Subnet %s with address prefix %s does not have enough capacity for 1 IP addresses.", subnet.ID.Name(), strings.Join(subnetPrefixes(subnet.Body), ",")).
				At(configurationSubnetPath).Unsure()
		}
		return nil
	}
	given := w.Body.Str(privateIPPath)
	for _, sibling := range w.Parent.Objs(frontendsPath) {
		if isStatic(sibling) && sibling.Str(privateIPPath) == given && !strings.EqualFold(sibling.Str("name"), w.ID.Name()) &&
			strings.EqualFold(sibling.Str(configurationSubnetPath), subnet.ID.String()) {
			return Invalid("PrivateIPAddressIsAllocated", "IP configuration %s is using the private IP address %s which is already allocated to resource %s.", w.ID, given, sibling.Str("name")).
				At(privateIPPath).Unsure()
		}
	}
	return validatePrivateAddress(w, w.ID.String(), subnet, given)
}

func isStatic(frontend Object) bool {
	return strings.EqualFold(frontend.Str("properties.privateIPAllocationMethod"), "Static")
}

// fillFrontend gives a dynamic frontend of a subnet its address, at once as NRP does.
func fillFrontend(w *Write) {
	subnet, ok := w.Get(w.Body.Str(configurationSubnetPath))
	switch {
	case !ok:
		w.Body.Remove(privateIPPath)
		return
	case isStatic(w.Body):
	default:
		if address, ok := frontendAddress(w, subnet); ok {
			w.Body.Set(privateIPPath, address.String())
		}
	}
	w.Body.Default("properties.privateIPAddressVersion", "IPv4")
}

// frontendAddress is the address that a dynamic frontend has, or would get: the one before while it stays in its subnet, else the first
// that neither the subnet's users nor the frontends of this write have.
func frontendAddress(w *Write, subnet *Document) (netip.Addr, bool) {
	if before, err := netip.ParseAddr(w.Prev.Str(privateIPPath)); err == nil && strings.EqualFold(w.Prev.Str(configurationSubnetPath), subnet.ID.String()) {
		return before, true
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
	return freeAddress(prefixes, takenAddresses(w, subnet))
}

// hasRoom tells whether the subnet has an address for this frontend and for all of this write that wait for one as well.
func hasRoom(w *Write, subnet *Document) bool {
	if _, ok := frontendAddress(w, subnet); !ok || w.Prev != nil {
		return ok
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
	taken := takenAddresses(w, subnet)
	for _, sibling := range w.Parent.Objs(frontendsPath) {
		if isStatic(sibling) || sibling.Str(privateIPPath) != "" || !strings.EqualFold(sibling.Str(configurationSubnetPath), subnet.ID.String()) {
			continue
		}
		address, ok := freeAddress(prefixes, taken)
		if !ok {
			return false
		}
		taken[address] = true
	}
	return true
}

// takenAddresses are those of the subnet's users and of the other frontends of this write.
func takenAddresses(w *Write, subnet *Document) map[netip.Addr]bool {
	taken := map[netip.Addr]bool{}
	for _, user := range subnetUsers(w, subnet) {
		taken[user.address] = true
	}
	for _, sibling := range w.Parent.Objs(frontendsPath) {
		if a, err := netip.ParseAddr(sibling.Str(privateIPPath)); err == nil && !strings.EqualFold(sibling.Str("name"), w.ID.Name()) {
			taken[a] = true
		}
	}
	return taken
}
