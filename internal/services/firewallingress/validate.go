package firewallingress

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// The fact-based checks of this resource.
const (
	checkName        = "IN-NAME"        // naming rules
	checkPort        = "IN-PORT"        // ports that Azure translates
	checkTarget      = "IN-TARGET"      // a target that traffic cannot be led to
	checkDestination = "IN-DESTINATION" // an address that is none of the firewall's
	checkDuplicate   = "IN-DUPLICATE"   // two rules for the same address, port, protocol and source
	checkPriority    = "IN-PRIORITY"    // two classic collections of one priority (FW-6)
	checkMissing     = "IN-MISSING"     // a firewall that is not there
	checkReach       = "IN-REACH"       // a target in a network that the firewall does not know of
	checkReturn      = "IN-RETURN"      // answers that go past the firewall (FW-38)
	checkTunnel      = "IN-TUNNEL"      // no way in under forced tunnelling (FW-43)
)

var checkIDs = []string{checkDestination, checkDuplicate, checkMissing, checkName, checkPort, checkPriority, checkReach, checkReturn, checkTarget, checkTunnel}

// ValidateConfig judges every known part of the configuration.
func (r *ingressResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	skip, _ := values.KnownStrings(config.SkipChecks)
	diags.AppendChecks(&resp.Diagnostics, skip, judge(ctx, config)...)
	diags.AppendChecks(&resp.Diagnostics, skip, lifecycle.JudgeTimeouts(config.Timeouts.Object)...)
}

// judge is every check that needs nothing but the configuration.
func judge(ctx context.Context, m model) []diags.Check {
	var found []diags.Check
	if name, known := values.KnownString(m.Name); known {
		if err := cloud.ValidateName(cloud.NameRuleCollectionGroup, name); err != nil {
			found = append(found, diags.Check{Rule: checkName, Attribute: namePath, Summary: "Not a valid name", Detail: err.Error()})
		}
	}
	var ignored diag.Diagnostics
	rules, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, m.Rules, &ignored)
	spelled := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		found = append(found, judgeRule(name, rules[name])...)
		if earlier, twice := spelled[strings.ToLower(name)]; twice {
			found = append(found, diags.Check{
				Rule: checkName, Attribute: rulesPath.AtMapKey(name), Summary: "Two rules of one name",
				Detail: fmt.Sprintf("the names %q and %q differ in case only, which is nothing to Azure", earlier, name), Fix: "rename one of them",
			})
		}
		spelled[strings.ToLower(name)] = name
	}
	return append(found, judgeTwice(rules)...)
}

func judgeRule(name string, rule ruleModel) []diags.Check {
	at := rulesPath.AtMapKey(name)
	var found []diags.Check
	limit := cloud.LimitOf(cloud.LimitDNATPortMax)
	if port := rule.DestinationPort; values.Known(port) && (port.ValueInt32() < 1 || int(port.ValueInt32()) > limit.Value) {
		found = append(found, diags.Check{
			Rule: checkPort, Attribute: at.AtName("destination_port"), Summary: "Not a port that Azure translates",
			Detail: fmt.Sprintf("%d is not between 1 and %d (%s, %s)", port.ValueInt32(), limit.Value, limit.Source, limit.Date),
		})
	}
	if err := cloud.ValidateName(cloud.NameRule, name); err != nil {
		found = append(found, diags.Check{Rule: checkName, Attribute: at, Summary: "Not a valid name", Detail: err.Error()})
	}
	target, known := rule.TranslatedAddress.Addr()
	switch {
	case !known:
	case !target.Is4():
		found = append(found, diags.Check{
			Rule: checkTarget, Attribute: at.AtName("translated_address"), Summary: "IPv6 in a NAT rule", Detail: fmt.Sprintf("%s is IPv6; Azure translates IPv4 only (FW-47)", target),
		})
	case target.IsLoopback() || target.IsMulticast() || target.IsUnspecified() || target.IsLinkLocalUnicast():
		found = append(found, diags.Check{
			Rule: checkTarget, Attribute: at.AtName("translated_address"), Summary: "Not an address that traffic can be led to",
			Detail: fmt.Sprintf("%s belongs to no host", target), Fix: "name the address of the internal load balancer",
		})
	}
	if destination, ok := rule.DestinationAddress.Addr(); ok && !public(destination) {
		found = append(found, diags.Check{
			Rule: checkDestination, Attribute: at.AtName("destination_address"), Summary: "Not a public address",
			Detail: fmt.Sprintf("%s is private; what comes from the Internet comes in by a public address of the firewall", destination), Fix: "name one of the firewall's public addresses, or leave it out",
		})
	}
	return found
}

// public: an address that the Internet knows (RT-7, FW-36).
func public(a netip.Addr) bool {
	return a.Is4() && !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast() && !sharedSpace.Contains(a)
}

var sharedSpace = netip.MustParsePrefix("100.64.0.0/10") // RFC 6598
