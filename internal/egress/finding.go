package egress

import (
	"cmp"
	"slices"
)

// Finding is something about the configuration that holds whatever the flows.
type Finding struct {
	Severity Severity
	// Code is stable, so that a caller can switch a check off.
	Code   FindingCode
	Object Object
	// Text says what is wrong and what to do, without a final stop.
	Text  string
	Rules []string
	// By are the objects that cause it, such as the rules that shadow a dead one.
	By []Object
}

// Severity says how sure and how bad a finding is.
type Severity string

// The severities. An error means that ARM or AKS refuses the configuration, or
// that it surely breaks (VM-3, ConfigError); what the sources leave open is never
// an error.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityAdvice  Severity = "advice"
)

// FindingCode names a check.
type FindingCode string

// Checks of routes and networks.
const (
	FindDuplicatePrefix   FindingCode = "ROUTE_DUPLICATE_PREFIX"
	FindHopType           FindingCode = "ROUTE_HOP_TYPE"
	FindHopAddress        FindingCode = "ROUTE_HOP_ADDRESS"
	FindExpressRoute      FindingCode = "ROUTE_HOP_EXPRESSROUTE"
	FindBlackhole         FindingCode = "ROUTE_BLACKHOLE"
	FindHopInSubnet       FindingCode = "ROUTE_HOP_IN_SOURCE_SUBNET"
	FindLocalOutside      FindingCode = "ROUTE_VNETLOCAL_OUTSIDE_NETWORK"
	FindFirewallIPRoute   FindingCode = "ROUTE_FIREWALL_PUBLIC_IP"
	FindTooManyRoutes     FindingCode = "ROUTE_LIMIT"
	FindGatewaySubnet     FindingCode = "GATEWAY_SUBNET_ROUTES"
	FindFirewallDefault   FindingCode = "FIREWALL_SUBNET_DEFAULT_ROUTE"
	FindFirewallDiverted  FindingCode = "FIREWALL_SUBNET_DIVERTED"
	FindManagementRoutes  FindingCode = "FIREWALL_MANAGEMENT_ROUTES"
	FindSubnetTooSmall    FindingCode = "FIREWALL_SUBNET_SIZE"
	FindPublicBalancer    FindingCode = "PUBLIC_LOAD_BALANCER_ASYMMETRIC"
	FindPropagation       FindingCode = "GATEWAY_PROPAGATION"
	FindPeeringOverlap    FindingCode = "PEERING_OVERLAP"
	FindForwarded         FindingCode = "PEERING_FORWARDED_TRAFFIC"
	FindSecurityOnFW      FindingCode = "FIREWALL_SUBNET_SECURITY_GROUP"
	FindSecurityPriority  FindingCode = "SECURITY_RULE_PRIORITY"
	FindSecurityDuplicate FindingCode = "SECURITY_RULE_DUPLICATE_PRIORITY"
)

// Checks of clusters.
const (
	FindClusterNoTable    FindingCode = "CLUSTER_ROUTE_TABLE_MISSING"
	FindClusterNoDefault  FindingCode = "CLUSTER_DEFAULT_ROUTE_MISSING"
	FindClusterNextHop    FindingCode = "CLUSTER_DEFAULT_ROUTE_NEXT_HOP"
	FindClusterHalves     FindingCode = "CLUSTER_DEFAULT_ROUTE_HALVES"
	FindClusterCaptured   FindingCode = "CLUSTER_SUBNET_CAPTURED"
	FindClusterClosed     FindingCode = "CLUSTER_SUBNET_CLOSED"
	FindClusterDualStack  FindingCode = "CLUSTER_DUAL_STACK_ROUTE"
	FindClusterShareTable FindingCode = "CLUSTER_KUBENET_SHARED_TABLE"
)

// Checks of firewalls.
const (
	FindPriorityRange    FindingCode = "PRIORITY_RANGE"
	FindPriorityTie      FindingCode = "PRIORITY_TIE"
	FindPort             FindingCode = "RULE_PORT"
	FindNetworkName      FindingCode = "NETWORK_RULE_NAME"
	FindProxyNeeded      FindingCode = "NETWORK_RULE_NAME_NEEDS_PROXY"
	FindTagNeedsHTTPS    FindingCode = "FQDN_TAG_NEEDS_HTTPS"
	FindExclusive        FindingCode = "APPLICATION_RULE_EXCLUSIVE"
	FindTier             FindingCode = "TIER"
	FindDNSDead          FindingCode = "DNS_DEAD"
	FindDNSInherited     FindingCode = "DNS_NOT_INHERITED"
	FindLimit            FindingCode = "FIREWALL_LIMIT"
	FindNATAnySource     FindingCode = "NAT_ANY_SOURCE"
	FindNATProtocol      FindingCode = "NAT_PROTOCOL"
	FindNATTunnel        FindingCode = "NAT_FORCED_TUNNEL"
	FindURL              FindingCode = "APPLICATION_RULE_URL"
	FindNeverTranslated  FindingCode = "SNAT_NEVER"
	FindClassicMoot      FindingCode = "CLASSIC_RULES_MOOT"
	FindSourceTag        FindingCode = "SOURCE_SERVICE_TAG"
	FindIPv6             FindingCode = "FIREWALL_IPV6"
	FindApplicationNames FindingCode = "APPLICATION_RULE_NO_TARGET"
)

// Findings about what rules do to one another, see [Options.RuleFindings].
const (
	FindAnyAny      FindingCode = "RULE_ANY_ANY"
	FindBroadName   FindingCode = "RULE_BROAD_NAME"
	FindDeadByType  FindingCode = "RULE_DEAD_BY_TYPE"
	FindDead        FindingCode = "RULE_DEAD"
	FindRedundant   FindingCode = "RULE_REDUNDANT"
	FindUnmatchable FindingCode = "RULE_UNMATCHABLE"
)

// Findings checks the configuration: errors first, otherwise in the order of the
// world.
func (e *Evaluator) Findings() []Finding {
	c := &checker{x: e.x, j: &judge{x: e.x}}
	c.networks()
	c.tables()
	c.clusters()
	c.groups()
	c.firewalls()
	if e.options.RuleFindings {
		c.rules()
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Compare(a.Severity.rank(), b.Severity.rank()) })
	return c.found
}

func (s Severity) rank() int {
	switch s {
	case SeverityError:
		return 0
	case SeverityWarning:
		return 1
	case SeverityAdvice:
	}
	return 2
}

// checker collects findings.
type checker struct {
	x     *index
	j     *judge
	found []Finding
}

func (c *checker) add(s Severity, code FindingCode, o Object, text string, rules ...string) {
	c.found = append(c.found, Finding{Severity: s, Code: code, Object: o, Text: text, Rules: rules})
}
