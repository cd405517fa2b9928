package internalloadbalancer_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const (
	groupID    = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	clusterID  = groupID + "/providers/Microsoft.ContainerService/managedClusters/aks"
	networkID  = groupID + "/providers/Microsoft.Network/virtualNetworks/vnet"
	nodeGroup  = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/MC_rg_aks_eastus"
	balancerID = nodeGroup + "/providers/Microsoft.Network/loadBalancers/kubernetes-internal"
	votingUID  = "0f8fad5b-d9cb-469f-a165-70867728950e"
	voting     = "a0f8fad5bd9cb469fa16570867728950-svc"
)

// world has a cluster.
func world(t *testing.T) *acctest.Azure {
	t.Helper()
	azure := acctest.NewAzure(t)
	azure.Put(groupID, "2021-04-01", map[string]any{"location": "eastus"})
	subnet := func(name, prefix string) map[string]any {
		return map[string]any{"name": name, "properties": map[string]any{"addressPrefix": prefix}}
	}
	azure.Put(networkID, "2025-01-01", map[string]any{"location": "eastus", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []any{"10.42.0.0/16"}}, "subnets": []any{subnet("aks", "10.42.1.0/24"), subnet("svc", "10.42.2.0/24")},
	}})
	azure.Settle()
	azure.Put(clusterID, "2025-10-01", map[string]any{
		"location": "eastus", "identity": map[string]any{"type": "SystemAssigned"},
		"properties": map[string]any{"dnsPrefix": "aks", "agentPoolProfiles": []any{
			map[string]any{"name": "system", "mode": "System", "count": 1, "vmSize": "Standard_D2s_v5", "osType": "Linux"},
		}},
	})
	azure.Settle()
	if azure.Object(nodeGroup) == nil { // AKS makes it with the cluster
		azure.Put(nodeGroup, "2021-04-01", map[string]any{"location": "eastus"})
	}
	return azure
}

// balance makes the balancer of two services: voting on 80 in svc, and another one on 443 in aks. It leaves the clock alone.
func balance(azure *acctest.Azure) {
	frontend := func(name, subnet, address string) map[string]any {
		return map[string]any{"name": name, "properties": map[string]any{
			"privateIPAddress": address, "privateIPAllocationMethod": "Static", "subnet": map[string]any{"id": networkID + "/subnets/" + subnet},
		}}
	}
	rule := func(frontend, name string, port int) map[string]any {
		return map[string]any{"name": name, "properties": map[string]any{
			"protocol": "Tcp", "frontendPort": port, "backendPort": port, "enableFloatingIP": true,
			"frontendIPConfiguration": map[string]any{"id": balancerID + "/frontendIPConfigurations/" + frontend},
		}}
	}
	azure.Request(http.MethodPut, balancerID+"?api-version=2025-01-01", map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{
		"frontendIPConfigurations": []any{frontend(voting, "svc", "10.42.2.4"), frontend("abb", "aks", "10.42.1.200")},
		"loadBalancingRules":       []any{rule(voting, voting+"-TCP-80", 80), rule("abb", "abb-TCP-443", 443)},
	}})
}

func TestSelection(t *testing.T) {
	t.Parallel()
	azure := world(t)
	balance(azure)
	azure.Settle()
	h := azure.Harness(t, nil)
	for name, by := range map[string]map[string]any{
		"by port": {"port": 80}, "by subnet": {"subnet": "svc"}, "by subnet ID": {"subnet": strings.ToUpper(networkID) + "/subnets/svc"},
		"by UID": {"service_uid": votingUID}, "by all": {"port": 80, "subnet": "svc", "service_uid": strings.ToUpper(votingUID)},
	} {
		by["cluster_id"] = clusterID
		read := h.ReadData("udr_internal_load_balancer", by).Must()
		if read.At("private_ip_address") != "10.42.2.4" || read.At("id") == nil {
			t.Errorf("%s: %v", name, read.At("private_ip_address"))
		}
	}
	all := h.ReadData("udr_internal_load_balancer", map[string]any{"cluster_id": clusterID}).Must()
	if all.At("private_ip_address") != nil || all.At("frontends.abb.rules.abb-TCP-443.backend_port") == nil {
		t.Errorf("two frontends, and one address: %v", all.At("private_ip_address"))
	}
	h.ReadData("udr_internal_load_balancer", map[string]any{"cluster_id": clusterID, "port": 8080, "subnet": "svc"}).
		WantOnlyError("", "No internal service", "in subnet svc, with port 8080", "10.42.2.4", "ports 443")
}

// A service of both families has two frontends, of which NAT takes one. Of two services nobody says which is meant.
func TestSeveral(t *testing.T) {
	t.Parallel()
	azure := world(t)
	h := azure.Harness(t, nil)
	frontends := func(addresses map[string]string) {
		var all, rules []any
		for name, address := range addresses {
			family := "IPv4"
			if strings.Contains(address, ":") {
				family = "IPv6"
			}
			all = append(all, map[string]any{"name": name, "properties": map[string]any{
				"privateIPAddress": address, "privateIPAddressVersion": family, "privateIPAllocationMethod": "Static", "subnet": map[string]any{"id": networkID + "/subnets/svc"},
			}})
			rules = append(rules, map[string]any{"name": name, "properties": map[string]any{
				"protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "frontendIPConfiguration": map[string]any{"id": balancerID + "/frontendIPConfigurations/" + name},
			}})
		}
		azure.Put(balancerID, "2025-01-01", map[string]any{"location": "eastus", "sku": map[string]any{"name": "Standard"}, "properties": map[string]any{
			"frontendIPConfigurations": all, "loadBalancingRules": rules,
		}})
	}
	network := azure.Object(networkID)
	properties, _ := network["properties"].(map[string]any)
	properties["addressSpace"] = map[string]any{"addressPrefixes": []any{"10.42.0.0/16", "fd00:42::/48"}}
	azure.Put(networkID, "2025-01-01", network)
	azure.Put(networkID+"/subnets/svc", "2025-01-01", map[string]any{"properties": map[string]any{"addressPrefixes": []any{"10.42.2.0/24", "fd00:42::/64"}}})
	config := map[string]any{"cluster_id": clusterID, "port": 80}
	frontends(map[string]string{"a1": "10.42.2.4", "a1-IPv6": "fd00:42::4"})
	if read := h.ReadData("udr_internal_load_balancer", config).Must(); read.At("private_ip_address") != "10.42.2.4" {
		t.Errorf("the address is %v", read.At("private_ip_address"))
	}
	frontends(map[string]string{"a1": "10.42.2.4", "a2": "10.42.2.5"})
	read := h.ReadData("udr_internal_load_balancer", config).Must()
	read.WantWarning("private_ip_address", "Several", "with port 80", "10.42.2.5", "service_uid")
	if read.At("private_ip_address") != nil {
		t.Errorf("the address is %v", read.At("private_ip_address"))
	}
	if said := h.ReadData("udr_internal_load_balancer", map[string]any{"cluster_id": clusterID}).Must().Diagnostics(); strings.Contains(fmt.Sprint(said), "Several") {
		t.Errorf("nothing was selected by, and it says %v", said)
	}
}

// A balancer that is about to appear is waited for, and no longer than was said.
func TestWait(t *testing.T) {
	t.Parallel()
	azure := world(t)
	h := azure.Harness(t, nil)
	missing := map[string]any{"cluster_id": clusterID, "wait_for": "3m"}
	before := azure.Clock.Now()
	h.ReadData("udr_internal_load_balancer", missing).WantOnlyError("", "does not exist", "Waited for 3m", "azure-load-balancer-internal")
	if waited := azure.Clock.Now().Sub(before); waited < 3*time.Minute || waited > 4*time.Minute {
		t.Errorf("waited for %s", waited)
	}
	looks := 0
	azure.Alter(func(r *http.Request, _ *acctest.Answer) error {
		if strings.HasSuffix(r.URL.Path, "kubernetes-internal") && r.Method == http.MethodGet {
			if looks++; looks == 3 {
				azure.Alter(nil)
				balance(azure)
			}
		}
		return nil
	})
	read := h.ReadData("udr_internal_load_balancer", map[string]any{"cluster_id": clusterID, "wait_for": "3m", "port": 80}).Must()
	if read.At("private_ip_address") != "10.42.2.4" {
		t.Errorf("found %v", read.At("private_ip_address"))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	h := world(t).Harness(t, nil)
	for name, test := range map[string]struct {
		config map[string]any
		path   string
		want   []string
	}{
		"not a cluster":     {map[string]any{"cluster_id": groupID}, "cluster_id", []string{"managedClusters"}},
		"port":              {map[string]any{"cluster_id": clusterID, "port": 0}, "port", []string{"1"}},
		"UID":               {map[string]any{"cluster_id": clusterID, "service_uid": "voting"}, "service_uid", []string{"0f8fad5b-"}},
		"wait":              {map[string]any{"cluster_id": clusterID, "wait_for": "soon"}, "wait_for", []string{"10m"}},
		"wait past timeout": {map[string]any{"cluster_id": clusterID, "wait_for": "10m"}, "wait_for", []string{"timeouts"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h.ValidateData("udr_internal_load_balancer", test.config).WantOnlyError(test.path, test.want...)
		})
	}
	h.ReadData("udr_internal_load_balancer", map[string]any{"cluster_id": clusterID + "x"}).WantOnlyError("cluster_id", "ResourceNotFound")
}
