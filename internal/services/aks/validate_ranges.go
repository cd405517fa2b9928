package aks

import (
	"fmt"
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// judgeRanges: each range by itself, the DNS service in the services' range, and the two ranges against each other
// (aks-facts.md 3.1).
func judgeRanges(c section, f *findings) {
	services, pods := servicePrefixes(c), podPrefixes(c)
	for _, s := range services {
		if !s.fallback {
			f.problems(s.where(), "Not a range for services", "choose a private range smaller than a /12 that nothing else uses, such as 172.16.0.0/16", cloud.ServiceCIDRProblems(s.prefix))
		}
	}
	for _, p := range pods {
		if !p.fallback {
			f.problems(p.where(), "Not a range for pods", "choose a private range that nothing else uses, such as 10.244.0.0/16", cloud.PodCIDRProblems(p.prefix))
		}
		for _, s := range services {
			if p.prefix.Overlaps(s.prefix) && !(p.fallback && s.fallback) {
				here := s
				if s.fallback {
					here = p
				}
				f.add("pod_cidr_service_overlap", here.where(), "The ranges of pods and services overlap",
					fmt.Sprintf("pods have %s and services %s", described(p), described(s)), "choose ranges that share no address")
			}
		}
	}
	judgeDNS(c, services, f)
	judgeFamilies(c, f)
}

func described(p namedPrefix) string {
	if p.fallback {
		return p.prefix.String() + ", which AKS takes when nothing is set,"
	}
	return p.prefix.String()
}

// judgeDNS: the DNS service's address (aks-facts.md 3.1).
func judgeDNS(c section, services []namedPrefix, f *findings) {
	n := network(c)
	dns, service, many := n.text("dns_service_ip"), n.text("service_cidr"), n.texts("service_cidrs")
	here := at("network_profile", "dns_service_ip")
	if dns.Known && service.Null() && many.Empty() || dns.Null() && service.Known && !n.unknown {
		f.add(cloud.RuleDNSPair, here, "dns_service_ip and service_cidr go together",
			"one of them is set and the other is not, so that the address may lie outside the range that AKS takes by default", "set both, or neither")
	}
	ip, err := netip.ParseAddr(dns.Value)
	if err != nil {
		return
	}
	if !ip.Is4() {
		f.add("dns_service_ip_syntax", here, "The DNS service's address is not IPv4", ip.String()+" is not an IPv4 address", "choose an address of the IPv4 services' range")
		return
	}
	for _, s := range services {
		if s.prefix.Addr().Is4() && !s.fallback {
			f.problems(here, "Not an address for the DNS service", "choose an address inside the services' range, from the third on, such as the tenth", cloud.DNSServiceIPProblems(ip, s.prefix))
		}
	}
}

// judgeFamilies: dual stack is IPv4 first, and each list of ranges has one of each family (aks-facts.md 3.1).
func judgeFamilies(c section, f *findings) {
	n := network(c)
	families := n.texts("ip_versions")
	if families.Complete && len(families.Items) > 0 {
		one, two := len(families.Items) == 1 && families.Items[0] == "IPv4", len(families.Items) == 2 && families.Items[0] == "IPv4" && families.Items[1] == "IPv6"
		if !one && !two {
			f.add(cloud.RuleDualStackOrder, at("network_profile", "ip_versions"), "Not a choice of address families",
				fmt.Sprintf("%q is given; AKS takes IPv4 alone, or IPv4 and IPv6 in that order", families.Items), `set ["IPv4"] or ["IPv4", "IPv6"]`)
		}
	}
	for _, name := range []string{"pod_cidrs", "service_cidrs"} {
		judgeFamilyList(n, name, families, f)
	}
	for one, many := range map[string]string{"pod_cidr": "pod_cidrs", "service_cidr": "service_cidrs"} {
		prefix, ok := n.prefix(one)
		if elements := view.Elements(n.value(many)); ok && len(elements) > 0 {
			if first := view.Text(elements[0]); first.Known && first.Value != prefix.String() {
				f.add(cloud.RuleDualStackRanges, at("network_profile", many).AtListIndex(0), "Two ranges for the same thing",
					fmt.Sprintf("%s is %s and %s begins with %s", one, prefix, many, first.Value), "remove "+one+", or make both equal")
			}
		}
	}
}

func judgeFamilyList(n section, name string, families view.List, f *findings) {
	elements := view.Elements(n.value(name))
	here := at("network_profile", name)
	for i, element := range elements {
		prefix, ok := prefixOf(view.Text(element).Value)
		if ok && (i > 1 || prefix.Addr().Is4() != (i == 0)) {
			f.add(cloud.RuleDualStackRanges, here.AtListIndex(i), "Not the order of dual-stack ranges",
				fmt.Sprintf("%s stands at place %d of %s; the first range is IPv4, the second IPv6, and there is no third", prefix, i+1, name), "give one IPv4 range, then one IPv6 range")
		}
	}
	if families.Complete && len(families.Items) > 0 && len(elements) > len(families.Items) {
		f.add(cloud.RuleDualStackRanges, here, "More ranges than address families",
			fmt.Sprintf("%s has %d ranges and ip_versions %d families", name, len(elements), len(families.Items)), `set ip_versions = ["IPv4", "IPv6"], or leave the second range out`)
	}
	if families.Complete && families.Empty() && len(elements) > 1 {
		f.add(cloud.RuleDualStackRanges, here, "More ranges than address families",
			fmt.Sprintf("%s has %d ranges; without ip_versions the cluster has IPv4 alone", name, len(elements)), `set ip_versions = ["IPv4", "IPv6"], or leave the second range out`)
	}
}
