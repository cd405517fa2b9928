package network

import (
	"fmt"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// PublicIPType is the ARM type of a public IP address.
const PublicIPType = "Microsoft.Network/publicIPAddresses"

// LivePublicIP is a public IP address as ARM shows it.
type LivePublicIP struct {
	ID         string
	Name       string
	Location   string
	Address    string // empty until Azure has assigned it
	SKU        string
	Allocation string // Static or Dynamic
	Version    string // IPv4 or IPv6
	Zones      []string
	PrefixID   string
	IPTags     []IPTag
	DNSLabel   string
	FQDN       string
	UsedBy     string // ID of the IP configuration that holds it
	Tags       map[string]string

	ProvisioningState string
}

// edit brings a public IP of ours to what is wanted. What Azure takes only at creation is sent only then.
func (p MadePublicIP) edit(e *edit, location string, prior, mark map[string]string, isNew bool) {
	if isNew {
		p.editNew(e, location)
	}
	place(e, p.DNSLabel, e.object.String("properties", "dnsSettings", "domainNameLabel"), strings.EqualFold,
		func(label string) any { return label }, "properties", "dnsSettings", "domainNameLabel")
	e.tags(prior, p.Tags, mark)
}

func (p MadePublicIP) editNew(e *edit, location string) {
	e.set(location, "location")
	e.set(string(armnetwork.PublicIPAddressSKUNameStandard), "sku", "name")
	e.set(string(armnetwork.PublicIPAddressSKUTierRegional), "sku", "tier")
	e.set(string(armnetwork.IPAllocationMethodStatic), "properties", "publicIPAllocationMethod")
	e.set(string(armnetwork.IPVersionIPv4), "properties", "publicIPAddressVersion")
	if zones := p.Zones.Value(); zones != nil {
		e.set(texts(*zones), "zones")
	}
	if !p.PrefixID.IsZero() {
		e.set(p.PrefixID.String(), "properties", "publicIPPrefix", "id")
	}
	if len(p.IPTags) > 0 {
		tags := []any{}
		for _, tag := range p.IPTags {
			tags = append(tags, map[string]any{"ipTagType": tag.Type, "tag": tag.Tag})
		}
		e.set(tags, "properties", "ipTags")
	}
}

// readPublicIP decodes a public IP address.
func readPublicIP(object armclient.Object) (LivePublicIP, error) {
	var sdk armnetwork.PublicIPAddress
	if err := object.Decode(&sdk); err != nil {
		return LivePublicIP{}, fmt.Errorf("decoding public IP %q: %w", object.Name(), err)
	}
	live := LivePublicIP{
		ID: value(sdk.ID), Name: value(sdk.Name), Location: value(sdk.Location), Zones: sorted(values(sdk.Zones)), Tags: object.Tags(),
	}
	if sdk.SKU != nil {
		live.SKU = string(value(sdk.SKU.Name))
	}
	properties := sdk.Properties
	if properties == nil {
		return live, nil
	}
	live.Address = value(properties.IPAddress)
	live.Allocation = string(value(properties.PublicIPAllocationMethod))
	live.Version = string(value(properties.PublicIPAddressVersion))
	live.ProvisioningState = string(value(properties.ProvisioningState))
	if properties.PublicIPPrefix != nil {
		live.PrefixID = value(properties.PublicIPPrefix.ID)
	}
	for _, tag := range properties.IPTags {
		if tag != nil {
			live.IPTags = append(live.IPTags, IPTag{Type: value(tag.IPTagType), Tag: value(tag.Tag)})
		}
	}
	if properties.DNSSettings != nil {
		live.DNSLabel, live.FQDN = value(properties.DNSSettings.DomainNameLabel), value(properties.DNSSettings.Fqdn)
	}
	if properties.IPConfiguration != nil {
		live.UsedBy = value(properties.IPConfiguration.ID)
	}
	return live, nil
}

func texts(list []string) []any {
	wire := make([]any, 0, len(list))
	for _, text := range list {
		wire = append(wire, text)
	}
	return wire
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}
