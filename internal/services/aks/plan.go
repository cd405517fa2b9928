package aks

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/account"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// ModifyPlan makes known what can be known, tells replacement from update, and judges the way out.
func (r *clusterResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan, ok := draw(ctx, r.account, req, resp, "current_kubernetes_version", r.plan)
	if !ok {
		return
	}
	config, before, after, id := plan.config, plan.before, plan.after, plan.id
	if r.account != nil && !id.IsZero() {
		r.account.Ledger.Plan(id, plannedCluster{after})
	}
	if before.there() {
		replaced := r.replace(before, after, &resp.Diagnostics)
		resp.RequiresReplace = append(resp.RequiresReplace, replaced...)
		if len(replaced) == 0 {
			resp.Diagnostics.Append(judgeChange(before, after)...)
			resp.Diagnostics.Append(r.judgeRotation(ctx, plan, lifecycle.Unfinished(ctx, req))...)
		}
	}
	resp.Diagnostics.Append(judgeTagCount(after)...)
	resp.Diagnostics.Append(r.preflight(ctx, planning, config, after, before)...)
	if before.there() && !wayChanges(after, before) {
		resp.Diagnostics.Append(judgeStanding(config, after)...)
	}
	resp.Diagnostics.Append(r.judgeRights(ctx, after, before)...)
	lifecycle.RecordPlan(ctx, r.account, req, resp, id.String(), nil)
}

// plan is the plan with everything in it that follows from what is known.
func (r *clusterResource) plan(ctx context.Context, config, plan, state types.Object) (types.Object, armid.ID) {
	attrTypes := plan.AttributeTypes(ctx)
	asked, before := sectionOf(config), sectionOf(state)
	if before.there() {
		if settled, ok := settle(ctx, config, plan, state).(types.Object); ok {
			plan = settled
		}
	}
	d := draftOf(plan, attrTypes)
	id := planID(r.account, d, before, clusterType)
	planNames(d, id)
	planNetwork(ctx, d, asked)
	planIdentity(ctx, d, asked)
	planDefaultPool(d, asked)
	if tags, ok := d.members["tags"].(types.Map); ok {
		d.members["tags_all"] = lifecycle.PlannedTags(r.account, tags)
	}
	d.members["effective_authorized_ip_ranges"] = keepRanges(before, effectiveRanges(d.section(), asked))
	if before.there() {
		planFollowers(d, asked, before)
	}
	return d.object(), id
}

// keepRanges keeps the state's set where both hold the same.
func keepRanges(before section, planned types.Set) types.Set {
	if old, ok := before.value("effective_authorized_ip_ranges").(types.Set); ok && old.Equal(planned) {
		return old
	}
	return planned
}

// planID forms the ID as soon as its parts are known; an object in the state keeps its own (lifecycle.KeptID).
func planID(account *account.Account, d draft, before section, kind string) armid.ID {
	c := d.section()
	name, group := c.text("name"), c.text("resource_group_name")
	known, _ := before.value("id").(types.String)
	if account == nil || account.SubscriptionID == "" || !name.Known || !group.Known {
		if id := before.id("id"); !id.IsZero() && convergence.SameID(before.text("id").Value, c.text("id").Value) {
			return id
		}
		d.unknown("id")
		return armid.ID{}
	}
	namespace, resourceType, _ := strings.Cut(kind, "/")
	id := lifecycle.KeptID(known, account.ResourceID(group.Value, namespace, resourceType, name.Value))
	d.unknown("id")
	if !id.IsZero() {
		d.members["id"] = types.StringValue(id.String())
	}
	return id
}

// planFollowers plans as unknown what Azure changes along with something else.
func planFollowers(d draft, config, before section) {
	c := d.section()
	differs := func(names ...string) bool {
		for _, name := range names {
			if was, now := before.value(name), d.members[name]; was == nil || now == nil || !was.Equal(now) {
				return true
			}
		}
		return false
	}
	if version := c.text("kubernetes_version"); differs("kubernetes_version") && !version.Null() && !versionFits(version.Value, before.text("current_kubernetes_version").Value) {
		d.unknown("current_kubernetes_version")
	}
	if differs("oidc_issuer_enabled") {
		d.unknown("oidc_issuer_url")
	}
	if differs("private_cluster_enabled", "private_cluster_public_fqdn_enabled", "api_server_access_profile") && accessMoves(c, before) {
		d.unknown("fqdn", "private_fqdn", "portal_fqdn")
	}
	planIdentityFollowers(d, config, before)
	planNetworkFollowers(d, config, before)
}

// accessMoves reports that the API server's names may change: a change of the ranges alone moves nothing.
func accessMoves(c, before section) bool {
	for _, name := range []string{"private_cluster_enabled", "private_cluster_public_fqdn_enabled"} {
		if c.flag(name) != before.flag(name) {
			return true
		}
	}
	return apiServer(c).flag("virtual_network_integration_enabled") != apiServer(before).flag("virtual_network_integration_enabled")
}

func planIdentityFollowers(d draft, config, before section) {
	was, now := before.part("identity"), d.section().part("identity")
	if was.text("type") == now.text("type") && sameTexts(was.texts("identity_ids").Items, now.texts("identity_ids").Items) {
		return
	}
	if object, ok := d.members["identity"].(types.Object); ok && values.Known(object) {
		n := draftOf(object, typesIn(d, "identity"))
		n.unknown("principal_id", "tenant_id")
		d.members["identity"] = n.object()
	}
	if config.part("kubelet_identity").absent() {
		d.unknown("kubelet_identity")
	}
}

func sameTexts(a, b []string) bool {
	return strings.EqualFold(strings.Join(a, "\n"), strings.Join(b, "\n"))
}

// planNetworkFollowers: another plugin, mode or data plane brings other ranges and another policy engine along.
func planNetworkFollowers(d draft, config, before section) {
	was, now, asked := network(before), network(d.section()), network(config)
	moved := false
	for _, name := range []string{"network_plugin", "network_plugin_mode", "network_data_plane", "network_policy"} {
		moved = moved || was.text(name) != now.text(name)
	}
	object, ok := d.members["network_profile"].(types.Object)
	if !moved || !ok || !values.Known(object) {
		return
	}
	n := draftOf(object, typesIn(d, "network_profile"))
	for _, name := range []string{"network_policy", "network_data_plane", "pod_cidr"} {
		if asked.text(name).Null() {
			n.unknown(name)
		}
	}
	d.members["network_profile"] = n.object()
}

// replace tells which changes Azure does not make on the living cluster, and says why in a warning.
func (r *clusterResource) replace(before, after section, problems *diag.Diagnostics) []path.Path {
	changes, err := azure.Replacements(clusterSpec(before, section{}), clusterSpec(after, section{}))
	if err != nil {
		problems.AddError("Cannot compare the cluster with its plan", err.Error())
		return nil
	}
	var paths []path.Path
	for _, change := range changes {
		if where, ok := replacedPaths[change]; ok {
			paths = append(paths, where)
			problems.AddAttributeWarning(where, "The cluster is replaced", fmt.Sprintf("AKS does not change %s of a living cluster, so this plan deletes it and makes another. "+
				"To keep the cluster, take the change of %s back.", change, where))
		}
	}
	return paths
}

// replacedPaths are the attributes of the members that Azure does not change.
var replacedPaths = map[string]path.Path{
	"properties.disablelocalaccounts": at("local_account_disabled"),
	"properties.dnsPrefix":            at("dns_prefix"), "properties.fqdnSubdomain": at("dns_prefix_private_cluster"),
	"properties.nodeResourceGroup": at("node_resource_group"), "properties.diskEncryptionSetID": at("disk_encryption_set_id"),
	"properties.enableRBAC":                   at("role_based_access_control_enabled"),
	"properties.networkProfile.networkPlugin": at("network_profile", "network_plugin"), "properties.networkProfile.networkPluginMode": at("network_profile", "network_plugin_mode"),
	"properties.networkProfile.networkDataplane": at("network_profile", "network_data_plane"), "properties.networkProfile.podCidr": at("network_profile", "pod_cidr"),
	"properties.networkProfile.podCidrs": at("network_profile", "pod_cidr"), "properties.networkProfile.serviceCidr": at("network_profile", "service_cidr"),
	"properties.networkProfile.serviceCidrs": at("network_profile", "service_cidr"), "properties.networkProfile.dnsServiceIP": at("network_profile", "dns_service_ip"),
	"properties.networkProfile.ipFamilies": at("network_profile", "ip_versions"), "properties.networkProfile.loadBalancerSku": at("network_profile", "load_balancer_sku"),
	"properties.apiServerAccessProfile.privateDNSZone":        at("private_dns_zone_id"),
	"properties.apiServerAccessProfile.enableVnetIntegration": at("api_server_access_profile", "virtual_network_integration_enabled"),
	"properties.apiServerAccessProfile.subnetId":              at("api_server_access_profile", "subnet_id"),
	"properties.apiServerAccessProfile.enablePrivateCluster":  at("private_cluster_enabled"),
	"properties.linuxProfile.adminUsername":                   at("linux_profile", "admin_username"),
	"properties.windowsProfile.adminUsername":                 at("windows_profile", "admin_username"),
	"properties.aadProfile":                                   at("azure_active_directory_role_based_access_control"),
	"identity":                                                at("service_principal"), "location": at("location"),
}
