package containers

import (
	"net/netip"
	"slices"
	"strings"
)

// frozenCluster are the members of a cluster that Azure does not change in place, and when: the function says whether the
// change from one value to the other is impossible; nil is always. Sources: aks-facts.md 1.2, 5, 7; the replacing attributes of
// azurerm 5.2. A cluster is replaced for them, which the plan shows; Converge refuses them (ImmutableError).
var frozenCluster = map[string]func(from, to any) bool{
	"sku.name":                       unlessTo("Automatic"),
	"properties.dnsPrefix":           nil,
	"properties.fqdnSubdomain":       nil,
	"properties.nodeResourceGroup":   nil,
	"properties.diskEncryptionSetID": nil,
	"properties.enableRBAC":          nil,

	"properties.networkProfile.networkPlugin":     pluginFrozen,
	"properties.networkProfile.networkPluginMode": unlessTo("overlay"),
	"properties.networkProfile.networkDataplane":  unlessTo("cilium"),
	"properties.networkProfile.podCidr":           shrinks,
	"properties.networkProfile.podCidrs":          shrinks,
	"properties.networkProfile.serviceCidr":       nil,
	"properties.networkProfile.serviceCidrs":      nil,
	"properties.networkProfile.dnsServiceIP":      nil,
	"properties.networkProfile.ipFamilies":        nil,
	"properties.networkProfile.loadBalancerSku":   nil,

	"properties.apiServerAccessProfile.privateDNSZone":        nil,
	"properties.apiServerAccessProfile.enableVnetIntegration": unlessTo(true),
	"properties.apiServerAccessProfile.subnetId":              unlessFrom(""),

	"properties.oidcIssuerProfile.enabled":    unlessTo(true),
	"properties.linuxProfile.adminUsername":   unlessFrom(""),
	"properties.windowsProfile.adminUsername": unlessFrom(""),
}

// privateCluster moves only with API server VNet integration (aks-facts.md 7).
const privateCluster = "properties.apiServerAccessProfile.enablePrivateCluster"

// frozenPool are the members of a pool that Azure does not change in place: the pool is made anew, through a temporary one
// where the specification names it. OS SKUs of Linux are changed in place since 2024-11.
var frozenPool = map[string]func(from, to any) bool{
	"properties.vmSize":                            nil,
	"properties.availabilityZones":                 nil,
	"properties.vnetSubnetID":                      nil,
	"properties.podSubnetID":                       nil,
	"properties.podIPAllocationMode":               nil,
	"properties.maxPods":                           nil,
	"properties.osType":                            nil,
	"properties.osSKU":                             windowsSKU,
	"properties.osDiskType":                        nil,
	"properties.osDiskSizeGB":                      nil,
	"properties.kubeletDiskType":                   nil,
	"properties.enableNodePublicIP":                nil,
	"properties.nodePublicIPPrefixID":              nil,
	"properties.enableEncryptionAtHost":            nil,
	"properties.enableUltraSSD":                    nil,
	"properties.kubeletConfig":                     nil,
	"properties.linuxOSConfig":                     nil,
	"properties.scaleSetPriority":                  nil,
	"properties.scaleSetEvictionPolicy":            nil,
	"properties.spotMaxPrice":                      nil,
	"properties.gpuInstanceProfile":                nil,
	"properties.gpuProfile.driver":                 nil,
	"properties.proximityPlacementGroupID":         nil,
	"properties.hostGroupID":                       nil,
	"properties.capacityReservationGroupID":        nil,
	"properties.creationData.sourceResourceId":     nil,
	"properties.workloadRuntime":                   nil,
	"properties.gatewayProfile.publicIPPrefixSize": nil,
	"properties.windowsProfile.disableOutboundNat": nil,
}

// kept marks the members that are not taken back.
func kept(rules ruleTable, frozen map[string]func(from, to any) bool) ruleTable {
	for path := range frozen {
		r := rules[strings.ToLower(path)]
		r.keep = true
		rules[strings.ToLower(path)] = r
	}
	return rules
}

// impossible are the changed paths that Azure does not change in place.
func impossible(frozen map[string]func(from, to any) bool, changed []string, before, after map[string]any) []string {
	var paths []string
	for path, frozenIf := range frozen {
		if !slices.ContainsFunc(changed, func(c string) bool { return strings.EqualFold(c, path) }) {
			continue
		}
		if frozenIf == nil || frozenIf(at(before, path), at(after, path)) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// at is the value at a path of names without dots in them.
func at(body map[string]any, path string) any {
	var v any = body
	for name := range strings.SplitSeq(path, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		key, _ := memberName(object, name)
		v = object[key]
	}
	return v
}

func unlessTo(value any) func(from, to any) bool {
	return func(_, to any) bool { return !sameValue(value, to, true) }
}

func unlessFrom(value any) func(from, to any) bool {
	return func(from, _ any) bool { return !sameValue(value, from, true) }
}

// pluginFrozen: kubenet becomes azure (with overlay), nothing else becomes anything.
func pluginFrozen(from, to any) bool {
	return !sameValue("kubenet", from, true) || !sameValue("azure", to, true)
}

// windowsSKU: only the SKUs of Linux are changed in place.
func windowsSKU(from, to any) bool {
	isWindows := func(v any) bool {
		text, _ := v.(string)
		return strings.HasPrefix(strings.ToLower(text), "windows")
	}
	return isWindows(from) || isWindows(to)
}

// shrinks: the ranges of pods may grow around the old ones (aks-facts.md 1.2), and be given where there are none.
func shrinks(from, to any) bool {
	old, current := prefixes(from), prefixes(to)
	if len(old) > 0 && len(old) != len(current) {
		return true
	}
	for i := range old {
		if !old[i].IsValid() || !current[i].IsValid() || current[i].Bits() > old[i].Bits() || !current[i].Contains(old[i].Addr()) {
			return true
		}
	}
	return false
}

func prefixes(v any) []netip.Prefix {
	list, ok := v.([]any)
	if text, alone := v.(string); alone && text != "" {
		list, ok = []any{text}, true
	}
	if !ok {
		return nil
	}
	var found []netip.Prefix
	for _, one := range list {
		text, _ := one.(string)
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			prefix = netip.Prefix{}
		}
		found = append(found, prefix)
	}
	return found
}
