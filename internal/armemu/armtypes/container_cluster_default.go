package armtypes

import (
	"net/netip"
	"strings"
)

// clusterKept are the members of a cluster that stay as they are when a PUT leaves them out. [?] AKS fills more than these from the
// stored cluster; what switches a feature off by absence is not documented.
var clusterKept = []string{
	versionPath, "properties.dnsPrefix", "properties.fqdnSubdomain", nodeGroupPath, "properties.enableRBAC", "properties.linuxProfile", "properties.windowsProfile",
	"properties.servicePrincipalProfile", principalClientPath, "properties.supportPlan",
	"properties.diskEncryptionSetID", "properties.disableLocalAccounts", "properties.identityProfile", "properties.networkProfile.networkPlugin",
	"properties.networkProfile.networkPluginMode", "properties.networkProfile.networkPolicy", "properties.networkProfile.networkDataplane",
	"properties.networkProfile.loadBalancerSku", outboundTypePath, "properties.networkProfile.dnsServiceIP", "properties.networkProfile.ipFamilies",
	"properties.storageProfile", "properties.bootstrapProfile", "properties.nodeProvisioningProfile", "properties.oidcIssuerProfile.enabled",
	"properties.autoUpgradeProfile", "properties.metricsProfile", "properties.workloadAutoScalerProfile", "properties.securityProfile", "sku", "identity",
}

// clusterDefaults writes what AKS fills into a cluster's body (arm-wire.md 1.5). It reads nothing but its arguments, so that checks can use
// it before the fill.
func clusterDefaults(id ID, body, prev Object) {
	keepAbsent(body, prev, clusterKept...)
	if body.Str(versionPath) == "" {
		body.Set(versionPath, resolveVersion(""))
	}
	oidc := minorNumber(body.Str(versionPath)) >= 34 && prev == nil // on by default from 1.34 (aks-facts.md 7)
	for path, v := range map[string]any{
		"sku.name": "Base", "sku.tier": "Free", "properties.enableRBAC": true, "properties.supportPlan": "KubernetesOfficial",
		"properties.disableLocalAccounts": false, nodeGroupPath: nodeGroupName(id, body.Str("location")), "properties.maxAgentPools": 100,
		"properties.autoUpgradeProfile.nodeOSUpgradeChannel": "NodeImage", "properties.powerState.code": "Running", "properties.securityProfile": Object{},
		"properties.storageProfile.diskCSIDriver.enabled": true, "properties.storageProfile.fileCSIDriver.enabled": true,
		"properties.storageProfile.snapshotController.enabled": true, "properties.workloadAutoScalerProfile": Object{},
		"properties.metricsProfile.costAnalysis.enabled": false, "properties.bootstrapProfile.artifactSource": "Direct",
		"properties.nodeProvisioningProfile.mode": "Manual", "properties.nodeProvisioningProfile.defaultNodePools": "Auto",
		"properties.oidcIssuerProfile.enabled": oidc,
	} {
		body.Default(path, v)
	}
	if isManagedIdentity(body) {
		body.Set(principalClientPath, "msi")
	}
	networkDefaults(body, prev)
	apiServerDefaults(body)
	autoscalerDefaults(body)
}

func nodeGroupName(id ID, location string) string {
	return "MC_" + id.Group + "_" + id.Name() + "_" + NormalLocation(location)
}

func isManagedIdentity(body Object) bool {
	kind := body.Str("identity.type")
	return kind != "" && !strings.EqualFold(kind, "None")
}

// networkDefaults: a plugin that is not named means overlay (aks-facts.md 1.1), ranges as in 3.1.
func networkDefaults(body, prev Object) {
	if body.Obj("properties.networkProfile") == nil {
		body.Set("properties.networkProfile", Object{})
	}
	profile, before := body.Obj("properties.networkProfile"), prev.Obj("properties.networkProfile")
	if profile.Str("networkPlugin") == "" {
		profile.Set("networkPlugin", "azure")
		profile.Default("networkPluginMode", "overlay")
	}
	if strings.EqualFold(profile.Str("networkPlugin"), "azure") {
		profile.Default("networkDataplane", "azure")
	}
	profile.Default("networkPolicy", "none")
	profile.Default(strings.TrimPrefix(outboundTypePath, "properties.networkProfile."), "loadBalancer")
	profile.Default("loadBalancerSku", "standard")
	if old := before.Str("loadBalancerSku"); strings.EqualFold(old, profile.Str("loadBalancerSku")) {
		profile.Set("loadBalancerSku", old)
	}
	rangeDefaults(profile, before, "serviceCidr", "serviceCidrs", "10.0.0.0/16")
	podRange := ""
	if strings.EqualFold(profile.Str("networkPlugin"), "kubenet") || strings.EqualFold(profile.Str("networkPluginMode"), "overlay") {
		podRange = "10.244.0.0/16"
	}
	rangeDefaults(profile, before, "podCidr", "podCidrs", podRange)
	if profile.Str("dnsServiceIP") == "" {
		profile.Set("dnsServiceIP", tenthAddress(profile.Str("serviceCidr")))
	}
	profile.Default("ipFamilies", []string{"IPv4"})
	outboundDefaults(profile, before)
}

// rangeDefaults keeps a range and the list with its twin for IPv6 in step.
func rangeDefaults(profile, before Object, one, list, fallback string) {
	if profile.Str(one) == "" && len(profile.List(list)) == 0 {
		keepAbsent(profile, before, one, list)
	}
	if profile.Str(one) == "" {
		if l := profile.Strs(list); len(l) > 0 {
			profile.Set(one, l[0])
		} else if fallback != "" {
			profile.Set(one, fallback)
		}
	}
	if v := profile.Str(one); v != "" && len(profile.List(list)) == 0 {
		profile.Set(list, []string{v})
	}
}

// tenthAddress is where AKS puts the DNS service of a range: x.x.x.10.
func tenthAddress(cidr string) string {
	p, err := netip.ParsePrefix(cidr)
	if err != nil {
		return ""
	}
	a := p.Masked().Addr()
	for range 10 {
		a = a.Next()
	}
	return a.String()
}

// outboundDefaults: only the types that AKS builds itself have a profile.
func outboundDefaults(profile, before Object) {
	switch {
	case strings.EqualFold(profile.Str("outboundType"), "loadBalancer"):
		keepAbsent(profile, before, "loadBalancerProfile")
		lb := profile.Obj("loadBalancerProfile")
		if lb.Get("outboundIPs") == nil && lb.Get("outboundIPPrefixes") == nil {
			profile.Default("loadBalancerProfile.managedOutboundIPs.count", 1)
		}
		profile.Default("loadBalancerProfile.backendPoolType", "nodeIPConfiguration")
	case strings.EqualFold(profile.Str("outboundType"), "managedNATGateway"):
		keepAbsent(profile, before, "natGatewayProfile")
		profile.Default("natGatewayProfile.managedOutboundIPProfile.count", 1)
		profile.Default("natGatewayProfile.idleTimeoutInMinutes", 4)
	}
}

// apiServerDefaults: single addresses are stored as /32 (aks-facts.md 3.4).
func apiServerDefaults(body Object) {
	access := body.Obj("properties.apiServerAccessProfile")
	if ranges := access.Strs("authorizedIPRanges"); len(ranges) > 0 {
		for i, r := range ranges {
			if a, err := netip.ParseAddr(r); err == nil {
				ranges[i] = netip.PrefixFrom(a, a.BitLen()).String()
			}
		}
		access.Set("authorizedIPRanges", ranges)
	}
	if access.Bool("enablePrivateCluster") {
		access.Default("privateDNSZone", "system")
		access.Default("enablePrivateClusterPublicFQDN", true) // [?] the CLI's default; it always sends it
	}
}

// autoscalerDefaults: the profile shows once a pool scales by itself; its numbers are text.
func autoscalerDefaults(body Object) {
	scales := false
	for _, pool := range body.Objs(agentPoolsPath) {
		scales = scales || pool.Bool("enableAutoScaling")
	}
	if !scales {
		return
	}
	for name, v := range map[string]string{
		"balance-similar-node-groups": "false", "daemonset-eviction-for-empty-nodes": "false", "daemonset-eviction-for-occupied-nodes": "true",
		"expander": "random", "ignore-daemonsets-utilization": "false", "max-empty-bulk-delete": "10", "max-graceful-termination-sec": "600",
		"max-node-provision-time": "15m", "max-total-unready-percentage": "45", "new-pod-scale-up-delay": "0s", "ok-total-unready-count": "3",
		"scale-down-delay-after-add": "10m", "scale-down-delay-after-delete": "10s", "scale-down-delay-after-failure": "3m",
		"scale-down-unneeded-time": "10m", "scale-down-unready-time": "20m", "scale-down-utilization-threshold": "0.5", "scan-interval": "10s",
		"skip-nodes-with-local-storage": "false", "skip-nodes-with-system-pods": "true",
	} {
		body.Default("properties.autoScalerProfile."+name, v)
	}
}
