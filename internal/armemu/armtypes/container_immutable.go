package armtypes

import (
	"net/netip"
	"reflect"
	"regexp"
	"strings"
)

// dnsPrefixForm: aks-facts.md 3.5.
var dnsPrefixForm = regexp.MustCompile(`^[a-zA-Z\d]$|^[a-zA-Z\d][-a-zA-Z\d]{0,52}[a-zA-Z\d]$`)

// clusterForLife are the properties of a cluster that never change (aks-facts.md 1.2; azurerm's ForceNew list). Words are compared
// without case.
var clusterForLife = []string{
	"dnsPrefix", "fqdnSubdomain", "nodeResourceGroup", "enableRBAC", "diskEncryptionSetID", "linuxProfile.adminUsername", "windowsProfile.adminUsername",
	"networkProfile.serviceCidr", "networkProfile.serviceCidrs", "networkProfile.dnsServiceIP", "networkProfile.loadBalancerSku",
}

// poolForLife are those of a pool.
var poolForLife = []string{
	"vmSize", "osDiskSizeGB", "osDiskType", "kubeletDiskType", "maxPods", "osType", "type", "vnetSubnetID", "podSubnetID", "availabilityZones", "scaleSetPriority",
	"enableNodePublicIP", "nodePublicIPPrefixID", "enableEncryptionAtHost", "enableUltraSSD", "proximityPlacementGroupID", "hostGroupID", "gpuInstanceProfile",
}

// errChanged has the code and the words of public threads.
func errChanged(path string) *Error {
	return Invalid("PropertyChangeNotAllowed", "Changing property '%s' is not allowed.", path).At(path)
}

// changed tells whether a value differs from the one before, words without case. What was never set may still come.
func changed(prev, body Object, path string) bool {
	before, after := prev.Get(path), body.Get(path)
	if before == nil || before == "" || reflect.DeepEqual(before, after) {
		return false
	}
	one, isText := before.(string)
	two, _ := after.(string)
	return !isText || !strings.EqualFold(one, two)
}

func (c *clusterCheck) immutable() *Error {
	if c.prev == nil {
		return nil
	}
	for _, path := range clusterForLife {
		if changed(c.prev, c.body, "properties."+path) {
			return errChanged("properties." + path)
		}
	}
	for _, refusal := range []*Error{c.pluginChange(), c.podRangeChange(), c.privacyChange(), c.identityChange(), c.principalChange()} {
		if refusal != nil {
			return refusal
		}
	}
	return nil
}

// pluginChange: kubenet and node subnet mode can become overlay, and nothing can come back (aks-facts.md 1.2, UPCNI).
func (c *clusterCheck) pluginChange() *Error {
	const plugin, mode, plane = "properties.networkProfile.networkPlugin", "properties.networkProfile.networkPluginMode", "properties.networkProfile.networkDataplane"
	toOverlay := c.plugin("azure") && strings.EqualFold(c.body.Str(mode), "overlay")
	switch {
	case changed(c.prev, c.body, plugin) && !(strings.EqualFold(c.prev.Str(plugin), "kubenet") && toOverlay):
		return errChanged(plugin)
	case changed(c.prev, c.body, mode):
		return errChanged(mode)
	case strings.EqualFold(c.prev.Str(plane), "cilium") && changed(c.prev, c.body, plane):
		return errChanged(plane)
	}
	return nil
}

// podRangeChange: overlay's range may grow to a superset on clusters of Linux pools (PEXP).
func (c *clusterCheck) podRangeChange() *Error {
	const path = "properties.networkProfile.podCidr"
	if !changed(c.prev, c.body, path) || strings.EqualFold(c.prev.Str("properties.networkProfile.networkPlugin"), "kubenet") && c.plugin("azure") {
		return nil
	}
	before, errBefore := netip.ParsePrefix(c.prev.Str(path))
	after, errAfter := netip.ParsePrefix(c.body.Str(path))
	grows := errBefore == nil && errAfter == nil && covered(before, []netip.Prefix{after}) && strings.EqualFold(c.network("networkPluginMode"), "overlay")
	for _, pool := range c.pools {
		grows = grows && !isWindows(pool)
	}
	if grows {
		return nil
	}
	return errChanged(path)
}

// privacyChange: only VNet integration can switch between private and public, and it is for good.
func (c *clusterCheck) privacyChange() *Error {
	const profile = "properties.apiServerAccessProfile."
	was, is := c.prev.Bool(profile+"enablePrivateCluster"), c.private()
	switch {
	case c.prev.Bool(profile+"enableVnetIntegration") && !c.integrated():
		return errChanged(profile + "enableVnetIntegration")
	case was != is && !c.integrated():
		return errChanged(profile + "enablePrivateCluster")
	case was && changed(c.prev, c.body, profile+"privateDNSZone"):
		return errChanged(profile + "privateDNSZone")
	}
	return nil
}

// identityChange: a managed identity never becomes a service principal again.
func (c *clusterCheck) identityChange() *Error {
	if isManagedIdentity(c.prev) && !isManagedIdentity(c.body) {
		return errChanged("identity.type")
	}
	return nil
}
