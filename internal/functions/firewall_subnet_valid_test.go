package functions

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// TestFirewallSubnetsAreAlike: one function answers for both subnets of a firewall.
func TestFirewallSubnetsAreAlike(t *testing.T) {
	t.Parallel()
	a, okA := cloud.LookupSpecialSubnet(cloud.SubnetFirewall)
	b, okB := cloud.LookupSpecialSubnet(cloud.SubnetFirewallManagement)
	if !okA || !okB || a.MinPrefix != b.MinPrefix {
		t.Errorf("smallest sizes /%d and /%d", a.MinPrefix, b.MinPrefix)
	}
}
