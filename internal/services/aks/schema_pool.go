package aks

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// poolBounds are wide: what AKS really takes is judged with its reason (validate_pool.go).
const (
	noNodes   = 0
	manyNodes = 100000
)

// poolAttributes are what the default pool and further pools have in common.
func poolAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"vm_size":         servedText("The size of the nodes, `Standard_D4s_v5` if unset. A change exchanges the pool through a temporary one."),
		"node_count":      servedNumber("The number of nodes. With `auto_scaling_enabled` it is the number at the beginning, and ignored from then on. Default 1.", noNodes, manyNodes),
		"min_count":       optionalNumber("The autoscaler's least number of nodes.", noNodes, manyNodes),
		"max_count":       optionalNumber("The autoscaler's greatest number of nodes.", noNodes, manyNodes),
		"zones":           optionalTexts("The availability zones of the nodes.", oneOf("1", "2", "3")),
		"os_disk_size_gb": servedNumber("The size of the OS disk in GiB. Unset, AKS chooses by the VM size.", 1, 2048),
		"os_disk_type":    servedText("`Managed` or `Ephemeral`. Unset, AKS chooses by the VM size.", oneOf("Managed", "Ephemeral")),
		"os_sku": servedText("The operating system: `Ubuntu`, `Ubuntu2204`, `Ubuntu2404`, `AzureLinux`, `AzureLinux3`, `Windows2022` or `Windows2025`. Unset, AKS chooses by the OS type.",
			oneOf("Ubuntu", "Ubuntu2204", "Ubuntu2404", "AzureLinux", "AzureLinux3", "CBLMariner", "Windows2019", "Windows2022", "Windows2025")),
		"kubelet_disk_type":             servedText("Where the kubelet keeps its data: `OS` or `Temporary`.", oneOf("OS", "Temporary")),
		"max_pods":                      servedNumber("The most pods on a node, 10 to 250. Unset, the default of the network mode: 250 with overlay, 110 with a pod subnet or kubenet, 30 in the node subnet.", 0, 100000),
		"node_labels":                   optionalMap("Kubernetes labels of the nodes. Labels that AKS sets are not shown."),
		"vnet_subnet_id":                optionalID("The ARM ID of the nodes' subnet, such as `udr_network.spoke.subnets[\"aks\"].id`. It needs the route table before the nodes come; the `egress` gives it one.", subnetType),
		"pod_subnet_id":                 optionalID("The ARM ID of a subnet for the pods. It needs the route table too, or what pods send passes the firewall by.", subnetType),
		"auto_scaling_enabled":          fixedFlag(false, "Whether the cluster autoscaler changes the number of nodes. What it chooses is never a difference."),
		"node_public_ip_enabled":        fixedFlag(false, "Whether each node has a public IP. Refused with `userDefinedRouting`."),
		"node_public_ip_prefix_id":      optionalID("The ARM ID of the prefix that the nodes' public IPs are taken from.", "Microsoft.Network/publicIPPrefixes"),
		"host_encryption_enabled":       fixedFlag(false, "Whether disks and caches are encrypted on the host."),
		"fips_enabled":                  fixedFlag(false, "Whether the operating system is a FIPS one."),
		"ultra_ssd_enabled":             fixedFlag(false, "Whether ultra disks can be attached."),
		"orchestrator_version":          optionalText("The Kubernetes version of the nodes, a minor version as alias for its newest patch (`1.36`) or a patch version. Unset, they follow the control plane when they are made.", versionValidator()),
		"scale_down_mode":               fixedText("Delete", "What becomes of nodes when the pool shrinks: `Delete` or `Deallocate`.", oneOf("Delete", "Deallocate")),
		"gpu_driver":                    optionalText("Whether AKS installs the GPU driver: `Install` or `None`.", oneOf("Install", "None")),
		"proximity_placement_group_id":  optionalID("The ARM ID of a proximity placement group.", "Microsoft.Compute/proximityPlacementGroups"),
		"capacity_reservation_group_id": optionalID("The ARM ID of a capacity reservation group.", "Microsoft.Compute/capacityReservationGroups"),
		"snapshot_id":                   optionalID("The ARM ID of a node pool snapshot to make the pool from.", "Microsoft.ContainerService/snapshots"),
		"upgrade_settings":              optionalPart("How nodes are exchanged in an upgrade.", upgradeAttributes()),
		"temporary_name_for_rotation":   optionalText("The name of the pool that takes the load while this one is made anew for a change that AKS does not make in place. Unset for the default pool, a name is derived."),
		"tags":                          optionalMap("Tags of the pool's virtual machines."),
	}
}

func upgradeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"max_surge":                     optionalText("How many nodes are added, a number or a percentage such as `33%`. They need addresses in the subnet."),
		"max_unavailable":               optionalText("How many nodes may be missing instead, a number or a percentage."),
		"drain_timeout_in_minutes":      optionalNumber("How long a node may take to drain.", 1, 1440),
		"node_soak_duration_in_minutes": optionalNumber("How long to wait after each node.", 0, 30),
		"undrainable_node_behavior":     optionalText("What becomes of a node that cannot be drained: `Cordon` or `Schedule`.", oneOf("Cordon", "Schedule")),
	}
}

func defaultPoolAttribute() schema.SingleNestedAttribute {
	attributes := poolAttributes()
	attributes["name"] = fixedText("nodepool1", "The name of the pool, 1 to 12 lower-case letters and digits.")
	attributes["only_critical_addons_enabled"] = fixedFlag(false, "Whether the taint `CriticalAddonsOnly=true:NoSchedule` keeps workloads off this pool.")
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The first node pool, of mode `System`. No change in it replaces the cluster: what AKS does not change in place is done through a temporary pool.",
		Required:            true,
		Attributes:          attributes,
	}
}

// nodePoolAttributes are those of udr_aks_node_pool: the common ones and what only further pools choose.
func nodePoolAttributes() map[string]schema.Attribute {
	attributes := poolAttributes()
	attributes["mode"] = fixedText("User", "`User`, or `System` for a pool that also carries the cluster's own pods.", oneOf("User", "System"))
	attributes["os_type"] = replacing(fixedText("Linux", "`Linux` or `Windows`. A change replaces the pool.", oneOf("Linux", "Windows")), strings.EqualFold)
	attributes["node_taints"] = optionalList("Kubernetes taints of the nodes, `key=value:effect`. The taint of spot nodes is set by AKS.", types.StringType)
	attributes["priority"] = replacing(fixedText("Regular", "`Regular`, or `Spot` for nodes that Azure may take away. A change replaces the pool.", oneOf("Regular", "Spot")), strings.EqualFold)
	attributes["eviction_policy"] = replacing(servedText("What becomes of a spot node that is taken away: `Delete` or `Deallocate`. A change replaces the pool.", oneOf("Delete", "Deallocate")), strings.EqualFold)
	attributes["spot_max_price"] = schema.Float32Attribute{MarkdownDescription: "The most that a spot node may cost for an hour, in US dollars; -1 for the regular price.", Optional: true}
	attributes["windows_profile"] = optionalPart("Settings of Windows nodes.", map[string]schema.Attribute{
		"outbound_nat_enabled": fixedFlag(true, "Whether pods' addresses are translated on the node. Off needs an outbound type other than `loadBalancer`."),
	})
	return attributes
}
