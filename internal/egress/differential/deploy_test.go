package differential

import (
	"bytes"
	"encoding/json"
	"net/http"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// object is JSON as ARM takes it.
type object = map[string]any

const (
	resourceGroup = "/subscriptions/" + armemu.SubscriptionID + "/resourceGroups/rg"
	provider      = resourceGroup + "/providers/Microsoft.Network/"
)

// deployment is the world as ARM stores it.
type deployment struct {
	*armemu.Emulator
	ips map[string]string // addresses that public IPs were given
}

// deploy puts the documents in an order in which ARM takes them.
func (w *world) deploy(t *rapid.T) deployment {
	d := deployment{must(armemu.New(armemu.Options{})), map[string]string{}}
	d.put(t, resourceGroup, object{"location": "westeurope"})
	for _, g := range w.ipGroups {
		d.put(t, provider+"ipGroups/"+g.name, properties(object{"ipAddresses": texts(g.addresses)}))
	}
	for _, table := range w.tables {
		d.put(t, provider+"routeTables/"+table.name, properties(object{"disableBgpRoutePropagation": table.isolated, "routes": list(table.routes, routeBody)}))
	}
	for _, g := range w.securityGroups {
		d.put(t, provider+"networkSecurityGroups/"+g.name, properties(object{"securityRules": list(g.rules, securityBody)}))
	}
	for _, n := range w.nats {
		ips := []any{}
		if !n.bare {
			ips = append(ips, d.publicIP(t, "ip-"+n.name))
		}
		body := properties(object{"publicIpAddresses": ips})
		body["sku"] = object{"name": "Standard"}
		d.put(t, provider+"natGateways/"+n.name, body)
	}
	for _, n := range w.networks {
		d.put(t, provider+"virtualNetworks/"+n.name, w.networkBody(n))
	}
	for _, n := range w.networks {
		for _, p := range n.peerings {
			d.put(t, provider+"virtualNetworks/"+n.name+"/virtualNetworkPeerings/to-"+p.remote, properties(object{
				"remoteVirtualNetwork": ref("virtualNetworks", p.remote), "allowVirtualNetworkAccess": !p.blocked, "allowForwardedTraffic": p.forwarded,
				"useRemoteGateways": p.useRemote, "allowGatewayTransit": p.transit,
			}))
		}
	}
	for _, p := range w.policies {
		d.put(t, provider+"firewallPolicies/"+p.name, policyBody(p))
		for _, g := range p.groups {
			d.put(t, provider+"firewallPolicies/"+p.name+"/ruleCollectionGroups/"+g.name, properties(object{"priority": g.priority, "ruleCollections": list(g.collections, collectionBody)}))
		}
	}
	for _, f := range w.firewalls {
		d.deployFirewall(t, w, f)
	}
	return d
}

// put sends one document and lets its operation end.
func (d deployment) put(t *rapid.T, path string, body object) {
	data := must(json.Marshal(body))
	r := must(http.NewRequestWithContext(t.Context(), http.MethodPut, "https://emulator.test"+path+"?api-version=2025-05-01", bytes.NewReader(data)))
	answer, err := d.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		var text bytes.Buffer
		_, _ = text.ReadFrom(answer.Body)
		t.Fatalf("PUT %s: %d %s\n%s", path, answer.StatusCode, text.String(), data)
	}
	if err := d.FinishAll(); err != nil {
		t.Fatal(err)
	}
}

// publicIP makes one and notes its address.
func (d deployment) publicIP(t *rapid.T, name string) object {
	id := provider + "publicIPAddresses/" + name
	d.put(t, id, object{"location": "westeurope", "sku": object{"name": "Standard"}, "properties": object{"publicIPAllocationMethod": "Static"}})
	d.ips[name] = must(d.Resource(id)).Str("properties.ipAddress")
	return object{"id": id}
}

func properties(p object) object { return object{"location": "westeurope", "properties": p} }

func ref(kind, name string) object { return object{"id": provider + kind + "/" + name} }

func list[T any](items []T, body func(T) object) []any {
	out := []any{}
	for _, item := range items {
		out = append(out, body(item))
	}
	return out
}

// texts is a JSON array that is never null.
func texts(words []string) []string { return append([]string{}, words...) }

func (w *world) networkBody(n network) object {
	p := object{"addressSpace": object{"addressPrefixes": n.space}}
	if len(n.resolvers) > 0 {
		p["dhcpOptions"] = object{"dnsServers": n.resolvers}
	}
	p["subnets"] = list(n.subnets, func(s subnet) object {
		b := object{"addressPrefix": s.prefix}
		for member, at := range map[string][2]string{"routeTable": {"routeTables", s.table}, "networkSecurityGroup": {"networkSecurityGroups", s.securityGroup}, "natGateway": {"natGateways", s.nat}} {
			if at[1] != "" && !(member == "routeTable" && w.late(n, s)) {
				b[member] = ref(at[0], at[1])
			}
		}
		if s.outbound != "" {
			b["defaultOutboundAccess"] = s.outbound == "true"
		}
		if len(s.endpoints) > 0 {
			b["serviceEndpoints"] = list(s.endpoints, func(e endpoint) object { return object{"service": e.service} })
		}
		return object{"name": s.name, "properties": b}
	})
	return properties(p)
}

// late: ARM takes a table without a default route to the Internet only once the firewall has a management configuration (RT-24).
func (w *world) late(n network, s subnet) bool {
	for _, f := range w.firewalls {
		if f.network == n.name && f.managed {
			return s.name == "AzureFirewallSubnet"
		}
	}
	return false
}

func routeBody(r route) object {
	p := object{"addressPrefix": r.prefix, "nextHopType": r.hop}
	if r.address != "" {
		p["nextHopIpAddress"] = r.address
	}
	return object{"name": r.name, "properties": p}
}

func securityBody(r securityRule) object {
	p := object{"priority": r.priority, "access": r.access, "protocol": r.protocol, "direction": "Outbound"}
	for member, words := range map[string][]string{"sourceAddressPrefix": r.from, "destinationAddressPrefix": r.to, "sourcePortRange": r.fromPorts, "destinationPortRange": r.ports} {
		if len(words) == 1 {
			p[member] = words[0]
			continue
		}
		p[map[string]string{
			"sourceAddressPrefix": "sourceAddressPrefixes", "destinationAddressPrefix": "destinationAddressPrefixes",
			"sourcePortRange": "sourcePortRanges", "destinationPortRange": "destinationPortRanges",
		}[member]] = words
	}
	return object{"name": r.name, "properties": p}
}
