package survey

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// Reading is what a survey found.
type Reading struct {
	// Document is the live configuration, without flows: ready for the evaluator (document.Document.Case), and to be saved
	// and judged later. Objects have their own name, and a longer one where that is not enough to tell them apart; Name
	// translates.
	Document document.Document
	// Gaps are what is not known, in the order in which it was missed.
	Gaps []Gap

	found *visitor
	names names
}

// Name is the name in the document of what an ARM ID names: "network/subnet" for subnets. It is the ID itself for what
// the survey has not met.
func (r *Reading) Name(id armid.ID) string { return r.names.of(id) }

// World is the live configuration as the evaluator takes it, under the names of the document. A document that a survey
// makes can always be built, which a fuzz test holds it to; were it not so, nothing would be known.
func (r *Reading) World() egress.World {
	c, err := r.Document.Case(nil)
	if err != nil {
		return egress.World{}
	}
	return c.World
}

// Rename writes the names of the document into another one, in place of the ARM IDs that the survey has met, so that a
// document that refers to live objects by their IDs can be merged with the reading.
func (r *Reading) Rename(d *document.Document) { r.names.rewrite(d) }

func (v *visitor) reading(scope Scope) *Reading {
	r := &Reading{found: v}
	d := document.Document{Version: document.Version}
	for _, id := range v.order {
		v.add(&d, id)
	}
	for _, id := range scope.Policies {
		if g, failed := v.failed[id.Key()]; failed && g.Kind != Missing {
			d.Policies = append(d.Policies, unreadPolicy(id))
		}
	}
	v.missing(&d)
	v.unreadPeers(&d)
	v.endpoints(&d)
	v.addresses(&d)
	v.appliances(&d)
	for _, id := range scope.Clusters {
		if o, read := v.get(id); read {
			d.Clusters = append(d.Clusters, clusterOf(id, o))
		}
	}
	r.names = namesOf(&d)
	r.names.rewrite(&d)
	r.Document, r.Gaps = d, v.gaps
	return r
}

// add converts one object that was read.
func (v *visitor) add(d *document.Document, id armid.ID) {
	o, read := v.get(id)
	switch {
	case !read:
		if id.IsType(networkType) && v.near[id.Key()] {
			d.Networks = append(d.Networks, unreadNetwork(id))
		}
	case id.IsType(networkType):
		n := networkOf(id, o)
		v.gateway(&n, o)
		v.interfaces(&n, o)
		d.Networks = append(d.Networks, n)
	case id.IsType(tableType):
		d.RouteTables = append(d.RouteTables, tableOf(id, o))
	case id.IsType(securityGroupType):
		d.SecurityGroups = append(d.SecurityGroups, securityGroupOf(id, o))
	case id.IsType(natGatewayType):
		d.NATGateways = append(d.NATGateways, natGatewayOf(id, o))
	case id.IsType(firewallType) && v.followed[id.Key()]:
		d.Firewalls = append(d.Firewalls, firewallOf(id, o))
	case id.IsType(policyType):
		p := policyOf(id, o)
		v.groups(&p, o)
		d.Policies = append(d.Policies, p)
	case id.IsType(ipGroupType):
		d.IPGroups = append(d.IPGroups, ipGroupOf(id, o))
	}
}

// groups adds a policy's rule collection groups; one that could not be read is there without its rules.
func (v *visitor) groups(p *document.Policy, o armclient.Object) {
	ids, _ := references(o, "", "properties", "ruleCollectionGroups")
	for _, id := range ids {
		group := unreadGroup(id)
		if g, read := v.get(id); read {
			group = groupOf(id, g)
		}
		p.Groups.Items = append(p.Groups.Items, group)
	}
}

// gateway adds the gateway of a network. What it has learned ARM does not say; whether it is one for ExpressRoute decides
// over routes that name it (RT-16).
func (v *visitor) gateway(n *document.Network, o armclient.Object) {
	for _, user := range usersOf(subnetNamed(o.Objects("properties", "subnets"), "GatewaySubnet")) {
		id, _ := user.Parent()
		if !id.IsType(gatewayType) {
			continue
		}
		if n.Gateway == nil {
			n.Gateway = &document.Gateway{Name: id.Name(), Learned: document.List[string]{Unknown: true}}
		}
		g, _ := v.get(id)
		if strings.EqualFold(g.String("properties", "gatewayType"), "ExpressRoute") {
			n.Gateway.ExpressRoute = true
		}
	}
}

// missing adds the subnets of interest that are not in their network's answer, so that a flow from one has a source.
func (v *visitor) missing(d *document.Document) {
	for _, id := range v.starts {
		network, _ := id.Parent()
		for i := range d.Networks {
			n := &d.Networks[i]
			if !network.EqualFold(n.Name) || hasSubnet(n, id.Name()) {
				continue
			}
			subnet := unreadSubnet(id.Name())
			if o, read := v.get(id); read {
				if s, ok := subnetOf(o); ok {
					subnet = s
				}
			} else if _, networkRead := v.get(network); networkRead {
				v.gap(Gap{ID: id, For: "subnet " + id.Name(), Kind: Missing, Reason: "the network has no such subnet"})
			}
			n.Subnets = append(n.Subnets, subnet)
		}
	}
}

func hasSubnet(n *document.Network, name string) bool {
	for _, s := range n.Subnets {
		if strings.EqualFold(s.Name, name) {
			return true
		}
	}
	return false
}

// unreadPeers adds the peers of the networks of interest that could not be read. Their ranges are known from this side;
// what the other half lets pass, and whether there is a gateway, is not.
func (v *visitor) unreadPeers(d *document.Document) {
	var stubs []document.Network
	for _, n := range d.Networks {
		id, _ := armid.Parse(n.Name)
		if !v.near[id.Key()] {
			continue
		}
		for _, p := range n.Peerings.Items {
			remote, err := armid.Parse(p.Remote)
			if err != nil {
				continue
			}
			if _, read := v.get(remote); read || v.near[remote.Key()] {
				continue
			}
			stubs = append(stubs, document.Network{
				Name: p.Remote, AddressSpace: stubSpace(p.RemoteAddressSpace), DNSServers: document.List[string]{Unknown: true},
				Gateway: &document.Gateway{Learned: document.List[string]{Unknown: true}}, OutOfScope: scopeUnread,
				Peerings: document.List[document.Peering]{Unknown: true, Items: []document.Peering{{
					Name: p.Name, Remote: n.Name, AllowAccess: document.UnknownLeaf[bool](), AllowForwardedTraffic: document.UnknownLeaf[bool](),
					UseRemoteGateways: document.UnknownLeaf[bool](),
				}}},
			})
		}
	}
	d.Networks = append(d.Networks, merged(stubs)...)
}

func stubSpace(space document.List[string]) document.List[string] {
	if space.IsZero() {
		space.Unknown = true
	}
	return space
}

// merged joins the stubs of one network that several others have as peer.
func merged(stubs []document.Network) []document.Network {
	var out []document.Network
	at := map[string]int{}
	for _, s := range stubs {
		key := strings.ToLower(s.Name)
		i, seen := at[key]
		if !seen {
			at[key] = len(out)
			out = append(out, s)
			continue
		}
		out[i].Peerings.Items = append(out[i].Peerings.Items, s.Peerings.Items...)
	}
	return out
}

// addresses fills in the addresses of public IPs.
func (v *visitor) addresses(d *document.Document) {
	fill := func(list []document.PublicIP) {
		for i := range list {
			if id, err := armid.Parse(list[i].Name); err == nil {
				if o, read := v.get(id); read {
					list[i].Address = publicAddress(o)
				}
			}
		}
	}
	for i := range d.Firewalls {
		fill(d.Firewalls[i].PublicIPs.Items)
	}
	for i := range d.NATGateways {
		fill(d.NATGateways[i].PublicIPs.Items)
	}
}
