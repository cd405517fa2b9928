package preflight

import (
	"net/netip"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// typeAppliance is the type of an egress whose hop belongs to others.
const typeAppliance = "appliance"

// The kinds of hops, as the objects of both resources name them.
const (
	hopFirewall = "azure_firewall"
	hopGateway  = "virtual_network_gateway"
)

// hop reads where the default route leads.
func (d *decoded) hop(hop view.Fields, unknown bool) {
	if hop == nil && !unknown && d.given() {
		return
	}
	kind := hop.Text("kind")
	d.device = unnamedHop
	if id := hop.Text("id"); id.Known {
		d.device = d.names.of(id.Value)
	}
	if subnet := hop.Text("subnet_id"); subnet.Known {
		d.hopSubnet, _ = armid.Parse(subnet.Value)
	}
	// A resource that owns a firewall tells its rules; of another device they are declared, or nothing is told.
	groups, rules := d.fields["rule_collection_groups"]
	rules = rules && (groups == nil || !groups.IsNull())
	own := rules && d.fields.Text("type").Value != typeAppliance
	d.owned = own
	switch {
	case kind.Known && kind.Value == hopGateway:
		d.device = ""
	case own, kind.Known && kind.Value == hopFirewall:
		d.azureFirewall(hop, rules)
	default:
		d.otherDevice(hop)
		if rules && kind.Known {
			d.declaredRules()
		}
	}
}

// otherDevice is an appliance. Its rules are not known, unless they are declared.
func (d *decoded) otherDevice(hop view.Fields) {
	d.appliance = &egress.Appliance{Name: d.device, PublicIPsOpen: true}
	a, known := address(hop.Text("private_ip_address")).Get()
	if known {
		d.appliance.Addresses = []netip.Addr{a}
	} else {
		d.appliance.AddressUnknown = true
	}
	if !d.hopSubnet.IsZero() {
		d.appliance.Subnet = d.names.subnet(d.hopSubnet)
	}
}

func (d *decoded) azureFirewall(hop view.Fields, rules bool) {
	f := &egress.Firewall{
		Name: d.device, Tier: value(d.how, hop.Text("sku_tier"), egress.Standard, func(t string) egress.Tier { return egress.Tier(t) }),
		PrivateIP:       address(hop.Text("private_ip_address")),
		ForcedTunneling: value(d.how, hop.Flag("forced_tunnelling"), false, func(on bool) bool { return on }),
	}
	d.firewall = f
	if !d.hopSubnet.IsZero() {
		f.Subnet = d.names.subnet(d.hopSubnet)
	}
	if !rules {
		f.Policy, f.CollectionsOpen, f.PublicIPsOpen = egress.Unknown[string](), true, true
		return
	}
	exits := view.Map(d.fields["exit_addresses"])
	f.PublicIPsOpen = !exits.Complete || d.fields["exit_addresses"] == nil
	for _, key := range exits.Keys {
		f.PublicIPs = append(f.PublicIPs, egress.PublicIP{Name: d.publicIP(key), Address: address(view.Text(exits.Values[key]))})
	}
	groups, open := d.groups()
	switch as := d.fields.Text("rules_as"); {
	case as.Unknown:
		f.Policy, f.CollectionsOpen = egress.Unknown[string](), true
	case as.Known && as.Value == "classic":
		f.Classic, f.CollectionsOpen = d.settings(), open
		for _, g := range groups {
			f.Collections = append(f.Collections, g.Collections...)
			f.CollectionsOpen = f.CollectionsOpen || g.Open
		}
		others := d.others()
		f.CollectionsOpen = f.CollectionsOpen || others == othersThere || others == othersCome && d.how == cautious
	default:
		d.ownPolicy(groups, open)
	}
}

// others says what an object tells of rules that others have where its own are.
type others int

const (
	othersNone  others = iota // rules_complete is true
	othersThere               // false, or not known: there may be some that nobody told
	othersCome                // null: others are to add what is missing, and until they have nothing is missed
)

func (d *decoded) others() others {
	v, told := d.fields["rules_complete"]
	complete := d.fields.Flag("rules_complete")
	switch {
	case complete.Known && complete.Value:
		return othersNone
	case told && v.IsNull():
		return othersCome
	}
	return othersThere
}

// ownPolicy is the policy that the rules go into. One of others may have more groups, and a parent.
func (d *decoded) ownPolicy(groups []egress.Group, open bool) {
	name := d.fields.Text("firewall_policy_id")
	d.policy = &egress.Policy{Name: d.device + " policy", Tier: d.firewall.Tier, Settings: d.settings(), Groups: groups, Open: open}
	if name.Known {
		d.policy.Name = d.names.of(name.Value)
	}
	switch d.others() {
	case othersThere:
		d.policy.Parent, d.policy.Open = egress.Unknown[string](), true
	case othersCome:
		d.awaits = d.how == cautious
		d.policy.Open = d.policy.Open || d.awaits
	case othersNone:
	}
	d.firewall.Policy = egress.Known(d.policy.Name)
}

// settings of the policy or classic firewall. What the configuration leaves unset is whatever is set.
func (d *decoded) settings() egress.Settings {
	s := view.Object(d.fields["settings"])
	if s == nil && d.fields["settings"] != nil && d.fields["settings"].IsUnknown() {
		return egress.Settings{
			ThreatIntelligence: egress.Unknown[egress.Mode](), IntrusionDetection: egress.Unknown[egress.Mode](), DNSProxy: egress.Unknown[bool](),
			DNSServers: egress.Unknown[[]netip.Addr](), PrivateRanges: egress.Unknown[*netset.Addresses](),
		}
	}
	mode := func(name string, fallback egress.Mode) egress.Value[egress.Mode] {
		return value(d.how, s.Text(name), fallback, func(m string) egress.Mode { return egress.Mode(m) })
	}
	out := egress.Settings{
		ThreatIntelligence: mode("threat_intelligence_mode", egress.ModeAlert), IntrusionDetection: mode("intrusion_detection_mode", egress.ModeOff),
		DNSProxy: value(d.how, s.Flag("dns_proxy_enabled"), false, func(on bool) bool { return on }), DNSServers: untold[[]netip.Addr](d.how, nil),
		PrivateRanges: untold[*netset.Addresses](d.how, nil),
	}
	if s["private_ip_ranges"] != nil && !s["private_ip_ranges"].IsNull() {
		out.PrivateRanges = privateRanges(view.Texts(s["private_ip_ranges"]))
	}
	return out
}

// privateRanges are destinations that are not translated (FW-36).
func privateRanges(texts view.List) egress.Value[*netset.Addresses] {
	var all netset.Addresses
	for _, text := range texts.Items {
		if strings.EqualFold(text, "IANAPrivateRanges") {
			all = all.Union(egress.IANAPrivateRanges())
			continue
		}
		a, err := netset.ParseAddressesMasked(text)
		if err != nil {
			return egress.Unknown[*netset.Addresses]()
		}
		all = all.Union(a)
	}
	if !texts.Complete {
		return egress.Unknown[*netset.Addresses]()
	}
	return egress.Known(&all)
}
