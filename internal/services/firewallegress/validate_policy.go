package firewallegress

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// judgeProxy: a name in a network rule works only while the firewall answers the DNS queries (FW-21). A policy of others
// has settings of its own, and a parent's are not inherited (FW-42).
func judgeProxy(s shape, found *findings) {
	policy := s.policyOwner()
	if (policy != ownPolicy && policy != noPolicy) || s.proxy.unknown || s.proxy.value {
		return
	}
	if s.rulesTier().value == "Basic" {
		return // Basic has neither: judgeTiers says so
	}
	refuse := func(rule ruleShape, name string) {
		found.refuse(checkProxy, rule.at.AtName(name), certain, "The name needs the DNS proxy",
			fmt.Sprintf("the %s %q names hosts, which the firewall resolves by the DNS queries that it answers itself, and dns_proxy_enabled is not true (FW-21)",
				kindText[rule.kind], rule.name), "set dns_proxy_enabled = true and make the firewall the DNS server of the routed networks")
	}
	s.everyRule(azure.KindNetwork, func(rule ruleShape) {
		if len(rule.texts("destination_fqdns").list) > 0 {
			refuse(rule, "destination_fqdns")
		}
	})
	s.everyRule(azure.KindNAT, func(rule ruleShape) {
		if rule.text("translated_fqdn").known {
			refuse(rule, "translated_fqdn")
		}
	})
}

// judgeTLS: decryption needs a certificate (FW-28, FW-30). A parent policy may bring one.
func judgeTLS(s shape, found *findings) {
	certificate := s.policyUnknown || s.policy["tls_certificate"] != nil && !s.policy["tls_certificate"].IsNull() ||
		s.policy["base_policy_id"] != nil && !s.policy["base_policy_id"].IsNull()
	s.everyRule(azure.KindApplication, func(rule ruleShape) {
		terminate := rule.flag("terminate_tls")
		if terminate.value && !certificate && s.policyOwner() == ownPolicy {
			found.refuse(checkTLS, rule.at.AtName("terminate_tls"), certain, "TLS inspection without a certificate",
				fmt.Sprintf("the application rule %q decrypts, and the policy has no certificate authority to do so", rule.name), "set policy.tls_certificate")
		}
		pairs, complete := protocolsOf(rule.fields["protocols"])
		https := pairs == nil
		for _, one := range pairs {
			https = https || one.kind.value == "Https"
		}
		if len(rule.texts("destination_urls").list) > 0 && complete && https && !terminate.unknown && !terminate.value {
			found.warn(checkTLS, rule.at.AtName("destination_urls"), "URLs over HTTPS are not seen",
				fmt.Sprintf("the application rule %q judges URLs over HTTPS without terminate_tls; the firewall then sees the host alone (FW-28)", rule.name),
				"set terminate_tls = true, or name the hosts in destination_fqdns")
		}
	})
}

// judgeClassic: what the wire form of classic rules has no place for.
func judgeClassic(s shape, found *findings) {
	if s.policyOwner() != noPolicy {
		return
	}
	s.everyRule(azure.KindApplication, func(rule ruleShape) {
		for _, name := range []string{"destination_urls", "web_categories", "destination_addresses", "http_headers", "terminate_tls"} {
			value := rule.fields[name]
			if !isSet(value) || name == "terminate_tls" && !rule.flag(name).value {
				continue
			}
			found.contradict(rule.at.AtName(name), "Not in classic rules", name+" exists in rules of a policy only", "leave it out, or set rules_as = \"policy\"")
		}
		if len(rule.texts("destination_fqdn_tags").list) > 0 && len(rule.texts("destination_fqdns").list) > 0 {
			found.refuse(checkClassic, rule.at.AtName("destination_fqdn_tags"), certain, "FQDN tags and names exclude one another",
				fmt.Sprintf("the classic application rule %q has destination_fqdn_tags and destination_fqdns; Azure takes one of them (FW-27)", rule.name), "make two rules of it")
		}
	})
	if s.tier.known && s.tier.value == "Premium" {
		found.warn(checkClassic, path.Root("rules_as"), "Classic rules on a Premium firewall",
			"Azure advises against it: what Premium adds lives in policies only, and the tier cannot change while rules are classic", "set rules_as = \"policy\"")
	}
}
