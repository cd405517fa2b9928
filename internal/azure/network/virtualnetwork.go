package network

import (
	"slices"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// VirtualNetworkType is the ARM type of a virtual network.
const VirtualNetworkType = "Microsoft.Network/virtualNetworks"

// VirtualNetwork is what the provider owns of a virtual network.
type VirtualNetwork struct {
	ID           armid.ID
	Location     string
	AddressSpace []string           // CIDRs, in any order
	DNSServers   []string           // in order of use; empty = Azure's own DNS
	Subnets      map[string]Subnet  // ours, keyed by name
	Peerings     map[string]Peering // ours, keyed by name
	Tags         map[string]string  // what we set, without ownership tags
}

// Subnet is what the provider owns of a subnet.
type Subnet struct {
	AddressPrefixes       []string
	NetworkSecurityGroup  Property[string]
	ServiceEndpoints      Property[[]string]
	Delegation            Property[Delegation]
	DefaultOutboundAccess Property[bool]
	PrivateEndpoint       Property[string] // privateEndpointNetworkPolicies
	PrivateLinkService    Property[string] // privateLinkServiceNetworkPolicies: Enabled or Disabled

	// InitialRouteTableID is sent in the request that creates the subnet and never again.
	InitialRouteTableID string
}

// Delegation hands a subnet to an Azure service.
type Delegation struct {
	Name        string
	ServiceName string
}

// Peering is one peering of ours: this side's half and, when Reverse is not nil, the other side's.
type Peering struct {
	RemoteID armid.ID
	PeeringFlags
	Reverse *ReversePeering
}

// ReversePeering is the half that lies in the remote network.
type ReversePeering struct {
	Name string
	PeeringFlags
}

// PeeringFlags are the switches that each half has.
type PeeringFlags struct {
	AllowVirtualNetworkAccess bool
	AllowForwardedTraffic     bool
	AllowGatewayTransit       bool
	UseRemoteGateways         bool
}

// SubnetID is the ID of a subnet of the network.
func (v VirtualNetwork) SubnetID(name string) armid.ID { return v.ID.Child("subnets", name) }

// PeeringID is the ID of this side's half.
func (v VirtualNetwork) PeeringID(name string) armid.ID {
	return v.ID.Child("virtualNetworkPeerings", name)
}

// ReverseID is the ID of the other side's half.
func (p Peering) ReverseID() armid.ID {
	return p.RemoteID.Child("virtualNetworkPeerings", p.Reverse.Name)
}

// Parts is the IDs of everything that belongs to the network: subnets, peerings, and the other halves that are ours.
func (v VirtualNetwork) Parts() []string {
	var parts []string
	for name := range v.Subnets {
		parts = append(parts, v.SubnetID(name).String())
	}
	for name, peering := range v.Peerings {
		parts = append(parts, v.PeeringID(name).String())
		if peering.Reverse != nil {
			parts = append(parts, peering.ReverseID().String())
		}
	}
	slices.Sort(parts)
	return parts
}

// Halves is the part of Parts that peerings are.
func (v VirtualNetwork) Halves() []string {
	v.Subnets = nil
	return v.Parts()
}
