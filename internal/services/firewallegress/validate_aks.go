package firewallegress

import (
	"fmt"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// judgeAKS: the aks rules allow the routed subnets and nothing else, so that these must be known (law L2: no rule is made
// wider than it has to be).
func judgeAKS(s shape, found *findings) {
	if s.aks == nil {
		return
	}
	if hint := cloud.RegionHint(rules.CloudOf(s.location.Value), s.location.Value); s.location.Known && hint != "" {
		found.Warn(checkAKS, aksPath, "The region may belong to another cloud", hint, "")
	}
	if mode := s.aks.Text("rules"); mode.Unknown || rules.MakesNone(mode.Value) || !s.aks.Texts("source_addresses").Empty() {
		return
	}
	if s.routedKnown && len(s.routed) == 0 {
		found.Contradict(aksPath, "The sources of the aks rules are not known", "there are no routed_subnets, and aks.source_addresses is not set",
			"add the cluster's subnet to routed_subnets, or set aks.source_addresses")
		return
	}
	for _, key := range sortedKeys(s.routed) {
		if subnet := s.routed[key]; subnet.noPrefixes {
			found.Contradict(routedPath.AtMapKey(key).AtName("address_prefixes"), "The sources of the aks rules are not known",
				fmt.Sprintf("the aks rules allow the routed subnets as sources, and the subnet %q is given without its address_prefixes", key),
				"give the whole subnet object of udr_network, or its address_prefixes, or set aks.source_addresses")
		}
	}
}
