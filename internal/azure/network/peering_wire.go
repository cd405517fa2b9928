package network

import (
	"fmt"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// LivePeering is one half of a peering as ARM shows it.
type LivePeering struct {
	Name     string
	RemoteID string
	PeeringFlags
	State string // Initiated, Connected or Disconnected

	// RemoteAddressSpace is the other network's address space as this half knows it. It stays what it was when the
	// other network's changes, until the half is synchronised.
	RemoteAddressSpace []string
}

// Disconnected reports that the other half was removed. Such a half never connects again: it has to be deleted and
// made anew.
func (p LivePeering) Disconnected() bool { return strings.EqualFold(p.State, "Disconnected") }

// patchPeering writes a half's owned properties over its body.
func patchPeering(peering *armclient.Object, remote armid.ID, flags PeeringFlags) error {
	owned, err := encode(armnetwork.VirtualNetworkPeeringPropertiesFormat{
		RemoteVirtualNetwork:      &armnetwork.SubResource{ID: to.Ptr(remote.String())},
		AllowVirtualNetworkAccess: to.Ptr(flags.AllowVirtualNetworkAccess),
		AllowForwardedTraffic:     to.Ptr(flags.AllowForwardedTraffic),
		AllowGatewayTransit:       to.Ptr(flags.AllowGatewayTransit),
		UseRemoteGateways:         to.Ptr(flags.UseRemoteGateways),
	})
	if err != nil {
		return err
	}
	for key, value := range owned {
		if err := peering.Set(value, "properties", key); err != nil {
			return err
		}
	}
	return nil
}

func readPeering(peering armclient.Object) (LivePeering, error) {
	var sdk armnetwork.VirtualNetworkPeering
	if err := peering.Decode(&sdk); err != nil {
		return LivePeering{}, fmt.Errorf("decoding peering %q: %w", peering.Name(), err)
	}
	live := LivePeering{Name: value(sdk.Name)}
	properties := sdk.Properties
	if properties == nil {
		return live, nil
	}
	if properties.RemoteVirtualNetwork != nil {
		live.RemoteID = value(properties.RemoteVirtualNetwork.ID)
	}
	live.PeeringFlags = PeeringFlags{
		// Absent means true for this flag, and false for the others.
		AllowVirtualNetworkAccess: properties.AllowVirtualNetworkAccess == nil || *properties.AllowVirtualNetworkAccess,
		AllowForwardedTraffic:     value(properties.AllowForwardedTraffic),
		AllowGatewayTransit:       value(properties.AllowGatewayTransit),
		UseRemoteGateways:         value(properties.UseRemoteGateways),
	}
	live.State = string(value(properties.PeeringState))
	if properties.RemoteAddressSpace != nil {
		live.RemoteAddressSpace = values(properties.RemoteAddressSpace.AddressPrefixes)
	}
	return live, nil
}
