package aks

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// egressForm refuses what is no egress object. The attribute takes any type, so that Terraform itself lets an ID or a whole resource pass, and
// nothing of either could be judged. The type alone decides: it is known while the value is not.
type egressForm struct{}

// Description implements validator.Describer.
func (egressForm) Description(context.Context) string {
	return "the egress object of udr_firewall_egress or udr_appliance_egress"
}

// MarkdownDescription implements validator.Describer.
func (v egressForm) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateDynamic implements validator.Dynamic.
func (egressForm) ValidateDynamic(_ context.Context, req validator.DynamicRequest, resp *validator.DynamicResponse) {
	if problem := misformed(req.ConfigValue); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Not an egress", problem+".\n\n"+
			"Fix: write egress = udr_firewall_egress.this.egress (or udr_appliance_egress.this.egress), with your resource's name for this: its attribute egress holds the "+
			"routes, the rules and the subnets that the nodes' way out is judged by.")
	}
}

// misformed says why a value is no egress object; empty where it is one, or may be one.
func misformed(given types.Dynamic) string {
	v := given.UnderlyingValue()
	if given.IsNull() || given.IsUnknown() || v == nil || given.IsUnderlyingValueNull() {
		return ""
	}
	switch t := v.Type(noContext).(type) {
	case types.ObjectType:
		return misformedMembers(t.AttrTypes)
	case types.MapType:
		if v.IsUnknown() {
			return ""
		}
		elements, _ := members(v)
		kinds := map[string]attr.Type{}
		for name := range elements {
			kinds[name] = t.ElemType
		}
		return misformedMembers(kinds)
	case interface{ Equal(attr.Type) bool }:
		if !t.Equal(types.StringType) {
			return "An egress is an object, and this is none"
		}
	}
	if text := view.Text(v); text.Known {
		return fmt.Sprintf("An egress is an object, and %q is a text: perhaps an ID", text.Value)
	}
	return "An egress is an object, and this is a text: perhaps an ID"
}

// misformedMembers tells an egress by the two members that every kind of it has: where its packets go, and whose.
func misformedMembers(kinds map[string]attr.Type) string {
	_, hop := kinds["hop"]
	_, subnets := kinds["subnets"]
	_, whole := kinds["egress"]
	switch {
	case hop && subnets:
		return ""
	case whole:
		return "This is the whole resource, and its egress is one of its attributes"
	}
	return "This object has not the members of an egress (hop, subnets and others)"
}
