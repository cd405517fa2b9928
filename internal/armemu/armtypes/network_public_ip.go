package armtypes

import (
	"slices"
	"strings"
)

const (
	publicIPType       = "Microsoft.Network/publicIPAddresses"
	publicIPPrefixPath = "properties.publicIPPrefix.id"
	allocationPath     = "properties.publicIPAllocationMethod"
	ipVersionPath      = "properties.publicIPAddressVersion"
)

// publicIPAddresses: the address appears when the operation ends (arm-wire.md 1.3). What uses an address is found by the back references:
// a type that can hold one adds a line here.
func publicIPAddresses() *Type {
	return &Type{
		Name:          publicIPType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		Known:         []string{"sku", "zones", "extendedLocation"},
		ReadOnlyPaths: []string{"properties.resourceGuid", "properties.ipAddress", "properties.dnsSettings.fqdn"},
		Defaults: map[string]any{
			"properties.idleTimeoutInMinutes": float64(4),
			ipVersionPath:                     "IPv4",
			allocationPath:                    "Dynamic",
			"properties.ipTags":               []any{},
			"sku.name":                        "Basic",
			"sku.tier":                        "Regional",
		},
		References: []Reference{{Path: publicIPPrefixPath, To: publicIPPrefixType, SameLocation: true}},
		BackReferences: []BackReference{
			{Path: "properties.ipConfiguration", From: frontendType, Via: publicIPPath, Single: true},
			{Path: "properties.ipConfiguration", From: firewallConfigurationType, Via: publicIPPath, Single: true},
			{Path: "properties.natGateway", From: natGatewayType, Via: natGatewayAddressesPath, Single: true},
		},
		Validate:     validatePublicIP,
		Fill:         fillPublicIP,
		Complete:     allocatePublicIP,
		RefuseDelete: refusePublicIPDelete,
	}
}

func validatePublicIP(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "sku.name", true, "Basic", "Standard", "StandardV2"),
		checkEnum(w.Body, "sku.tier", true, "Regional", "Global"),
		checkEnum(w.Body, allocationPath, true, "Static", "Dynamic"),
		checkEnum(w.Body, ipVersionPath, true, "IPv4", "IPv6"),
		checkRange(w.Body, "properties.idleTimeoutInMinutes", "PublicIPAddressIdleTimeoutIsOutOfRange", w.ID.Name(), 4, 30),
	)
	errs = append(errs, publicIPSku(w)...)
	errs = append(errs, found(validateZones(w), refuseZoneChange(w))...)
	errs = append(errs, validatePrefixOf(w)...)
	return append(errs, validateDomainLabel(w)...)
}

func publicIPSku(w *Write) []*Error {
	sku, method := w.Body.Str("sku.name"), w.Body.Str(allocationPath)
	var errs []*Error
	if strings.HasPrefix(strings.ToLower(sku), "standard") && !strings.EqualFold(method, "Static") {
		errs = append(errs, Invalid("StandardSkuPublicIPAddressesMustUseStaticAllocation", "Standard SKU public IP address %s must use static allocation.", w.ID.Name()).
			At(allocationPath).Unsure())
	}
	if strings.EqualFold(sku, "Basic") && w.Prev == nil {
		// Basic addresses were retired on 2025-09-30: none can be made any more.
		errs = append(errs, Invalid("BasicSkuPublicIpCreationNotAllowed", "Creation of Basic SKU public IP address %s is not allowed.", w.ID.Name()).At("sku.name").Unsure())
	}
	if w.Prev != nil {
		errs = append(errs, found(
			unchangeable(w, "sku.name", "PublicIPAddressSkuCannotBeChanged"),
			unchangeable(w, ipVersionPath, "PublicIPAddressVersionCannotBeChanged"),
		)...)
	}
	return errs
}

// unchangeable refuses another value at a path than the one before. Words are compared without case. No source has these codes.
func unchangeable(w *Write, path, code string) *Error {
	before, isText := w.Prev.Get(path).(string)
	if w.Prev == nil || isText && strings.EqualFold(before, w.Body.Str(path)) || !isText && !w.Changed(path) {
		return nil
	}
	return Invalid(code, "Property %s of resource %s cannot be changed.", path, w.ID).At(path).Unsure()
}

// validateZones: "1" to "3". The emulator's regions all have zones.
func validateZones(w *Write) *Error {
	for _, zone := range w.Body.List("zones") {
		if z, ok := zone.(string); !ok || z != "1" && z != "2" && z != "3" {
			return Invalid("InvalidAvailabilityZone", "The zone %v for resource %s is not supported. The supported zones for location %s are 1,2,3.", zone, w.ID, w.Location()).
				At("zones").Unsure()
		}
	}
	return nil
}

// refuseZoneChange: zones are for life, and a PUT without them asks for none (Azure/azure-cli issue 16653, Azure/AzOps issue 701).
func refuseZoneChange(w *Write) *Error {
	before, after := zoneWords(w.Prev), zoneWords(w.Body)
	if w.Prev == nil || before == after {
		return nil
	}
	return Invalid("ResourceAvailabilityZonesCannotBeModified", "Resource %s has an existing availability zone constraint %s and the request has availability zone constraint %s, which do not match. "+
		"Zones cannot be added/updated/removed once the resource is created. The resource cannot be updated from regional to zonal or vice-versa.", w.ID, before, after).At("zones")
}

// zoneWords are the zones of a body as messages have them, in one order.
func zoneWords(body Object) string {
	zones := body.Strs("zones")
	if len(zones) == 0 {
		return "NoZone"
	}
	slices.Sort(zones)
	return strings.Join(zones, ", ")
}

// refusePublicIPDelete: hashicorp/terraform-provider-azurerm issue 6052 (2020) has the text.
func refusePublicIPDelete(v View, d *Document) *Error {
	user := publicIPUser(v, d)
	if user == "" {
		return nil
	}
	return Invalid("PublicIPAddressCannotBeDeleted", "Public IP address %s can not be deleted since it is still allocated to resource %s. "+
		"In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.", d.ID, user)
}
