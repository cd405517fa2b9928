package document

// Firewall is an Azure Firewall.
type Firewall struct {
	Name             string         `desc:"name"                                                                           json:"name"                   req:"true"`
	Tier             Leaf[string]   `desc:"SKU tier"                                                                       enum:"Basic,Standard,Premium" json:"tier"`
	Subnet           string         `desc:"network/AzureFirewallSubnet"                                                    json:"subnet"`
	ManagementSubnet string         `desc:"network/AzureFirewallManagementSubnet"                                          json:"management_subnet"`
	PrivateIP        Leaf[string]   `desc:"left out means not known yet; routes then name the firewall as next_hop_device" json:"private_ip_address"`
	PublicIPs        List[PublicIP] `desc:"public IPs"                                                                     json:"public_ips"`
	ForcedTunneling  Leaf[bool]     `desc:"default false"                                                                  json:"forced_tunneling"`
	Policy           Leaf[string]   `desc:"name of the firewall policy; left out means classic rules"                      json:"policy"`
	Settings
	Collections List[Collection] `desc:"classic rule collections" json:"collections"`
}

// Settings are those that firewalls and policies share.
type Settings struct {
	ThreatIntelligence Leaf[string]  `desc:"default Alert"                                                            enum:"Off,Alert,Deny"                          json:"threat_intelligence_mode"`
	AllowlistNames     []string      `desc:"names that threat intelligence lets pass"                                 json:"threat_intelligence_allowlist_fqdns"`
	AllowlistAddresses []string      `desc:"addresses that threat intelligence lets pass"                             json:"threat_intelligence_allowlist_addresses"`
	IntrusionDetection Leaf[string]  `desc:"default Off"                                                              enum:"Off,Alert,Deny"                          json:"intrusion_detection_mode"`
	DNSProxy           Leaf[bool]    `desc:"default false"                                                            json:"dns_proxy_enabled"`
	FirewallDNSServers List[string]  `desc:"servers that the firewall asks; empty means Azure's own"                  json:"firewall_dns_servers"`
	ProxyOptional      bool          `desc:"requireProxyForNetworkRules=false"                                        json:"network_rule_names_without_proxy"`
	PrivateRanges      *List[string] `desc:"ranges that are not translated; IANAPrivateRanges stands for the default" json:"private_ip_ranges"`
}

// Policy is a firewall policy.
type Policy struct {
	Name   string       `desc:"name"                    json:"name"                   req:"true"`
	Tier   Leaf[string] `desc:"SKU tier"                enum:"Basic,Standard,Premium" json:"tier"`
	Parent Leaf[string] `desc:"name of the base policy" json:"parent"`
	Settings
	Groups List[Group] `desc:"rule collection groups" json:"groups"`
}

// Group is a rule collection group.
type Group struct {
	Name        string           `desc:"name"                        json:"name"        req:"true"`
	Priority    Leaf[int]        `desc:"100 to 65000, smaller first" json:"priority"    req:"true"`
	Collections List[Collection] `desc:"rule collections"            json:"collections"`
}

// Collection is a rule collection.
type Collection struct {
	Name     string       `desc:"name"                                    json:"name"                    req:"true"`
	Kind     string       `desc:"kind of its rules"                       enum:"network,application,nat" json:"kind"   req:"true"`
	Priority Leaf[int]    `desc:"100 to 65000, smaller first"             json:"priority"                req:"true"`
	Action   Leaf[string] `desc:"for network and application collections" enum:"Allow,Deny"              json:"action"`
	Rules    List[Rule]   `desc:"rules, in order"                         json:"rules"`
}

// Rule is a rule of any kind; which fields apply depends on the collection's kind.
type Rule struct {
	Name                string       `desc:"name"                                                                                          json:"name"                   req:"true"`
	Sources             List[string] `desc:"addresses, prefixes, ranges or *"                                                              json:"source_addresses"`
	SourceIPGroups      List[string] `desc:"names of IP groups"                                                                            json:"source_ip_groups"`
	SourceSubnets       []string     `desc:"network/subnet: all its addresses, known or not"                                               json:"source_subnets"`
	Protocols           List[string] `desc:"network and NAT rules: TCP, UDP, ICMP, Any; application rules: Https:443, Http:80, Mssql:1433" json:"protocols"`
	Destinations        List[string] `desc:"addresses, prefixes, ranges, service tags or *"                                                json:"destination_addresses"`
	DestinationIPGroups List[string] `desc:"names of IP groups"                                                                            json:"destination_ip_groups"`
	DestinationSubnets  []string     `desc:"network/subnet: all its addresses, known or not"                                               json:"destination_subnets"`
	Names               List[string] `desc:"target names; application rules may begin with a star"                                         json:"destination_fqdns"`
	Ports               List[string] `desc:"ports, ranges or *"                                                                            json:"destination_ports"`
	FQDNTags            List[string] `desc:"FQDN tags, application rules only"                                                             json:"fqdn_tags"`
	URLs                List[string] `desc:"names with a path, application rules only"                                                     json:"destination_urls"`
	WebCategories       List[string] `desc:"web categories, application rules only"                                                        json:"web_categories"`
	TerminateTLS        bool         `desc:"application rules only"                                                                        json:"terminate_tls"`
	PublicIPs           []string     `desc:"names of the firewall's public IPs, NAT rules only"                                            json:"destination_public_ips"`
	TranslatedAddress   Leaf[string] `desc:"NAT rules only"                                                                                json:"translated_address"`
	TranslatedName      string       `desc:"NAT rules only"                                                                                json:"translated_fqdn"`
	TranslatedPort      Leaf[int]    `desc:"NAT rules only"                                                                                json:"translated_port"`
}

// PublicIP is a public IP address.
type PublicIP struct {
	Name    string       `desc:"name"                            json:"name"    req:"true"`
	Address Leaf[string] `desc:"left out means not assigned yet" json:"address"`
}

// IPGroup is an IP group.
type IPGroup struct {
	Name      string       `desc:"name"                          json:"name"      req:"true"`
	Addresses List[string] `desc:"addresses, prefixes or ranges" json:"addresses"`
}

// NATGateway is a NAT gateway.
type NATGateway struct {
	Name      string         `desc:"name"       json:"name"       req:"true"`
	PublicIPs List[PublicIP] `desc:"public IPs" json:"public_ips"`
}

// Appliance is a device other than Azure Firewall.
type Appliance struct {
	Name      string           `desc:"name"                                               json:"name"               req:"true"`
	Addresses List[string]     `desc:"addresses by which routes reach it"                 json:"addresses"`
	Subnet    string           `desc:"network/subnet"                                     json:"subnet"`
	Dialect   string           `desc:"what a star in a name stands for; default any_text" enum:"any_text,one_label" json:"wildcard_dialect"`
	Rules     *[]ApplianceRule `desc:"all its rules in order; left out means not known"   json:"rules"`
	Default   string           `desc:"what happens without a match; default Deny"         enum:"Allow,Deny"         json:"default_action"`
	PublicIPs List[PublicIP]   `desc:"addresses it leaves with"                           json:"public_ips"`
}

// ApplianceRule is a rule of an appliance.
type ApplianceRule struct {
	Name         string       `desc:"name"                               json:"name"                  req:"true"`
	Action       string       `desc:"what it does"                       enum:"Allow,Deny"            json:"action" req:"true"`
	Sources      List[string] `desc:"default *"                          json:"source_addresses"`
	Destinations List[string] `desc:"default *, unless there are names"  json:"destination_addresses"`
	Names        []string     `desc:"names, in the device's dialect"     json:"destination_fqdns"`
	Protocols    []string     `desc:"TCP, UDP, ICMP or Any; default Any" json:"protocols"`
	Ports        []string     `desc:"default *"                          json:"destination_ports"`
}

// FQDNTag is what is known of an FQDN tag.
type FQDNTag struct {
	Yes        []string `desc:"names that it holds"                                 json:"holds"`
	Maybe      []string `desc:"names that it may hold; all others it does not"      json:"may_hold"`
	Assumption string   `desc:"what the first list rests on, such as A-AKSTAG-CORE" json:"assumption"`
}

// Cluster is an AKS cluster.
type Cluster struct {
	Name             string        `desc:"name"                                                                  json:"name"                 req:"true"`
	Subnets          []string      `desc:"network/subnet of nodes and pods"                                      json:"subnets"`
	OutboundType     Leaf[string]  `desc:"such as userDefinedRouting"                                            json:"outbound_type"`
	Private          bool          `desc:"the API server is reached inside the network"                          json:"private_cluster"`
	Kubenet          bool          `desc:"network plugin kubenet"                                                json:"kubenet"`
	DualStack        bool          `desc:"IPv4 and IPv6"                                                         json:"dual_stack"`
	AuthorizedRanges *List[string] `desc:"ranges, or names of public IPs not known yet; left out means no limit" json:"authorized_ip_ranges"`
}
