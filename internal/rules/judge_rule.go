package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// rules: each rule by itself.
func (j *judging) rules() {
	j.Groups.Each("", func(rule Rule) {
		j.sourceOf(rule)
		j.destinationOf(rule)
		j.addressesOf(rule)
		switch rule.Kind {
		case azure.KindNetwork:
			j.networkRule(rule)
		case azure.KindApplication:
			j.applicationRule(rule)
		case azure.KindNAT:
			j.natRule(rule)
		}
	})
}

// sourceOf: a rule matches when its source does (FW-13); without one it matches nothing, and Azure refuses it.
func (j *judging) sourceOf(rule Rule) {
	if rule.Texts("source_addresses").Empty() && rule.Texts("source_ip_groups").Empty() {
		j.Refuse(j.id(CheckSource), rule.At, certain, "The rule has no source",
			fmt.Sprintf("the %s %q names neither source_addresses nor source_ip_groups", kindText[rule.Kind], rule.Name),
			"name the subnets that traffic comes from, or source_addresses = [\"*\"]")
	}
}

// destinationOf: something must say where traffic goes (FW-13, FW-15).
func (j *judging) destinationOf(rule Rule) {
	for _, name := range destinations[rule.Kind] {
		if !rule.Texts(name).Empty() {
			return
		}
	}
	j.Refuse(j.id(CheckDestination), rule.At, certain, "The rule has no destination",
		fmt.Sprintf("the %s %q names none of %s", kindText[rule.Kind], rule.Name, strings.Join(destinations[rule.Kind], ", ")), "name one of them")
}

// addressesOf: IPv6, and the spelling of tags.
func (j *judging) addressesOf(rule Rule) {
	for _, name := range []string{"source_addresses", "destination_addresses"} {
		at := rule.At.AtName(name)
		for _, text := range rule.Texts(name).Items {
			target, err := customtypes.ParseDestinationSpec(text)
			if err != nil {
				continue // its type has said so
			}
			if target.Tag != "" {
				if hint := cloud.ServiceTagHint(text); hint != "" {
					j.Warn(j.id(CheckTag), at, "The service tag may not exist", hint, "")
				}
				continue
			}
			if text != "*" && !target.Addresses.IPv6().IsEmpty() {
				_, row := cloud.Supports(cloud.TierStandard, cloud.CanIPv6NetworkRules)
				j.Warn(j.id(CheckIPv6), at, "IPv6 in a rule", fmt.Sprintf("%s is IPv6: %s (FW-47)", text, row.Uncertain), "")
			}
		}
	}
}

// networkRule: names without wildcards (FW-21).
func (j *judging) networkRule(rule Rule) {
	for _, name := range rule.Texts("destination_fqdns").Items {
		if pattern, err := netset.ParsePattern(name); err == nil && !pattern.IsLiteral() {
			j.Refuse(j.id(CheckFQDN), rule.At.AtName("destination_fqdns"), certain, "A network rule takes no wildcard",
				fmt.Sprintf("%q in the network rule %q has a wildcard; network rules match the addresses that a name resolves to, so the name must be whole (FW-21)", name, rule.Name),
				"name each host, or use an application rule")
		}
	}
}

// applicationRule: targets that exclude one another, tags, URLs, ports (FW-20, FW-22, FW-26 to FW-28).
func (j *judging) applicationRule(rule Rule) {
	names, tags := rule.Texts("destination_fqdns").Items, rule.Texts("destination_fqdn_tags").Items
	urls := rule.Texts("destination_urls").Items
	if len(urls) > 0 && len(names) > 0 {
		j.Refuse(j.id(CheckDestination), rule.At.AtName("destination_urls"), certain, "URLs and names exclude one another",
			fmt.Sprintf("the application rule %q has destination_urls and destination_fqdns; Azure takes one of them (FW-27)", rule.Name), "make two rules of it")
	}
	if len(tags) > 0 && len(names) > 0 && j.Place != Classic {
		j.Warn(j.id(CheckDestination), rule.At.AtName("destination_fqdn_tags"), "FQDN tags beside names",
			fmt.Sprintf("the application rule %q has destination_fqdn_tags and destination_fqdns; at least in classic rules Azure takes one of them (FW-27)", rule.Name),
			"make two rules of it")
	}
	for _, tag := range tags {
		if hint := cloud.FQDNTagHint(tag); hint != "" {
			j.Warn(j.id(CheckTag), rule.At.AtName("destination_fqdn_tags"), "The FQDN tag may not exist", hint, "")
		}
	}
	for _, url := range urls {
		if problem := urlProblem(url); problem != "" {
			j.Refuse(j.id(CheckURL), rule.At.AtName("destination_urls"), certain, "Not a URL for a rule", fmt.Sprintf("%q %s (FW-28)", url, problem),
				"write a host with a path, such as www.contoso.com/api/*, with * only at the far left or the far right")
		}
	}
	j.applicationProtocols(rule, len(tags) > 0)
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

func (j *judging) applicationProtocols(rule Rule, tagged bool) {
	pairs, complete := protocolsOf(rule.Fields["protocols"])
	https := pairs == nil // the default
	for _, pair := range pairs {
		if pair.port.Known && (pair.port.Value < 1 || int(pair.port.Value) > cloud.LimitOf(cloud.LimitPortMax).Value) {
			j.Refuse(j.id(CheckPort), rule.At.AtName("protocols").AtListIndex(pair.index).AtName("port"), certain, "Not a port",
				strconv.Itoa(int(pair.port.Value))+" is not between 1 and 65535 (FW-20)", "")
		}
		https = https || !pair.kind.Known || pair.kind.Value == "Https"
	}
	if tagged && complete && !https {
		j.Refuse(j.id(CheckProtocol), rule.At.AtName("protocols"), certain, "A rule with FQDN tags needs HTTPS",
			fmt.Sprintf("the application rule %q has destination_fqdn_tags and no Https among its protocols (FW-26)", rule.Name), "add { type = \"Https\", port = 443 }")
	}
}

// pair is one protocol with its port.
type pair struct {
	index int
	kind  view.Leaf[string]
	port  view.Leaf[int32]
}

// protocolsOf are the pairs of an application rule that are known, and whether they are all; nil where there is no list.
func protocolsOf(v attr.Value) (pairs []pair, complete bool) {
	if v == nil || v.IsNull() {
		return nil, true
	}
	elements := view.Elements(v)
	pairs, complete = make([]pair, 0, len(elements)), !v.IsUnknown()
	for i, element := range elements {
		one := view.Object(element)
		complete = complete && one != nil
		if one != nil {
			pairs = append(pairs, pair{i, one.Text("type"), one.Number("port")})
		}
	}
	return pairs, complete
}
