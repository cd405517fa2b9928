package network

import (
	"context"
	"fmt"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// FrontendType is the ARM type of a frontend of a load balancer.
const FrontendType = "Microsoft.Network/loadBalancers/frontendIPConfigurations"

// LiveHop is what routes need to know of an object that they lead to.
type LiveHop struct {
	Address  string // private IP; empty where it has none: a stopped firewall, a frontend with a public address
	SubnetID string // of the address; empty when not known
	Tier     string // of a firewall
}

// Hops reads what routes lead to: a firewall, or a frontend of an internal load balancer. It never writes, so that an object which
// may only be read is as good as any.
type Hops struct{ client *armclient.Client }

// NewHops works through the given client.
func NewHops(client *armclient.Client) Hops { return Hops{client: client} }

// Read reads the hop: one GET, remembered where the context has a cache. An ID of another type is an error.
func (h Hops) Read(ctx context.Context, id armid.ID) (LiveHop, error) {
	read := readFirewallHop
	switch {
	case id.IsType(FrontendType):
		read = readFrontendHop
	case !id.IsType(FirewallType):
		return LiveHop{}, fmt.Errorf("%s is neither a firewall nor a frontend of a load balancer", id)
	}
	object, err := h.client.GetCached(ctx, id, APIVersion)
	if err != nil {
		return LiveHop{}, err
	}
	return read(object)
}

func readFirewallHop(object armclient.Object) (LiveHop, error) {
	live, err := readFirewall(object)
	if err != nil {
		return LiveHop{}, err
	}
	hop := LiveHop{Address: live.PrivateIP(), Tier: live.Tier}
	for _, ip := range live.IPs {
		if ip.SubnetID != "" {
			hop.SubnetID = ip.SubnetID
		}
	}
	return hop, nil
}

func readFrontendHop(object armclient.Object) (LiveHop, error) {
	var sdk armnetwork.FrontendIPConfiguration
	if err := object.Decode(&sdk); err != nil {
		return LiveHop{}, fmt.Errorf("decoding frontend %q: %w", object.Name(), err)
	}
	if sdk.Properties == nil {
		return LiveHop{}, nil
	}
	hop := LiveHop{Address: value(sdk.Properties.PrivateIPAddress)}
	if sdk.Properties.Subnet != nil {
		hop.SubnetID = value(sdk.Properties.Subnet.ID)
	}
	return hop, nil
}
