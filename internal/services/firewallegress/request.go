package firewallegress

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// request turns one plan or state into what the Azure layer works with. A value that is still unknown is a bug of ours and
// refused (law L1).
type request struct {
	ctx      context.Context //nolint:containedctx // a request lives within one call
	m, prior model
	problems diag.Diagnostics
}

// specOf turns a plan or state into a specification. Prior is the state before the change: it tells which optional
// properties were ours, so that one which the configuration no longer names is taken away, and one that we never owned
// is left alone.
func specOf(ctx context.Context, m, prior model) (azure.Egress, diag.Diagnostics) {
	r := &request{ctx: ctx, m: m, prior: prior}
	tags := values.Tags(path.Root("tags_all"), m.TagsAll, &r.problems)
	want := azure.Egress{Firewall: r.firewall(tags), Routing: r.routing(tags)}
	r.refuseUnknownRules()
	if r.problems.HasError() {
		return want, r.problems
	}
	if m.RulesAs.ValueString() == rulesClassic {
		want.Classic = classicOf(m)
		want.Firewall.Settings = r.settings(r.samePlace())
	} else {
		want.Policy = r.policy(tags)
		want.Groups = wireGroups(m)
	}
	return want, r.problems
}

// tunnelConfiguration is the IP configuration of a firewall without public IPs, which tunnels all traffic: it carries the
// subnet alone.
const tunnelConfiguration = "private"

// samePlace is the prior model where its settings lived in the same object, else an empty one.
func (r *request) samePlace() model {
	if values.Known(r.prior.RulesAs) && r.prior.RulesAs.Equal(r.m.RulesAs) && r.prior.FirewallPolicyID.Equal(r.m.FirewallPolicyID) {
		return r.prior
	}
	return model{}
}

func (r *request) firewall(tags map[string]string) azure.Firewall {
	f := azure.Firewall{
		ID:       r.id(idPath, r.m.ID),
		Location: values.RequireString(path.Root("location"), r.m.Location, &r.problems),
		Tier:     values.RequireString(path.Root("sku_tier"), r.m.SKUTier, &r.problems),
		SubnetID: r.subnetID(firewallAt, r.m.FirewallSubnet),
		IPs:      map[string]azure.FirewallIP{},
		Tags:     tags,
	}
	if values.Known(r.m.PredictedPrivateIPAddress) {
		f.PredictedIP = r.m.PredictedPrivateIPAddress.ValueString()
	}
	// Zones are sent when the firewall is made; where Azure chose them, the choice stays Azure's.
	if values.Known(r.m.Zones) && len(r.m.Zones.Elements()) > 0 {
		f.Zones = azure.Set(values.StringSlice(path.Root("zones"), r.m.Zones, &r.problems))
	}
	before := values.ObjectMap[publicIPModel](r.ctx, publicIPsPath, r.prior.PublicIPs, &r.problems)
	for key, ip := range values.ObjectMap[publicIPModel](r.ctx, publicIPsPath, r.m.PublicIPs, &r.problems) {
		f.IPs[key] = azure.FirewallIP{PublicIP: r.publicIP(publicIPsPath.AtMapKey(key), ip, before[key], tags)}
	}
	if len(f.IPs) == 0 {
		f.IPs[tunnelConfiguration] = azure.FirewallIP{}
	}
	if management := values.OptionalObject[managementModel](r.ctx, managementPath, r.m.Management, &r.problems); management != nil {
		f.Management = r.management(*management, tags)
	}
	f.Autoscale = azure.Handover(r.autoscale(r.prior.Autoscale), r.autoscale(r.m.Autoscale))
	return f
}

func (r *request) publicIP(at path.Path, m, prior publicIPModel, tags map[string]string) *azure.PublicIP {
	if given := values.OptionalString(at.AtName("public_ip_address_id"), m.PublicIPAddressID, &r.problems); given != nil {
		return &azure.PublicIP{ID: r.parse(at.AtName("public_ip_address_id"), *given)}
	}
	made := &azure.MadePublicIP{Tags: tags}
	if zones := values.StringSlice(at.AtName("zones"), m.Zones, &r.problems); len(zones) > 0 {
		made.Zones = azure.Set(zones)
	}
	if prefix := values.OptionalString(at.AtName("public_ip_prefix_id"), m.PublicIPPrefixID, &r.problems); prefix != nil {
		made.PrefixID = r.parse(at.AtName("public_ip_prefix_id"), *prefix)
	}
	ipTags := values.StringMap(at.AtName("ip_tags"), m.IPTags, &r.problems)
	for _, kind := range sortedKeys(ipTags) {
		made.IPTags = append(made.IPTags, azure.IPTag{Type: kind, Tag: ipTags[kind]})
	}
	label := func(m publicIPModel) *string {
		return values.OptionalString(at.AtName("domain_name_label"), m.DomainNameLabel, &r.problems)
	}
	made.DNSLabel = azure.Handover(label(prior), label(m))
	return &azure.PublicIP{ID: r.id(at.AtName("id"), m.ID), Made: made}
}

func (r *request) management(m managementModel, tags map[string]string) *azure.ManagementIP {
	out := &azure.ManagementIP{
		Name:     values.RequireString(managementPath.AtName("name"), m.Name, &r.problems),
		SubnetID: r.subnetID(managementPath.AtName("subnet"), m.Subnet),
	}
	if given := values.OptionalString(managementPath.AtName("public_ip_address_id"), m.PublicIPAddressID, &r.problems); given != nil {
		out.PublicIP = azure.PublicIP{ID: r.parse(managementPath.AtName("public_ip_address_id"), *given)}
		return out
	}
	name := values.RequireString(managementPath.AtName("public_ip_name"), m.PublicIPName, &r.problems)
	out.PublicIP = azure.PublicIP{ID: r.sibling(azure.PublicIPType, name), Made: &azure.MadePublicIP{Tags: tags}}
	return out
}

// sibling is the ID of an object in the firewall's resource group.
func (r *request) sibling(kind, name string) armid.ID {
	id, _ := armid.Parse(r.m.ID.ValueString())
	group, _ := id.Parent()
	return group.Child(kind, name)
}

func (r *request) autoscale(v types.Object) *azure.Autoscale {
	m := values.OptionalObject[autoscaleModel](r.ctx, path.Root("autoscale"), v, &r.problems)
	if m == nil {
		return nil
	}
	return &azure.Autoscale{
		Min: values.OptionalInt32(path.Root("autoscale").AtName("min_capacity"), m.MinCapacity, &r.problems),
		Max: values.OptionalInt32(path.Root("autoscale").AtName("max_capacity"), m.MaxCapacity, &r.problems),
	}
}

func (r *request) settings(prior model) azure.Settings {
	mode := func(m model) *string {
		return values.OptionalString(threatIntelPath, m.ThreatIntelligenceMode, &r.problems)
	}
	ranges := func(m model) *[]string {
		if list := values.StringSlice(path.Root("private_ip_ranges"), m.PrivateIPRanges, &r.problems); list != nil {
			return &list
		}
		return nil
	}
	return azure.Settings{
		ThreatIntel:   azure.Handover(mode(prior), mode(r.m)),
		DNS:           azure.Handover(r.dns(prior), r.dns(r.m)),
		PrivateRanges: azure.Handover(ranges(prior), ranges(r.m)),
	}
}

// dns is one property of Azure's: whoever sets a part of it sets the whole.
func (r *request) dns(m model) *azure.DNS {
	proxy := values.OptionalBool(path.Root("dns_proxy_enabled"), m.DNSProxyEnabled, &r.problems)
	servers := values.StringSlice(path.Root("dns_servers"), m.DNSServers, &r.problems)
	if proxy == nil && servers == nil {
		return nil
	}
	dns := &azure.DNS{Servers: servers}
	if proxy != nil {
		dns.Proxy = *proxy
	}
	return dns
}

func (r *request) subnetID(at path.Path, v types.Object) armid.ID {
	subnet := values.OptionalObject[subnetModel](r.ctx, at, v, &r.problems)
	if subnet == nil {
		r.problems.Append(diags.AttributeBug(at, "the subnet is not known when it is to be sent"))
		return armid.ID{}
	}
	return r.resourceID(at.AtName("id"), subnet.ID)
}

func (r *request) resourceID(at path.Path, v customtypes.ResourceID) armid.ID {
	return r.parse(at, values.RequireString(at, v, &r.problems))
}

func (r *request) id(at path.Path, v types.String) armid.ID {
	return r.parse(at, values.RequireString(at, v, &r.problems))
}

func (r *request) parse(at path.Path, text string) armid.ID {
	id, err := armid.Parse(text)
	if err != nil {
		r.problems.Append(diags.AttributeBug(at, "the planned ID is not an ARM ID: "+err.Error()))
	}
	return id
}

// refuseUnknownRules: rules are read through views, which are silent about what is unknown, so this is asked first.
func (r *request) refuseUnknownRules() {
	values.RefuseUnknown("rule_collection_groups", r.m.RuleCollectionGroups, &r.problems)
	values.RefuseUnknown("network_rule_collections", r.m.NetworkRuleCollections, &r.problems)
	values.RefuseUnknown("application_rule_collections", r.m.ApplicationRuleCollections, &r.problems)
	values.RefuseUnknown("nat_rule_collections", r.m.NATRuleCollections, &r.problems)
	values.RefuseUnknown("aks", r.m.AKS, &r.problems)
	values.RefuseUnknown("routed_subnets", r.m.RoutedSubnets, &r.problems)
}

// unique is a list without repetitions, sorted.
func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
