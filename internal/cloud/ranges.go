package cloud

import (
	"net/netip"
	"slices"
)

// RangeUse says for what a range is reserved or refused.
type RangeUse string

const (
	// RangeVNet: no virtual network or subnet may lie in it.
	RangeVNet RangeUse = "virtual_network"
	// RangeAKS: no service range, pod range or cluster network may overlap it.
	RangeAKS RangeUse = "aks"
	// RangePodRefused: AKS's API refuses pod ranges that overlap it, supersets included.
	RangePodRefused RangeUse = "pod_refused"
	// RangeNoSNAT: Azure Firewall by default keeps the source address towards it (FW-36).
	RangeNoSNAT RangeUse = "firewall_no_snat"
	// RangeSystemDrop: by default a subnet drops what goes to it, unless it is the network's own (RT-5 to RT-7).
	RangeSystemDrop RangeUse = "system_drop"
	// RangePodSupported: pod ranges inside are supported by AKS.
	RangePodSupported RangeUse = "pod_supported"
)

// Range is an address range with a meaning of its own.
type Range struct {
	Use    RangeUse
	Prefix netip.Prefix
	Note   string
	Fact
}

var srcVNetFAQ = fact("learn.microsoft.com/azure/virtual-network/virtual-networks-faq", "2025").doubt("not re-read; uncertain only in its completeness")

var ranges = slices.Concat(
	rangeList(RangeVNet, srcVNetFAQ, "Azure refuses the range in a virtual network", "224.0.0.0/4", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32"),
	rangeList(RangeAKS, srcCNI, "AKS uses the range inside", "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"),
	rangeList(RangePodRefused, srcChangelog, "refused since the release of 2026-05-29, the first range earlier", "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16"),
	rangeList(RangeNoSNAT, srcFirewallSNAT, "RFC 1918", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
	rangeList(RangeNoSNAT, srcFirewallSNAT.doubt("azurerm's text still names RFC 1918 only"), "RFC 6598", "100.64.0.0/10"),
	rangeList(RangeSystemDrop, srcRoutes, "gone from a subnet that has a 0.0.0.0/0 route of its own (RT-7)", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
	rangeList(RangePodSupported, srcOverlay, "private addresses", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
)

func rangeList(use RangeUse, f Fact, note string, prefixes ...string) []Range {
	out := make([]Range, len(prefixes))
	for i, p := range prefixes {
		out[i] = Range{Use: use, Prefix: netip.MustParsePrefix(p), Note: note, Fact: f}
	}
	return out
}

// Ranges returns the ranges of one use.
func Ranges(use RangeUse) []Range {
	var out []Range
	for _, r := range ranges {
		if r.Use == use {
			out = append(out, r)
		}
	}
	return out
}

// OverlappingRanges returns the ranges of one use that share an address with the prefix.
func OverlappingRanges(use RangeUse, p netip.Prefix) []Range {
	return slices.DeleteFunc(Ranges(use), func(r Range) bool { return !p.IsValid() || !r.Prefix.Overlaps(p) })
}

// InRange reports whether the whole prefix lies in one range of the use.
func InRange(use RangeUse, p netip.Prefix) bool {
	return slices.ContainsFunc(Ranges(use), func(r Range) bool {
		return p.IsValid() && r.Prefix.Bits() <= p.Bits() && r.Prefix.Contains(p.Addr())
	})
}

// PlatformAddress is an address that the host serves itself: never routed, never seen by a firewall (RT-30, AK-23).
type PlatformAddress struct {
	Addr netip.Addr
	// Serves says what is there; Tags are the service tags by which network security groups can still block it (NSG-6).
	Serves string
	Tags   []string
	Fact
}

var srcPlatform = fact("learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16", "2025")

var platformAddresses = []PlatformAddress{
	{netip.MustParseAddr("168.63.129.16"), "DNS, DHCP, health probes, VM agent on TCP 80 and 32526", []string{"AzurePlatformDNS"}, srcPlatform},
	{netip.MustParseAddr("169.254.169.254"), "instance metadata", []string{"AzurePlatformIMDS"}, srcPlatform},
}

// PlatformAddresses returns the addresses that bypass every route.
func PlatformAddresses() []PlatformAddress {
	out := slices.Clone(platformAddresses)
	for i := range out {
		out[i].Tags = slices.Clone(out[i].Tags)
	}
	return out
}

// AzureDNS is the resolver of networks without DNS servers of their own.
func AzureDNS() netip.Addr { return platformAddresses[0].Addr }

// InstanceMetadata is where a host serves its metadata and tokens.
func InstanceMetadata() netip.Addr { return platformAddresses[1].Addr }

func isPlatform(a netip.Addr) bool {
	return slices.ContainsFunc(platformAddresses, func(p PlatformAddress) bool { return p.Addr == a.Unmap() })
}
