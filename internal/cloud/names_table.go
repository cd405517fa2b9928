package cloud

const (
	networkName    = `^[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9_])?$`
	networkMessage = "it must begin with a letter or digit, end with a letter, digit or underscore, and hold only letters, digits, underscores, periods and hyphens"

	groupName    = `^[\p{L}\p{Nd}_.()-]*[\p{L}\p{Nd}_()-]$`
	groupMessage = "it may hold letters, digits, underscores, hyphens, periods and parentheses, and must not end in a period"
)

// networkRow is the restriction that most kinds of Microsoft.Network share.
func networkRow(kind NameKind, minimum, maximum int, scope string, f Fact) NameRestriction {
	return NameRestriction{Kind: kind, Min: minimum, Max: maximum, Pattern: networkName, Message: networkMessage, Scope: scope, Fact: f}
}

var nameRestrictions = []NameRestriction{
	{Kind: NameResourceGroup, Min: 1, Max: 90, Pattern: groupName, Message: groupMessage, Scope: "subscription", Fact: srcNames},
	{
		Kind: NameManagedCluster, Min: 1, Max: 63, Pattern: `^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$`,
		Message: "it must begin and end with a letter or digit, and hold only letters, digits, underscores and hyphens", Scope: "resource group", Fact: srcAzurerm,
	},
	{
		Kind: NameDNSPrefix, Min: 1, Max: 54, Pattern: `^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$`,
		Message: "it must begin and end with a letter or digit, and hold only letters, digits and hyphens", Scope: "none", Fact: srcAzurerm,
	},
	{
		Kind: NameNodePoolLinux, Min: 1, Max: 12, Pattern: `^[a-z][a-z0-9]*$`, Message: "it must begin with a lower-case letter and hold only lower-case letters and digits",
		Reserved: []string{"aksmanagedap"}, Scope: "cluster", Fact: srcNodePools,
	},
	{
		Kind: NameNodePoolWindows, Min: 1, Max: 6, Pattern: `^[a-z][a-z0-9]*$`, Message: "it must begin with a lower-case letter and hold only lower-case letters and digits",
		Scope: "cluster", Fact: srcNodePools,
	},
	{
		Kind: NameNodeResourceGroup, Min: 1, Max: 80, Pattern: groupName, Message: groupMessage, Scope: "subscription",
		Fact: fact("MicrosoftDocs/azure-aks-docs articles/aks/faq.yml and the list of error codes", "2024"),
	},
	{
		Kind: NameFirewall, Min: 1, Max: 80, Pattern: networkName, Message: networkMessage, AdviseMax: 56, Scope: "resource group",
		Fact: srcNames.doubt("pages once said 1 to 56 characters"),
	},
	networkRow(NameFirewallPolicy, 1, 80, "resource group", srcNames),
	networkRow(NameRuleCollectionGroup, 1, 80, "firewall policy", srcNames),
	networkRow(NameRuleCollection, 1, 80, "rule collection group", srcFirewallRules),
	networkRow(NameRule, 1, 80, "rule collection", srcAzurerm.doubt("azurerm's pattern, which also demands two characters; Azure's own rule for rules inside collections is not published")),
	networkRow(NameClassicCollection, 1, 80, "firewall", srcAzurerm),
	{
		Kind: NameClassicRule, Min: 1, Max: 80, Pattern: `^\S(.*\S)?$`, Message: "it must not begin or end with a blank", Scope: "rule collection",
		Fact: srcAzurerm.doubt("azurerm asks only for a name that is not empty; the length is that of policy rules"),
	},
	networkRow(NameRouteTable, 1, 80, "resource group", srcNames),
	networkRow(NameRoute, 1, 80, "route table", srcNames),
	networkRow(NamePublicIP, 1, 80, "resource group", srcNames),
	networkRow(NamePublicIPPrefix, 1, 80, "resource group", srcNames),
	{
		Kind: NameDomainLabel, Min: 3, Max: 63, Pattern: `^[a-z][a-z0-9-]*[a-z0-9]$`,
		Message: "it must begin with a lower-case letter, end with a lower-case letter or digit, and hold only lower-case letters, digits and hyphens", Scope: "region", Fact: srcAzurerm,
	},
	networkRow(NameVirtualNetwork, 2, 64, "resource group", srcNames),
	networkRow(NameSubnet, 1, 80, "virtual network", srcNames),
	networkRow(NamePeering, 1, 80, "virtual network", srcNames),
	networkRow(NameIPConfiguration, 1, 80, "firewall", srcNames.doubt("the page has no row for IP configurations; taken from the other kinds of the namespace")),
	networkRow(NameIPGroup, 1, 80, "resource group", srcNames.doubt("the page has no row for IP groups; taken from the other kinds of the namespace")),
	networkRow(NameSecurityGroup, 1, 80, "resource group", srcNames),
	{
		Kind: NameIdentity, Min: 3, Max: 128, Pattern: `^[a-zA-Z0-9][a-zA-Z0-9_-]*$`,
		Message: "it must begin with a letter or digit and hold only letters, digits, underscores and hyphens", Scope: "resource group", Fact: srcNames,
	},
}
