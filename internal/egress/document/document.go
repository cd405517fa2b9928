// Package document is the JSON form of an egress question: networks, route
// tables, firewalls with their rules, and flows or an AKS profile. The data
// source, the provider function and the `egress` subcommand all read it.
//
// Reading is strict: unknown fields, wrong types and values that Azure would
// not take are errors, all of them reported at once, each with its JSON path.
// Anywhere a value may stand, {"unknown": true} says that it is not known yet; in
// a list such an element says that there may be further ones. What is left out
// has Azure's default, or is absent.
//
// The JSON Schema of the document is made by [Schema] from the same types.
package document

// Version is the only version of the document so far.
const Version = 1

// Document is the whole question.
type Document struct {
	Version          int                 `json:"version" desc:"version of this format: 1"`
	Networks         []Network           `json:"networks" desc:"virtual networks"`
	RouteTables      []RouteTable        `json:"route_tables" desc:"route tables"`
	SecurityGroups   []SecurityGroup     `json:"network_security_groups" desc:"network security groups; only outbound rules matter"`
	Firewalls        []Firewall          `json:"firewalls" desc:"Azure Firewalls"`
	Policies         []Policy            `json:"firewall_policies" desc:"firewall policies"`
	IPGroups         []IPGroup           `json:"ip_groups" desc:"IP groups"`
	Appliances       []Appliance         `json:"appliances" desc:"other devices that routes point at"`
	NATGateways      []NATGateway        `json:"nat_gateways" desc:"NAT gateways"`
	PrivateEndpoints []PrivateEndpoint   `json:"private_endpoints" desc:"private endpoints"`
	Clusters         []Cluster           `json:"clusters" desc:"AKS clusters, for what AKS demands of their subnets"`
	ServiceTags      map[string][]string `json:"service_tags" desc:"address prefixes of service tags, by tag; a tag that is missing has unknown content"`
	FQDNTags         map[string]FQDNTag  `json:"fqdn_tags" desc:"what FQDN tags hold, by tag; a tag that is missing has unknown content"`
	PlatformNames    []string            `json:"platform_names" desc:"names that the firewall's infrastructure rules may let pass"`
	Flows            []Flow              `json:"flows" desc:"flows to judge"`
	AKS              []Profile           `json:"aks" desc:"profiles of AKS clusters whose required egress is judged too"`
	Without          []string            `json:"without_assumptions" desc:"assumptions to switch off, such as A-DNS"`
}

// Network is a virtual network.
type Network struct {
	Name         string         `json:"name" req:"true" desc:"name or ID"`
	AddressSpace List[string]   `json:"address_space" desc:"CIDR prefixes"`
	Subnets      []Subnet       `json:"subnets" desc:"subnets, referred to as network/subnet"`
	Peerings     List[Peering]  `json:"peerings" desc:"peerings of this network"`
	Gateway      *Gateway       `json:"gateway" desc:"VPN or ExpressRoute gateway"`
	DNSServers   List[string]   `json:"dns_servers" desc:"custom DNS servers; empty means Azure's own"`
	DNSFirewall  string         `json:"dns_firewall" desc:"name of the firewall that serves as DNS server"`
	AdminRules   []SecurityRule `json:"admin_rules" desc:"security admin rules of a network manager"`
	OutOfScope   string         `json:"out_of_scope" desc:"a feature that takes part in routing and is not modelled, such as virtual_wan"`
}

// Subnet is a subnet.
type Subnet struct {
	Name                  string                `json:"name" req:"true" desc:"name"`
	AddressPrefixes       List[string]          `json:"address_prefixes" desc:"CIDR prefixes"`
	RouteTable            Leaf[string]          `json:"route_table" desc:"name of the route table"`
	SecurityGroup         Leaf[string]          `json:"network_security_group" desc:"name of the subnet's security group"`
	NICSecurityGroup      Leaf[string]          `json:"nic_network_security_group" desc:"name of the security group at the network interfaces"`
	ServiceEndpoints      List[ServiceEndpoint] `json:"service_endpoints" desc:"service endpoints"`
	Delegation            string                `json:"delegation" desc:"service that the subnet is delegated to"`
	DefaultOutboundAccess Leaf[bool]            `json:"default_outbound_access_enabled" desc:"Azure's default outbound access; undeclared is not decidable"`
	NATGateway            Leaf[string]          `json:"nat_gateway" desc:"name of the NAT gateway"`
	PublicOutbound        Leaf[bool]            `json:"public_outbound" desc:"hosts have a public address, or a load balancer an outbound rule"`
	PublicLoadBalancer    bool                  `json:"public_load_balancer" desc:"a public load balancer has its backends here"`
	RoutePolicy           Leaf[bool]            `json:"private_endpoint_route_policy" desc:"network policy for route tables is enabled for private endpoints"`
}

// Peering is one side of a peering.
type Peering struct {
	Name                  string       `json:"name" desc:"name"`
	Remote                string       `json:"remote_network" req:"true" desc:"name of the other network"`
	RemoteAddressSpace    List[string] `json:"remote_address_space" desc:"CIDR prefixes of the other network, if it is not in the document"`
	AllowAccess           Leaf[bool]   `json:"allow_virtual_network_access" desc:"default true"`
	AllowForwardedTraffic Leaf[bool]   `json:"allow_forwarded_traffic" desc:"default false"`
	UseRemoteGateways     Leaf[bool]   `json:"use_remote_gateways" desc:"default false"`
}

// Gateway is a gateway of a network.
type Gateway struct {
	Name         string       `json:"name" desc:"name"`
	ExpressRoute bool         `json:"express_route" desc:"it is, or coexists with, an ExpressRoute gateway"`
	Learned      List[string] `json:"learned_prefixes" desc:"prefixes that it propagates; left out means none"`
}

// ServiceEndpoint is a service endpoint of a subnet.
type ServiceEndpoint struct {
	Service string   `json:"service" req:"true" desc:"such as Microsoft.Storage"`
	Names   []string `json:"names" desc:"names that the service answers to; empty means not known"`
}

// PrivateEndpoint is a private endpoint.
type PrivateEndpoint struct {
	Name      string   `json:"name" req:"true" desc:"name"`
	Subnet    string   `json:"subnet" req:"true" desc:"network/subnet"`
	Addresses []string `json:"addresses" desc:"private addresses"`
	Names     []string `json:"names" desc:"names that resolve to it inside the network"`
}

// RouteTable is a route table.
type RouteTable struct {
	Name               string      `json:"name" req:"true" desc:"name"`
	DisablePropagation Leaf[bool]  `json:"disable_gateway_route_propagation" desc:"default false"`
	ManagedBy          bool        `json:"managed_by_network_manager" desc:"a network manager writes the routes"`
	Routes             List[Route] `json:"routes" desc:"user-defined routes"`
}

// Route is a user-defined route.
type Route struct {
	Name       string       `json:"name" req:"true" desc:"name"`
	Prefix     Leaf[string] `json:"address_prefix" desc:"CIDR prefix, or a service tag"`
	PublicIP   string       `json:"public_ip" desc:"name of the public IP whose address, not known yet, is the prefix"`
	HopType    Leaf[string] `json:"next_hop_type" req:"true" enum:"VirtualAppliance,VirtualNetworkGateway,VnetLocal,Internet,None" desc:"kind of next hop"`
	HopAddress Leaf[string] `json:"next_hop_in_ip_address" desc:"address of the appliance"`
	HopDevice  string       `json:"next_hop_device" desc:"name of the firewall or appliance that the hop is, whatever its address"`
}

// SecurityGroup is a network security group.
type SecurityGroup struct {
	Name  string             `json:"name" req:"true" desc:"name"`
	Rules List[SecurityRule] `json:"rules" desc:"security rules"`
}

// SecurityRule is a rule of a security group or network manager.
type SecurityRule struct {
	Name              string       `json:"name" req:"true" desc:"name"`
	Priority          Leaf[int]    `json:"priority" req:"true" desc:"100 to 4096, smaller first"`
	Direction         string       `json:"direction" enum:"Outbound,Inbound" desc:"default Outbound"`
	Access            Leaf[string] `json:"access" req:"true" enum:"Allow,Deny,AlwaysAllow" desc:"AlwaysAllow in admin rules only"`
	Protocols         List[string] `json:"protocols" desc:"Tcp, Udp, Icmp, Esp, Ah or *; default *"`
	Sources           List[string] `json:"source_addresses" desc:"addresses, prefixes, service tags or *; default *"`
	SourceGroups      []string     `json:"source_application_security_groups" desc:"application security groups"`
	SourcePorts       List[string] `json:"source_ports" desc:"default *"`
	Destinations      List[string] `json:"destination_addresses" desc:"addresses, prefixes, service tags or *; default *"`
	DestinationGroups []string     `json:"destination_application_security_groups" desc:"application security groups"`
	Ports             List[string] `json:"destination_ports" desc:"default *"`
}
