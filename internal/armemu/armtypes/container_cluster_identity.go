package armtypes

import "strings"

const kubeletIdentityPath = "properties.identityProfile.kubeletidentity.resourceId"

// identityIDs gives the ids of the user-assigned identities of a cluster's body.
func identityIDs(body Object) []string {
	var ids []string
	for id := range body.Obj("identity.userAssignedIdentities") {
		ids = append(ids, id)
	}
	return ids
}

func isSystemAssigned(body Object) bool {
	return strings.Contains(strings.ToLower(body.Str("identity.type")), "systemassigned")
}

// identity: a managed identity that exists, or a service principal (aks-facts.md 5).
func (c *clusterCheck) identity() *Error {
	kind, ids := c.body.Str("identity.type"), identityIDs(c.body)
	switch {
	case kind != "" && !oneOf(kind, "SystemAssigned", "UserAssigned", "None"):
		return errParameter("identity.type", "%s is not one of SystemAssigned, UserAssigned, None.", kind)
	case !isManagedIdentity(c.body) && c.body.Str(principalClientPath) == "":
		return errParameter("servicePrincipalProfile", "A cluster needs a managed identity or a service principal.")
	case !isManagedIdentity(c.body) && c.prev == nil && c.body.Str(principalSecretPath) == "":
		return errParameter("servicePrincipalProfile.secret", "The secret of the service principal is missing.")
	case oneOf(kind, "UserAssigned") && len(ids) != 1:
		return errParameter("identity.userAssignedIdentities", "Exactly one user assigned identity is allowed, %d are given.", len(ids))
	}
	for _, id := range append(ids, c.body.Str(kubeletIdentityPath)) {
		if id == "" {
			continue
		}
		if d, ok := c.Get(id); !ok || d.Type.Name != userAssignedIdentityType {
			return Invalid("FailedIdentityOperation", "Identity operation for resource '%s' failed with error 'Failed to perform resource identity operation. "+
				"Status: 'NotFound'. The identity %s was not found.'.", c.id, id).At("identity")
		}
	}
	return nil
}

// kubeletIdentity: a kubelet identity of one's own needs a control plane identity that may assign it.
func (c *clusterCheck) kubeletIdentity() *Error {
	if c.sent.Str(kubeletIdentityPath) == "" || c.prev != nil && !changed(c.prev, c.body, kubeletIdentityPath) {
		return nil
	}
	if !oneOf(c.body.Str("identity.type"), "UserAssigned") {
		return Invalid("CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster", "A custom kubelet identity is only supported on clusters with a user assigned identity.").At("identityProfile.kubeletidentity")
	}
	return nil
}

// nodeGroup: the node resource group is AKS's own to make.
func (c *clusterCheck) nodeGroup() *Error {
	name := c.body.Str(nodeGroupPath)
	switch {
	case c.prev != nil:
		return nil
	case len(name) > 80:
		return errParameter("nodeResourceGroup", "The length of the node resource group name %s is %d; the maximum is 80.", name, len(name))
	case !groupName.MatchString(name):
		return errParameter("nodeResourceGroup", "%s is no name of a resource group.", name)
	case strings.EqualFold(name, c.id.Group):
		return Invalid("NodeResourceGroupSameAsResourceGroup", "The node resource group cannot be the resource group %s of the cluster.", c.id.Group).At("nodeResourceGroup")
	}
	if _, exists := c.Get("/subscriptions/" + c.id.Subscription + "/resourceGroups/" + name); exists {
		return Invalid("NodeResourceGroupAlreadyExists", "The node resource group %s already exists.", name).At("nodeResourceGroup")
	}
	return nil
}

// privateZone: aks-facts.md 1.4, 5, 7.
func (c *clusterCheck) privateZone() *Error {
	const path = "properties.apiServerAccessProfile.privateDNSZone"
	zone := c.body.Str(path)
	if !c.private() || zone == "" || strings.EqualFold(zone, "system") {
		return nil
	}
	if strings.EqualFold(zone, "none") {
		if !c.body.Bool("properties.apiServerAccessProfile.enablePrivateClusterPublicFQDN") {
			return Invalid("NonePrivateDNSZonePublicFQDNDisabledError", "The public FQDN cannot be disabled when the private DNS zone is none.").At(path)
		}
		return nil
	}
	id, err := ParseID(zone)
	switch {
	case err != nil || !id.IsType("Microsoft.Network/privateDnsZones"):
		return errParameter("apiServerAccessProfile.privateDNSZone", "%s is not system, none or the id of a private DNS zone.", zone)
	case !strings.HasSuffix(strings.ToLower(id.Name()), "privatelink."+serverDomain(c.body.Str("location"))) && !c.integrated():
		return errParameter("apiServerAccessProfile.privateDNSZone", "The zone must be named privatelink.<region>.%s, or a sub zone of it; it is %s.", cloudOf(c.body.Str("location")).kubernetes, id.Name())
	case isSystemAssigned(c.body):
		return Invalid("SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone", "A custom private DNS zone needs a user assigned identity.").At(path)
	}
	return nil
}
