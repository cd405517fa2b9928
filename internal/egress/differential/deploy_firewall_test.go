package differential

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"pgregory.net/rapid"
)

func (d deployment) deployFirewall(t *rapid.T, w *world, f firewall) {
	network := provider + "virtualNetworks/" + f.network
	extra := object{}
	p := object{"sku": object{"name": "AZFW_VNet", "tier": f.tier}, "threatIntelMode": f.threat, "additionalProperties": extra}
	if f.policy != "" {
		p["firewallPolicy"] = ref("firewallPolicies", f.policy)
	} else {
		if f.proxy {
			extra["Network.DNS.EnableProxy"] = "true"
		}
		if f.private != nil {
			text := f.private[0]
			for _, word := range f.private[1:] {
				text += ", " + word
			}
			extra["Network.SNAT.PrivateRanges"] = text
		}
		for _, kind := range []string{"network", "application"} {
			p[kind+"RuleCollections"] = list(without(f.collections, func(c collection) bool { return c.kind != kind }), func(c collection) object {
				return object{"name": c.name, "properties": object{
					"priority": c.priority, "action": object{"type": c.action}, "rules": list(c.rules, func(r rule) object { return ruleBody(c.kind, r, "protocols") }),
				}}
			})
		}
	}
	configurations := []any{}
	for i := range max(f.ips, 1) {
		c := object{}
		if i == 0 {
			c["subnet"] = object{"id": network + "/subnets/AzureFirewallSubnet"}
		}
		if i < f.ips {
			c["publicIPAddress"] = d.publicIP(t, fmt.Sprintf("ip-%s-%d", f.name, i))
		}
		configurations = append(configurations, object{"name": "c" + strconv.Itoa(i), "properties": c})
	}
	p["ipConfigurations"] = configurations
	if f.managed {
		p["managementIpConfiguration"] = object{"name": "m", "properties": object{
			"subnet": object{"id": network + "/subnets/AzureFirewallManagementSubnet"}, "publicIPAddress": d.publicIP(t, "ip-m-"+f.name),
		}}
	}
	d.put(t, provider+"azureFirewalls/"+f.name, properties(p))
	if got := must(d.Resource(provider + "azureFirewalls/" + f.name)).Objs("properties.ipConfigurations")[0].Str("properties.privateIPAddress"); got != f.address {
		t.Fatalf("firewall %s has address %s, not %s", f.name, got, f.address)
	}
	for _, n := range w.networks {
		for _, s := range n.subnets {
			if n.name == f.network && s.table != "" && w.late(n, s) {
				body := object{"addressPrefix": s.prefix, "routeTable": ref("routeTables", s.table)}
				if s.nat != "" {
					body["natGateway"] = ref("natGateways", s.nat)
				}
				d.put(t, network+"/subnets/"+s.name, object{"properties": body})
			}
		}
	}
}

func policyBody(p policy) object {
	out := object{"sku": object{"tier": p.tier}, "threatIntelMode": p.threat}
	if p.proxy {
		out["dnsSettings"] = object{"enableProxy": true}
	}
	if p.private != nil {
		out["snat"] = object{"privateRanges": p.private}
	}
	if p.parent != "" {
		out["basePolicy"] = ref("firewallPolicies", p.parent)
	}
	if p.detection != "Off" {
		out["intrusionDetection"] = object{"mode": p.detection}
	}
	return properties(out)
}

func collectionBody(c collection) object {
	kind := map[string]string{"network": "NetworkRule", "application": "ApplicationRule"}[c.kind]
	return object{
		"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": c.name, "priority": c.priority, "action": object{"type": c.action},
		"rules": list(c.rules, func(r rule) object {
			body := ruleBody(c.kind, r, "ipProtocols")
			body["ruleType"] = kind
			return body
		}),
	}
}

// ruleBody words a rule; the protocols of network rules have a name of their own in policies.
func ruleBody(kind string, r rule, protocols string) object {
	groups := func(names []string) []string {
		return each(names, func(name string) string { return provider + "ipGroups/" + name })
	}
	out := object{"name": r.name, "sourceAddresses": texts(r.from), "sourceIpGroups": groups(r.fromGroups)}
	if kind == "network" {
		maps.Copy(out, object{
			protocols: r.protocols, "destinationPorts": r.ports, "destinationAddresses": texts(r.to), "destinationIpGroups": groups(r.toGroups), "destinationFqdns": texts(r.names),
		})
		return out
	}
	out["protocols"] = list(r.pairs, func(p pair) object { return object{"protocolType": p.kind, "port": p.port} })
	for member, words := range map[string][]string{"targetFqdns": r.targets, "fqdnTags": r.tags, "targetUrls": r.urls, "webCategories": r.categories, "destinationAddresses": r.addresses} {
		if len(words) > 0 {
			out[member] = slices.Clone(words)
		}
	}
	if r.terminate {
		out["terminateTLS"] = true
	}
	return out
}
