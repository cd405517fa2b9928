package applianceegress

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// The fact-based checks of this resource. Each can be switched off with skip_checks, because Azure may change the fact.
const (
	checkName    = "AE-NAME"    // naming rules (aks-facts.md 3.5)
	checkHop     = "AE-HOP"     // a hop that is missing, superfluous or of another family (RT-16)
	checkLoop    = "AE-LOOP"    // a hop inside a routed subnet (RT-18)
	checkReach   = "AE-REACH"   // a hop that no packet can reach (RT-17)
	checkRoute   = "AE-ROUTE"   // two routes with one prefix (RT-15)
	checkLimit   = "AE-LIMIT"   // counts of routes (RT-14, RT-31)
	checkTag     = "AE-TAG"     // spelling of service tags (RT-14)
	checkCapture = "AE-CAPTURE" // a route that takes a subnet's own traffic (RT-19)
	checkPlace   = "AE-PLACE"   // a table and a subnet in two subscriptions or regions
	checkRouted  = "AE-ROUTED"  // subnets of Azure's services that cannot be routed so (RT-24 to RT-26)
	checkDefault = "AE-DEFAULT" // halves of the default route in its place (RT-7, RT-27)
	checkForeign = "AE-FOREIGN" // routes of others in the table that contradict ours (L3)
	checkTaken   = "AE-TAKEN"   // a routed subnet with a table of others (L3)
	checkTags    = "AE-TAGS"    // tags of Azure's objects
)

func checkIDs() []string {
	ids := slices.Concat([]string{
		checkCapture, checkDefault, checkForeign, checkHop, checkLimit, checkLoop, checkName, checkPlace, checkReach, checkRoute, checkRouted, checkTag, checkTags, checkTaken,
	}, preflight.RuleIDs(), rules.CheckIDs(checkPrefix))
	slices.Sort(ids)
	return slices.Compact(ids)
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
	diags.AppendChecks(&resp.Diagnostics, skip, judge(shapeOf(ctx, config))...)
	if r.account == nil && !resp.Diagnostics.HasError() {
		// `terraform validate` and mocked providers: no plan of ours follows, which would know more.
		resp.Diagnostics.Append(draftVerdict(ctx, config)...)
	}
}

// judge is every check of the configuration, in one pass.
func judge(s shape) []diags.Check {
	var found findings
	for _, check := range []func(shape, *findings){
		judgeRequired, judgePlace, judgeAppliance, judgeHops, judgeLoops, judgeRoutes, judgeDefault, judgeRouted, judgeCapture, judgeDeclared,
	} {
		check(s, &found)
	}
	return append(found.list, lifecycle.JudgeTags(checkTags, tagsPath, s.tags)...)
}

// findings collects what checks find.
type findings struct{ list []diags.Check }

// refuse reports what Azure refuses, or what cannot work. Where the fact is uncertain it only warns: a false alarm is
// worse than a miss (law L2).
func (f *findings) refuse(rule string, at path.Path, fact cloud.Fact, summary, detail, fix string) {
	f.list = append(f.list, diags.Check{Rule: rule, Attribute: at, Summary: summary, Detail: detail, Fix: fix, Warning: !fact.Certain()})
}

// warn reports a doubt.
func (f *findings) warn(rule string, at path.Path, summary, detail, fix string) {
	f.list = append(f.list, diags.Check{Rule: rule, Attribute: at, Summary: summary, Detail: detail, Fix: fix, Warning: true})
}

// contradict reports what follows from the schema and cannot be switched off.
func (f *findings) contradict(at path.Path, summary, detail, fix string) {
	f.list = append(f.list, diags.Check{Attribute: at, Summary: summary, Detail: detail, Fix: fix, Required: true})
}

// certain is the fact of a rule of egress-semantics.md that its source states without doubt.
var certain = cloud.Fact{}
