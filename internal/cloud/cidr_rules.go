package cloud

import (
	"fmt"
	"net/netip"
	"slices"
)

// RangeProblem is what is wrong with one of a cluster's address ranges.
type RangeProblem struct {
	Severity Severity
	// Check is the id of the check that AKS makes, or of the rule below.
	Check   string
	Message string
}

// The ids of the rules that no check of AKS stands for.
const (
	RuleServiceCIDRSize     = "service_cidr_size"
	RuleServiceCIDRPrivate  = "service_cidr_private"
	RuleReservedRange       = "reserved_range"
	RulePodCIDRPrivate      = "pod_cidr_private"
	RulePodCIDRPlugin       = "pod_cidr_plugin"
	RuleDNSNetworkAddress   = "dns_service_ip_network_address"
	RulePodCIDRGrowth       = "pod_cidr_growth"
	RuleHostBits            = "host_bits"
	RuleServiceCIDRIPv6Size = "service_cidr_ipv6_size"
	RuleDNSOutside          = "dns_service_ip_outside"
	RuleDNSAPIServer        = "dns_service_ip_api_server"
	RuleDNSBroadcast        = "dns_service_ip_broadcast"
)

// The prefix lengths of the rules on sizes.
const (
	serviceCIDRMinBits     = 13  // smaller than a /12 (srcIPPlanning)
	serviceCIDRIPv6MinBits = 108 // no larger than a /108 (srcDualStack)
	podCIDRNodeBits        = 24  // each node takes a /24 (srcOverlay)
)

var rangeRules = []Rule{
	{RuleServiceCIDRSize, "an IPv4 service range is smaller than a /12", "", SeverityError, srcIPPlanning},
	{RuleServiceCIDRPrivate, "a service range is private: AKS refuses public and multicast ranges", "", SeverityError, srcChangelog.doubt("changelog of 2022 to 2023; which ranges count as private is not said")},
	{RuleReservedRange, "service ranges, pod ranges and cluster networks keep clear of the ranges that AKS uses inside; the API refuses pod ranges only", "", SeverityError, srcCNI},
	{RulePodCIDRPrivate, "pod ranges are supported in RFC 1918 and RFC 6598 only", "", SeverityWarning, srcOverlay},
	{RulePodCIDRPlugin, "a pod range goes with overlay and kubenet, not with the azure plugin without overlay", "", SeverityError, srcAzurerm},
	{RuleDNSNetworkAddress, "dnsServiceIP is not the network address of the service range", "", SeverityError, srcIPPlanning},
	{RulePodCIDRGrowth, "a living overlay cluster's pod range can only grow: IPv4, to a superset, with Linux nodes only", "", SeverityError, srcPodExpand},
	{RuleHostBits, "a range is written with its network address", "", SeverityError, fact("hashicorp/terraform-provider-azurerm threads on InvalidCIDRNotation", "2024").doubt("known of virtual networks; not confirmed for the ranges of a cluster")},
}

// ServiceCIDRProblems judges a service range by itself. An invalid prefix gives no problem: parsing is the caller's.
func ServiceCIDRProblems(p netip.Prefix) []RangeProblem {
	if !p.IsValid() {
		return nil
	}
	out := slices.Concat(hostBits(SeverityWarning, p), reserved(SeverityError, RangeAKS, p))
	switch {
	case p.Addr().Is6():
		if p.Bits() < serviceCIDRIPv6MinBits {
			out = append(out, rangeProblem(RuleServiceCIDRIPv6Size, "%s is larger than a /%d", p, serviceCIDRIPv6MinBits))
		}
	case p.Bits() < serviceCIDRMinBits:
		out = append(out, rangeProblem(RuleServiceCIDRSize, "%s is not smaller than a /%d", p, serviceCIDRMinBits-1))
	}
	if p.Addr().Is4() && !InRange(RangePodSupported, p) {
		// Which other ranges AKS takes as private is not published, so this one only warns.
		out = append(out, RangeProblem{SeverityWarning, RuleServiceCIDRPrivate, fmt.Sprintf("%s is not a private range", p)})
	}
	return out
}

// PodCIDRProblems judges a pod range by itself.
func PodCIDRProblems(p netip.Prefix) []RangeProblem {
	if !p.IsValid() {
		return nil
	}
	inside := reserved(SeverityError, RangePodRefused, p)
	if len(inside) == 0 {
		inside = reserved(SeverityWarning, RangeAKS, p)
	}
	out := slices.Concat(hostBits(SeverityWarning, p), inside)
	if p.Addr().Is4() && !InRange(RangePodSupported, p) {
		out = append(out, RangeProblem{SeverityWarning, RulePodCIDRPrivate, fmt.Sprintf("%s is outside RFC 1918 and RFC 6598, where AKS supports pod ranges", p)})
	}
	return out
}

// NodeRangeProblems judges a range of the virtual network in which a cluster stands. The reserved ranges only warn here:
// the vendor's page rules them out, but clusters in such networks have been made.
func NodeRangeProblems(p netip.Prefix) []RangeProblem {
	if !p.IsValid() {
		return nil
	}
	return slices.Concat(hostBits(SeverityError, p), reserved(SeverityWarning, RangeAKS, p))
}

func hostBits(s Severity, p netip.Prefix) []RangeProblem {
	if p == p.Masked() {
		return nil
	}
	return []RangeProblem{{s, RuleHostBits, fmt.Sprintf("%s has bits beyond its prefix; the range is %s", p, p.Masked())}}
}

func reserved(s Severity, use RangeUse, p netip.Prefix) []RangeProblem {
	var out []RangeProblem
	for _, r := range OverlappingRanges(use, p) {
		out = append(out, RangeProblem{s, RuleReservedRange, fmt.Sprintf("%s overlaps %s, which AKS keeps for itself", p, r.Prefix)})
	}
	return out
}

// DNSServiceIPProblems judges the address of the cluster's DNS service against an IPv4 service range.
func DNSServiceIPProblems(ip netip.Addr, service netip.Prefix) []RangeProblem {
	if !ip.IsValid() || !service.IsValid() {
		return nil
	}
	first := service.Masked().Addr()
	switch {
	case !service.Contains(ip):
		return []RangeProblem{rangeProblem(RuleDNSOutside, "%s is outside the service range %s", ip, service)}
	case ip == first:
		return []RangeProblem{rangeProblem(RuleDNSNetworkAddress, "%s is the network address of %s", ip, service)}
	case ip == first.Next():
		return []RangeProblem{rangeProblem(RuleDNSAPIServer, "%s is the first address of %s, which the API server's service takes", ip, service)}
	case ip.Is4() && !service.Contains(ip.Next()):
		return []RangeProblem{rangeProblem(RuleDNSBroadcast, "%s is the last address of %s", ip, service)}
	}
	return nil
}

func rangeProblem(check, format string, args ...any) RangeProblem {
	return RangeProblem{SeverityError, check, fmt.Sprintf(format, args...)}
}

// PodCIDRNodes is how many nodes a pod range of overlay or kubenet has room for: one /24 each. For IPv6 ranges, which are
// cut otherwise, it is -1.
func PodCIDRNodes(p netip.Prefix) int {
	switch {
	case !p.IsValid():
		return 0
	case p.Addr().Is6():
		return -1
	case p.Bits() > podCIDRNodeBits:
		return 0
	}
	return 1 << (podCIDRNodeBits - p.Bits())
}

// PodCIDRGrows reports whether a living overlay cluster can change its pod range from one to the other: IPv4, a proper
// superset, and only Linux nodes (srcPodExpand).
func PodCIDRGrows(from, to netip.Prefix, windows bool) bool {
	return from.IsValid() && to.IsValid() && !windows && from.Addr().Is4() && to.Addr().Is4() &&
		to.Bits() < from.Bits() && to.Contains(from.Addr())
}
