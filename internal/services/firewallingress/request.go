package firewallingress

import (
	"context"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

const (
	firewallType = "Microsoft.Network/azureFirewalls"
	policyType   = "Microsoft.Network/firewallPolicies"
)

// specOf is the model for a request. Policy is the firewall's, zero for classic rules.
func specOf(ctx context.Context, m model, policy armid.ID) (azure.Ingress, diag.Diagnostics) {
	var problems diag.Diagnostics
	firewall, ok := m.FirewallID.ID()
	if !ok {
		problems.Append(diags.AttributeBug(firewallPath, "an unknown reached the request"))
	}
	spec := azure.Ingress{
		FirewallID: firewall, PolicyID: policy, Name: values.RequireString(namePath, m.Name, &problems), Priority: m.Priority.ValueInt32(), Rules: map[string]azure.NATRule{},
	}
	for name, rule := range values.ObjectMap[ruleModel](ctx, rulesPath, m.Rules, &problems) {
		at := rulesPath.AtMapKey(name)
		spec.Rules[name] = azure.NATRule{
			Description:          rule.Description.ValueString(),
			Source:               azure.Source{Addresses: values.StringSlice(at.AtName("source_addresses"), rule.SourceAddresses, &problems)},
			DestinationAddresses: []string{values.RequireString(at.AtName("destination_address"), rule.DestinationAddress, &problems)},
			Ports:                []string{portText(values.RequireInt32(at.AtName("destination_port"), rule.DestinationPort, &problems))},
			Protocols:            values.StringSlice(at.AtName("protocols"), rule.Protocols, &problems),
			TranslatedAddress:    values.RequireString(at.AtName("translated_address"), rule.TranslatedAddress, &problems),
			TranslatedPort:       portText(values.RequireInt32(at.AtName("translated_port"), rule.TranslatedPort, &problems)),
		}
	}
	return spec, problems
}

func portText(port int32) string { return strconv.Itoa(int(port)) }

// priorOf is the ingress of a state, by its place alone: its ID says where its rules are, whatever they have become.
func priorOf(state model) (azure.Ingress, error) {
	id, err := armid.Parse(state.ID.ValueString())
	if err != nil {
		return azure.Ingress{}, err
	}
	firewall, _ := state.FirewallID.ID()
	return azure.Ingress{FirewallID: firewall, PolicyID: policyOf(id), Name: id.Name()}, nil
}

// published is the model of a live ingress; before keeps the spelling of what means the same.
func published(ctx context.Context, before model, live azure.Ingress) (model, diag.Diagnostics) {
	var problems diag.Diagnostics
	after := before
	after.ID = types.StringValue(live.ID().String())
	if customtypes.SameResourceID(before.ID.ValueString(), live.ID().String()) {
		after.ID = before.ID
	}
	after.RulesAs = types.StringValue(asPolicy)
	if live.Classic() {
		after.RulesAs = types.StringValue(asClassic)
	}
	after.Priority = types.Int32Value(live.Priority)
	rules := map[string]ruleModel{}
	for name, rule := range live.Rules {
		rules[name] = ruleModel{
			Description:        values.StringOrNull(rule.Description),
			SourceAddresses:    sourcesOf(rule.Source.Addresses),
			DestinationAddress: addressOf(rule.DestinationAddresses),
			DestinationPort:    portOf(strings.Join(rule.Ports, ",")),
			Protocols:          values.SetOfStrings(upper(rule.Protocols)),
			TranslatedAddress:  ipOf(rule.TranslatedAddress),
			TranslatedPort:     portOf(rule.TranslatedPort),
		}
	}
	after.Rules = values.ObjectMapFrom(ctx, ruleTypes, rules, &problems)
	return after, problems
}

// addressOf is the one destination of a rule; null where somebody else wrote another number of them, which is drift.
func addressOf(list []string) customtypes.IPAddress {
	if len(list) != 1 {
		return customtypes.NewIPAddressNull()
	}
	return ipOf(list[0])
}

// ipOf is one address; null where it is anything else, such as a range or the name that others translate to: drift again.
func ipOf(text string) customtypes.IPAddress {
	if _, err := customtypes.ParseIPAddress(text); err != nil {
		return customtypes.NewIPAddressNull()
	}
	return customtypes.NewIPAddress(text)
}

// sourcesOf are the sources of a rule; null where others wrote what no source of ours is.
func sourcesOf(list []string) types.Set {
	for _, text := range list {
		if _, err := customtypes.ParseAddressSpec(text); err != nil {
			return types.SetNull(customtypes.AddressSpecType{})
		}
	}
	return values.SetOf(customtypes.AddressSpecType{}, list)
}

// portOf is one port; null where it is anything else, which is drift.
func portOf(text string) types.Int32 {
	port, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return types.Int32Null()
	}
	return types.Int32Value(int32(port))
}

func upper(list []string) []string {
	all := make([]string, len(list))
	for i, text := range list {
		all[i] = strings.ToUpper(text)
	}
	return all
}
