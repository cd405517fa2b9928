package survey

import (
	"context"
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Scope is where a survey starts.
type Scope struct {
	// Subnets whose egress is of interest, in any subscription.
	Subnets []armid.ID
	// Clusters are AKS clusters; their node, pod and API server subnets are of interest.
	Clusters []armid.ID
	// Policies are firewall policies whose rules, and those of their parents, are of interest. One that may be there but could
	// not be read is in the answer, with nothing known of it.
	Policies []armid.ID
}

// Surveyor reads live configuration. It is safe for concurrent use.
type Surveyor struct{ client *armclient.Client }

// New works through the given client.
func New(client *armclient.Client) Surveyor { return Surveyor{client: client} }

// Read reads what decides over the egress of the scope. It sends GETs only, each object once, and fails on nothing: what
// cannot be read is not known in the answer and among its gaps.
func (s Surveyor) Read(ctx context.Context, scope Scope) *Reading {
	v := &visitor{crawl: newCrawl(s.client), sources: map[string]bool{}, near: map[string]bool{}, followed: map[string]bool{}}
	for _, id := range scope.Clusters {
		v.ask(id, "cluster "+id.Name())
	}
	for _, id := range scope.Subnets {
		v.source(id)
	}
	for _, id := range scope.Policies {
		v.ask(id, "policy "+id.Name())
	}
	v.run(ctx, v.visit, v.settle)
	return v.reading(scope)
}

// visitor knows what each kind of object leads to.
type visitor struct {
	*crawl
	// sources are the subnets of interest, near their networks; by key.
	sources, near map[string]bool
	starts        []armid.ID // the subnets of interest, as they came up
	// followed are the firewalls that something leads to.
	followed map[string]bool
}

// source makes a subnet one of interest.
func (v *visitor) source(id armid.ID) {
	network, ok := id.Parent()
	if !id.IsType(subnetType) || !ok {
		v.gap(Gap{ID: id, For: "subnet " + id.Name(), Kind: Odd, Reason: "this is not the ID of a subnet"})
		return
	}
	if v.sources[id.Key()] {
		return
	}
	v.sources[id.Key()], v.near[network.Key()] = true, true
	v.starts = append(v.starts, id)
	v.ask(network, "network "+network.Name())
	if o, read := v.get(network); read {
		v.visitNetwork(network, o)
	}
}

func (v *visitor) visit(w want, o armclient.Object) {
	switch {
	case w.id.IsType(clusterType):
		for _, subnet := range clusterSubnets(o) {
			v.source(subnet)
		}
	case w.id.IsType(networkType):
		v.visitNetwork(w.id, o)
	case w.id.IsType(subnetType):
		v.visitSubnet(w.id.Name(), o)
	case w.id.IsType(natGatewayType):
		v.askAll(o, publicIPType, "public IP of NAT gateway "+w.id.Name(), "publicIpAddresses")
	case w.id.IsType(policyType):
		v.askOne(o, policyType, "parent of policy "+w.id.Name(), "basePolicy")
		v.askAll(o, "", "rule collection group of policy "+w.id.Name(), "ruleCollectionGroups")
	case w.id.IsType(ruleGroupType):
		for _, c := range o.Objects("properties", "ruleCollections") {
			v.askGroups(c.Objects("rules"))
		}
	}
}

// visitNetwork asks for what routes and filters the subnets of interest, and for the network's surroundings.
func (v *visitor) visitNetwork(id armid.ID, o armclient.Object) {
	subnets := o.Objects("properties", "subnets")
	for _, s := range subnets {
		own := id.Child("subnets", s.Name())
		role := strings.EqualFold(s.Name(), "AzureFirewallSubnet") || strings.EqualFold(s.Name(), "AzureFirewallManagementSubnet")
		if v.sources[own.Key()] || role && len(usersOf(s)) > 0 {
			v.visitSubnet(s.Name(), s)
		}
		if v.sources[own.Key()] {
			v.visitMachines(s.Name(), s)
		}
		v.askAll(s, endpointType, "private endpoint in "+s.Name(), "privateEndpoints")
	}
	for _, user := range usersOf(subnetNamed(subnets, "AzureFirewallSubnet")) {
		if firewall, ok := user.Parent(); ok && firewall.IsType(firewallType) {
			v.ask(firewall, "firewall "+firewall.Name())
		}
	}
	for _, user := range usersOf(subnetNamed(subnets, "GatewaySubnet")) {
		if gateway, ok := user.Parent(); ok && gateway.IsType(gatewayType) {
			v.ask(gateway, "gateway "+gateway.Name())
		}
	}
	if v.near[id.Key()] {
		v.visitPeers(id, o)
	}
}

func (v *visitor) visitPeers(id armid.ID, o armclient.Object) {
	for i, p := range o.Objects("properties", "virtualNetworkPeerings") {
		remote, ok := idAt(p, networkType, "properties", "remoteVirtualNetwork", "id")
		if !ok {
			continue
		}
		what := fmt.Sprintf("network %s, a peer of %s", remote.Name(), id.Name())
		if i >= maxPeers {
			v.gap(Gap{ID: remote, For: what, Kind: Skipped, Reason: fmt.Sprintf("only %d peers of a network are read", maxPeers)})
			continue
		}
		if why := unsettled(p); why != "" {
			v.gap(Gap{ID: id.Child("virtualNetworkPeerings", p.Name()), For: "peering " + p.Name(), Kind: Unsettled, Reason: why})
		}
		v.ask(remote, what)
	}
}

// visitSubnet asks for what routes and filters a subnet.
func (v *visitor) visitSubnet(name string, o armclient.Object) {
	v.askOne(o, tableType, "route table of "+name, "routeTable")
	v.askOne(o, securityGroupType, "security group of "+name, "networkSecurityGroup")
	v.askOne(o, natGatewayType, "NAT gateway of "+name, "natGateway")
}

// settle asks for the policies of firewalls that routes lead to or that answer name queries; the rules of others decide
// nothing. Where a network may not be read, its subnet may be.
func (v *visitor) settle() {
	for _, id := range v.starts {
		network, _ := id.Parent()
		if g, failed := v.failed[network.Key()]; failed && g.Kind == Forbidden {
			v.ask(id, "subnet "+id.Name())
		}
	}
	hops := v.hops()
	for _, id := range v.order {
		o, read := v.get(id)
		if !read || !id.IsType(firewallType) || v.followed[id.Key()] {
			continue
		}
		f := firewallOf(id, o)
		if !f.PrivateIP.Set || !hops[f.PrivateIP.Value] {
			continue
		}
		v.followed[id.Key()] = true
		v.askOne(o, policyType, "policy of firewall "+id.Name(), "firewallPolicy")
		for _, c := range o.Objects("properties", "ipConfigurations") {
			v.askOne(c, publicIPType, "public IP of firewall "+id.Name(), "publicIPAddress")
		}
		for _, member := range []string{"natRuleCollections", "networkRuleCollections", "applicationRuleCollections"} {
			for _, c := range o.Objects("properties", member) {
				v.askGroups(c.Objects("properties", "rules"))
			}
		}
	}
}

// hops are the addresses that route tables lead to and that networks send name queries to.
func (v *visitor) hops() map[string]bool {
	found := map[string]bool{}
	for _, id := range v.order {
		o, read := v.get(id)
		switch {
		case !read:
		case id.IsType(tableType):
			for _, r := range tableOf(id, o).Routes.Items {
				if r.HopAddress.Set && !r.HopAddress.Unknown {
					found[r.HopAddress.Value] = true
				}
			}
		case id.IsType(networkType):
			for _, server := range networkOf(id, o).DNSServers.Items {
				found[server] = true
			}
		}
	}
	return found
}

func (v *visitor) askOne(o armclient.Object, typ, what, member string) {
	if id, ok := idAt(o, typ, "properties", member, "id"); ok {
		v.ask(id, what)
	}
}

func (v *visitor) askAll(o armclient.Object, typ, what, member string) {
	ids, _ := references(o, typ, "properties", member)
	for _, id := range ids {
		v.ask(id, what)
	}
}

// askGroups asks for the IP groups of rules.
func (v *visitor) askGroups(rules []armclient.Object) {
	for _, r := range rules {
		for _, member := range []string{"sourceIpGroups", "destinationIpGroups"} {
			for _, text := range texts(r, groupText, member).Items {
				if id, err := armid.Parse(text); err == nil {
					v.ask(id, "IP group "+id.Name())
				}
			}
		}
	}
}
