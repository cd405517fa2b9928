package network

import (
	"fmt"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// FirewallType is the ARM type of an Azure Firewall.
const FirewallType = "Microsoft.Network/azureFirewalls"

// LiveFirewall is a firewall as ARM shows it.
type LiveFirewall struct {
	ID         string
	Name       string
	Location   string
	SKU        string // AZFW_VNet or AZFW_Hub
	Tier       string
	Zones      []string
	IPs        map[string]LiveFirewallIP
	Management *LiveManagementIP
	PolicyID   string
	Settings   LiveSettings // of the firewall itself; with a policy the policy's count
	Classic    []LiveCollection
	Autoscale  Autoscale
	Tags       map[string]string

	ProvisioningState string
}

// LiveFirewallIP is one IP configuration as ARM shows it.
type LiveFirewallIP struct {
	SubnetID   string // of the one that carries the subnet
	PublicIPID string
	PrivateIP  string
}

// LiveManagementIP is the management IP configuration as ARM shows it.
type LiveManagementIP struct {
	Name       string
	SubnetID   string
	PublicIPID string
}

// PrivateIP is the address that routes lead to, empty while the firewall has none.
func (f LiveFirewall) PrivateIP() string {
	for _, ip := range f.IPs {
		if ip.SubnetID != "" && ip.PrivateIP != "" {
			return ip.PrivateIP
		}
	}
	return ""
}

// Deallocated reports a firewall that is stopped: it has no IP configurations.
func (f LiveFirewall) Deallocated() bool { return len(f.IPs) == 0 }

// firewallWrite is what one PUT of the firewall brings about.
type firewallWrite struct {
	prior, want Egress
	classic     map[string]Collection // the wanted classic collections, resolved
	keepIPs     bool                  // IP configurations that are to go stay for this write
	mark        map[string]string
}

// edit brings the firewall to what is wanted.
func (w firewallWrite) edit(e *edit) {
	live, err := readFirewall(e.object)
	if err != nil {
		e.err = err
		return
	}
	f := w.want.Firewall
	if live.Location == "" {
		e.set(f.Location, "location")
		e.set(string(armnetwork.AzureFirewallSKUNameAZFWVnet), "properties", "sku", "name")
		if zones := f.Zones.Value(); zones != nil && len(*zones) > 0 {
			e.set(texts(*zones), "zones")
		}
	}
	e.text(f.Tier, "properties", "sku", "tier")
	w.editIPs(e, live)
	w.editManagement(e)
	w.editRules(e)
	f.editSettings(e, live.Settings)
	place(e, f.Autoscale, live.Autoscale, Autoscale.equal, Autoscale.wire, "properties", "autoscaleConfiguration")
	e.tags(w.prior.Firewall.Tags, f.Tags, w.mark)
}

// editRules attaches the policy or writes the classic collections. Both at once are refused by Azure
// (AzureFirewallPolicyAndRuleCollectionsConflict), so that a change from one to the other is one write of both.
func (w firewallWrite) editRules(e *edit) {
	policy := ""
	if w.want.Policy != nil {
		policy = w.want.Policy.ID.String()
	}
	e.reference(policy, "properties", "firewallPolicy")
	editClassic(e, w.prior.Classic, w.classic)
}

// Names of the settings that a firewall without a policy keeps in additionalProperties (azurerm firewall_resource.go, 2021).
const (
	additionalProperties = "additionalProperties"
	classicProxy         = "Network.DNS.EnableProxy"
	classicServers       = "Network.DNS.Servers"
	classicRanges        = "Network.SNAT.PrivateRanges"
)

func (f Firewall) editSettings(e *edit, live LiveSettings) {
	place(e, f.Settings.ThreatIntel, live.ThreatIntel, strings.EqualFold, func(mode string) any { return mode }, "properties", "threatIntelMode")
	place(e, f.Settings.PrivateRanges, live.PrivateRanges, sameMembers, func(ranges []string) any { return strings.Join(ranges, ",") },
		"properties", additionalProperties, classicRanges)
	if !changed(f.Settings.DNS, live.DNS, DNS.equal) {
		return
	}
	want := f.Settings.DNS.Value()
	if want == nil {
		e.unset("properties", additionalProperties, classicProxy)
		e.unset("properties", additionalProperties, classicServers)
		return
	}
	e.text(fmt.Sprint(want.Proxy), "properties", additionalProperties, classicProxy)
	e.text(strings.Join(want.Servers, ","), "properties", additionalProperties, classicServers)
}

func (a Autoscale) equal(other Autoscale) bool {
	return value(a.Min) == value(other.Min) && value(a.Max) == value(other.Max)
}

func (a Autoscale) wire() any {
	wire := map[string]any{}
	if a.Min != nil {
		wire["minCapacity"] = *a.Min
	}
	if a.Max != nil {
		wire["maxCapacity"] = *a.Max
	}
	return wire
}

// readFirewall decodes a firewall.
func readFirewall(object armclient.Object) (LiveFirewall, error) {
	var sdk armnetwork.AzureFirewall
	if err := object.Decode(&sdk); err != nil {
		return LiveFirewall{}, fmt.Errorf("decoding firewall %q: %w", object.Name(), err)
	}
	live := LiveFirewall{
		ID: value(sdk.ID), Name: value(sdk.Name), Location: value(sdk.Location), Zones: sorted(values(sdk.Zones)), Tags: object.Tags(),
		IPs: map[string]LiveFirewallIP{},
	}
	properties := sdk.Properties
	if properties == nil {
		return live, nil
	}
	live.ProvisioningState = string(value(properties.ProvisioningState))
	if properties.SKU != nil {
		live.SKU, live.Tier = string(value(properties.SKU.Name)), string(value(properties.SKU.Tier))
	}
	if properties.FirewallPolicy != nil {
		live.PolicyID = value(properties.FirewallPolicy.ID)
	}
	if properties.AutoscaleConfiguration != nil {
		live.Autoscale = Autoscale{Min: properties.AutoscaleConfiguration.MinCapacity, Max: properties.AutoscaleConfiguration.MaxCapacity}
	}
	live.Settings = LiveSettings{ThreatIntel: string(value(properties.ThreatIntelMode))}
	more := properties.AdditionalProperties
	live.Settings.DNS = DNS{Proxy: strings.EqualFold(value(more[classicProxy]), "true"), Servers: commas(value(more[classicServers]))}
	live.Settings.PrivateRanges = commas(value(more[classicRanges]))
	live.readIPs(properties)
	var err error
	live.Classic, err = readClassic(object)
	return live, err
}

// commas splits a list as additionalProperties has it.
func commas(text string) []string {
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
