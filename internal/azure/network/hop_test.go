package network_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// A hop is read where it stands: at a frontend, or at a firewall, which has no address while it is stopped.
func TestHops(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vnet := w.network("hub", "10.0.0.0/16", map[string]string{"AzureFirewallSubnet": "10.0.1.0/26", "nva": "10.0.2.0/24"})
	balancer := resource("loadBalancers", "nva-lb")
	w.put(balancer, map[string]any{"location": "westeurope", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{
		"frontendIPConfigurations": []any{map[string]any{"name": "front", "properties": map[string]any{
			"subnet": map[string]any{"id": vnet.Child("subnets", "nva").String()}, "privateIPAddress": "10.0.2.9", "privateIPAllocationMethod": "Static",
		}}},
	}})
	public := resource("publicIPAddresses", "pip")
	w.put(public, publicIP())
	firewall := resource("azureFirewalls", "fw")
	body := map[string]any{"location": "westeurope", "properties": map[string]any{
		"sku": map[string]any{"name": "AZFW_VNet", "tier": "Standard"},
		"ipConfigurations": []any{map[string]any{"name": "ip", "properties": map[string]any{
			"subnet":          map[string]any{"id": vnet.Child("subnets", "AzureFirewallSubnet").String()},
			"publicIPAddress": map[string]any{"id": public.String()},
		}}},
	}}
	w.put(firewall, body)

	hops := azure.NewHops(w.client)
	got, err := hops.Read(w.Context(), balancer.Child("frontendIPConfigurations", "front"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(azure.LiveHop{Address: "10.0.2.9", SubnetID: vnet.Child("subnets", "nva").String()}, got); diff != "" {
		t.Error(diff)
	}
	got, err = hops.Read(w.Context(), firewall)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(azure.LiveHop{Address: "10.0.1.4", SubnetID: vnet.Child("subnets", "AzureFirewallSubnet").String(), Tier: "Standard"}, got); diff != "" {
		t.Error(diff)
	}
	edit(w, firewall, func(o armclient.Object) error { return o.Set([]any{}, "properties", "ipConfigurations") })
	if got, err = hops.Read(w.Context(), firewall); err != nil || got.Address != "" {
		t.Errorf("a stopped firewall has the address %q (%v)", got.Address, err)
	}
	if _, err := hops.Read(w.Context(), resource("azureFirewalls", "none")); !armclient.IsNotFound(err) {
		t.Errorf("a firewall that is not there: %v", err)
	}
	if _, err := hops.Read(w.Context(), vnet); err == nil {
		t.Error("a network is no hop")
	}
}
