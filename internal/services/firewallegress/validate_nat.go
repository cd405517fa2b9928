package firewallegress

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// natRule: one port and TCP or UDP in a policy, one target, ports below 64000 (FW-20, FW-39).
func (f *findings) natRule(rule ruleShape, policy owner) {
	for _, protocol := range rule.texts("protocols").list {
		if protocol == "TCP" || protocol == "UDP" {
			continue
		}
		at := rule.at.AtName("protocols")
		detail := fmt.Sprintf("the NAT rule %q has the protocol %s; Azure translates TCP and UDP only (FW-39)", rule.name, protocol)
		switch policy {
		case ownPolicy, othersPolicy:
			f.refuse(checkProtocol, at, certain, "Not a protocol of NAT rules", detail, "name TCP, UDP or both")
		case noPolicy:
			f.warn(checkProtocol, at, "Not a protocol of NAT rules", detail+". Classic rules take it all the same", "name TCP, UDP or both")
		case unknownPolicy: // not decidable
		}
	}
	ports := rule.texts("destination_ports").list
	if len(ports) > 1 && (policy == ownPolicy || policy == othersPolicy) {
		f.refuse(checkPort, rule.at.AtName("destination_ports"), certain, "A NAT rule of a policy has one port",
			fmt.Sprintf("the NAT rule %q has %d destination ports", rule.name, len(ports)), "make a rule of each")
	}
	for _, text := range ports {
		f.natPort(rule, text)
	}
	f.natTarget(rule)
}

func (f *findings) natPort(rule ruleShape, text string) {
	ports, err := netset.ParsePorts(text)
	if err != nil {
		return // its type has said so
	}
	limit := cloud.LimitOf(cloud.LimitDNATPortMax)
	at := rule.at.AtName("destination_ports")
	if _, single := ports.Single(); !single {
		f.refuse(checkPort, at, certain, "A NAT rule takes single ports", fmt.Sprintf("%q in the NAT rule %q is a range", text, rule.name), "name the port")
		return
	}
	if port, _ := ports.Single(); int(port) > limit.Value {
		f.refuse(checkPort, at, limit.Fact, "The port is too high for NAT", fmt.Sprintf("%s is above %d (%s, %s)", text, limit.Value, limit.Source, limit.Date), "")
	}
}

func (f *findings) natTarget(rule ruleShape) {
	address, name, port := rule.text("translated_address"), rule.text("translated_fqdn"), rule.number("translated_port")
	switch {
	case address.known && name.known:
		f.contradict(rule.at.AtName("translated_fqdn"), "A NAT rule has one target",
			fmt.Sprintf("the NAT rule %q has translated_address and translated_fqdn", rule.name), "leave one of the two out")
	case address.null() && name.null():
		f.refuse(checkNAT, rule.at, certain, "The NAT rule has no target", fmt.Sprintf("the NAT rule %q names neither translated_address nor translated_fqdn", rule.name),
			"name the address of the internal load balancer")
	}
	if name.known && strings.Contains(name.value, "*") {
		f.refuse(checkFQDN, rule.at.AtName("translated_fqdn"), certain, "The target has a wildcard", fmt.Sprintf("%q names no single host", name.value), "name the host")
	}
	if port.known && (port.value < 1 || int(port.value) > cloud.LimitOf(cloud.LimitPortMax).Value) {
		f.refuse(checkPort, rule.at.AtName("translated_port"), certain, "Not a port", strconv.Itoa(int(port.value))+" is not between 1 and 65535", "")
	}
	for _, text := range rule.texts("destination_addresses").list {
		if addr, err := netset.ParseAddress(text); err == nil && !addr.Is4() {
			f.warn(checkIPv6, rule.at.AtName("destination_addresses"), "IPv6 in a NAT rule", text+" is IPv6; Azure translates IPv4 only (FW-47)", "")
		}
	}
}

// judgeNAT: addresses that NAT rules name, and a firewall that tunnels everything (FW-43).
func judgeNAT(s shape, found *findings) {
	s.everyRule(azure.KindNAT, func(rule ruleShape) {
		for _, key := range rule.texts("destination_public_ips").list {
			if _, there := s.publicIPs[key]; !there && s.ipsKnown {
				found.contradict(rule.at.AtName("destination_public_ips"), "No public IP of that key",
					fmt.Sprintf("the NAT rule %q names %q, which is no key of public_ips", rule.name, key), "name one of "+quoted(sortedKeys(s.publicIPs)))
			}
		}
		address := rule.text("translated_address")
		if target, err := netset.ParseAddress(address.value); err == nil && target.Is4() && s.subnetHolds(target.String()) {
			found.warn(checkNAT, rule.at.AtName("translated_address"), "The target is in the firewall's own subnet",
				fmt.Sprintf("%s lies in %s, which holds nothing but the firewall", target, cloud.SubnetFirewall), "name the internal load balancer's address")
		}
	})
	if s.ipsKnown && len(s.publicIPs) == 0 && s.hasKind(azure.KindNAT) {
		found.refuse(checkNAT, natAt(s), certain, "No NAT without a public IP",
			"public_ips is empty, so that the firewall tunnels all traffic; Azure supports no translation of what comes from the Internet then (FW-43)",
			"add an address to public_ips, or remove the NAT rules")
	}
}

func natAt(s shape) path.Path {
	for _, group := range s.groups {
		for _, collection := range group.collections {
			if collection.kind == azure.KindNAT {
				return collection.at
			}
		}
	}
	return path.Root("nat_rule_collections")
}

func (s shape) subnetHolds(address string) bool {
	addr, err := netset.ParseAddress(address)
	if err != nil {
		return false
	}
	for _, p := range s.subnet.prefixes {
		if p.prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	if len(list) == 0 {
		return "the keys of public_ips, of which there are none"
	}
	return strings.Join(list, ", ")
}
