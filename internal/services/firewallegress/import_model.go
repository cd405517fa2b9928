package firewallegress

import (
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// model is the state of what is there. Values that equal Azure's defaults are left out, as a configuration would; what
// it then does not name, the plan shows.
func (i *importing) model(state model) (model, bool) {
	m := state
	table, ok := i.table(state.RouteTableID.ValueString())
	if !ok {
		return m, false
	}
	m.Name, m.ResourceGroupName = types.StringValue(i.id.Name()), types.StringValue(i.id.ResourceGroup())
	m.Location, m.SKUTier = customtypes.NewLocation(i.firewall.Location), types.StringValue(i.firewall.Tier)
	m.Zones = values.SetOfStringsOrNull(i.firewall.Zones)
	if !i.firewallSubnet(&m) || !i.management(&m) {
		return m, false
	}
	i.publicIPs(&m)
	i.routing(&m, table)
	if !i.rules(&m) {
		return m, false
	}
	i.autoscale(&m)
	m.Tags, m.TagsAll = lifecycle.ImportedTags(i.r.account, i.firewall.Tags)
	return m, !i.problems.HasError()
}

// firewallSubnet shows the subnet with its prefixes, from which the private IP is predicted.
func (i *importing) firewallSubnet(m *model) bool {
	subnet, ok := i.subnet(i.subnetID())
	if !ok {
		i.fail(firewallAt, "The subnet of the firewall cannot be read.")
		return false
	}
	m.FirewallSubnet = subnet
	m.PredictedPrivateIPAddress = types.StringNull()
	for _, one := range subnetShapeOf(subnet).prefixes {
		if address, usable := cloud.FirstUsable(one.prefix); usable {
			m.PredictedPrivateIPAddress = types.StringValue(address.String())
			break
		}
	}
	return true
}

// subnet is a subnet object as udr_network exports it.
func (i *importing) subnet(id armid.ID) (types.Object, bool) {
	live, err := i.r.egresses().Read(i.ctx, azure.Egress{Routing: azure.Routing{Subnets: []armid.ID{id}}})
	found, there := live.Subnets[id.Key()]
	if err != nil || !there {
		return types.ObjectNull(subnetTypes), false
	}
	return i.subnetValue(id, found.AddressPrefixes), true
}

func (i *importing) subnetValue(id armid.ID, prefixes []string) types.Object {
	return values.ObjectFrom(i.ctx, subnetTypes, &subnetModel{
		ID: customtypes.NewResourceIDFrom(id), AddressPrefixes: values.ListOf(customtypes.CIDRType{}, prefixes),
	}, i.problems)
}

// publicIPs are those that the firewall uses: ours where they stand in its resource group, else given. Zones, tags and prefix
// of ours are left out: a configuration may name them as they are.
func (i *importing) publicIPs(m *model) {
	all := map[string]publicIPModel{}
	for name, ip := range i.firewall.IPs {
		id, err := armid.Parse(ip.PublicIPID)
		if err != nil {
			if name != tunnelConfiguration {
				i.fail(publicIPsPath, "The IP configuration \""+name+"\" has no public IP. This resource manages a firewall that tunnels all traffic only where that configuration is named \""+tunnelConfiguration+"\".")
			}
			continue
		}
		one := publicIPModel{ID: types.StringValue(id.String()), Zones: types.SetNull(types.StringType), IPTags: types.MapNull(types.StringType)}
		if i.ours(id) {
			one.Name = types.StringValue(id.Name())
		} else {
			one.PublicIPAddressID = customtypes.NewResourceIDFrom(id)
		}
		all[name] = one
	}
	m.PublicIPs = types.MapNull(types.ObjectType{AttrTypes: publicIPTypes})
	if len(all) > 0 {
		m.PublicIPs = values.ObjectMapFrom(i.ctx, publicIPTypes, all, i.problems)
	}
}

func (i *importing) management(m *model) bool {
	m.Management = types.ObjectNull(managementTypes)
	live := i.firewall.Management
	if live == nil {
		return true
	}
	subnetID, err := armid.Parse(live.SubnetID)
	if err != nil {
		i.fail(managementPath, "The management configuration has no subnet.")
		return false
	}
	subnet, ok := i.subnet(subnetID)
	if !ok {
		i.fail(managementPath, "The management subnet "+subnetID.String()+" cannot be read.")
		return false
	}
	one := managementModel{Name: types.StringValue(live.Name), Subnet: subnet}
	if id, err := armid.Parse(live.PublicIPID); err == nil && i.ours(id) {
		one.PublicIPName = types.StringValue(id.Name())
	} else {
		one.PublicIPAddressID = customtypes.NewResourceIDPointer(nonEmpty(live.PublicIPID))
	}
	m.Management = values.ObjectFrom(i.ctx, managementTypes, &one, i.problems)
	return true
}

func (i *importing) autoscale(m *model) {
	live := i.firewall.Autoscale
	if live.Min == nil && live.Max == nil {
		return
	}
	m.Autoscale = types.ObjectValueMust(m.Autoscale.AttributeTypes(i.ctx), map[string]attr.Value{
		"min_capacity": values.NullableInt32(live.Min), "max_capacity": values.NullableInt32(live.Max),
	})
}

// routing shows the table and the subnets that use it. A table outside the firewall's resource group is somebody else's.
func (i *importing) routing(m *model, table foundTable) {
	id, _ := armid.Parse(table.live.ID)
	m.RouteTableID = customtypes.NewResourceIDFrom(id)
	one := routeTableModel{
		Name: types.StringNull(), BGPRoutePropagationEnabled: types.BoolValue(false), DefaultRouteName: types.StringValue(defaultRoute),
		PublicIPRoutesEnabled: types.BoolValue(false), ReplacedRouteTableIDs: types.SetNull(routeTableIDType),
	}
	if i.ours(id) {
		one.Name = types.StringValue(id.Name())
		one.BGPRoutePropagationEnabled = types.BoolValue(table.live.BGPPropagation)
	}
	i.routes(&one, table, i.ours(id))
	m.RouteTable = values.ObjectFrom(i.ctx, routeTableTypes, &one, i.problems)
	routed := map[string]subnetModel{}
	for _, key := range sortedKeys(table.subnets) {
		subnet := table.subnets[key]
		subnetID, err := armid.Parse(subnet.ID)
		if err != nil {
			continue
		}
		name := subnet.Name
		if _, taken := routed[name]; taken {
			network, _ := subnetID.Parent()
			name = network.Name() + "/" + name
		}
		routed[name] = subnetModel{ID: customtypes.NewResourceIDFrom(subnetID), AddressPrefixes: values.ListOf(customtypes.CIDRType{}, subnet.AddressPrefixes)}
	}
	m.RoutedSubnets = types.MapNull(types.ObjectType{AttrTypes: subnetTypes})
	if len(routed) > 0 {
		m.RoutedSubnets = values.ObjectMapFrom(i.ctx, subnetTypes, routed, i.problems)
	}
	m.ForeignRoutes = values.ObjectMapFrom(i.ctx, foreignRouteTypes, map[string]foreignRouteModel{}, i.problems)
}

// routes: the default route, those of public IPs where every one has its own, and the others. In a table of others they are
// others', and so are those that AKS writes for its nodes (RT-29).
func (i *importing) routes(m *routeTableModel, table foundTable, ours bool) {
	perIP := len(i.firewall.IPs) > 0
	for name := range i.firewall.IPs {
		route, there := table.live.Routes[publicIPRoute(name)]
		perIP = perIP && there && route.HopType == azure.HopInternet
	}
	m.PublicIPRoutesEnabled = types.BoolValue(perIP)
	routes := map[string]routeModel{}
	for name, route := range table.live.Routes {
		_, ofIP := i.firewall.IPs[strings.TrimSuffix(name, "-internet")]
		switch {
		case route.Prefix == azure.DefaultPrefix:
			m.DefaultRouteName = types.StringValue(name)
		case !ours || perIP && ofIP && strings.HasSuffix(name, "-internet") || leadsInto(table, route.HopAddress):
		case route.HopType == azure.HopAppliance && route.HopAddress == i.firewall.PrivateIP():
			routes[name] = routeModel{AddressPrefix: customtypes.NewRoutePrefix(route.Prefix)}
		default:
			routes[name] = routeModel{
				AddressPrefix: customtypes.NewRoutePrefix(route.Prefix), NextHopType: types.StringValue(route.HopType),
				NextHopInIPAddress: customtypes.NewIPAddressPointer(nonEmpty(route.HopAddress)),
			}
		}
	}
	m.Routes = types.MapNull(types.ObjectType{AttrTypes: routeTypes})
	if len(routes) > 0 {
		m.Routes = values.ObjectMapFrom(i.ctx, routeTypes, routes, i.problems)
	}
}

// leadsInto reports whether an address lies in a subnet that uses the table.
func leadsInto(table foundTable, address string) bool {
	hop, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, subnet := range table.subnets {
		for _, text := range subnet.AddressPrefixes {
			if prefix, err := netip.ParsePrefix(text); err == nil && prefix.Contains(hop) {
				return true
			}
		}
	}
	return false
}
