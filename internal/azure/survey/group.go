package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// securityGroupOf converts a network security group. Azure's default rules are part of the evaluator.
func securityGroupOf(id armid.ID, o armclient.Object) document.SecurityGroup {
	g := document.SecurityGroup{Name: id.String()}
	rules, whole := objects(o, "properties", "securityRules")
	g.Rules.Unknown = !whole || o.Map("properties") == nil
	for _, r := range rules {
		switch direction := r.String("properties", "direction"); {
		case strings.EqualFold(direction, "Outbound"):
			g.Rules.Items = append(g.Rules.Items, securityRuleOf(r))
		case !strings.EqualFold(direction, "Inbound"):
			g.Rules.Unknown = true
		}
	}
	return g
}

// securityRuleOf converts an outbound rule. ARM has each of addresses and ports as one value or as a list.
func securityRuleOf(o armclient.Object) document.SecurityRule {
	r := document.SecurityRule{
		Name:         o.Name(),
		Priority:     number(o, 100, 4096, "properties", "priority"),
		Access:       word(o, []string{string(egress.AccessAllow), string(egress.AccessDeny)}, "properties", "access"),
		Protocols:    some(oneOrMore(o, protocolText, "protocol", "protocols")),
		Sources:      oneOrMore(o, targetText, "sourceAddressPrefix", "sourceAddressPrefixes"),
		SourcePorts:  some(oneOrMore(o, portText, "sourcePortRange", "sourcePortRanges")),
		Destinations: oneOrMore(o, targetText, "destinationAddressPrefix", "destinationAddressPrefixes"),
		Ports:        some(oneOrMore(o, portText, "destinationPortRange", "destinationPortRanges")),
	}
	if !r.Access.Set {
		r.Access = document.UnknownLeaf[string]()
	}
	r.SourceGroups, r.Sources = applicationGroups(o, r.Sources, "sourceApplicationSecurityGroups")
	r.DestinationGroups, r.Destinations = applicationGroups(o, r.Destinations, "destinationApplicationSecurityGroups")
	return r
}

// oneOrMore reads the list and the single value of a member that has both forms.
func oneOrMore(o armclient.Object, accept func(string) (string, bool), one, more string) document.List[string] {
	list := texts(o, accept, "properties", more)
	if single := o.Value("properties", one); single != nil && single != "" {
		first := texts(armclient.Object{Body: map[string]any{"list": []any{single}}}, accept, "list")
		list.Items, list.Unknown = append(first.Items, list.Items...), list.Unknown || first.Unknown
	}
	return list
}

// some is a list that cannot be empty: where nothing is given, what is meant is not known.
func some(list document.List[string]) document.List[string] {
	if list.IsZero() {
		list.Unknown = true
	}
	return list
}

// applicationGroups reads the application security groups that stand beside or in place of addresses.
func applicationGroups(o armclient.Object, addresses document.List[string], member string) ([]string, document.List[string]) {
	var names []string
	ids, whole := references(o, "", "properties", member)
	for _, id := range ids {
		names = append(names, id.String())
	}
	addresses.Unknown = addresses.Unknown || !whole
	if len(names) == 0 {
		addresses = some(addresses)
	}
	return names, addresses
}
