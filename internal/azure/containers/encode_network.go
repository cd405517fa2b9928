package containers

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

func networkProfile(s NetworkSpec) *armcontainerservice.NetworkProfile {
	profile := &armcontainerservice.NetworkProfile{
		NetworkPlugin:     as[armcontainerservice.NetworkPlugin](s.Plugin),
		NetworkPluginMode: as[armcontainerservice.NetworkPluginMode](s.PluginMode),
		NetworkPolicy:     as[armcontainerservice.NetworkPolicy](s.Policy),
		NetworkDataplane:  as[armcontainerservice.NetworkDataplane](s.DataPlane),
		DNSServiceIP:      s.DNSServiceIP,
		OutboundType:      as[armcontainerservice.OutboundType](s.OutboundType),
		LoadBalancerSKU:   as[armcontainerservice.LoadBalancerSKU](s.LoadBalancerSKU),

		LoadBalancerProfile:        loadBalancerProfile(s.LoadBalancer),
		NatGatewayProfile:          natGatewayProfile(s.NATGateway),
		StaticEgressGatewayProfile: &armcontainerservice.ManagedClusterStaticEgressGatewayProfile{Enabled: s.StaticEgressGateway},
	}
	// Azure shows a range both alone and in the list, and wants the two to agree.
	profile.PodCidr, profile.PodCidrs = ranges(s.PodCIDRs)
	profile.ServiceCidr, profile.ServiceCidrs = ranges(s.ServiceCIDRs)
	for _, family := range s.IPFamilies {
		profile.IPFamilies = append(profile.IPFamilies, to.Ptr(armcontainerservice.IPFamily(family)))
	}
	if a := s.Advanced; a != nil {
		profile.AdvancedNetworking = &armcontainerservice.AdvancedNetworking{
			Enabled:       to.Ptr(true),
			Observability: &armcontainerservice.AdvancedNetworkingObservability{Enabled: a.Observability},
			Security: &armcontainerservice.AdvancedNetworkingSecurity{
				Enabled: a.Security, AdvancedNetworkPolicies: as[armcontainerservice.AdvancedNetworkPolicies](a.NetworkPolicies),
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

func loadBalancerProfile(s *LoadBalancerSpec) *armcontainerservice.ManagedClusterLoadBalancerProfile {
	if s == nil {
		return nil
	}
	profile := &armcontainerservice.ManagedClusterLoadBalancerProfile{
		AllocatedOutboundPorts: s.AllocatedPorts, IdleTimeoutInMinutes: s.IdleTimeoutMinutes, BackendPoolType: as[armcontainerservice.BackendPoolType](s.BackendPoolType),
		ManagedOutboundIPs: &armcontainerservice.ManagedClusterLoadBalancerProfileManagedOutboundIPs{Count: s.ManagedIPs, CountIPv6: s.ManagedIPv6s},
	}
	if len(s.IPIDs) > 0 {
		profile.OutboundIPs = &armcontainerservice.ManagedClusterLoadBalancerProfileOutboundIPs{PublicIPs: references(s.IPIDs)}
	}
	if len(s.PrefixIDs) > 0 {
		profile.OutboundIPPrefixes = &armcontainerservice.ManagedClusterLoadBalancerProfileOutboundIPPrefixes{PublicIPPrefixes: references(s.PrefixIDs)}
	}
	return profile
}

func references(ids []string) []*armcontainerservice.ResourceReference {
	var list []*armcontainerservice.ResourceReference
	for _, id := range ids {
		list = append(list, &armcontainerservice.ResourceReference{ID: to.Ptr(id)})
	}
	return list
}

func natGatewayProfile(s *NATGatewaySpec) *armcontainerservice.ManagedClusterNATGatewayProfile {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterNATGatewayProfile{
		IdleTimeoutInMinutes: s.IdleTimeoutMinutes, ManagedOutboundIPProfile: &armcontainerservice.ManagedClusterManagedOutboundIPProfile{Count: s.ManagedIPs},
	}
}
