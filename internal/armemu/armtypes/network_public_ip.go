package armtypes

import (
	"hash/fnv"
	"net/netip"
	"strings"
)

const publicIPType = "Microsoft.Network/publicIPAddresses"

// publicIPAddresses: the address appears when the operation ends (arm-wire.md 1.3).
func publicIPAddresses() *Type {
	return &Type{
		Name:          publicIPType,
		APIVersions:   networkVersions,
		Family:        NRP,
		NameRule:      networkName,
		Patch:         Sync,
		Known:         []string{"sku", "zones", "extendedLocation"},
		ReadOnlyPaths: []string{"properties.resourceGuid", "properties.ipAddress", "properties.ipConfiguration"},
		Defaults: map[string]any{
			"properties.idleTimeoutInMinutes":     float64(4),
			"properties.publicIPAddressVersion":   "IPv4",
			"properties.publicIPAllocationMethod": "Dynamic",
			"properties.ipTags":                   []any{},
			"sku.name":                            "Basic",
			"sku.tier":                            "Regional",
		},
		Validate: validatePublicIP,
		Fill:     fillResourceGUID,
		Complete: allocatePublicIP,
	}
}

func validatePublicIP(w *Write) []*Error {
	sku, method := w.Body.Str("sku.name"), w.Body.Str("properties.publicIPAllocationMethod")
	var errs []*Error
	if strings.HasPrefix(sku, "Standard") && !strings.EqualFold(method, "Static") {
		errs = append(errs, Invalid("StandardSkuPublicIPAddressesMustUseStaticAllocation", "Standard SKU public IP address %s must use static allocation.", w.ID.Name()).
			At("properties.publicIPAllocationMethod").Unsure())
	}
	if strings.EqualFold(sku, "Basic") && w.Prev == nil {
		// Basic addresses were retired on 2025-09-30: none can be made any more.
		errs = append(errs, Invalid("BasicSkuPublicIpCreationNotAllowed", "Creation of Basic SKU public IP address %s is not allowed.", w.ID.Name()).At("sku.name").Unsure())
	}
	if w.Prev != nil && w.Changed("sku.name") {
		errs = append(errs, Invalid("PublicIPAddressSkuCannotBeChanged", "The SKU of public IP address %s cannot be changed.", w.ID.Name()).At("sku.name").Unsure())
	}
	return errs
}

// allocatePublicIP gives an address that depends on the id alone, so that every run of a test sees the same one. It comes from
// 20.0.0.0/8, which looks like Azure's own and is never contacted.
func allocatePublicIP(w *Write) {
	if w.Body.Str("properties.ipAddress") != "" {
		return
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(strings.ToLower(w.ID.String())))
	for sum := hash.Sum32(); ; sum++ {
		address := netip.AddrFrom4([4]byte{20, byte(sum >> 16), byte(sum >> 8), byte(sum)%254 + 1}).String()
		if !addressTaken(w, address) {
			w.Body.Set("properties.ipAddress", address)
			return
		}
	}
}

func addressTaken(w *Write, address string) bool {
	for _, other := range w.All(publicIPType) {
		if other.Body.Str("properties.ipAddress") == address {
			return true
		}
	}
	return false
}
