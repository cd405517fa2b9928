package aks

import (
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// judgeNames: names of Azure's objects (aks-facts.md 3.5).
func judgeNames(c section, f *findings) {
	name := func(rule, attribute string, kind cloud.NameKind) {
		leaf := c.text(attribute)
		if !leaf.Known {
			return
		}
		if err := cloud.ValidateName(kind, leaf.Value); err != nil {
			f.add(rule, at(attribute), "Not a valid name", err.Error(), "choose another name")
		}
	}
	name(cloud.RuleClusterName, "name", cloud.NameManagedCluster)
	name(cloud.RuleClusterName, "resource_group_name", cloud.NameResourceGroup)
	name(cloud.RuleDNSPrefix, "dns_prefix", cloud.NameDNSPrefix)
	name(cloud.RuleDNSPrefix, "dns_prefix_private_cluster", cloud.NameDNSPrefix)
	name(cloud.RuleNodeGroupName, "node_resource_group", cloud.NameNodeResourceGroup)
	if c.text("dns_prefix").Known && c.text("dns_prefix_private_cluster").Known {
		f.add(cloud.RuleDNSPrefix, at("dns_prefix_private_cluster"), "Two DNS prefixes",
			"dns_prefix and dns_prefix_private_cluster are both set; a cluster has one or the other", "remove one of them")
	}
	if c.text("dns_prefix_private_cluster").Known {
		judgeSubdomain(c, f)
	}
	judgeNodeGroup(c, f)
}

// judgeSubdomain: the other prefix is for a private zone of one's own.
func judgeSubdomain(c section, f *findings) {
	private, zone := c.flag("private_cluster_enabled").Or(false), c.text("private_dns_zone_id").Or("System")
	if private.Known && !private.Value || zone.Known && !strings.HasPrefix(zone.Value, "/") {
		f.add(cloud.RuleDNSPrefix, at("dns_prefix_private_cluster"), "The DNS prefix needs a private DNS zone of one's own",
			"dns_prefix_private_cluster names the cluster in a private DNS zone that private_dns_zone_id gives by its ARM ID", "use dns_prefix, or set private_cluster_enabled and private_dns_zone_id")
	}
}

// judgeNodeGroup: the group that AKS makes for the nodes is another than the cluster's, and its name must fit even when AKS makes it up.
func judgeNodeGroup(c section, f *findings) {
	group, nodes := c.text("resource_group_name"), c.text("node_resource_group")
	if group.Known && nodes.Known && strings.EqualFold(group.Value, nodes.Value) {
		f.add("node_resource_group_same", at("node_resource_group"), "The node resource group is the cluster's own",
			fmt.Sprintf("%q is the group of the cluster; AKS makes a group for the nodes", nodes.Value), "choose a name that no group has, or leave it out")
	}
	name, location := c.text("name"), c.text("location")
	if !nodes.Null() || !group.Known || !name.Known || !location.Known {
		return
	}
	if made := cloud.DefaultNodeResourceGroup(group.Value, name.Value, location.Value); len(made) > nodeGroupLimit() {
		f.add(cloud.RuleNodeGroupName, at("node_resource_group"), "The name of the node resource group becomes too long",
			fmt.Sprintf("AKS makes it %q, which has %d characters; at most %d are allowed", made, len(made), nodeGroupLimit()), "set node_resource_group to a shorter name")
	}
}

func nodeGroupLimit() int {
	r, _ := cloud.NameRestrictionOf(cloud.NameNodeResourceGroup)
	return r.Max
}
