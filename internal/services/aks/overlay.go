package aks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

// ownedPaths are what an overlay may not set, by ARM type: members that have an attribute, or that no writer sets. A path stands for all
// below it.
var ownedPaths = map[string][]string{
	clusterType: {
		"id", "name", "type", "location", "identity", "tags", "sku", "etag", "systemData",
		"properties.provisioningState", "properties.kubernetesVersion", "properties.currentKubernetesVersion", "properties.dnsPrefix", "properties.fqdnSubdomain",
		"properties.agentPoolProfiles", "properties.nodeResourceGroup", "properties.diskEncryptionSetID", "properties.supportPlan", "properties.enableRBAC",
		"properties.disableLocalAccounts", "properties.aadProfile", "properties.oidcIssuerProfile", "properties.servicePrincipalProfile",
		"properties.identityProfile", "properties.linuxProfile", "properties.windowsProfile.adminUsername", "properties.windowsProfile.adminPassword",
		"properties.windowsProfile.licenseType", "properties.securityProfile.workloadIdentity", "properties.securityProfile.defender", "properties.securityProfile.imageCleaner",
		"properties.autoUpgradeProfile", "properties.addonProfiles.azurepolicy", "properties.addonProfiles.omsagent",
		"properties.addonProfiles.azureKeyvaultSecretsProvider", "properties.azureMonitorProfile.metrics", "properties.ingressProfile.webAppRouting",
		"properties.serviceMeshProfile", "properties.metricsProfile.costAnalysis", "properties.workloadAutoScalerProfile", "properties.storageProfile",
		"properties.httpProxyConfig", "properties.bootstrapProfile", "properties.nodeProvisioningProfile",
		"properties.networkProfile.networkPlugin", "properties.networkProfile.networkPluginMode", "properties.networkProfile.networkPolicy",
		"properties.networkProfile.networkDataplane", "properties.networkProfile.outboundType", "properties.networkProfile.podCidr", "properties.networkProfile.podCidrs",
		"properties.networkProfile.serviceCidr", "properties.networkProfile.serviceCidrs", "properties.networkProfile.dnsServiceIP",
		"properties.networkProfile.ipFamilies", "properties.networkProfile.loadBalancerSku", "properties.networkProfile.loadBalancerProfile",
		"properties.networkProfile.natGatewayProfile",
		"properties.apiServerAccessProfile.authorizedIPRanges", "properties.apiServerAccessProfile.disableRunCommand",
		"properties.apiServerAccessProfile.enablePrivateCluster", "properties.apiServerAccessProfile.enablePrivateClusterPublicFQDN",
		"properties.apiServerAccessProfile.enableVnetIntegration", "properties.apiServerAccessProfile.privateDNSZone", "properties.apiServerAccessProfile.subnetId",
	},
	poolType: {
		"id", "name", "type", "etag", "properties.provisioningState", "properties.mode", "properties.vmSize", "properties.count", "properties.enableAutoScaling",
		"properties.minCount", "properties.maxCount", "properties.availabilityZones", "properties.vnetSubnetID", "properties.podSubnetID", "properties.maxPods",
		"properties.osType", "properties.osSKU", "properties.osDiskType", "properties.osDiskSizeGB", "properties.kubeletDiskType", "properties.orchestratorVersion",
		"properties.nodeLabels", "properties.nodeTaints", "properties.tags", "properties.upgradeSettings", "properties.enableNodePublicIP",
		"properties.nodePublicIPPrefixID", "properties.enableEncryptionAtHost", "properties.enableFIPS", "properties.enableUltraSSD", "properties.scaleSetPriority",
		"properties.scaleSetEvictionPolicy", "properties.spotMaxPrice", "properties.scaleDownMode", "properties.gpuProfile.driver", "properties.proximityPlacementGroupID",
		"properties.capacityReservationGroupID", "properties.creationData", "properties.windowsProfile.disableOutboundNat",
	},
}

// overlayValidator refuses what is no JSON object and what has an attribute of its own. Kind is the ARM type.
func overlayValidator(kind string) validator.String {
	return validators.Func("overlay", "a JSON object of properties that have no attribute", func(text string) error {
		return checkOverlay(kind, text)
	})
}

// checkOverlay tells of every member of the overlay that is not the overlay's to set.
func checkOverlay(kind, text string) error {
	o, err := azure.ParseOverlay(text)
	if err != nil {
		return err
	}
	var owned, outside []string
	for _, path := range o.Paths() {
		switch {
		case slices.ContainsFunc(ownedPaths[kind], func(p string) bool { return meets(p, path) }):
			owned = append(owned, path)
		case !strings.HasPrefix(strings.ToLower(path), "properties."):
			outside = append(outside, path)
		}
	}
	if len(owned) > 0 {
		return fmt.Errorf("%s cannot be set in an overlay: an attribute of this resource sets it, or Azure does", strings.Join(owned, ", "))
	}
	if len(outside) > 0 {
		return fmt.Errorf("%s is outside properties, where nothing without an attribute is; write { properties = { … } }", strings.Join(outside, ", "))
	}
	return nil
}

// meets reports that one path is the other, or lies below it. ARM compares names without case.
func meets(a, b string) bool {
	a, b = strings.ToLower(a)+".", strings.ToLower(b)+"."
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}
