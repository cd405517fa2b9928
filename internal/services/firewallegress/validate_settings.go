package firewallegress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// judgeModes: the three places that rules can live in exclude one another.
func judgeModes(s shape, found *findings) {
	if s.rulesAs.known && s.rulesAs.value == rulesClassic {
		for _, one := range []struct {
			name  string
			given bool
		}{
			{"policy", s.policy != nil}, {"firewall_policy_id", s.existingPolicy.known}, {"rule_collection_groups", s.groupsGiven},
		} {
			if one.given {
				found.contradict(path.Root(one.name), "Classic rules go without a policy",
					"rules_as is \"classic\"; a firewall takes classic rules or a policy, never both (AzureFirewallPolicyAndRuleCollectionsConflict), and "+
						"classic rules know no groups", "remove "+one.name+", or set rules_as = \"policy\"")
			}
		}
		return
	}
	if s.existingPolicy.known && s.policy != nil {
		found.contradict(policyPath, "There is a policy already", "firewall_policy_id names a policy that exists, and policy describes one that is to be made",
			"remove one of the two")
	}
	if s.policyOwner() == othersPolicy {
		judgeSettingsOfOthers(s, found)
	}
}

// judgeSettingsOfOthers: settings live in the policy, and this one is somebody else's (FW-4).
func judgeSettingsOfOthers(s shape, found *findings) {
	for _, one := range []struct {
		name string
		set  bool
	}{
		{"dns_proxy_enabled", s.proxy.known},
		{"dns_servers", len(s.dnsServers.list) > 0},
		{"private_ip_ranges", len(s.ranges.list) > 0},
		{"threat_intelligence_mode", s.threatIntel.known},
	} {
		if one.set {
			found.contradict(path.Root(one.name), "The setting belongs to the policy",
				one.name+" is a setting of the firewall policy, and firewall_policy_id names a policy of others; on the firewall it would have no effect",
				"set it where the policy is managed, or leave firewall_policy_id out")
		}
	}
}

// judgeSettings: values of the settings, each by itself.
func judgeSettings(s shape, found *findings) {
	at := path.Root("private_ip_ranges")
	for _, text := range s.ranges.list {
		keyword := slices.IndexFunc(cloud.SNATKeywords(), func(k cloud.SNATKeyword) bool { return strings.EqualFold(k.Text, text) })
		if keyword >= 0 {
			if word := cloud.SNATKeywords()[keyword]; word.Breaks {
				found.warn(checkPrivate, at, "No egress to the Internet by network rules",
					fmt.Sprintf("%s means: %s. Answers from the Internet cannot come back to a private address; application rules still work (%s)", text, word.Meaning, word.Source),
					"name the private destinations only")
			}
			continue
		}
		if _, err := customtypes.ParseAddressSpec(text); err != nil || text == "*" {
			found.contradict(at, "Not a private range", fmt.Sprintf("%q is neither a CIDR or address nor %s", text, cloud.SNATKeywordIANA()), "")
		}
	}
	low, high := s.autoscale.number("min_capacity"), s.autoscale.number("max_capacity")
	if problem := cloud.AutoscaleProblem(int(low.value), int(high.value)); problem != "" && (low.known || high.known) {
		found.refuse(checkAutoscale, path.Root("autoscale"), cloud.LimitOf(cloud.LimitFirewallCapacityMax).Fact, "The capacity bounds cannot be", problem, "")
	}
	if low.known && low.value == 0 || high.known && high.value == 0 {
		found.refuse(checkAutoscale, path.Root("autoscale"), certain, "The capacity bounds cannot be", "a bound is at least 2", "")
	}
	if s.routesBGPWithoutTable() {
		found.contradict(routeTablePath.AtName("bgp_route_propagation_enabled"), "The route table belongs to others",
			"route_table_id names a table of others; only routes are put into it, its own settings are left alone", "remove bgp_route_propagation_enabled")
	}
}

func (s shape) routesBGPWithoutTable() bool {
	return s.existingTable.known && isSet(s.table["bgp_route_propagation_enabled"])
}

// needs is one thing that not every tier can do.
type needs struct {
	can  cloud.Capability
	at   path.Path
	what string
}

// judgeTiers: what is configured and the tier cannot do (FW-46).
func judgeTiers(s shape, found *findings) {
	if tier := s.rulesTier(); tier.known {
		for _, one := range s.needs() {
			found.unsupported(cloud.Tier(tier.value), one)
		}
	}
	if s.policyOwner() == noPolicy && s.tier.known {
		found.unsupported(cloud.Tier(s.tier.value), needs{cloud.CanClassicRules, path.Root("rules_as"), "classic rules"})
	}
	if isSet(s.autoscale["min_capacity"]) && s.tier.known {
		found.unsupported(cloud.Tier(s.tier.value), needs{cloud.CanAutoscaleCapacity, path.Root("autoscale"), "bounds of the capacity"})
	}
	judgePolicyTier(s, found)
}

// needs are the capabilities that settings and rules ask for.
func (s shape) needs() []needs {
	var wanted []needs
	if s.proxy.value {
		wanted = append(wanted, needs{cloud.CanDNSProxy, path.Root("dns_proxy_enabled"), "the DNS proxy"})
	}
	if len(s.dnsServers.list) > 0 {
		wanted = append(wanted, needs{cloud.CanCustomDNS, path.Root("dns_servers"), "DNS servers of one's own"})
	}
	switch s.threatIntel.value {
	case "Deny":
		wanted = append(wanted, needs{cloud.CanThreatIntelDeny, threatIntelPath, "threat intelligence that denies"})
	case "Off":
		wanted = append(wanted, needs{cloud.CanThreatIntelOff, threatIntelPath, "threat intelligence that is off"})
	}
	if mode := s.policy.text("intrusion_detection_mode"); mode.known && mode.value != "Off" {
		wanted = append(wanted, needs{cloud.CanIDPS, policyPath.AtName("intrusion_detection_mode"), "intrusion detection"})
	}
	if isSet(s.policy["tls_certificate"]) {
		wanted = append(wanted, needs{cloud.CanTLSInspection, policyPath.AtName("tls_certificate"), "TLS inspection"})
	}
	return append(wanted, s.ruleNeeds()...)
}

// ruleNeeds are the capabilities that rules ask for.
func (s shape) ruleNeeds() []needs {
	var wanted []needs
	add := func(rule ruleShape, name string, can cloud.Capability, what string) {
		if len(rule.texts(name).list) > 0 {
			wanted = append(wanted, needs{can, rule.at.AtName(name), what})
		}
	}
	s.everyRule(azure.KindNetwork, func(rule ruleShape) {
		add(rule, "destination_fqdns", cloud.CanNetworkFQDN, "names in network rules")
	})
	s.everyRule(azure.KindApplication, func(rule ruleShape) {
		add(rule, "web_categories", cloud.CanWebCategory, "web categories")
		add(rule, "destination_urls", cloud.CanURL, "URLs")
		if rule.flag("terminate_tls").value {
			wanted = append(wanted, needs{cloud.CanTLSInspection, rule.at.AtName("terminate_tls"), "TLS inspection"})
		}
	})
	return wanted
}

// unsupported reports a capability that a tier lacks. Where sources contradict each other nothing is said.
func (f *findings) unsupported(tier cloud.Tier, wanted needs) {
	support, row := cloud.Supports(tier, wanted.can)
	if support != cloud.SupportNo {
		return
	}
	higher := cloud.TierStandard
	if on, _ := cloud.Supports(cloud.TierStandard, wanted.can); on != cloud.SupportYes {
		higher = cloud.TierPremium
	}
	f.refuse(checkTier, wanted.at, row.Fact, "The tier cannot do that", fmt.Sprintf("tier %s has no %s (%s, %s)", tier, strings.TrimPrefix(wanted.what, "the "), row.Source, row.Date),
		fmt.Sprintf("use tier %s, or leave it out", higher))
}

// judgePolicyTier: a policy must not be above its firewall.
func judgePolicyTier(s shape, found *findings) {
	tier := s.policy.text("sku_tier")
	if !tier.known || !s.tier.known {
		return
	}
	if row := cloud.PolicyAllowed(cloud.Tier(s.tier.value), cloud.Tier(tier.value)); row.Support == cloud.SupportNo {
		found.refuse(checkPolicyTier, policyPath.AtName("sku_tier"), row.Fact, "The policy's tier is above the firewall's",
			fmt.Sprintf("a firewall of tier %s takes no policy of tier %s (%s, %s)", s.tier.value, tier.value, row.Source, row.Date), "raise sku_tier, or lower policy.sku_tier")
	}
}
