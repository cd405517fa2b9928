package rules

import (
	"fmt"
	"slices"
	"strings"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// limits: counts and sizes (FW-45). A count of the known part is a lower bound, so that it may refuse.
func (j *judging) limits() {
	if j.Place.policy() {
		j.Limit(cloud.LimitPolicyGroups, len(j.Groups)+len(j.Generated), j.At)
	}
	collections, names := 0, map[string]bool{}
	ipGroups, pairs, triples := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, group := range j.Groups {
		collections += len(group.Collections)
	}
	j.Groups.Each("", func(rule Rule) {
		for _, list := range []string{"source_ip_groups", "destination_ip_groups"} {
			for _, id := range rule.Texts(list).Items {
				ipGroups[strings.ToLower(id)] = true
			}
		}
	})
	pairLimit := cloud.LimitOf(cloud.LimitFirewallPairs).Value
	j.Groups.Each(azure.KindNetwork, func(rule Rule) {
		for _, name := range rule.Texts("destination_fqdns").Items {
			names[strings.ToLower(name)] = true
		}
		addPairs(rule, pairs, pairLimit)
	})
	j.Groups.Each(azure.KindNAT, func(rule Rule) { addTriples(rule, triples) })
	j.Limit(cloud.LimitRuleCollections, collections, j.At)
	j.Limit(cloud.LimitFirewallNetworkFQDNs, len(names), j.At)
	j.Limit(cloud.LimitFirewallIPGroups, len(ipGroups), j.At)
	j.Limit(cloud.LimitFirewallPairs, len(pairs), j.At)
	nat, there := j.Groups.First(azure.KindNAT)
	if !there {
		nat = j.At
	}
	j.Limit(cloud.LimitFirewallDNAT, j.PublicIPs+len(triples), nat)
}

// addPairs adds the pairs of source and destination of a network rule. It stops past the limit.
func addPairs(rule Rule, pairs map[string]bool, limit int) {
	sources := slices.Concat(rule.Texts("source_addresses").Items, rule.Texts("source_ip_groups").Items)
	targets := slices.Concat(rule.Texts("destination_addresses").Items, rule.Texts("destination_ip_groups").Items, rule.Texts("destination_fqdns").Items)
	for _, source := range sources {
		for _, target := range targets {
			if len(pairs) > limit {
				return
			}
			pairs[strings.ToLower(source+" "+target)] = true
		}
	}
}

// addTriples adds the targets of a NAT rule: address, port and protocol.
func addTriples(rule Rule, triples map[string]bool) {
	target, port := rule.Text("translated_address"), rule.Number("translated_port")
	if !target.Known {
		target = rule.Text("translated_fqdn")
	}
	if !target.Known || !port.Known {
		return
	}
	for _, protocol := range rule.Texts("protocols").Items {
		triples[fmt.Sprintf("%s %d %s", target.Value, port.Value, protocol)] = true
	}
}
