package firewallegress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// response turns what was seen into a model. Before is the state or, after a mutation, the plan: it tells what is ours. A
// property that the configuration never named may belong to another writer and is not shown.
type response struct {
	ctx      context.Context //nolint:containedctx // a response lives within one call
	before   model
	ours     azure.Egress
	live     azure.LiveEgress
	problems diag.Diagnostics
}

// publish is the model of what was seen. Spelling and emptiness are the business of values.RestorePlanned and
// values.KeepEmptiness, which callers apply.
func publish(ctx context.Context, before model, ours azure.Egress, live azure.LiveEgress) (model, diag.Diagnostics) {
	r := &response{ctx: ctx, before: before, ours: ours, live: live}
	m := before
	if live.Firewall == nil {
		r.live.Firewall = &azure.LiveFirewall{Location: before.Location.ValueString(), Tier: before.SKUTier.ValueString()}
	} else {
		m.Location = customtypes.NewLocation(live.Firewall.Location)
		m.SKUTier = types.StringValue(live.Firewall.Tier)
		m.Zones = values.SetOfStringsOrNull(live.Firewall.Zones)
	}
	m.PrivateIPAddress = values.StringOrNull(r.live.Firewall.PrivateIP())
	m.PublicIPs = r.publicIPs()
	m.Management = r.management()
	m.PublicIPAddresses = r.addresses(m.PublicIPs)
	r.settings(&m)
	r.policy(&m)
	groups := r.rules(&m)
	routes := r.routing(&m)
	m.Tags, m.TagsAll = r.tags(before.Tags), r.tags(before.TagsAll)
	m.Egress = exported{m: m, routes: routes, groups: groups, others: types.BoolValue(live.RulesOfOthers)}.value()
	return m, r.problems
}

// publicIPs shows those that the firewall uses. One that is given and not used any more is not there, so that the plan adds it
// again. One that is made here is there as long as it exists: the firewall may have given it up in a change that was cut
// short before the address was deleted. What it lacks then is its address in public_ip_addresses, which the plan mends.
func (r *response) publicIPs() types.Map {
	had := values.ObjectMap[publicIPModel](r.ctx, publicIPsPath, r.before.PublicIPs, &r.problems)
	shown := map[string]publicIPModel{}
	for key, m := range had {
		ip, attached := r.live.Firewall.IPs[key]
		live, found := r.live.PublicIPs[key]
		if !attached && (!found || !m.PublicIPAddressID.IsNull()) {
			continue
		}
		if attached && !convergence.SameID(m.ID.ValueString(), ip.PublicIPID) {
			m.ID = values.StringOrNull(ip.PublicIPID)
			m.PublicIPAddressID = customtypes.NewResourceIDPointer(nonEmpty(ip.PublicIPID))
		}
		if found && m.PublicIPAddressID.IsNull() {
			m = madeIP(m, live)
		}
		shown[key] = m
	}
	if r.before.PublicIPs.IsNull() {
		return r.before.PublicIPs
	}
	return values.ObjectMapFrom(r.ctx, publicIPTypes, shown, &r.problems)
}

// madeIP shows the properties of an address of ours that the configuration names.
func madeIP(m publicIPModel, live azure.LivePublicIP) publicIPModel {
	if !m.Zones.IsNull() {
		m.Zones = values.SetOfStringsOrNull(live.Zones)
	}
	if !m.PublicIPPrefixID.IsNull() {
		m.PublicIPPrefixID = customtypes.NewResourceIDPointer(nonEmpty(live.PrefixID))
	}
	if !m.IPTags.IsNull() {
		m.IPTags = values.MapOfStringsOrNull(ipTags(live))
	}
	if !m.DomainNameLabel.IsNull() {
		m.DomainNameLabel = values.StringOrNull(live.DNSLabel)
	}
	return m
}

func ipTags(live azure.LivePublicIP) map[string]string {
	tags := map[string]string{}
	for _, tag := range live.IPTags {
		tags[tag.Type] = tag.Tag
	}
	return tags
}

// addresses are the addresses of the public IPs that the firewall uses. One that is given may not be readable for us: its
// address is then missing.
func (r *response) addresses(ips types.Map) types.Map {
	found := map[string]string{}
	shown := ips.Elements()
	for key, address := range r.live.Addresses() {
		_, here := shown[key]
		if _, attached := r.live.Firewall.IPs[key]; here && attached {
			found[key] = address
		}
	}
	return values.MapOfStrings(found)
}

func (r *response) management() types.Object {
	m := values.OptionalObject[managementModel](r.ctx, managementPath, r.before.Management, &r.problems)
	live := r.live.Firewall.Management
	if m == nil || live == nil {
		return types.ObjectNull(managementTypes)
	}
	m.Name = types.StringValue(live.Name)
	if subnet := values.OptionalObject[subnetModel](r.ctx, managementPath.AtName("subnet"), m.Subnet, &r.problems); subnet != nil &&
		!convergence.SameID(subnet.ID.ValueString(), live.SubnetID) {
		subnet.ID = customtypes.NewResourceID(live.SubnetID)
		m.Subnet = values.ObjectFrom(r.ctx, subnetTypes, subnet, &r.problems)
	}
	if r.ours.Firewall.Management != nil && !r.ours.Firewall.Management.PublicIP.ID.EqualFold(live.PublicIPID) {
		m.PublicIPAddressID = customtypes.NewResourceIDPointer(nonEmpty(live.PublicIPID))
	}
	return values.ObjectFrom(r.ctx, managementTypes, m, &r.problems)
}

// settings shows those that the configuration names, where they live: in our policy, or on the firewall.
func (r *response) settings(m *model) {
	if autoscale := values.OptionalObject[autoscaleModel](r.ctx, idPath, r.before.Autoscale, &r.problems); autoscale != nil {
		m.Autoscale = types.ObjectValueMust(r.before.Autoscale.AttributeTypes(r.ctx), map[string]attr.Value{
			"min_capacity": values.NullableInt32(r.live.Firewall.Autoscale.Min), "max_capacity": values.NullableInt32(r.live.Firewall.Autoscale.Max),
		})
	}
	live := r.live.Firewall.Settings
	if r.ours.Policy != nil {
		if r.live.Policy == nil {
			return
		}
		live = r.live.Policy.Settings
	}
	if !r.before.DNSProxyEnabled.IsNull() {
		m.DNSProxyEnabled = types.BoolValue(live.DNS.Proxy)
	}
	if !r.before.DNSServers.IsNull() {
		m.DNSServers = values.ListOfOrNull(customtypes.IPAddressType{}, live.DNS.Servers)
	}
	if !r.before.PrivateIPRanges.IsNull() {
		m.PrivateIPRanges = values.SetOfStringsOrNull(live.PrivateRanges)
	}
	if !r.before.ThreatIntelligenceMode.IsNull() {
		m.ThreatIntelligenceMode = values.StringOrNull(live.ThreatIntel)
	}
}

// tags shows ours. They stand on several objects: a value that one of them lacks or has otherwise is shown as it is there,
// so that the plan mends it.
func (r *response) tags(before types.Map) types.Map {
	if before.IsNull() || before.IsUnknown() {
		return before
	}
	shown := before
	for _, live := range r.tagged() {
		own := lifecycle.OwnTags(before, live)
		if !own.Equal(before) {
			shown = own
		}
	}
	return shown
}

// tagged are the tags of the objects of ours that are there.
func (r *response) tagged() []map[string]string {
	var all []map[string]string
	if r.live.Firewall.ID != "" {
		all = append(all, r.live.Firewall.Tags)
	}
	if r.live.Policy != nil {
		all = append(all, r.live.Policy.Tags)
	}
	if r.live.Table != nil && !r.ours.Routing.Table.Existing {
		all = append(all, r.live.Table.Tags)
	}
	for name, ip := range r.ours.Firewall.PublicIPs() {
		if live, found := r.live.PublicIPs[name]; found && ip.Made != nil {
			all = append(all, live.Tags)
		}
	}
	return all
}

func nonEmpty(text string) *string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &text
}
