package customtypes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// Comparison tells whether two known texts mean the same thing.
type Comparison func(a, b string) bool

// Comparisons for [KeepEqual] and [ReplaceIfDifferent].
var (
	EqualResourceID Comparison = SameResourceID
	EqualLocation   Comparison = SameLocation
	EqualCIDR       Comparison = sameParsed(ParseCIDR)
	EqualIPAddress  Comparison = sameParsed(ParseIPAddress)
)

// KeepEqual is a plan modifier that plans the prior spelling when the configuration only spells the
// same thing differently, so that there is no diff at all. Core allows it: a configured value may
// be planned as the prior value where they mean the same.
func KeepEqual(same Comparison) planmodifier.String { return spelling{same: same} }

// ReplaceIfDifferent is KeepEqual, and a value that means another thing replaces the resource: for
// IDs and locations that cannot change. An unknown new value replaces as well, like the framework's
// RequiresReplace.
func ReplaceIfDifferent(same Comparison) planmodifier.String {
	return spelling{same: same, replace: true}
}

type spelling struct {
	same    Comparison
	replace bool
}

// Description implements planmodifier.Describer.
func (m spelling) Description(context.Context) string {
	if m.replace {
		return "A value that means another object replaces the resource; another spelling of the same changes nothing."
	}
	return "Another spelling of the same value changes nothing."
}

// MarkdownDescription implements planmodifier.Describer.
func (m spelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString implements planmodifier.String.
func (m spelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() || req.PlanValue.Equal(req.StateValue) {
		return // create, destroy, or nothing changed
	}
	prior, priorKnown := known(req.StateValue)
	planned, plannedKnown := known(req.PlanValue)
	if priorKnown && plannedKnown && m.same(prior, planned) {
		resp.PlanValue = req.StateValue
		return
	}
	if m.replace {
		resp.RequiresReplace = true
	}
}
