package armtypes

import (
	"net/netip"
	"strings"
)

// subnetUser is one thing that lives in a subnet: an IP configuration of a load balancer, a firewall and the like.
type subnetUser struct {
	id string
	// address is the private address that it holds, the zero Addr where none shows.
	address netip.Addr
	// owner is the resource that the configuration belongs to.
	owner *Document
}

// subnetUsers gives what lives in a subnet. It follows the back references that the subnet type declares, so that a further kind of
// user is one line there.
func subnetUsers(v View, subnet *Document) []subnetUser {
	var users []subnetUser
	for _, b := range subnet.Type.BackReferences {
		for _, r := range v.Referrers(subnet.ID.String(), b.From, b.Via) {
			user := subnetUser{id: r.Document.ID.String(), owner: r.Document}
			body := r.Document.Body
			if r.ElementID != "" {
				user.id = r.ElementID
				if element, ok := v.Get(r.ElementID); ok {
					body = element.Body
				}
			}
			address := body.Str("properties.privateIPAddress")
			if address == "" {
				address = r.Element.Str("privateIPAddress") // a node's address stands beside its id
			}
			user.address, _ = netip.ParseAddr(address)
			users = append(users, user)
		}
	}
	return users
}

// reservedAddress tells whether Azure keeps an address of a subnet to itself: the first four, and the last of IPv4.
func reservedAddress(prefix netip.Prefix, address netip.Addr) bool {
	first := prefix.Masked().Addr()
	for range 4 {
		if address == first {
			return true
		}
		first = first.Next()
	}
	return address.Is4() && !prefix.Contains(address.Next())
}

// freeAddress gives the first usable address of the prefixes that is not taken.
func freeAddress(prefixes []netip.Prefix, taken map[netip.Addr]bool) (netip.Addr, bool) {
	for _, p := range prefixes {
		for a := p.Masked().Addr(); p.Contains(a); a = a.Next() {
			if !reservedAddress(p, a) && !taken[a] {
				return a, true
			}
		}
	}
	return netip.Addr{}, false
}

// validatePrivateAddress judges a static private address for the configuration id in a subnet (codes: azurerm 4225 and public threads).
func validatePrivateAddress(v View, id string, subnet *Document, given string) *Error {
	address, err := netip.ParseAddr(given)
	if err != nil {
		return Invalid("InvalidIPAddress", "Private IP address %q of %s is not an IP address.", given, id).At("properties.privateIPAddress").Unsure()
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
	for _, p := range prefixes {
		if !p.Contains(address) {
			continue
		}
		if reservedAddress(p, address) {
			return Invalid("PrivateIPAddressInReservedRange", "Private static IP address %s falls within reserved IP range of subnet prefix %s.", address, p).At("properties.privateIPAddress")
		}
		return refuseAllocated(v, id, subnet, address)
	}
	return Invalid("PrivateIPAddressNotInSubnet", "Private static IP address %s does not belong to the range of subnet prefix %s.", address,
		strings.Join(subnetPrefixes(subnet.Body), ",")).At("properties.privateIPAddress").Unsure()
}

func refuseAllocated(v View, id string, subnet *Document, address netip.Addr) *Error {
	for _, user := range subnetUsers(v, subnet) {
		if user.address == address && !strings.EqualFold(user.id, id) {
			return Invalid("PrivateIPAddressIsAllocated", "IP configuration %s is using the private IP address %s which is already allocated to resource %s.", id, address, user.id).
				At("properties.privateIPAddress").Unsure()
		}
	}
	return nil
}

// publicIPUser gives the id of what holds a public IP address, "" when nothing does. It follows the back references of the type.
func publicIPUser(v View, d *Document) string {
	for _, b := range d.Type.BackReferences {
		if users := v.Referrers(d.ID.String(), b.From, b.Via); len(users) > 0 {
			if users[0].ElementID != "" {
				return users[0].ElementID
			}
			return users[0].Document.ID.String()
		}
	}
	return ""
}

// refuseUsedPublicIP: an address serves one thing at a time. by is the id of the configuration, or of the resource, that wants it. A
// prefix serves many.
func refuseUsedPublicIP(v View, by, id string) *Error {
	d, ok := v.Get(id)
	if !ok || d.Type.Name != publicIPType {
		return nil // the engine answers InvalidResourceReference
	}
	user := publicIPUser(v, d)
	if user == "" || strings.EqualFold(user, by) {
		return nil
	}
	return Invalid("PublicIPAddressInUse", "Resource %s is referencing public IP address %s that is already allocated to resource %s.", by, d.ID, user)
}
