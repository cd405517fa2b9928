package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// decided are features that other attributes of a profile decide, or that every cluster has.
var decided = []cloud.Feature{
	cloud.FeatureBase, cloud.FeatureKonnectivity, cloud.FeatureVNetIntegration, cloud.FeatureCustomDNS, cloud.FeatureACR, cloud.FeatureAPIServerIP,
}

// FeatureNames are the features that `features` takes, in the order of the tables.
func FeatureNames() []string {
	var out []string
	for _, f := range cloud.FeatureKeys() {
		if !slices.Contains(decided, f) {
			out = append(out, string(f))
		}
	}
	return out
}

// ProfileAttributes describe the clusters that an egress serves, for a resource that has no cluster of its own. All are
// optional, and none is computed.
func ProfileAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"features": schema.SetAttribute{
			MarkdownDescription: "What the clusters use beyond the base: `" + strings.Join(FeatureNames(), "`, `") + "`. The data source `udr_aks_required_egress` lists what each needs.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf(FeatureNames()...))},
		},
		"container_registries": schema.SetAttribute{
			MarkdownDescription: "Names of Azure container registries, without the domain, that nodes pull from over their public endpoints.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"private_cluster_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the clusters are private: nodes then reach the API server inside the network. Default `false`.",
			Optional:            true,
		},
		"virtual_network_integration_enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether the API servers stand in a subnet of the network (API server VNet integration). Default `false`.",
			Optional:            true,
		},
		"dns_servers": schema.SetAttribute{
			MarkdownDescription: "Addresses of DNS servers that the nodes ask in place of Azure's.",
			ElementType:         customtypes.IPAddressType{},
			Optional:            true,
		},
	}
}

// ProfileOf reads what [ProfileAttributes] declare. The cloud may be empty: then it is that of the region.
func ProfileOf(fields view.Fields, region view.Leaf[string], cloudName string) *Profile {
	p := &Profile{Cloud: cloudName, Region: value(cautious, region.Or(""), "", func(r string) string { return r })}
	if fields == nil {
		return p
	}
	p.Private, p.VNetIntegration = switched(fields.Flag("private_cluster_enabled")), switched(fields.Flag("virtual_network_integration_enabled"))
	features := view.Texts(fields["features"])
	p.FeaturesOpen = !features.Complete
	for _, f := range features.Items {
		p.Features = append(p.Features, cloud.Feature(f))
	}
	registries, servers := view.Texts(fields["container_registries"]), view.Texts(fields["dns_servers"])
	p.FeaturesOpen = p.FeaturesOpen || !registries.Complete || !servers.Complete
	for _, name := range registries.Items {
		p.Registries = append(p.Registries, cloud.Registry{Name: name})
	}
	for _, text := range servers.Items {
		if a, err := netset.ParseAddress(text); err == nil {
			p.DNSServers = append(p.DNSServers, a)
		}
	}
	return p
}

// Settled is the profile as the tables take it; false while a part of it is not known.
func (p *Profile) Settled() (cloud.Profile, bool) {
	variants := p.variants(place{})
	return variants[0], len(variants) == 1 && !p.FeaturesOpen && p.OutboundType.IsKnown() && p.Region.IsKnown()
}

// switched is a switch whose default is off.
func switched(l view.Leaf[bool]) egress.Value[bool] {
	return value(plain, l, false, func(on bool) bool { return on })
}

// levelNames are the attributes of `egress_checks`, with their defaults.
var levelNames = []struct {
	name, text string
	of         func(*Levels) *Reaction
}{
	{"required", "flows without which nodes do not start or the cluster breaks, and that surely do not pass", func(l *Levels) *Reaction { return &l.Required }},
	{"conditional", "flows of the chosen features that surely do not pass", func(l *Levels) *Reaction { return &l.Conditional }},
	{"optional", "recommended flows that surely do not pass", func(l *Levels) *Reaction { return &l.Optional }},
	{"undecidable", "flows of which this plan cannot tell; one message for all", func(l *Levels) *Reaction { return &l.Undecidable }},
	{"findings", "rules that do nothing, let everything pass, or are needed by no feature", func(l *Levels) *Reaction { return &l.Findings }},
}

// ChecksAttribute is `egress_checks`: what each kind of finding does to a plan. Nothing in it is computed.
func ChecksAttribute() schema.Attribute {
	attributes := map[string]schema.Attribute{}
	defaults := DefaultLevels()
	for _, level := range levelNames {
		attributes[level.name] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("For %s: `error`, `warning` or `silent`. Default `%s`.", level.text, *level.of(&defaults)),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(Reactions()...)},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What happens when the egress does not fit what AKS needs. The plan is judged where there is an `aks` block; with this argument alone only " +
			"the rules are. An error is raised only by a plan that changes the egress: no refresh, destroy or plan without changes is stopped.",
		Optional:   true,
		Attributes: attributes,
	}
}

// LevelsOf reads `egress_checks`; what is not set, or not known, has its default.
func LevelsOf(v attr.Value) Levels {
	out, fields := DefaultLevels(), view.Object(v)
	for _, level := range levelNames {
		if text := fields.Text(level.name); text.Known && slices.Contains(Reactions(), text.Value) {
			*level.of(&out) = Reaction(text.Value)
		}
	}
	return out
}
