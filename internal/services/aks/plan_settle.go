package aks

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/values"
)

// settle gives what the configuration leaves to Azure the value that the state has: the framework plans every such attribute as unknown as
// soon as anything changes, and each would be a difference that is none. Of an object that is new nothing is known.
func settle(ctx context.Context, config, plan, state attr.Value) attr.Value {
	if plan == nil || state == nil {
		return plan
	}
	if plan.IsUnknown() {
		if config == nil || config.IsNull() {
			return state
		}
		return plan
	}
	object, ok := plan.(types.Object)
	before, had := state.(types.Object)
	if !ok || !had || !values.Known(object) || !values.Known(before) {
		return plan
	}
	written := map[string]attr.Value{}
	if asked, ok := config.(types.Object); ok && values.Known(asked) {
		written = asked.Attributes()
	}
	out := object.Attributes()
	for name, v := range out {
		out[name] = settle(ctx, written[name], v, before.Attributes()[name])
	}
	settled, problems := types.ObjectValue(object.AttributeTypes(ctx), out)
	if problems.HasError() {
		return plan
	}
	return settled
}

// draft is a plan that is being made: an object whose members are set by name.
type draft struct {
	types   map[string]attr.Type
	members map[string]attr.Value
}

func draftOf(object types.Object, attrTypes map[string]attr.Type) draft {
	members := maps.Clone(object.Attributes())
	if members == nil {
		members = map[string]attr.Value{}
	}
	return draft{attrTypes, members}
}

func (d draft) object() types.Object {
	v, problems := types.ObjectValue(d.types, d.members)
	if problems.HasError() {
		return types.ObjectUnknown(d.types)
	}
	return v
}

func (d draft) section() section { return sectionOf(d.object()) }

// unknown plans a member as unknown, in its own type.
func (d draft) unknown(names ...string) {
	for _, name := range names {
		d.members[name] = unknownOf(d.types[name])
	}
}

// isUnknown reports a member that is planned as unknown.
func (d draft) isUnknown(name string) bool {
	v, ok := d.members[name]
	return ok && v.IsUnknown()
}

// typesIn are the types of a nested object of a draft.
func typesIn(d draft, name string) map[string]attr.Type {
	object, ok := d.types[name].(types.ObjectType)
	if !ok {
		return nil
	}
	return object.AttrTypes
}

// emptyCluster is a cluster of which nothing is known, in the types of the schema.
func emptyCluster(ctx context.Context) types.Object {
	members, kinds := map[string]attr.Value{}, map[string]attr.Type{}
	for name, a := range clusterAttributes(ctx) {
		kinds[name] = a.GetType()
		members[name] = nullOf(ctx, kinds[name])
	}
	object, problems := types.ObjectValue(kinds, members)
	if problems.HasError() {
		return types.ObjectNull(kinds)
	}
	return object
}
