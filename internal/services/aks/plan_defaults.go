package aks

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// unknownOf is the unknown value of a type.
func unknownOf(t attr.Type) attr.Value {
	v, err := t.ValueFromTerraform(noContext, tftypes.NewValue(t.TerraformType(noContext), tftypes.UnknownValue))
	if err != nil {
		return types.DynamicUnknown()
	}
	return v
}

// planNames makes known what follows from names: the DNS prefix, the node resource group and its ID.
func planNames(d draft, id armid.ID) {
	c := d.section()
	name, group, location := c.text("name"), c.text("resource_group_name"), c.text("location")
	if d.isUnknown("dns_prefix") {
		switch other := c.text("dns_prefix_private_cluster"); {
		case other.Known:
			d.members["dns_prefix"] = types.StringNull()
		case other.Null() && name.Known:
			d.members["dns_prefix"] = types.StringValue(dnsPrefix(name.Value))
		}
	}
	if d.isUnknown("node_resource_group") && name.Known && group.Known && location.Known {
		d.members["node_resource_group"] = types.StringValue(cloud.DefaultNodeResourceGroup(group.Value, name.Value, location.Value))
	}
	if nodes := d.section().text("node_resource_group"); d.isUnknown("node_resource_group_id") && nodes.Known && !id.IsZero() {
		d.members["node_resource_group_id"] = types.StringValue(armid.ResourceGroup(id.SubscriptionID(), nodes.Value).String())
	}
}

// dnsPrefix is the cluster's name as a DNS prefix: letters, digits and hyphens, at most 54, a letter or digit at both ends.
func dnsPrefix(name string) string {
	const most = 54
	text := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '-'
	}, name)
	if len(text) > most {
		text = text[:most]
	}
	if text = strings.Trim(text, "-"); text == "" {
		return "aks"
	}
	return text
}

// planNetwork fills the network profile of a new cluster in (0001 rule 4: only what no unknown value can change).
func planNetwork(ctx context.Context, d draft, config section) {
	t, ok := d.types["network_profile"].(types.ObjectType)
	if !ok {
		return
	}
	asked := config.part("network_profile")
	if asked.unknown {
		return
	}
	planned, _ := d.members["network_profile"].(types.Object)
	n := draftOf(planned, t.AttrTypes)
	if !values.Known(planned) {
		for name, member := range t.AttrTypes {
			n.members[name] = nullOf(ctx, member)
		}
		n.unknown("network_plugin", "network_plugin_mode", "network_policy", "network_data_plane", "pod_cidr", "service_cidr", "dns_service_ip")
		n.members["outbound_type"] = types.StringValue(string(cloud.OutboundUserDefinedRouting))
		n.members["load_balancer_sku"] = types.StringValue(cloud.DefaultOf(cloud.DefaultLoadBalancer).Value)
	}
	plugin := asked.text("network_plugin")
	if plugin.Null() && n.isUnknown("network_plugin") {
		n.members["network_plugin"] = types.StringValue(cloud.DefaultOf(cloud.DefaultNetworkPlugin).Value)
	}
	if asked.text("network_plugin_mode").Null() && n.isUnknown("network_plugin_mode") {
		if mode, decided := plannedMode(plugin, config); decided {
			n.members["network_plugin_mode"] = mode
		}
	}
	d.members["network_profile"] = n.object()
}

// plannedMode is AKS's own rule: overlay where no plugin is named and pods have no subnet, else none.
func plannedMode(plugin view.Leaf[string], config section) (mode types.String, decided bool) {
	pods := defaultPool(config).text("pod_subnet_id")
	switch {
	case plugin.Known:
		return types.StringNull(), true
	case plugin.Unknown || pods.Unknown:
		return types.StringUnknown(), false
	case pods.Known:
		return types.StringNull(), true
	}
	return types.StringValue(cloud.DefaultOf(cloud.DefaultPluginMode).Value), true
}

// planIdentity: without anything the cluster gets a system-assigned identity; a service principal stands in its place.
func planIdentity(ctx context.Context, d draft, config section) {
	t, ok := d.types["identity"].(types.ObjectType)
	identity, principal := config.part("identity"), config.part("service_principal")
	if !ok || !identity.absent() || !d.isUnknown("identity") {
		return
	}
	switch {
	case principal.there():
		d.members["identity"] = types.ObjectNull(t.AttrTypes)
	case principal.absent():
		n := draft{t.AttrTypes, map[string]attr.Value{}}
		n.unknown("principal_id", "tenant_id")
		n.members["type"] = types.StringValue("SystemAssigned")
		n.members["identity_ids"] = nullOf(ctx, t.AttrTypes["identity_ids"])
		d.members["identity"] = n.object()
	}
}

// defaultSize is the size of nodes where nothing is said: four processors, as AKS advises for system pools. Some versions of the API
// choose one themselves; not all do.
const defaultSize = "Standard_D4s_v5"

// planPool fills in what is ours to choose: the size, and one node where the autoscaler does not choose the number.
func planPool(p draft, config section) {
	if p.isUnknown("vm_size") && config.text("vm_size").Null() {
		p.members["vm_size"] = types.StringValue(defaultSize)
	}
	scaled := config.flag("auto_scaling_enabled").Or(false)
	if p.isUnknown("node_count") && config.number("node_count").Null() && scaled.Known && !scaled.Value {
		p.members["node_count"] = types.Int32Value(1)
	}
}

// planDefaultPool fills the first pool in.
func planDefaultPool(d draft, config section) {
	t, ok := d.types["default_node_pool"].(types.ObjectType)
	planned, known := d.members["default_node_pool"].(types.Object)
	if !ok || !known || !values.Known(planned) {
		return
	}
	p := draftOf(planned, t.AttrTypes)
	planPool(p, defaultPool(config))
	d.members["default_node_pool"] = p.object()
}
