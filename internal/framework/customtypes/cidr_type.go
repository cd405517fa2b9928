package customtypes

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// CIDRType is the attribute type of an address prefix, IPv4 or IPv6, without host bits (see [ParseCIDR]).
type CIDRType struct{ textType[cidrGrammar] }

// CIDR is a value of [CIDRType]: null, unknown or a text.
type CIDR struct{ text[cidrGrammar] }

// NewCIDR is a known value; the text is not checked here.
func NewCIDR(s string) CIDR { return cidrOf(basetypes.NewStringValue(s)) }

// NewCIDRNull is the null value.
func NewCIDRNull() CIDR { return cidrOf(basetypes.NewStringNull()) }

// NewCIDRUnknown is the unknown value.
func NewCIDRUnknown() CIDR { return cidrOf(basetypes.NewStringUnknown()) }

// NewCIDRPointer is null for nil.
func NewCIDRPointer(s *string) CIDR { return cidrOf(basetypes.NewStringPointerValue(s)) }

// Prefix is the parsed prefix; ok is false when the value is null, unknown or invalid.
func (v CIDR) Prefix() (netip.Prefix, bool) { return parse(v.StringValue, ParseCIDR) }

func cidrOf(s basetypes.StringValue) CIDR { return CIDR{text[cidrGrammar]{s}} }

type cidrGrammar struct{}

func (cidrGrammar) noun() string { return cidrNoun }

func (cidrGrammar) check(text string) error { return parsed(ParseCIDR)(text) }

// same: IPv6 has several spellings of one prefix, IPv4 has one.
func (cidrGrammar) same(a, b string) bool { return sameParsed(ParseCIDR)(a, b) }

func (cidrGrammar) newType() attr.Type { return CIDRType{} }

func (cidrGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable { return cidrOf(s) }
