package aks

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// While Azure has still to assign addresses, those of the egress are among the ranges for certain wherever the provider adds them, whatever
// else may be among them.
func TestAwaitedRanges(t *testing.T) {
	t.Parallel()
	const hop = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/azureFirewalls/fw"
	written := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("203.0.113.200")})
	mixed := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("203.0.113.200"), types.StringUnknown()})
	exits := types.MapValueMust(types.StringType, map[string]attr.Value{"one": types.StringUnknown()})
	for name, test := range map[string]struct {
		own, include, exits attr.Value
		named, open, holds  bool
	}{
		"written":                   {written, types.BoolNull(), exits, true, false, true},
		"computed":                  {types.SetUnknown(types.StringType), types.BoolNull(), exits, true, true, false},
		"one of them computed":      {mixed, types.BoolValue(true), exits, true, true, true},
		"the egress left out":       {mixed, types.BoolValue(false), exits, false, true, true},
		"the egress perhaps in":     {written, types.BoolUnknown(), exits, false, true, true},
		"public IPs not yet listed": {written, types.BoolNull(), types.MapUnknown(types.StringType), false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hopTypes := map[string]attr.Type{"id": types.StringType}
			e := map[string]attr.Value{"hop": types.ObjectValueMust(hopTypes, map[string]attr.Value{"id": types.StringValue(hop)}), "exit_addresses": test.exits}
			eTypes := map[string]attr.Type{"hop": types.ObjectType{AttrTypes: hopTypes}, "exit_addresses": test.exits.Type(noContext)}
			access := map[string]attr.Value{"authorized_ip_ranges": test.own, "include_egress_ips": test.include}
			accessTypes := map[string]attr.Type{"authorized_ip_ranges": test.own.Type(noContext), "include_egress_ips": types.BoolType}
			ranges := awaitedRanges(section{fields: map[string]attr.Value{
				"egress":                    types.DynamicValue(types.ObjectValueMust(eTypes, e)),
				"api_server_access_profile": types.ObjectValueMust(accessTypes, access),
			}})
			if got := slices.Contains(ranges.PublicIPs, hop+"/one"); got != test.named {
				t.Errorf("the egress's addresses are among the ranges: %t, want %t", got, test.named)
			}
			if ranges.Open != test.open {
				t.Errorf("open: %t, want %t", ranges.Open, test.open)
			}
			if got := ranges.Addresses.Contains(netip.MustParseAddr("203.0.113.200")); got != test.holds {
				t.Errorf("the written range is among them: %t, want %t", got, test.holds)
			}
		})
	}
}
