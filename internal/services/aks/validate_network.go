package aks

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// judgeNetworkMode: combinations of plugin, mode, data plane and policy engine (aks-facts.md 3.1, 7).
func judgeNetworkMode(c section, f *findings) {
	n := network(c)
	plugin, plane, policy := n.text("network_plugin").Or("azure"), n.text("network_data_plane"), n.text("network_policy")
	if n.is("network_plugin_mode", "overlay") && plugin.Value == "none" {
		f.add(cloud.RulePluginMode, at("network_profile", "network_plugin_mode"), "Overlay needs the plugin azure",
			`network_plugin_mode is "overlay" and network_plugin "none"`, `set network_plugin = "azure", or remove the mode`)
	}
	if plane.Value == "cilium" && plugin.Known && plugin.Value != "azure" {
		f.add(cloud.RuleDataPlane, at("network_profile", "network_data_plane"), "Cilium needs the plugin azure",
			fmt.Sprintf("network_data_plane is %q and network_plugin %q", plane.Value, plugin.Value), `set network_plugin = "azure"`)
	}
	if plane.Value == "cilium" && (policy.Value == "azure" || policy.Value == "calico") {
		f.add(cloud.RuleDataPlane, at("network_profile", "network_policy"), "Cilium has its own policy engine",
			fmt.Sprintf("network_data_plane is %q and network_policy %q", plane.Value, policy.Value), `set network_policy = "cilium", or leave it out`)
	}
	if policy.Value == "cilium" && (plane.Null() && !n.unknown || plane.Value == "azure") {
		f.add(cloud.RuleNetworkPolicy, at("network_profile", "network_policy"), "The policy engine cilium needs the data plane cilium",
			`network_policy is "cilium" without network_data_plane = "cilium"`, `set network_data_plane = "cilium"`)
	}
	if policy.Value == "azure" && plugin.Known && plugin.Value != "azure" {
		f.add(cloud.RuleNetworkPolicy, at("network_profile", "network_policy"), "The policy engine azure needs the plugin azure",
			fmt.Sprintf("network_policy is %q and network_plugin %q", policy.Value, plugin.Value), `set network_policy = "calico", or network_plugin = "azure"`)
	}
	judgePodRange(c, f)
	judgeOverlayNames(c, f)
}

// judgePodRange: pods have a range of their own with overlay and kubenet only (aks-facts.md 3.1).
func judgePodRange(c section, f *findings) {
	mode, known := modeOf(c)
	if !known || mode != cloud.ModeNodeSubnet && mode != cloud.ModePodSubnet {
		return
	}
	for _, p := range podPrefixes(c) {
		f.add(cloud.RulePodCIDRPlugin, p.where(), "Pods have no range of their own here",
			fmt.Sprintf("%s is set, but with network_plugin \"azure\" and no network_plugin_mode pods have addresses of a subnet", p.prefix),
			`set network_plugin_mode = "overlay", or remove `+p.attribute)
	}
}

// judgeOverlayNames: overlay clusters are limited in the names around them (aks-facts.md 3.2).
func judgeOverlayNames(c section, f *findings) {
	mode, known := modeOf(c)
	subnet := defaultPool(c).id("vnet_subnet_id")
	if !known || mode != cloud.ModeOverlay || subnet.IsZero() {
		return
	}
	vnet, ok := subnet.Parent()
	if !ok {
		return
	}
	limit := cloud.LimitOf(cloud.LimitOverlayNameLength).Value
	for _, name := range []string{subnet.Name(), vnet.Name(), vnet.ResourceGroup()} {
		if len(name) > limit {
			f.add(cloud.RuleOverlayNames, at("default_node_pool", "vnet_subnet_id"), "A name is too long for overlay",
				fmt.Sprintf("%q has %d characters; with overlay the names of subnet, network and the network's group have at most %d", name, len(name), limit), "choose a shorter name, or another network mode")
		}
	}
}

// settingPaths are the attributes to blame in a conflict.
var settingPaths = map[cloud.Setting]path.Path{
	cloud.SettingKubenet:           at("network_profile", "network_plugin"),
	cloud.SettingOverlay:           at("network_profile", "network_plugin_mode"),
	cloud.SettingPodSubnet:         at("default_node_pool", "pod_subnet_id"),
	cloud.SettingCilium:            at("network_profile", "network_data_plane"),
	cloud.SettingCalico:            at("network_profile", "network_policy"),
	cloud.SettingAzurePolicyEngine: at("network_profile", "network_policy"),
	cloud.SettingDualStack:         at("network_profile", "ip_versions"),
	cloud.SettingNodeProvisioning:  at("node_provisioning_profile", "mode"),
	cloud.SettingServicePrincipal:  at("service_principal"),
	cloud.SettingIsolated:          at("network_profile", "outbound_type"),
	cloud.SettingUDR:               at("network_profile", "outbound_type"),
	cloud.SettingNodeOSPatches:     at("node_os_upgrade_channel"),
	cloud.SettingPrivateCluster:    at("private_cluster_enabled"),
	cloud.SettingAuthorizedRanges:  at("api_server_access_profile", "authorized_ip_ranges"),
	cloud.SettingHTTPProxy:         at("http_proxy_config"),
	cloud.SettingBasicLB:           at("network_profile", "load_balancer_sku"),
	cloud.SettingLBProfile:         at("network_profile", "load_balancer_profile"),
	cloud.SettingNATProfile:        at("network_profile", "nat_gateway_profile"),
	cloud.SettingNodePublicIP:      at("default_node_pool", "node_public_ip_enabled"),
}

// judgedElsewhere are pairs for which AKS has a check of its own, with a code.
var judgedElsewhere = map[string]string{
	"user_defined_routing+load_balancer_profile":   "udr_load_balancer_profile",
	"user_defined_routing+load_balancer_sku_basic": "udr_load_balancer_sku",
	"user_defined_routing+node_public_ip":          "udr_node_public_ip",
	"user_defined_routing+nat_gateway_profile":     cloud.RuleOutboundProfile,
	"private_cluster+authorized_ip_ranges":         cloud.RuleRangePrivate,
	"cilium+calico":                                cloud.RuleDataPlane,
}

// judgeConflicts: settings that exclude one another (the table of conflicts).
func judgeConflicts(c section, f *findings) {
	for _, pair := range cloud.ConflictsAmong(settings(c)...) {
		id := pairID(pair)
		if other := judgedElsewhere[id]; other == cloud.RuleOutboundProfile || other == cloud.RuleRangePrivate || other == cloud.RuleDataPlane {
			continue
		} else if other != "" {
			id = other
		}
		blamed := pair.B
		if blamed == cloud.SettingUDR || blamed == cloud.SettingIsolated {
			blamed = pair.A
		}
		f.add(id, settingPaths[blamed], "Settings that do not go together", fmt.Sprintf("%s and %s: %s", settingPaths[pair.A], settingPaths[pair.B], pair.Why), "change one of the two")
	}
}
