package firewallegress

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// judgeNAT: addresses that NAT rules name, and a firewall that tunnels everything (FW-43).
func judgeNAT(s shape, found *findings) {
	s.groups.Each(azure.KindNAT, func(rule rules.Rule) {
		for _, key := range rule.Texts("destination_public_ips").Items {
			if _, there := s.publicIPs[key]; !there && s.ipsKnown {
				found.Contradict(rule.At.AtName("destination_public_ips"), "No public IP of that key",
					fmt.Sprintf("the NAT rule %q names %q, which is no key of public_ips", rule.Name, key), "name one of "+quoted(sortedKeys(s.publicIPs)))
			}
		}
		address := rule.Text("translated_address")
		if target, err := netset.ParseAddress(address.Value); err == nil && target.Is4() && s.subnetHolds(target.String()) {
			found.Warn(checkNAT, rule.At.AtName("translated_address"), "The target is in the firewall's own subnet",
				fmt.Sprintf("%s lies in %s, which holds nothing but the firewall", target, cloud.SubnetFirewall), "name the internal load balancer's address")
		}
	})
	if s.ipsKnown && len(s.publicIPs) == 0 && s.groups.Has(azure.KindNAT) {
		found.Refuse(checkNAT, natAt(s), certain, "No NAT without a public IP",
			"public_ips is empty, so that the firewall tunnels all traffic; Azure supports no translation of what comes from the Internet then (FW-43)",
			"add an address to public_ips, or remove the NAT rules")
	}
}

func natAt(s shape) path.Path {
	if at, there := s.groups.First(azure.KindNAT); there {
		return at
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
