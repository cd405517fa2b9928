package survey

import (
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// natGatewayOf converts a NAT gateway. A prefix stands for addresses that have no name here.
func natGatewayOf(id armid.ID, o armclient.Object) document.NATGateway {
	ids, whole := references(o, publicIPType, "properties", "publicIpAddresses")
	n := document.NATGateway{Name: id.String(), PublicIPs: document.List[document.PublicIP]{Unknown: !whole || o.Map("properties") == nil}}
	for _, ip := range ids {
		n.PublicIPs.Items = append(n.PublicIPs.Items, document.PublicIP{Name: ip.String()})
	}
	for _, member := range []string{"publicIpPrefixes", "publicIpAddressesV6", "publicIpPrefixesV6"} {
		if prefixes, whole := objects(o, "properties", member); len(prefixes) > 0 || !whole {
			n.PublicIPs.Unknown = true
		}
	}
	return n
}

// publicAddress is the address of a public IP; left out while it has none.
func publicAddress(o armclient.Object) document.Leaf[string] {
	address, given, valid := text(o, "properties", "ipAddress")
	canonical, ok := addressText(address)
	switch {
	case valid && !given:
		return document.Leaf[string]{}
	case !ok:
		return document.UnknownLeaf[string]()
	}
	return document.Of(canonical)
}

// ipGroupOf converts an IP group.
func ipGroupOf(id armid.ID, o armclient.Object) document.IPGroup {
	g := document.IPGroup{Name: id.String(), Addresses: texts(o, rangeText, "properties", "ipAddresses")}
	g.Addresses.Unknown = g.Addresses.Unknown || o.Map("properties") == nil
	return g
}
