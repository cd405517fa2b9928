package armtypes

import (
	"strings"
)

// clusterCheck is a cluster as a write would make it, defaults included, for the checks of AKS.
type clusterCheck struct {
	View
	id ID
	// sent is the body before AKS's defaults, body with them, prev the stored one, nil on create.
	sent, body, prev Object
	// pools are those of body.
	pools []Object
	// only is the pool that is written alone, "" when the whole cluster is.
	only string
}

// newClusterCheck looks at a write of a cluster, or of one of its pools alone.
func newClusterCheck(w *Write, id ID, sent, prev Object, only string) *clusterCheck {
	c := &clusterCheck{View: w.View, id: id, sent: sent, body: sent.Clone(), prev: prev, only: only}
	clusterDefaults(id, c.body, prev)
	for _, pool := range c.body.Objs(agentPoolsPath) {
		agentPoolDefaults(pool, c.poolBefore(pool.Str("name")), c.body, strings.EqualFold(pool.Str("name"), only))
		c.pools = append(c.pools, pool)
	}
	return c
}

func (c *clusterCheck) poolBefore(name string) Object {
	for _, pool := range c.prev.Objs(agentPoolsPath) {
		if strings.EqualFold(pool.Str("name"), name) {
			return pool
		}
	}
	return nil
}

func (c *clusterCheck) network(member string) string {
	return c.body.Str("properties.networkProfile." + member)
}

func (c *clusterCheck) plugin(name string) bool {
	return strings.EqualFold(c.network("networkPlugin"), name)
}

func (c *clusterCheck) outbound(kind string) bool {
	return strings.EqualFold(c.network("outboundType"), kind)
}

func (c *clusterCheck) private() bool {
	return c.body.Bool("properties.apiServerAccessProfile.enablePrivateCluster")
}

func (c *clusterCheck) integrated() bool {
	return c.body.Bool("properties.apiServerAccessProfile.enableVnetIntegration")
}

// ownNetwork tells whether the nodes live in subnets of the user.
func (c *clusterCheck) ownNetwork() bool {
	for _, pool := range c.pools {
		if pool.Str("vnetSubnetID") != "" {
			return true
		}
	}
	return false
}

// validateCluster runs the checks in the order in which a mistake in one would make the later ones senseless. AKS answers the first.
func validateCluster(w *Write) []*Error {
	if w.Prev != nil {
		if refusal := refuseStopped(w.Prev); refusal != nil {
			return []*Error{refusal}
		}
	}
	c := newClusterCheck(w, w.ID, w.Body, w.Prev, "")
	for _, check := range []func() *Error{
		c.required, c.immutable, c.version, c.nodeGroup, c.identity, c.kubeletIdentity, c.features, c.plugins, c.outboundType, c.outboundChange,
		c.balancer, c.apiServer, c.privateZone, c.serviceRange, c.podRange, c.dnsService, c.systemPool, c.oneNetwork, c.permissions,
	} {
		if refusal := check(); refusal != nil {
			return []*Error{refusal}
		}
	}
	return nil
}

// errParameter is AKS's answer to a value that it does not like and has no code of its own for.
func errParameter(path, format string, args ...any) *Error {
	err := Invalid("InvalidParameter", "The value of parameter %s is invalid. Error details: "+format, append([]any{path}, args...)...)
	return err.At(path).Unsure()
}

// required: what a new cluster cannot do without. Words: Azure/AKS issues.
func (c *clusterCheck) required() *Error {
	switch {
	case len(c.pools) == 0:
		return Invalid("InvalidParameter", "Required parameter agentPoolProfiles is missing (null).").At("agentPoolProfiles").Unsure()
	case c.body.Str("properties.dnsPrefix") == "" && c.body.Str("properties.fqdnSubdomain") == "":
		return Invalid("InvalidParameter", "Required parameter dnsPrefix is missing (null).").At("dnsPrefix").Unsure()
	case c.body.Str("properties.fqdnSubdomain") != "" && !c.private():
		return errParameter("fqdnSubdomain", "It is allowed for private clusters with a custom private DNS zone only.")
	case c.body.Str("properties.dnsPrefix") != "" && !dnsPrefixForm.MatchString(c.body.Str("properties.dnsPrefix")):
		return errParameter("dnsPrefix", "A DNS prefix has 1 to 54 letters, digits and hyphens, and begins and ends with a letter or digit.")
	}
	return nil
}

// features: what hangs on a switch elsewhere in the body.
func (c *clusterCheck) features() *Error {
	oidc := c.body.Bool("properties.oidcIssuerProfile.enabled")
	lts := strings.EqualFold(c.body.Str("properties.supportPlan"), "AKSLongTermSupport")
	switch {
	case c.prev.Bool("properties.oidcIssuerProfile.enabled") && !oidc:
		return Invalid("OIDCIssuerCannotBeDisabled", "The OIDC issuer of managed cluster %s cannot be disabled once it is enabled.", c.id.Name()).At("oidcIssuerProfile.enabled")
	case c.body.Bool("properties.securityProfile.workloadIdentity.enabled") && !oidc:
		return errParameter("securityProfile.workloadIdentity", "Workload identity needs the OIDC issuer.")
	case c.body.Bool("properties.disableLocalAccounts") && c.body.Obj("properties.aadProfile") == nil:
		return errParameter("disableLocalAccounts", "Local accounts can be disabled on clusters with Microsoft Entra integration only.")
	case c.body.Bool("properties.aadProfile.enableAzureRBAC") && !c.body.Bool("properties.enableRBAC"):
		return errParameter("aadProfile.enableAzureRBAC", "Azure RBAC needs Kubernetes RBAC.")
	case lts && !strings.EqualFold(c.body.Str("sku.tier"), "Premium"):
		return errParameter("supportPlan", "The support plan AKSLongTermSupport needs the tier Premium.")
	case strings.EqualFold(c.body.Str("sku.tier"), "Premium") && !lts:
		return errParameter("sku.tier", "The tier Premium needs the support plan AKSLongTermSupport.")
	}
	return nil
}

// plugins: which network plugins go with which modes (aks-facts.md 1.1, 1.3, 7).
func (c *clusterCheck) plugins() *Error {
	overlay := strings.EqualFold(c.network("networkPluginMode"), "overlay")
	for path, words := range map[string][]string{
		"networkProfile.networkPlugin": {"azure", "kubenet", "none"}, "networkProfile.networkPolicy": {"none", "azure", "calico", "cilium"},
		"networkProfile.networkDataplane": {"azure", "cilium"},
	} {
		if v := c.body.Str("properties." + path); v != "" && !oneOf(v, words...) {
			return errParameter(path, "%s is not one of %s.", v, strings.Join(words, ", "))
		}
	}
	cilium := strings.EqualFold(c.network("networkDataplane"), "cilium")
	for _, pool := range c.pools {
		if isWindows(pool) && (c.plugin("kubenet") || cilium) {
			return errParameter("agentPoolProfiles.osType", "Windows agent pools need network plugin azure and the data plane azure.")
		}
	}
	switch {
	case overlay && !c.plugin("azure"):
		return errParameter("networkProfile.networkPluginMode", "The mode overlay needs the network plugin azure.")
	case cilium && !c.plugin("azure"):
		return errParameter("networkProfile.networkDataplane", "The data plane cilium needs the network plugin azure.")
	case strings.EqualFold(c.network("networkPolicy"), "cilium") && !cilium:
		return errParameter("networkProfile.networkPolicy", "The policy cilium needs the data plane cilium.")
	case strings.EqualFold(c.body.Str("properties.nodeProvisioningProfile.mode"), "Auto") && (c.plugin("kubenet") || !isManagedIdentity(c.body)):
		return errParameter("nodeProvisioningProfile.mode", "Node auto provisioning needs the network plugin azure and a managed identity.")
	}
	return nil
}

func oneOf(word string, words ...string) bool {
	for _, w := range words {
		if strings.EqualFold(word, w) {
			return true
		}
	}
	return false
}
