package armtypes

const (
	natGatewayType       = "Microsoft.Network/natGateways"
	subnetNATGatewayPath = "properties.natGateway.id"
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
		References:    []Reference{{Path: "properties.publicIpAddresses[*].id", To: publicIPType, SameLocation: true}},
		BackReferences: []BackReference{{
			Path: "properties.subnets", From: "Microsoft.Network/virtualNetworks/subnets", Via: subnetNATGatewayPath, OmitEmpty: true,
		}},
		Fill: fillResourceGUID,
		RefuseDelete: func(v View, d *Document) *Error {
			if used := v.Referrers(d.ID.String(), "Microsoft.Network/virtualNetworks/subnets", subnetNATGatewayPath); len(used) > 0 {
				return Invalid("InUseNatGatewayCannotBeDeleted", "NAT gateway %s cannot be deleted because it is in use by %s.", d.ID, used[0].Document.ID).Unsure()
			}
			return nil
		},
	}
}
