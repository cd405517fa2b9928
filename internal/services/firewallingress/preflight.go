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

// resolve fills in what follows from other values: the port of a rule that names one only, and, with the firewall at hand, its only address.
func resolve(ctx context.Context, m model, entrance *azure.Entrance, problems *diag.Diagnostics) model {
	rules, complete := values.KnownObjectMap[ruleModel](ctx, rulesPath, m.Rules, problems)
	if !complete || len(rules) == 0 {
		return m
	}
	for name, rule := range rules {
		if rule.TranslatedPort.IsUnknown() {
			rule.TranslatedPort = rule.DestinationPort
		}
		if rule.DestinationAddress.IsUnknown() && entrance != nil && len(entrance.Addresses) == 1 {
			rule.DestinationAddress = customtypes.NewIPAddress(entrance.Addresses[0])
		}
		rules[name] = rule
	}
	m.Rules = values.ObjectMapFrom(ctx, ruleTypes, rules, problems)
	return m
}

// written tells a rule whose configuration leaves the address to us from one whose address is not known yet.
func written(ctx context.Context, config model, problems *diag.Diagnostics) map[string]bool {
	all := map[string]bool{}
	rules, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, config.Rules, problems)
	for name, rule := range rules {
		all[name] = !rule.DestinationAddress.IsNull()
	}
	return all
}

// judgeLive holds the rules against the firewall: its addresses, where their targets are, and which way the answers go (law L6).
func (r *ingressResource) judgeLive(ctx context.Context, m model, entrance azure.Entrance, given map[string]bool) []diags.Check {
	var ignored diag.Diagnostics
	rules, _ := values.KnownObjectMap[ruleModel](ctx, rulesPath, m.Rules, &ignored)
	if !entrance.Firewall.Deallocated() && len(entrance.Addresses) == 0 {
		return []diags.Check{{
			Rule: checkTunnel, Attribute: firewallPath, Summary: "The firewall has no public address",
			Detail: fmt.Sprintf("%s has no public IP but one for its management: it tunnels all traffic, and Azure translates nothing that comes from the Internet then (FW-43)", entrance.Firewall.ID),
			Fix:    "give the firewall a public IP, or take another firewall",
		}}
	}
	var found []diags.Check
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		rule, at := rules[name], rulesPath.AtMapKey(name)
		destination, known := rule.DestinationAddress.Addr()
		switch {
		case known && len(entrance.Addresses) > 0 && !slices.Contains(entrance.Addresses, destination.String()):
			found = append(found, diags.Check{
				Rule: checkDestination, Attribute: at.AtName("destination_address"), Summary: "Not an address of the firewall",
				Detail: fmt.Sprintf("%s is none of the public addresses of %s, which are %s: nothing that is sent there comes to it", destination, entrance.Firewall.ID, strings.Join(entrance.Addresses, ", ")),
				Fix:    "name one of them",
			})
		case rule.DestinationAddress.IsUnknown() && !given[name] && len(entrance.Addresses) > 1:
			found = append(found, diags.Check{
				Rule: checkDestination, Attribute: at.AtName("destination_address"), Summary: "The firewall has several public addresses", Required: true,
				Detail: fmt.Sprintf("%s has %s, so that the rule has to say which one it is for", entrance.Firewall.ID, strings.Join(entrance.Addresses, ", ")),
				Fix:    "set destination_address",
			})
		}
		found = append(found, r.judgeReach(ctx, at, name, rule, entrance)...)
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
