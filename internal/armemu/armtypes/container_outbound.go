package armtypes

import (
	"net/http"
	"strings"
)

// outboundTypes are those of the stable API 2026-04-01 (aks-facts.md 1.1).
var outboundTypes = []string{"loadBalancer", "userDefinedRouting", "managedNATGateway", "userAssignedNATGateway", "none"}

// migrations are the changes of outbound type that AKS makes in place, by mode of the network (aks-facts.md 1.2). Where its sources disagree
// the change is refused.
var migrations = map[bool]map[string][]string{
	true: { // a network of the user
		"loadbalancer":           {"userAssignedNATGateway", "userDefinedRouting", "none"},
		"userassignednatgateway": {"loadBalancer", "userDefinedRouting", "none"},
		"userdefinedrouting":     {"loadBalancer", "userAssignedNATGateway", "none"},
		"none":                   {"loadBalancer", "userAssignedNATGateway", "userDefinedRouting"},
	},
	false: { // a network that AKS made
		"loadbalancer":      {"managedNATGateway", "none"},
		"managednatgateway": {"none"},
		"none":              {"loadBalancer", "managedNATGateway"},
	},
}

// outboundType: which types go with which networks, profiles and pools.
func (c *clusterCheck) outboundType() *Error {
	kind := c.network("outboundType")
	switch {
	case !oneOf(kind, outboundTypes...):
		return Invalid("UnsupportedOutboundType", "The outbound type %s is not supported. Supported types are %s.", kind, strings.Join(outboundTypes, ", ")).At(outboundTypePath)
	case c.outbound("managedNATGateway") && c.ownNetwork():
		return Invalid("ManagedNATGatewayWithCustomVNetNotAllowed", "The outbound type managedNATGateway cannot be used with a custom virtual network.").At(outboundTypePath)
	case c.outbound("userAssignedNATGateway") && !c.ownNetwork():
		return Invalid("UserAssignedNATGatewayWithManagedVNetNotAllowed", "The outbound type userAssignedNATGateway needs a custom virtual network.").At(outboundTypePath)
	case c.outbound("userDefinedRouting") && !c.ownNetwork():
		return errParameter(outboundTypePath, "The outbound type userDefinedRouting needs agent pools with vnetSubnetID.")
	}
	return nil
}

// outboundChange applies the matrix.
func (c *clusterCheck) outboundChange() *Error {
	before, after := c.prev.Str(outboundTypePath), c.network("outboundType")
	if c.prev == nil || strings.EqualFold(before, after) {
		return nil
	}
	switch {
	case strings.EqualFold(c.body.Str("properties.nodeProvisioningProfile.mode"), "Auto"):
		return errOutboundChange(before, after).With(Detail("NodeAutoProvisioning", "Clusters with node auto provisioning cannot change their outbound type."))
	case !oneOf(after, migrations[c.ownNetwork()][strings.ToLower(before)]...):
		return errOutboundChange(before, after)
	}
	return nil
}

func errOutboundChange(before, after string) *Error {
	return Errorf(http.StatusBadRequest, "UpdatingOutboundTypeNotAllowed", "Updating the outbound type from %s to %s is not allowed.", before, after).At(outboundTypePath)
}

// balancer: the SKU and the profile of the load balancer. AKS looks at what was sent, so a profile read back and sent again counts.
func (c *clusterCheck) balancer() *Error {
	sku, profile := c.network("loadBalancerSku"), c.sent.Obj("properties.networkProfile.loadBalancerProfile")
	switch {
	case !oneOf(sku, "standard", "basic"):
		return errParameter("networkProfile.loadBalancerSku", "%s is not one of standard, basic.", sku)
	case oneOf(sku, "basic") && !c.outbound("loadBalancer"):
		return Invalid("UnexpectedLoadBalancerSkuForCurrentOutboundConfiguration", "The load balancer SKU basic does not go with the outbound type %s.", c.network("outboundType")).At("networkProfile.loadBalancerSku")
	case oneOf(sku, "basic") && c.prev == nil:
		return errParameter("networkProfile.loadBalancerSku", "Basic load balancers were retired on 2025-09-30.")
	case len(profile) > 0 && c.outbound("userDefinedRouting"):
		return Invalid("InvalidUserDefinedRoutingWithLoadBalancerProfile", "UserDefinedRouting and load balancer profile are mutually exclusive. Please refer to https://aka.ms/aks/udr for more details.").At("networkProfile.loadBalancerProfile")
	case len(profile) > 0 && c.outbound("userAssignedNATGateway"):
		return errParameter("networkProfile.loadBalancerProfile", "The outbound type userAssignedNATGateway and a load balancer profile are mutually exclusive.")
	}
	return c.profileCounts(profile)
}

// profileCounts: bounds of the profiles (aks-facts.md 1.1; azurerm's reference for the load balancer).
func (c *clusterCheck) profileCounts(profile Object) *Error {
	nat := c.body.Obj("properties.networkProfile.natGatewayProfile")
	for _, bound := range []struct {
		of     Object
		path   string
		lo, hi int
	}{
		{profile, "managedOutboundIPs.count", 1, 100},
		{profile, "allocatedOutboundPorts", 0, 64000},
		{profile, "idleTimeoutInMinutes", 4, 120},
		{nat, "managedOutboundIPProfile.count", 1, 16},
		{nat, "idleTimeoutInMinutes", 4, 120},
	} {
		if n, ok := bound.of.Int(bound.path); ok && (n < bound.lo || n > bound.hi) {
			return errParameter("networkProfile."+bound.path, "%d is not between %d and %d.", n, bound.lo, bound.hi)
		}
	}
	return nil
}
