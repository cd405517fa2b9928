package network_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// TestFindTables: the table is found through subnets of the hub and of its peers, and only when it leads to this firewall.
func TestFindTables(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	spoke := w.network("spoke", "10.60.0.0/16", map[string]string{"pods": "10.60.1.0/24", "plain": "10.60.2.0/24"})
	for _, pair := range [][2]armid.ID{{resource("virtualNetworks", "vnet"), spoke}, {spoke, resource("virtualNetworks", "vnet")}} {
		w.put(pair[0].Child("virtualNetworkPeerings", "p"), map[string]any{"properties": map[string]any{
			"remoteVirtualNetwork": map[string]any{"id": pair[1].String()}, "allowVirtualNetworkAccess": true,
		}})
	}
	giveTable(w, "services", "elsewhere")
	e := routed(hub(), "aks")
	e.Routing.Subnets = append(e.Routing.Subnets, spoke.Child("subnets", "pods"))
	create(w, e)
	egresses := azure.NewEgresses(w.client)
	firewall, err := egresses.ReadFirewall(w.Context(), e.Firewall.ID)
	if err != nil {
		t.Fatal(err)
	}
	found, unreadable, err := egresses.FindTables(w.Context(), firewall)
	if err != nil || len(unreadable) > 0 || len(found) != 1 {
		t.Fatalf("%v, unreadable %v, found %v", err, unreadable, found)
	}
	if diff := cmp.Diff([]string{spoke.Child("subnets", "pods").String(), subnet("aks").String()}, found[0].Subnets); diff != "" || !e.Routing.Table.ID.EqualFold(found[0].Table.ID) {
		t.Error(diff, found[0].Table.ID)
	}
	if err := w.Remove(spoke.String()); err != nil {
		t.Fatal(err)
	}
	found, unreadable, err = egresses.FindTables(w.Context(), firewall)
	if err != nil || len(found) != 1 || len(found[0].Subnets) != 1 {
		t.Errorf("%v, found %v", err, found)
	}
	expect(w, unreadable, spoke.String())
}

// TestDrop: what an interrupted create has made and the next one does not want goes, and nothing else.
func TestDrop(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := routed(hub(), "aks")
	e.Firewall.IPs["second"] = madeIP("pip-2")
	create(w, e)
	w.calls()
	parts := []string{resource("publicIPAddresses", "pip-1").String(), e.Policy.GroupID("network").String()}
	if err := azure.NewEgresses(w.client).Drop(w.Context(), e, parts); err != nil {
		t.Fatal(err)
	}
	live, err := azure.NewEgresses(w.client).Read(w.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	_, kept := live.Groups["application"]
	if len(live.Firewall.IPs) != 1 || live.Firewall.IPs["second"].SubnetID == "" || len(live.PublicIPs) != 1 || len(live.Groups) != 1 || !kept || live.Firewall.PolicyID == "" {
		t.Errorf("%+v", live)
	}
	if err := azure.NewEgresses(w.client).Drop(w.Context(), e, append(parts, e.Policy.ID.String())); err != nil {
		t.Fatal(err)
	}
	live, err = azure.NewEgresses(w.client).Read(w.Context(), e)
	if err != nil || live.Policy != nil || live.Firewall.PolicyID != "" || live.Table == nil {
		t.Errorf("%v: %+v", err, live)
	}
	w.calls()
	if err := azure.NewEgresses(w.client).Drop(w.Context(), e, nil); err != nil {
		t.Fatal(err)
	}
	_, writes := w.calls()
	expect(w, writes)
}
