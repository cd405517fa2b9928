package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Tier is the SKU tier of a firewall or policy.
type Tier string

// The tiers of Azure Firewall.
const (
	Basic    Tier = "Basic"
	Standard Tier = "Standard"
	Premium  Tier = "Premium"
)

// Mode is how threat intelligence or intrusion detection acts.
type Mode string

// The modes.
const (
	ModeOff   Mode = "Off"
	ModeAlert Mode = "Alert"
	ModeDeny  Mode = "Deny"
)

// Firewall is an Azure Firewall.
type Firewall struct {
	Name string
	Tier Value[Tier]
	// Subnet is "network/AzureFirewallSubnet"; empty when the caller does not know it.
	Subnet string
	// ManagementSubnet is "network/AzureFirewallManagementSubnet"; empty when there is none.
	ManagementSubnet string
	// PrivateIP is unknown until the firewall exists; routes then name it with Hop.Device.
	PrivateIP     Value[netip.Addr]
	PublicIPs     []PublicIP
	PublicIPsOpen bool
	// ForcedTunneling sends Internet traffic to a next device (FW-43).
	ForcedTunneling Value[bool]
	// Policy is the name of the firewall's policy; empty means classic rules.
	Policy Value[string]
	// Classic is what a firewall without a policy has.
	Classic Settings
	// Collections are the classic rule collections; a policy makes them moot (FW-4).
	Collections     []Collection
	CollectionsOpen bool
}

// Settings are those that classic firewalls and policies share.
type Settings struct {
	ThreatIntelligence Value[Mode]
	// Allowlist is exempt from threat intelligence (FW-11).
	AllowlistNames     []netset.Pattern
	AllowlistAddresses netset.Addresses
	IntrusionDetection Value[Mode]
	DNSProxy           Value[bool]
	DNSServers         Value[[]netip.Addr]
	// ProxyOptional is requireProxyForNetworkRules=false: names in network rules
	// without DNS proxy (FW-21).
	ProxyOptional bool
	// PrivateRanges are never translated; nil means the default (FW-36). The element
	// "IANAPrivateRanges" has to be resolved by the caller with [IANAPrivateRanges].
	PrivateRanges Value[*netset.Addresses]
}

// IANAPrivateRanges is what that word means in a list of private ranges, and
// the default when there is no list (FW-36).
func IANAPrivateRanges() netset.Addresses { return netset.RFC1918().Union(netset.RFC6598()) }

// Policy is a firewall policy.
type Policy struct {
	Name string
	Tier Value[Tier]
	// Parent is the name of the base policy; empty means none.
	Parent   Value[string]
	Settings Settings
	Groups   []Group
	// Open says that there may be groups the plan does not know.
	Open bool
}

// Group is a rule collection group.
type Group struct {
	Name        string
	Priority    Value[int]
	Collections []Collection
	// Open says that there may be collections the plan does not know.
	Open bool
}

// Kind is the kind of rules in a collection.
type Kind string

// The kinds, in the order in which the firewall consults them (FW-1).
const (
	KindNAT         Kind = "nat"
	KindNetwork     Kind = "network"
	KindApplication Kind = "application"
)

// Action is what a collection does with what its rules match.
type Action string

// The actions of filter collections.
const (
	Allow Action = "Allow"
	Deny  Action = "Deny"
)

// Collection is a list of rules of one kind with one action (FW-5).
type Collection struct {
	Name     string
	Kind     Kind
	Priority Value[int]
	// Action of filter collections; NAT collections have none.
	Action Value[Action]
	Rules  []Rule
	// Open says that there may be rules the plan does not know.
	Open bool
}
