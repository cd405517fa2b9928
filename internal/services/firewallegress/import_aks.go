package firewallegress

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
	"github.com/udr-egress/terraform-provider-udr/internal/rules"
)

// takeAKS recognises the rules that an aks block makes for the routed subnets, takes them out of the group's collections, and
// shows the block in their place.
func (i *importing) takeAKS(m *model, group azure.Group, as string) bool {
	sources := unique(routedPrefixes(*m).Items)
	if len(sources) == 0 {
		return false
	}
	features, registries := chosen(group.Collections)
	for _, mode := range []string{rules.ByTag, rules.ByNames, rules.ByBoth} {
		for _, private := range []bool{false, true} {
			made := rules.AKS{
				Mode: mode, Priority: group.Priority, Location: i.firewall.Location, Sources: sources, Proxy: m.DNSProxyEnabled.ValueBool(),
				Profile: cloud.Profile{PrivateCluster: private},
			}
			for _, f := range features {
				made.Profile.Features = append(made.Profile.Features, cloud.Feature(f))
			}
			for _, name := range registries {
				made.Profile.Registries = append(made.Profile.Registries, cloud.Registry{Name: name})
			}
			collections := made.Group().Collections
			if as == rulesClassic {
				made.Priority = group.Collections[rules.AKSGroup+"-application"].Priority
				collections = made.Classic()
			}
			if !holds(group.Collections, collections) || as == rulesPolicy && len(collections) != len(group.Collections) {
				continue
			}
			for name := range collections {
				delete(group.Collections, name)
			}
			block := map[string]attr.Value{
				"rules": types.StringValue(mode), "priority": types.Int32Value(made.Priority),
				"features": values.SetOfStringsOrNull(features), "container_registries": values.SetOfStringsOrNull(registries),
			}
			if private {
				block["private_cluster_enabled"] = types.BoolValue(true)
			}
			m.AKS = i.block(m.AKS.AttributeTypes(i.ctx), block)
			return true
		}
	}
	return false
}

// chosen reads features and registries from the names of rules, which begin with the feature that they are for.
func chosen(all map[string]azure.Collection) (features, registries []string) {
	names := []string{}
	for _, c := range all {
		names = slices.AppendSeq(slices.AppendSeq(names, maps.Keys(c.Network)), maps.Keys(c.Application))
	}
	slices.Sort(names)
	for _, name := range names {
		if registry, ok := strings.CutPrefix(name, "acr-login-"); ok {
			registries = append(registries, registry)
		}
	}
	for _, f := range preflight.FeatureNames() {
		if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, f+"-") }) {
			features = append(features, f)
		}
	}
	return features, registries
}

// block is an object with some attributes; the others are null.
func (i *importing) block(all map[string]attr.Type, given map[string]attr.Value) types.Object {
	attributes := map[string]attr.Value{}
	for name, t := range all {
		null, err := t.ValueFromTerraform(i.ctx, tftypes.NewValue(t.TerraformType(i.ctx), nil))
		if err != nil {
			i.problems.Append(diags.AttributeBug(aksPath, err.Error()))
			return types.ObjectNull(all)
		}
		attributes[name] = null
	}
	maps.Copy(attributes, given)
	return types.ObjectValueMust(all, attributes)
}

func holds(all, part map[string]azure.Collection) bool {
	for name, collection := range part {
		if live, there := all[name]; !there || !live.Equal(collection) {
			return false
		}
	}
	return len(part) > 0
}
