package network

import (
	"fmt"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// createBody is the body of the request that makes the subnet, alone or embedded in its network.
func (s Subnet) createBody(name string) (map[string]any, error) {
	body := armclient.Object{Body: map[string]any{"name": name, "properties": map[string]any{}}}
	if err := s.patch(&body); err != nil {
		return nil, err
	}
	if s.InitialRouteTableID != "" {
		if err := body.Set(s.InitialRouteTableID, "properties", "routeTable", "id"); err != nil {
			return nil, err
		}
	}
	return body.Body, nil
}

// patch writes the owned properties over a subnet's body and leaves every other member as it is.
func (s Subnet) patch(subnet *armclient.Object) error {
	owned, err := encode(s.sdk())
	if err != nil {
		return err
	}
	for key, value := range owned {
		if err := subnet.Set(value, "properties", key); err != nil {
			return err
		}
	}
	for _, key := range s.cleared() {
		subnet.Unset("properties", key)
	}
	return nil
}

// sdk holds the properties that are to be set, in the SDK's type, so that their names and shapes come from the SDK.
func (s Subnet) sdk() armnetwork.SubnetPropertiesFormat {
	properties := armnetwork.SubnetPropertiesFormat{
		DefaultOutboundAccess:             s.DefaultOutboundAccess.Value(),
		PrivateEndpointNetworkPolicies:    as[armnetwork.VirtualNetworkPrivateEndpointNetworkPolicies](s.PrivateEndpoint.Value()),
		PrivateLinkServiceNetworkPolicies: as[armnetwork.VirtualNetworkPrivateLinkServiceNetworkPolicies](s.PrivateLinkService.Value()),
	}
	// One range travels as addressPrefix, several as addressPrefixes, as every client does (arm-wire.md 1.3).
	if len(s.AddressPrefixes) == 1 {
		properties.AddressPrefix = to.Ptr(s.AddressPrefixes[0])
	} else {
		properties.AddressPrefixes = to.SliceOfPtrs(s.AddressPrefixes...)
	}
	if id := s.NetworkSecurityGroup.Value(); id != nil {
		properties.NetworkSecurityGroup = &armnetwork.SecurityGroup{ID: id}
	}
	if endpoints := s.ServiceEndpoints.Value(); endpoints != nil {
		properties.ServiceEndpoints = []*armnetwork.ServiceEndpointPropertiesFormat{}
		for _, service := range *endpoints {
			properties.ServiceEndpoints = append(properties.ServiceEndpoints, &armnetwork.ServiceEndpointPropertiesFormat{Service: to.Ptr(service)})
		}
	}
	if delegation := s.Delegation.Value(); delegation != nil {
		properties.Delegations = []*armnetwork.Delegation{{
			Name:       to.Ptr(delegation.Name),
			Properties: &armnetwork.ServiceDelegationPropertiesFormat{ServiceName: to.Ptr(delegation.ServiceName)},
		}}
	}
	return properties
}

// cleared lists the members that must go: what we had set and no longer do, and the other spelling of the prefixes.
func (s Subnet) cleared() []string {
	keys := []string{"addressPrefixes"}
	if len(s.AddressPrefixes) != 1 {
		keys = []string{"addressPrefix"}
	}
	if s.NetworkSecurityGroup.Owned() && s.NetworkSecurityGroup.Value() == nil {
		keys = append(keys, "networkSecurityGroup")
	}
	if s.ServiceEndpoints.Owned() && s.ServiceEndpoints.Value() == nil {
		keys = append(keys, "serviceEndpoints")
	}
	if s.Delegation.Owned() && s.Delegation.Value() == nil {
		keys = append(keys, "delegations")
	}
	return keys
}

// LiveSubnet is a subnet as ARM shows it.
type LiveSubnet struct {
	Name                   string
	ID                     string
	AddressPrefixes        []string
	NetworkSecurityGroupID string
	RouteTableID           string
	ServiceEndpoints       []string
	Delegations            []Delegation
	DefaultOutboundAccess  bool
	PrivateEndpoint        string
	PrivateLinkService     string
	ProvisioningState      string
}

// readSubnet decodes a subnet. Members that ARM left out get the value that their absence means.
func readSubnet(subnet armclient.Object) (LiveSubnet, error) {
	var sdk armnetwork.Subnet
	if err := subnet.Decode(&sdk); err != nil {
		return LiveSubnet{}, fmt.Errorf("decoding subnet %q: %w", subnet.Name(), err)
	}
	live := LiveSubnet{Name: value(sdk.Name), ID: value(sdk.ID)}
	properties := sdk.Properties
	if properties == nil {
		return live, nil
	}
	live.AddressPrefixes = values(properties.AddressPrefixes)
	if len(live.AddressPrefixes) == 0 && properties.AddressPrefix != nil {
		live.AddressPrefixes = []string{*properties.AddressPrefix}
	}
	if properties.NetworkSecurityGroup != nil {
		live.NetworkSecurityGroupID = value(properties.NetworkSecurityGroup.ID)
	}
	if properties.RouteTable != nil {
		live.RouteTableID = value(properties.RouteTable.ID)
	}
	for _, endpoint := range properties.ServiceEndpoints {
		if endpoint != nil {
			live.ServiceEndpoints = append(live.ServiceEndpoints, value(endpoint.Service))
		}
	}
	for _, delegation := range properties.Delegations {
		if delegation != nil && delegation.Properties != nil {
			live.Delegations = append(live.Delegations, Delegation{Name: value(delegation.Name), ServiceName: value(delegation.Properties.ServiceName)})
		}
	}
	// An absent flag is the old default: default outbound access is on (RT-21).
	live.DefaultOutboundAccess = properties.DefaultOutboundAccess == nil || *properties.DefaultOutboundAccess
	live.PrivateEndpoint = orDefault(string(value(properties.PrivateEndpointNetworkPolicies)), "Disabled")
	live.PrivateLinkService = orDefault(string(value(properties.PrivateLinkServiceNetworkPolicies)), "Enabled")
	live.ProvisioningState = string(value(properties.ProvisioningState))
	return live, nil
}

// differs reports whether an owned property of the live subnet is not what it should be.
func (s Subnet) differs(live LiveSubnet) bool {
	return !sameAddresses(s.AddressPrefixes, live.AddressPrefixes) ||
		changed(s.NetworkSecurityGroup, live.NetworkSecurityGroupID, strings.EqualFold) ||
		changed(s.DefaultOutboundAccess, live.DefaultOutboundAccess, same[bool]) ||
		changed(s.PrivateEndpoint, live.PrivateEndpoint, strings.EqualFold) ||
		changed(s.PrivateLinkService, live.PrivateLinkService, strings.EqualFold) ||
		changed(s.ServiceEndpoints, live.ServiceEndpoints, sameMembers) ||
		s.delegationDiffers(live.Delegations)
}

func (s Subnet) delegationDiffers(live []Delegation) bool {
	if !s.Delegation.Owned() {
		return false
	}
	want := s.Delegation.Value()
	if want == nil {
		return len(live) > 0
	}
	return len(live) != 1 || live[0].Name != want.Name || !strings.EqualFold(live[0].ServiceName, want.ServiceName)
}
