package network

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// ReadFirewall reads any firewall.
func (n Egresses) ReadFirewall(ctx context.Context, id armid.ID) (LiveFirewall, error) {
	return readOne(ctx, n.client, id, readFirewall)
}

// ReadPolicy reads any firewall policy, without its groups.
func (n Egresses) ReadPolicy(ctx context.Context, id armid.ID) (LivePolicy, error) {
	return readOne(ctx, n.client, id, readPolicy)
}

// ReadPublicIP reads any public IP address.
func (n Egresses) ReadPublicIP(ctx context.Context, id armid.ID) (LivePublicIP, error) {
	return readOne(ctx, n.client, id, readPublicIP)
}

// ReadRouteTable reads any route table.
func (n Egresses) ReadRouteTable(ctx context.Context, id armid.ID) (LiveRouteTable, error) {
	return readOne(ctx, n.client, id, readRouteTable)
}

// ReadSubnet reads any subnet.
func (n Egresses) ReadSubnet(ctx context.Context, id armid.ID) (LiveSubnet, error) {
	return readOne(ctx, n.client, id, readSubnet)
}

func readOne[T any](ctx context.Context, client *armclient.Client, id armid.ID, read func(armclient.Object) (T, error)) (T, error) {
	object, err := client.GetCached(ctx, id, APIVersion)
	if err != nil {
		var zero T
		return zero, err
	}
	return read(object)
}

// FoundTable is a route table that leads to a firewall, and the subnets that use it.
type FoundTable struct {
	Table   LiveRouteTable
	Subnets []string // IDs, sorted
}

// FindTables looks for the route tables whose default route leads to the firewall's private address: those that are used by
// subnets of the firewall's network and of the networks that are peered with it. Unreadable names the peered networks and tables
// that could not be read, so that nothing found there does not look like nothing there. Both come sorted by ID.
func (n Egresses) FindTables(ctx context.Context, firewall LiveFirewall) (found []FoundTable, unreadable []string, err error) {
	hop := firewall.PrivateIP()
	home, err := firewall.network()
	if err != nil || hop == "" {
		return nil, nil, err
	}
	vnets := NewVirtualNetworks(n.client)
	hub, err := vnets.Get(ctx, home)
	if err != nil {
		return nil, nil, err
	}
	var peers []string
	for _, peering := range hub.Peerings {
		peers = append(peers, peering.RemoteID)
	}
	networks, unreadable := readable(ctx, peers, vnets.Get)
	users := map[string][]string{}
	for _, network := range append(networks, hub) {
		for _, subnet := range network.Subnets {
			if subnet.RouteTableID != "" {
				key := strings.ToLower(subnet.RouteTableID)
				users[key] = append(users[key], subnet.ID)
			}
		}
	}
	tables, more := readable(ctx, slices.Collect(maps.Keys(users)), n.ReadRouteTable)
	for _, table := range tables {
		if table.leadsTo(hop) {
			found = append(found, FoundTable{Table: table, Subnets: sorted(users[strings.ToLower(table.ID)])})
		}
	}
	slices.SortFunc(found, func(a, b FoundTable) int { return strings.Compare(a.Table.ID, b.Table.ID) })
	return found, sorted(append(unreadable, more...)), ctx.Err()
}

// readable reads all at once and tells which could not be read.
func readable[T any](ctx context.Context, texts []string, read func(context.Context, armid.ID) (T, error)) (objects []T, unreadable []string) {
	var mu sync.Mutex
	run := newFlow(ctx)
	for _, text := range texts {
		run.step(func(ctx context.Context) error {
			id, err := armid.Parse(text)
			var object T
			if err == nil {
				object, err = read(ctx, id)
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				unreadable = append(unreadable, text)
			} else {
				objects = append(objects, object)
			}
			return nil
		})
	}
	_ = run.end() // the steps answer no errors; a cancelled context is seen by the caller
	return objects, unreadable
}

// leadsTo reports whether the default route goes to the address.
func (t LiveRouteTable) leadsTo(address string) bool {
	for _, route := range t.Routes {
		if route.Prefix == DefaultPrefix && strings.EqualFold(route.HopType, HopAppliance) && route.HopAddress == address {
			return true
		}
	}
	return false
}

// network is the virtual network that the firewall lies in, zero for a deallocated one.
func (f LiveFirewall) network() (armid.ID, error) {
	for _, ip := range f.IPs {
		if ip.SubnetID == "" {
			continue
		}
		subnet, err := armid.Parse(ip.SubnetID)
		if err != nil {
			return armid.ID{}, err
		}
		network, _ := subnet.Parent()
		return network, nil
	}
	return armid.ID{}, nil
}
