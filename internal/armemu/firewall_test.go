package armemu_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

const (
	networkA  = groupA + "/providers/Microsoft.Network"
	firewallA = networkA + "/azureFirewalls/fw-a"
	policyA   = networkA + "/firewallPolicies/fp-a"
	ipA       = networkA + "/publicIPAddresses/ip-a"
)

// ipConfiguration is a firewall's data configuration in vnetA.
func ipConfiguration() map[string]any {
	return map[string]any{"name": "config", "properties": map[string]any{
		"subnet": idRef(vnetA + "/subnets/AzureFirewallSubnet"), "publicIPAddress": idRef(ipA),
	}}
}

func located(properties map[string]any) map[string]any {
	return map[string]any{"location": "westeurope", "properties": properties}
}

func publicIP() map[string]any {
	ip := located(map[string]any{"publicIPAllocationMethod": "Static"})
	ip["sku"] = map[string]any{"name": "Standard"}
	return ip
}

// howto is azcore walking through the how-to's firewall steps (seed-howto.md): every write is a GET, an edit and a PUT of the whole.
type howto struct {
	sdk
	firewall armtypes.Object
}

// edit changes the firewall as the CLI does and waits for the end with azcore's poller.
func (h *howto) edit(change func(firewall armtypes.Object)) {
	h.Helper()
	change(h.firewall)
	_, out, err := h.walk(h.begin(http.MethodPut, firewallA, h.firewall, runtime.FinalStateViaAzureAsyncOp))
	if err != nil {
		h.Fatal(err)
	}
	h.firewall = armtypes.Object{}
	if err := json.Unmarshal(out, &h.firewall); err != nil {
		h.Fatal(err)
	}
	if s := h.firewall.Str("properties.provisioningState"); s != "Succeeded" {
		h.Errorf("after the write the firewall is %s", s)
	}
}

func (h *howto) made(path string, body any) {
	h.Helper()
	if _, _, err := h.walk(h.begin(http.MethodPut, path, body, runtime.FinalStateViaAzureAsyncOp)); err != nil {
		h.Fatal(err)
	}
}

func (h *howto) privateIP() string {
	configs := h.firewall.Objs("properties.ipConfigurations")
	if len(configs) == 0 {
		return ""
	}
	return configs[0].Str("properties.privateIPAddress")
}

func collection(name, action string, rule map[string]any) []any {
	return []any{map[string]any{"name": name, "properties": map[string]any{
		"priority": 100, "action": map[string]any{"type": action}, "rules": []any{rule},
	}}}
}

// The how-to's order with a client that neither side wrote: a bare firewall, its address afterwards, classic rules one kind after the
// other, a NAT rule, then the stop, the start with another private address, and the delete.
func TestHowtoFirewall(t *testing.T) {
	t.Parallel()
	e, err := armemu.New(armemu.Options{SignedPolling: armemu.On})
	if err != nil {
		t.Fatal(err)
	}
	h := &howto{sdk: newSDK(t, e, "https://emulator.test"), firewall: located(map[string]any{})}
	resp, err := h.send(http.MethodPut, groupA, map[string]any{"location": "westeurope"})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	h.made(vnetA, network("10.42.0.0/16", subnet("aks-subnet", "10.42.1.0/24"), subnet("AzureFirewallSubnet", "10.42.2.0/24")))
	h.made(ipA, publicIP())

	h.edit(func(armtypes.Object) {})
	h.edit(func(f armtypes.Object) { f.Set("properties.ipConfigurations", []any{ipConfiguration()}) })
	if got := h.privateIP(); got != "10.42.2.4" {
		t.Fatalf("the private IP is %s", got)
	}
	howtoRules(h)

	before := h.firewall.List("properties.applicationRuleCollections")
	h.edit(func(f armtypes.Object) { f.Set("properties.ipConfigurations", []any{}) })
	if got := h.privateIP(); got != "" {
		t.Errorf("deallocated it has the private IP %s", got)
	}
	if after := h.firewall.List("properties.applicationRuleCollections"); len(before) != 1 || len(after) != 1 {
		t.Errorf("%d application rule collections before the stop and %d after", len(before), len(after))
	}
	h.edit(func(f armtypes.Object) { f.Set("properties.ipConfigurations", []any{ipConfiguration()}) })
	if got := h.privateIP(); got != "10.42.2.5" {
		t.Errorf("after the start the private IP is %s, want another one than before", got)
	}
	howtoDelete(h)
}

func howtoRules(h *howto) {
	h.Helper()
	h.edit(func(f armtypes.Object) {
		f.Set("properties.networkRuleCollections", collection("aksfwnr", "allow", map[string]any{
			"name": "netrules", "protocols": []string{"Any"}, "sourceAddresses": []string{"*"}, "destinationAddresses": []string{"*"}, "destinationPorts": []string{"*"},
		}))
	})
	h.edit(func(f armtypes.Object) {
		f.Set("properties.applicationRuleCollections", collection("aksfwar", "Allow", map[string]any{
			"name": "fqdn", "sourceAddresses": []string{"*"}, "targetFqdns": []string{"*.azmk8s.io", "mcr.microsoft.com"},
			"protocols": []any{map[string]any{"protocolType": "Http", "port": 80}, map[string]any{"protocolType": "Https", "port": 443}},
		}))
	})
	h.edit(func(f armtypes.Object) {
		f.Set("properties.natRuleCollections", collection("exampleset", "Dnat", map[string]any{
			"name": "inboundrule", "protocols": []string{"Any"}, "sourceAddresses": []string{"*"}, "destinationAddresses": []string{"20.1.2.3"}, "destinationPorts": []string{"80"},
			"translatedAddress": "10.42.1.100", "translatedPort": "80",
		}))
	})
	for _, kind := range []string{"network", "application", "nat"} {
		if n := len(h.firewall.List("properties." + kind + "RuleCollections")); n != 1 {
			h.Errorf("%d %s rule collections, want 1", n, kind)
		}
	}
	if got := h.privateIP(); got != "10.42.2.4" {
		h.Errorf("rules changed the private IP to %s", got)
	}
}

func howtoDelete(h *howto) {
	h.Helper()
	for _, path := range []string{firewallA, ipA, vnetA} {
		if _, _, err := h.walk(h.begin(http.MethodDelete, path, nil, runtime.FinalStateViaLocation)); err != nil {
			h.Errorf("deleting %s: %v", path, err)
		}
	}
}

// A firewall that failed blocks its policy and the IP groups of its rules, until a write of its own heals it (aks-facts.md 4.3).
func TestFaultedFirewallBlocksItsPolicy(t *testing.T) {
	t.Parallel()
	groups := networkA + "/ipGroups/nodes"
	c := faulty(t, armemu.Options{}, fault.Rule{
		Match: fault.Match{Method: http.MethodPut, Path: "/azureFirewalls/", Nth: 1}, Effect: fault.Effect{FailOperation: true, Code: "InternalServerError"},
	})
	c.create(vnetA, network("10.42.0.0/16", subnet("AzureFirewallSubnet", "10.42.2.0/24")))
	c.create(ipA, publicIP())
	c.create(policyA, located(map[string]any{}))
	c.create(groups, located(map[string]any{"ipAddresses": []string{"10.42.1.0/24"}}))
	rules := map[string]any{"properties": map[string]any{"priority": 100, "ruleCollections": []any{map[string]any{
		"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "net", "priority": 100, "action": map[string]any{"type": "Allow"},
		"rules": []any{map[string]any{
			"ruleType": "NetworkRule", "name": "a", "ipProtocols": []string{"TCP"}, "sourceIpGroups": []string{groups}, "destinationAddresses": []string{"*"}, "destinationPorts": []string{"443"},
		}},
	}}}}
	c.create(policyA+"/ruleCollectionGroups/g", rules)
	firewall := located(map[string]any{"firewallPolicy": idRef(policyA), "ipConfigurations": []any{ipConfiguration()}})
	if got := c.create(firewallA, firewall); got.Str("properties.provisioningState") != "Failed" || got.Objs("properties.ipConfigurations")[0].Str("properties.privateIPAddress") != "" {
		t.Fatalf("the firewall did not fail: %v", got)
	}

	stricter := located(map[string]any{"threatIntelMode": "Deny"})
	a := c.refused(http.StatusBadRequest, "FirewallPolicyUpdateFailed", http.MethodPut, policyA, stricter)
	if !strings.Contains(a.Raw, "1 faulted referenced firewalls") {
		t.Errorf("message: %s", a.Raw)
	}
	c.refused(http.StatusBadRequest, "FirewallPolicyUpdateFailed", http.MethodPut, policyA+"/ruleCollectionGroups/h", map[string]any{"properties": map[string]any{"priority": 200}})
	c.refused(http.StatusBadRequest, "IpGroupsUpdateFailed", http.MethodPut, groups, located(map[string]any{"ipAddresses": []string{"10.42.1.0/25"}}))

	c.want(http.StatusOK, http.MethodPut, firewallA, firewall)
	if got := c.settled(firewallA); got.Str("properties.provisioningState") != "Succeeded" || got.Objs("properties.ipConfigurations")[0].Str("properties.privateIPAddress") != "10.42.2.4" {
		t.Errorf("the same PUT did not heal the firewall: %v", got)
	}
	c.want(http.StatusOK, http.MethodPut, policyA, stricter)
}

// create PUTs a new resource and looks until it is done.
func (c *client) create(path string, body any) armtypes.Object {
	c.Helper()
	c.want(http.StatusCreated, http.MethodPut, path, body)
	return c.settled(path)
}

// The limits of aks-facts.md 4.2 and FW-45: the last thing that fits, and the first that does not.
func TestFirewallLimits(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	c.create(policyA, located(map[string]any{}))
	for i := range 60 {
		c.create(fmt.Sprintf("%s/ruleCollectionGroups/g%d", policyA, i), map[string]any{"properties": map[string]any{"priority": 100 + i}})
	}
	c.refused(http.StatusBadRequest, "FirewallPolicyRuleCollectionGroupsLimitExceeded", http.MethodPut, policyA+"/ruleCollectionGroups/more", map[string]any{"properties": map[string]any{"priority": 500}})
	c.want(http.StatusOK, http.MethodPut, policyA+"/ruleCollectionGroups/g0", map[string]any{"properties": map[string]any{"priority": 500}})
	c.settled(policyA + "/ruleCollectionGroups/g0")

	long := map[string]any{"properties": map[string]any{"priority": 500, "ruleCollections": []any{map[string]any{
		"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "net", "priority": 100, "action": map[string]any{"type": "Allow"},
		"rules": []any{map[string]any{
			"ruleType": "NetworkRule", "name": "a", "description": strings.Repeat("x", 2<<20), "ipProtocols": []string{"TCP"},
			"sourceAddresses": []string{"*"}, "destinationAddresses": []string{"*"}, "destinationPorts": []string{"443"},
		}},
	}}}}
	c.refused(http.StatusBadRequest, "FirewallPolicyRuleCollectionGroupSizeLimitExceeded", http.MethodPut, policyA+"/ruleCollectionGroups/g0", long)

	addresses := make([]string, 5001)
	for i := range addresses {
		addresses[i] = fmt.Sprintf("10.0.%d.%d", i/256, i%256)
	}
	c.create(networkA+"/ipGroups/full", located(map[string]any{"ipAddresses": addresses[:5000]}))
	c.refused(http.StatusBadRequest, "IpGroupsIpAddressesLimitExceeded", http.MethodPut, networkA+"/ipGroups/more", located(map[string]any{"ipAddresses": addresses}))

	configurations := make([]any, 251)
	for i := range configurations {
		configurations[i] = map[string]any{"name": fmt.Sprintf("c%d", i), "properties": map[string]any{"publicIPAddress": idRef(ipA)}}
	}
	c.refused(http.StatusBadRequest, "AzureFirewallIpConfigurationsLimitExceeded", http.MethodPut, firewallA, located(map[string]any{"ipConfigurations": configurations}))
}
