package network

import (
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Egress is everything that one firewall egress owns: the firewall with its addresses, its rules, the route table that
// leads to it, and the subnets that use the table.
//
// Rules are classic (Policy is nil: Classic is used) or lie in a policy (Groups is used), never both.
type Egress struct {
	Firewall Firewall
	Policy   *Policy
	Groups   map[string]Group      // rule collection groups of ours in Policy, by name
	Classic  map[string]Collection // classic rule collections of ours on the firewall, by name
	Routing  Routing
}

// Routing is a route table and the subnets that use it. It is all that an egress through an existing appliance owns.
type Routing struct {
	Table   RouteTable
	Subnets []armid.ID // routed subnets, of any network and subscription

	// Displaced are route tables of others that a routed subnet may have at first: its association is then replaced by
	// ours in one write, without a moment between. DisplaceAny allows every table. A subnet with any other table is
	// refused (TableTakenError): the association is somebody else's.
	Displaced   []armid.ID
	DisplaceAny bool
}

// RouteTable is what we own of a route table. Routes of others in it are kept.
type RouteTable struct {
	ID       armid.ID
	Existing bool   // somebody else's table: only Routes are ours; it is neither made nor deleted, nor are its tags ours
	Location string // for a table of ours

	Routes         map[string]Route // ours, by name; the default route is one of them
	BGPPropagation Property[bool]   // true: routes of gateways are learned (disableBgpRoutePropagation is its opposite)
	Tags           map[string]string
}

// Route is a user-defined route. Its prefix and its hop may be named by what they belong to, since both are known only
// when Azure has assigned them.
type Route struct {
	Prefix     string // CIDR or service tag; empty with PublicIPOf
	PublicIPOf string // IP configuration of the firewall whose public address, as /32, is the prefix

	HopType    string // VirtualAppliance, VirtualNetworkGateway, VnetLocal, Internet, None
	HopAddress string // for VirtualAppliance, unless ToFirewall
	ToFirewall bool   // VirtualAppliance at the private IP that the firewall really has
}

// Hop types of a route.
const (
	HopAppliance = "VirtualAppliance"
	HopGateway   = "VirtualNetworkGateway"
	HopNetwork   = "VnetLocal"
	HopInternet  = "Internet"
	HopNone      = "None"
)

// DefaultPrefix is the prefix of the default route.
const DefaultPrefix = "0.0.0.0/0"

// Firewall is what we own of an Azure Firewall in a virtual network.
type Firewall struct {
	ID       armid.ID
	Location string
	Tier     string             // Basic, Standard, Premium
	Zones    Property[[]string] // sent in the request that makes the firewall and never again
	SubnetID armid.ID           // AzureFirewallSubnet

	// IPs are the IP configurations by name. One of them carries the subnet: the one that has it already or, on a new
	// firewall, the first by name. One without a public IP is for forced tunnelling only.
	IPs        map[string]FirewallIP
	Management *ManagementIP

	// PredictedIP is the private address that Azure will probably give a new firewall, "" where nothing is predicted. A route table that is
	// new with the firewall is made with it, and compared with the real one before a subnet uses the table.
	PredictedIP string

	// Deallocated keeps the firewall without IP configurations: stopped, and not paid for. The route to it stays.
	Deallocated bool

	Settings  Settings // of a firewall with classic rules; with a policy they are the policy's
	Autoscale Property[Autoscale]
	Tags      map[string]string
}

// FirewallIP is one IP configuration of a firewall.
type FirewallIP struct {
	PublicIP *PublicIP // nil: none
}

// ManagementIP is the IP configuration through which Azure manages the firewall. It can be given only to a new or a
// deallocated firewall.
type ManagementIP struct {
	Name     string // of the IP configuration
	SubnetID armid.ID
	PublicIP PublicIP
}

// PublicIP is a public IP address: ours when Made is set, otherwise one that exists.
type PublicIP struct {
	ID   armid.ID
	Made *MadePublicIP
}

// MadePublicIP is what we own of a public IP address. It is Standard, static and IPv4: no other serves a firewall
// (aks-facts.md 4.1). Zones, PrefixID and IPTags are sent in the request that makes it and never again.
type MadePublicIP struct {
	Zones    Property[[]string]
	PrefixID armid.ID // public IP prefix that the address is taken from; zero: none
	IPTags   []IPTag
	DNSLabel Property[string]
	Tags     map[string]string
}

// IPTag marks an address for one of Azure's own networks: {"RoutingPreference", "Internet"}.
type IPTag struct{ Type, Tag string }

// Settings are what a policy and a firewall with classic rules both have.
type Settings struct {
	ThreatIntel   Property[string] // Off, Alert, Deny
	DNS           Property[DNS]
	PrivateRanges Property[[]string] // not translated: CIDRs, addresses or IANAPrivateRanges
}

// DNS is the DNS part of the settings.
type DNS struct {
	Proxy   bool
	Servers []string // in order; empty = Azure's own
}

// Autoscale bounds the capacity units; nil is Azure's own bound.
type Autoscale struct{ Min, Max *int32 }

// Policy is what we own of a firewall policy.
type Policy struct {
	ID       armid.ID
	Existing bool // somebody else's policy: only groups in it are ours
	Location string
	Tier     string // Basic, Standard, Premium

	Base          Property[string] // ID of the parent policy
	Settings      Settings
	Allowlist     Property[Allowlist]
	Intrusion     Property[string]  // intrusion detection: Off, Alert, Deny (Premium)
	TLSInspection Property[TLSCert] // Premium
	SQLRedirect   Property[bool]
	Tags          map[string]string
}

// Allowlist is exempt from threat intelligence.
type Allowlist struct{ Addresses, FQDNs []string }

// TLSCert is the intermediate certificate authority for TLS inspection.
type TLSCert struct {
	Name       string
	SecretID   string // secret identifier in a key vault
	IdentityID string // user-assigned identity that reads it
}

// Group is a rule collection group of ours. Everything in it is ours.
type Group struct {
	Priority    int32
	Collections map[string]Collection // by name
}

// Kinds of rule collections.
const (
	KindNetwork     = "network"
	KindApplication = "application"
	KindNAT         = "nat"
)

// Collection is a rule collection of one kind, whose rules are in the map of that kind.
type Collection struct {
	Kind        string
	Priority    int32
	Action      string // Allow or Deny; for KindNAT empty
	Network     map[string]NetworkRule
	Application map[string]ApplicationRule
	NAT         map[string]NATRule
}

// Source is what a rule says about where traffic comes from.
type Source struct {
	Addresses []string // CIDRs, ranges, addresses or *
	IPGroups  []string // IDs
}

// NetworkRule allows or denies by address, protocol and port.
type NetworkRule struct {
	Description          string
	Source               Source
	DestinationAddresses []string // CIDRs, ranges, addresses, service tags or *
	DestinationIPGroups  []string // IDs
	DestinationFQDNs     []string
	Ports                []string // ports, ranges or *
	Protocols            []string // TCP, UDP, ICMP, Any
}

// ApplicationRule allows or denies by the name that a client asks for.
type ApplicationRule struct {
	Description          string
	Source               Source
	Protocols            []ApplicationProtocol
	FQDNs                []string
	FQDNTags             []string
	URLs                 []string     // policies only (Premium)
	WebCategories        []string     // policies only
	DestinationAddresses []string     // policies only
	HTTPHeaders          []HTTPHeader // policies only
	TerminateTLS         bool         // policies only (Premium)
}

// ApplicationProtocol is Http, Https or Mssql with its port.
type ApplicationProtocol struct {
	Type string
	Port int32
}

// HTTPHeader is a header that the firewall adds to a request.
type HTTPHeader struct{ Name, Value string }

// NATRule translates what arrives at one of the firewall's addresses.
type NATRule struct {
	Description          string
	Source               Source
	DestinationAddresses []string
	DestinationIPs       []string // IP configurations of the firewall whose public addresses are destinations too
	Ports                []string // exactly one in a policy
	Protocols            []string // TCP, UDP
	TranslatedAddress    string   // or TranslatedFQDN
	TranslatedFQDN       string
	TranslatedPort       string
}

// GroupID is the ID of a rule collection group of the policy.
func (p Policy) GroupID(name string) armid.ID { return p.ID.Child("ruleCollectionGroups", name) }

// RouteID is the ID of a route of the table.
func (t RouteTable) RouteID(name string) armid.ID { return t.ID.Child("routes", name) }

// AnchorID is the ID of the object that the egress is anchored at: the route table or, where that is somebody else's, the
// firewall (docs/design/0006-firewall-egress.md).
func (e Egress) AnchorID() armid.ID {
	if e.Routing.Table.Existing {
		return e.Firewall.ID
	}
	return e.Routing.Table.ID
}

// PublicIPs are all public IPs that the firewall uses, by the name of the IP configuration, management included.
func (f Firewall) PublicIPs() map[string]PublicIP {
	found := map[string]PublicIP{}
	for name, ip := range f.IPs {
		if ip.PublicIP != nil {
			found[name] = *ip.PublicIP
		}
	}
	if f.Management != nil {
		found[f.Management.Name] = f.Management.PublicIP
	}
	return found
}

// Parts is the IDs of everything of ours that the deletion of the anchor would leave behind, sorted.
func (e Egress) Parts() []string {
	parts := []string{}
	if !e.Routing.Table.Existing {
		parts = append(parts, e.Firewall.ID.String())
	}
	for _, ip := range e.Firewall.PublicIPs() {
		if ip.Made != nil {
			parts = append(parts, ip.ID.String())
		}
	}
	if e.Policy != nil && !e.Policy.Existing {
		parts = append(parts, e.Policy.ID.String())
	}
	if e.Policy != nil {
		for name := range e.Groups {
			parts = append(parts, e.Policy.GroupID(name).String())
		}
	}
	slices.Sort(parts)
	return slices.CompactFunc(parts, strings.EqualFold)
}
