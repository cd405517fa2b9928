package aks

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// judgeHop: the firewall or appliance of the egress stands in a subnet, whose range nobody has told: the egress routes the nodes' subnets, not its
// own. Its address is enough to refuse a range of services or pods that holds it (aks-facts.md 3.1), at the very first plan as well, since the
// first usable address of a firewall's subnet lies in that subnet whichever address Azure assigns. It comes after what was read: that
// names the whole range.
func judgeHop(c, egress section, f *findings) {
	hop := egress.part("hop")
	subnet := hop.id("subnet_id")
	if subnet.IsZero() || !sameNetwork(subnet.String(), defaultPool(c).text("vnet_subnet_id").Value) {
		return
	}
	text := hop.text("private_ip_address")
	if !text.Known {
		text = hop.text("predicted_private_ip_address")
	}
	address, err := netip.ParseAddr(text.Value)
	if err != nil {
		return
	}
	var found findings
	judgeTaken(c, []takenRange{{subnet.Name(), netip.PrefixFrom(address, address.BitLen())}}, &found)
	f.list = append(f.list, slices.DeleteFunc(found.list, func(one diags.Check) bool { return f.has(one.Rule) })...)
}

// leftToAKS is a cluster whose ranges are null where the configuration leaves them to AKS: in a plan they are unknown until AKS has answered, and
// what AKS takes is known before (aks-facts.md 3.1). A range that the plan knows stays.
func leftToAKS(c, config section) section {
	planned, ok := c.value("network_profile").(types.Object)
	asked := network(config)
	if !ok || planned.IsNull() || planned.IsUnknown() || asked.unknown {
		return c
	}
	members := planned.Attributes()
	for _, name := range []string{"service_cidr", "pod_cidr"} {
		if v, there := members[name]; there && v.IsUnknown() && asked.text(name).Null() {
			members[name] = nullOf(noContext, v.Type(noContext))
		}
	}
	made, problems := types.ObjectValue(planned.AttributeTypes(noContext), members)
	if problems.HasError() {
		return c
	}
	fields := maps.Clone(c.fields)
	fields["network_profile"] = made
	return section{fields: fields}
}
