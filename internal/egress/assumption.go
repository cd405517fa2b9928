package egress

import "slices"

// Assumption is a named statement that the evaluator may build on (VM-6). Each
// one can be switched off in [Options]; what hinged on it then is Indeterminate.
type Assumption string

// The assumptions.
const (
	// AssumeThreatIntel: the destinations are not on the threat feed (FW-11).
	AssumeThreatIntel Assumption = "A-TI"
	// AssumeIntrusion: no signature fires (FW-12).
	AssumeIntrusion Assumption = "A-IDPS"
	// AssumeDNS: a public name resolves to a public address outside every more
	// specific route and range, and no private zone shadows it.
	AssumeDNS Assumption = "A-DNS"
	// AssumeAPITag: the public API server is inside AzureCloud.<cluster region>.
	AssumeAPITag Assumption = "A-API-TAG"
	// AssumeRegionDisjoint: tags of two regions do not overlap.
	AssumeRegionDisjoint Assumption = "A-REGION-DISJOINT"
	// AssumeAKSTagCore: the AKS FQDN tag holds the core list (AK-30).
	AssumeAKSTagCore Assumption = "A-AKSTAG-CORE"
	// AssumeNamesApart: two different names do not resolve to one address, so that a
	// name in a network rule does not let another name through (FW-21).
	AssumeNamesApart Assumption = "A-NAMES-APART"
	// AssumeFirewallExit: a firewall whose own subnet is not described sends public
	// destinations to the Internet, as ARM demands of that subnet (RT-24).
	AssumeFirewallExit Assumption = "A-FW-EXIT"
	// AssumeProxyQuery: queries to the firewall's own DNS proxy need no rule (FW-40).
	AssumeProxyQuery Assumption = "A-PROXY-QUERY"
)

var assumptionTexts = map[Assumption]string{
	AssumeThreatIntel:    "the destination is not on the threat intelligence feed",
	AssumeIntrusion:      "no intrusion signature fires",
	AssumeDNS:            "a public name resolves to a public address outside every more specific route and range, and no private zone shadows it",
	AssumeAPITag:         "the public address of the API server is inside the service tag AzureCloud of the cluster's region",
	AssumeRegionDisjoint: "service tags of two regions do not overlap",
	AssumeAKSTagCore:     "the FQDN tag AzureKubernetesService holds the core names of AKS",
	AssumeNamesApart:     "two different names do not resolve to one address",
	AssumeFirewallExit:   "the firewall's own subnet, which is not described, sends public destinations to the Internet",
	AssumeProxyQuery:     "queries to the firewall's DNS proxy need no rule",
}

// Text says what is assumed; empty for an assumption that the package does not know.
func (a Assumption) Text() string { return assumptionTexts[a] }

// Assumptions lists those that can be switched off, in order.
func Assumptions() []Assumption {
	out := make([]Assumption, 0, len(assumptionTexts))
	for a := range assumptionTexts {
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}
