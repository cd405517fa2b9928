package network

import (
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"
)

// editIPs brings the IP configurations to what is wanted. Those of others stay. Exactly one carries the subnet, which
// gives the firewall its private address.
func (w firewallWrite) editIPs(e *edit, live LiveFirewall) {
	want := w.wantedIPs()
	carrier := carrierOf(want, live, w.dropsIP)
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(want)) {
		entries = append(entries, entry{name: name, build: func(e *edit) {
			subnet, public := "", ""
			if strings.EqualFold(name, carrier) {
				subnet = w.want.Firewall.SubnetID.String()
			}
			if want[name].PublicIP != nil {
				public = want[name].PublicIP.ID.String()
			}
			e.reference(subnet, "properties", "subnet")
			e.reference(public, "properties", "publicIPAddress")
		}})
	}
	e.named(w.dropsIP, entries, "properties", "ipConfigurations")
}

func (w firewallWrite) wantedIPs() map[string]FirewallIP {
	if w.want.Firewall.Deallocated {
		return nil
	}
	return w.want.Firewall.IPs
}

// dropsIP reports whether an IP configuration of that name goes with this write.
func (w firewallWrite) dropsIP(name string) bool {
	_, had := lookup(w.prior.Firewall.IPs, name)
	_, wanted := lookup(w.want.Firewall.IPs, name)
	if w.want.Firewall.Deallocated {
		return had || wanted
	}
	return had && !wanted && !w.keepIPs
}

// carrierOf is the name of the IP configuration that carries the subnet: the one that does already, unless it goes, else
// the first of the wanted ones.
func carrierOf(want map[string]FirewallIP, live LiveFirewall, drops func(string) bool) string {
	for _, name := range slices.Sorted(maps.Keys(live.IPs)) {
		if live.IPs[name].SubnetID != "" && !drops(name) {
			return name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		return name
	}
	return ""
}

// swapsIPs reports whether the change both adds and removes IP configurations of a running firewall. It then takes two
// writes, so that there is no moment without an address (peers.md pain 7).
func (w firewallWrite) swapsIPs(live LiveFirewall) bool {
	adds, removes := false, false
	for name := range w.wantedIPs() {
		_, there := lookup(live.IPs, name)
		adds = adds || !there
	}
	for name := range live.IPs {
		removes = removes || w.dropsIP(name)
	}
	return adds && removes
}

// editManagement writes the management IP configuration. A deallocated firewall has none.
func (w firewallWrite) editManagement(e *edit) {
	management := w.want.Firewall.Management
	path := []string{"properties", "managementIpConfiguration"}
	if management == nil || w.want.Firewall.Deallocated {
		if w.prior.Firewall.Management != nil || w.want.Firewall.Deallocated {
			e.unset(path...)
		}
		return
	}
	if !strings.EqualFold(e.object.String(append(path, "name")...), management.Name) {
		e.set(management.Name, append(path, "name")...)
	}
	e.reference(management.SubnetID.String(), append(path, "properties", "subnet")...)
	e.reference(management.PublicIP.ID.String(), append(path, "properties", "publicIPAddress")...)
}

func (f *LiveFirewall) readIPs(properties *armnetwork.AzureFirewallPropertiesFormat) {
	for _, configuration := range properties.IPConfigurations {
		if configuration == nil {
			continue
		}
		ip := LiveFirewallIP{}
		if p := configuration.Properties; p != nil {
			ip = LiveFirewallIP{SubnetID: referenced(p.Subnet), PublicIPID: referenced(p.PublicIPAddress), PrivateIP: value(p.PrivateIPAddress)}
		}
		f.IPs[value(configuration.Name)] = ip
	}
	if management := properties.ManagementIPConfiguration; management != nil {
		f.Management = &LiveManagementIP{Name: value(management.Name)}
		if p := management.Properties; p != nil {
			f.Management.SubnetID, f.Management.PublicIPID = referenced(p.Subnet), referenced(p.PublicIPAddress)
		}
	}
}

func referenced(reference *armnetwork.SubResource) string {
	if reference == nil {
		return ""
	}
	return value(reference.ID)
}
