package network

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

func TestDecodeLoadBalancer(t *testing.T) {
	t.Parallel()
	const id = "/subscriptions/s/resourceGroups/mc/providers/Microsoft.Network/loadBalancers/kubernetes-internal"
	live, err := decodeLoadBalancer(armclient.Object{Body: map[string]any{"id": id, "properties": map[string]any{
		"frontendIPConfigurations": []any{
			map[string]any{"name": "a1", "properties": map[string]any{"privateIPAddress": "10.0.0.4", "subnet": map[string]any{"id": "sub"}}},
			map[string]any{"name": "public", "properties": map[string]any{"publicIPAddress": map[string]any{"id": "x"}}},
			"garbage",
			map[string]any{"properties": 3},
		},
		"loadBalancingRules": []any{
			map[string]any{"name": "a1-TCP-80", "properties": map[string]any{
				"protocol": "Tcp", "enableFloatingIP": true,
				"frontendIPConfiguration": map[string]any{"id": id + "/frontendIPConfigurations/A1"},
			}},
			map[string]any{"name": "lost", "properties": map[string]any{"frontendIPConfiguration": map[string]any{"id": id + "/frontendIPConfigurations/zz"}}},
			nil,
		},
	}}})
	want := LoadBalancer{ID: id, Frontends: map[string]Frontend{"a1": {
		PrivateIPAddress: "10.0.0.4", SubnetID: "sub", Rules: map[string]BalancingRule{"a1-TCP-80": {Protocol: "Tcp", FloatingIP: true}},
	}}}
	if diff := cmp.Diff(want, live); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := decodeLoadBalancer(armclient.Object{}); err == nil {
		t.Error("an empty answer was believed")
	}
}
