package rules

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
)

// Need is one thing that not every tier can do.
type Need struct {
	Can  cloud.Capability
	At   path.Path
	What string
}

// Needs are the capabilities that rules ask for.
func (g Groups) Needs() []Need {
	var wanted []Need
	add := func(rule Rule, name string, can cloud.Capability, what string) {
		if len(rule.Texts(name).Items) > 0 {
			wanted = append(wanted, Need{can, rule.At.AtName(name), what})
		}
	}
	g.Each(azure.KindNetwork, func(rule Rule) {
		add(rule, "destination_fqdns", cloud.CanNetworkFQDN, "names in network rules")
	})
	g.Each(azure.KindApplication, func(rule Rule) {
		add(rule, "web_categories", cloud.CanWebCategory, "web categories")
		add(rule, "destination_urls", cloud.CanURL, "URLs")
		if rule.Flag("terminate_tls").Value {
			wanted = append(wanted, Need{cloud.CanTLSInspection, rule.At.AtName("terminate_tls"), "TLS inspection"})
		}
	})
	return wanted
}

// tiers: what is configured and the tier cannot do (FW-46).
func (j *judging) tiers() {
	if !j.Tier.Known {
		return
	}
	for _, one := range j.Groups.Needs() {
		j.Unsupported(cloud.Tier(j.Tier.Value), one)
	}
}
