package survey_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
)

const version = "2025-01-01"

// world is an emulated Azure for one test, whose answers can be falsified.
type world struct {
	*testing.T
	*armemu.Emulator
	client *armclient.Client

	mu    sync.Mutex
	gets  map[string]int                  // by last two segments of the path
	false map[string]func() (int, string) // answers in place of the emulator's, by the same
}

// clock moves on as soon as anybody waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, gets: map[string]int{}, false: map[string]func() (int, string){}}
	c := &clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	emulator, err := armemu.New(armemu.Options{Clock: c, TimeScale: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.Emulator = emulator
	w.client, err = armclient.New(armclient.Options{Transport: w, Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Do counts the reads and falsifies answers.
func (w *world) Do(r *http.Request) (*http.Response, error) {
	at := short(r.URL.Path)
	w.mu.Lock()
	if r.Method == http.MethodGet && !strings.Contains(strings.ToLower(r.URL.Path), "operations/") {
		w.gets[at]++
	}
	falsify := w.false[at]
	w.mu.Unlock()
	if falsify == nil || r.Method != http.MethodGet {
		return w.Emulator.Do(r)
	}
	status, body := falsify()
	return &http.Response{
		StatusCode: status, Request: r, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{"Content-Type": {"application/json"}},
	}, nil
}

// answer falsifies the reads of an object.
func (w *world) answer(at string, status int, body string) {
	w.false[strings.ToLower(at)] = func() (int, string) { return status, body }
}

// edit falsifies the reads of an object by changing what the emulator has.
func (w *world) edit(id armid.ID, change func(*armclient.Object) error) {
	w.Helper()
	o, err := w.client.Get(w.Context(), id, version)
	if err != nil {
		w.Fatal(err)
	}
	if err := change(&o); err != nil {
		w.Fatal(err)
	}
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(o.Body); err != nil {
		w.Fatal(err)
	}
	w.answer(short(id.String()), http.StatusOK, text.String())
}

// reads are the GETs since the last call.
func (w *world) reads() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	reads := w.gets
	w.gets = map[string]int{}
	return reads
}

func short(path string) string {
	segments := strings.Split(strings.ToLower(path), "/")
	return strings.Join(segments[max(0, len(segments)-2):], "/")
}

type body = map[string]any

func (w *world) put(id armid.ID, properties body) {
	w.Helper()
	b := body{"properties": properties}
	switch {
	case id.IsType("Microsoft.Resources/resourceGroups"):
		b = body{"location": "westeurope"}
	case !strings.Contains(strings.ToLower(id.Type()), "rulecollectiongroups") && !strings.Contains(id.Type(), "Peerings"):
		b["location"] = "westeurope"
	}
	if id.IsType("Microsoft.Network/publicIPAddresses") || id.IsType("Microsoft.Network/natGateways") {
		b["sku"] = body{"name": "Standard"}
	}
	v := version
	if id.IsType("Microsoft.Resources/resourceGroups") {
		v = "2023-07-01"
	}
	if _, err := w.client.Put(w.Context(), id, v, b); err != nil {
		w.Fatal(err)
	}
}

func (w *world) read(scope survey.Scope) *survey.Reading {
	return survey.New(w.client).Read(armclient.WithReadCache(w.Context()), scope)
}

func ref(id armid.ID) body { return body{"id": id.String()} }

func at(subscription, group, kind, name string) armid.ID {
	return armid.Resource(subscription, group, "Microsoft.Network", kind, name)
}

// spoke and hub are where most tests look: two networks in two subscriptions.
func spoke(kind, name string) armid.ID { return at(armemu.SubscriptionID, "spoke-rg", kind, name) }

func hub(kind, name string) armid.ID { return at(armemu.SecondSubscriptionID, "hub-rg", kind, name) }

func nodes() armid.ID { return spoke("virtualNetworks", "spoke").Child("subnets", "nodes") }

// hubAndSpoke is a spoke whose default route leads to the firewall of a hub in another subscription, with a policy that has
// a parent, rules in two groups, and an IP group.
func hubAndSpoke(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.put(armid.ResourceGroup(armemu.SubscriptionID, "spoke-rg"), nil)
	w.put(armid.ResourceGroup(armemu.SecondSubscriptionID, "hub-rg"), nil)
	w.put(spoke("routeTables", "rt"), body{"disableBgpRoutePropagation": true, "routes": []any{
		body{"name": "default", "properties": body{"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.240.4"}},
	}})
	w.put(spoke("networkSecurityGroups", "nsg"), body{"securityRules": []any{
		body{"name": "no-mail", "properties": body{
			"priority": 100, "direction": "Outbound", "access": "Deny", "protocol": "Tcp", "sourceAddressPrefix": "*", "sourcePortRange": "*",
			"destinationAddressPrefix": "*", "destinationPortRanges": []any{"25", "465"},
		}},
		body{"name": "in", "properties": body{
			"priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "*", "sourceAddressPrefix": "*", "sourcePortRange": "*",
			"destinationAddressPrefix": "*", "destinationPortRange": "*",
		}},
	}})
	spokeNet, hubNet := spoke("virtualNetworks", "spoke"), hub("virtualNetworks", "hub")
	w.put(spokeNet, body{"addressSpace": body{"addressPrefixes": []any{"10.8.0.0/16"}}, "subnets": []any{
		body{"name": "nodes", "properties": body{
			"addressPrefix": "10.8.0.0/20", "routeTable": ref(spoke("routeTables", "rt")), "networkSecurityGroup": ref(spoke("networkSecurityGroups", "nsg")),
		}},
		body{"name": "other", "properties": body{"addressPrefix": "10.8.16.0/20"}},
	}})
	w.put(hubNet, body{"addressSpace": body{"addressPrefixes": []any{"10.0.0.0/16"}}, "subnets": []any{
		body{"name": "AzureFirewallSubnet", "properties": body{"addressPrefix": "10.0.240.0/26"}},
	}})
	peer := func(from, to armid.ID, name string) {
		w.put(from.Child("virtualNetworkPeerings", name), body{
			"remoteVirtualNetwork": ref(to), "allowVirtualNetworkAccess": true, "allowForwardedTraffic": true,
		})
	}
	peer(spokeNet, hubNet, "to-hub")
	peer(hubNet, spokeNet, "to-spoke")
	w.put(hub("publicIPAddresses", "pip"), body{"publicIPAllocationMethod": "Static"})
	w.put(hub("ipGroups", "spokes"), body{"ipAddresses": []any{"10.8.0.0/16", "10.9.0.0-10.9.1.255"}})
	base, policy := hub("firewallPolicies", "base"), hub("firewallPolicies", "policy")
	w.put(base, body{"sku": body{"tier": "Standard"}, "threatIntelMode": "Alert"})
	rules := func(policy armid.ID, name string, priority int, rules ...any) {
		w.put(policy.Child("ruleCollectionGroups", name), body{"priority": priority, "ruleCollections": []any{body{
			"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "allow", "priority": 200, "action": body{"type": "Allow"}, "rules": rules,
		}}})
	}
	rules(base, "common", 200, body{
		"ruleType": "NetworkRule", "name": "ntp", "sourceAddresses": []any{"*"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"123"}, "ipProtocols": []any{"UDP"},
	})
	w.put(policy, body{"sku": body{"tier": "Standard"}, "basePolicy": ref(base), "threatIntelMode": "Alert", "dnsSettings": body{"enableProxy": true}})
	rules(policy, "aks", 300, body{
		"ruleType": "ApplicationRule", "name": "aks", "sourceIpGroups": []any{hub("ipGroups", "spokes").String()}, "fqdnTags": []any{"AzureKubernetesService"},
		"protocols": []any{body{"protocolType": "Https", "port": 443}},
	})
	w.put(hub("azureFirewalls", "fw"), body{
		"sku": body{"name": "AZFW_VNet", "tier": "Standard"}, "firewallPolicy": ref(policy),
		"ipConfigurations": []any{body{"name": "ip", "properties": body{
			"subnet": ref(hubNet.Child("subnets", "AzureFirewallSubnet")), "publicIPAddress": ref(hub("publicIPAddresses", "pip")),
		}}},
	})
	w.reads()
	return w
}

func keys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }
