package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// FQDNPatternType is the attribute type of a host name, or one wildcard in the leftmost place (see [ParseFQDNPattern]).
type FQDNPatternType struct{ textType[fqdnPatternGrammar] }

// FQDNPattern is a value of [FQDNPatternType]: null, unknown or a text.
type FQDNPattern struct{ text[fqdnPatternGrammar] }

// NewFQDNPattern is a known value; the text is not checked here.
func NewFQDNPattern(s string) FQDNPattern { return fqdnPatternOf(basetypes.NewStringValue(s)) }

// NewFQDNPatternNull is the null value.
func NewFQDNPatternNull() FQDNPattern { return fqdnPatternOf(basetypes.NewStringNull()) }

// NewFQDNPatternUnknown is the unknown value.
func NewFQDNPatternUnknown() FQDNPattern { return fqdnPatternOf(basetypes.NewStringUnknown()) }

// NewFQDNPatternPointer is null for nil.
func NewFQDNPatternPointer(s *string) FQDNPattern {
	return fqdnPatternOf(basetypes.NewStringPointerValue(s))
}

// Pattern is the parsed form; ok is false when the value is null, unknown or invalid.
func (v FQDNPattern) Pattern() (netset.Pattern, bool) { return parse(v.StringValue, ParseFQDNPattern) }

func fqdnPatternOf(s basetypes.StringValue) FQDNPattern {
	return FQDNPattern{text[fqdnPatternGrammar]{s}}
}

type fqdnPatternGrammar struct{}

func (fqdnPatternGrammar) noun() string { return fqdnPatternNoun }

func (fqdnPatternGrammar) check(text string) error { return parsed(ParseFQDNPattern)(text) }

// same: names compare without case and without the dot of the root.
func (fqdnPatternGrammar) same(a, b string) bool { return sameParsed(ParseFQDNPattern)(a, b) }

func (fqdnPatternGrammar) newType() attr.Type { return FQDNPatternType{} }

func (fqdnPatternGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return fqdnPatternOf(s)
}
