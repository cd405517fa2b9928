package functions

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

type firewallSubnetValid struct{}

// NewFirewallSubnetValid is the constructor for the provider's list.
func NewFirewallSubnetValid() function.Function { return firewallSubnetValid{} }

func (firewallSubnetValid) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "firewall_subnet_valid"
}

func (firewallSubnetValid) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	rule, _ := cloud.LookupSpecialSubnet(cloud.SubnetFirewall)
	resp.Definition = function.Definition{
		Summary: "Whether a prefix will do for a firewall's subnet",
		MarkdownDescription: fmt.Sprintf("Tells whether Azure takes the prefix for `%s` or `%s`: IPv4, /%d or larger, and in no range that virtual networks may not use.",
			cloud.SubnetFirewall, cloud.SubnetFirewallManagement, rule.MinPrefix),
		Parameters: []function.Parameter{
			function.StringParameter{Name: "prefix", MarkdownDescription: "A CIDR prefix, such as `10.0.1.0/26`.", CustomType: customtypes.CIDRType{}},
		},
		Return: function.BoolReturn{},
	}
}

func (firewallSubnetValid) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var arg customtypes.CIDR
	if resp.Error = req.Arguments.Get(ctx, &arg); resp.Error != nil {
		return
	}
	prefix, wrong := prefixOf(arg, 0)
	if resp.Error = wrong; wrong != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, firewallFits(prefix))
}

// firewallFits: both of the firewall's subnets have the same smallest size (srcFirewallLimits, srcFirewallMgmt), which a
// test holds them to.
func firewallFits(p netip.Prefix) bool {
	rule, ok := cloud.LookupSpecialSubnet(cloud.SubnetFirewall)
	return ok && p.Addr().Is4() && p.Bits() <= rule.MinPrefix && len(cloud.OverlappingRanges(cloud.RangeVNet, p)) == 0
}
