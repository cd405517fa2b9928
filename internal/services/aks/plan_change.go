package aks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// judgeChange: changes that AKS refuses of a living cluster.
func judgeChange(before, after section) diag.Diagnostics {
	var found findings
	judgeOutboundChange(before, after, &found)
	judgeVersionChange(before, after, &found)
	if before.on("oidc_issuer_enabled") && after.flag("oidc_issuer_enabled").Known && !after.on("oidc_issuer_enabled") {
		found.add("oidc_issuer_off", at("oidc_issuer_enabled"), "The OIDC issuer stays on", "it is on, and AKS does not turn it off again", "leave oidc_issuer_enabled out")
	}
	var problems diag.Diagnostics
	diags.AppendChecks(&problems, after.texts("skip_checks").Items, found.list...)
	return problems
}

// judgeRotation: room for the first pool and the one that stands for it.
func (r *clusterResource) judgeRotation(ctx context.Context, plan drawn, resumed bool) diag.Diagnostics {
	rotated, ok := defaultRotation(plan.after, plan.before, resumed)
	if !ok {
		return nil
	}
	return rotated.judge(ctx, r.account, egressOf(plan.config), plan.after.texts("skip_checks").Items)
}

// judgeStanding: what has become of the way out of a cluster that stays as it is.
func judgeStanding(config, after section) diag.Diagnostics {
	var found findings
	if e := egressOf(config); routed(after) && e.there() {
		judgeLeft(defaultPool(after), e, func(name string) path.Path { return at("default_node_pool", name) }, &found)
	}
	var problems diag.Diagnostics
	diags.AppendChecks(&problems, after.texts("skip_checks").Items, found.list...)
	return problems
}

// judgeOutboundChange: AKS's matrix of outbound types (aks-facts.md 1.2).
func judgeOutboundChange(before, after section, f *findings) {
	from, to := network(before).text("outbound_type"), network(after).text("outbound_type")
	if !from.Known || !to.Known {
		return
	}
	mode := cloud.VNetManaged
	if defaultPool(before).text("vnet_subnet_id").Known {
		mode = cloud.VNetBYO
	}
	provisioned := before.part("node_provisioning_profile").is("mode", "Auto")
	here := at("network_profile", "outbound_type")
	switch change := cloud.UpdateOutboundType(mode, cloud.OutboundType(from.Value), cloud.OutboundType(to.Value), provisioned); change.Verdict {
	case cloud.ChangeForbidden:
		id := cloud.RuleOutboundChange
		if provisioned {
			id = cloud.RuleNodeProvisioning
		}
		f.add(id, here, "AKS does not change the outbound type so", fmt.Sprintf("from %s to %s: %s", from.Value, to.Value, change.Note), "make another cluster, or go by another type")
	case cloud.ChangeInPlace, cloud.ChangeUncertain:
		f.warn(cloud.RuleOutboundChange, here, "The way out changes", fmt.Sprintf("from %s to %s: %s", from.Value, to.Value, change.Note), "")
	case cloud.ChangeNone:
	}
}

// judgeVersionChange: AKS does not go back, and goes one minor version at a time.
func judgeVersionChange(before, after section, f *findings) {
	current, want := before.text("current_kubernetes_version"), after.text("kubernetes_version")
	if !current.Known || !want.Known || want == before.text("kubernetes_version") {
		return
	}
	here := at("kubernetes_version")
	if azure.VersionOlder(want.Value, current.Value) {
		f.add(cloud.RuleVersionDown, here, "Kubernetes does not go back", fmt.Sprintf("the cluster runs %s and %s is asked for", current.Value, want.Value), "ask for "+current.Value+" or a newer version")
		return
	}
	next := nextMinor(current.Value)
	if order, ok := cloud.CompareMinor(want.Value, next); ok && order > 0 {
		f.add(cloud.RuleVersionSkip, here, "A minor version is skipped", fmt.Sprintf("the cluster runs %s and %s is asked for", current.Value, want.Value), "upgrade to "+next+" first")
	}
}

func nextMinor(version string) string {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		return ""
	}
	return fmt.Sprintf("%d.%d", major, minor+1)
}

func judgeTagCount(after section) diag.Diagnostics {
	var problems diag.Diagnostics
	own, _ := after.value("tags").(types.Map)
	all, _ := after.value("tags_all").(types.Map)
	diags.AppendChecks(&problems, after.texts("skip_checks").Items, lifecycle.JudgeAllTags(checkTags, own, all)...)
	return problems
}
