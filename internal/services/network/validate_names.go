package network

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// judgeNames: Azure's naming rules, and names that Azure takes for the same.
func judgeNames(s shape) []diags.Check {
	var found []diags.Check
	if s.name != "" {
		found = append(found, nameCheck(cloud.NameVirtualNetwork, s.name, path.Root("name"))...)
	}
	found = append(found, judgeKeys(cloud.NameSubnet, slices.Sorted(maps.Keys(s.subnets)), subnetsPath)...)
	return append(found, judgeKeys(cloud.NamePeering, slices.Sorted(maps.Keys(s.peerings)), peeringsPath)...)
}

func judgeKeys(kind cloud.NameKind, names []string, at path.Path) []diags.Check {
	var found []diags.Check
	for i, name := range names {
		found = append(found, nameCheck(kind, name, at.AtMapKey(name))...)
		for _, other := range names[:i] {
			if strings.EqualFold(name, other) {
				found = append(found, diags.Check{
					Rule: checkName, Attribute: at.AtMapKey(name), Summary: "Two names differ only in case", Required: true,
					Detail: fmt.Sprintf("%q and %q are the same name for Azure", other, name), Fix: "rename one of them",
				})
			}
		}
	}
	return found
}

func nameCheck(kind cloud.NameKind, name string, at path.Path) []diags.Check {
	if err := cloud.ValidateName(kind, name); err != nil {
		return []diags.Check{{Rule: checkName, Attribute: at, Summary: "Not a valid name", Detail: err.Error()}}
	}
	return nil
}

// judgePeerings: peerings that Azure refuses whatever the other network is like.
func judgePeerings(s shape) []diags.Check {
	var found []diags.Check
	var gateways string
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(s.peerings)) {
		p, at := s.peerings[name], peeringsPath.AtMapKey(name)
		if !p.remote.IsZero() {
			if p.remote.Name() != "" && !s.id.IsZero() && p.remote.Equal(s.id) {
				found = append(found, diags.Check{
					Rule: checkPeerTarget, Attribute: at.AtName("remote_virtual_network_id"), Summary: "A network cannot be peered with itself",
					Detail: "remote_virtual_network_id names this network", Fix: "name the other network",
				})
			}
			if other, twice := seen[p.remote.Key()]; twice {
				found = append(found, diags.Check{
					Rule: checkPeerTarget, Attribute: at.AtName("remote_virtual_network_id"), Summary: "Two peerings with the same network",
					Detail: fmt.Sprintf("the peerings %q and %q both name %s; Azure takes one peering for each pair of networks", other, name, p.remote),
					Fix:    "keep one of the two",
				})
			}
			seen[p.remote.Key()] = name
		}
		found = append(found, judgeGateways(name, p)...)
		if p.useRemoteGateways {
			if gateways != "" {
				found = append(found, diags.Check{
					Rule: checkPeerFlags, Attribute: at.AtName("use_remote_gateways"), Summary: "Only one peering can use remote gateways",
					Detail: fmt.Sprintf("the peerings %q and %q both set use_remote_gateways; a network uses the gateway of one other network", gateways, name),
				})
			}
			gateways = name
		}
	}
	return found
}

// judgeGateways: a half cannot both lend and borrow a gateway, nor can both halves borrow.
func judgeGateways(name string, p peeringShape) []diags.Check {
	at := peeringsPath.AtMapKey(name)
	var found []diags.Check
	if p.useRemoteGateways && p.allowGatewayTransit {
		found = append(found, diags.Check{
			Rule: checkPeerFlags, Attribute: at.AtName("use_remote_gateways"), Summary: "Gateway flags exclude one another",
			Detail: "a network that uses the other's gateway has none of its own to lend: use_remote_gateways and allow_gateway_transit cannot both be true",
		})
	}
	if p.reverseGateways && p.reverseTransit {
		found = append(found, diags.Check{
			Rule: checkPeerFlags, Attribute: at.AtName("reverse").AtName("use_remote_gateways"), Summary: "Gateway flags exclude one another",
			Detail: "a network that uses the other's gateway has none of its own to lend: use_remote_gateways and allow_gateway_transit cannot both be true",
		})
	}
	if p.useRemoteGateways && p.reverseGateways {
		found = append(found, diags.Check{
			Rule: checkPeerFlags, Attribute: at.AtName("reverse").AtName("use_remote_gateways"), Summary: "Gateway flags exclude one another",
			Detail: "each half would use the gateway of the other network; only one of the two networks can have the gateway",
		})
	}
	return found
}
