package cloud

import (
	"net/netip"
	"slices"
)

// SNATKeyword is an entry of a firewall's private ranges that is not simply a range (FW-36).
type SNATKeyword struct {
	Text    string
	Meaning string
	// Breaks is set when the entry makes egress to the Internet by network rules impossible.
	Breaks bool
	Fact
}

var snatKeywords = []SNATKeyword{
	{"IANAPrivateRanges", "stands for the default ranges; a list without it replaces them", false, srcFirewallSNAT},
	{"0.0.0.0/0", "never change the source address", true, srcFirewallSNAT},
	{"255.255.255.255/32", "always change the source address", false, srcFirewallSNAT},
}

// SNATKeywords returns the entries with a meaning of their own.
func SNATKeywords() []SNATKeyword { return slices.Clone(snatKeywords) }

// SNATKeywordIANA is the entry that keeps the default ranges.
func SNATKeywordIANA() string { return snatKeywords[0].Text }

// DefaultNoSNAT are the destinations towards which network rules keep the source address unless configured otherwise.
func DefaultNoSNAT() []netip.Prefix {
	var out []netip.Prefix
	for _, r := range Ranges(RangeNoSNAT) {
		out = append(out, r.Prefix)
	}
	return out
}

// SNATPorts is how many source ports a firewall has towards one destination address and port, with its public addresses
// and instances; at least two instances always run.
func SNATPorts(publicIPs, instances int) int {
	return max(publicIPs, 0) * max(instances, valueOf(LimitFirewallInstancesMin)) * valueOf(LimitSNATPorts)
}

// AutoscaleProblem judges a firewall's autoscale bounds; empty when they are good. 0 means not set.
func AutoscaleProblem(minimum, maximum int) string {
	low, high, step := valueOf(LimitFirewallCapacityMin), valueOf(LimitFirewallCapacityMax), valueOf(LimitAutoscaleStep)
	outside := func(n int) bool { return n != 0 && (n < low || n > high) }
	switch {
	case outside(minimum) || outside(maximum):
		return "autoscale bounds lie between 2 and 50 instances"
	case minimum == 0 || maximum == 0:
		return ""
	case minimum > maximum:
		return "the lower autoscale bound is above the upper one"
	case minimum != maximum && maximum-minimum <= step:
		return "the autoscale bounds must be equal or differ by more than one"
	}
	return ""
}
