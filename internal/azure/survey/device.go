package survey

import (
	"net/netip"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// appliances describes the addresses that routes lead to and that are no firewall's: a third-party device, the balancer
// before several of them, or nothing. What passes there nobody but the device knows (RT-17).
func (v *visitor) appliances(d *document.Document) {
	known := map[string]bool{}
	for _, f := range d.Firewalls {
		known[f.PrivateIP.Value] = true
	}
	for _, t := range d.RouteTables {
		for _, r := range t.Routes.Items {
			address := r.HopAddress.Value
			if address == "" || known[address] {
				continue
			}
			known[address] = true
			d.Appliances = append(d.Appliances, document.Appliance{
				Name: "appliance at " + address, Addresses: document.ListOf(address), Subnet: holder(d.Networks, address),
				PublicIPs: document.List[document.PublicIP]{Unknown: true},
			})
		}
	}
}

// holder is the one subnet that an address lies in; empty where there is none or several networks have it.
func holder(networks []document.Network, text string) string {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return ""
	}
	found := ""
	for _, n := range networks {
		id, err := armid.Parse(n.Name)
		if err != nil {
			continue
		}
		for _, s := range n.Subnets {
			for _, prefix := range s.AddressPrefixes.Items {
				if p, err := netip.ParsePrefix(prefix); err != nil || !p.Contains(address) {
					continue
				}
				if found != "" {
					return ""
				}
				found = id.Child("subnets", s.Name).String()
			}
		}
	}
	return found
}

// endpoints adds the private endpoints of the networks that were read. Each is a host route in its network and the peers
// (RT-13). Where the addresses of one are not known, a network that sees it can be judged only as long as no route of a
// user competes with that host route.
func (v *visitor) endpoints(d *document.Document) {
	for _, id := range v.order {
		network, ok := id.Parent()
		o, read := v.get(id)
		if !id.IsType(networkType) || !read || !ok || network.IsZero() {
			continue
		}
		for _, s := range o.Objects("properties", "subnets") {
			ids, whole := references(s, endpointType, "properties", "privateEndpoints")
			for _, endpoint := range ids {
				e, _ := v.get(endpoint)
				pe := endpointOf(endpoint, id.Child("subnets", s.Name()), e)
				whole = whole && len(pe.Addresses) > 0
				if len(pe.Addresses) > 0 {
					d.PrivateEndpoints = append(d.PrivateEndpoints, pe)
				}
			}
			if !whole {
				v.doubtEndpoint(d, id, prefixesOf(s))
			}
		}
	}
}

// endpointOf converts a private endpoint, whose addresses stand beside the names that it answers to.
func endpointOf(id, subnet armid.ID, o armclient.Object) document.PrivateEndpoint {
	pe := document.PrivateEndpoint{Name: id.String(), Subnet: subnet.String()}
	for _, c := range o.Objects("properties", "customDnsConfigs") {
		pe.Addresses = append(pe.Addresses, texts(c, addressText, "ipAddresses").Items...)
		if name, ok := nameText(c.String("fqdn")); ok {
			pe.Names = append(pe.Names, name)
		}
	}
	for _, c := range o.Objects("properties", "ipConfigurations") {
		if address, ok := addressText(c.String("properties", "privateIPAddress")); ok {
			pe.Addresses = append(pe.Addresses, address)
		}
	}
	return pe
}

// doubtEndpoint leaves networks undecided that see an endpoint of unknown address in the prefixes of its subnet, and have
// a route of a user that is no default route and may meet it.
func (v *visitor) doubtEndpoint(d *document.Document, home armid.ID, prefixes document.List[string]) {
	for i := range d.Networks {
		n := &d.Networks[i]
		if n.OutOfScope == "" && (home.EqualFold(n.Name) || hasPeer(n, home)) && competes(d, n, prefixes) {
			n.OutOfScope = scopeEndpoints
		}
	}
}

func hasPeer(n *document.Network, id armid.ID) bool {
	for _, p := range n.Peerings.Items {
		if id.EqualFold(p.Remote) {
			return true
		}
	}
	return false
}

// competes reports whether a route on a subnet of the network, a default route aside, may hold an address of the prefixes.
func competes(d *document.Document, n *document.Network, prefixes document.List[string]) bool {
	for _, s := range n.Subnets {
		for _, t := range d.RouteTables {
			if s.RouteTable.Value == "" || !sameID(s.RouteTable.Value, t.Name) {
				continue
			}
			for _, r := range t.Routes.Items {
				if meets(r.Prefix, prefixes) {
					return true
				}
			}
		}
	}
	return false
}

func meets(route document.Leaf[string], prefixes document.List[string]) bool {
	p, err := netip.ParsePrefix(route.Value)
	if route.Unknown || err != nil || prefixes.Unknown {
		return true // a tag, or not known
	}
	for _, text := range prefixes.Items {
		if q, err := netip.ParsePrefix(text); err != nil || p.Bits() > 0 && p.Overlaps(q) {
			return true
		}
	}
	return false
}

func sameID(a, b string) bool {
	id, err := armid.Parse(a)
	return err == nil && id.EqualFold(b)
}
