package egress

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// Appliance is a device other than Azure Firewall that routes can point at, or
// the internal load balancer in front of several of them (RT-17).
type Appliance struct {
	Name string
	// Addresses by which routes reach it.
	Addresses []netip.Addr
	// AddressUnknown says that its address is not known yet; routes name it with Hop.Device.
	AddressUnknown bool
	// Subnet is "network/subnet"; empty when not known.
	Subnet string
	// RulesKnown says that Rules and Default are all that the device does. Without
	// it, what passes the appliance is Indeterminate.
	RulesKnown bool
	Rules      []ApplianceRule
	Default    Action // what happens without a match; empty means Deny
	// PublicIPs are the addresses it leaves with.
	PublicIPs     []PublicIP
	PublicIPsOpen bool
}

// ApplianceRule is an ordered rule; the first match decides.
type ApplianceRule struct {
	Name        string
	Action      Action
	Source      AddressSpec
	Destination AddressSpec
	// Names in the appliance's own wildcard dialect (AK-31). A rule with names and no
	// destination matches by name alone.
	Names     []netset.Pattern
	Protocols netset.Protocols
	Ports     netset.Ports
}

// Cluster is an AKS cluster as far as egress is concerned.
type Cluster struct {
	Name string
	// Subnets are those of nodes and pods, as "network/subnet" (RT-28).
	Subnets []string
	// OutboundType as AKS spells it, such as "userDefinedRouting" (RT-27).
	OutboundType Value[string]
	// Private clusters and those with API server VNet integration are reached
	// inside the network; authorized ranges do not apply to them.
	Private bool
	// Kubenet clusters have routes of the cloud provider in their table (RT-29).
	Kubenet bool
	// AuthorizedRanges limit who may call a public API server; nil means no limit (AK-25).
	AuthorizedRanges *AuthorizedRanges
	// DualStack clusters need ::/0 as well (RT-34).
	DualStack bool
}

// AuthorizedRanges are the addresses that an API server answers to.
type AuthorizedRanges struct {
	Addresses netset.Addresses
	// PublicIPs are names of public IPs whose address is not known yet.
	PublicIPs []string
	// Open says that there may be further ranges.
	Open bool
}
