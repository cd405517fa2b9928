package aks

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// publish is the state that live makes of what the state (or, after a mutation, the plan) held before. All shows everything: the
// first read after an import, whose egress sends from the exits. Nothing in it is unknown.
func publish(ctx context.Context, before types.Object, live azure.ClusterLive, all bool, exits ...string) (types.Object, diag.Diagnostics) {
	var problems diag.Diagnostics
	attrs := clusterAttributes(ctx)
	b := newBuilder(ctx, attrs, sectionOf(before), all, &problems)
	b.exits = exits
	showBasics(b, live)
	showNetwork(b, live.Spec.Network)
	showAccess(b, live)
	showIdentity(b, live)
	showAddOns(b, live.Spec)
	showUpkeep(b, live)
	b.part("default_node_pool", true, func(n *builder) {
		if pool, there := live.Pool(live.Spec.DefaultPool.ID.Name()); there {
			showDefaultPool(n, pool)
		}
	})
	if tags, ok := b.out["tags"].(types.Map); ok {
		b.out["tags"] = lifecycle.OwnTags(tags, live.Tags())
	}
	if tags, ok := b.before.value("tags_all").(types.Map); ok {
		b.out["tags_all"] = lifecycle.OwnTags(tags, live.Tags())
	}
	return b.object(before.AttributeTypes(ctx)), problems
}

func showBasics(b *builder, live azure.ClusterLive) {
	s := live.Spec
	name, group, id := s.ID.Name(), s.ID.ResourceGroup(), s.ID.String()
	b.text("id", &id)
	b.text("name", &name)
	b.text("resource_group_name", &group)
	if before := b.before.text("location"); !before.Known || !sameLocation(before.Value, s.Location) {
		b.text("location", &s.Location)
	}
	b.text("dns_prefix", s.DNSPrefix)
	b.text("dns_prefix_private_cluster", s.FQDNSubdomain)
	rises := s.UpgradeChannel != nil && *s.UpgradeChannel != "none" && *s.UpgradeChannel != "node-image"
	if !b.all { // an import does not pin the version
		showVersion(b, "kubernetes_version", s.Version, live.CurrentVersion, rises)
	}
	b.text("sku_tier", orText(s.Tier, "Free"))
	b.text("support_plan", orText(s.SupportPlan, "KubernetesOfficial"))
	b.text("node_resource_group", &live.NodeResourceGroup)
	b.text("disk_encryption_set_id", s.DiskEncryptionSetID)
	b.text("current_kubernetes_version", &live.CurrentVersion)
	b.text("fqdn", &live.FQDN)
	b.text("private_fqdn", &live.PrivateFQDN)
	b.text("portal_fqdn", &live.PortalFQDN)
	b.text("oidc_issuer_url", &live.OIDCIssuerURL)
	if live.NodeResourceGroup != "" {
		nodes := armid.ResourceGroup(s.ID.SubscriptionID(), live.NodeResourceGroup).String()
		b.text("node_resource_group_id", &nodes)
	}
	if text := b.before.text("overlay"); text.Known {
		if o, err := azure.ParseOverlay(text.Value); err == nil {
			drifted := live.OverlayDrift(o)
			b.out["overlay"] = types.StringValue(drifted)
		}
	}
}

func showNetwork(b *builder, s azure.NetworkSpec) {
	b.part("network_profile", true, func(n *builder) {
		n.text("network_plugin", s.Plugin)
		n.text("network_plugin_mode", s.PluginMode)
		n.text("network_policy", s.Policy)
		n.text("network_data_plane", s.DataPlane)
		n.text("outbound_type", orText(s.OutboundType, azure.OutboundLoadBalancer))
		n.text("load_balancer_sku", lower(orText(s.LoadBalancerSKU, "standard")))
		n.text("pod_cidr", first(s.PodCIDRs))
		n.text("service_cidr", first(s.ServiceCIDRs))
		n.text("dns_service_ip", s.DNSServiceIP)
		if !n.all || len(s.IPFamilies) > 1 {
			n.texts("pod_cidrs", s.PodCIDRs)
			n.texts("service_cidrs", s.ServiceCIDRs)
			n.texts("ip_versions", s.IPFamilies)
		}
		n.part("load_balancer_profile", s.LoadBalancer != nil && !n.all, func(l *builder) {
			l.number("managed_outbound_ip_count", s.LoadBalancer.ManagedIPs)
			l.number("managed_outbound_ipv6_count", s.LoadBalancer.ManagedIPv6s)
			l.texts("outbound_ip_address_ids", s.LoadBalancer.IPIDs)
			l.texts("outbound_ip_prefix_ids", s.LoadBalancer.PrefixIDs)
			l.number("outbound_ports_allocated", s.LoadBalancer.AllocatedPorts)
			l.number("idle_timeout_in_minutes", s.LoadBalancer.IdleTimeoutMinutes)
			l.text("backend_pool_type", s.LoadBalancer.BackendPoolType)
		})
		n.part("nat_gateway_profile", s.NATGateway != nil && !n.all, func(g *builder) {
			g.number("managed_outbound_ip_count", s.NATGateway.ManagedIPs)
			g.number("idle_timeout_in_minutes", s.NATGateway.IdleTimeoutMinutes)
		})
	})
}

func first(list []string) *string {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// showAccess: the user's ranges are those that are live, without the ones that the egress added. The egress is not known to a
// read, so what the state knows to have been sent tells them apart; what neither has is somebody else's, and shown.
func showAccess(b *builder, live azure.ClusterLive) {
	s := live.Spec.APIServer
	showRanges(b, s)
	b.flag("private_cluster_enabled", orFalse(s.Private))
	public := s.PublicFQDN
	if s.Private == nil || !*s.Private {
		public = orFalse(nil)
	}
	b.flag("private_cluster_public_fqdn_enabled", orFalse(public))
	zone := s.PrivateDNSZone
	if s.Private == nil || !*s.Private {
		zone = nil
	} else {
		zone = orText(zone, "System")
	}
	b.text("private_dns_zone_id", zone)
	b.flag("run_command_enabled", orTrue(s.RunCommand))
	disabled := live.Spec.LocalAccounts != nil && !*live.Spec.LocalAccounts
	b.flag("local_account_disabled", &disabled)
	b.flag("role_based_access_control_enabled", orTrue(live.Spec.RBAC))
	entra := live.Spec.Entra
	b.part("azure_active_directory_role_based_access_control", entra != nil, func(n *builder) {
		n.text("tenant_id", entra.TenantID)
		n.texts("admin_group_object_ids", entra.AdminGroupIDs)
		n.flag("azure_rbac_enabled", orFalse(entra.AzureRBAC))
	})
	b.flag("oidc_issuer_enabled", orFalse(live.Spec.OIDCIssuer))
	b.flag("workload_identity_enabled", orFalse(live.Spec.WorkloadIdentity))
}

func showRanges(b *builder, s azure.APIServerSpec) {
	effective := normalRanges(s.AuthorizedRanges)
	sent := b.before.texts("effective_authorized_ip_ranges").Items
	inside := s.VNetIntegration != nil && *s.VNetIntegration
	there := len(effective) > 0 || inside || s.SubnetID != nil || !b.all
	b.part("api_server_access_profile", there, func(n *builder) {
		var own []string
		known := n.before.texts("authorized_ip_ranges").Items
		for _, r := range effective {
			text := spelledRange(known, r)
			if text != "" {
				own = append(own, text)
			} else if n.all && !slices.Contains(b.exits, r) || !n.all && !slices.Contains(sent, r) {
				own = append(own, r)
			}
		}
		if n.all || n.before.value("authorized_ip_ranges") != nil && !n.before.value("authorized_ip_ranges").IsNull() {
			n.set("authorized_ip_ranges", values.SetOfStringsOrNull(own))
		}
		n.flag("include_egress_ips", orTrue(nil))
		if before := n.before.flag("include_egress_ips"); before.Known {
			n.flag("include_egress_ips", &before.Value)
		}
		n.flag("virtual_network_integration_enabled", s.VNetIntegration)
		n.text("subnet_id", s.SubnetID)
	})
	b.out["effective_authorized_ip_ranges"] = values.SetOfStrings(effective)
}

func showIdentity(b *builder, live azure.ClusterLive) {
	s := live.Spec.Identity
	managed := s.Kind == azure.IdentitySystem || s.Kind == azure.IdentityUser
	b.part("identity", managed, func(n *builder) {
		n.text("type", &s.Kind)
		var ids []string
		for _, id := range s.UserAssigned {
			ids = append(ids, id.String())
		}
		n.texts("identity_ids", ids)
		n.text("principal_id", &live.PrincipalID)
		n.text("tenant_id", &live.TenantID)
	})
	b.part("service_principal", s.ServicePrincipal != nil, func(n *builder) {
		n.text("client_id", &s.ServicePrincipal.ClientID)
	})
	b.part("kubelet_identity", !live.Kubelet.ID.IsZero(), func(n *builder) {
		id := live.Kubelet.ID.String()
		n.text("user_assigned_identity_id", &id)
		n.text("client_id", &live.Kubelet.ClientID)
		n.text("object_id", &live.Kubelet.ObjectID)
	})
	linux := live.Spec.Linux
	b.part("linux_profile", linux != nil, func(n *builder) {
		n.text("admin_username", &linux.AdminUsername)
		n.part("ssh_key", len(linux.SSHPublicKeys) > 0, func(k *builder) { k.out["key_data"] = types.StringValue(linux.SSHPublicKeys[0]) })
	})
	windows := live.Spec.Windows
	b.part("windows_profile", windows != nil && !b.all, func(n *builder) { // AKS makes one in every cluster
		n.text("admin_username", &windows.AdminUsername)
		n.text("license", windows.LicenseType)
	})
}
