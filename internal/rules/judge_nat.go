package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// natRule: one port and TCP or UDP in a policy, one target, ports below 64000 (FW-20, FW-39).
func (j *judging) natRule(rule Rule) {
	for _, protocol := range rule.Texts("protocols").Items {
		if protocol == "TCP" || protocol == "UDP" {
			continue
		}
		at := rule.At.AtName("protocols")
		detail := fmt.Sprintf("the NAT rule %q has the protocol %s; Azure translates TCP and UDP only (FW-39)", rule.Name, protocol)
		switch j.Place {
		case OwnPolicy, OthersPolicy:
			j.Refuse(j.id(CheckProtocol), at, certain, "Not a protocol of NAT rules", detail, "name TCP, UDP or both")
		case Classic:
			j.Warn(j.id(CheckProtocol), at, "Not a protocol of NAT rules", detail+". Classic rules take it all the same", "name TCP, UDP or both")
		case Unknown: // not decidable
		}
	}
	ports := rule.Texts("destination_ports").Items
	if len(ports) > 1 && j.Place.policy() {
		j.Refuse(j.id(CheckPort), rule.At.AtName("destination_ports"), certain, "A NAT rule of a policy has one port",
			fmt.Sprintf("the NAT rule %q has %d destination ports", rule.Name, len(ports)), "make a rule of each")
	}
	for _, text := range ports {
		j.natPort(rule, text)
	}
	j.natTarget(rule)
}

func (j *judging) natPort(rule Rule, text string) {
	ports, err := netset.ParsePorts(text)
	if err != nil {
		return // its type has said so
	}
	limit := cloud.LimitOf(cloud.LimitDNATPortMax)
	at := rule.At.AtName("destination_ports")
	if _, single := ports.Single(); !single {
		j.Refuse(j.id(CheckPort), at, certain, "A NAT rule takes single ports", fmt.Sprintf("%q in the NAT rule %q is a range", text, rule.Name), "name the port")
		return
	}
	if port, _ := ports.Single(); int(port) > limit.Value {
		j.Refuse(j.id(CheckPort), at, limit.Fact, "The port is too high for NAT", fmt.Sprintf("%s is above %d (%s, %s)", text, limit.Value, limit.Source, limit.Date), "")
	}
}

func (j *judging) natTarget(rule Rule) {
	address, name, port := rule.Text("translated_address"), rule.Text("translated_fqdn"), rule.Number("translated_port")
	switch {
	case address.Known && name.Known:
		j.Contradict(rule.At.AtName("translated_fqdn"), "A NAT rule has one target",
			fmt.Sprintf("the NAT rule %q has translated_address and translated_fqdn", rule.Name), "leave one of the two out")
	case address.Null() && name.Null():
		j.Refuse(j.id(CheckNAT), rule.At, certain, "The NAT rule has no target", fmt.Sprintf("the NAT rule %q names neither translated_address nor translated_fqdn", rule.Name),
			"name the address of the internal load balancer")
	}
	if name.Known && strings.Contains(name.Value, "*") {
		j.Refuse(j.id(CheckFQDN), rule.At.AtName("translated_fqdn"), certain, "The target has a wildcard", fmt.Sprintf("%q names no single host", name.Value), "name the host")
	}
	if port.Known && (port.Value < 1 || int(port.Value) > cloud.LimitOf(cloud.LimitPortMax).Value) {
		j.Refuse(j.id(CheckPort), rule.At.AtName("translated_port"), certain, "Not a port", strconv.Itoa(int(port.Value))+" is not between 1 and 65535", "")
	}
	for _, text := range rule.Texts("destination_addresses").Items {
		if addr, err := netset.ParseAddress(text); err == nil && !addr.Is4() {
			j.Warn(j.id(CheckIPv6), rule.At.AtName("destination_addresses"), "IPv6 in a NAT rule", text+" is IPv6; Azure translates IPv4 only (FW-47)", "")
		}
	}
}
