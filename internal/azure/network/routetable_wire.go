package network

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v11"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// RouteTableType is the ARM type of a route table.
const RouteTableType = "Microsoft.Network/routeTables"

// LiveRouteTable is a route table as ARM shows it.
type LiveRouteTable struct {
	ID             string
	Name           string
	Location       string
	Routes         map[string]LiveRoute
	BGPPropagation bool
	Subnets        []string // IDs of the subnets that use it; may lag a change by seconds
	Tags           map[string]string

	ProvisioningState string
}

// LiveRoute is a route as ARM shows it.
type LiveRoute struct {
	Prefix     string
	HopType    string
	HopAddress string
}

// RouteConflictError says that a route table holds routes of others that cannot stand beside ours: a default route, or
// a route with the prefix of one of ours.
type RouteConflictError struct {
	TableID armid.ID
	Routes  map[string]LiveRoute
}

func (e *RouteConflictError) Error() string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(e.Routes)) {
		list = append(list, fmt.Sprintf("%q (%s to %s)", name, e.Routes[name].Prefix, e.Routes[name].HopType))
	}
	return fmt.Sprintf("route table %s holds routes of others that ours contradict: %s", e.TableID, strings.Join(list, ", "))
}

// ForeignRoutes is the live routes that are not ours.
func ForeignRoutes(live LiveRouteTable, ours map[string]Route) map[string]LiveRoute {
	foreign := map[string]LiveRoute{}
	for name, route := range live.Routes {
		if _, own := lookup(ours, name); !own {
			foreign[name] = route
		}
	}
	return foreign
}

// Conflict finds routes of others that cannot stand beside ours, as a RouteConflictError. Prefixes that are not known yet are not judged.
func (t RouteTable) Conflict(live LiveRouteTable) error {
	return tableWrite{want: t}.conflict(live)
}

// tableWrite is what one write of a route table brings about.
type tableWrite struct {
	prior, want RouteTable
	routes      map[string]LiveRoute // the wanted ones that can be written now, with prefix and hop as Azure takes them
	mark        map[string]string
}

// edit brings the table to what is wanted. Routes of ours that cannot be written yet stay as they are. It fails with
// a RouteConflictError before anything is written.
func (w tableWrite) edit(e *edit) {
	live, err := readRouteTable(e.object)
	if err == nil {
		err = w.conflict(live)
	}
	if err != nil {
		e.err = err
		return
	}
	if !w.want.Existing {
		if !e.object.Has("location") {
			e.set(w.want.Location, "location")
		}
		// The wire says the opposite, and absent means false.
		place(e, w.want.BGPPropagation, live.BGPPropagation, same[bool], func(on bool) any { return !on }, "properties", "disableBgpRoutePropagation")
		e.tags(w.prior.Tags, w.want.Tags, w.mark)
	}
	entries := make([]entry, 0, len(w.routes))
	for _, name := range slices.Sorted(maps.Keys(w.routes)) {
		entries = append(entries, entry{name: name, build: w.routes[name].edit})
	}
	e.named(func(name string) bool {
		_, had := lookup(w.prior.Routes, name)
		_, keep := lookup(w.want.Routes, name)
		return had && !keep
	}, entries, "properties", "routes")
}

// conflict finds routes of others that cannot stand beside ours (L3). A default route of others in somebody else's table
// is theirs to have, unless we bring one too.
func (w tableWrite) conflict(live LiveRouteTable) error {
	prefixes := map[string]bool{DefaultPrefix: !w.want.Existing}
	for _, route := range w.want.Routes {
		prefixes[strings.ToLower(route.Prefix)] = true
	}
	for _, route := range w.routes {
		prefixes[strings.ToLower(route.Prefix)] = true
	}
	found := map[string]LiveRoute{}
	for name, route := range live.Routes {
		_, had := lookup(w.prior.Routes, name)
		_, wanted := lookup(w.want.Routes, name)
		if !had && !wanted && route.Prefix != "" && prefixes[strings.ToLower(route.Prefix)] {
			found[name] = route
		}
	}
	if len(found) == 0 {
		return nil
	}
	return &RouteConflictError{TableID: w.want.ID, Routes: found}
}

func (r LiveRoute) edit(e *edit) {
	owned, err := encode(armnetwork.RoutePropertiesFormat{
		AddressPrefix: to.Ptr(r.Prefix), NextHopType: to.Ptr(armnetwork.RouteNextHopType(r.HopType)), NextHopIPAddress: nonEmpty(r.HopAddress),
	})
	if err != nil {
		e.err = err
		return
	}
	for _, key := range []string{"addressPrefix", "nextHopType", "nextHopIpAddress"} {
		text, _ := owned[key].(string)
		e.text(text, "properties", key)
	}
}

// readRouteTable decodes a route table.
func readRouteTable(object armclient.Object) (LiveRouteTable, error) {
	var sdk armnetwork.RouteTable
	if err := object.Decode(&sdk); err != nil {
		return LiveRouteTable{}, fmt.Errorf("decoding route table %q: %w", object.Name(), err)
	}
	live := LiveRouteTable{
		ID: value(sdk.ID), Name: value(sdk.Name), Location: value(sdk.Location), Tags: object.Tags(), Routes: map[string]LiveRoute{}, BGPPropagation: true,
	}
	if sdk.Properties == nil {
		return live, nil
	}
	live.BGPPropagation = !value(sdk.Properties.DisableBgpRoutePropagation)
	live.ProvisioningState = string(value(sdk.Properties.ProvisioningState))
	for _, subnet := range sdk.Properties.Subnets {
		if subnet != nil && subnet.ID != nil {
			live.Subnets = append(live.Subnets, *subnet.ID)
		}
	}
	for _, route := range sdk.Properties.Routes {
		if route == nil || route.Properties == nil {
			continue
		}
		live.Routes[value(route.Name)] = LiveRoute{
			Prefix: value(route.Properties.AddressPrefix), HopType: string(value(route.Properties.NextHopType)), HopAddress: value(route.Properties.NextHopIPAddress),
		}
	}
	return live, nil
}

func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
