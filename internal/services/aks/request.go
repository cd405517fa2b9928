package aks

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// clusterSpec turns a plan or state into what the Azure layer works with. Config is where write-only values are; the zero section where none
// are at hand, as in a read. What is unknown says nothing: only values that Azure chooses are unknown when a request is made
// (refuseUnknown).
func clusterSpec(c, config section) azure.ClusterSpec {
	id := c.id("id")
	s := azure.ClusterSpec{
		ID: id, Location: c.text("location").Value, Tags: c.textMap("tags_all"), Version: named(c.text("kubernetes_version")),
		Tier: named(c.text("sku_tier")), SupportPlan: named(c.text("support_plan")), DNSPrefix: named(c.text("dns_prefix")),
		FQDNSubdomain: named(c.text("dns_prefix_private_cluster")), NodeResourceGroup: named(c.text("node_resource_group")),
		DiskEncryptionSetID: named(c.text("disk_encryption_set_id")), DefaultPool: defaultPoolSpec(c, id), Network: networkSpec(network(c)),
		Identity: identitySpec(c, config), APIServer: apiServerSpec(c), RBAC: pointer(c.flag("role_based_access_control_enabled")),
		OIDCIssuer: pointer(c.flag("oidc_issuer_enabled")), WorkloadIdentity: pointer(c.flag("workload_identity_enabled")),
		UpgradeChannel: named(c.text("automatic_upgrade_channel")), NodeOSUpgradeChannel: named(c.text("node_os_upgrade_channel")),
	}
	if s.FQDNSubdomain != nil {
		s.DNSPrefix = nil
	}
	if disabled := c.flag("local_account_disabled"); disabled.Known {
		enabled := !disabled.Value
		s.LocalAccounts = &enabled
	}
	if e := c.part("azure_active_directory_role_based_access_control"); e.there() {
		s.Entra = &azure.EntraSpec{
			TenantID: named(e.text("tenant_id")), AdminGroupIDs: e.texts("admin_group_object_ids").Items, AzureRBAC: pointer(e.flag("azure_rbac_enabled")),
		}
	}
	if channel := c.text("automatic_upgrade_channel"); s.Version != nil && channel.Known && azure.VersionOlder(*s.Version, c.text("current_kubernetes_version").Value) {
		s.Version = nil // Azure has raised it since, as it was asked to
	}
	addOnSpecs(c, &s)
	accountSpecs(c, config, &s)
	for attribute, name := range windows {
		if w := c.part(attribute); w.there() {
			if s.Maintenance == nil {
				s.Maintenance = map[string]azure.MaintenanceSpec{}
			}
			s.Maintenance[name] = azure.MaintenanceSpec{Window: windowSpec(w)}
		}
	}
	if text := c.text("overlay"); text.Known {
		s.Overlay, _ = azure.ParseOverlay(text.Value) // the validator has read it
	}
	return s
}

func networkSpec(n section) azure.NetworkSpec {
	s := azure.NetworkSpec{
		Plugin: named(n.text("network_plugin")), PluginMode: named(n.text("network_plugin_mode")), Policy: named(n.text("network_policy")),
		DataPlane: named(n.text("network_data_plane")), PodCIDRs: rangesOf(n, "pod_cidr", "pod_cidrs"), ServiceCIDRs: rangesOf(n, "service_cidr", "service_cidrs"),
		DNSServiceIP: named(n.text("dns_service_ip")), IPFamilies: n.texts("ip_versions").Items, OutboundType: named(n.text("outbound_type")),
		LoadBalancerSKU: named(n.text("load_balancer_sku")),
	}
	if b := n.part("load_balancer_profile"); b.there() {
		s.LoadBalancer = &azure.LoadBalancerSpec{
			ManagedIPs: pointer(b.number("managed_outbound_ip_count")), ManagedIPv6s: pointer(b.number("managed_outbound_ipv6_count")),
			IPIDs: b.texts("outbound_ip_address_ids").Items, PrefixIDs: b.texts("outbound_ip_prefix_ids").Items,
			AllocatedPorts: pointer(b.number("outbound_ports_allocated")), IdleTimeoutMinutes: pointer(b.number("idle_timeout_in_minutes")),
			BackendPoolType: named(b.text("backend_pool_type")),
		}
	}
	if g := n.part("nat_gateway_profile"); g.there() {
		s.NATGateway = &azure.NATGatewaySpec{ManagedIPs: pointer(g.number("managed_outbound_ip_count")), IdleTimeoutMinutes: pointer(g.number("idle_timeout_in_minutes"))}
	}
	return s
}

// rangesOf is the list where there is one, else the single range.
func rangesOf(n section, one, many string) []string {
	if list := n.texts(many).Items; len(list) > 0 {
		return list
	}
	if text := n.text(one); text.Known {
		return []string{text.Value}
	}
	return nil
}

// apiServerSpec: no ranges let everybody in; ranges that are taken away are taken back by the Azure layer.
func apiServerSpec(c section) azure.APIServerSpec {
	a := apiServer(c)
	s := azure.APIServerSpec{
		Private: pointer(c.flag("private_cluster_enabled")), PrivateDNSZone: named(c.text("private_dns_zone_id")),
		VNetIntegration: pointer(a.flag("virtual_network_integration_enabled")), SubnetID: named(a.text("subnet_id")),
		RunCommand: pointer(c.flag("run_command_enabled")),
	}
	if c.on("private_cluster_enabled") {
		s.PublicFQDN = pointer(c.flag("private_cluster_public_fqdn_enabled"))
	}
	if ranges := c.texts("effective_authorized_ip_ranges"); len(ranges.Items) > 0 {
		s.AuthorizedRanges = ranges.Items
	}
	return s
}

func identitySpec(c, config section) azure.IdentitySpec {
	var s azure.IdentitySpec
	if identity := c.part("identity"); identity.there() {
		s.Kind = identity.text("type").Value
		for _, text := range identity.texts("identity_ids").Items {
			if id, err := armid.Parse(text); err == nil {
				s.UserAssigned = append(s.UserAssigned, id)
			}
		}
	}
	if principal := c.part("service_principal"); principal.there() {
		s.Kind = azure.IdentityServicePrincipal
		s.ServicePrincipal = &azure.ServicePrincipal{
			ClientID: principal.text("client_id").Value, SecretVersion: principal.text("client_secret_wo_version").Value,
			Secret: azure.NewSecret(config.part("service_principal").text("client_secret_wo").Value),
		}
	}
	if k := c.part("kubelet_identity"); k.there() {
		if id := k.id("user_assigned_identity_id"); !id.IsZero() {
			s.Kubelet = &azure.KubeletIdentity{ID: id, ClientID: k.text("client_id").Value, ObjectID: k.text("object_id").Value}
		}
	}
	return s
}

// accountSpecs are the accounts on nodes, with the password that only the configuration holds.
func accountSpecs(c, config section, s *azure.ClusterSpec) {
	if l := c.part("linux_profile"); l.there() {
		s.Linux = &azure.LinuxSpec{AdminUsername: l.text("admin_username").Value, SSHPublicKeys: []string{l.part("ssh_key").text("key_data").Value}}
	}
	if w := c.part("windows_profile"); w.there() {
		s.Windows = &azure.WindowsSpec{
			AdminUsername: w.text("admin_username").Value, LicenseType: named(w.text("license")), PasswordVersion: w.text("admin_password_wo_version").Value,
			AdminPassword: azure.NewSecret(config.part("windows_profile").text("admin_password_wo").Value),
		}
	}
}

func windowSpec(w section) *azure.WindowSpec {
	return &azure.WindowSpec{
		Frequency: w.text("frequency").Value, Interval: w.number("interval").Value, DayOfWeek: w.text("day_of_week").Value, DayOfMonth: w.number("day_of_month").Value,
		WeekIndex: w.text("week_index").Value, DurationHours: w.number("duration").Value, StartTime: w.text("start_time").Value,
		UTCOffset: w.text("utc_offset").Value, StartDate: w.text("start_date").Value,
	}
}

// addOnSpecs are the add-ons and what surrounds the cluster.
func addOnSpecs(c section, s *azure.ClusterSpec) {
	a := azure.AddOnsSpec{AzurePolicy: pointer(c.flag("azure_policy_enabled")), CostAnalysis: pointer(c.flag("cost_analysis_enabled"))}
	if o := c.part("oms_agent"); o.there() {
		a.Monitoring = &azure.MonitoringSpec{WorkspaceID: o.text("log_analytics_workspace_id").Value, IdentityAuth: pointer(o.flag("msi_auth_for_monitoring_enabled"))}
	}
	if m := c.part("monitor_metrics"); m.there() {
		a.Metrics = &azure.MetricsSpec{AnnotationsAllowed: named(m.text("annotations_allowed")), LabelsAllowed: named(m.text("labels_allowed"))}
	}
	if d := c.part("microsoft_defender"); d.there() {
		a.Defender = &azure.DefenderSpec{WorkspaceID: d.text("log_analytics_workspace_id").Value}
	}
	if k := c.part("key_vault_secrets_provider"); k.there() {
		a.KeyVaultSecrets = &azure.KeyVaultSecretsSpec{Rotation: pointer(k.flag("secret_rotation_enabled")), RotationInterval: named(k.text("secret_rotation_interval"))}
	}
	if w := c.part("web_app_routing"); w.there() {
		a.ApplicationRouting = &azure.ApplicationRoutingSpec{DNSZoneIDs: w.texts("dns_zone_ids").Items, DefaultController: named(w.text("default_nginx_controller"))}
	}
	if m := c.part("service_mesh_profile"); m.there() {
		a.ServiceMesh = &azure.ServiceMeshSpec{
			Revisions: m.texts("revisions").Items, InternalIngress: pointer(m.flag("internal_ingress_gateway_enabled")), ExternalIngress: pointer(m.flag("external_ingress_gateway_enabled")),
		}
	}
	if hours := c.number("image_cleaner_interval_hours"); hours.Known {
		a.ImageCleaner = &azure.ImageCleanerSpec{IntervalHours: pointer(hours)}
	}
	s.AddOns = a
	if w := c.part("workload_autoscaler_profile"); w.there() {
		s.WorkloadAutoscaler = azure.WorkloadAutoscalerSpec{KEDA: pointer(w.flag("keda_enabled")), VerticalPod: pointer(w.flag("vertical_pod_autoscaler_enabled"))}
	}
	if p := c.part("storage_profile"); p.there() {
		s.Storage = azure.StorageSpec{
			BlobDriver: pointer(p.flag("blob_driver_enabled")), DiskDriver: pointer(p.flag("disk_driver_enabled")), FileDriver: pointer(p.flag("file_driver_enabled")),
			SnapshotController: pointer(p.flag("snapshot_controller_enabled")),
		}
	}
	if p := c.part("http_proxy_config"); p.there() {
		s.HTTPProxy = &azure.HTTPProxySpec{HTTP: named(p.text("http_proxy")), HTTPS: named(p.text("https_proxy")), NoProxy: p.texts("no_proxy").Items, TrustedCA: named(p.text("trusted_ca"))}
	}
	if b := c.part("bootstrap_profile"); b.there() {
		s.Bootstrap = &azure.BootstrapSpec{ArtifactSource: b.text("artifact_source").Value, RegistryID: named(b.text("container_registry_id"))}
	}
	if n := c.part("node_provisioning_profile"); n.there() {
		s.NodeProvisioning = &azure.NodeProvisioningSpec{Mode: n.text("mode").Value, DefaultNodePools: named(n.text("default_node_pools"))}
	}
}

// refuseUnknown keeps unknowns of the configuration out of requests (law L1): Terraform never applies one, so meeting one means
// that our code converts too early.
func refuseUnknown(config types.Object) diag.Diagnostics {
	var problems diag.Diagnostics
	for name, v := range config.Attributes() {
		if v.IsUnknown() {
			problems.Append(diags.AttributeBug(at(name), "a value is still unknown where a request is built"))
		}
	}
	return problems
}
