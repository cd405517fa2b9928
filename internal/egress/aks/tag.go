package aks

import (
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// TagContents is what is known of FQDN tags in a cloud and region: the content of
// AzureKubernetesService (AK-30). Everything that it is said to hold rests on the
// assumption A-AKSTAG-CORE. The result is empty for a cloud that is not known.
func TagContents(cloudName, region string) map[string]egress.TagMembership {
	c, err := cloudOf(cloudName)
	if err != nil {
		return nil
	}
	holds, mayHold := cloud.AKSTagPatterns(c, region)
	return map[string]egress.TagMembership{
		cloud.FQDNTagAKS: {Yes: patterns(holds), Maybe: patterns(mayHold), Assumption: egress.AssumeAKSTagCore},
	}
}

// PlatformNames are names that Azure Firewall may let through although no rule
// does (FW-10).
func PlatformNames(cloudName string) []netset.Pattern {
	c, err := cloudOf(cloudName)
	if err != nil {
		return nil
	}
	return patterns(cloud.InfrastructurePatterns(c))
}

// patterns parses the tables' names; a test sees to it that none is dropped.
func patterns(list []string) []netset.Pattern {
	var out []netset.Pattern
	for _, text := range list {
		if p, err := netset.ParsePattern(text); err == nil {
			out = append(out, p)
		}
	}
	return out
}
