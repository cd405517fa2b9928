package aks

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// What follows from several attributes of a cluster together, as far as it is known.

func network(c section) section     { return c.part("network_profile") }
func defaultPool(c section) section { return c.part("default_node_pool") }
func apiServer(c section) section   { return c.part("api_server_access_profile") }

// outbound is the outbound type; ours is the default.
func outbound(c section) view.Leaf[string] {
	return network(c).text("outbound_type").Or(string(cloud.OutboundUserDefinedRouting))
}

func routed(c section) bool { return outbound(c).Value == string(cloud.OutboundUserDefinedRouting) }

// modeOf is how the pods get their addresses; ok is false while that is not decided, and for the plugin none.
func modeOf(c section) (cloud.NetworkMode, bool) {
	n, pods := network(c), defaultPool(c).text("pod_subnet_id")
	plugin, mode := n.text("network_plugin"), n.text("network_plugin_mode")
	switch {
	case plugin.Unknown || mode.Unknown || plugin.Value == "none":
		return "", false
	case plugin.Value == "kubenet":
		return cloud.ModeKubenet, true
	case mode.Value == "overlay":
		return cloud.ModeOverlay, true
	case pods.Unknown:
		return "", false
	case pods.Known:
		return cloud.ModePodSubnet, true
	case plugin.Null():
		return cloud.ModeOverlay, true // AKS's own default (aks-facts.md 1.1)
	}
	return cloud.ModeNodeSubnet, true
}

// identityKind is what the cluster acts as; ok is false while that is not decided.
func identityKind(c section) (cloud.IdentityKind, bool) {
	identity, principal := c.part("identity"), c.part("service_principal")
	switch {
	case identity.there() && identity.is("type", "UserAssigned"):
		return cloud.IdentityUserAssigned, true
	case identity.there() && identity.is("type", "SystemAssigned"):
		return cloud.IdentitySystemAssigned, true
	case identity.absent() && principal.there():
		return cloud.IdentityServicePrincipal, true
	case identity.absent() && principal.absent():
		return cloud.IdentitySystemAssigned, true
	}
	return "", false
}

// public reports an API server that nodes are known to reach from outside: not private, and without an address in the network.
func public(c section) bool {
	private, inside := c.flag("private_cluster_enabled").Or(false), apiServer(c).flag("virtual_network_integration_enabled").Or(false)
	return private.Known && !private.Value && inside.Known && !inside.Value
}

// settings are the choices in force that do not go with every other one (cloud.Conflicts).
func settings(c section) []cloud.Setting {
	n, p := network(c), defaultPool(c)
	var all []cloud.Setting
	add := func(holds bool, s cloud.Setting) {
		if holds {
			all = append(all, s)
		}
	}
	kind, kindKnown := identityKind(c)
	families := n.texts("ip_versions")
	add(n.is("network_plugin", "kubenet"), cloud.SettingKubenet)
	add(n.is("network_plugin_mode", "overlay"), cloud.SettingOverlay)
	add(p.text("pod_subnet_id").Known, cloud.SettingPodSubnet)
	add(n.is("network_data_plane", "cilium") || n.is("network_policy", "cilium"), cloud.SettingCilium)
	add(n.is("network_policy", "calico"), cloud.SettingCalico)
	add(n.is("network_policy", "azure"), cloud.SettingAzurePolicyEngine)
	add(len(families.Items) > 1, cloud.SettingDualStack)
	add(c.part("node_provisioning_profile").is("mode", "Auto"), cloud.SettingNodeProvisioning)
	add(kindKnown && kind == cloud.IdentityServicePrincipal, cloud.SettingServicePrincipal)
	add(outbound(c).Value == string(cloud.OutboundNone), cloud.SettingIsolated)
	add(c.is("node_os_upgrade_channel", "Unmanaged") || c.is("node_os_upgrade_channel", "SecurityPatch"), cloud.SettingNodeOSPatches)
	add(c.on("private_cluster_enabled"), cloud.SettingPrivateCluster)
	add(len(apiServer(c).texts("authorized_ip_ranges").Items) > 0, cloud.SettingAuthorizedRanges)
	add(c.part("http_proxy_config").there(), cloud.SettingHTTPProxy)
	add(routed(c), cloud.SettingUDR)
	add(n.is("load_balancer_sku", "basic"), cloud.SettingBasicLB)
	add(n.part("load_balancer_profile").there(), cloud.SettingLBProfile)
	add(n.part("nat_gateway_profile").there(), cloud.SettingNATProfile)
	add(p.on("node_public_ip_enabled"), cloud.SettingNodePublicIP)
	return all
}

// servicePrefixes and podPrefixes are the known ranges, IPv4 and IPv6, each with the attribute that holds it; what AKS takes by default is
// among them where the configuration is known to leave it to AKS.
type namedPrefix struct {
	attribute string
	index     int // -1 for an attribute of its own
	prefix    netip.Prefix
	fallback  bool // AKS's default, not configured
}

func servicePrefixes(c section) []namedPrefix {
	return prefixesOf(network(c), "service_cidr", "service_cidrs", cloud.DefaultServiceCIDR)
}

// podPrefixes has none where pods have no range of their own, or that is not decided.
func podPrefixes(c section) []namedPrefix {
	mode, known := modeOf(c)
	info, _ := cloud.LookupNetworkMode(mode)
	fallback := cloud.DefaultPodCIDR
	if !known || !info.PodCIDR {
		fallback = ""
	}
	return prefixesOf(network(c), "pod_cidr", "pod_cidrs", fallback)
}

func prefixesOf(n section, one, many string, fallback cloud.DefaultKey) []namedPrefix {
	var out []namedPrefix
	if p, ok := n.prefix(one); ok {
		out = append(out, namedPrefix{one, -1, p, false})
	}
	for i, element := range view.Elements(n.value(many)) {
		if p, ok := prefixOf(view.Text(element).Value); ok {
			out = append(out, namedPrefix{many, i, p, false})
		}
	}
	if fallback != "" && len(out) == 0 && n.text(one).Null() && n.texts(many).Empty() {
		if p, ok := prefixOf(cloud.DefaultOf(fallback).Value); ok {
			out = append(out, namedPrefix{one, -1, p, true})
		}
	}
	return out
}
