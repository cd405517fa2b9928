package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// RoutePrefixType is the attribute type of what a route may name as its prefix (see [ParseRoutePrefix]).
type RoutePrefixType struct{ textType[routePrefixGrammar] }

// RoutePrefix is a value of [RoutePrefixType]: null, unknown or a text.
type RoutePrefix struct{ text[routePrefixGrammar] }

// NewRoutePrefix is a known value; the text is not checked here.
func NewRoutePrefix(s string) RoutePrefix { return routePrefixOf(basetypes.NewStringValue(s)) }

// NewRoutePrefixNull is the null value.
func NewRoutePrefixNull() RoutePrefix { return routePrefixOf(basetypes.NewStringNull()) }

// NewRoutePrefixUnknown is the unknown value.
func NewRoutePrefixUnknown() RoutePrefix { return routePrefixOf(basetypes.NewStringUnknown()) }

// NewRoutePrefixPointer is null for nil.
func NewRoutePrefixPointer(s *string) RoutePrefix {
	return routePrefixOf(basetypes.NewStringPointerValue(s))
}

// Prefix is the parsed form; ok is false when the value is null, unknown or invalid.
func (v RoutePrefix) Prefix() (Prefix, bool) { return parse(v.StringValue, ParseRoutePrefix) }

func routePrefixOf(s basetypes.StringValue) RoutePrefix {
	return RoutePrefix{text[routePrefixGrammar]{s}}
}

type routePrefixGrammar struct{}

func (routePrefixGrammar) noun() string { return routePrefixNoun }

func (routePrefixGrammar) check(text string) error { return parsed(ParseRoutePrefix)(text) }

// same: as in [CIDR], and service tags compare without case.
func (routePrefixGrammar) same(a, b string) bool { return sameRoutePrefix(a, b) }

func (routePrefixGrammar) newType() attr.Type { return RoutePrefixType{} }

func (routePrefixGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return routePrefixOf(s)
}
