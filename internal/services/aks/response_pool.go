package aks

import (
	"strings"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// showPool fills in what the default pool and further pools have in common.
func showPool(b *builder, live azure.PoolLive) {
	s := live.Spec
	scaled := s.Autoscale != nil
	b.flag("auto_scaling_enabled", &scaled)
	showCount(b, live)
	b.text("vm_size", s.VMSize)
	b.texts("zones", s.Zones)
	b.number("os_disk_size_gb", s.OSDiskSizeGB)
	b.text("os_disk_type", s.OSDiskType)
	b.text("os_sku", s.OSSKU)
	b.text("kubelet_disk_type", s.KubeletDiskType)
	b.number("max_pods", s.MaxPods)
	b.names("node_labels", userLabels(s.Labels))
	b.text("vnet_subnet_id", s.SubnetID)
	b.text("pod_subnet_id", s.PodSubnetID)
	b.flag("node_public_ip_enabled", orFalse(s.NodePublicIP))
	b.text("node_public_ip_prefix_id", s.NodePublicIPPrefixID)
	b.flag("host_encryption_enabled", orFalse(s.EncryptionAtHost))
	b.flag("fips_enabled", orFalse(s.FIPS))
	b.flag("ultra_ssd_enabled", orFalse(s.UltraSSD))
	if !b.all { // an import does not pin the nodes' version
		showVersion(b, "orchestrator_version", s.Version, live.CurrentVersion, false)
	}
	b.text("scale_down_mode", orText(s.ScaleDownMode, "Delete"))
	b.text("gpu_driver", b.unless(s.GPUDriver, "Install"))
	b.text("proximity_placement_group_id", s.ProximityPlacementGroupID)
	b.text("capacity_reservation_group_id", s.CapacityReservationGroupID)
	b.text("snapshot_id", s.SnapshotID)
	showUpgrade(b, s.Upgrade)
}

// showCount: what the autoscaler chose is never a difference.
func showCount(b *builder, live azure.PoolLive) {
	if live.Spec.Autoscale == nil {
		b.number("node_count", &live.Count)
		b.number("min_count", nil)
		b.number("max_count", nil)
		return
	}
	if !b.before.number("node_count").Known || !b.before.on("auto_scaling_enabled") {
		b.number("node_count", &live.Count)
	}
	b.number("min_count", &live.Spec.Autoscale.Min)
	b.number("max_count", &live.Spec.Autoscale.Max)
}

// showUpgrade: after an import, what AKS does by default is nobody's.
func showUpgrade(b *builder, u *azure.UpgradeSpec) {
	if u == nil {
		u = &azure.UpgradeSpec{}
	}
	surge, missing := b.unless(u.MaxSurge, "10%", cloud.DefaultMaxSurge), b.unless(u.MaxUnavailable, "0")
	undrainable, drain, soak := b.unless(u.UndrainableNode, "Schedule"), u.DrainMinutes, u.SoakMinutes
	if b.all && drain != nil && *drain == 30 {
		drain = nil
	}
	if b.all && soak != nil && *soak == 0 {
		soak = nil
	}
	named := surge != nil || missing != nil || undrainable != nil || drain != nil || soak != nil
	b.part("upgrade_settings", named, func(n *builder) {
		n.text("max_surge", surge)
		n.text("max_unavailable", missing)
		n.number("drain_timeout_in_minutes", drain)
		n.number("node_soak_duration_in_minutes", soak)
		n.text("undrainable_node_behavior", undrainable)
	})
}

// userLabels are labels that AKS has not set itself.
func userLabels(live map[string]string) map[string]string {
	own := map[string]string{}
	for name, text := range live {
		if !strings.HasPrefix(name, "kubernetes.azure.com/") {
			own[name] = text
		}
	}
	return own
}

// showVersion: a minor version stands for its patches. Rises says that Azure raises versions by itself, so that a newer one
// than was asked for is no difference.
func showVersion(b *builder, name string, asked *string, current string, rises bool) {
	live := current
	if live == "" && asked != nil {
		live = *asked
	}
	before := b.before.text(name)
	if before.Known && (versionFits(before.Value, live) || asked != nil && versionFits(before.Value, *asked)) {
		return
	}
	if order, ok := cloud.CompareMinor(live, before.Value); before.Known && rises && ok && order >= 0 {
		return
	}
	b.text(name, &live)
}

// versionFits reports that a version is the one asked for, or a patch of it.
func versionFits(asked, live string) bool {
	return asked == live || strings.HasPrefix(live, asked+".")
}

// showDefaultPool fills in the first pool.
func showDefaultPool(b *builder, live azure.PoolLive) {
	name := live.Spec.Name()
	b.text("name", &name)
	b.flag("only_critical_addons_enabled", orFalse(live.Spec.CriticalAddonsOnly))
	b.names("tags", visibleTags(live.Spec.Tags))
	showPool(b, live)
}

// visibleTags are tags that are no marks of ours.
func visibleTags(live map[string]string) map[string]string {
	shown := map[string]string{}
	for name, text := range live {
		if !strings.HasPrefix(name, "hidden-udr-") && !strings.HasPrefix(name, "aks-managed-") {
			shown[name] = text
		}
	}
	return shown
}
