package armtypes

import (
	"fmt"
	"net/netip"
	"strings"
)

const (
	firewallConfigurationType   = firewallType + "/azureFirewallIpConfigurations"
	ipConfigurationsPath        = "properties.ipConfigurations"
	managementConfigurationPath = "properties.managementIpConfiguration"
	// Within a configuration.
	configurationSubnetPath = "properties.subnet.id"
	publicIPPath            = "properties.publicIPAddress.id"
	privateIPPath           = "properties.privateIPAddress"

	// formerAddressPath keeps the private address that a deallocated firewall had. No answer shows it.
	formerAddressPath = "properties.formerPrivateIPAddress"
)

// azureFirewallIPConfigurations have an id, to which public IPs and subnets point back, but no URL (arm-wire.md 1.3).
func azureFirewallIPConfigurations() *Type {
	return &Type{
		Name:          firewallConfigurationType,
		APIVersions:   networkVersions,
		Family:        NRP,
		Access:        NotAddressable,
		NameRule:      networkName,
		Embed:         &Embed{Paths: []string{ipConfigurationsPath, managementConfigurationPath}},
		NoTags:        true,
		ReadOnlyPaths: []string{privateIPPath},
		Defaults:      map[string]any{"properties.privateIPAllocationMethod": "Dynamic"},
		References: []Reference{
			{Path: configurationSubnetPath, To: subnetType, SameLocation: true},
			{Path: publicIPPath, To: publicIPType, SameLocation: true},
		},
	}
}

// firewallConfigurations are those of data and, last, that of management.
func firewallConfigurations(firewall Object) []Object {
	all := firewall.Objs(ipConfigurationsPath)
	if m := firewall.Obj(managementConfigurationPath); m != nil {
		all = append(all, m)
	}
	return all
}

// dataConfiguration is the one with the subnet and the private address, nil when the firewall is deallocated.
func dataConfiguration(firewall Object) Object {
	for _, c := range firewall.Objs(ipConfigurationsPath) {
		if c.Str(configurationSubnetPath) != "" {
			return c
		}
	}
	return nil
}

// fillFirewallAddress: the private address is the firewall's and survives a change of its configurations' names. One that is deallocated
// remembers it.
func fillFirewallAddress(w *Write) {
	for _, c := range w.Body.Objs(ipConfigurationsPath) {
		if c.Str(configurationSubnetPath) == "" {
			c.Remove(privateIPPath)
		}
	}
	w.Body.Remove(managementConfigurationPath + "." + privateIPPath)
	address := dataConfiguration(w.Prev).Str(privateIPPath)
	if address == "" {
		return
	}
	if c := dataConfiguration(w.Body); c != nil {
		c.Set(privateIPPath, address)
		return
	}
	w.Body.Set(formerAddressPath, address)
}

// allocateFirewall gives a starting firewall its private address: the first usable one of the subnet, and after a deallocation the next
// one, so that whoever does not follow a changed address notices (aks-facts.md 3.3, 4.3).
func allocateFirewall(w *Write) {
	c := dataConfiguration(w.Body)
	if c == nil || c.Str(privateIPPath) != "" {
		return
	}
	subnet, ok := w.Get(c.Str(configurationSubnetPath))
	if !ok {
		return
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
	former, _ := netip.ParseAddr(w.Body.Str(formerAddressPath))
	for _, p := range prefixes {
		if !p.Addr().Is4() {
			continue
		}
		if address, ok := nextFirewallAddress(p, former); ok {
			c.Set(privateIPPath, address.String())
		}
		return
	}
}

// nextFirewallAddress is the usable address after the former one, and the first where there is none such.
func nextFirewallAddress(p netip.Prefix, former netip.Addr) (netip.Addr, bool) {
	if next := former.Next(); p.Contains(former) && p.Contains(next) && !reservedAddress(p, next) {
		return next, true
	}
	return freeAddress([]netip.Prefix{p}, nil)
}

// publicIPLimit is how many data configurations a firewall can have (FW-45).
const publicIPLimit = 250

func validateFirewallAddresses(w *Write) []*Error {
	data, management := w.Body.Objs(ipConfigurationsPath), w.Body.Obj(managementConfigurationPath)
	var errs []*Error
	if management != nil {
		errs = append(errs, validateManagementConfiguration(w, management)...)
	}
	if len(data) > publicIPLimit {
		errs = append(errs, Invalid("AzureFirewallIpConfigurationsLimitExceeded", "Azure Firewall %s has %d IP configurations, more than %d.", w.ID, len(data), publicIPLimit).
			At(ipConfigurationsPath).Unsure())
	}
	if len(data) > 0 {
		errs = append(errs, validateDataConfigurations(w, data, management)...)
	}
	errs = append(errs, validatePublicIPs(w)...)
	errs = append(errs, refuseMove(w)...)
	return append(errs, found(refuseSecondFirewall(w), refuseFirewallTable(w))...)
}

// validateDataConfigurations: exactly one has the subnet, the others bring one more public IP each; the first needs none when a
// management configuration carries the platform's own traffic (aks-facts.md 3.3, 4.1).
func validateDataConfigurations(w *Write, data []Object, management Object) []*Error {
	var errs []*Error
	subnets := 0
	for i, c := range data {
		at := fmt.Sprintf("%s[%d]", ipConfigurationsPath, i)
		if c.Str(configurationSubnetPath) != "" {
			subnets++
			errs = append(errs, found(refuseFirewallSubnet(w, c, "AzureFirewallSubnet", at))...)
		}
		if c.Str(publicIPPath) == "" && (c.Str(configurationSubnetPath) == "" || management == nil) {
			errs = append(errs, Invalid("AzureFirewallIpConfigurationMissingPublicIPAddress", "IP configuration %s of Azure Firewall %s must have a public IP address.", c.Str("name"), w.ID).
				At(at+"."+publicIPPath).Unsure())
		}
	}
	if subnets != 1 {
		errs = append(errs, Invalid("AzureFirewallInvalidSubnetReferences", "Azure Firewall %s must have exactly one IP configuration with a subnet, not %d.", w.ID, subnets).
			At(ipConfigurationsPath).Unsure())
	}
	if management == nil && strings.EqualFold(w.Body.Str(firewallTierPath), "Basic") {
		errs = append(errs, Invalid("AzureFirewallBasicTierRequiresManagementIpConfiguration", "Azure Firewall %s of tier Basic must have a management IP configuration.", w.ID).
			At(managementConfigurationPath).Unsure())
	}
	return errs
}

// validateManagementConfiguration: its own subnet in the same network, its own public IP, its own name (aks-facts.md 3.3, 3.5).
func validateManagementConfiguration(w *Write, c Object) []*Error {
	var errs []*Error
	if !networkName.MatchString(c.Str("name")) {
		errs = append(errs, Invalid("InvalidResourceName", "Resource name %s is invalid. The name does not follow the rules of its resource type.", c.Str("name")).
			At(managementConfigurationPath+".name"))
	}
	for _, d := range w.Body.Objs(ipConfigurationsPath) {
		if strings.EqualFold(d.Str("name"), c.Str("name")) {
			errs = append(errs, Invalid("DuplicateResourceName", "Resource %s has two child resources with the same name (%s).", w.ID, c.Str("name")).
				At(managementConfigurationPath+".name").Unsure())
		}
	}
	if c.Str(publicIPPath) == "" || c.Str(configurationSubnetPath) == "" {
		return append(errs, Invalid("AzureFirewallManagementIpConfigurationIncomplete", "The management IP configuration of Azure Firewall %s must have a subnet and a public IP address.", w.ID).
			At(managementConfigurationPath).Unsure())
	}
	errs = append(errs, found(refuseFirewallSubnet(w, c, "AzureFirewallManagementSubnet", managementConfigurationPath))...)
	data := networkOf(dataConfiguration(w.Body))
	if data != "" && !strings.EqualFold(data, networkOf(c)) {
		errs = append(errs, Invalid("AzureFirewallManagementSubnetInDifferentVirtualNetwork", "The subnets of Azure Firewall %s must lie in one virtual network.", w.ID).
			At(managementConfigurationPath+"."+configurationSubnetPath).Unsure())
	}
	return errs
}

// networkOf is the id of the virtual network that a configuration lies in, "" when it has no subnet.
func networkOf(configuration Object) string {
	subnet, err := ParseID(configuration.Str(configurationSubnetPath))
	if err != nil {
		return ""
	}
	network, _ := subnet.Parent()
	return network.String()
}

// firewallSubnetBits is the longest prefix of a subnet of a firewall (aks-facts.md 3.3).
const firewallSubnetBits = 26

// refuseFirewallSubnet demands the reserved name and the size.
func refuseFirewallSubnet(w *Write, c Object, name, at string) *Error {
	subnet, ok := w.Get(c.Str(configurationSubnetPath))
	if !ok {
		return nil // the engine answers InvalidResourceReference
	}
	if !strings.EqualFold(subnet.ID.Name(), name) {
		return Invalid("SubnetNameMustBe"+name, "IP configuration %s of Azure Firewall %s must use a subnet named %s, not %s.", c.Str("name"), w.ID, name, subnet.ID.Name()).
			At(at + "." + configurationSubnetPath).Unsure()
	}
	prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
	for _, p := range prefixes {
		if p.Addr().Is4() && p.Bits() <= firewallSubnetBits {
			return nil
		}
	}
	return Invalid("AzureFirewallSubnetSizeTooSmall", "Subnet %s of Azure Firewall %s must be at least /%d.", subnet.ID, w.ID, firewallSubnetBits).At(at + "." + configurationSubnetPath).Unsure()
}
