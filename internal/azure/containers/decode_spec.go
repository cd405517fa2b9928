package containers

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// clusterSpec is what is live in the words of a specification.
func clusterSpec(cluster armcontainerservice.ManagedCluster, p *armcontainerservice.ManagedClusterProperties) ClusterSpec {
	s := ClusterSpec{
		Location: value(cluster.Location), Version: p.KubernetesVersion, SupportPlan: asText(p.SupportPlan),
		DNSPrefix: p.DNSPrefix, FQDNSubdomain: p.FqdnSubdomain, NodeResourceGroup: p.NodeResourceGroup, DiskEncryptionSetID: p.DiskEncryptionSetID,
		RBAC: p.EnableRBAC, LocalAccounts: not(p.DisableLocalAccounts),
		Network: networkSpec(p.NetworkProfile), Identity: identitySpec(cluster.Identity, p), APIServer: apiServerSpec(p),
		AddOns: addOnsSpec(p), Autoscaler: autoscalerSpec(p.AutoScalerProfile), HTTPProxy: proxySpec(p.HTTPProxyConfig),
	}
	if k := cluster.SKU; k != nil {
		s.SKU, s.Tier = asText(k.Name), asText(k.Tier)
	}
	if g := p.NodeResourceGroupProfile; g != nil {
		s.NodeResourceGroupRestriction = asText(g.RestrictionLevel)
	}
	if a := p.AADProfile; a != nil {
		s.Entra = &EntraSpec{TenantID: a.TenantID, AdminGroupIDs: plain(a.AdminGroupObjectIDs), AzureRBAC: a.EnableAzureRBAC}
	}
	if o := p.OidcIssuerProfile; o != nil {
		s.OIDCIssuer = o.Enabled
	}
	if c := p.SecurityProfile; c != nil && c.WorkloadIdentity != nil {
		s.WorkloadIdentity = c.WorkloadIdentity.Enabled
	}
	if u := p.AutoUpgradeProfile; u != nil {
		s.UpgradeChannel, s.NodeOSUpgradeChannel = asText(u.UpgradeChannel), asText(u.NodeOSUpgradeChannel)
	}
	if w := p.WorkloadAutoScalerProfile; w != nil {
		if w.Keda != nil {
			s.WorkloadAutoscaler.KEDA = w.Keda.Enabled
		}
		if w.VerticalPodAutoscaler != nil {
			s.WorkloadAutoscaler.VerticalPod = w.VerticalPodAutoscaler.Enabled
		}
	}
	s.Storage = storageSpec(p.StorageProfile)
	if b := p.BootstrapProfile; b != nil {
		s.Bootstrap = &BootstrapSpec{ArtifactSource: string(value(b.ArtifactSource)), RegistryID: b.ContainerRegistryID}
	}
	if n := p.NodeProvisioningProfile; n != nil {
		s.NodeProvisioning = &NodeProvisioningSpec{Mode: string(value(n.Mode)), DefaultNodePools: asText(n.DefaultNodePools)}
	}
	if l := p.LinuxProfile; l != nil {
		s.Linux = &LinuxSpec{AdminUsername: value(l.AdminUsername)}
		if l.SSH != nil {
			for _, key := range l.SSH.PublicKeys {
				if key != nil {
					s.Linux.SSHPublicKeys = append(s.Linux.SSHPublicKeys, value(key.KeyData))
				}
			}
		}
	}
	if w := p.WindowsProfile; w != nil {
		s.Windows = &WindowsSpec{AdminUsername: value(w.AdminUsername), LicenseType: asText(w.LicenseType)}
	}
	if p.PowerState != nil && p.PowerState.Code != nil {
		s.Running = to.Ptr(*p.PowerState.Code == armcontainerservice.CodeRunning)
	}
	return s
}

// noPrincipal is the client ID that AKS shows for a cluster with a managed identity.
const noPrincipal = "msi"

func identitySpec(i *armcontainerservice.ManagedClusterIdentity, p *armcontainerservice.ManagedClusterProperties) IdentitySpec {
	var s IdentitySpec
	switch {
	case i != nil && i.Type != nil && *i.Type != armcontainerservice.ResourceIdentityTypeNone:
		s.Kind = string(*i.Type)
		for text := range i.UserAssignedIdentities {
			if id, err := armid.Parse(text); err == nil {
				s.UserAssigned = append(s.UserAssigned, id)
			}
		}
		sortIDs(s.UserAssigned)
	case p.ServicePrincipalProfile != nil && value(p.ServicePrincipalProfile.ClientID) != noPrincipal:
		s.Kind = IdentityServicePrincipal
		s.ServicePrincipal = &ServicePrincipal{ClientID: value(p.ServicePrincipalProfile.ClientID)}
	}
	for name, identity := range p.IdentityProfile {
		if name != "kubeletidentity" || identity == nil {
			continue
		}
		if id, err := armid.Parse(value(identity.ResourceID)); err == nil {
			s.Kubelet = &KubeletIdentity{ID: id, ClientID: value(identity.ClientID), ObjectID: value(identity.ObjectID)}
		}
	}
	return s
}

func apiServerSpec(p *armcontainerservice.ManagedClusterProperties) APIServerSpec {
	s := APIServerSpec{PublicNetworkAccess: asText(p.PublicNetworkAccess)}
	if a := p.APIServerAccessProfile; a != nil {
		s.AuthorizedRanges = plain(a.AuthorizedIPRanges)
		s.Private, s.PrivateDNSZone, s.PublicFQDN = a.EnablePrivateCluster, a.PrivateDNSZone, a.EnablePrivateClusterPublicFQDN
		s.VNetIntegration, s.SubnetID, s.RunCommand = a.EnableVnetIntegration, a.SubnetID, not(a.DisableRunCommand)
	}
	return s
}

func networkSpec(p *armcontainerservice.NetworkProfile) NetworkSpec {
	if p == nil {
		return NetworkSpec{}
	}
	s := NetworkSpec{
		Plugin: asText(p.NetworkPlugin), PluginMode: asText(p.NetworkPluginMode), Policy: asText(p.NetworkPolicy), DataPlane: asText(p.NetworkDataplane),
		PodCIDRs: either(p.PodCidrs, p.PodCidr), ServiceCIDRs: either(p.ServiceCidrs, p.ServiceCidr), DNSServiceIP: p.DNSServiceIP,
		OutboundType: asText(p.OutboundType), LoadBalancerSKU: asText(p.LoadBalancerSKU),
	}
	for _, family := range p.IPFamilies {
		s.IPFamilies = append(s.IPFamilies, string(value(family)))
	}
	if b := p.LoadBalancerProfile; b != nil {
		s.LoadBalancer = &LoadBalancerSpec{AllocatedPorts: b.AllocatedOutboundPorts, IdleTimeoutMinutes: b.IdleTimeoutInMinutes, BackendPoolType: asText(b.BackendPoolType)}
		if m := b.ManagedOutboundIPs; m != nil {
			s.LoadBalancer.ManagedIPs, s.LoadBalancer.ManagedIPv6s = m.Count, m.CountIPv6
		}
		if o := b.OutboundIPs; o != nil {
			s.LoadBalancer.IPIDs = referenced(o.PublicIPs)
		}
		if o := b.OutboundIPPrefixes; o != nil {
			s.LoadBalancer.PrefixIDs = referenced(o.PublicIPPrefixes)
		}
	}
	if g := p.NatGatewayProfile; g != nil {
		s.NATGateway = &NATGatewaySpec{IdleTimeoutMinutes: g.IdleTimeoutInMinutes}
		if g.ManagedOutboundIPProfile != nil {
			s.NATGateway.ManagedIPs = g.ManagedOutboundIPProfile.Count
		}
	}
	if a := p.AdvancedNetworking; a != nil && value(a.Enabled) {
		s.Advanced = &AdvancedNetworkingSpec{}
		if a.Observability != nil {
			s.Advanced.Observability = a.Observability.Enabled
		}
		if a.Security != nil {
			s.Advanced.Security, s.Advanced.NetworkPolicies = a.Security.Enabled, asText(a.Security.AdvancedNetworkPolicies)
		}
	}
	if g := p.StaticEgressGatewayProfile; g != nil {
		s.StaticEgressGateway = g.Enabled
	}
	return s
}

func storageSpec(p *armcontainerservice.ManagedClusterStorageProfile) StorageSpec {
	var s StorageSpec
	if p == nil {
		return s
	}
	if p.BlobCSIDriver != nil {
		s.BlobDriver = p.BlobCSIDriver.Enabled
	}
	if p.DiskCSIDriver != nil {
		s.DiskDriver = p.DiskCSIDriver.Enabled
	}
	if p.FileCSIDriver != nil {
		s.FileDriver = p.FileCSIDriver.Enabled
	}
	if p.SnapshotController != nil {
		s.SnapshotController = p.SnapshotController.Enabled
	}
	return s
}

func proxySpec(p *armcontainerservice.ManagedClusterHTTPProxyConfig) *HTTPProxySpec {
	if p == nil || p.HTTPProxy == nil && p.HTTPSProxy == nil {
		return nil
	}
	return &HTTPProxySpec{HTTP: p.HTTPProxy, HTTPS: p.HTTPSProxy, NoProxy: plain(p.NoProxy), TrustedCA: p.TrustedCa}
}

func autoscalerSpec(p *armcontainerservice.ManagedClusterPropertiesAutoScalerProfile) *AutoscalerSpec {
	if p == nil {
		return nil
	}
	return &AutoscalerSpec{
		BalanceSimilarNodeGroups:          p.BalanceSimilarNodeGroups,
		DaemonSetEvictionForEmptyNodes:    p.DaemonsetEvictionForEmptyNodes,
		DaemonSetEvictionForOccupiedNodes: p.DaemonsetEvictionForOccupiedNodes,
		Expander:                          asText(p.Expander),
		IgnoreDaemonSetsUtilization:       p.IgnoreDaemonsetsUtilization,
		MaxEmptyBulkDelete:                p.MaxEmptyBulkDelete,
		MaxGracefulTerminationSec:         p.MaxGracefulTerminationSec,
		MaxNodeProvisionTime:              p.MaxNodeProvisionTime,
		MaxTotalUnreadyPercentage:         p.MaxTotalUnreadyPercentage,
		NewPodScaleUpDelay:                p.NewPodScaleUpDelay,
		OkTotalUnreadyCount:               p.OkTotalUnreadyCount,
		ScaleDownDelayAfterAdd:            p.ScaleDownDelayAfterAdd,
		ScaleDownDelayAfterDelete:         p.ScaleDownDelayAfterDelete,
		ScaleDownDelayAfterFailure:        p.ScaleDownDelayAfterFailure,
		ScaleDownUnneeded:                 p.ScaleDownUnneededTime,
		ScaleDownUnready:                  p.ScaleDownUnreadyTime,
		ScaleDownUtilizationThreshold:     p.ScaleDownUtilizationThreshold,
		ScanInterval:                      p.ScanInterval,
		SkipNodesWithLocalStorage:         p.SkipNodesWithLocalStorage,
		SkipNodesWithSystemPods:           p.SkipNodesWithSystemPods,
	}
}
