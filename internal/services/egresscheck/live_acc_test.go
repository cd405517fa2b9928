package egresscheck_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

type body = map[string]any

func spoke(name string) string {
	return "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/spoke-rg/providers/Microsoft.Network/" + name
}

func hub(name string) string {
	return "/subscriptions/" + armemu.SecondSubscriptionID + "/resourceGroups/hub-rg/providers/Microsoft.Network/" + name
}

var nodes = spoke("virtualNetworks/spoke/subnets/nodes")

func ref(id string) body { return body{"id": id} }

// hubAndSpoke is what a hub team and a spoke team made without us: a spoke in one subscription whose default route leads
// to a firewall in another, with classic rules for AKS but none for anything else.
func hubAndSpoke(t *testing.T) *acctest.Azure {
	t.Helper()
	a := acctest.NewAzure(t)
	put := func(id string, properties body) {
		b := body{"properties": properties}
		if !strings.Contains(id, "Peerings/") {
			b["location"] = "westeurope"
		}
		if strings.Contains(id, "publicIP") {
			b["sku"] = body{"name": "Standard"}
		}
		a.Put(id, "2025-01-01", b)
	}
	for _, id := range []string{
		"/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/spoke-rg", "/subscriptions/" + armemu.SecondSubscriptionID + "/resourceGroups/hub-rg",
	} {
		a.Put(id, "2023-07-01", body{"location": "westeurope"})
	}
	put(spoke("routeTables/rt"), body{"disableBgpRoutePropagation": true, "routes": []any{
		body{"name": "default", "properties": body{"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.240.4"}},
	}})
	put(spoke("virtualNetworks/spoke"), body{"addressSpace": body{"addressPrefixes": []any{"10.8.0.0/16"}}, "subnets": []any{
		body{"name": "nodes", "properties": body{"addressPrefix": "10.8.0.0/20", "routeTable": ref(spoke("routeTables/rt"))}},
		body{"name": "data", "properties": body{"addressPrefix": "10.8.16.0/24"}},
		body{"name": "store", "properties": body{
			"addressPrefix": "10.8.17.0/24", "routeTable": ref(spoke("routeTables/rt")), "serviceEndpoints": []any{body{"service": "Microsoft.Storage"}},
		}},
	}})
	put(hub("virtualNetworks/hub"), body{"addressSpace": body{"addressPrefixes": []any{"10.0.0.0/16"}}, "subnets": []any{
		body{"name": "AzureFirewallSubnet", "properties": body{"addressPrefix": "10.0.240.0/26"}},
	}})
	peering := func(to string) body {
		return body{"remoteVirtualNetwork": ref(to), "allowVirtualNetworkAccess": true, "allowForwardedTraffic": true}
	}
	put(spoke("virtualNetworks/spoke/virtualNetworkPeerings/to-hub"), peering(hub("virtualNetworks/hub")))
	put(hub("virtualNetworks/hub/virtualNetworkPeerings/to-spoke"), peering(spoke("virtualNetworks/spoke")))
	put(hub("publicIPAddresses/pip"), body{"publicIPAllocationMethod": "Static"})
	put(hub("azureFirewalls/fw"), body{
		"sku": body{"name": "AZFW_VNet", "tier": "Standard"},
		"ipConfigurations": []any{body{"name": "ip", "properties": body{
			"subnet": ref(hub("virtualNetworks/hub/subnets/AzureFirewallSubnet")), "publicIPAddress": ref(hub("publicIPAddresses/pip")),
		}}},
		"applicationRuleCollections": []any{body{"name": "aks", "properties": body{"priority": 200, "action": body{"type": "Allow"}, "rules": []any{
			body{
				"name": "aks", "sourceAddresses": []any{"10.8.0.0/16"}, "fqdnTags": []any{"AzureKubernetesService"},
				"protocols": []any{body{"protocolType": "Https", "port": 443}},
			},
		}}}},
	})
	a.Forget()
	return a
}

func https(name, level string) body {
	return body{"protocol": "https", "names": []any{name}, "level": level}
}

func statuses(d *protocol.Data) []string {
	var out []string
	for _, v := range d.At("verdicts").([]any) {
		out = append(out, v.(map[string]any)["status"].(string))
	}
	return out
}

// TestLive: configuration that nobody described is judged, across subscriptions, with each object read once.
func TestLive(t *testing.T) {
	t.Parallel()
	a := hubAndSpoke(t)
	h := a.Harness(t, nil)
	d := h.ReadData(typeName, body{
		"subnet_ids": []any{nodes}, "aks": body{},
		"flows": []any{https("pastebin.com", "forbidden"), https("example.com", "optional")},
	}).Must()
	if d.At("status") != "allowed" || len(d.At("gaps").([]any)) != 0 || !slices.Equal(statuses(d)[:2], []string{"denied", "denied"}) || len(statuses(d)) < 10 {
		t.Errorf("%v, gaps %v\n%v", d.At("status"), d.At("gaps"), d.At("report"))
	}
	calls := a.Calls()
	slices.Sort(calls)
	want := []string{
		"GET " + hub("azureFirewalls/fw"), "GET " + hub("publicIPAddresses/pip"), "GET " + hub("virtualNetworks/hub"),
		"GET " + spoke("routeTables/rt"), "GET " + spoke("virtualNetworks/spoke"),
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Error(diff)
	}

	// What was judged can be judged again without Azure.
	a.Forget()
	again := h.ReadData(typeName, body{"document": d.At("judged_document")}).Must()
	if diff := cmp.Diff(statuses(d), statuses(again)); diff != "" || again.At("report") != d.At("report") {
		t.Errorf("%s\n%s", diff, cmp.Diff(d.At("report"), again.At("report")))
	}
	if len(a.Calls()) != 0 {
		t.Errorf("Azure was asked: %v", a.Calls())
	}
}

// TestLiveFindsWhatBreaks: the deciding rule and a fix that was proven, for what the hub's rules forgot.
func TestLiveFindsWhatBreaks(t *testing.T) {
	t.Parallel()
	h := hubAndSpoke(t).Harness(t, nil)
	d := h.ReadData(typeName, body{"subnet_ids": []any{nodes}, "aks": body{}, "flows": []any{https("example.com", "required")}}).Must()
	if d.At("status") != "denied" || !strings.Contains(d.At("report").(string), "fw") {
		t.Errorf("%v\n%v", d.At("status"), d.At("report"))
	}
	fixed := false
	for _, v := range d.At("verdicts").([]any) {
		verdict := v.(map[string]any)
		if verdict["status"] == "denied" {
			fixed = fixed || len(verdict["fixes"].([]any)) > 0
		}
	}
	if !fixed {
		t.Errorf("no fix in\n%v", d.At("report"))
	}
	data := h.ReadData(typeName, body{"subnet_ids": []any{spoke("virtualNetworks/spoke/subnets/data")}, "aks": body{}}).Must()
	if data.At("status") == "allowed" {
		t.Errorf("a subnet without route table: %v", data.At("report"))
	}
}

// TestLiveProxy: with a proxy inside the network, rules for names are not missed, and what cannot be is told at the proxy.
func TestLiveProxy(t *testing.T) {
	t.Parallel()
	h := hubAndSpoke(t).Harness(t, nil)
	aks := func(url string) body {
		return body{"private_cluster": true, "features": []any{"gpu"}, "http_proxy_config": body{"http_proxy": url, "https_proxy": url}}
	}
	for name, config := range map[string]body{"allowed": aks("http://10.8.9.9:3128/"), "denied": {"private_cluster": true, "features": []any{"gpu"}}} {
		if d := h.ReadData(typeName, body{"subnet_ids": []any{nodes}, "aks": config}).Must(); d.At("status") != name {
			t.Errorf("%v, want %s\n%v", d.At("status"), name, d.At("report"))
		}
	}
	wrong := body{"subnet_ids": []any{nodes}, "aks": aks("proxy:3128")}
	h.ReadData(typeName, wrong).WantError("aks.http_proxy_config.http_proxy", "is not like http://")
	h.ValidateData(typeName, wrong).WantError("aks.http_proxy_config.https_proxy", "is not like http://")
	h.ValidateData(typeName, body{"subnet_ids": []any{nodes}, "aks": body{"http_proxy_config": body{"no_proxy": []any{"a.example", "*.b.example"}}}}).
		WantOnlyError("aks.http_proxy_config.no_proxy[1]", "a wildcard is not allowed")
	h.ValidateData(typeName, body{"subnet_ids": []any{nodes}, "aks": body{"http_proxy_config": protocol.Unknown}}).Must()
}

// TestLiveServiceEndpoint: storage leaves past the firewall, and nothing else does.
func TestLiveServiceEndpoint(t *testing.T) {
	t.Parallel()
	h := hubAndSpoke(t).Harness(t, nil)
	d := h.ReadData(typeName, body{
		"subnet_ids": []any{spoke("virtualNetworks/spoke/subnets/store")},
		"flows":      []any{https("example.com", "required"), https("contoso.blob.core.windows.net", "forbidden")},
	}).Must()
	if got := statuses(d); got[0] != "denied" || got[1] == "denied" {
		t.Errorf("%v\n%v", got, d.At("report"))
	}
}

// TestLiveWithDocument: a change is judged over what is there; the document names live objects by ID or by name.
func TestLiveWithDocument(t *testing.T) {
	t.Parallel()
	h := hubAndSpoke(t).Harness(t, nil)
	flow := body{"source_subnet": nodes, "protocol": "https", "names": []any{"example.com"}}
	for name, tt := range map[string]struct {
		document body
		want     string
	}{
		"as it is": {body{"version": 1, "flows": []any{flow}}, "denied"},
		"straight to the Internet": {body{"version": 1, "flows": []any{flow}, "route_tables": []any{
			body{"name": spoke("routeTables/rt"), "routes": []any{body{"name": "default", "address_prefix": "0.0.0.0/0", "next_hop_type": "None"}}},
		}}, "denied"},
		"with a planned rule": {body{"version": 1, "flows": []any{flow}, "firewalls": []any{
			body{"name": "fw", "subnet": "hub/AzureFirewallSubnet", "private_ip_address": "10.0.240.4", "public_ips": []any{body{"name": "pip"}}, "collections": []any{
				body{"name": "all", "kind": "application", "priority": 100, "action": "Allow", "rules": []any{
					body{"name": "all", "source_addresses": []any{"*"}, "protocols": []any{"Https:443"}, "destination_fqdns": []any{"*"}},
				}},
			}},
		}}, "allowed"},
		"with rules that are not known yet": {body{"version": 1, "flows": []any{flow}, "firewalls": []any{
			body{"name": "FW", "subnet": "hub/AzureFirewallSubnet", "private_ip_address": "10.0.240.4", "public_ips": []any{body{"name": "pip"}}, "collections": body{"unknown": true}},
		}}, "indeterminate"},
	} {
		d := h.ReadData(typeName, body{"subnet_ids": []any{nodes}, "document": tt.document}).Must()
		if d.At("status") != tt.want || len(statuses(d)) != 1 {
			t.Errorf("%s: %v, want %s\n%v", name, d.At("status"), tt.want, d.At("report"))
		}
	}
	bad := h.ReadData(typeName, body{"subnet_ids": []any{nodes}, "document": body{"version": 1, "flows": []any{body{"source_subnet": "nowhere/s", "protocol": "https", "names": []any{"a.example"}}}}})
	bad.WantError("document", `subnet "nowhere/s" is not in the document`)
}

// TestLiveFaults: no failure of Azure is an error; each leaves open what hinges on it and is told.
func TestLiveFaults(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"virtualNetworks/spoke", "routeTables/rt", "virtualNetworks/hub", "azureFirewalls/fw"} {
		for kind, answer := range map[string]acctest.Answer{
			"forbidden": {Status: http.StatusForbidden, Body: []byte(`{"error": {"code": "AuthorizationFailed", "message": "not you"}}`)},
			"missing":   {Status: http.StatusNotFound, Body: []byte(`{"error": {"code": "ResourceNotFound", "message": "gone"}}`)},
			"unread":    {Status: http.StatusInternalServerError, Body: []byte(`{"error": {"code": "InternalServerError", "message": "oops"}}`)},
			"odd":       {Status: http.StatusOK, Body: []byte(`{"id": "x", "properties": {"hello": "world"}}`)},
		} {
			t.Run(path+" "+kind, func(t *testing.T) {
				t.Parallel()
				a := hubAndSpoke(t)
				a.Alter(func(r *http.Request, into *acctest.Answer) error {
					if strings.HasSuffix(strings.ToLower(r.URL.Path), strings.ToLower(path)) {
						*into = acctest.Answer{Status: answer.Status, Header: http.Header{"Content-Type": {"application/json"}}, Body: answer.Body}
					}
					return nil
				})
				d := a.Harness(t, nil).ReadData(typeName, body{"subnet_ids": []any{nodes}, "aks": body{}, "flows": []any{https("pastebin.com", "forbidden")}}).Must()
				if d.At("status") != "indeterminate" {
					t.Errorf("%v\n%v", d.At("status"), d.At("report"))
				}
				if len(d.At("gaps").([]any)) == 0 {
					t.Fatal("no gap")
				}
				gap := d.At("gaps").([]any)[0].(map[string]any)
				if gap["kind"] != kind || !strings.HasSuffix(gap["id"].(string), path) {
					t.Errorf("gap %v", gap)
				}
				if report := d.At("report").(string); !strings.Contains(report, gap["object"].(string)) {
					t.Errorf("the report does not tell the gap:\n%s", report)
				}
			})
		}
	}
}

// TestCluster: a cluster tells its subnets and what it needs.
func TestCluster(t *testing.T) {
	t.Parallel()
	const id = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/spoke-rg/providers/Microsoft.ContainerService/managedClusters/aks"
	a := hubAndSpoke(t)
	config := body{"cluster_id": id}
	missing := a.Harness(t, nil).ReadData(typeName, config).Must()
	if missing.At("status") != "indeterminate" || missing.At("gaps").([]any)[0].(map[string]any)["kind"] != "missing" {
		t.Errorf("a cluster that is not there is %v, gaps %v", missing.At("status"), missing.At("gaps"))
	}
	cluster := func(monitor bool, ranges string) {
		a.Alter(func(r *http.Request, into *acctest.Answer) error {
			if strings.HasSuffix(r.URL.Path, "managedClusters/aks") {
				*into = acctest.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: fmt.Appendf(nil, `{"id": %q, "name": "aks",
					"location": "westeurope", "properties": {"provisioningState": "Succeeded", "networkProfile": {"outboundType": "userDefinedRouting", "networkPlugin": "azure"},
					"agentPoolProfiles": [{"name": "sys", "vnetSubnetID": %q}], "addonProfiles": {"omsagent": {"enabled": %v}},
					"apiServerAccessProfile": {"authorizedIPRanges": [%s]}}}`, id, nodes, monitor, ranges)}
			}
			return nil
		})
	}
	cluster(false, "")
	plain := a.Harness(t, nil).ReadData(typeName, config).Must()
	if plain.At("status") != "allowed" || len(statuses(plain)) < 10 {
		t.Errorf("%v\n%v", plain.At("status"), plain.At("report"))
	}
	cluster(true, "")
	monitored := a.Harness(t, nil).ReadData(typeName, config).Must()
	if monitored.At("status") != "indeterminate" || len(statuses(monitored)) <= len(statuses(plain)) {
		t.Errorf("with monitoring %v\n%v", monitored.At("status"), monitored.At("report"))
	}
	cluster(false, `"203.0.113.0/24"`) // the firewall's own address is not among them (AK-25)
	if locked := a.Harness(t, nil).ReadData(typeName, config).Must(); locked.At("status") != "denied" || !strings.Contains(locked.At("report").(string), "AK-25") {
		t.Errorf("locked out %v\n%v", locked.At("status"), locked.At("report"))
	}
}

// TestClusterInAKSNetwork: of a cluster whose network AKS keeps nothing is judged, and nothing said to be allowed.
func TestClusterInAKSNetwork(t *testing.T) {
	t.Parallel()
	const id = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/spoke-rg/providers/Microsoft.ContainerService/managedClusters/managed"
	a := hubAndSpoke(t)
	a.Alter(func(r *http.Request, into *acctest.Answer) error {
		if strings.HasSuffix(r.URL.Path, "managedClusters/managed") {
			*into = acctest.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: fmt.Appendf(nil, `{"id": %q, "name": "managed",
				"location": "westeurope", "properties": {"provisioningState": "Succeeded", "networkProfile": {"outboundType": "loadBalancer"}, "agentPoolProfiles": [{"name": "sys"}]}}`, id)}
		}
		return nil
	})
	if d := a.Harness(t, nil).ReadData(typeName, body{"cluster_id": id}).Must(); d.At("status") != "indeterminate" {
		t.Errorf("%v\n%v", d.At("status"), d.At("report"))
	}
}

func TestLiveValidation(t *testing.T) {
	t.Parallel()
	h := acctest.NewAzure(t).Harness(t, nil)
	h.ValidateData(typeName, body{}).WantError("", "")
	network := spoke("virtualNetworks/spoke")
	h.ValidateData(typeName, body{"subnet_ids": []any{network}}).WantError(`subnet_ids["`+network+`"]`, "add \"/subnets/")
	h.ValidateData(typeName, body{"document": `{"version": 1}`, "aks": body{}}).WantOnlyError("aks", "set subnet_ids or cluster_id")
	h.ValidateData(typeName, body{"subnet_ids": []any{nodes}, "flows": []any{body{"protocol": "tcp", "names": []any{"a.*.b"}}}}).WantError("flows[0].ports", "is missing")
	h.ValidateData(typeName, body{"subnet_ids": []any{nodes}, "flows": []any{body{"protocol": "https", "names": []any{"a.example"}, "source_subnet_id": nodes}}}).Must()
	h.ValidateData(typeName, body{"subnet_ids": protocol.Unknown, "document": body{"version": 1, "flows": []any{body{"source_subnet": nodes, "protocol": "https", "names": []any{"a.example"}}}}}).Must()
	h.ValidateData(typeName, body{"subnet_ids": []any{nodes}, "document": body{"version": 1, "nonsense": 1}}).WantOnlyError("document", "$.nonsense")
	twice := body{"subnet_ids": []any{nodes}, "document": body{"version": 1, "route_tables": []any{body{"name": "rt"}, body{"name": "RT"}}}}
	h.ValidateData(typeName, twice).WantOnlyError("document", "$.route_tables[1].name")
}
