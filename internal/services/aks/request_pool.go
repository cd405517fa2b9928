package aks

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// pointer is the value for a request: nil where the configuration says nothing and the state does not know it.
func pointer[T any](leaf view.Leaf[T]) *T {
	if !leaf.Known {
		return nil
	}
	return &leaf.Value
}

// named is pointer for a text, of which the empty one says nothing.
func named(leaf view.Leaf[string]) *string {
	if leaf.Value == "" {
		return nil
	}
	return pointer(leaf)
}

// poolSpec is what the default pool and further pools have in common.
func poolSpec(p section, id armid.ID) azure.PoolSpec {
	s := azure.PoolSpec{
		ID: id, VMSize: named(p.text("vm_size")), Count: pointer(p.number("node_count")), Zones: p.texts("zones").Items,
		SubnetID: named(p.text("vnet_subnet_id")), PodSubnetID: named(p.text("pod_subnet_id")), MaxPods: pointer(p.number("max_pods")),
		OSSKU: named(p.text("os_sku")), OSDiskType: named(p.text("os_disk_type")), OSDiskSizeGB: pointer(p.number("os_disk_size_gb")),
		KubeletDiskType: named(p.text("kubelet_disk_type")), Version: named(p.text("orchestrator_version")), Labels: p.textMap("node_labels"),
		NodePublicIP: pointer(p.flag("node_public_ip_enabled")), NodePublicIPPrefixID: named(p.text("node_public_ip_prefix_id")),
		EncryptionAtHost: pointer(p.flag("host_encryption_enabled")), FIPS: pointer(p.flag("fips_enabled")), UltraSSD: pointer(p.flag("ultra_ssd_enabled")),
		ScaleDownMode: named(p.text("scale_down_mode")), GPUDriver: named(p.text("gpu_driver")), SnapshotID: named(p.text("snapshot_id")),
		ProximityPlacementGroupID: named(p.text("proximity_placement_group_id")), CapacityReservationGroupID: named(p.text("capacity_reservation_group_id")),
		TemporaryName: p.text("temporary_name_for_rotation").Value,
	}
	least, most := p.number("min_count"), p.number("max_count")
	if p.on("auto_scaling_enabled") && least.Known && most.Known {
		s.Autoscale = &azure.AutoscaleSpec{Min: least.Value, Max: most.Value}
	}
	if u := p.part("upgrade_settings"); u.there() {
		s.Upgrade = &azure.UpgradeSpec{
			MaxSurge: named(u.text("max_surge")), MaxUnavailable: named(u.text("max_unavailable")), DrainMinutes: pointer(u.number("drain_timeout_in_minutes")),
			SoakMinutes: pointer(u.number("node_soak_duration_in_minutes")), UndrainableNode: named(u.text("undrainable_node_behavior")),
		}
	}
	return s
}

// rotationName is the pool that takes over while the default pool is made anew, where the configuration names none: the pool's own name,
// shortened, with a "t" behind it, or an "x" where that is the name itself.
func rotationName(pool string) string {
	const most = 12
	base := pool
	if len(base) > most-1 {
		base = base[:most-1]
	}
	if base+"t" == pool {
		return base + "x"
	}
	return base + "t"
}

func defaultPoolSpec(c section, cluster armid.ID) azure.PoolSpec {
	p := defaultPool(c)
	name := p.text("name").Or("nodepool1").Value
	s := poolSpec(p, azure.ClusterSpec{ID: cluster}.PoolID(name))
	mode, kind := "System", "Linux"
	s.Mode, s.OSType = &mode, &kind
	s.CriticalAddonsOnly = pointer(p.flag("only_critical_addons_enabled"))
	s.Tags = p.textMap("tags")
	if s.TemporaryName == "" {
		s.TemporaryName = rotationName(name)
	}
	return s
}

// furtherPoolSpec is the specification of a udr_aks_node_pool.
func furtherPoolSpec(p section, id armid.ID) azure.PoolSpec {
	s := poolSpec(p, id)
	s.Mode, s.OSType = named(p.text("mode")), named(p.text("os_type"))
	s.Taints = p.texts("node_taints").Items
	s.Priority = named(p.text("priority"))
	if p.is("priority", "Spot") {
		s.EvictionPolicy = named(p.text("eviction_policy"))
		if price, ok := p.value("spot_max_price").(types.Float32); ok && !price.IsNull() && !price.IsUnknown() {
			s.SpotMaxPrice = price.ValueFloat32Pointer()
		}
	}
	if w := p.part("windows_profile"); w.there() {
		s.WindowsOutboundNAT = pointer(w.flag("outbound_nat_enabled"))
	}
	s.Tags = p.textMap("tags_all")
	if text := p.text("overlay"); text.Known {
		s.Overlay, _ = azure.ParseOverlay(text.Value) // the validator has read it
	}
	return s
}
