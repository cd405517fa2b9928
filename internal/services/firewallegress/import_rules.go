package firewallegress

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// rules shows classic collections, or the policy with its groups. A policy outside the firewall's resource group, or one
// that others use too, is somebody else's, and so are its groups and settings.
func (i *importing) rules(m *model) bool {
	element := types.ObjectType{AttrTypes: groupTypes}
	m.RuleCollectionGroups, m.Policy = types.MapNull(element), types.ObjectNull(policyTypes)
	live := i.publicAddresses(m)
	shown := rules.OfFirewall.Display(live)
	policyID, err := armid.Parse(i.firewall.PolicyID)
	if err != nil {
		m.RulesAs, m.FirewallPolicyID = types.StringValue(rulesClassic), customtypes.NewResourceIDNull()
		collections := map[string]azure.Collection{}
		for _, collection := range i.firewall.Classic {
			if !i.leaves(collection.Name, collection.IngressForm()) {
				collections[collection.Name] = collection.Collection
			}
		}
		i.takeAKS(m, azure.Group{Collections: collections}, rulesClassic)
		short(m, shown.Collections(collections, rules.Group{}, nil))
		i.settings(m, i.firewall.Settings)
		return true
	}
	m.RulesAs, m.FirewallPolicyID = types.StringValue(rulesPolicy), customtypes.NewResourceIDFrom(policyID)
	policy, groups, ok := i.policy(policyID)
	if !ok || policy == nil {
		return ok
	}
	i.settings(m, policy.Settings)
	m.Policy = values.ObjectFrom(i.ctx, policyTypes, i.policyModel(*policy), i.problems)
	named := map[string]attr.Value{}
	for name, group := range groups {
		switch {
		case i.leaves(name, group.IngressForm(name)):
		case strings.EqualFold(name, rules.AKSGroup) && i.takeAKS(m, group.Group, rulesPolicy):
		case name == defaultGroup && group.Priority == defaultGroupPriority:
			short(m, shown.Collections(group.Collections, rules.Group{}, nil))
		default:
			named[name] = shown.Group(name, group.Group, nil)
		}
	}
	if len(named) > 0 {
		m.RuleCollectionGroups = types.MapValueMust(element, named)
	}
	return true
}

// policy reads the policy with its groups, if it is ours; nil if it is somebody else's.
func (i *importing) policy(id armid.ID) (*azure.LivePolicy, map[string]azure.LiveGroup, bool) {
	if !i.ours(id) {
		return nil, nil, true
	}
	live, err := i.r.egresses().Read(i.ctx, azure.Egress{Policy: &azure.Policy{ID: id}})
	if err == nil && live.Policy != nil && sharedPolicy(*live.Policy, i.id) {
		return nil, nil, true
	}
	groups := map[string]azure.Group{}
	if err == nil && live.Policy != nil {
		for _, text := range live.Policy.Groups {
			if group, err := armid.Parse(text); err == nil {
				groups[group.Name()] = azure.Group{}
			}
		}
		live, err = i.r.egresses().Read(i.ctx, azure.Egress{Policy: &azure.Policy{ID: id}, Groups: groups})
	}
	if err != nil {
		i.fail(policyPath, "Reading the firewall policy "+id.String()+": "+err.Error())
		return nil, nil, false
	}
	return live.Policy, live.Groups, true
}

func sharedPolicy(policy azure.LivePolicy, firewall armid.ID) bool {
	for _, id := range policy.Firewalls {
		if !firewall.EqualFold(id) {
			return true
		}
	}
	return len(policy.Children) > 0
}

func (i *importing) policyModel(live azure.LivePolicy) *policyModel {
	m := emptyPolicy()
	m.Name, m.SKUTier = types.StringValue(live.Name), types.StringValue(live.Tier)
	m.BasePolicyID = customtypes.NewResourceIDPointer(nonEmpty(live.BaseID))
	if live.Intrusion != "" && live.Intrusion != "Off" {
		m.IntrusionDetectionMode = types.StringValue(live.Intrusion)
	}
	if live.SQLRedirect {
		m.SQLRedirectAllowed = types.BoolValue(true)
	}
	if len(live.Allowlist.Addresses)+len(live.Allowlist.FQDNs) > 0 {
		m.ThreatIntelligenceAllowlist = types.ObjectValueMust(m.ThreatIntelligenceAllowlist.AttributeTypes(i.ctx), map[string]attr.Value{
			"ip_addresses": values.SetOfOrNull(customtypes.AddressSpecType{}, live.Allowlist.Addresses), "fqdns": values.SetOfStringsOrNull(live.Allowlist.FQDNs),
		})
	}
	if live.TLSInspection != (azure.TLSCert{}) {
		m.TLSCertificate = types.ObjectValueMust(m.TLSCertificate.AttributeTypes(i.ctx), map[string]attr.Value{
			"name": types.StringValue(live.TLSInspection.Name), "key_vault_secret_id": types.StringValue(live.TLSInspection.SecretID),
			"user_assigned_identity_id": customtypes.NewResourceID(live.TLSInspection.IdentityID),
		})
	}
	return m
}

// settings that differ from Azure's defaults.
func (i *importing) settings(m *model, live azure.LiveSettings) {
	if live.DNS.Proxy {
		m.DNSProxyEnabled = types.BoolValue(true)
	}
	m.DNSServers = values.ListOfOrNull(customtypes.IPAddressType{}, live.DNS.Servers)
	m.PrivateIPRanges = values.SetOfStringsOrNull(live.PrivateRanges)
	if live.ThreatIntel != "" && live.ThreatIntel != "Alert" {
		m.ThreatIntelligenceMode = types.StringValue(live.ThreatIntel)
	}
}

// short puts collections into the short form.
func short(m *model, collections map[string]attr.Value) {
	m.NetworkRuleCollections, _ = collections["network_rule_collections"].(types.Map)
	m.ApplicationRuleCollections, _ = collections["application_rule_collections"].(types.Map)
	m.NATRuleCollections, _ = collections["nat_rule_collections"].(types.Map)
}

// publicAddresses are the addresses of the public IPs by their keys, by which NAT rules are shown.
func (i *importing) publicAddresses(m *model) map[string]string {
	ask := azure.Egress{Firewall: azure.Firewall{IPs: map[string]azure.FirewallIP{}}}
	ips := view.Map(m.PublicIPs)
	for _, key := range ips.Keys {
		if id, err := armid.Parse(view.Object(ips.Values[key]).Text("id").Value); err == nil {
			ask.Firewall.IPs[key] = azure.FirewallIP{PublicIP: &azure.PublicIP{ID: id}}
		}
	}
	live, err := i.r.egresses().Read(i.ctx, ask)
	if err != nil {
		return nil // NAT rules are then shown by addresses
	}
	return live.Addresses()
}
