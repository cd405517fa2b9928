package applianceegress

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/convergence"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// preflight holds a plan against what exists: the networks of the routed subnets, and a route table of others (law L6). It is done at plan and
// again before the first write. What cannot be read, or is not there yet, is not decidable: nothing is said of it. Only what
// changes is judged: a verdict about the live world must not block a change that has nothing to do with it.
func (r *egressResource) preflight(ctx context.Context, plan, state model) diag.Diagnostics {
	var problems diag.Diagnostics
	now, before := shapeOf(ctx, plan), shapeOf(ctx, state)
	skip, _ := values.KnownStrings(plan.SkipChecks)
	var found findings
	if !values.Known(now.appliance.PrivateIPAddress) {
		judgeLoops(now, &found) // the configuration alone did not know the address
		if address := now.hopAddress(); address.IsValid() {
			found.hop(address, objectPath(now.appliance), "appliance")
		}
	}
	judgeSubscriptions(now, &found)
	if r.account.Known() {
		ctx, cancel := context.WithTimeout(armclient.WithReadCache(ctx), preflightTimeout)
		defer cancel()
		w := &world{ctx: ctx, r: r, now: now, before: before, found: &found}
		w.subnets()
		w.table()
	}
	diags.AppendChecks(&problems, skip, found.list...)
	return problems
}

// placeSource says where a table must be.
const placeSource = "learn.microsoft.com/azure/virtual-network/manage-route-table"

// judgeSubscriptions: a table serves subnets of its own subscription and region only. The table's ID is not known before the plan.
func judgeSubscriptions(s shape, found *findings) {
	table, known := s.m.RouteTableID.ID()
	for _, key := range sortedKeys(s.routed) {
		if id := s.routed[key].id; known && !id.IsZero() && !strings.EqualFold(id.SubscriptionID(), table.SubscriptionID()) {
			found.refuse(checkPlace, routedPath.AtMapKey(key).AtName("id"), certain, "The subnet is in another subscription than the route table",
				fmt.Sprintf("%s and %s are in different subscriptions; Azure associates a table only with subnets of its own one (%s). The appliance may be in any", id, table, placeSource),
				"make the table in the subnet's subscription, with a provider for it, or name one there in route_table_id")
		}
	}
}

// world is what exists, as far as it can be read.
type world struct {
	ctx         context.Context //nolint:containedctx // it lives within one preflight
	r           *egressResource
	now, before shape
	found       *findings
}

// subnets judges each routed subnet that is new, and all of them when hop or routes change.
func (w *world) subnets() {
	routes := !w.now.m.RouteTable.Equal(w.before.m.RouteTable) || !w.now.m.PrivateIPAddress.Equal(w.before.m.PrivateIPAddress)
	had := map[string]bool{}
	for _, subnet := range w.before.routed {
		had[subnet.id.Key()] = true
	}
	for _, key := range sortedKeys(w.now.routed) {
		id := w.now.routed[key].id
		isNew := !had[id.Key()]
		network, ok := id.Parent()
		if !ok || id.IsZero() || !isNew && !routes {
			continue
		}
		object, err := w.r.account.Client.GetCached(w.ctx, network, azure.APIVersion)
		if err != nil {
			continue
		}
		live, err := azure.ReadNetwork(object)
		if err != nil {
			continue
		}
		name, there := findKey(live.Subnets, id.Name())
		if isNew && there {
			w.taken(key, live.Subnets[name])
		}
		w.region(key, live)
		if _, planned := w.r.account.Ledger.Planned(network); !planned {
			w.reach(key, network, live)
			w.capture(key, live, live.Subnets[name])
		}
		if there && len(w.now.routed[key].prefixes) == 0 {
			w.loop(key, live.Subnets[name])
		}
	}
}

// taken: a subnet that has a table of others is not taken from them (L3). A table that bears this resource's own mark may be
// one that the same apply lets go: of that only the apply can judge.
func (w *world) taken(key string, live azure.LiveSubnet) {
	table := live.RouteTableID
	if table == "" || convergence.SameID(table, w.now.m.RouteTableID.ValueString()) || convergence.SameID(table, w.before.m.RouteTableID.ValueString()) ||
		w.now.m.RouteTableID.IsUnknown() || w.now.table.ReplacedRouteTableIDs.IsUnknown() {
		return
	}
	replaced, complete := values.KnownStrings(w.now.table.ReplacedRouteTableIDs)
	if !complete || slices.ContainsFunc(replaced, func(id string) bool { return convergence.SameID(id, table) }) {
		return
	}
	id, err := armid.Parse(table)
	if err != nil {
		return
	}
	if object, err := w.r.account.Client.GetCached(w.ctx, id, azure.APIVersion); err == nil && w.r.anchor(id).Judge(object).Ours {
		return
	}
	w.found.refuse(checkTaken, routedPath.AtMapKey(key).AtName("id"), certain, "The subnet has a route table of others",
		fmt.Sprintf("%s uses %s, which this resource does not manage", w.now.routed[key].id, table),
		fmt.Sprintf("to replace it in one write, route_table = { replaced_route_table_ids = [%q] }; else take the subnet out of routed_subnets", table))
}

// region: a network does not move, so that what is read is what will be.
func (w *world) region(key string, live azure.LiveNetwork) {
	table, known := values.KnownString(w.now.m.Location)
	if !known || live.Location == "" || customtypes.SameLocation(table, live.Location) {
		return
	}
	w.found.refuse(checkPlace, routedPath.AtMapKey(key).AtName("id"), certain, "The subnet is in another region than the route table",
		fmt.Sprintf("the network of %s is in %s and the route table in %s; Azure associates a table only with subnets of its own region (%s)", w.now.routed[key].id, live.Location, table, placeSource),
		"make the table in the network's region")
}

// reach: the hop lies in the subnet's network or in one that is peered with it, else the route is accepted and drops everything
// (RT-17). A peering may yet be made: a warning.
func (w *world) reach(key string, network armid.ID, live azure.LiveNetwork) {
	hop := w.now.hopAddress()
	if !hop.IsValid() || w.now.appliance.gateway() || len(live.AddressSpace) == 0 {
		return
	}
	reachable := append([]string{}, live.AddressSpace...)
	for _, peering := range live.Peerings {
		if len(peering.RemoteAddressSpace) == 0 {
			return // not decidable
		}
		if !peering.Disconnected() && peering.AllowVirtualNetworkAccess {
			reachable = append(reachable, peering.RemoteAddressSpace...)
		}
	}
	if holds(reachable, hop) {
		return
	}
	w.found.warn(checkReach, appliancePath, "The appliance cannot be reached",
		fmt.Sprintf("%s lies neither in %s, the network of the routed subnet %q, nor in a network that is peered with it: Azure takes the route, and drops what it is for (RT-17)", hop, network, key),
		"peer the network with that of the appliance")
}

// capture is judgeCapture for a route that is shorter than the subnet: it takes the subnet's own traffic if it is no shorter than the range of
// the network, whose own route is longer otherwise (RT-2).
func (w *world) capture(key string, live azure.LiveNetwork, subnet azure.LiveSubnet) {
	told := w.now.routed[key].prefixes
	ranges := told
	if len(told) == 0 {
		ranges = parsed(subnet.AddressPrefixes)
	}
	for _, prefix := range ranges {
		for _, name := range sortedKeys(w.now.routes) {
			route := w.now.routes[name].prefix.Prefix
			if !w.now.captures(name, prefix) || route.Bits() == prefix.Bits() && len(told) > 0 {
				continue
			}
			for _, space := range parsed(live.AddressSpace) {
				if covers(space, prefix) && route.Bits() >= space.Bits() {
					w.found.captured(w.now, name, key, prefix)
				}
			}
		}
	}
}

// loop is judgeLoops for a subnet whose ranges the configuration does not tell (RT-18).
func (w *world) loop(key string, live azure.LiveSubnet) {
	s := w.now
	s.routed = map[string]subnetShape{key: {prefixes: parsed(live.AddressPrefixes)}}
	judgeLoops(s, w.found)
}

func holds(space []string, address netip.Addr) bool {
	return slices.ContainsFunc(parsed(space), func(prefix netip.Prefix) bool { return prefix.Contains(address) })
}

// parsed are the prefixes among texts of ARM.
func parsed(texts []string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		if prefix, err := netip.ParsePrefix(text); err == nil {
			list = append(list, prefix)
		}
	}
	return list
}

// table judges the routes of others in a table that is theirs, or that has been ours for a while.
func (w *world) table() {
	id, known := w.now.m.RouteTableID.ID()
	existing, update := !w.now.m.own(), convergence.SameID(w.now.m.RouteTableID.ValueString(), w.before.m.RouteTableID.ValueString())
	if !known || !existing && !update || update && w.now.m.RouteTable.Equal(w.before.m.RouteTable) {
		return
	}
	live, err := azure.NewEgresses(w.r.account.Client).ReadRouteTable(w.ctx, id)
	want, complete := w.knownTable(w.now, id, existing)
	prior, _ := w.knownTable(w.before, id, existing)
	if err != nil || !complete {
		return
	}
	conflicts := want.Conflicts(live, prior)
	for _, name := range sortedKeys(conflicts) {
		w.found.refuse(checkForeign, routeTablePath, certain, "A route of others contradicts this egress",
			fmt.Sprintf("%s holds the route %q of %s to %s, which this resource does not manage; a table has one route for a prefix (RT-15)", id, name, conflicts[name].Prefix, lead(conflicts[name])),
			"remove it where it is managed, or import the table so that it becomes part of this resource")
	}
	clashes := want.Clashes(live, prior)
	for _, name := range sortedKeys(clashes) {
		summary, detail := "A route of that name exists already", fmt.Sprintf("%s holds a route %q of %s to %s, which this resource does not manage", id, name, clashes[name].Prefix, lead(clashes[name]))
		fix := "choose another name, or import the table with this route"
		if update {
			w.found.refuse(checkForeign, routeTablePath, certain, summary, detail, fix)
		} else {
			// Where the create has failed once, core hides the state: the route may be our own of then.
			w.found.warn(checkForeign, routeTablePath, summary, detail, fix)
		}
	}
	if limit := cloud.LimitOf(cloud.LimitRoutesPerTable); len(azure.ForeignRoutes(live, want.Routes))+len(want.Routes) > limit.Value && len(want.Routes) <= limit.Value {
		w.found.count(cloud.LimitRoutesPerTable, len(azure.ForeignRoutes(live, want.Routes))+len(want.Routes), "routes, with those of others,")
	}
}

func lead(route azure.LiveRoute) string {
	return strings.TrimSpace(route.HopType + " " + route.HopAddress)
}

// knownTable is the table as far as its routes are known; complete is false when one may be missing.
func (w *world) knownTable(s shape, id armid.ID, existing bool) (table azure.RouteTable, complete bool) {
	table = azure.RouteTable{ID: id, Existing: existing, Routes: map[string]azure.Route{}}
	all := wantedRoutes(w.ctx, s.m)
	for name, route := range all {
		one := azure.Route{Prefix: route.AddressPrefix.ValueString(), HopType: route.NextHopType.ValueString(), HopAddress: route.NextHopInIPAddress.ValueString()}
		one.ToFirewall = route.NextHopInIPAddress.IsUnknown() // an address that will be known later
		table.Routes[name] = one
	}
	return table, all != nil
}
