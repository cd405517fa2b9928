package armtypes

import (
	"encoding/binary"
	"net/netip"
	"strings"
)

const (
	publicIPPrefixType       = "Microsoft.Network/publicIPPrefixes"
	natGatewayPrefixesPath   = "properties.publicIpPrefixes[*].id"
	prefixLengthPath         = "properties.prefixLength"
	allocatedPrefixPath      = "properties.ipPrefix"
	prefixBackReferencesPath = "properties.publicIPAddresses"
)

// publicIPPrefixes: a row of addresses of which public IPs are made; the range appears when the operation ends.
func publicIPPrefixes() *Type {
	return &Type{
		Name:          publicIPPrefixType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		Known:         []string{"sku", "zones", "extendedLocation"},
		ReadOnlyPaths: []string{"properties.resourceGuid", allocatedPrefixPath},
		Defaults: map[string]any{
			ipVersionPath: "IPv4", "properties.ipTags": []any{}, "sku.name": "Standard", "sku.tier": "Regional",
		},
		BackReferences: []BackReference{
			{Path: "properties.loadBalancerFrontendIpConfiguration", From: frontendType, Via: publicIPPrefixPath, Single: true},
			{Path: prefixBackReferencesPath, From: publicIPType, Via: publicIPPrefixPath, OmitEmpty: true},
			{Path: "properties.natGateway", From: natGatewayType, Via: natGatewayPrefixesPath, Single: true},
		},
		Validate:     validatePublicIPPrefix,
		Fill:         fillResourceGUID,
		Complete:     allocatePublicIPPrefix,
		RefuseDelete: refusePublicIPPrefixDelete,
	}
}

// validatePublicIPPrefix: sizes by aks-facts.md and Azure's limits (a /24 is the largest that support grants). No source has the codes.
func validatePublicIPPrefix(w *Write) []*Error {
	errs := found(
		checkEnum(w.Body, "sku.name", true, "Standard", "StandardV2"),
		checkEnum(w.Body, "sku.tier", true, "Regional", "Global"),
		checkEnum(w.Body, ipVersionPath, true, "IPv4", "IPv6"),
		validateZones(w), refuseZoneChange(w),
	)
	lo, hi := 24, 31
	if strings.EqualFold(w.Body.Str(ipVersionPath), "IPv6") {
		lo, hi = 120, 127
	}
	if n, ok := w.Body.Int(prefixLengthPath); !ok || n < lo || n > hi {
		errs = append(errs, Invalid("PublicIpPrefixInvalidLength", "Prefix length %v of public IP prefix %s is not between %d and %d.", w.Body.Get(prefixLengthPath), w.ID, lo, hi).
			At(prefixLengthPath).Unsure())
	}
	return append(errs, found(
		unchangeable(w, prefixLengthPath, "PublicIpPrefixLengthCannotBeChanged"),
		unchangeable(w, ipVersionPath, "PublicIpPrefixVersionCannotBeChanged"),
		unchangeable(w, "sku.name", "PublicIpPrefixSkuCannotBeChanged"),
	)...)
}

// refusePublicIPPrefixDelete: Azure/kube-egress-gateway pull 1223 (2025) names the code.
func refusePublicIPPrefixDelete(v View, d *Document) *Error {
	user := publicIPUser(v, d)
	if user == "" {
		return nil
	}
	return Invalid("InUsePublicIpPrefixCannotBeDeleted", "Public IP prefix %s cannot be deleted because it is in use by %s.", d.ID, user)
}

// allocatePublicIPPrefix gives a range that depends on the id alone, of 4.0.0.0/8 or 2603:1030::/32, which no single address comes from.
func allocatePublicIPPrefix(w *Write) {
	bits, _ := w.Body.Int(prefixLengthPath)
	if w.Body.Str(allocatedPrefixPath) != "" {
		return
	}
	var taken []netip.Prefix
	for _, other := range w.All(publicIPPrefixType) {
		if p, err := netip.ParsePrefix(other.Body.Str(allocatedPrefixPath)); err == nil {
			taken = append(taken, p)
		}
	}
	for seed := idHash(w.ID); ; seed += 256 {
		p := publicRange(seed, bits, strings.EqualFold(w.Body.Str(ipVersionPath), "IPv6"))
		if !overlapsAny(p, taken) {
			w.Body.Set(allocatedPrefixPath, p.String())
			return
		}
	}
}

func publicRange(seed uint32, bits int, v6 bool) netip.Prefix {
	address := netip.AddrFrom4([4]byte{4, byte(seed >> 16), byte(seed >> 8), byte(seed)})
	if v6 {
		a := [16]byte{0x26, 0x03, 0x10, 0x30}
		binary.BigEndian.PutUint32(a[12:], seed)
		address = netip.AddrFrom16(a)
	}
	return netip.PrefixFrom(address, bits).Masked()
}

// validatePrefixOf judges a public IP that is made of a prefix: both alike, room left, and for life. No source has the codes.
func validatePrefixOf(w *Write) []*Error {
	errs := found(unchangeable(w, publicIPPrefixPath, "PublicIPAddressPrefixCannotBeChanged"))
	prefix, ok := w.Get(w.Body.Str(publicIPPrefixPath))
	if !ok || w.Prev != nil {
		return errs // the engine answers for a missing one
	}
	if !strings.EqualFold(prefix.Body.Str("sku.name"), w.Body.Str("sku.name")) || !strings.EqualFold(prefix.Body.Str(ipVersionPath), w.Body.Str(ipVersionPath)) {
		errs = append(errs, Invalid("PublicIPAddressAndPrefixDoNotMatch", "Public IP address %s and public IP prefix %s differ in sku or IP version.", w.ID, prefix.ID).
			At(publicIPPrefixPath).Unsure())
	}
	bits, _ := prefix.Body.Int(prefixLengthPath)
	size := 32 - bits
	if bits > 32 {
		size = 128 - bits
	}
	if used := len(w.Referrers(prefix.ID.String(), publicIPType, publicIPPrefixPath)); used >= 1<<size {
		errs = append(errs, Invalid("PublicIpPrefixOutOfIpAddresses", "Public IP prefix %s has no address left: %d are in use.", prefix.ID, used).At(publicIPPrefixPath).Unsure())
	}
	return errs
}

// addressOfPrefix is the first address of the public IP's prefix that no other has.
func addressOfPrefix(w *Write, taken map[string]bool) (netip.Addr, bool) {
	prefix, ok := w.Get(w.Body.Str(publicIPPrefixPath))
	if !ok {
		return netip.Addr{}, false
	}
	p, err := netip.ParsePrefix(prefix.Body.Str(allocatedPrefixPath))
	if err != nil {
		return netip.Addr{}, false
	}
	for a := p.Addr(); p.Contains(a); a = a.Next() {
		if !taken[a.String()] {
			return a, true
		}
	}
	return netip.Addr{}, false
}
