package aks

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// judgeFeatures: tiers, proxies and what nodes boot from (aks-facts.md 7).
func judgeFeatures(c section, f *findings) {
	tier := c.text("sku_tier").Or("Free")
	if c.is("support_plan", "AKSLongTermSupport") && tier.Known && tier.Value != "Premium" {
		f.add(cloud.RuleSupportPlan, at("support_plan"), "Long-term support needs the tier Premium", "sku_tier is "+tier.Value, `set sku_tier = "Premium"`)
	}
	if c.on("cost_analysis_enabled") && tier.Value == "Free" {
		f.add(cloud.RuleCostAnalysis, at("cost_analysis_enabled"), "Cost analysis needs a paid tier", "sku_tier is Free", `set sku_tier = "Standard"`)
	}
	bootstrap := c.part("bootstrap_profile")
	if source := bootstrap.text("artifact_source").Or("Direct"); bootstrap.text("container_registry_id").Known && source.Value == "Direct" {
		f.add(cloud.RuleBootstrapRegistry, at("bootstrap_profile", "container_registry_id"), "The registry is not used", `artifact_source is "Direct"`, `set artifact_source = "Cache", or remove the registry`)
	}
	judgeProxy(c, f)
}

// judgeProxy: the number of certificates (aks-facts.md 7).
func judgeProxy(c section, f *findings) {
	authority := c.part("http_proxy_config").text("trusted_ca")
	if !authority.Known {
		return
	}
	here := at("http_proxy_config", "trusted_ca")
	decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(authority.Value), ""))
	if err != nil {
		f.add(cloud.RuleProxyCertificates, here, "Not a certificate in base64", "the text cannot be decoded: "+err.Error(), "give base64encode(file(…)) of a PEM file")
		return
	}
	if count, limit := strings.Count(string(decoded), "-----BEGIN CERTIFICATE"), cloud.LimitOf(cloud.LimitProxyCertificates).Value; count > limit {
		f.add(cloud.RuleProxyCertificates, here, "Too many certificates", fmt.Sprintf("%d certificates are given; AKS takes %d", count, limit), "leave out those that the proxy does not need")
	}
}

// windowNeeds are the members that go with each frequency.
var windowNeeds = map[string][]string{
	"Daily": nil, "Weekly": {"day_of_week"}, "AbsoluteMonthly": {"day_of_month"}, "RelativeMonthly": {"day_of_week", "week_index"},
}

// judgeMaintenance: the days that a frequency needs, and no others.
func judgeMaintenance(c section, f *findings) {
	for _, name := range []string{"maintenance_window_auto_upgrade", "maintenance_window_node_os"} {
		w := c.part(name)
		frequency := w.text("frequency")
		needs, ok := windowNeeds[frequency.Value]
		if !frequency.Known || !ok {
			continue
		}
		judgeWindow(w, at(name), frequency.Value, needs, f)
	}
}

func judgeWindow(w section, here path.Path, frequency string, needs []string, f *findings) {
	wanted := map[string]bool{}
	for _, name := range needs {
		wanted[name] = true
	}
	for _, name := range []string{"day_of_week", "day_of_month", "week_index"} {
		given, null := w.text(name).Known, w.text(name).Null()
		if name == "day_of_month" {
			given, null = w.number(name).Known, w.number(name).Null()
		}
		switch {
		case wanted[name] && null:
			f.add(cloud.RuleMaintenance, here.AtName(name), "The maintenance window has no day", fmt.Sprintf("frequency is %s, which needs %s", frequency, name), "set "+name)
		case !wanted[name] && given:
			f.add(cloud.RuleMaintenance, here.AtName(name), "The maintenance window has a day too many", fmt.Sprintf("frequency is %s, which takes no %s", frequency, name), "remove "+name)
		}
	}
}

// judgeVersions: nodes are not newer than the control plane, and old versions are supported in the long term only.
func judgeVersions(c section, f *findings) {
	version, nodes := c.text("kubernetes_version"), defaultPool(c).text("orchestrator_version")
	if order, ok := cloud.CompareMinor(nodes.Value, version.Value); ok && nodes.Known && version.Known && order > 0 {
		f.add(cloud.RuleVersionPool, at("default_node_pool", "orchestrator_version"), "The nodes would be newer than the control plane",
			fmt.Sprintf("orchestrator_version is %s and kubernetes_version %s", nodes.Value, version.Value), "raise kubernetes_version first, or leave orchestrator_version out")
	}
	plan := c.text("support_plan").Or("KubernetesOfficial")
	if known, ok := cloud.LookupVersion(version.Value); ok && known.State == cloud.VersionLTS && plan.Value == "KubernetesOfficial" {
		f.add(cloud.RuleVersionKnown, at("kubernetes_version"), "The version is supported in the long term only", "Kubernetes "+known.Minor+" is no longer supported by the plan KubernetesOfficial",
			`choose a newer version, or set support_plan = "AKSLongTermSupport" with sku_tier = "Premium"`)
	}
}
