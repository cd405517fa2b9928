package firewallegress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// The fact-based checks of this resource. Each can be switched off with skip_checks, because Azure may change the fact.
const (
	checkName        = "FE-NAME"        // naming rules (aks-facts.md 3.5)
	checkSubnet      = "FE-SUBNET"      // name, size and network of the firewall's subnets (3.3)
	checkSameGroup   = "FE-GROUP"       // firewall, network and addresses in one resource group (3.3)
	checkManagement  = "FE-MANAGEMENT"  // when a management configuration is needed (4.1)
	checkPublicIP    = "FE-PUBLIC-IP"   // what a public IP of a firewall must be (4.1)
	checkTier        = "FE-TIER"        // what a tier cannot do (4.1, FW-46)
	checkPolicyTier  = "FE-POLICY-TIER" // a policy above its firewall (4.1)
	checkAutoscale   = "FE-AUTOSCALE"   // bounds of the capacity (4.2)
	checkPrivate     = "FE-SNAT"        // destinations without translation (FW-36)
	checkPriority    = "FE-PRIORITY"    // range and uniqueness of priorities (FW-5, FW-6)
	checkSource      = "FE-SOURCE"      // a rule without a source (FW-13, FW-14)
	checkDestination = "FE-DESTINATION" // a rule without a destination, or with ones that exclude one another (FW-15, FW-27)
	checkTag         = "FE-TAG"         // spelling of service tags and FQDN tags (FW-16, FW-26)
	checkFQDN        = "FE-FQDN"        // names in network rules (FW-21)
	checkURL         = "FE-URL"         // form of URLs (FW-28)
	checkPort        = "FE-PORT"        // ports of each kind (FW-20)
	checkProtocol    = "FE-PROTOCOL"    // protocols of each kind (FW-22, FW-26, FW-39)
	checkProxy       = "FE-DNS-PROXY"   // names that need the DNS proxy (FW-21)
	checkTLS         = "FE-TLS"         // termination without a certificate, or of the API server (FW-28, FW-30)
	checkClassic     = "FE-CLASSIC"     // what classic rules cannot say (4.1)
	checkNAT         = "FE-NAT"         // targets of NAT rules, and NAT under forced tunnelling (FW-39, FW-43)
	checkIPv6        = "FE-IPV6"        // IPv6 in rules (FW-47)
	checkLimit       = "FE-LIMIT"       // counts and sizes (4.2)
	checkHop         = "FE-HOP"         // next hops of routes (RT-16, RT-17, RT-18)
	checkRoute       = "FE-ROUTE"       // duplicate prefixes and counts (RT-14, RT-15, RT-31)
	checkCapture     = "FE-CAPTURE"     // a route that takes a subnet's own traffic (RT-19)
	checkRouted      = "FE-ROUTED"      // subnets that cannot be routed to the firewall (RT-18, RT-24 to RT-26)
	checkAKS         = "FE-AKS"         // what the aks rules need to know
	checkTags        = "FE-TAGS"        // tags of Azure's objects
	checkLive        = "FE-LIVE"        // what is found in Azure before the first write
)

func checkIDs() []string {
	return []string{
		checkAKS, checkAutoscale, checkCapture, checkClassic, checkDestination, checkProxy, checkFQDN, checkSameGroup, checkHop, checkIPv6, checkLimit,
		checkLive, checkManagement, checkName, checkNAT, checkPolicyTier, checkPort, checkPriority, checkProtocol, checkPublicIP, checkRoute, checkRouted,
		checkPrivate, checkSource, checkSubnet, checkTag, checkTags, checkTier, checkTLS, checkURL,
	}
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
}

// judge is every check, in one pass.
func judge(s shape) []diags.Check {
	var found findings
	for _, check := range []func(shape, *findings){
		judgeRequired, judgeNames, judgeSubnets, judgePublicIPs, judgeManagement, judgeModes, judgeSettings, judgeTiers, judgeGroups, judgeRules, judgeProxy, judgeTLS,
		judgeClassic, judgeNAT, judgeLimits, judgeRoutes, judgeHops, judgeRouted, judgeAKS,
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
	f.list = append(f.list, diags.Check{
		Rule: rule, Attribute: at, Summary: summary, Detail: detail, Fix: fix, Warning: !fact.Certain(),
	})
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
