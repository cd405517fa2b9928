package firewallegress

import (
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// foundTable is a route table that leads to the firewall, with the subnets that use it.
type foundTable struct {
	live    azure.LiveRouteTable
	subnets map[string]azure.LiveSubnet // by ID
}

// table finds the route table: the one that is named, else the only one that subnets of the firewall's network or of its
// peers use and whose default route leads to the firewall. Anything else is refused: a guess could take over a table of
// others.
func (i *importing) table(named string) (foundTable, bool) {
	subnets, ok := i.subnets()
	if !ok {
		return foundTable{}, false
	}
	if named != "" {
		id, _ := armid.Parse(named)
		return i.readTable(id, subnets)
	}
	var found []foundTable
	seen := map[string]bool{}
	for _, key := range sortedKeys(subnets) {
		id, err := armid.Parse(subnets[key].RouteTableID)
		if err != nil || seen[id.Key()] {
			continue
		}
		seen[id.Key()] = true
		table, ok := i.readTable(id, subnets)
		if !ok {
			return foundTable{}, false
		}
		if leadsTo(table.live, i.firewall.PrivateIP()) {
			found = append(found, table)
		}
	}
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		i.fail(routeTableIDAt, fmt.Sprintf("No subnet of the firewall's network or of a peer uses a route table whose default route leads to the firewall %s (%s).\n\n"+
			"Name the table: `%s|<route table>`.", i.id, i.firewall.PrivateIP(), i.id))
	default:
		var ids []string
		for _, table := range found {
			ids = append(ids, table.live.ID)
		}
		i.fail(routeTableIDAt, fmt.Sprintf("Several route tables lead to the firewall %s: %s.\n\nName the one to manage here: `%s|%s`.", i.id, strings.Join(ids, ", "), i.id, ids[0]))
	}
	return foundTable{}, false
}

// leadsTo reports that the table's default route leads to the address.
func leadsTo(table azure.LiveRouteTable, address string) bool {
	for _, route := range table.Routes {
		if route.Prefix == azure.DefaultPrefix && route.HopType == azure.HopAppliance && route.HopAddress == address && address != "" {
			return true
		}
	}
	return false
}

func (i *importing) readTable(id armid.ID, subnets map[string]azure.LiveSubnet) (foundTable, bool) {
	live, err := i.r.egresses().Read(i.ctx, azure.Egress{Routing: azure.Routing{Table: azure.RouteTable{ID: id}}})
	if err != nil {
		i.fail(routeTableIDAt, "Reading the route table "+id.String()+": "+err.Error())
		return foundTable{}, false
	}
	if live.Table == nil {
		i.fail(routeTableIDAt, "The route table "+id.String()+" does not exist.")
		return foundTable{}, false
	}
	found := foundTable{live: *live.Table, subnets: map[string]azure.LiveSubnet{}}
	for key, subnet := range subnets {
		if id.EqualFold(subnet.RouteTableID) {
			found.subnets[key] = subnet
		}
	}
	return found, true
}

// subnets are those of the firewall's network and of the networks that it is peered with, by ID. A peer that cannot be read
// has none.
func (i *importing) subnets() (map[string]azure.LiveSubnet, bool) {
	all := map[string]azure.LiveSubnet{}
	networks := azure.NewVirtualNetworks(i.r.account.Client)
	own, ok := i.subnetID().Parent()
	if !ok {
		i.fail(firewallAt, "The firewall "+i.id.String()+" stands in no virtual network, or is stopped. Start it first: a stopped firewall has no address to which a route could lead.")
		return nil, false
	}
	network, err := networks.Get(i.ctx, own)
	if err != nil {
		i.fail(firewallAt, "Reading the firewall's network "+own.String()+": "+err.Error())
		return nil, false
	}
	add := func(network azure.LiveNetwork) {
		for _, subnet := range network.Subnets {
			all[subnet.ID] = subnet
		}
	}
	add(network)
	for _, name := range sortedKeys(network.Peerings) {
		id, err := armid.Parse(network.Peerings[name].RemoteID)
		if err != nil {
			continue
		}
		peer, err := networks.Get(i.ctx, id)
		switch {
		case err == nil:
			add(peer)
		case !armclient.IsNotFound(err):
			i.problems.AddAttributeWarning(routedPath, "A peered network cannot be read", "Its subnets are not looked at: "+err.Error())
		}
	}
	return all, true
}

// subnetID is the subnet that the firewall stands in.
func (i *importing) subnetID() armid.ID {
	for _, ip := range i.firewall.IPs {
		if id, err := armid.Parse(ip.SubnetID); err == nil {
			return id
		}
	}
	return armid.ID{}
}
