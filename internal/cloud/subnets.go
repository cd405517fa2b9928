package cloud

import (
	"net/netip"
	"slices"
	"strings"
)

// ReservedPerSubnet is how many addresses Azure takes from each subnet: the first four and the last (srcOverlay).
const ReservedPerSubnet = 5

// RouteRule says what a route table on a special subnet must be like.
type RouteRule string

const (
	// RouteAny: no rule.
	RouteAny RouteRule = "any"
	// RouteDefaultInternet: if there is a table, 0.0.0.0/0 must lead to Internet (RT-24, RT-25).
	RouteDefaultInternet RouteRule = "default_to_internet"
	// RouteNoDefault: the table must not have a 0.0.0.0/0 route (RT-26).
	RouteNoDefault RouteRule = "no_default"
	// RouteNone: the subnet takes no route table.
	RouteNone RouteRule = "none"
)

// SpecialSubnet is a subnet whose name has a meaning for Azure.
type SpecialSubnet struct {
	Name string
	// MinPrefix is the smallest subnet allowed, as a prefix length; RecommendedPrefix is what the vendor advises, or equal.
	MinPrefix, RecommendedPrefix int
	// Exclusive subnets take nothing but their service.
	Exclusive bool
	// NSG tells whether the subnet takes a network security group.
	NSG    bool
	Routes RouteRule
	// RouteCode is Azure's answer when the rule for routes is broken.
	RouteCode string
	// KeepPropagation is set when gateway route propagation must not be switched off there.
	KeepPropagation bool
	Note            string
	Fact
}

var specialSubnets = []SpecialSubnet{
	{
		Name: SubnetFirewall, MinPrefix: 26, RecommendedPrefix: 26, Exclusive: true, Routes: RouteDefaultInternet,
		RouteCode: "AzureFirewallSubnetRouteTableMustHaveDefaultRouteToInternet",
		Note:      "with a management IP configuration or forced tunnelling any 0.0.0.0/0 may stand there", Fact: srcFirewallLimits,
	},
	{
		Name: SubnetFirewallManagement, MinPrefix: 26, RecommendedPrefix: 26, Exclusive: true, Routes: RouteDefaultInternet,
		Note: "its table must also have route propagation off", Fact: srcFirewallMgmt,
	},
	{
		Name: SubnetGateway, MinPrefix: 29, RecommendedPrefix: 27, Exclusive: true, Routes: RouteNoDefault, KeepPropagation: true,
		Note: "the rule on routes is about VPN gateways", Fact: srcRoutes.doubt("the smallest sizes differ between gateway types"),
	},
	{
		Name: SubnetBastion, MinPrefix: 26, RecommendedPrefix: 26, Exclusive: true, NSG: true, Routes: RouteNone,
		Fact: fact("learn.microsoft.com/azure/bastion/configuration-settings", "2025").doubt("not re-read; older deployments have a /27"),
	},
	{
		Name: SubnetRouteServer, MinPrefix: 26, RecommendedPrefix: 26, Exclusive: true, Routes: RouteNone,
		Fact: fact("learn.microsoft.com/azure/route-server/route-server-faq", "2025").doubt("not re-read; a /27 was enough before 2024"),
	},
}

// The names of the special subnets. Azure compares them without case.
const (
	SubnetFirewall           = "AzureFirewallSubnet"
	SubnetFirewallManagement = "AzureFirewallManagementSubnet"
	SubnetGateway            = "GatewaySubnet"
	SubnetBastion            = "AzureBastionSubnet"
	SubnetRouteServer        = "RouteServerSubnet"
)

// SpecialSubnets returns all special subnets. None of them can hold AKS nodes or an API server.
func SpecialSubnets() []SpecialSubnet { return slices.Clone(specialSubnets) }

// LookupSpecialSubnet finds a special subnet by its name, whatever the case.
func LookupSpecialSubnet(name string) (SpecialSubnet, bool) {
	i := slices.IndexFunc(specialSubnets, func(s SpecialSubnet) bool { return strings.EqualFold(s.Name, name) })
	if i < 0 {
		return SpecialSubnet{}, false
	}
	return specialSubnets[i], true
}

// SubnetRule is what a service asks of a subnet that has no fixed name.
type SubnetRule struct {
	Use        string
	MinPrefix  int
	Delegation string
	// Addresses is how many the service takes at least.
	Addresses int
	Fact
}

var apiServerSubnet = SubnetRule{
	Use: "API Server VNet Integration", MinPrefix: 28, Delegation: "Microsoft.ContainerService/managedClusters", Addresses: 9, Fact: srcVNetAPI,
}

// APIServerSubnet returns the rule for the API server's subnet.
func APIServerSubnet() SubnetRule { return apiServerSubnet }

// UsableAddresses is how many addresses of an IPv4 subnet resources can take: its size less five. It is 0 for subnets
// smaller than /29 and for anything that is not a valid IPv4 prefix.
func UsableAddresses(p netip.Prefix) int {
	if !p.IsValid() || !p.Addr().Is4() {
		return 0
	}
	return max(1<<(32-p.Bits())-ReservedPerSubnet, 0)
}

// FirstUsable is the address that the first resource of an IPv4 subnet gets; in practice an Azure Firewall's private address.
// It is a prediction: Azure does not promise it. ok is false when the subnet has no usable address.
func FirstUsable(p netip.Prefix) (addr netip.Addr, ok bool) {
	if UsableAddresses(p) == 0 {
		return netip.Addr{}, false
	}
	addr = p.Masked().Addr()
	for range 4 {
		addr = addr.Next()
	}
	return addr, true
}
