package cloud

import (
	"fmt"
	"net/netip"
)

// The ids of the rules on authorized ranges.
const (
	RuleRangeCount       = "authorized_ranges_count"
	RuleRangeIPv4        = "authorized_ranges_ipv4"
	RuleRangeRoutable    = "authorized_ranges_routable"
	RuleRangeBase        = "authorized_ranges_network_address"
	RuleRangeOwnIPMixed  = "authorized_ranges_own_ip_mixed"
	RuleRangeOwnIPRouted = "authorized_ranges_own_ip"
	RuleRangePrivate     = "authorized_ranges_private"
	RuleRangeServiceTag  = "authorized_ranges_service_tag"
)

var authorizedRangeRules = []Rule{
	{RuleRangeCount, "at most 200 ranges, 2000 with API Server VNet Integration", "", SeverityError, srcAuthRanges},
	{RuleRangeIPv4, "ranges are IPv4", "", SeverityError, srcAuthRanges},
	{RuleRangeRoutable, "ranges are globally routable", "", SeverityError, srcAuthRanges},
	{RuleRangeBase, "a range is written with its network address; the API stores single addresses as /32", "", SeverityError, srcAuthRanges},
	{RuleRangeOwnIPMixed, "0.0.0.0/32, which stands for the cluster's own egress, does not go with other ranges", "", SeverityError, srcAuthRanges},
	{RuleRangeServiceTag, "a service tag as range is a preview with one tag only", "", SeverityWarning, srcAuthTags},
}

// AuthorizedProfile is what the rules on authorized ranges depend on.
type AuthorizedProfile struct {
	PrivateCluster, VNetIntegration bool
	// OutboundType is the API's value; empty means not known.
	OutboundType OutboundType
}

// OwnEgressRange is the range that stands for the cluster's own load balancer addresses.
func OwnEgressRange() netip.Prefix { return netip.MustParsePrefix("0.0.0.0/32") }

// AuthorizedRangeLimit is how many ranges a cluster takes.
func AuthorizedRangeLimit(vnetIntegration bool) int {
	if vnetIntegration {
		return valueOf(LimitAuthorizedRangesVNet)
	}
	return valueOf(LimitAuthorizedRanges)
}

// AuthorizedRangeProblems judges the known ranges of a cluster. Invalid prefixes stand for unknown ones: they count, but
// are not judged.
func AuthorizedRangeProblems(p AuthorizedProfile, ranges ...netip.Prefix) []RangeProblem {
	var out []RangeProblem
	add := func(s Severity, rule, format string, args ...any) {
		out = append(out, RangeProblem{s, rule, fmt.Sprintf(format, args...)})
	}
	if p.PrivateCluster && len(ranges) > 0 {
		add(SeverityError, RuleRangePrivate, "a private cluster takes no authorized ranges")
	}
	if limit := AuthorizedRangeLimit(p.VNetIntegration); len(ranges) > limit {
		add(SeverityError, RuleRangeCount, "%d ranges; AKS takes %d", len(ranges), limit)
	}
	for _, r := range ranges {
		switch {
		case !r.IsValid():
		case r == OwnEgressRange():
			if len(ranges) > 1 {
				add(SeverityError, RuleRangeOwnIPMixed, "%s does not go with other ranges", r)
			}
			if p.OutboundType == OutboundUserDefinedRouting {
				add(SeverityError, RuleRangeOwnIPRouted, "%s stands for the cluster's load balancer, which a cluster with userDefinedRouting does not have; it locks the nodes out", r)
			}
		case !r.Addr().Is4():
			add(SeverityError, RuleRangeIPv4, "%s is not IPv4", r)
		case r != r.Masked():
			add(SeverityError, RuleRangeBase, "%s has bits beyond its prefix; the range is %s", r, r.Masked())
		case !routable(r):
			add(SeverityError, RuleRangeRoutable, "%s is not globally routable", r)
		}
	}
	return out
}

// notRoutable are IPv4 ranges that never show up as a source on the Internet. The documentation ranges are left out:
// nobody has them by mistake, and emulators hand out addresses from them.
var notRoutable = rangeList("not_routable", fact("IANA IPv4 special-purpose address registry", "2025"), "not globally routable",
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4")

// routable reports whether the range lies outside every special range. A range that merely contains one is fine.
func routable(p netip.Prefix) bool {
	for _, r := range notRoutable {
		if r.Prefix.Bits() <= p.Bits() && r.Prefix.Contains(p.Addr()) {
			return false
		}
	}
	return true
}
