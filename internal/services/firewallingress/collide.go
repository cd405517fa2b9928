package firewallingress

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// door is what one rule takes: the traffic of some sources to a port of an address. A door with anything unknown is none: it may take
// something else (law L2).
type door struct {
	rule      string
	address   string // empty for the firewall's only one
	port      int32
	protocols []string
	sources   netset.Addresses
}

func doorOf(name string, rule ruleModel) (door, bool) {
	d := door{rule: name, port: rule.DestinationPort.ValueInt32(), protocols: []string{"TCP"}, sources: netset.AllAddresses()}
	if rule.DestinationAddress.IsUnknown() || !values.Known(rule.DestinationPort) {
		return d, false
	}
	if address, known := rule.DestinationAddress.Addr(); known {
		d.address = address.String()
	}
	if !rule.Protocols.IsNull() {
		protocols, complete := values.KnownStrings(rule.Protocols)
		if !complete {
			return d, false
		}
		d.protocols = protocols
	}
	if sources := view.Texts(rule.SourceAddresses); !sources.Empty() {
		d.sources = netset.Addresses{}
		for _, text := range sources.Items {
			set, err := customtypes.ParseAddressSpec(text)
			if err != nil || !sources.Complete {
				return d, false
			}
			d.sources = d.sources.Union(set)
		}
	}
	return d, true
}

// shares is a protocol for which both rules take the same traffic, so that only one of them ever gets it; empty when there is none.
func (d door) shares(other door) string {
	if d.address != other.address || d.port != other.port || !d.sources.Overlaps(other.sources) {
		return ""
	}
	for _, protocol := range d.protocols {
		if slices.ContainsFunc(other.protocols, func(one string) bool { return strings.EqualFold(one, protocol) }) {
			return strings.ToUpper(protocol)
		}
	}
	return ""
}

// collision words that a rule takes what another one takes already; where is empty for a rule of the same ingress.
func collision(mine, earlier door, protocol, where string) diags.Check {
	address := "this address"
	if mine.address != "" {
		address = mine.address
	}
	return diags.Check{
		Rule: checkDuplicate, Attribute: rulesPath.AtMapKey(mine.rule).AtName("destination_port"), Summary: "Two rules for one port",
		Detail: fmt.Sprintf("%s port %d of %s is led elsewhere by rule %q%s already", protocol, mine.port, address, earlier.rule, where),
		Fix:    "give one of them another port, another public address or other sources",
	}
}

// judgeTwice finds rules of one ingress that take the same traffic, of which only the first is ever used. A rule without an address means
// the firewall's only one.
func judgeTwice(rules map[string]ruleModel) []diags.Check {
	var found []diags.Check
	var earlier []door
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		mine, known := doorOf(name, rules[name])
		if !known {
			continue
		}
		for _, other := range earlier {
			if protocol := mine.shares(other); protocol != "" {
				found = append(found, collision(mine, other, protocol, ""))
				break
			}
		}
		earlier = append(earlier, mine)
	}
	return found
}

// register is what the ingresses of one firewall are planned to be, by name: the ledger's record beside the firewall's own.
type register map[string]registered

type registered struct {
	changes  bool  // the plan changes it
	priority int32 // 0 when not known
	doors    []door
}

// registerID is where the ledger keeps the register of a firewall. It is the ID of no object.
func registerID(firewall armid.ID) armid.ID { return firewall.Child("ingresses", "planned") }

// judgeOthers holds the ingress against those of the same firewall that the same run has planned before, and adds it to them.
func (p *planning) judgeOthers(changes bool) []diags.Check {
	firewall, known := p.plan.FirewallID.ID()
	if !known || p.r.account == nil || !values.Known(p.plan.Name) {
		return nil
	}
	rules, _ := values.KnownObjectMap[ruleModel](p.ctx, rulesPath, p.plan.Rules, p.problems)
	mine := registered{changes: changes, priority: p.plan.Priority.ValueInt32()}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		rule := rules[name]
		if rule.DestinationAddress.IsUnknown() && !p.given[name].address && p.ways.count == 1 {
			rule.DestinationAddress = customtypes.NewIPAddressNull() // whatever it will be, it is the only one
		}
		if one, known := doorOf(name, rule); known {
			mine.doors = append(mine.doors, one)
		}
	}
	name := strings.ToLower(p.plan.Name.ValueString())
	var found []diags.Check
	p.r.account.Ledger.Amend(registerID(firewall), func(before any) any {
		others, _ := before.(register)
		found = mine.against(others, name, p.classic())
		after := maps.Clone(others)
		if after == nil {
			after = register{}
		}
		after[name] = mine
		return after
	})
	return found
}

func (one registered) against(others register, name string, classic bool) []diags.Check {
	var found []diags.Check
	for _, other := range slices.Sorted(maps.Keys(others)) {
		if other == name {
			continue // planned before: core plans twice what is replaced
		}
		if classic && one.priority != 0 && one.priority == others[other].priority {
			found = append(found, diags.Check{
				Rule: checkPriority, Attribute: priorityPath, Summary: "Two collections of one priority", Warning: true,
				Detail: fmt.Sprintf("the ingress %q of the same firewall has priority %d too; among classic rules Azure is not known to take that", other, one.priority),
				Fix:    "give one of them another priority",
			})
		}
		for _, mine := range one.doors {
			for _, theirs := range others[other].doors {
				if protocol := mine.shares(theirs); protocol != "" {
					check := collision(mine, theirs, protocol, fmt.Sprintf(" of the ingress %q", other))
					check.Warning = !one.changes && !others[other].changes // what stands so blocks no plan (law L2)
					found = append(found, check)
				}
			}
		}
	}
	return found
}
