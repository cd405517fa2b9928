package aks

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// profile is what decides what the cluster must reach: its features follow from its settings.
func profile(c, config section) *preflight.Profile {
	a := apiServer(c)
	p := &preflight.Profile{
		Region: valueOf(c.text("location")), Private: valueOf(c.flag("private_cluster_enabled").Or(false)),
		VNetIntegration: valueOf(a.flag("virtual_network_integration_enabled").Or(false)), OutboundType: valueOf(outbound(c)),
		BootstrapCache: c.part("bootstrap_profile").is("artifact_source", "Cache"), Name: c.text("name").Value,
		Kubenet: network(c).is("network_plugin", "kubenet"), DualStack: len(network(c).texts("ip_versions").Items) > 1,
		APIServerSubnet: a.id("subnet_id"), AuthorizedRanges: authorized(c, config),
	}
	for _, f := range features {
		if f.on(c) {
			p.Features = append(p.Features, f.feature)
		}
		p.FeaturesOpen = p.FeaturesOpen || f.open(c)
	}
	p.Subnets = subnetsOf(defaultPool(c))
	return p
}

// subnetsOf are the known subnets of a pool's nodes and pods.
func subnetsOf(p section) []armid.ID {
	subnets := []armid.ID{}
	for _, name := range []string{"vnet_subnet_id", "pod_subnet_id"} {
		if id := p.id(name); !id.IsZero() {
			subnets = append(subnets, id)
		}
	}
	return subnets
}

func valueOf[T any](leaf view.Leaf[T]) egress.Value[T] {
	if leaf.Unknown {
		return egress.Unknown[T]()
	}
	return egress.Known(leaf.Value)
}

// featureRule is a setting with egress of its own (aks-facts.md 2.3).
type featureRule struct {
	feature cloud.Feature
	on      func(section) bool
	open    func(section) bool
}

func part(feature cloud.Feature, name string) featureRule {
	return featureRule{feature, func(c section) bool { return c.part(name).there() }, func(c section) bool { return c.part(name).unknown }}
}

func flagged(feature cloud.Feature, name string) featureRule {
	return featureRule{feature, func(c section) bool { return c.on(name) }, func(c section) bool { return c.flag(name).Unknown }}
}

// features are the settings that decide what a cluster must reach.
var features = []featureRule{
	part(cloud.FeatureAzureMonitor, "oms_agent"), part(cloud.FeatureAzureMonitor, "monitor_metrics"), part(cloud.FeatureDefender, "microsoft_defender"),
	part(cloud.FeatureKeyVaultCSI, "key_vault_secrets_provider"), flagged(cloud.FeatureAzurePolicy, "azure_policy_enabled"),
	flagged(cloud.FeatureCostAnalysis, "cost_analysis_enabled"), flagged(cloud.FeatureWorkloadIdentity, "workload_identity_enabled"),
	{
		cloud.FeatureNodeOSUpdates,
		func(c section) bool {
			return c.is("node_os_upgrade_channel", "SecurityPatch") || c.is("node_os_upgrade_channel", "Unmanaged")
		},
		func(c section) bool { return c.text("node_os_upgrade_channel").Unknown },
	},
}

// authorized is who may call the API server; nil for everybody. While the egress's own addresses are not assigned yet, they are told by
// their names.
func authorized(c, config section) *egress.AuthorizedRanges {
	v, ok := c.value("effective_authorized_ip_ranges").(types.Set)
	switch {
	case !ok || v.IsNull():
		return nil
	case v.IsUnknown():
		return awaitedRanges(config)
	}
	prefixes := prefixesIn(view.Texts(v).Items)
	if len(prefixes) == 0 {
		return nil
	}
	return &egress.AuthorizedRanges{Addresses: netset.AddressesOf(prefixes...)}
}

// awaitedRanges are those of which some are still to become known: the user's, and every public IP of the egress where the provider adds it,
// which it does whatever the user's will be.
func awaitedRanges(config section) *egress.AuthorizedRanges {
	a, e := apiServer(config), egressOf(config)
	own, include := a.texts("authorized_ip_ranges"), a.flag("include_egress_ips").Or(true)
	ranges := &egress.AuthorizedRanges{Addresses: netset.AddressesOf(prefixesIn(own.Items)...), Open: !own.Complete || include.Unknown}
	if !include.Value {
		return ranges
	}
	hop, exits := e.part("hop").text("id"), view.Map(e.value("exit_addresses"))
	if !hop.Known || !exits.Complete || !e.there() {
		ranges.Open = true
		return ranges
	}
	for _, key := range exits.Keys {
		ranges.PublicIPs = append(ranges.PublicIPs, hop.Value+"/"+key) // the name that preflight gives it
	}
	return ranges
}

func prefixesIn(texts []string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, text := range texts {
		if prefix, err := parseRange(text); err == nil {
			prefixes = append(prefixes, prefix)
		}
	}
	return prefixes
}
