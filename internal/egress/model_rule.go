package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// AddressSpec is a union of addresses as rules write it. Nothing set means that
// the rule names no address and so matches none.
type AddressSpec struct {
	Addresses netset.Addresses
	// Subnets are "network/subnet" references: all addresses of those subnets, also
	// where the prefixes are not known yet.
	Subnets []string
	// ServiceTags work as firewall destination and in security groups (FW-16, NSG-5).
	ServiceTags []string
	// IPGroups are names of IP groups (FW-17).
	IPGroups []string
	// ApplicationGroups are application security groups, in security groups only.
	ApplicationGroups []string
	// Open says that there may be further addresses.
	Open bool
}

// Anywhere is `*`.
func Anywhere() AddressSpec { return AddressSpec{Addresses: netset.AllAddresses()} }

// Addresses is a spec of plain addresses.
func Addresses(a netset.Addresses) AddressSpec { return AddressSpec{Addresses: a} }

// Rule is a [NetworkRule], an [ApplicationRule] or a [NATRule].
//
//sumtype:decl
type Rule interface {
	RuleName() string
	kind() Kind
}

// NetworkRule matches addresses, protocols and ports (FW-15).
type NetworkRule struct {
	Name        string
	Source      AddressSpec
	Destination AddressSpec
	// Names are destination FQDNs, literals only (FW-21).
	Names     []netset.Pattern
	Protocols netset.Protocols
	Ports     netset.Ports
	// PortsOpen says that there may be further ports or protocols.
	PortsOpen bool
}

// ApplicationProtocol is a pair of an application rule, such as Https:443 (FW-22).
type ApplicationProtocol struct {
	Type L7
	Port uint16
}

// ApplicationRule matches the name that a client asks for (FW-22).
type ApplicationRule struct {
	Name      string
	Source    AddressSpec
	Protocols []ApplicationProtocol
	// ProtocolsOpen says that there may be further pairs.
	ProtocolsOpen bool
	// Names are target FQDNs (FW-23).
	Names []netset.Pattern
	// FQDNTags are sets of names that Microsoft keeps (FW-26).
	FQDNTags []string
	// URLs are targets with a path (FW-28).
	URLs []URL
	// WebCategories decide by a classification that is not known here (FW-29).
	WebCategories []string
	// NamesOpen says that there may be further targets.
	NamesOpen bool
	// DestinationAddresses has an effect that the vendor does not document (FW-31).
	DestinationAddresses AddressSpec
	// TerminateTLS makes the firewall decrypt (FW-30).
	TerminateTLS bool
}

// URL is a target of an application rule with a path (FW-28).
type URL struct {
	Host netset.Pattern
	// Path after the host with its slash; empty or "/*" means the whole host.
	Path string
}

// NATRule translates what arrives at one of the firewall's addresses (FW-39).
type NATRule struct {
	Name        string
	Source      AddressSpec
	Destination AddressSpec
	// DestinationPublicIPs names public IPs of the firewall whose address is not known yet.
	DestinationPublicIPs []string
	Protocols            netset.Protocols
	Ports                netset.Ports
	TranslatedAddress    Value[netip.Addr]
	TranslatedName       string
	TranslatedPort       Value[uint16]
}

// RuleName returns the rule's name.
func (r NetworkRule) RuleName() string { return r.Name }

// RuleName returns the rule's name.
func (r ApplicationRule) RuleName() string { return r.Name }

// RuleName returns the rule's name.
func (r NATRule) RuleName() string { return r.Name }

func (NetworkRule) kind() Kind     { return KindNetwork }
func (ApplicationRule) kind() Kind { return KindApplication }
func (NATRule) kind() Kind         { return KindNAT }
