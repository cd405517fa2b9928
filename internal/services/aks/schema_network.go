package aks

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// The ARM types of objects that a cluster names.
const (
	subnetType       = "Microsoft.Network/virtualNetworks/subnets"
	publicIPType     = "Microsoft.Network/publicIPAddresses"
	publicPrefixType = "Microsoft.Network/publicIPPrefixes"
	privateZoneType  = "Microsoft.Network/privateDnsZones"
	identityType     = "Microsoft.ManagedIdentity/userAssignedIdentities"
	workspaceType    = "Microsoft.OperationalInsights/workspaces"
	registryType     = "Microsoft.ContainerRegistry/registries"
	clusterType      = "Microsoft.ContainerService/managedClusters"
	poolType         = "Microsoft.ContainerService/managedClusters/agentPools"
)

func networkAttribute() schema.SingleNestedAttribute {
	return servedPart("The network profile. Left out, it is Azure CNI Overlay with `userDefinedRouting`.", map[string]schema.Attribute{
		"network_plugin": servedText("`azure` (default), `kubenet` (retires on 2028-03-31) or `none`.", oneOf("azure", "kubenet", "none")),
		// AKS's own rule: without a plugin the mode is overlay, and the plugin azure without a mode is node subnet mode (aks-facts.md 1.1).
		"network_plugin_mode": servedText("`overlay`: pods have addresses of their own range. With `network_plugin = \"azure\"` and no mode, pods have addresses of the node subnet, or of "+
			"`pod_subnet_id`. Without either, `overlay`, as AKS itself does.", oneOf("overlay")),
		"network_policy":     servedText("The engine of network policies: `azure`, `calico`, `cilium` or `none`.", oneOf("azure", "calico", "cilium", "none")),
		"network_data_plane": servedText("`azure` or `cilium`.", oneOf("azure", "cilium")),
		"outbound_type": fixedText(string(cloud.OutboundUserDefinedRouting), "How the nodes reach the Internet: `userDefinedRouting` (default), `loadBalancer`, `managedNATGateway`, "+
			"`userAssignedNATGateway` or `none`. In a network of one's own it changes in place, which moves the egress addresses and reimages the nodes.", oneOf(outboundTypes()...)),
		"pod_cidr":      servedCIDR("The pods' range with overlay or kubenet, 10.244.0.0/16 if unset; each node takes a /24."),
		"pod_cidrs":     optionalList("The pods' ranges of a dual-stack cluster, IPv4 first.", customtypes.CIDRType{}),
		"service_cidr":  servedCIDR("The services' range, smaller than a /12, 10.0.0.0/16 if unset. It must overlap no subnet, which AKS checks again at every upgrade."),
		"service_cidrs": optionalList("The services' ranges of a dual-stack cluster, IPv4 first.", customtypes.CIDRType{}),
		"dns_service_ip": schema.StringAttribute{
			MarkdownDescription: "The address of the cluster's DNS service, in the services' range and not its first or second address. Goes with `service_cidr`: both or neither.",
			CustomType:          customtypes.IPAddressType{}, Optional: true, Computed: true,
		},
		"ip_versions":       optionalList("The address families: `[\"IPv4\"]`, or `[\"IPv4\", \"IPv6\"]` for a dual-stack cluster. A change replaces the cluster.", types.StringType),
		"load_balancer_sku": fixedText("standard", "`standard`. The SKU `basic` was retired on 2025-09-30.", oneOf("standard", "basic")),
		"load_balancer_profile": optionalPart("The outbound side of the load balancer, for `loadBalancer` only.", map[string]schema.Attribute{
			"managed_outbound_ip_count":   optionalNumber("How many public IPs AKS makes.", 1, 100),
			"managed_outbound_ipv6_count": optionalNumber("How many IPv6 addresses AKS makes.", 1, 100),
			"outbound_ip_address_ids":     idSet("Public IPs of one's own.", publicIPType),
			"outbound_ip_prefix_ids":      idSet("Public IP prefixes of one's own.", publicPrefixType),
			"outbound_ports_allocated":    optionalNumber("SNAT ports for each node, a multiple of 8.", 0, 64000),
			"idle_timeout_in_minutes":     optionalNumber("After how many minutes an idle flow ends.", 4, 120),
			"backend_pool_type":           optionalText("`NodeIPConfiguration` or `NodeIP`.", oneOf("NodeIPConfiguration", "NodeIP")),
		}),
		"nat_gateway_profile": optionalPart("The NAT gateway, for `managedNATGateway` only.", map[string]schema.Attribute{
			"managed_outbound_ip_count": optionalNumber("How many public IPs AKS makes.", 1, 16),
			"idle_timeout_in_minutes":   optionalNumber("After how many minutes an idle flow ends.", 4, 120),
		}),
		// It exists to be refused with its reason: guides still name it, and "unsupported argument" explains nothing.
		"docker_bridge_cidr": schema.StringAttribute{
			MarkdownDescription: "Always refused: Azure removed the setting. Nodes run containerd, which has no bridge of Docker.",
			Optional:            true,
			Validators:          dockerBridge(),
		},
	})
}

func servedCIDR(text string) schema.StringAttribute {
	a := servedText(text)
	a.CustomType = customtypes.CIDRType{}
	return a
}

func idSet(text string, kinds ...string) schema.SetAttribute {
	a := optionalTexts(text)
	a.ElementType = customtypes.ResourceIDType{Types: kinds}
	return a
}

// outboundTypes are the generally available values, in the order of the table.
func outboundTypes() []string {
	var out []string
	for _, o := range cloud.OutboundTypes() {
		if o.State == cloud.OutboundGA {
			out = append(out, string(o.Type))
		}
	}
	return out
}
