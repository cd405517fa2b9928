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
	Schema           string              `desc:"address of this schema, for editors; it decides nothing"                             json:"$schema"`
	Version          int                 `desc:"version of this format: 1"                                                           json:"version"`
	Networks         []Network           `desc:"virtual networks"                                                                    json:"networks"`
	RouteTables      []RouteTable        `desc:"route tables"                                                                        json:"route_tables"`
	SecurityGroups   []SecurityGroup     `desc:"network security groups; only outbound rules matter"                                 json:"network_security_groups"`
	Firewalls        []Firewall          `desc:"Azure Firewalls"                                                                     json:"firewalls"`
	Policies         []Policy            `desc:"firewall policies"                                                                   json:"firewall_policies"`
	IPGroups         []IPGroup           `desc:"IP groups"                                                                           json:"ip_groups"`
	Appliances       []Appliance         `desc:"other devices that routes point at"                                                  json:"appliances"`
	NATGateways      []NATGateway        `desc:"NAT gateways"                                                                        json:"nat_gateways"`
	PrivateEndpoints []PrivateEndpoint   `desc:"private endpoints"                                                                   json:"private_endpoints"`
	Clusters         []Cluster           `desc:"AKS clusters, for what AKS demands of their subnets"                                 json:"clusters"`
	ServiceTags      map[string][]string `desc:"address prefixes of service tags, by tag; a tag that is missing has unknown content" json:"service_tags"`
	FQDNTags         map[string]FQDNTag  `desc:"what FQDN tags hold, by tag; a tag that is missing has unknown content"              json:"fqdn_tags"`
	PlatformNames    []string            `desc:"names that the firewall's infrastructure rules may let pass"                         json:"platform_names"`
	Flows            []Flow              `desc:"flows to judge"                                                                      json:"flows"`
	AKS              []Profile           `desc:"profiles of AKS clusters whose required egress is judged too"                        json:"aks"`
	Without          []string            `desc:"assumptions to switch off, such as A-DNS"                                            json:"without_assumptions"`
}

// Network is a virtual network.
type Network struct {
	Name         string         `desc:"name or ID"                                                                    json:"name"          req:"true"`
	AddressSpace List[string]   `desc:"CIDR prefixes"                                                                 json:"address_space"`
	Subnets      []Subnet       `desc:"subnets, referred to as network/subnet"                                        json:"subnets"`
	Peerings     List[Peering]  `desc:"peerings of this network"                                                      json:"peerings"`
	Gateway      *Gateway       `desc:"VPN or ExpressRoute gateway"                                                   json:"gateway"`
	DNSServers   List[string]   `desc:"custom DNS servers; empty means Azure's own"                                   json:"dns_servers"`
	DNSFirewall  string         `desc:"name of the firewall that serves as DNS server"                                json:"dns_firewall"`
	AdminRules   []SecurityRule `desc:"security admin rules of a network manager"                                     json:"admin_rules"`
	OutOfScope   string         `desc:"a feature that takes part in routing and is not modelled, such as virtual_wan" json:"out_of_scope"`
}

// Subnet is a subnet.
type Subnet struct {
	Name                  string                `desc:"name"                                                             json:"name"                            req:"true"`
	AddressPrefixes       List[string]          `desc:"CIDR prefixes"                                                    json:"address_prefixes"`
	RouteTable            Leaf[string]          `desc:"name of the route table"                                          json:"route_table"`
	SecurityGroup         Leaf[string]          `desc:"name of the subnet's security group"                              json:"network_security_group"`
	NICSecurityGroup      Leaf[string]          `desc:"name of the security group at the network interfaces"             json:"nic_network_security_group"`
	ServiceEndpoints      List[ServiceEndpoint] `desc:"service endpoints"                                                json:"service_endpoints"`
	Delegation            string                `desc:"service that the subnet is delegated to"                          json:"delegation"`
	DefaultOutboundAccess Leaf[bool]            `desc:"Azure's default outbound access; undeclared is not decidable"     json:"default_outbound_access_enabled"`
	NATGateway            Leaf[string]          `desc:"name of the NAT gateway"                                          json:"nat_gateway"`
	PublicOutbound        Leaf[bool]            `desc:"hosts have a public address, or a load balancer an outbound rule" json:"public_outbound"`
	PublicLoadBalancer    bool                  `desc:"a public load balancer has its backends here"                     json:"public_load_balancer"`
	RoutePolicy           Leaf[bool]            `desc:"network policy for route tables is enabled for private endpoints" json:"private_endpoint_route_policy"`
}

// Peering is one side of a peering.
type Peering struct {
	Name                  string       `desc:"name"                                                             json:"name"`
	Remote                string       `desc:"name of the other network"                                        json:"remote_network"               req:"true"`
	RemoteAddressSpace    List[string] `desc:"CIDR prefixes of the other network, if it is not in the document" json:"remote_address_space"`
	AllowAccess           Leaf[bool]   `desc:"default true"                                                     json:"allow_virtual_network_access"`
	AllowForwardedTraffic Leaf[bool]   `desc:"default false"                                                    json:"allow_forwarded_traffic"`
	UseRemoteGateways     Leaf[bool]   `desc:"default false"                                                    json:"use_remote_gateways"`
}

// Gateway is a gateway of a network.
type Gateway struct {
	Name         string       `desc:"name"                                             json:"name"`
	ExpressRoute bool         `desc:"it is, or coexists with, an ExpressRoute gateway" json:"express_route"`
	Learned      List[string] `desc:"prefixes that it propagates; left out means none" json:"learned_prefixes"`
}

// ServiceEndpoint is a service endpoint of a subnet.
type ServiceEndpoint struct {
	Service string   `desc:"such as Microsoft.Storage"                                json:"service" req:"true"`
	Names   []string `desc:"names that the service answers to; empty means not known" json:"names"`
}

// PrivateEndpoint is a private endpoint.
type PrivateEndpoint struct {
	Name      string   `desc:"name"                                        json:"name"      req:"true"`
	Subnet    string   `desc:"network/subnet"                              json:"subnet"    req:"true"`
	Addresses []string `desc:"private addresses"                           json:"addresses"`
	Names     []string `desc:"names that resolve to it inside the network" json:"names"`
}

// RouteTable is a route table.
type RouteTable struct {
	Name               string      `desc:"name"                                json:"name"                              req:"true"`
	DisablePropagation Leaf[bool]  `desc:"default false"                       json:"disable_gateway_route_propagation"`
	ManagedBy          bool        `desc:"a network manager writes the routes" json:"managed_by_network_manager"`
	Routes             List[Route] `desc:"user-defined routes"                 json:"routes"`
}

// Route is a user-defined route.
type Route struct {
	Name       string       `desc:"name"                                                                    json:"name"                                                           req:"true"`
	Prefix     Leaf[string] `desc:"CIDR prefix, or a service tag"                                           json:"address_prefix"`
	PublicIP   string       `desc:"name of the public IP whose address, not known yet, is the prefix"       json:"public_ip"`
	HopType    Leaf[string] `desc:"kind of next hop"                                                        enum:"VirtualAppliance,VirtualNetworkGateway,VnetLocal,Internet,None" json:"next_hop_type" req:"true"`
	HopAddress Leaf[string] `desc:"address of the appliance"                                                json:"next_hop_in_ip_address"`
	HopDevice  string       `desc:"name of the firewall or appliance that the hop is, whatever its address" json:"next_hop_device"`
}

// SecurityGroup is a network security group.
type SecurityGroup struct {
	Name  string             `desc:"name"           json:"name"  req:"true"`
	Rules List[SecurityRule] `desc:"security rules" json:"rules"`
}

// SecurityRule is a rule of a security group or network manager.
type SecurityRule struct {
	Name              string       `desc:"name"                                              json:"name"                                    req:"true"`
	Priority          Leaf[int]    `desc:"100 to 4096, smaller first"                        json:"priority"                                req:"true"`
	Direction         string       `desc:"default Outbound"                                  enum:"Outbound,Inbound"                        json:"direction"`
	Access            Leaf[string] `desc:"AlwaysAllow in admin rules only"                   enum:"Allow,Deny,AlwaysAllow"                  json:"access"    req:"true"`
	Protocols         List[string] `desc:"Tcp, Udp, Icmp, Esp, Ah or *; default *"           json:"protocols"`
	Sources           List[string] `desc:"addresses, prefixes, service tags or *; default *" json:"source_addresses"`
	SourceGroups      []string     `desc:"application security groups"                       json:"source_application_security_groups"`
	SourcePorts       List[string] `desc:"default *"                                         json:"source_ports"`
	Destinations      List[string] `desc:"addresses, prefixes, service tags or *; default *" json:"destination_addresses"`
	DestinationGroups []string     `desc:"application security groups"                       json:"destination_application_security_groups"`
	Ports             List[string] `desc:"default *"                                         json:"destination_ports"`
}
