package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// DestinationSpecType is the attribute type of what a network rule may name as destinations (see [ParseDestinationSpec]).
type DestinationSpecType struct {
	textType[destinationSpecGrammar]
}

// DestinationSpec is a value of [DestinationSpecType]: null, unknown or a text.
type DestinationSpec struct{ text[destinationSpecGrammar] }

// NewDestinationSpec is a known value; the text is not checked here.
func NewDestinationSpec(s string) DestinationSpec {
	return destinationSpecOf(basetypes.NewStringValue(s))
}

// NewDestinationSpecNull is the null value.
func NewDestinationSpecNull() DestinationSpec { return destinationSpecOf(basetypes.NewStringNull()) }

// NewDestinationSpecUnknown is the unknown value.
func NewDestinationSpecUnknown() DestinationSpec {
	return destinationSpecOf(basetypes.NewStringUnknown())
}

// NewDestinationSpecPointer is null for nil.
func NewDestinationSpecPointer(s *string) DestinationSpec {
	return destinationSpecOf(basetypes.NewStringPointerValue(s))
}

// Destination is the parsed form; ok is false when the value is null, unknown or invalid.
func (v DestinationSpec) Destination() (Destination, bool) {
	return parse(v.StringValue, ParseDestinationSpec)
}

func destinationSpecOf(s basetypes.StringValue) DestinationSpec {
	return DestinationSpec{text[destinationSpecGrammar]{s}}
}

type destinationSpecGrammar struct{}

func (destinationSpecGrammar) noun() string { return destinationSpecNoun }

func (destinationSpecGrammar) check(text string) error { return parsed(ParseDestinationSpec)(text) }

// same: as in [AddressSpec], and service tags compare without case.
func (destinationSpecGrammar) same(a, b string) bool { return sameDestination(a, b) }

func (destinationSpecGrammar) newType() attr.Type { return DestinationSpecType{} }

func (destinationSpecGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return destinationSpecOf(s)
}
