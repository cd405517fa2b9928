package containers

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	sdk "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

func networkProfile(s NetworkSpec) *sdk.NetworkProfile {
	profile := &sdk.NetworkProfile{
		NetworkPlugin:     as[sdk.NetworkPlugin](s.Plugin),
		NetworkPluginMode: as[sdk.NetworkPluginMode](s.PluginMode),
		NetworkPolicy:     as[sdk.NetworkPolicy](s.Policy),
		NetworkDataplane:  as[sdk.NetworkDataplane](s.DataPlane),
		DNSServiceIP:      s.DNSServiceIP,
		OutboundType:      as[sdk.OutboundType](s.OutboundType),
		LoadBalancerSKU:   as[sdk.LoadBalancerSKU](s.LoadBalancerSKU),

		LoadBalancerProfile:        loadBalancerProfile(s.LoadBalancer),
		NatGatewayProfile:          natGatewayProfile(s.NATGateway),
		StaticEgressGatewayProfile: &sdk.ManagedClusterStaticEgressGatewayProfile{Enabled: s.StaticEgressGateway},
	}
	// Azure shows a range both alone and in the list, and wants the two to agree.
	profile.PodCidr, profile.PodCidrs = ranges(s.PodCIDRs)
	profile.ServiceCidr, profile.ServiceCidrs = ranges(s.ServiceCIDRs)
	for _, family := range s.IPFamilies {
		profile.IPFamilies = append(profile.IPFamilies, to.Ptr(sdk.IPFamily(family)))
	}
	if a := s.Advanced; a != nil {
		profile.AdvancedNetworking = &sdk.AdvancedNetworking{
			Enabled:       to.Ptr(true),
			Observability: &sdk.AdvancedNetworkingObservability{Enabled: a.Observability},
			Security: &sdk.AdvancedNetworkingSecurity{
				Enabled: a.Security, AdvancedNetworkPolicies: as[sdk.AdvancedNetworkPolicies](a.NetworkPolicies),
			},
		}
	}
	return profile
}

func ranges(list []string) (first *string, all []*string) {
	if len(list) == 0 {
		return nil, nil
	}
	return to.Ptr(list[0]), texts(list)
}

func loadBalancerProfile(s *LoadBalancerSpec) *sdk.ManagedClusterLoadBalancerProfile {
	if s == nil {
		return nil
	}
	profile := &sdk.ManagedClusterLoadBalancerProfile{
		AllocatedOutboundPorts: s.AllocatedPorts, IdleTimeoutInMinutes: s.IdleTimeoutMinutes, BackendPoolType: as[sdk.BackendPoolType](s.BackendPoolType),
		ManagedOutboundIPs: &sdk.ManagedClusterLoadBalancerProfileManagedOutboundIPs{Count: s.ManagedIPs, CountIPv6: s.ManagedIPv6s},
	}
	if len(s.IPIDs) > 0 {
		profile.OutboundIPs = &sdk.ManagedClusterLoadBalancerProfileOutboundIPs{PublicIPs: references(s.IPIDs)}
	}
	if len(s.PrefixIDs) > 0 {
		profile.OutboundIPPrefixes = &sdk.ManagedClusterLoadBalancerProfileOutboundIPPrefixes{PublicIPPrefixes: references(s.PrefixIDs)}
	}
	return profile
}

func references(ids []string) []*sdk.ResourceReference {
	var list []*sdk.ResourceReference
	for _, id := range ids {
		list = append(list, &sdk.ResourceReference{ID: to.Ptr(id)})
	}
	return list
}

func natGatewayProfile(s *NATGatewaySpec) *sdk.ManagedClusterNATGatewayProfile {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterNATGatewayProfile{
		IdleTimeoutInMinutes: s.IdleTimeoutMinutes, ManagedOutboundIPProfile: &sdk.ManagedClusterManagedOutboundIPProfile{Count: s.ManagedIPs},
	}
}
