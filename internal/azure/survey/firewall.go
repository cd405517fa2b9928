package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

var (
	tiers = []string{string(egress.Basic), string(egress.Standard), string(egress.Premium)}
	modes = []string{string(egress.ModeOff), string(egress.ModeAlert), string(egress.ModeDeny)}
)

// firewallOf converts an Azure Firewall with its classic rules. Addresses of its public IPs are other objects.
func firewallOf(id armid.ID, o armclient.Object) document.Firewall {
	f := document.Firewall{Name: id.String(), Tier: word(o, tiers, "properties", "sku", "tier")}
	configurations, whole := objects(o, "properties", "ipConfigurations")
	f.PublicIPs.Unknown = !whole || o.Map("properties") == nil
	for _, c := range configurations {
		if subnet, ok := subnetReference(c); ok {
			f.Subnet = subnet
		}
		if address, ok := addressText(c.String("properties", "privateIPAddress")); ok {
			f.PrivateIP = document.Of(address)
		}
		switch ip := reference(c, publicIPType, "properties", "publicIPAddress"); {
		case ip.Unknown:
			f.PublicIPs.Unknown = true
		case ip.Set:
			f.PublicIPs.Items = append(f.PublicIPs.Items, document.PublicIP{Name: ip.Value})
		}
	}
	if o.Has("properties", "managementIpConfiguration") {
		management := armclient.Object{Body: o.Map("properties", "managementIpConfiguration")}
		f.ManagementSubnet, _ = subnetReference(management)
	}
	f.Policy = reference(o, policyType, "properties", "firewallPolicy")
	f.Settings = classicSettings(o)
	if o.Map("properties") == nil {
		f.Policy = document.UnknownLeaf[string]()
	}
	for _, kind := range []struct {
		member string
		kind   egress.Kind
		rule   func(armclient.Object) document.Rule
	}{
		{"natRuleCollections", egress.KindNAT, classicNAT},
		{"networkRuleCollections", egress.KindNetwork, classicNetwork},
		{"applicationRuleCollections", egress.KindApplication, applicationRule},
	} {
		list, whole := objects(o, "properties", kind.member)
		f.Collections.Unknown = f.Collections.Unknown || !whole
		for _, c := range list {
			f.Collections.Items = append(f.Collections.Items, classicCollection(c, kind.kind, kind.rule))
		}
	}
	return f
}

// subnetReference is the ID of the subnet of an IP configuration.
func subnetReference(o armclient.Object) (string, bool) {
	id, ok := idAt(o, subnetType, "properties", "subnet", "id")
	return id.String(), ok
}

// classicCollection converts a rule collection of a firewall without policy.
func classicCollection(o armclient.Object, kind egress.Kind, rule func(armclient.Object) document.Rule) document.Collection {
	c := document.Collection{Name: o.Name(), Kind: string(kind), Priority: number(o, 100, 65000, "properties", "priority")}
	if kind != egress.KindNAT {
		c.Action = action(o, "properties", "action", "type")
	}
	rules, whole := objects(o, "properties", "rules")
	c.Rules.Unknown = !whole
	for _, r := range rules {
		c.Rules.Items = append(c.Rules.Items, rule(r))
	}
	return c
}

// action is what a collection does; one that does not say it does something that is not known.
func action(o armclient.Object, path ...string) document.Leaf[string] {
	a := word(o, []string{string(egress.Allow), string(egress.Deny)}, path...)
	if !a.Set {
		return document.UnknownLeaf[string]()
	}
	return a
}

// The settings that a firewall without a policy keeps as text (azurerm firewall_resource.go, 2021).
const (
	classicProxy   = "Network.DNS.EnableProxy"
	classicServers = "Network.DNS.Servers"
	classicRanges  = "Network.SNAT.PrivateRanges"
	classicLearn   = "Network.SNAT.AutoLearnPrivateRanges"
)

// classicSettings reads the settings of the firewall itself; with a policy the policy's count.
func classicSettings(o armclient.Object) document.Settings {
	s := document.Settings{ThreatIntelligence: word(o, modes, "properties", "threatIntelMode")}
	extra := armclient.Object{Body: o.Map("properties", "additionalProperties")}
	if o.Has("properties", "additionalProperties") && extra.Body == nil {
		s.DNSProxy, s.FirewallDNSServers.Unknown, s.PrivateRanges = document.UnknownLeaf[bool](), true, &document.List[string]{Unknown: true}
		return s
	}
	switch strings.ToLower(extra.String(classicProxy)) {
	case "true":
		s.DNSProxy = document.Of(true)
	case "false", "":
	default:
		s.DNSProxy = document.UnknownLeaf[bool]()
	}
	s.FirewallDNSServers = separated(extra, addressText, classicServers)
	if extra.Has(classicRanges) {
		ranges := separated(extra, privateRange, classicRanges)
		s.PrivateRanges = &ranges
	}
	if extra.Has(classicLearn) && !strings.EqualFold(extra.String(classicLearn), "Disabled") {
		s.PrivateRanges = &document.List[string]{Unknown: true}
	}
	return s
}

// separated reads a list that is written as one text with commas.
func separated(o armclient.Object, accept func(string) (string, bool), member string) document.List[string] {
	value, given, valid := text(o, member)
	list := document.List[string]{Unknown: !valid}
	if !given || !valid {
		return list
	}
	for part := range strings.SplitSeq(value, ",") {
		item, ok := accept(strings.TrimSpace(part))
		if !ok {
			list.Unknown = true
			continue
		}
		list.Items = append(list.Items, item)
	}
	return list
}

// privateRange takes ranges that are not translated, and the word for the default (FW-36).
func privateRange(s string) (string, bool) {
	if strings.EqualFold(s, "IANAPrivateRanges") {
		return "IANAPrivateRanges", true
	}
	return rangeText(s)
}
