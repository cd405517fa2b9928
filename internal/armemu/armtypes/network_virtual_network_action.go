package armtypes

import (
	"net/http"
	"net/netip"
)

// virtualNetworkActions are the reads below a network beside itself (arm-wire.md 1.2).
func virtualNetworkActions() []Action {
	return []Action{
		{Method: http.MethodGet, Name: "CheckIPAddressAvailability", Mode: Sync, Handle: checkIPAddress},
		{Method: http.MethodGet, Name: "usages", Mode: Sync, Handle: networkUsages},
	}
}

// suggestions is how many free addresses an answer names.
const suggestions = 5

// checkIPAddress tells whether a private address is free, and names free ones of its subnet where it is not.
func checkIPAddress(w *Write, _ *ActionRequest) (any, *Error) {
	address, err := netip.ParseAddr(w.Param("ipAddress"))
	if err != nil {
		return nil, Invalid("InvalidIPAddress", "%q is not an IP address.", w.Param("ipAddress")).Unsure()
	}
	for _, subnet := range w.Children(w.ID.String(), subnetType) {
		prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
		taken := map[netip.Addr]bool{}
		for _, user := range subnetUsers(w, subnet) {
			taken[user.address] = true
		}
		for _, p := range prefixes {
			if !p.Contains(address) {
				continue
			}
			if !taken[address] && !reservedAddress(p, address) {
				return Object{"available": true, "isPlatformReserved": false}, nil
			}
			return Object{"available": false, "isPlatformReserved": reservedAddress(p, address), "availableIPAddresses": freeAddresses(p, taken)}, nil
		}
	}
	return nil, Invalid("PrivateIPAddressNotInAnySubnet", "Private IP address %s is not in any subnet of virtual network %s.", address, w.ID.Name()).Unsure()
}

func freeAddresses(p netip.Prefix, taken map[netip.Addr]bool) []string {
	free := []string{}
	for range suggestions {
		a, ok := freeAddress([]netip.Prefix{p}, taken)
		if !ok {
			break
		}
		taken[a] = true
		free = append(free, a.String())
	}
	return free
}

// networkUsages counts the addresses of each subnet; Azure keeps five of an IPv4 subnet.
func networkUsages(w *Write, _ *ActionRequest) (any, *Error) {
	usages := []any{}
	for _, subnet := range w.Children(w.ID.String(), subnetType) {
		limit := 0.0
		prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
		for _, p := range prefixes {
			if p.Addr().Is4() {
				limit += float64(uint64(1)<<(32-p.Bits())) - 5
			}
		}
		usages = append(usages, Object{
			"id": subnet.ID.String(), "currentValue": len(subnetUsers(w, subnet)), "limit": limit, "unit": "Count",
			"name": Object{"localizedValue": "Subnet size and usage", "value": "SubnetSpace"},
		})
	}
	return Object{"value": usages}, nil
}
