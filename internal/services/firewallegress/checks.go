package firewallegress

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// The fact-based checks of this resource besides those of rules. Each can be switched off with skip_checks, because Azure may change the fact.
const (
	checkSubnet     = "FE-SUBNET"      // name, size and network of the firewall's subnets (3.3)
	checkSameGroup  = "FE-GROUP"       // firewall, network and addresses in one resource group (3.3)
	checkManagement = "FE-MANAGEMENT"  // when a management configuration is needed (4.1)
	checkPublicIP   = "FE-PUBLIC-IP"   // what a public IP of a firewall must be (4.1)
	checkPolicyTier = "FE-POLICY-TIER" // a policy above its firewall (4.1)
	checkAutoscale  = "FE-AUTOSCALE"   // bounds of the capacity (4.2)
	checkPrivate    = "FE-SNAT"        // destinations without translation (FW-36)
	checkTag        = "FE-TAG"         // spelling of service tags and FQDN tags (FW-16, FW-26)
	checkClassic    = "FE-CLASSIC"     // what classic rules cannot say (4.1)
	checkNAT        = "FE-NAT"         // targets of NAT rules, and NAT under forced tunnelling (FW-39, FW-43)
	checkHop        = "FE-HOP"         // next hops of routes (RT-16, RT-17, RT-18)
	checkRoute      = "FE-ROUTE"       // duplicate prefixes and counts (RT-14, RT-15, RT-31)
	checkCapture    = "FE-CAPTURE"     // a route that takes a subnet's own traffic (RT-19)
	checkRouted     = "FE-ROUTED"      // subnets that cannot be routed to the firewall (RT-18, RT-24 to RT-26)
	checkAKS        = "FE-AKS"         // what the aks rules need to know
	checkTags       = "FE-TAGS"        // tags of Azure's objects
	checkLive       = "FE-LIVE"        // what is found in Azure before the first write
)

// checkPrefix begins the IDs of this resource's checks.
const checkPrefix = "FE"

func checkIDs() []string {
	ids := append(rules.CheckIDs(checkPrefix),
		checkAKS, checkAutoscale, checkCapture, checkClassic, checkSameGroup, checkHop, checkLive, checkManagement, checkPolicyTier, checkPublicIP, checkRoute,
		checkRouted, checkPrivate, checkSubnet, checkTags)
	ids = append(ids, preflight.RuleIDs()...)
	slices.Sort(ids)
	return ids
}

func checkIDList() string { return "`" + strings.Join(checkIDs(), "`, `") + "`" }

// ValidateConfig judges every known part of the configuration. It runs without credentials, even under a mocked
// provider, so whatever can be judged here is judged here (law L1).
func (r *egressResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	skip, _ := values.KnownStrings(config.SkipChecks)
	diags.AppendChecks(&resp.Diagnostics, skip, judge(shapeOf(config))...)
	if r.account == nil && !resp.Diagnostics.HasError() {
		// `terraform validate` and mocked providers: no plan of ours follows, which would know more.
		resp.Diagnostics.Append(r.draftVerdict(ctx, config)...)
	}
}

// judge is every check, in one pass.
func judge(s shape) []diags.Check {
	found := newFindings()
	for _, check := range []func(shape, *findings){
		judgeRequired, judgeNames, judgeSubnets, judgePublicIPs, judgeManagement, judgeModes, judgeSettings, judgeTiers, judgeRules,
		judgeClassic, judgeNAT, judgeRoutes, judgeHops, judgeRouted, judgeAKS,
	} {
		check(s, &found)
	}
	return append(found.List, lifecycle.JudgeTags(checkTags, tagsPath, s.tags)...)
}

// findings collects what checks find.
type findings struct{ rules.Findings }

func newFindings() findings { return findings{rules.Findings{Prefix: checkPrefix}} }

// certain is the fact of a rule of egress-semantics.md that its source states without doubt.
var certain = cloud.Fact{}
