package rules

import (
	"fmt"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// proxy: a name in a network rule works only while the firewall answers the DNS queries (FW-21).
func (j *judging) proxy() {
	if !j.Proxy.Known || j.Proxy.Value {
		return
	}
	if j.Tier.Value == string(cloud.TierBasic) {
		return // Basic has neither: tiers says so
	}
	off, fix := "dns_proxy_enabled is not true", "set dns_proxy_enabled = true"
	if j.Place == OthersPolicy {
		off, fix = "the policy's DNS proxy is off", "turn the DNS proxy on where the policy is managed"
	}
	refuse := func(rule Rule, name string) {
		j.Refuse(j.id(CheckProxy), rule.At.AtName(name), certain, "The name needs the DNS proxy",
			fmt.Sprintf("the %s %q names hosts, which the firewall resolves by the DNS queries that it answers itself, and %s (FW-21)", kindText[rule.Kind], rule.Name, off),
			fix+" and make the firewall the DNS server of the routed networks")
	}
	j.Groups.Each(azure.KindNetwork, func(rule Rule) {
		if len(rule.Texts("destination_fqdns").Items) > 0 {
			refuse(rule, "destination_fqdns")
		}
	})
	j.Groups.Each(azure.KindNAT, func(rule Rule) {
		if rule.Text("translated_fqdn").Known {
			refuse(rule, "translated_fqdn")
		}
	})
}

// tls: decryption needs a certificate (FW-28, FW-30).
func (j *judging) tls() {
	fix := "set policy.tls_certificate"
	if j.Place == OthersPolicy {
		fix = "set a certificate where the policy is managed"
	}
	j.Groups.Each(azure.KindApplication, func(rule Rule) {
		terminate := rule.Flag("terminate_tls")
		if terminate.Value && j.Certificate.Known && !j.Certificate.Value {
			j.Refuse(j.id(CheckTLS), rule.At.AtName("terminate_tls"), certain, "TLS inspection without a certificate",
				fmt.Sprintf("the application rule %q decrypts, and the policy has no certificate authority to do so", rule.Name), fix)
		}
		pairs, complete := protocolsOf(rule.Fields["protocols"])
		https := pairs == nil
		for _, one := range pairs {
			https = https || one.kind.Value == "Https"
		}
		if len(rule.Texts("destination_urls").Items) > 0 && complete && https && !terminate.Unknown && !terminate.Value {
			j.Warn(j.id(CheckTLS), rule.At.AtName("destination_urls"), "URLs over HTTPS are not seen",
				fmt.Sprintf("the application rule %q judges URLs over HTTPS without terminate_tls; the firewall then sees the host alone (FW-28)", rule.Name),
				"set terminate_tls = true, or name the hosts in destination_fqdns")
		}
	})
}

// classic: what the wire form of classic rules has no place for.
func (j *judging) classic() {
	if j.Place != Classic {
		return
	}
	j.Groups.Each(azure.KindApplication, func(rule Rule) {
		for _, name := range []string{"destination_urls", "web_categories", "destination_addresses", "http_headers", "terminate_tls"} {
			value := rule.Fields[name]
			if !values.Known(value) || name == "terminate_tls" && !rule.Flag(name).Value {
				continue
			}
			j.Contradict(rule.At.AtName(name), "Not in classic rules", name+" exists in rules of a policy only", "leave it out, or set rules_as = \"policy\"")
		}
		if len(rule.Texts("destination_fqdn_tags").Items) > 0 && len(rule.Texts("destination_fqdns").Items) > 0 {
			j.Refuse(j.id(CheckClassic), rule.At.AtName("destination_fqdn_tags"), certain, "FQDN tags and names exclude one another",
				fmt.Sprintf("the classic application rule %q has destination_fqdn_tags and destination_fqdns; Azure takes one of them (FW-27)", rule.Name), "make two rules of it")
		}
	})
}
