package containers

import (
	"fmt"
	"strings"
)

// rule says how a member of a body is compared and taken back. The zero rule serves most: a text without case, a list in any
// order, no default but false.
type rule struct {
	// fallback is what Azure takes a missing member for. Such a member equals a wanted one of this value, and a member
	// that is no longer wanted gets it. Without one, a truth value falls back to false and a list to an empty one; any other
	// member is taken out of the body.
	fallback any
	ordered  bool // the order of the list matters
	exact    bool // texts with case; of an object, its names and all below too
	equal    func(want, live any) bool
	whole    bool // an object that is compared and set as one
	keep     bool // not taken back: what Azure does not change in place is not worth a cluster or a pool
}

// clusterRules are by path; a star is any one name. Sources: aks-facts.md 1, 7; the SDK's comments; defaults as azurerm's
// reference has them (2026-11-22).
var clusterRules = kept(table(map[string]rule{
	"sku.name":                       {fallback: "Base"},
	"sku.tier":                       {fallback: "Free"},
	"identity":                       {whole: true, equal: equalIdentity},
	"properties.supportPlan":         {fallback: "KubernetesOfficial"},
	"properties.enableRBAC":          {fallback: true},
	"properties.publicNetworkAccess": {fallback: "Enabled"},
	"properties.nodeResourceGroupProfile.restrictionLevel": {fallback: "Unrestricted"},

	"properties.networkProfile.networkPolicy":                                       {fallback: "none"},
	"properties.networkProfile.networkDataplane":                                    {fallback: "azure"},
	"properties.networkProfile.outboundType":                                        {fallback: defaultOutboundType},
	"properties.networkProfile.loadBalancerSku":                                     {fallback: defaultLoadBalancerSKU},
	"properties.networkProfile.podCidrs":                                            {ordered: true},
	"properties.networkProfile.serviceCidrs":                                        {ordered: true},
	"properties.networkProfile.ipFamilies":                                          {ordered: true},
	"properties.networkProfile.loadBalancerProfile.allocatedOutboundPorts":          {fallback: 0},
	"properties.networkProfile.loadBalancerProfile.idleTimeoutInMinutes":            {fallback: 30},
	"properties.networkProfile.loadBalancerProfile.managedOutboundIPs.count":        {fallback: 1},
	"properties.networkProfile.loadBalancerProfile.managedOutboundIPs.countIPv6":    {fallback: 0},
	"properties.networkProfile.loadBalancerProfile.backendPoolType":                 {fallback: "NodeIPConfiguration"},
	"properties.networkProfile.natGatewayProfile.idleTimeoutInMinutes":              {fallback: 4},
	"properties.networkProfile.natGatewayProfile.managedOutboundIPProfile.count":    {fallback: 1},
	"properties.networkProfile.advancedNetworking.security.advancedNetworkPolicies": {fallback: "None"},

	"properties.apiServerAccessProfile.authorizedIPRanges":             {equal: sameRanges},
	"properties.apiServerAccessProfile.enablePrivateClusterPublicFQDN": {fallback: true},

	"properties.autoUpgradeProfile.upgradeChannel":       {fallback: "none"},
	"properties.autoUpgradeProfile.nodeOSUpgradeChannel": {fallback: "NodeImage"},

	"properties.azureMonitorProfile.metrics.kubeStateMetrics": {exact: true},
	"properties.serviceMeshProfile.mode":                      {fallback: "Disabled"},

	"properties.ingressProfile.webAppRouting.nginx.defaultIngressControllerType": {fallback: "AnnotationControlled"},

	"properties.storageProfile.diskCSIDriver.enabled":      {fallback: true},
	"properties.storageProfile.fileCSIDriver.enabled":      {fallback: true},
	"properties.storageProfile.snapshotController.enabled": {fallback: true},

	"properties.bootstrapProfile.artifactSource":                         {fallback: "Direct"},
	"properties.nodeProvisioningProfile.mode":                            {fallback: "Manual"},
	"properties.httpProxyConfig.noProxy":                                 {equal: holdsTexts},
	"properties.httpProxyConfig.trustedCa":                               {exact: true},
	"properties.linuxProfile.ssh.publicKeys":                             {exact: true, ordered: true},
	"properties.windowsProfile.licenseType":                              {fallback: "None"},
	"properties.autoScalerProfile.balance-similar-node-groups":           {fallback: "false"},
	"properties.autoScalerProfile.daemonset-eviction-for-empty-nodes":    {equal: sameWord},
	"properties.autoScalerProfile.daemonset-eviction-for-occupied-nodes": {fallback: true, equal: sameWord},
	"properties.autoScalerProfile.ignore-daemonsets-utilization":         {equal: sameWord},
}), frozenCluster)

// poolRules are those of an agent pool.
var poolRules = kept(table(map[string]rule{
	"properties.mode":                                      {fallback: "User"},
	"properties.osType":                                    {fallback: "Linux"},
	"properties.osDiskType":                                {fallback: "Managed"},
	"properties.kubeletDiskType":                           {fallback: "OS"},
	"properties.podIPAllocationMode":                       {fallback: "DynamicIndividual"},
	"properties.osDiskSizeGB":                              {equal: sameDiskSize},
	"properties.nodeLabels":                                {exact: true},
	"properties.nodeTaints":                                {exact: true, equal: holdsTaints},
	"properties.tags":                                      {exact: true},
	"properties.securityProfile.sshAccess":                 {fallback: "LocalUser"},
	"properties.scaleSetPriority":                          {fallback: "Regular"},
	"properties.scaleSetEvictionPolicy":                    {fallback: "Delete"},
	"properties.spotMaxPrice":                              {fallback: -1},
	"properties.scaleDownMode":                             {fallback: "Delete"},
	"properties.gpuProfile.driver":                         {fallback: "Install"},
	"properties.workloadRuntime":                           {fallback: "OCIContainer"},
	"properties.powerState.code":                           {fallback: "Running"},
	"properties.kubeletConfig":                             {exact: true, whole: true},
	"properties.linuxOSConfig":                             {exact: true, whole: true},
	"properties.upgradeSettings.drainTimeoutInMinutes":     {fallback: 30},
	"properties.upgradeSettings.nodeSoakDurationInMinutes": {fallback: 0},
	"properties.upgradeSettings.maxUnavailable":            {fallback: "0"},
	"properties.upgradeSettings.undrainableNodeBehavior":   {fallback: "Schedule"},
	"properties.upgradeSettings.maxSurge":                  {fallback: "10%"},
}), frozenPool)

// ruleTable finds a rule by the folded path.
type ruleTable map[string]rule

func table(rules map[string]rule) ruleTable {
	folded := ruleTable{}
	for path, r := range rules {
		folded[strings.ToLower(path)] = r
	}
	return folded
}

// of is the rule of a path; names with dots in them (labels) have none of their own.
func (t ruleTable) of(path []string) rule { return t[strings.ToLower(strings.Join(path, "."))] }

// sameRanges compares address ranges: an address alone is a range of one.
func sameRanges(want, live any) bool {
	fold := func(v any) any {
		list, _ := v.([]any)
		folded := make([]any, 0, len(list))
		for _, one := range list {
			text, _ := one.(string)
			if text != "" && !strings.Contains(text, "/") {
				text += "/32"
			}
			folded = append(folded, text)
		}
		return folded
	}
	return sameValue(fold(want), fold(live), false)
}

// sameWord compares a truth value with a word for one.
func sameWord(want, live any) bool { return strings.EqualFold(fmt.Sprint(want), fmt.Sprint(live)) }

// holdsTexts reports that live has all that is wanted: AKS adds its own entries to noProxy.
func holdsTexts(want, live any) bool { return holds(want, live, strings.EqualFold) }

// holdsTaints reports that the taints are the wanted ones. AKS gives spot pools one of its own.
func holdsTaints(want, live any) bool {
	wanted, _ := want.([]any)
	var rest []any
	has, _ := live.([]any)
	for _, taint := range has {
		if text, _ := taint.(string); strings.HasPrefix(text, "kubernetes.azure.com/") && !holds([]any{taint}, want, equalTexts) {
			continue
		}
		rest = append(rest, taint)
	}
	return len(wanted) == len(rest) && holds(want, rest, equalTexts)
}

func equalTexts(a, b string) bool { return a == b }

func holds(want, live any, equal func(a, b string) bool) bool {
	wanted, _ := want.([]any)
	has, _ := live.([]any)
	for _, one := range wanted {
		found := false
		for _, other := range has {
			a, okA := one.(string)
			b, okB := other.(string)
			found = found || okA && okB && equal(a, b)
		}
		if !found {
			return false
		}
	}
	return true
}

// sameDiskSize takes 0 for Azure's choice, whatever it was.
func sameDiskSize(want, live any) bool {
	if zero, ok := number(want); ok && zero.Sign() == 0 {
		return true
	}
	return sameValue(want, live, true)
}

func equalIdentity(want, live any) bool {
	a, _ := want.(map[string]any)
	b, _ := live.(map[string]any)
	return sameIdentity(a, b)
}
