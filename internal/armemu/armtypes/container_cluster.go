package armtypes

import "regexp"

const (
	clusterType      = "Microsoft.ContainerService/managedClusters"
	agentPoolType    = clusterType + "/agentPools"
	agentPoolsPath   = "properties.agentPoolProfiles"
	nodeGroupPath    = "properties.nodeResourceGroup"
	outboundTypePath = "properties.networkProfile.outboundType"
	podSubnetPath    = "properties.podSubnetID"
	nodeSubnetPath   = "properties.vnetSubnetID"
	versionPath      = "properties.kubernetesVersion"
	runningPath      = "properties.currentKubernetesVersion"
)

var containerVersions = []string{"2026-04-01", "2025-10-01", "2025-05-01", "2025-02-01", "2024-09-01", "2023-10-01", "2022-11-01"}

// clusterName: aks-facts.md 3.5.
var clusterName = regexp.MustCompile(`^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$`)

// managedClusters: AKS itself. Its pools live inside its body and are addressable too (arm-wire.md 1.5).
func managedClusters() *Type {
	return &Type{
		Name:        clusterType,
		WireType:    "Microsoft.ContainerService/ManagedClusters",
		APIVersions: containerVersions,
		Family:      AKS,
		NameRule:    clusterName,
		Known:       []string{"sku", "identity", "extendedLocation", "kind"},
		ReadOnlyPaths: []string{
			"systemData", hiddenMember, "identity.principalId", "identity.tenantId", "properties.fqdn", "properties.privateFQDN", "properties.azurePortalFQDN",
			runningPath, "properties.maxAgentPools", "properties.powerState", "properties.resourceUID", "properties.privateLinkResources",
			"properties.oidcIssuerProfile.issuerURL", "properties.networkProfile.loadBalancerProfile.effectiveOutboundIPs",
			"properties.networkProfile.natGatewayProfile.effectiveOutboundIPs", "properties.status",
		},
		Validate: validateCluster,
		Fill:     fillCluster,
		Accept:   acceptCluster,
		Removed:  removeCluster,
		Complete: completeCluster,
		Doom:     doomCluster,
		Compute:  showCluster,
		Actions:  append(clusterActions(), clusterLocationActions()...),
	}
}

// hiddenMember holds what the service knows of a cluster and never shows.
const hiddenMember = "emulator"

// showCluster leaves out what AKS never shows.
func showCluster(_ View, d *Document) {
	d.Body.Remove(hiddenMember)
}
