package firewallegress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// judgeModes: the three places that rules can live in exclude one another.
func judgeModes(s shape, found *findings) {
	if s.rulesAs.Known && s.rulesAs.Value == rulesClassic {
		for _, one := range []struct {
			name  string
			given bool
		}{
			{"policy", s.policy != nil}, {"firewall_policy_id", s.existingPolicy.Known}, {"rule_collection_groups", s.groupsGiven},
		} {
			if one.given {
				found.Contradict(path.Root(one.name), "Classic rules go without a policy",
					"rules_as is \"classic\"; a firewall takes classic rules or a policy, never both (AzureFirewallPolicyAndRuleCollectionsConflict), and "+
						"classic rules know no groups", "remove "+one.name+", or set rules_as = \"policy\"")
			}
		}
		return
	}
	if s.existingPolicy.Known && s.policy != nil {
		found.Contradict(policyPath, "There is a policy already", "firewall_policy_id names a policy that exists, and policy describes one that is to be made",
			"remove one of the two")
	}
	if s.place() == rules.OthersPolicy {
		judgeSettingsOfOthers(s, found)
	}
}

// judgeSettingsOfOthers: settings live in the policy, and this one is somebody else's (FW-4).
func judgeSettingsOfOthers(s shape, found *findings) {
	for _, one := range []struct {
		name string
		set  bool
	}{
		{"dns_proxy_enabled", s.proxy.Known},
		{"dns_servers", len(s.dnsServers.Items) > 0},
		{"private_ip_ranges", len(s.ranges.Items) > 0},
		{"threat_intelligence_mode", s.threatIntel.Known},
	} {
		if one.set {
			found.Contradict(path.Root(one.name), "The setting belongs to the policy",
				one.name+" is a setting of the firewall policy, and firewall_policy_id names a policy of others; on the firewall it would have no effect",
				"set it where the policy is managed, or leave firewall_policy_id out")
		}
	}
}

// judgeSettings: values of the settings, each by itself.
func judgeSettings(s shape, found *findings) {
	at := path.Root("private_ip_ranges")
	for _, text := range s.ranges.Items {
		keyword := slices.IndexFunc(cloud.SNATKeywords(), func(k cloud.SNATKeyword) bool { return strings.EqualFold(k.Text, text) })
		if keyword >= 0 {
			if word := cloud.SNATKeywords()[keyword]; word.Breaks {
				found.Warn(checkPrivate, at, "No egress to the Internet by network rules",
					fmt.Sprintf("%s means: %s. Answers from the Internet cannot come back to a private address; application rules still work (%s)", text, word.Meaning, word.Source),
					"name the private destinations only")
			}
			continue
		}
		if _, err := customtypes.ParseAddressSpec(text); err != nil || text == "*" {
			found.Contradict(at, "Not a private range", fmt.Sprintf("%q is neither a CIDR or address nor %s", text, cloud.SNATKeywordIANA()), "")
		}
	}
	low, high := s.autoscale.Number("min_capacity"), s.autoscale.Number("max_capacity")
	if problem := cloud.AutoscaleProblem(int(low.Value), int(high.Value)); problem != "" && (low.Known || high.Known) {
		found.Refuse(checkAutoscale, path.Root("autoscale"), cloud.LimitOf(cloud.LimitFirewallCapacityMax).Fact, "The capacity bounds cannot be", problem, "")
	}
	if low.Known && low.Value == 0 || high.Known && high.Value == 0 {
		found.Refuse(checkAutoscale, path.Root("autoscale"), certain, "The capacity bounds cannot be", "a bound is at least 2", "")
	}
	if s.routesBGPWithoutTable() {
		found.Contradict(routeTablePath.AtName("bgp_route_propagation_enabled"), "The route table belongs to others",
			"route_table_id names a table of others; only routes are put into it, its own settings are left alone", "remove bgp_route_propagation_enabled")
	}
}

func (s shape) routesBGPWithoutTable() bool {
	return s.existingTable.Known && isSet(s.table["bgp_route_propagation_enabled"])
}

// judgeTiers: what is configured and the tier cannot do (FW-46).
func judgeTiers(s shape, found *findings) {
	if tier := s.rulesTier(); tier.Known {
		for _, one := range s.needs() {
			found.Unsupported(cloud.Tier(tier.Value), one)
		}
	}
	if s.place() == rules.Classic && s.tier.Known {
		found.Unsupported(cloud.Tier(s.tier.Value), rules.Need{Can: cloud.CanClassicRules, At: path.Root("rules_as"), What: "classic rules"})
	}
	if isSet(s.autoscale["min_capacity"]) && s.tier.Known {
		found.Unsupported(cloud.Tier(s.tier.Value), rules.Need{Can: cloud.CanAutoscaleCapacity, At: path.Root("autoscale"), What: "bounds of the capacity"})
	}
	judgePolicyTier(s, found)
}

// needs are the capabilities that settings ask for.
func (s shape) needs() []rules.Need {
	var wanted []rules.Need
	if s.proxy.Value {
		wanted = append(wanted, rules.Need{Can: cloud.CanDNSProxy, At: path.Root("dns_proxy_enabled"), What: "the DNS proxy"})
	}
	if len(s.dnsServers.Items) > 0 {
		wanted = append(wanted, rules.Need{Can: cloud.CanCustomDNS, At: path.Root("dns_servers"), What: "DNS servers of one's own"})
	}
	switch s.threatIntel.Value {
	case "Deny":
		wanted = append(wanted, rules.Need{Can: cloud.CanThreatIntelDeny, At: threatIntelPath, What: "threat intelligence that denies"})
	case "Off":
		wanted = append(wanted, rules.Need{Can: cloud.CanThreatIntelOff, At: threatIntelPath, What: "threat intelligence that is off"})
	}
	if mode := s.policy.Text("intrusion_detection_mode"); mode.Known && mode.Value != "Off" {
		wanted = append(wanted, rules.Need{Can: cloud.CanIDPS, At: policyPath.AtName("intrusion_detection_mode"), What: "intrusion detection"})
	}
	if isSet(s.policy["tls_certificate"]) {
		wanted = append(wanted, rules.Need{Can: cloud.CanTLSInspection, At: policyPath.AtName("tls_certificate"), What: "TLS inspection"})
	}
	return wanted
}

// judgePolicyTier: a policy must not be above its firewall.
func judgePolicyTier(s shape, found *findings) {
	tier := s.policy.Text("sku_tier")
	if !tier.Known || !s.tier.Known {
		return
	}
	if row := cloud.PolicyAllowed(cloud.Tier(s.tier.Value), cloud.Tier(tier.Value)); row.Support == cloud.SupportNo {
		found.Refuse(checkPolicyTier, policyPath.AtName("sku_tier"), row.Fact, "The policy's tier is above the firewall's",
			fmt.Sprintf("a firewall of tier %s takes no policy of tier %s (%s, %s)", s.tier.Value, tier.Value, row.Source, row.Date), "raise sku_tier, or lower policy.sku_tier")
	}
}
