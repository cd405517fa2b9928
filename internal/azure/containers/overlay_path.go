package containers

import (
	"slices"
	"strings"
)

// Members that an overlay may not touch: those that have an attribute of their own, and those that Azure alone writes. A path stands for all
// below it; a star is any one name. This is the one list of them, plans use it too. TestOverlayTable compares it with what specifications can
// say.
var (
	clusterMembers = []string{
		"id", "name", "type", "etag", "systemdata", "location", "tags", "identity", "sku.name", "sku.tier",
		"properties.provisioningstate", "properties.powerstate", "properties.fqdn", "properties.privatefqdn", "properties.azureportalfqdn",
		"properties.currentkubernetesversion", "properties.maxagentpools", "properties.resourceuid", "properties.status",
		"properties.kubernetesversion", "properties.agentpoolprofiles", "properties.identityprofile", "properties.serviceprincipalprofile",
		"properties.windowsprofile.adminpassword",
		"properties.supportplan", "properties.dnsprefix", "properties.fqdnsubdomain", "properties.noderesourcegroup",
		"properties.diskencryptionsetid",
		"properties.networkprofile.networkplugin", "properties.networkprofile.networkpluginmode", "properties.networkprofile.networkpolicy",
		"properties.networkprofile.networkdataplane", "properties.networkprofile.podcidr", "properties.networkprofile.podcidrs",
		"properties.networkprofile.servicecidr", "properties.networkprofile.servicecidrs", "properties.networkprofile.dnsserviceip",
		"properties.networkprofile.ipfamilies", "properties.networkprofile.outboundtype", "properties.networkprofile.loadbalancersku",
		"properties.networkprofile.loadbalancerprofile.managedoutboundips", "properties.networkprofile.loadbalancerprofile.outboundips",
		"properties.networkprofile.loadbalancerprofile.outboundipprefixes", "properties.networkprofile.loadbalancerprofile.effectiveoutboundips",
		"properties.networkprofile.loadbalancerprofile.allocatedoutboundports", "properties.networkprofile.loadbalancerprofile.idletimeoutinminutes",
		"properties.networkprofile.loadbalancerprofile.backendpooltype", "properties.networkprofile.natgatewayprofile.effectiveoutboundips",
		"properties.networkprofile.natgatewayprofile.idletimeoutinminutes", "properties.networkprofile.natgatewayprofile.managedoutboundipprofile",
		"properties.apiserveraccessprofile.authorizedipranges", "properties.apiserveraccessprofile.enableprivatecluster",
		"properties.apiserveraccessprofile.privatednszone", "properties.apiserveraccessprofile.enableprivateclusterpublicfqdn",
		"properties.apiserveraccessprofile.enablevnetintegration", "properties.apiserveraccessprofile.subnetid",
		"properties.apiserveraccessprofile.disableruncommand",
		"properties.aadprofile", "properties.enablerbac", "properties.disablelocalaccounts", "properties.oidcissuerprofile",
		"properties.securityprofile.workloadidentity", "properties.securityprofile.defender.loganalyticsworkspaceresourceid",
		"properties.securityprofile.defender.securitymonitoring", "properties.securityprofile.imagecleaner",
		"properties.autoupgradeprofile.upgradechannel", "properties.autoupgradeprofile.nodeosupgradechannel",
		"properties.addonprofiles.omsagent.enabled", "properties.addonprofiles.omsagent.config.loganalyticsworkspaceresourceid",
		"properties.addonprofiles.omsagent.config.useaadauth", "properties.addonprofiles.azurepolicy.enabled",
		"properties.addonprofiles.azurekeyvaultsecretsprovider.enabled", "properties.addonprofiles.azurekeyvaultsecretsprovider.config.enablesecretrotation",
		"properties.addonprofiles.azurekeyvaultsecretsprovider.config.rotationpollinterval",
		"properties.addonprofiles.*.identity",
		"properties.azuremonitorprofile.metrics", "properties.ingressprofile.webapprouting.enabled", "properties.ingressprofile.webapprouting.identity",
		"properties.ingressprofile.webapprouting.dnszoneresourceids", "properties.ingressprofile.webapprouting.nginx.defaultingresscontrollertype",
		"properties.servicemeshprofile.mode", "properties.servicemeshprofile.istio.revisions", "properties.servicemeshprofile.istio.components.ingressgateways",
		"properties.metricsprofile.costanalysis",
		"properties.workloadautoscalerprofile.keda.enabled", "properties.workloadautoscalerprofile.verticalpodautoscaler.enabled",
		"properties.storageprofile.blobcsidriver.enabled", "properties.storageprofile.diskcsidriver.enabled",
		"properties.storageprofile.filecsidriver.enabled", "properties.storageprofile.snapshotcontroller.enabled",
		"properties.httpproxyconfig.httpproxy", "properties.httpproxyconfig.httpsproxy", "properties.httpproxyconfig.noproxy", "properties.httpproxyconfig.trustedca",
		"properties.bootstrapprofile.artifactsource", "properties.bootstrapprofile.containerregistryid",
		"properties.nodeprovisioningprofile.mode", "properties.nodeprovisioningprofile.defaultnodepools",
		"properties.linuxprofile", "properties.windowsprofile.adminusername", "properties.windowsprofile.licensetype",
	}

	poolMembers = []string{
		"id", "name", "type", "etag", "properties.etag", "properties.provisioningstate", "properties.currentorchestratorversion",
		"properties.nodeimageversion", "properties.orchestratorversion", "properties.status", "properties.count", "properties.mincount", "properties.maxcount",
		"properties.enableautoscaling", "properties.mode", "properties.vmsize", "properties.availabilityzones", "properties.vnetsubnetid",
		"properties.podsubnetid", "properties.maxpods", "properties.ostype", "properties.ossku",
		"properties.osdisktype", "properties.osdisksizegb", "properties.kubeletdisktype", "properties.nodelabels", "properties.nodetaints",
		"properties.tags", "properties.enablenodepublicip", "properties.nodepublicipprefixid", "properties.enableencryptionathost",
		"properties.enablefips", "properties.enableultrassd",
		"properties.scalesetpriority", "properties.scalesetevictionpolicy", "properties.spotmaxprice",
		"properties.scaledownmode", "properties.gpuprofile.driver", "properties.proximityplacementgroupid",
		"properties.capacityreservationgroupid", "properties.creationdata.sourceresourceid",
		"properties.windowsprofile.disableoutboundnat", "properties.powerstate",
		"properties.upgradesettings.maxsurge", "properties.upgradesettings.maxunavailable", "properties.upgradesettings.draintimeoutinminutes",
		"properties.upgradesettings.nodesoakdurationinminutes", "properties.upgradesettings.undrainablenodebehavior",
	}
)

// ClusterConflicts are the members of a cluster's overlay that it may not touch, sorted.
func (o Overlay) ClusterConflicts() []string { return o.conflicts(clusterMembers) }

// PoolConflicts are the members of a pool's overlay that it may not touch, sorted.
func (o Overlay) PoolConflicts() []string { return o.conflicts(poolMembers) }

// conflicts: a member is in the way of another one above it, below it or at its place.
func (o Overlay) conflicts(members []string) []string {
	var found []string
	leaves(o.body, nil, func(path []string, value any) {
		if inner, ok := value.(map[string]any); ok && len(inner) == 0 {
			return // an empty object says nothing
		}
		if slices.ContainsFunc(members, func(member string) bool { return overlaps(strings.Split(member, "."), path) }) {
			found = append(found, strings.Join(path, "."))
		}
	})
	slices.Sort(found)
	return found
}

func overlaps(member, path []string) bool {
	for i := range min(len(member), len(path)) {
		if member[i] != "*" && !strings.EqualFold(member[i], path[i]) {
			return false
		}
	}
	return true
}
