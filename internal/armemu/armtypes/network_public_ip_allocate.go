package armtypes

import (
	"encoding/binary"
	"hash/fnv"
	"net/netip"
	"strings"
)

// allocatePublicIP gives an address that depends on the id alone, so that every run of a test sees the same one. It comes from
// 20.0.0.0/8 or 2603:1020::/32, which look like Azure's own and are never contacted.
func allocatePublicIP(w *Write) {
	if w.Body.Str("properties.ipAddress") != "" || !strings.EqualFold(w.Body.Str(allocationPath), "Static") {
		return
	}
	taken := takenPublicIPs(w)
	if address, ok := addressOfPrefix(w, taken); ok {
		w.Body.Set("properties.ipAddress", address.String())
		return
	}
	for seed := idHash(w.ID); ; seed++ {
		address := publicIPv4(seed)
		if strings.EqualFold(w.Body.Str(ipVersionPath), "IPv6") {
			address = publicIPv6(seed)
		}
		if !taken[address.String()] {
			w.Body.Set("properties.ipAddress", address.String())
			return
		}
	}
}

func idHash(id ID) uint32 {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(id.Key()))
	return hash.Sum32()
}

func publicIPv4(seed uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{20, byte(seed >> 16), byte(seed >> 8), byte(seed)%254 + 1})
}

func publicIPv6(seed uint32) netip.Addr {
	a := [16]byte{0x26, 0x03, 0x10, 0x20}
	binary.BigEndian.PutUint32(a[12:], seed|1)
	return netip.AddrFrom16(a)
}

func takenPublicIPs(v View) map[string]bool {
	taken := map[string]bool{}
	for _, other := range v.All(publicIPType) {
		taken[other.Body.Str("properties.ipAddress")] = true
	}
	return taken
}
