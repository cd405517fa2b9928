// Package survey reads live configuration, whoever made it, into the evaluator's
// terms: the networks of some subnets, their route tables, security groups and NAT
// gateways, their peers, and the firewalls that routes lead to with their rules.
//
// It never fails. What cannot be read is not known in the answer, and a [Gap]
// says what and why, so that a verdict that hinges on it is "not decidable" (L6).
// What ARM answers is taken apart member by member: one that is not what the API
// describes is not known either, never absent.
//
// Each object is read once, concurrently with those of its level, through the
// context's cache (armclient.WithReadCache) where there is one.
//
// Admin rules of a Virtual Network Manager are not asked for, and have no sign in
// what is read.
//
// Files: survey.go and crawl.go ask, one file for each kind of object converts
// (network.go, table.go, group.go, firewall.go, policy.go, rule.go, …), build.go
// puts the answer together, names.go names its objects, facts.go has what AKS asks
// of subnets.
package survey

// apiVersion is that of every Microsoft.Network read. It is the version that the rest of the provider reads with, so that
// an object that a plan has read already is not asked for again.
const apiVersion = "2025-01-01"

// The ARM types that are read.
const (
	networkType       = "Microsoft.Network/virtualNetworks"
	subnetType        = "Microsoft.Network/virtualNetworks/subnets"
	tableType         = "Microsoft.Network/routeTables"
	securityGroupType = "Microsoft.Network/networkSecurityGroups"
	natGatewayType    = "Microsoft.Network/natGateways"
	publicIPType      = "Microsoft.Network/publicIPAddresses"
	firewallType      = "Microsoft.Network/azureFirewalls"
	policyType        = "Microsoft.Network/firewallPolicies"
	ruleGroupType     = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"
	ipGroupType       = "Microsoft.Network/ipGroups"
	gatewayType       = "Microsoft.Network/virtualNetworkGateways"
	interfaceType     = "Microsoft.Network/networkInterfaces"
	endpointType      = "Microsoft.Network/privateEndpoints"
)
