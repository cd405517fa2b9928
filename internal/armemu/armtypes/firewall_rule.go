package armtypes

import (
	"fmt"
	"strings"
)

// ruleForm is how one resource type words its rules. Classic rules and those of a policy say the same things with other members.
type ruleForm struct {
	// codes is the prefix of the form's error codes.
	codes string
	// protocols is the member with the protocols of network and NAT rules.
	protocols string
	// natProtocols are those that a NAT rule can have, natPorts how many destination ports.
	natProtocols []string
	natPorts     int
	// applications are the members of an application rule that say where to.
	applications []string
	// lists are the members that every answer shows, empty where the client sent none (arm-wire.md 1.4).
	networkLists, applicationLists, natLists []string
}

var (
	// The how-to's NAT rule has protocol Any, so classic rules take it (seed-howto.md).
	classicRules = ruleForm{
		codes: "AzureFirewallRule", protocols: "protocols", natProtocols: []string{"TCP", "UDP", "Any"}, natPorts: 64,
		applications:     []string{"targetFqdns", "fqdnTags"},
		networkLists:     []string{"protocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationIpGroups", "destinationFqdns", "destinationPorts"},
		applicationLists: []string{"protocols", "sourceAddresses", "sourceIpGroups", "targetFqdns", "fqdnTags"},
		natLists:         []string{"protocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationPorts"},
	}
	// One destination port: azurerm allows no more. A recording of 2020 has two, in a policy without a firewall.
	policyRules = ruleForm{
		codes: "FirewallPolicyRule", protocols: "ipProtocols", natProtocols: []string{"TCP", "UDP"}, natPorts: 1,
		applications:     []string{"targetFqdns", "fqdnTags", "targetUrls", "webCategories"},
		networkLists:     []string{"ipProtocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationIpGroups", "destinationFqdns", "destinationPorts"},
		applicationLists: []string{"protocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "targetFqdns", "fqdnTags", "targetUrls", "webCategories", "httpHeadersToInsert"},
		natLists:         []string{"ipProtocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses", "destinationPorts"},
	}

	networkProtocols     = []string{"TCP", "UDP", "ICMP", "Any"}
	applicationProtocols = []string{"Http", "Https", "Mssql"}
)

// ruleCheck judges one rule and gathers what is wrong with it.
type ruleCheck struct {
	ruleForm
	rule Object
	at   string
	errs []*Error
}

// refuse notes an error. No source has the codes of rules but those that are made elsewhere, so all are uncertain; the prefix and the
// wording follow "AzureFirewallRule x: Invalid IP address value or range y" (MicrosoftDocs/azure-docs issue 11806).
func (c *ruleCheck) refuse(code, member, format string, args ...any) {
	text := fmt.Sprintf("%s %s: ", c.codes, c.rule.Str("name")) + fmt.Sprintf(format, args...)
	c.errs = append(c.errs, Invalid(c.codes+code, "%s", text).At(c.at+"."+member).Unsure())
}

// network: protocols, ports, a source, a destination (FW-13 to FW-21).
func (c *ruleCheck) network() {
	c.protocolList(networkProtocols)
	c.source()
	for _, a := range c.rule.Strs("destinationAddresses") {
		if !isRuleAddress(a) && !isServiceTag(a) {
			c.refuse("InvalidIpAddressOrRange", "destinationAddresses", "Invalid IP address value or range %s.", a)
		}
	}
	c.someOf("destination", "destinationAddresses", "destinationIpGroups", "destinationFqdns")
	for _, name := range c.rule.Strs("destinationFqdns") {
		if !isFQDN(name) {
			// The code is that of public comments on wildcards in network rules of a policy (2025).
			c.refuse("InvalidFqdnFormat", "destinationFqdns", "Invalid FQDN %s.", name)
		}
	}
	c.ports("destinationPorts", maxPort, true)
}

// application: a source, at least one kind of target, pairs of protocol and port (FW-22, FW-23, FW-26 to FW-28).
func (c *ruleCheck) application() {
	c.source()
	c.someOf("target", c.applications...)
	for _, name := range c.rule.Strs("targetFqdns") {
		if !isTargetName(name) {
			c.refuse("InvalidFqdnFormat", "targetFqdns", "Invalid FQDN %s.", name)
		}
	}
	for _, url := range c.rule.Strs("targetUrls") {
		if !isTargetURL(url) {
			c.refuse("InvalidTargetUrlFormat", "targetUrls", "Invalid URL %s.", url)
		}
	}
	if len(c.rule.List("fqdnTags")) > 0 && len(c.rule.List("targetFqdns")) > 0 {
		c.refuse("FqdnTagsAndTargetFqdnsConflict", "fqdnTags", "FQDN tags and target FQDNs cannot be in one rule.")
	}
	protocols := c.rule.Objs("protocols")
	if len(protocols) == 0 && len(c.rule.List("targetFqdns"))+len(c.rule.List("targetUrls")) > 0 {
		c.refuse("MissingProtocols", "protocols", "There must be at least one protocol.")
	}
	for _, p := range protocols {
		if !containsWord(applicationProtocols, p.Str("protocolType")) {
			c.refuse("InvalidProtocol", "protocols", "Invalid protocol %s.", p.Str("protocolType"))
		}
		if port, ok := p.Int("port"); !ok || port < 1 || port > maxPort {
			c.refuse("InvalidPort", "protocols", "Invalid port %v.", p.Get("port"))
		}
	}
}

// nat: where it comes in, and one address or name to pass it to (aks-facts.md 4.2, FW-20, FW-39).
func (c *ruleCheck) nat() {
	c.protocolList(c.natProtocols)
	c.source()
	if len(c.rule.List("destinationAddresses")) == 0 {
		c.refuse("MissingDestination", "destinationAddresses", "There must be a destination address.")
	}
	for _, a := range c.rule.Strs("destinationAddresses") {
		if !isIPv4(a) {
			c.refuse("InvalidIpAddress", "destinationAddresses", "Invalid IP address %s.", a)
		}
	}
	c.ports("destinationPorts", maxNATPort, false)
	if n := len(c.rule.List("destinationPorts")); n > c.natPorts {
		c.refuse("TooManyDestinationPorts", "destinationPorts", "There must be no more than %d destination ports.", c.natPorts)
	}
	address, name := c.rule.Str("translatedAddress"), c.rule.Str("translatedFqdn")
	switch {
	case (address == "") == (name == ""):
		c.refuse("InvalidTranslatedDestination", "translatedAddress", "There must be either a translated address or a translated FQDN.")
	case address != "" && !isIPv4(address):
		c.refuse("InvalidIpAddress", "translatedAddress", "Invalid IP address %s.", address)
	case name != "" && !isFQDN(name):
		c.refuse("InvalidFqdnFormat", "translatedFqdn", "Invalid FQDN %s.", name)
	}
	if port := c.rule.Str("translatedPort"); !isPort(port, maxPort) {
		c.refuse("InvalidTranslatedPort", "translatedPort", "Invalid port %q.", port)
	}
}

func (c *ruleCheck) protocolList(allowed []string) {
	given := c.rule.Strs(c.protocols)
	if len(given) == 0 {
		c.refuse("MissingProtocols", c.protocols, "There must be at least one protocol.")
	}
	for _, p := range given {
		if !containsWord(allowed, p) {
			c.refuse("InvalidProtocol", c.protocols, "Invalid protocol %s.", p)
		}
	}
}

func (c *ruleCheck) source() {
	for _, a := range c.rule.Strs("sourceAddresses") {
		if !isRuleAddress(a) {
			c.refuse("InvalidIpAddressOrRange", "sourceAddresses", "Invalid IP address value or range %s.", a)
		}
	}
	c.someOf("source", "sourceAddresses", "sourceIpGroups")
}

// someOf demands something in at least one of the lists.
func (c *ruleCheck) someOf(what string, members ...string) {
	for _, m := range members {
		if len(c.rule.List(m)) > 0 {
			return
		}
	}
	c.refuse("Missing"+strings.ToUpper(what[:1])+what[1:], members[0], "There must be a %s.", what)
}

func (c *ruleCheck) ports(member string, highest int, ranges bool) {
	given := c.rule.Strs(member)
	if len(given) == 0 {
		c.refuse("MissingPorts", member, "There must be at least one port.")
	}
	for _, p := range given {
		if !isPort(p, highest) && !(ranges && (p == "*" || isPortRange(p, highest))) {
			c.refuse("InvalidPortOrRange", member, "Invalid port value or range %s.", p)
		}
	}
}
