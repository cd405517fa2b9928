package armtypes

import "strings"

const (
	natGatewayType          = "Microsoft.Network/natGateways"
	subnetNATGatewayPath    = "properties.natGateway.id"
	natGatewayAddressesPath = "properties.publicIpAddresses[*].id"
)

// natGateways: subnets[] is a back reference; the public IPs point back by natGateway.
func natGateways() *Type {
	return &Type{
		Name:          natGatewayType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		Known:         []string{"sku", "zones"},
		ReadOnlyPaths: []string{"properties.resourceGuid", "properties.subnets"},
		Defaults:      map[string]any{"properties.idleTimeoutInMinutes": float64(4), "sku.name": "Standard"},
		References: []Reference{
			{Path: natGatewayAddressesPath, To: publicIPType, SameLocation: true},
			{Path: natGatewayPrefixesPath, To: publicIPPrefixType, SameLocation: true},
		},
		BackReferences: []BackReference{{
			Path: "properties.subnets", From: subnetType, Via: subnetNATGatewayPath, OmitEmpty: true,
		}},
		Locks:        natGatewayLocks,
		Validate:     validateNATGateway,
		Fill:         fillResourceGUID,
		RefuseDelete: refuseNATGatewayDelete,
	}
}

// natGatewayLocks: the addresses and prefixes that come and go keep an index of their user.
func natGatewayLocks(w *Write) []string {
	var ids []string
	for list, path := range map[string]string{"properties.publicIpAddresses": natGatewayAddressesPath, "properties.publicIpPrefixes": natGatewayPrefixesPath} {
		if w.Verb != Delete && !w.Changed(list) {
			continue
		}
		for _, place := range append(w.Prev.Each(path), w.Body.Each(path)...) {
			if id, ok := place.Value.(string); ok {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func validateNATGateway(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "sku.name", true, "Standard", "StandardV2"),
		checkRange(w.Body, "properties.idleTimeoutInMinutes", "NatGatewayIdleTimeoutIsOutOfRange", w.ID.Name(), 4, 120),
	)
	if zones := w.Body.List("zones"); len(zones) > 1 && strings.EqualFold(w.Body.Str("sku.name"), "Standard") {
		errs = append(errs, Invalid("NatGatewayZonesNotSupported", "NAT gateway %s can be in one zone only.", w.ID).At("zones").Unsure())
	}
	errs = append(errs, found(refuseZoneChange(w))...)
	for _, path := range []string{natGatewayAddressesPath, natGatewayPrefixesPath} {
		for _, place := range w.Body.Each(path) {
			id, _ := place.Value.(string)
			errs = append(errs, found(refuseUsedPublicIP(w, w.ID.String(), id), refuseBasicPublicIP(w, id))...)
		}
	}
	return errs
}

func refuseBasicPublicIP(w *Write, id string) *Error {
	d, ok := w.Get(id)
	if !ok || !strings.EqualFold(d.Body.Str("sku.name"), "Basic") {
		return nil
	}
	return Invalid("NatGatewayPublicIpSkuNotSupported", "NAT gateway %s cannot use public IP address %s of sku Basic.", w.ID, d.ID).Unsure()
}

// refuseNATGatewayDelete: Azure-Samples/Copilot-Studio-with-Azure-AI-Search issue 62 (2025).
func refuseNATGatewayDelete(v View, d *Document) *Error {
	if used := subnetsOf(v, d.ID.String(), subnetNATGatewayPath); len(used) > 0 {
		return Invalid("CannotDeleteNatGatewayAssociatedToSubnet", "NAT Gateway %s is still configured on %d subnets. Remove NAT Gateway from all referenced subnets and then delete NAT Gateway.", d.ID, len(used))
	}
	return nil
}
