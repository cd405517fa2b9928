package walk_test

import (
	"maps"
	"strconv"
	"strings"
)

// Order of the requests: what is referred to comes first.
const (
	stageLeaf = iota
	stageNetwork
	stagePeering
	stagePolicy
	stageCollections
	stageFirewall
	stageAfter
)

func (w *world) addNetwork(s statement) {
	w.network = net + "/virtualNetworks/" + s.words[0]
	p := object{"addressSpace": object{"addressPrefixes": split(s.words[1])}, "subnets": []any{}}
	if s.has("dns") {
		p["dhcpOptions"] = object{"dnsServers": split(s.flags["dns"])}
	}
	w.add(stageNetwork, w.network, p)
}

func (w *world) addSubnet(s statement) {
	p := object{"addressPrefix": s.words[1]}
	for flag, at := range map[string][2]string{"table": {"routeTable", "routeTables"}, "group": {"networkSecurityGroup", "networkSecurityGroups"}, "nat": {"natGateway", "natGateways"}} {
		if s.has(flag) {
			p[at[0]] = ref(at[1], s.flags[flag])
		}
	}
	if s.has("private") {
		p["defaultOutboundAccess"] = false
	}
	if s.has("endpoint") {
		p["serviceEndpoints"] = []any{object{"service": s.flags["endpoint"]}}
	}
	if s.has("table") && s.words[0] == "AzureFirewallSubnet" {
		// ARM takes a table without a default route to the Internet only once the firewall has a management configuration (RT-24).
		later := maps.Clone(p)
		delete(p, "routeTable")
		w.add(stageAfter, w.network+"/subnets/"+s.words[0], later)
	}
	grow(properties(w.byPath[w.network]), "subnets", object{"name": s.words[0], "properties": p})
}

func (w *world) addPeering(s statement) {
	for i, name := range s.words[:2] {
		if i == 1 && s.has("half") {
			return
		}
		other := s.words[1-i]
		w.add(stagePeering, net+"/virtualNetworks/"+name+"/virtualNetworkPeerings/to-"+other, object{
			"remoteVirtualNetwork": ref("virtualNetworks", other), "allowForwardedTraffic": s.has("forwarded"),
			"allowVirtualNetworkAccess": !s.has("closed") || i == 0,
		})
	}
}

func (w *world) addTable(s statement) {
	w.table = net + "/routeTables/" + s.words[0]
	w.add(stageLeaf, w.table, object{"disableBgpRoutePropagation": s.has("isolated"), "routes": []any{}})
}

func (w *world) addRoute(s statement) {
	p := object{"addressPrefix": s.words[1]}
	hops := map[string]string{"internet": "Internet", "none": "None", "local": "VnetLocal", "gateway": "VirtualNetworkGateway"}
	if hop, ok := hops[s.words[2]]; ok {
		p["nextHopType"] = hop
	} else {
		p["nextHopType"], p["nextHopIpAddress"] = "VirtualAppliance", s.words[2]
	}
	grow(properties(w.byPath[w.table]), "routes", object{"name": s.words[0], "properties": p})
}

func (w *world) addGroup(s statement) {
	w.group = net + "/networkSecurityGroups/" + s.words[0]
	w.add(stageLeaf, w.group, object{"securityRules": []any{}})
}

func (w *world) addSecurity(s statement) {
	p := object{"priority": number(s.words[1]), "access": s.words[2], "protocol": s.words[3], "direction": "Outbound", "sourcePortRange": "*"}
	if s.has("from") {
		p["sourcePortRange"] = s.flags["from"]
	}
	if s.has("direction") {
		p["direction"] = s.flags["direction"]
	}
	for i, member := range []string{"sourceAddressPrefix", "destinationAddressPrefix", "destinationPortRange"} {
		word := s.words[4+i]
		if !strings.Contains(word, ",") {
			p[member] = word
			continue
		}
		p[map[string]string{"sourceAddressPrefix": "sourceAddressPrefixes", "destinationAddressPrefix": "destinationAddressPrefixes", "destinationPortRange": "destinationPortRanges"}[member]] = split(word)
	}
	grow(properties(w.byPath[w.group]), "securityRules", object{"name": s.words[0], "properties": p})
}

func (w *world) addPublicIP(name string) object {
	body := w.add(stageLeaf, net+"/publicIPAddresses/"+name, object{"publicIPAllocationMethod": "Static"})
	body["sku"] = object{"name": "Standard"}
	return ref("publicIPAddresses", name)
}

func (w *world) addNAT(s statement) {
	ip := w.addPublicIP("ip-" + s.words[0])
	w.add(stageLeaf, net+"/natGateways/"+s.words[0], object{"publicIpAddresses": []any{ip}})["sku"] = object{"name": "Standard"}
}

func (w *world) addIPGroup(s statement) {
	addresses := []any{}
	if len(s.words) > 1 {
		addresses = split(s.words[1])
	}
	w.add(stageLeaf, net+"/ipGroups/"+s.words[0], object{"ipAddresses": addresses})
}

func (w *world) addPolicy(s statement) {
	w.policy = net + "/firewallPolicies/" + s.words[0]
	p := object{}
	if s.has("parent") {
		p["basePolicy"] = ref("firewallPolicies", s.flags["parent"])
	}
	if s.has("proxy") {
		p["dnsSettings"] = object{"enableProxy": true}
	}
	if s.has("snat") {
		p["snat"] = object{"privateRanges": split(s.flags["snat"])}
	}
	if s.has("tier") {
		p["sku"] = object{"tier": s.flags["tier"]}
	}
	w.add(stagePolicy, w.policy, p)
}

func (w *world) addCollections(s statement) {
	w.collections = w.policy + "/ruleCollectionGroups/" + s.words[0]
	w.add(stageCollections, w.collections, object{"priority": number(s.words[1]), "ruleCollections": []any{}})
}

func (w *world) addFirewall(s statement) {
	w.collections, w.firewall = "", net+"/azureFirewalls/"+s.words[0]
	network := net + "/virtualNetworks/" + s.words[1]
	settings := object{}
	p := object{"additionalProperties": settings}
	if s.has("policy") {
		p["firewallPolicy"] = ref("firewallPolicies", s.flags["policy"])
	}
	if s.has("tier") {
		p["sku"] = object{"tier": s.flags["tier"]}
	}
	if s.has("proxy") {
		settings["Network.DNS.EnableProxy"] = "true"
	}
	if s.has("snat") {
		settings["Network.SNAT.PrivateRanges"] = s.flags["snat"]
	}
	data := object{"subnet": object{"id": network + "/subnets/AzureFirewallSubnet"}}
	if s.has("managed") {
		p["managementIpConfiguration"] = object{"name": "management", "properties": object{
			"subnet": object{"id": network + "/subnets/AzureFirewallManagementSubnet"}, "publicIPAddress": w.addPublicIP("ip-management-" + s.words[0]),
		}}
	} else {
		data["publicIPAddress"] = w.addPublicIP("ip-" + s.words[0] + "-0")
	}
	grow(p, "ipConfigurations", object{"name": "data", "properties": data})
	for i := 1; i < number(s.flags["ips"]); i++ {
		name := strconv.Itoa(i)
		grow(p, "ipConfigurations", object{"name": "more" + name, "properties": object{"publicIPAddress": w.addPublicIP("ip-" + s.words[0] + "-" + name)}})
	}
	w.add(stageFirewall, w.firewall, p)
}

func (w *world) addNetworkRules(s statement) { w.addCollection(s, "networkRuleCollections") }

func (w *world) addApplicationRules(s statement) { w.addCollection(s, "applicationRuleCollections") }

// addCollection puts a collection into the group above it, or into the classic rules of the firewall above it.
func (w *world) addCollection(s statement, classic string) {
	p := object{"priority": number(s.words[1]), "action": object{"type": s.words[2]}, "rules": []any{}}
	if w.collections == "" {
		grow(properties(w.byPath[w.firewall]), classic, object{"name": s.words[0], "properties": p})
		w.rules = func(rule object) { grow(p, "rules", rule) }
		return
	}
	p["name"], p["ruleCollectionType"] = s.words[0], "FirewallPolicyFilterRuleCollection"
	grow(properties(w.byPath[w.collections]), "ruleCollections", p)
	w.rules = func(rule object) { grow(p, "rules", rule) }
}

// place puts the words of a list under the members that they belong to, by their prefix.
func place(rule object, list, plain string, members map[string]string) {
	for word := range strings.SplitSeq(list, ",") {
		kind, value, marked := strings.Cut(word, ":")
		member, known := members[kind]
		if !marked || !known {
			member, value = plain, word
		}
		if strings.HasSuffix(member, "IpGroups") {
			value = net + "/ipGroups/" + value
		}
		grow(rule, member, value)
	}
}

func (w *world) addNet(s statement) {
	rule := object{"name": s.words[0], "destinationPorts": split(s.words[4])}
	member := "protocols"
	if w.collections != "" {
		rule["ruleType"], member = "NetworkRule", "ipProtocols"
	}
	rule[member] = split(s.words[1])
	place(rule, s.words[2], "sourceAddresses", map[string]string{"group": "sourceIpGroups"})
	place(rule, s.words[3], "destinationAddresses", map[string]string{"group": "destinationIpGroups", "name": "destinationFqdns"})
	w.rules(rule)
}

func (w *world) addApp(s statement) {
	rule := object{"name": s.words[0]}
	if w.collections != "" {
		rule["ruleType"] = "ApplicationRule"
	}
	place(rule, s.words[1], "sourceAddresses", map[string]string{"group": "sourceIpGroups"})
	for pair := range strings.SplitSeq(s.words[2], ",") {
		if kind, port, ok := strings.Cut(pair, ":"); ok {
			grow(rule, "protocols", object{"protocolType": kind, "port": number(port)})
		}
	}
	place(rule, s.words[3], "targetFqdns", map[string]string{"tag": "fqdnTags", "url": "targetUrls", "category": "webCategories"})
	if s.has("to") {
		rule["destinationAddresses"] = split(s.flags["to"])
	}
	if s.has("tls") {
		rule["terminateTLS"] = true
	}
	w.rules(rule)
}
