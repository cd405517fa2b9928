package containers

import (
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// decodeCluster is the typed form of what ARM shows. The default pool is the one of the given name.
func decodeCluster(id armid.ID, object armclient.Object, defaultPool string) (ClusterLive, error) {
	var cluster armcontainerservice.ManagedCluster
	if err := decodable(object).Decode(&cluster); err != nil {
		return ClusterLive{}, err
	}
	properties := cluster.Properties
	if properties == nil {
		properties = &armcontainerservice.ManagedClusterProperties{}
	}
	live := ClusterLive{Spec: clusterSpec(cluster, properties), Pools: map[string]PoolLive{}, object: object, defaultPool: defaultPool}
	live.Spec.ID = id
	live.Spec.Tags = object.Tags()
	for _, inline := range object.Objects("properties", "agentPoolProfiles") {
		pool, err := decodePool(id.Child(poolCollection, inline.Name()), outlined(inline))
		if err != nil {
			return ClusterLive{}, err
		}
		live.Pools[strings.ToLower(inline.Name())] = pool
	}
	if pool, there := live.Pool(defaultPool); there {
		live.Spec.DefaultPool = pool.Spec
	}
	live.computed(cluster, properties)
	return live, nil
}

// decodable is a body in the form that the SDK's types read: without what no specification looks at, and with truth values where
// the autoscaler's profile, whose other members are all texts, has words for them.
func decodable(object armclient.Object) armclient.Object {
	body := maps.Clone(object.Body)
	delete(body, "systemData")
	profile := object.Map("properties", "autoScalerProfile")
	if profile == nil {
		return armclient.Object{Body: body}
	}
	fixed := maps.Clone(profile)
	for _, name := range []string{"daemonset-eviction-for-empty-nodes", "daemonset-eviction-for-occupied-nodes", "ignore-daemonsets-utilization"} {
		if text, ok := fixed[name].(string); ok {
			fixed[name] = strings.EqualFold(text, "true")
		}
	}
	properties := maps.Clone(object.Map("properties"))
	properties["autoScalerProfile"] = fixed
	body["properties"] = properties
	return armclient.Object{Body: body}
}

// outlined is a pool of the cluster's body in the form of a resource of its own.
func outlined(inline armclient.Object) armclient.Object {
	properties := maps.Clone(inline.Body)
	delete(properties, "name")
	return armclient.Object{Body: map[string]any{"name": inline.Name(), "properties": properties}, ETag: inline.ETag}
}

// Pool is the pool of a name, whatever its case.
func (c ClusterLive) Pool(name string) (PoolLive, bool) {
	pool, there := c.Pools[strings.ToLower(name)]
	return pool, there
}

// PoolNames are the names of all pools, sorted.
func (c ClusterLive) PoolNames() []string {
	names := []string{}
	for _, pool := range c.Pools {
		names = append(names, pool.Spec.Name())
	}
	slices.Sort(names)
	return names
}

func (c *ClusterLive) computed(cluster armcontainerservice.ManagedCluster, p *armcontainerservice.ManagedClusterProperties) {
	c.ProvisioningState = value(p.ProvisioningState)
	if p.PowerState != nil {
		c.PowerState = string(value(p.PowerState.Code))
	}
	c.CurrentVersion = value(p.CurrentKubernetesVersion)
	if c.CurrentVersion == "" && strings.Count(value(p.KubernetesVersion), ".") > 1 {
		c.CurrentVersion = value(p.KubernetesVersion)
	}
	c.FQDN, c.PrivateFQDN, c.PortalFQDN = value(p.Fqdn), value(p.PrivateFQDN), value(p.AzurePortalFQDN)
	c.NodeResourceGroup, c.ResourceUID = value(p.NodeResourceGroup), value(p.ResourceUID)
	if p.OidcIssuerProfile != nil {
		c.OIDCIssuerURL = value(p.OidcIssuerProfile.IssuerURL)
	}
	c.UserPrincipals = map[string]string{}
	if i := cluster.Identity; i != nil {
		c.PrincipalID, c.TenantID = value(i.PrincipalID), value(i.TenantID)
		for id, identity := range i.UserAssignedIdentities {
			if identity != nil {
				c.UserPrincipals[strings.ToLower(id)] = value(identity.PrincipalID)
			}
		}
	}
	for name, identity := range p.IdentityProfile {
		if identity != nil && strings.EqualFold(name, "kubeletidentity") {
			id, _ := armid.Parse(value(identity.ResourceID))
			c.Kubelet = KubeletIdentity{ID: id, ClientID: value(identity.ClientID), ObjectID: value(identity.ObjectID)}
		}
	}
	c.AddOnIdentities = map[string]AddOnIdentity{}
	for name, profile := range p.AddonProfiles {
		if profile != nil && profile.Identity != nil {
			c.AddOnIdentities[name] = AddOnIdentity{
				ID: value(profile.Identity.ResourceID), ClientID: value(profile.Identity.ClientID), ObjectID: value(profile.Identity.ObjectID),
			}
		}
	}
	c.OutboundIPs = outboundIPs(p.NetworkProfile)
	if p.Status != nil && p.Status.ProvisioningError != nil {
		c.LastError = strings.TrimPrefix(value(p.Status.ProvisioningError.Code)+": "+value(p.Status.ProvisioningError.Message), ": ")
	}
}

func outboundIPs(p *armcontainerservice.NetworkProfile) []string {
	ids := []string{}
	if p == nil {
		return ids
	}
	var all []*armcontainerservice.ResourceReference
	if p.LoadBalancerProfile != nil {
		all = append(all, p.LoadBalancerProfile.EffectiveOutboundIPs...)
	}
	if p.NatGatewayProfile != nil {
		all = append(all, p.NatGatewayProfile.EffectiveOutboundIPs...)
	}
	for _, reference := range all {
		if reference != nil && value(reference.ID) != "" {
			ids = append(ids, *reference.ID)
		}
	}
	slices.Sort(ids)
	return ids
}
