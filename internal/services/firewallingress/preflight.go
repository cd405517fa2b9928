package firewallingress

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// resolve fills in what follows from other values: the port of a rule that names one only, whatever others have made of it, and the firewall's
// only address. A rule without an address is one that the firewall has lost: it gets the one that there is now.
func resolve(ctx context.Context, m model, w ways, given map[string]written, problems *diag.Diagnostics) model {
	rules, complete := values.KnownObjectMap[ruleModel](ctx, rulesPath, m.Rules, problems)
	if !complete || len(rules) == 0 {
		return m
	}
	for name, rule := range rules {
		if says, configured := given[name]; rule.TranslatedPort.IsUnknown() || configured && !says.port {
			rule.TranslatedPort = rule.DestinationPort
		}
		if rule.DestinationAddress.IsNull() {
			rule.DestinationAddress = customtypes.NewIPAddressUnknown()
		}
		if only := w.only(); rule.DestinationAddress.IsUnknown() && !given[name].address && only != "" {
			rule.DestinationAddress = customtypes.NewIPAddress(only)
		}
		rules[name] = rule
	}
	m.Rules = values.ObjectMapFrom(ctx, ruleTypes, rules, problems)
	return m
}

// written tells what the configuration of a rule says itself, known or not, from what it leaves to us.
type written struct{ address, port bool }

func writtenOf(ctx context.Context, config model, problems *diag.Diagnostics) map[string]written {
	all := map[string]written{}
	rules, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, config.Rules, problems)
	for name, rule := range rules {
		all[name] = written{address: !rule.DestinationAddress.IsNull(), port: !rule.TranslatedPort.IsNull()}
	}
	return all
}

// judgeWays holds the rules against the addresses of the firewall (law L6). At apply every address has to be known.
func (r *ingressResource) judgeWays(ctx context.Context, m model, w ways, given map[string]written, final bool) []diags.Check {
	firewall := m.FirewallID.ValueString()
	if w.count == 0 {
		return []diags.Check{{
			Rule: checkTunnel, Attribute: firewallPath, Summary: "The firewall has no public address",
			Detail: fmt.Sprintf("%s has no public IP but one for its management: it tunnels all traffic, and Azure translates nothing that comes from the Internet then (FW-43)", firewall),
			Fix:    "give the firewall a public IP, or take another firewall",
		}}
	}
	var ignored diag.Diagnostics
	rules, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, m.Rules, &ignored)
	var found []diags.Check
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		rule, at := rules[name], rulesPath.AtMapKey(name).AtName("destination_address")
		destination, known := rule.DestinationAddress.Addr()
		open := rule.DestinationAddress.IsUnknown() && !given[name].address
		switch {
		case known && w.complete() && !slices.Contains(w.addresses, destination.String()):
			found = append(found, diags.Check{
				Rule: checkDestination, Attribute: at, Summary: "Not an address of the firewall",
				Detail: fmt.Sprintf("%s is none of the public addresses of %s, which are %s: nothing that is sent there comes to it", destination, firewall, strings.Join(w.addresses, ", ")),
				Fix:    "name one of them",
			})
		case open && w.count > 1:
			found = append(found, diags.Check{
				Rule: checkDestination, Attribute: at, Summary: "The firewall has several public addresses", Required: true,
				Detail: fmt.Sprintf("%s has %s, so that the rule has to say which one it is for", firewall, w), Fix: "set destination_address",
			})
		case open && final:
			found = append(found, diags.Check{
				Rule: checkDestination, Attribute: at, Summary: "The firewall is stopped", Required: true,
				Detail: fmt.Sprintf("%s is stopped and shows no public address, so that the rule has to say which one it is for", firewall),
				Fix:    "start the firewall first, or set destination_address",
			})
		}
	}
	return found
}

// judgeReaches looks where the targets are, and which way their answers go.
func (r *ingressResource) judgeReaches(ctx context.Context, m model, entrance azure.Entrance) []diags.Check {
	var ignored diag.Diagnostics
	rules, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, m.Rules, &ignored)
	var found []diags.Check
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		found = append(found, r.judgeReach(ctx, rulesPath.AtMapKey(name), name, rules[name], entrance)...)
	}
	return found
}

func (r *ingressResource) judgeReach(ctx context.Context, at path.Path, name string, rule ruleModel, entrance azure.Entrance) []diags.Check {
	target, known := rule.TranslatedAddress.Addr()
	if !known || !target.Is4() || entrance.Firewall.Deallocated() {
		return nil
	}
	reach := r.ingresses().Reach(ctx, entrance.Firewall, target)
	switch {
	case reach.Place == azure.Elsewhere && !public(target):
		return []diags.Check{{
			Rule: checkReach, Attribute: at.AtName("translated_address"), Summary: "The firewall does not know the target's network",
			Detail: fmt.Sprintf("%s, to which rule %q leads, is in neither the firewall's network nor a peered one, and there is no gateway: nothing would arrive", target, name),
			Fix:    "peer the target's network with the firewall's, or name an address that is in one of them",
		}}
	case reach.Asymmetric(entrance.Firewall):
		return []diags.Check{{
			Rule: checkReturn, Attribute: at.AtName("translated_address"), Summary: "Answers would go past the firewall", Warning: true,
			Detail: fmt.Sprintf("%s is in %s, whose route table %s sends what goes to the firewall's address %s to %s %s. "+
				"The firewall would never see the answers of rule %q, and drops the connection (FW-38)",
				target, reach.Subnet, reach.Table, entrance.Firewall.PrivateIP(), reach.Back.HopType, reach.Back.HopAddress, name),
			Fix: fmt.Sprintf("add a route for the firewall's subnet with the hop %s", entrance.Firewall.PrivateIP()),
		}}
	}
	return nil
}
