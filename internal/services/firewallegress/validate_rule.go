package firewallegress

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// judgeRules: each rule by itself.
func judgeRules(s shape, found *findings) {
	s.everyRule("", func(rule ruleShape) {
		found.sourceOf(rule)
		found.destinationOf(rule)
		found.addressesOf(rule)
		switch rule.kind {
		case azure.KindNetwork:
			found.networkRule(rule)
		case azure.KindApplication:
			found.applicationRule(rule, s.policyOwner())
		case azure.KindNAT:
			found.natRule(rule, s.policyOwner())
		}
	})
}

// sourceOf: a rule matches when its source does (FW-13); without one it matches nothing, and Azure refuses it.
func (f *findings) sourceOf(rule ruleShape) {
	if rule.texts("source_addresses").empty() && rule.texts("source_ip_groups").empty() {
		f.refuse(checkSource, rule.at, certain, "The rule has no source",
			fmt.Sprintf("the %s %q names neither source_addresses nor source_ip_groups", kindText[rule.kind], rule.name),
			"name the subnets that traffic comes from, or source_addresses = [\"*\"]")
	}
}

// destinationOf: something must say where traffic goes (FW-13, FW-15).
func (f *findings) destinationOf(rule ruleShape) {
	for _, name := range destinations[rule.kind] {
		if !rule.texts(name).empty() {
			return
		}
	}
	f.refuse(checkDestination, rule.at, certain, "The rule has no destination",
		fmt.Sprintf("the %s %q names none of %s", kindText[rule.kind], rule.name, strings.Join(destinations[rule.kind], ", ")), "name one of them")
}

// addressesOf: IPv6, and the spelling of tags.
func (f *findings) addressesOf(rule ruleShape) {
	for _, name := range []string{"source_addresses", "destination_addresses"} {
		at := rule.at.AtName(name)
		for _, text := range rule.texts(name).list {
			target, err := customtypes.ParseDestinationSpec(text)
			if err != nil {
				continue // its type has said so
			}
			if target.Tag != "" {
				if hint := cloud.ServiceTagHint(text); hint != "" {
					f.warn(checkTag, at, "The service tag may not exist", hint, "")
				}
				continue
			}
			if text != "*" && !target.Addresses.IPv6().IsEmpty() {
				_, row := cloud.Supports(cloud.TierStandard, cloud.CanIPv6NetworkRules)
				f.warn(checkIPv6, at, "IPv6 in a rule", fmt.Sprintf("%s is IPv6: %s (FW-47)", text, row.Uncertain), "")
			}
		}
	}
}

// networkRule: names without wildcards (FW-21).
func (f *findings) networkRule(rule ruleShape) {
	for _, name := range rule.texts("destination_fqdns").list {
		if pattern, err := netset.ParsePattern(name); err == nil && !pattern.IsLiteral() {
			f.refuse(checkFQDN, rule.at.AtName("destination_fqdns"), certain, "A network rule takes no wildcard",
				fmt.Sprintf("%q in the network rule %q has a wildcard; network rules match the addresses that a name resolves to, so the name must be whole (FW-21)", name, rule.name),
				"name each host, or use an application rule")
		}
	}
}

// applicationRule: targets that exclude one another, tags, URLs, ports (FW-20, FW-22, FW-26 to FW-28).
func (f *findings) applicationRule(rule ruleShape, policy owner) {
	names, tags := rule.texts("destination_fqdns").list, rule.texts("destination_fqdn_tags").list
	urls := rule.texts("destination_urls").list
	if len(urls) > 0 && len(names) > 0 {
		f.refuse(checkDestination, rule.at.AtName("destination_urls"), certain, "URLs and names exclude one another",
			fmt.Sprintf("the application rule %q has destination_urls and destination_fqdns; Azure takes one of them (FW-27)", rule.name), "make two rules of it")
	}
	if len(tags) > 0 && len(names) > 0 && policy != noPolicy {
		f.warn(checkDestination, rule.at.AtName("destination_fqdn_tags"), "FQDN tags beside names",
			fmt.Sprintf("the application rule %q has destination_fqdn_tags and destination_fqdns; at least in classic rules Azure takes one of them (FW-27)", rule.name),
			"make two rules of it")
	}
	for _, tag := range tags {
		if hint := cloud.FQDNTagHint(tag); hint != "" {
			f.warn(checkTag, rule.at.AtName("destination_fqdn_tags"), "The FQDN tag may not exist", hint, "")
		}
	}
	for _, url := range urls {
		if problem := urlProblem(url); problem != "" {
			f.refuse(checkURL, rule.at.AtName("destination_urls"), certain, "Not a URL for a rule", fmt.Sprintf("%q %s (FW-28)", url, problem),
				"write a host with a path, such as www.contoso.com/api/*, with * only at the far left or the far right")
		}
	}
	f.applicationProtocols(rule, len(tags) > 0)
}

// urlProblem: no scheme; a star only at the far left, not inside the host, or at the far right (FW-28).
func urlProblem(url string) string {
	switch {
	case url == "":
		return "is empty"
	case strings.Contains(url, "://"):
		return "has a scheme"
	case strings.ContainsAny(url, " \t\r\n"):
		return "has a blank"
	}
	host, rest, _ := strings.Cut(url, "/")
	if inner := strings.TrimPrefix(host, "*"); strings.Contains(inner, "*") && (rest != "" || strings.HasSuffix(url, "/") || !strings.HasSuffix(inner, "*") || strings.Count(inner, "*") > 1) {
		return "has a star inside the host"
	}
	if strings.Contains(strings.TrimSuffix(rest, "*"), "*") {
		return "has a star inside the path"
	}
	if strings.Contains(host, ":") {
		return "has a port; ports belong to protocols"
	}
	return ""
}

func (f *findings) applicationProtocols(rule ruleShape, tagged bool) {
	pairs, complete := protocolsOf(rule.fields["protocols"])
	https := pairs == nil // the default
	for _, pair := range pairs {
		if pair.port.known && (pair.port.value < 1 || int(pair.port.value) > cloud.LimitOf(cloud.LimitPortMax).Value) {
			f.refuse(checkPort, rule.at.AtName("protocols").AtListIndex(pair.index).AtName("port"), certain, "Not a port",
				strconv.Itoa(int(pair.port.value))+" is not between 1 and 65535 (FW-20)", "")
		}
		https = https || !pair.kind.known || pair.kind.value == "Https"
	}
	if tagged && complete && !https {
		f.refuse(checkProtocol, rule.at.AtName("protocols"), certain, "A rule with FQDN tags needs HTTPS",
			fmt.Sprintf("the application rule %q has destination_fqdn_tags and no Https among its protocols (FW-26)", rule.name), "add { type = \"Https\", port = 443 }")
	}
}

// pair is one protocol with its port.
type pair struct {
	index int
	kind  leaf[string]
	port  leaf[int32]
}

// protocolsOf are the pairs of an application rule that are known, and whether they are all; nil where there is no list.
func protocolsOf(v attr.Value) (pairs []pair, complete bool) {
	if v == nil || v.IsNull() {
		return nil, true
	}
	elements := elementsOf(v)
	pairs, complete = make([]pair, 0, len(elements)), !v.IsUnknown()
	for i, element := range elements {
		one := fieldsOf(element)
		complete = complete && one != nil
		if one != nil {
			pairs = append(pairs, pair{i, one.text("type"), one.number("port")})
		}
	}
	return pairs, complete
}
