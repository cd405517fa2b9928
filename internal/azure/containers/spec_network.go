package containers

// NetworkSpec is the network profile. Plugin and mode are always sent together: AKS changed its defaults over the years
// (aks-facts.md 1.1).
type NetworkSpec struct {
	Plugin       *string // azure, kubenet, none
	PluginMode   *string // overlay
	Policy       *string // azure, calico, cilium, none
	DataPlane    *string // azure, cilium
	PodCIDRs     []string
	ServiceCIDRs []string
	DNSServiceIP *string
	IPFamilies   []string // IPv4, IPv6

	OutboundType    *string // see the Outbound constants
	LoadBalancerSKU *string // standard
	LoadBalancer    *LoadBalancerSpec
	NATGateway      *NATGatewaySpec

	Advanced            *AdvancedNetworkingSpec
	StaticEgressGateway *bool
}

// Outbound types that the stable API knows (aks-facts.md 1.1).
const (
	OutboundLoadBalancer   = "loadBalancer"
	OutboundUserDefined    = "userDefinedRouting"
	OutboundManagedNAT     = "managedNATGateway"
	OutboundUserNAT        = "userAssignedNATGateway"
	OutboundNone           = "none"
	defaultOutboundType    = OutboundLoadBalancer // Azure's
	defaultLoadBalancerSKU = "standard"
)

// LoadBalancerSpec is the outbound side of the cluster's load balancer. Of ManagedIPs, IPIDs and PrefixIDs one is given.
type LoadBalancerSpec struct {
	ManagedIPs         *int32
	ManagedIPv6s       *int32
	IPIDs              []string
	PrefixIDs          []string
	AllocatedPorts     *int32
	IdleTimeoutMinutes *int32
	BackendPoolType    *string // NodeIPConfiguration, NodeIP
}

// NATGatewaySpec is the managed NAT gateway.
type NATGatewaySpec struct {
	ManagedIPs         *int32
	IdleTimeoutMinutes *int32
}

// AdvancedNetworkingSpec is Advanced Container Networking Services.
type AdvancedNetworkingSpec struct {
	Observability   *bool
	Security        *bool
	NetworkPolicies *string // L7, FQDN, None
}
