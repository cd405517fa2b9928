package cloud

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// DefaultKey names a value that AKS takes when none is sent.
type DefaultKey string

// The defaults.
const (
	DefaultPodCIDR       DefaultKey = "pod_cidr"
	DefaultServiceCIDR   DefaultKey = "service_cidr"
	DefaultDNSServiceIP  DefaultKey = "dns_service_ip"
	DefaultPodCIDRv6     DefaultKey = "pod_cidr_v6"
	DefaultServiceCIDRv6 DefaultKey = "service_cidr_v6"
	DefaultOutbound      DefaultKey = "outbound_type"
	DefaultNetworkPlugin DefaultKey = "network_plugin"
	DefaultPluginMode    DefaultKey = "network_plugin_mode"
	DefaultLoadBalancer  DefaultKey = "load_balancer_sku"
	DefaultNodeOSChannel DefaultKey = "node_os_upgrade_channel"
	DefaultOIDCIssuer    DefaultKey = "oidc_issuer_from_version"
	DefaultIPFamilies    DefaultKey = "ip_families"
)

// Default is one value that AKS fills in.
type Default struct {
	Key   DefaultKey
	Value string
	Note  string
	Fact
}

var defaults = []Default{
	{DefaultPodCIDR, "10.244.0.0/16", "", srcOverlayHow},
	{DefaultServiceCIDR, "10.0.0.0/16", "", srcOverlayHow},
	{DefaultDNSServiceIP, "10.0.0.10", "", srcOverlayHow},
	{DefaultPodCIDRv6, "fd12:3456:789a::/64", "", srcDualStack},
	{DefaultServiceCIDRv6, "fd12:3456:789a:1::/108", "", srcDualStack},
	{DefaultOutbound, string(OutboundLoadBalancer), "", srcEgressTypes},
	{DefaultNetworkPlugin, "azure", "without a plugin AKS takes the azure plugin with overlay", srcOverlayHow},
	{DefaultPluginMode, "overlay", "only when no plugin is sent; azure without a mode is node subnet mode, so always send both", srcOverlayHow},
	{DefaultLoadBalancer, "standard", "Basic was retired on 2025-09-30", srcQuotas},
	{DefaultNodeOSChannel, "NodeImage", "", srcNodeOS},
	{DefaultOIDCIssuer, "1.34", "on for new clusters from this version on; cannot be switched off", srcOIDC},
	{DefaultIPFamilies, "IPv4", "dual stack is IPv4, IPv6 in that order", srcDualStack},
}

// Defaults returns the values that AKS fills in.
func Defaults() []Default { return slices.Clone(defaults) }

// DefaultOf returns one default; the zero Default for an unknown key.
func DefaultOf(key DefaultKey) Default {
	i := slices.IndexFunc(defaults, func(d Default) bool { return d.Key == key })
	if i < 0 {
		return Default{}
	}
	return defaults[i]
}

// VersionState is where a Kubernetes version stands.
type VersionState string

// The states of versions. Long-term support needs the Premium tier.
const (
	VersionGA      VersionState = "ga"
	VersionPlanned VersionState = "planned"
	VersionEnding  VersionState = "end_of_life"
	VersionLTS     VersionState = "lts_only"
)

// Version is one minor version of Kubernetes on AKS, as of 2026-11-22. The list is a hint: only the subscription and
// region decide, and newer versions come every few months.
type Version struct {
	Minor string
	State VersionState
	Fact
}

var versions = []Version{
	{"1.33", VersionLTS, srcVersions},
	{"1.34", VersionEnding, srcVersions.doubt("end of life planned for November 2026")},
	{"1.35", VersionGA, srcVersions},
	{"1.36", VersionGA, srcVersions},
	{"1.37", VersionGA, srcVersions.doubt("planned for October 2026, not confirmed")},
}

// Versions returns the known minor versions in rising order.
func Versions() []Version { return slices.Clone(versions) }

// LookupVersion finds the row of a version such as 1.35, 1.35.2 or v1.35.2.
func LookupVersion(version string) (Version, bool) {
	major, minor, ok := parseMinor(version)
	if !ok {
		return Version{}, false
	}
	text := strconv.Itoa(major) + "." + strconv.Itoa(minor)
	i := slices.IndexFunc(versions, func(v Version) bool { return v.Minor == text })
	if i < 0 {
		return Version{}, false
	}
	return versions[i], true
}

// CompareMinor compares two versions by major and minor number, as cmp.Compare does; ok is false when one cannot be read.
func CompareMinor(a, b string) (order int, ok bool) {
	am, an, aok := parseMinor(a)
	bm, bn, bok := parseMinor(b)
	return cmp.Or(cmp.Compare(am, bm), cmp.Compare(an, bn)), aok && bok
}

func parseMinor(version string) (major, minor int, ok bool) {
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(parts) < 2 {
		return 0, 0, false
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	return major, minor, err1 == nil && err2 == nil && major >= 0 && minor >= 0
}
