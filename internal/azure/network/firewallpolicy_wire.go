package network

import (
	"fmt"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// FirewallPolicyType is the ARM type of a firewall policy.
const FirewallPolicyType = "Microsoft.Network/firewallPolicies"

// LiveSettings are the settings of a policy or a firewall as ARM shows them.
type LiveSettings struct {
	ThreatIntel   string
	DNS           DNS
	PrivateRanges []string
}

// LivePolicy is a firewall policy as ARM shows it.
type LivePolicy struct {
	ID            string
	Name          string
	Location      string
	Tier          string
	BaseID        string
	Settings      LiveSettings
	Allowlist     Allowlist
	Intrusion     string
	TLSInspection TLSCert
	SQLRedirect   bool
	Groups        []string // IDs
	Firewalls     []string // IDs of the firewalls that use it
	Children      []string // IDs of the policies below it
	Tags          map[string]string

	ProvisioningState string
}

// edit brings a policy of ours to what is wanted.
func (p Policy) edit(e *edit, prior, mark map[string]string) {
	live, err := readPolicy(e.object)
	if err != nil {
		e.err = err
		return
	}
	if live.Location == "" {
		e.set(p.Location, "location")
	}
	e.text(p.Tier, "properties", "sku", "tier")
	place(e, p.Base, live.BaseID, strings.EqualFold, func(id string) any { return map[string]any{"id": id} }, "properties", "basePolicy")
	place(e, p.Settings.ThreatIntel, live.Settings.ThreatIntel, strings.EqualFold, func(mode string) any { return mode }, "properties", "threatIntelMode")
	place(e, p.SQLRedirect, live.SQLRedirect, same[bool], func(on bool) any { return on }, "properties", "sql", "allowSqlRedirect")
	place(e, p.Intrusion, live.Intrusion, strings.EqualFold, func(mode string) any { return mode }, "properties", "intrusionDetection", "mode")
	place(e, p.Settings.PrivateRanges, live.Settings.PrivateRanges, sameMembers, func(ranges []string) any { return texts(ranges) }, "properties", "snat", "privateRanges")
	p.editDNS(e, live.Settings.DNS)
	p.editAllowlist(e, live.Allowlist)
	p.editTLS(e, live.TLSInspection)
	e.tags(prior, p.Tags, mark)
}

func (p Policy) editDNS(e *edit, live DNS) {
	if !changed(p.Settings.DNS, live, DNS.equal) {
		return
	}
	want := p.Settings.DNS.Value()
	if want == nil {
		e.unset("properties", "dnsSettings")
		return
	}
	e.set(want.Proxy, "properties", "dnsSettings", "enableProxy")
	e.set(texts(want.Servers), "properties", "dnsSettings", "servers")
}

func (p Policy) editAllowlist(e *edit, live Allowlist) {
	equal := func(a, b Allowlist) bool {
		return sameMembers(a.Addresses, b.Addresses) && sameMembers(a.FQDNs, b.FQDNs)
	}
	place(e, p.Allowlist, live, equal, func(list Allowlist) any {
		return map[string]any{"ipAddresses": texts(list.Addresses), "fqdns": texts(list.FQDNs)}
	}, "properties", "threatIntelWhitelist")
}

// editTLS writes the certificate authority together with the identity that reads it, of which a policy has one.
func (p Policy) editTLS(e *edit, live TLSCert) {
	equal := func(a, b TLSCert) bool {
		return a.Name == b.Name && strings.EqualFold(a.SecretID, b.SecretID) && strings.EqualFold(a.IdentityID, b.IdentityID)
	}
	if !changed(p.TLSInspection, live, equal) {
		return
	}
	want := p.TLSInspection.Value()
	if want == nil {
		e.unset("properties", "transportSecurity")
		e.unset("identity")
		return
	}
	owned, err := encode(armnetwork.FirewallPolicyCertificateAuthority{Name: to.Ptr(want.Name), KeyVaultSecretID: to.Ptr(want.SecretID)})
	if err != nil {
		e.err = err
		return
	}
	e.set(owned, "properties", "transportSecurity", "certificateAuthority")
	if !strings.EqualFold(live.IdentityID, want.IdentityID) {
		e.set(string(armnetwork.ResourceIdentityTypeUserAssigned), "identity", "type")
		e.set(map[string]any{want.IdentityID: map[string]any{}}, "identity", "userAssignedIdentities")
	}
}

func (d DNS) equal(other DNS) bool {
	return d.Proxy == other.Proxy && slices.Equal(d.Servers, other.Servers)
}

// readPolicy decodes a firewall policy.
func readPolicy(object armclient.Object) (LivePolicy, error) {
	var sdk armnetwork.FirewallPolicy
	if err := object.Decode(&sdk); err != nil {
		return LivePolicy{}, fmt.Errorf("decoding firewall policy %q: %w", object.Name(), err)
	}
	live := LivePolicy{ID: value(sdk.ID), Name: value(sdk.Name), Location: value(sdk.Location), Tags: object.Tags()}
	properties := sdk.Properties
	if properties == nil {
		return live, nil
	}
	live.ProvisioningState = string(value(properties.ProvisioningState))
	live.Settings.ThreatIntel = string(value(properties.ThreatIntelMode))
	live.Groups, live.Firewalls, live.Children = ids(properties.RuleCollectionGroups), ids(properties.Firewalls), ids(properties.ChildPolicies)
	if properties.SKU != nil {
		live.Tier = string(value(properties.SKU.Tier))
	}
	if properties.BasePolicy != nil {
		live.BaseID = value(properties.BasePolicy.ID)
	}
	if properties.DNSSettings != nil {
		live.Settings.DNS = DNS{Proxy: value(properties.DNSSettings.EnableProxy), Servers: values(properties.DNSSettings.Servers)}
	}
	if properties.Snat != nil {
		live.Settings.PrivateRanges = values(properties.Snat.PrivateRanges)
	}
	if properties.ThreatIntelWhitelist != nil {
		live.Allowlist = Allowlist{Addresses: values(properties.ThreatIntelWhitelist.IPAddresses), FQDNs: values(properties.ThreatIntelWhitelist.Fqdns)}
	}
	if properties.IntrusionDetection != nil {
		live.Intrusion = string(value(properties.IntrusionDetection.Mode))
	}
	if properties.SQL != nil {
		live.SQLRedirect = value(properties.SQL.AllowSQLRedirect)
	}
	if properties.TransportSecurity != nil && properties.TransportSecurity.CertificateAuthority != nil {
		authority := properties.TransportSecurity.CertificateAuthority
		live.TLSInspection = TLSCert{Name: value(authority.Name), SecretID: value(authority.KeyVaultSecretID), IdentityID: identityOf(sdk.Identity)}
	}
	return live, nil
}

func identityOf(identity *armnetwork.ManagedServiceIdentity) string {
	if identity == nil || len(identity.UserAssignedIdentities) != 1 {
		return ""
	}
	for id := range identity.UserAssignedIdentities {
		return id
	}
	return ""
}

func ids(references []*armnetwork.SubResource) []string {
	var list []string
	for _, reference := range references {
		if reference != nil && reference.ID != nil {
			list = append(list, *reference.ID)
		}
	}
	return list
}
