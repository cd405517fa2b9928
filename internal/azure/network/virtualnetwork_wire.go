package network

import (
	"fmt"
	"maps"
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// LiveNetwork is a virtual network as ARM shows it.
type LiveNetwork struct {
	ID                string
	Name              string
	Location          string
	AddressSpace      []string
	DNSServers        []string
	Subnets           map[string]LiveSubnet
	Peerings          map[string]LivePeering
	Tags              map[string]string
	ProvisioningState string
}

// createBody is the whole network with all its subnets, so that one request makes them all. Separate requests for
// subnets would wait for one another, since each locks the network (arm-wire.md 5.2, 6.1).
func (v VirtualNetwork) createBody(tags map[string]string) (map[string]any, error) {
	subnets := make([]any, 0, len(v.Subnets))
	for _, name := range slices.Sorted(maps.Keys(v.Subnets)) {
		subnet, err := v.Subnets[name].createBody(name)
		if err != nil {
			return nil, err
		}
		subnets = append(subnets, subnet)
	}
	body := armclient.Object{Body: map[string]any{"location": v.Location}}
	if err := v.patch(&body, v.AddressSpace, tags); err != nil {
		return nil, err
	}
	if err := body.Set(subnets, "properties", "subnets"); err != nil {
		return nil, err
	}
	return body.Body, nil
}

// patch writes the network's own properties over its body: address space, DNS servers and tags. Subnets, peerings and
// everything that we do not know stay as they were read.
func (v VirtualNetwork) patch(network *armclient.Object, space []string, tags map[string]string) error {
	owned, err := encode(armnetwork.VirtualNetworkPropertiesFormat{
		AddressSpace: &armnetwork.AddressSpace{AddressPrefixes: to.SliceOfPtrs(space...)},
		DhcpOptions:  &armnetwork.DhcpOptions{DNSServers: to.SliceOfPtrs(v.DNSServers...)},
	})
	if err != nil {
		return err
	}
	if prefixes, ok := owned["addressSpace"].(map[string]any); ok {
		if err := network.Set(prefixes["addressPrefixes"], "properties", "addressSpace", "addressPrefixes"); err != nil {
			return err
		}
	}
	servers := []any{}
	for _, server := range v.DNSServers {
		servers = append(servers, server)
	}
	if err := network.Set(servers, "properties", "dhcpOptions", "dnsServers"); err != nil {
		return err
	}
	return network.Set(generic(tags), "tags")
}

// differs reports whether an owned property of the network itself, or its address space, is not what it should be.
func (v VirtualNetwork) differs(live LiveNetwork, space []string, tags map[string]string) bool {
	return !sameRanges(space, live.AddressSpace) || !sameAddresses(v.DNSServers, live.DNSServers) || !maps.Equal(tags, live.Tags)
}

// ReadNetwork decodes a virtual network with its embedded subnets and peerings.
func ReadNetwork(network armclient.Object) (LiveNetwork, error) {
	var sdk armnetwork.VirtualNetwork
	if err := network.Decode(&sdk); err != nil {
		return LiveNetwork{}, fmt.Errorf("decoding virtual network %q: %w", network.Name(), err)
	}
	live := LiveNetwork{
		ID: value(sdk.ID), Name: value(sdk.Name), Location: value(sdk.Location), Tags: network.Tags(),
		Subnets: map[string]LiveSubnet{}, Peerings: map[string]LivePeering{},
	}
	// A network always has these. An answer without them shows a network that has lost its subnets, and a write of what
	// was read would make that true.
	if sdk.Properties == nil || live.Location == "" {
		return LiveNetwork{}, fmt.Errorf("the answer for virtual network %q has no location or no properties", network.Name())
	}
	if sdk.Properties.AddressSpace != nil {
		live.AddressSpace = values(sdk.Properties.AddressSpace.AddressPrefixes)
	}
	if sdk.Properties.DhcpOptions != nil {
		live.DNSServers = values(sdk.Properties.DhcpOptions.DNSServers)
	}
	live.ProvisioningState = string(value(sdk.Properties.ProvisioningState))
	for _, subnet := range network.Objects("properties", "subnets") {
		decoded, err := readSubnet(subnet)
		if err != nil {
			return LiveNetwork{}, err
		}
		if decoded.Name == "" || len(decoded.AddressPrefixes) == 0 {
			return LiveNetwork{}, fmt.Errorf("the answer for virtual network %q has a subnet %q with no name or no address prefix", network.Name(), decoded.Name)
		}
		live.Subnets[decoded.Name] = decoded
	}
	for _, peering := range network.Objects("properties", "virtualNetworkPeerings") {
		decoded, err := readPeering(peering)
		if err != nil {
			return LiveNetwork{}, err
		}
		if decoded.Name == "" {
			return LiveNetwork{}, fmt.Errorf("the answer for virtual network %q has a peering with no name", network.Name())
		}
		live.Peerings[decoded.Name] = decoded
	}
	return live, nil
}

func generic(tags map[string]string) map[string]any {
	body := make(map[string]any, len(tags))
	for key, text := range tags {
		body[key] = text
	}
	return body
}
