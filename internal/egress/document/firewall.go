package document

// Firewall is an Azure Firewall.
type Firewall struct {
	Name             string         `json:"name" req:"true" desc:"name"`
	Tier             Leaf[string]   `json:"tier" enum:"Basic,Standard,Premium" desc:"SKU tier"`
	Subnet           string         `json:"subnet" desc:"network/AzureFirewallSubnet"`
	ManagementSubnet string         `json:"management_subnet" desc:"network/AzureFirewallManagementSubnet"`
	PrivateIP        Leaf[string]   `json:"private_ip_address" desc:"left out means not known yet; routes then name the firewall as next_hop_device"`
	PublicIPs        List[PublicIP] `json:"public_ips" desc:"public IPs"`
	ForcedTunneling  Leaf[bool]     `json:"forced_tunneling" desc:"default false"`
	Policy           Leaf[string]   `json:"policy" desc:"name of the firewall policy; left out means classic rules"`
	Settings
	Collections List[Collection] `json:"collections" desc:"classic rule collections"`
}

// Settings are those that firewalls and policies share.
type Settings struct {
	ThreatIntelligence Leaf[string]  `json:"threat_intelligence_mode" enum:"Off,Alert,Deny" desc:"default Alert"`
	AllowlistNames     []string      `json:"threat_intelligence_allowlist_fqdns" desc:"names that threat intelligence lets pass"`
	AllowlistAddresses []string      `json:"threat_intelligence_allowlist_addresses" desc:"addresses that threat intelligence lets pass"`
	IntrusionDetection Leaf[string]  `json:"intrusion_detection_mode" enum:"Off,Alert,Deny" desc:"default Off"`
	DNSProxy           Leaf[bool]    `json:"dns_proxy_enabled" desc:"default false"`
	FirewallDNSServers List[string]  `json:"firewall_dns_servers" desc:"servers that the firewall asks; empty means Azure's own"`
	ProxyOptional      bool          `json:"network_rule_names_without_proxy" desc:"requireProxyForNetworkRules=false"`
	PrivateRanges      *List[string] `json:"private_ip_ranges" desc:"ranges that are not translated; IANAPrivateRanges stands for the default"`
}

// Policy is a firewall policy.
type Policy struct {
	Name   string       `json:"name" req:"true" desc:"name"`
	Tier   Leaf[string] `json:"tier" enum:"Basic,Standard,Premium" desc:"SKU tier"`
	Parent Leaf[string] `json:"parent" desc:"name of the base policy"`
	Settings
	Groups List[Group] `json:"groups" desc:"rule collection groups"`
}

// Group is a rule collection group.
type Group struct {
	Name        string           `json:"name" req:"true" desc:"name"`
	Priority    Leaf[int]        `json:"priority" req:"true" desc:"100 to 65000, smaller first"`
	Collections List[Collection] `json:"collections" desc:"rule collections"`
}

// Collection is a rule collection.
type Collection struct {
	Name     string       `json:"name" req:"true" desc:"name"`
	Kind     string       `json:"kind" req:"true" enum:"network,application,nat" desc:"kind of its rules"`
	Priority Leaf[int]    `json:"priority" req:"true" desc:"100 to 65000, smaller first"`
	Action   Leaf[string] `json:"action" enum:"Allow,Deny" desc:"for network and application collections"`
	Rules    List[Rule]   `json:"rules" desc:"rules, in order"`
}

// Rule is a rule of any kind; which fields apply depends on the collection's kind.
type Rule struct {
	Name                string       `json:"name" req:"true" desc:"name"`
	Sources             List[string] `json:"source_addresses" desc:"addresses, prefixes, ranges or *"`
	SourceIPGroups      List[string] `json:"source_ip_groups" desc:"names of IP groups"`
	SourceSubnets       []string     `json:"source_subnets" desc:"network/subnet: all its addresses, known or not"`
	Protocols           List[string] `json:"protocols" desc:"network and NAT rules: TCP, UDP, ICMP, Any; application rules: Https:443, Http:80, Mssql:1433"`
	Destinations        List[string] `json:"destination_addresses" desc:"addresses, prefixes, ranges, service tags or *"`
	DestinationIPGroups List[string] `json:"destination_ip_groups" desc:"names of IP groups"`
	DestinationSubnets  []string     `json:"destination_subnets" desc:"network/subnet: all its addresses, known or not"`
	Names               List[string] `json:"destination_fqdns" desc:"target names; application rules may begin with a star"`
	Ports               List[string] `json:"destination_ports" desc:"ports, ranges or *"`
	FQDNTags            List[string] `json:"fqdn_tags" desc:"FQDN tags, application rules only"`
	URLs                List[string] `json:"destination_urls" desc:"names with a path, application rules only"`
	WebCategories       List[string] `json:"web_categories" desc:"web categories, application rules only"`
	TerminateTLS        bool         `json:"terminate_tls" desc:"application rules only"`
	PublicIPs           []string     `json:"destination_public_ips" desc:"names of the firewall's public IPs, NAT rules only"`
	TranslatedAddress   Leaf[string] `json:"translated_address" desc:"NAT rules only"`
	TranslatedName      string       `json:"translated_fqdn" desc:"NAT rules only"`
	TranslatedPort      Leaf[int]    `json:"translated_port" desc:"NAT rules only"`
}

// PublicIP is a public IP address.
type PublicIP struct {
	Name    string       `json:"name" req:"true" desc:"name"`
	Address Leaf[string] `json:"address" desc:"left out means not assigned yet"`
}

// IPGroup is an IP group.
type IPGroup struct {
	Name      string       `json:"name" req:"true" desc:"name"`
	Addresses List[string] `json:"addresses" desc:"addresses, prefixes or ranges"`
}

// NATGateway is a NAT gateway.
type NATGateway struct {
	Name      string         `json:"name" req:"true" desc:"name"`
	PublicIPs List[PublicIP] `json:"public_ips" desc:"public IPs"`
}

// Appliance is a device other than Azure Firewall.
type Appliance struct {
	Name      string           `json:"name" req:"true" desc:"name"`
	Addresses List[string]     `json:"addresses" desc:"addresses by which routes reach it"`
	Subnet    string           `json:"subnet" desc:"network/subnet"`
	Dialect   string           `json:"wildcard_dialect" enum:"any_text,one_label" desc:"what a star in a name stands for; default any_text"`
	Rules     *[]ApplianceRule `json:"rules" desc:"all its rules in order; left out means not known"`
	Default   string           `json:"default_action" enum:"Allow,Deny" desc:"what happens without a match; default Deny"`
	PublicIPs List[PublicIP]   `json:"public_ips" desc:"addresses it leaves with"`
}

// ApplianceRule is a rule of an appliance.
type ApplianceRule struct {
	Name         string       `json:"name" req:"true" desc:"name"`
	Action       string       `json:"action" req:"true" enum:"Allow,Deny" desc:"what it does"`
	Sources      List[string] `json:"source_addresses" desc:"default *"`
	Destinations List[string] `json:"destination_addresses" desc:"default *, unless there are names"`
	Names        []string     `json:"destination_fqdns" desc:"names, in the device's dialect"`
	Protocols    []string     `json:"protocols" desc:"TCP, UDP, ICMP or Any; default Any"`
	Ports        []string     `json:"destination_ports" desc:"default *"`
}

// FQDNTag is what is known of an FQDN tag.
type FQDNTag struct {
	Yes        []string `json:"holds" desc:"names that it holds"`
	Maybe      []string `json:"may_hold" desc:"names that it may hold; all others it does not"`
	Assumption string   `json:"assumption" desc:"what the first list rests on, such as A-AKSTAG-CORE"`
}

// Cluster is an AKS cluster.
type Cluster struct {
	Name             string        `json:"name" req:"true" desc:"name"`
	Subnets          []string      `json:"subnets" desc:"network/subnet of nodes and pods"`
	OutboundType     Leaf[string]  `json:"outbound_type" desc:"such as userDefinedRouting"`
	Private          bool          `json:"private_cluster" desc:"the API server is reached inside the network"`
	Kubenet          bool          `json:"kubenet" desc:"network plugin kubenet"`
	DualStack        bool          `json:"dual_stack" desc:"IPv4 and IPv6"`
	AuthorizedRanges *List[string] `json:"authorized_ip_ranges" desc:"ranges, or names of public IPs not known yet; left out means no limit"`
}
