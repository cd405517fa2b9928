package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// LocationType is the attribute type of an Azure region, by name or display name (see [ParseLocation]).
type LocationType struct{ textType[locationGrammar] }

// Location is a value of [LocationType]: null, unknown or a text.
type Location struct{ text[locationGrammar] }

// NewLocation is a known value; the text is not checked here.
func NewLocation(s string) Location { return locationOf(basetypes.NewStringValue(s)) }

// NewLocationNull is the null value.
func NewLocationNull() Location { return locationOf(basetypes.NewStringNull()) }

// NewLocationUnknown is the unknown value.
func NewLocationUnknown() Location { return locationOf(basetypes.NewStringUnknown()) }

// NewLocationPointer is null for nil.
func NewLocationPointer(s *string) Location { return locationOf(basetypes.NewStringPointerValue(s)) }

// Name is the region's name as Azure writes it, "eastus"; ok is false when the value is null, unknown or invalid.
func (v Location) Name() (string, bool) { return parse(v.StringValue, ParseLocation) }

func locationOf(s basetypes.StringValue) Location { return Location{text[locationGrammar]{s}} }

type locationGrammar struct{}

func (locationGrammar) noun() string { return locationNoun }

func (locationGrammar) check(text string) error { return parsed(ParseLocation)(text) }

// same: "East US" is "eastus".
func (locationGrammar) same(a, b string) bool { return sameParsed(ParseLocation)(a, b) }

func (locationGrammar) newType() attr.Type { return LocationType{} }

func (locationGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return locationOf(s)
}
