package firewallegress

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// policy shows our policy. Properties that the configuration does not name are not shown.
func (r *response) policy(m *model) {
	p := values.OptionalObject[policyModel](r.ctx, policyPath, r.before.Policy, &r.problems)
	if p == nil || r.live.Policy == nil {
		return
	}
	live := r.live.Policy
	p.SKUTier = types.StringValue(live.Tier)
	p.BasePolicyID = customtypes.NewResourceIDPointer(nonEmpty(live.BaseID))
	if !p.IntrusionDetectionMode.IsNull() {
		p.IntrusionDetectionMode = values.StringOrNull(live.Intrusion)
	}
	if !p.SQLRedirectAllowed.IsNull() {
		p.SQLRedirectAllowed = types.BoolValue(live.SQLRedirect)
	}
	if !p.ThreatIntelligenceAllowlist.IsNull() {
		p.ThreatIntelligenceAllowlist = types.ObjectValueMust(p.ThreatIntelligenceAllowlist.AttributeTypes(r.ctx), map[string]attr.Value{
			"ip_addresses": values.SetOfOrNull(customtypes.AddressSpecType{}, live.Allowlist.Addresses), "fqdns": values.SetOfStringsOrNull(live.Allowlist.FQDNs),
		})
	}
	if !p.TLSCertificate.IsNull() {
		p.TLSCertificate = types.ObjectValueMust(p.TLSCertificate.AttributeTypes(r.ctx), map[string]attr.Value{
			"name": types.StringValue(live.TLSInspection.Name), "key_vault_secret_id": types.StringValue(live.TLSInspection.SecretID),
			"user_assigned_identity_id": customtypes.NewResourceID(live.TLSInspection.IdentityID),
		})
	}
	m.Policy = values.ObjectFrom(r.ctx, policyTypes, p, &r.problems)
}

// rules shows the rules of ours as they are, in the form in which the configuration has them, and answers all of them as
// the groups of the exported object. A policy that the firewall does not use decides nothing: its groups are then not exported,
// so that the plan attaches it again.
func (r *response) rules(m *model) attr.Value {
	addresses := r.live.Addresses()
	maps.DeleteFunc(addresses, func(key, _ string) bool { _, data := r.ours.Firewall.IPs[key]; return !data })
	shown := rules.OfFirewall.Display(addresses)
	if r.ours.Policy == nil {
		return r.classicRules(m, shown)
	}
	element := types.ObjectType{AttrTypes: groupTypes}
	had := view.Map(r.before.RuleCollectionGroups)
	named, all := map[string]attr.Value{}, map[string]attr.Value{}
	for _, name := range had.Keys {
		if live, there := r.live.Groups[name]; there {
			named[name] = shown.Keep(name, live.Group, had.Values[name])
			all[name] = named[name]
		}
	}
	if !r.before.RuleCollectionGroups.IsNull() {
		m.RuleCollectionGroups = types.MapValueMust(element, named)
	}
	if len(shortForm(r.before).Collections) > 0 {
		live := r.live.Groups[defaultGroup]
		r.shortForm(m, shown, live.Collections)
		if live.ID != "" {
			all[defaultGroup] = shortGroup(*m, live.Priority)
		}
	}
	if live, there := r.live.Groups[rules.AKSGroup]; there && aksMade(r.before) {
		want := r.ours.Groups[rules.AKSGroup]
		if want.Resolve(addresses).Equal(live.Group) {
			all[rules.AKSGroup] = rules.OfFirewall.Display(nil).Group(rules.AKSGroup, want, nil)
		} else {
			all[rules.AKSGroup] = shown.Group(rules.AKSGroup, live.Group, nil)
		}
	}
	if !r.ours.Policy.ID.EqualFold(r.live.Firewall.PolicyID) {
		all = map[string]attr.Value{}
	}
	return types.MapValueMust(element, all)
}

// aksMade reports that there are rules of an aks block.
func aksMade(m model) bool {
	return !m.AKS.IsNull() && !rules.MakesNone(view.Object(m.AKS).Text("rules").Value)
}

// shortForm shows collections at the root.
func (r *response) shortForm(m *model, shown rules.Display, live map[string]azure.Collection) {
	had := view.Fields{
		"network_rule_collections": r.before.NetworkRuleCollections, "application_rule_collections": r.before.ApplicationRuleCollections,
		"nat_rule_collections": r.before.NATRuleCollections,
	}
	collections := shown.Collections(live, shortForm(r.before), had)
	for _, one := range []struct {
		at   *types.Map
		name string
	}{
		{&m.NetworkRuleCollections, "network_rule_collections"},
		{&m.ApplicationRuleCollections, "application_rule_collections"},
		{&m.NATRuleCollections, "nat_rule_collections"},
	} {
		if value, ok := collections[one.name].(types.Map); ok {
			*one.at = value
		}
	}
}

func shortGroup(m model, priority int32) attr.Value {
	return types.ObjectValueMust(groupTypes, map[string]attr.Value{
		"priority": types.Int32Value(priority), "network_rule_collections": m.NetworkRuleCollections,
		"application_rule_collections": m.ApplicationRuleCollections, "nat_rule_collections": m.NATRuleCollections,
	})
}

// classicRules shows the classic collections that are ours.
func (r *response) classicRules(m *model, shown rules.Display) attr.Value {
	made := map[string]azure.Collection{}
	if aks, ok := aksOf(r.before); ok {
		made = aks.Classic()
	}
	own, generated := map[string]azure.Collection{}, map[string]azure.Collection{}
	for _, live := range r.live.Firewall.Classic {
		want, ours := r.ours.Classic[live.Name]
		if !ours || want.Kind != live.Kind {
			continue
		}
		if _, byAKS := made[live.Name]; !byAKS {
			own[live.Name] = live.Collection
		} else if want.Equal(live.Collection) {
			generated[live.Name] = want
		} else {
			generated[live.Name] = live.Collection
		}
	}
	r.shortForm(m, shown, own)
	short := map[string]attr.Value{
		"network_rule_collections": m.NetworkRuleCollections, "application_rule_collections": m.ApplicationRuleCollections,
		"nat_rule_collections": m.NATRuleCollections,
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: groupTypes}, map[string]attr.Value{
		rulesClassic: joinClassic(short, rules.OfFirewall.Display(nil).Collections(generated, rules.Group{}, nil)),
	})
}
