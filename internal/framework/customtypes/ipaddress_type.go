package customtypes

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// IPAddressType is the attribute type of one address, IPv4 or IPv6 (see [ParseIPAddress]).
type IPAddressType struct{ textType[ipAddressGrammar] }

// IPAddress is a value of [IPAddressType]: null, unknown or a text.
type IPAddress struct{ text[ipAddressGrammar] }

// NewIPAddress is a known value; the text is not checked here.
func NewIPAddress(s string) IPAddress { return ipAddressOf(basetypes.NewStringValue(s)) }

// NewIPAddressNull is the null value.
func NewIPAddressNull() IPAddress { return ipAddressOf(basetypes.NewStringNull()) }

// NewIPAddressUnknown is the unknown value.
func NewIPAddressUnknown() IPAddress { return ipAddressOf(basetypes.NewStringUnknown()) }

// NewIPAddressPointer is null for nil.
func NewIPAddressPointer(s *string) IPAddress { return ipAddressOf(basetypes.NewStringPointerValue(s)) }

// Addr is the parsed address; ok is false when the value is null, unknown or invalid.
func (v IPAddress) Addr() (netip.Addr, bool) { return parse(v.StringValue, ParseIPAddress) }

func ipAddressOf(s basetypes.StringValue) IPAddress { return IPAddress{text[ipAddressGrammar]{s}} }

type ipAddressGrammar struct{}

func (ipAddressGrammar) noun() string { return ipAddressNoun }

func (ipAddressGrammar) check(text string) error { return parsed(ParseIPAddress)(text) }

// same: IPv6 has several spellings of one address, IPv4 has one.
func (ipAddressGrammar) same(a, b string) bool { return sameParsed(ParseIPAddress)(a, b) }

func (ipAddressGrammar) newType() attr.Type { return IPAddressType{} }

func (ipAddressGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return ipAddressOf(s)
}
