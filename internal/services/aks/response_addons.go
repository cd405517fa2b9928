package aks

import (
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

func showAddOns(b *builder, s azure.ClusterSpec) {
	a := s.AddOns
	b.flag("azure_policy_enabled", orFalse(a.AzurePolicy))
	b.flag("cost_analysis_enabled", orFalse(a.CostAnalysis))
	b.part("oms_agent", a.Monitoring != nil, func(n *builder) {
		n.text("log_analytics_workspace_id", &a.Monitoring.WorkspaceID)
		n.flag("msi_auth_for_monitoring_enabled", orFalse(a.Monitoring.IdentityAuth))
	})
	b.part("monitor_metrics", a.Metrics != nil, func(n *builder) {
		n.text("annotations_allowed", a.Metrics.AnnotationsAllowed)
		n.text("labels_allowed", a.Metrics.LabelsAllowed)
	})
	b.part("microsoft_defender", a.Defender != nil, func(n *builder) { n.text("log_analytics_workspace_id", &a.Defender.WorkspaceID) })
	b.part("key_vault_secrets_provider", a.KeyVaultSecrets != nil, func(n *builder) {
		n.flag("secret_rotation_enabled", orFalse(a.KeyVaultSecrets.Rotation))
		n.text("secret_rotation_interval", n.unless(a.KeyVaultSecrets.RotationInterval, "2m"))
	})
	b.part("web_app_routing", a.ApplicationRouting != nil, func(n *builder) {
		n.texts("dns_zone_ids", a.ApplicationRouting.DNSZoneIDs)
		n.text("default_nginx_controller", n.unless(a.ApplicationRouting.DefaultController, "AnnotationControlled"))
	})
	b.part("service_mesh_profile", a.ServiceMesh != nil, func(n *builder) {
		n.texts("revisions", a.ServiceMesh.Revisions)
		n.flag("internal_ingress_gateway_enabled", orFalse(a.ServiceMesh.InternalIngress))
		n.flag("external_ingress_gateway_enabled", orFalse(a.ServiceMesh.ExternalIngress))
	})
	var hours *int32
	if a.ImageCleaner != nil {
		hours = a.ImageCleaner.IntervalHours
	}
	b.number("image_cleaner_interval_hours", hours)
	w := s.WorkloadAutoscaler
	b.part("workload_autoscaler_profile", isOn(w.KEDA) || isOn(w.VerticalPod) || !b.all, func(n *builder) {
		n.flag("keda_enabled", orFalse(w.KEDA))
		n.flag("vertical_pod_autoscaler_enabled", orFalse(w.VerticalPod))
	})
	b.part("storage_profile", !b.all, func(n *builder) {
		n.flag("blob_driver_enabled", orFalse(s.Storage.BlobDriver))
		n.flag("disk_driver_enabled", orTrue(s.Storage.DiskDriver))
		n.flag("file_driver_enabled", orTrue(s.Storage.FileDriver))
		n.flag("snapshot_controller_enabled", orTrue(s.Storage.SnapshotController))
	})
	showSurroundings(b, s)
}

func isOn(b *bool) bool { return b != nil && *b }

func showSurroundings(b *builder, s azure.ClusterSpec) {
	p := s.HTTPProxy
	b.part("http_proxy_config", p != nil, func(n *builder) {
		n.text("http_proxy", p.HTTP)
		n.text("https_proxy", p.HTTPS)
		n.texts("no_proxy", namedOnly(n, "no_proxy", p.NoProxy))
		n.text("trusted_ca", p.TrustedCA)
	})
	boot := s.Bootstrap
	b.part("bootstrap_profile", boot != nil && (!b.all || boot.ArtifactSource == "Cache"), func(n *builder) {
		n.text("artifact_source", orText(&boot.ArtifactSource, "Direct"))
		n.text("container_registry_id", boot.RegistryID)
	})
	nap := s.NodeProvisioning
	b.part("node_provisioning_profile", nap != nil && (!b.all || nap.Mode == "Auto"), func(n *builder) {
		n.text("mode", orText(&nap.Mode, "Manual"))
		n.text("default_node_pools", n.unless(nap.DefaultNodePools, "Auto"))
	})
}

// namedOnly leaves out what AKS added by itself to a list of texts.
func namedOnly(b *builder, name string, live []string) []string {
	before := b.before.texts(name)
	if b.all {
		return live
	}
	var own []string
	for _, text := range live {
		if spelled := spelledAs(before, text); len(before.Items) > 0 && contains(before.Items, spelled) {
			own = append(own, spelled)
		}
	}
	return own
}

func showUpkeep(b *builder, live azure.ClusterLive) {
	b.text("automatic_upgrade_channel", b.unless(orText(live.Spec.UpgradeChannel, "none"), "none"))
	b.text("node_os_upgrade_channel", orText(live.Spec.NodeOSUpgradeChannel, "NodeImage"))
	for attribute, name := range windows {
		m, there := live.Maintenance[name]
		b.part(attribute, there && m.Window != nil, func(n *builder) {
			w := m.Window
			n.text("frequency", &w.Frequency)
			n.number("interval", &w.Interval)
			n.number("duration", &w.DurationHours)
			n.text("day_of_week", &w.DayOfWeek)
			var day *int32
			if w.DayOfMonth != 0 {
				day = &w.DayOfMonth
			}
			n.number("day_of_month", day)
			n.text("week_index", &w.WeekIndex)
			n.text("start_time", &w.StartTime)
			n.text("utc_offset", &w.UTCOffset)
			n.text("start_date", &w.StartDate)
		})
	}
}

// windows are the maintenance configurations by attribute.
var windows = map[string]string{
	"maintenance_window_auto_upgrade": azure.MaintenanceAutoUpgrade,
	"maintenance_window_node_os":      azure.MaintenanceNodeOS,
}
