package armtypes

import "strings"

// poolKept are the members that stay as they are when a PUT of an existing pool leaves them out.
var poolKept = []string{
	"vmSize", "osDiskSizeGB", "osDiskType", "kubeletDiskType", "maxPods", "osType", "osSKU", "type", "mode", "orchestratorVersion", "vnetSubnetID", "podSubnetID",
	"availabilityZones", "scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice", "count", "powerState", "workloadRuntime", "podIPAllocationMode",
	"nodePublicIPPrefixID", "proximityPlacementGroupID", "hostGroupID", "capacityReservationGroupID", "gpuInstanceProfile",
}

// agentPoolDefaults writes what AKS fills into a pool's properties (arm-wire.md 1.5). It reads nothing but its arguments, so that checks
// can use it before the fill: prev is the pool as it was, cluster the body of the cluster with its own defaults.
func agentPoolDefaults(pool, prev, cluster Object, alone bool) {
	keepAbsent(pool, prev, poolKept...)
	if prev != nil && pool.Get("osDiskSizeGB") == 0.0 {
		pool.Set("osDiskSizeGB", prev.Get("osDiskSizeGB"))
	}
	if pool.Get("osDiskSizeGB") == 0.0 {
		pool.Remove("osDiskSizeGB")
	}
	mode := "System"
	if alone {
		mode = "User"
	}
	for path, v := range map[string]any{
		"count": 1, "osDiskSizeGB": 128, "osDiskType": "Managed", "kubeletDiskType": "OS", "workloadRuntime": "OCIContainer", "type": "VirtualMachineScaleSets",
		"enableAutoScaling": false, "scaleDownMode": "Delete", "powerState.code": "Running", "enableNodePublicIP": false, "mode": mode,
		"enableEncryptionAtHost": false, "enableUltraSSD": false, "osType": "Linux", "enableFIPS": false, "upgradeSettings.maxSurge": "10%",
		"securityProfile.enableVTPM": false, "securityProfile.enableSecureBoot": false, "securityProfile.sshAccess": "LocalUser",
		"maxPods": defaultMaxPods(pool, cluster),
	} {
		pool.Default(path, v)
	}
	pool.Default("osSKU", defaultOSSKU(pool))
	if version := pool.Str("orchestratorVersion"); version == "" {
		pool.Set("orchestratorVersion", cluster.Str(versionPath))
	}
	if strings.EqualFold(pool.Str("scaleSetPriority"), "Spot") {
		pool.Default("scaleSetEvictionPolicy", "Delete")
		pool.Default("spotMaxPrice", -1)
	} else {
		for _, member := range []string{"scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"} {
			pool.Remove(member) // clients send them always; only spot pools show them
		}
	}
	clampCount(pool)
}

// clampCount: the autoscaler moves a count into its bounds.
func clampCount(pool Object) {
	count, _ := pool.Int("count")
	if !pool.Bool("enableAutoScaling") {
		return
	}
	if lo, ok := pool.Int("minCount"); ok {
		count = max(count, lo)
	}
	if hi, ok := pool.Int("maxCount"); ok {
		count = min(count, hi)
	}
	pool.Set("count", count)
}

// defaultMaxPods: aks-facts.md 3.2.
func defaultMaxPods(pool, cluster Object) int {
	plugin, mode := cluster.Str("properties.networkProfile.networkPlugin"), cluster.Str("properties.networkProfile.networkPluginMode")
	switch {
	case strings.EqualFold(plugin, "kubenet"), pool.Str("podSubnetID") != "":
		return 110
	case strings.EqualFold(mode, "overlay"):
		return 250
	case strings.EqualFold(plugin, "azure"):
		return 30
	}
	return 110
}

func defaultOSSKU(pool Object) string {
	if isWindows(pool) {
		return "Windows2022"
	}
	return "Ubuntu"
}

func isWindows(pool Object) bool { return strings.EqualFold(pool.Str("osType"), "Windows") }

// imageRelease is the node image of this emulator's day.
const imageRelease = "202611.03.0"

// nodeImage names the image of a pool as AKS does.
func nodeImage(pool Object) string {
	sku := pool.Str("osSKU")
	switch {
	case isWindows(pool):
		return "AKSWindows-" + strings.TrimPrefix(sku, "Windows") + "-containerd-20348.4405.251112"
	case strings.EqualFold(sku, "AzureLinux"), strings.EqualFold(sku, "AzureLinux3"):
		return "AKSAzureLinux-V3gen2-" + imageRelease
	case minorNumber(pool.Str("orchestratorVersion")) >= 35 || strings.EqualFold(sku, "Ubuntu2404"):
		return "AKSUbuntu-2404gen2containerd-" + imageRelease
	}
	return "AKSUbuntu-2204gen2containerd-" + imageRelease
}

// keepAbsent copies members that body does not have, or has as "", from prev.
func keepAbsent(body, prev Object, paths ...string) {
	for _, path := range paths {
		if v := body.Get(path); v == nil || v == "" {
			if old := prev.Get(path); old != nil {
				body.Set(path, old)
			}
		}
	}
}
