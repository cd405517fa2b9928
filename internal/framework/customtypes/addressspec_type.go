package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// AddressSpecType is the attribute type of what a firewall rule may name as addresses (see [ParseAddressSpec]).
type AddressSpecType struct{ textType[addressSpecGrammar] }

// AddressSpec is a value of [AddressSpecType]: null, unknown or a text.
type AddressSpec struct{ text[addressSpecGrammar] }

// NewAddressSpec is a known value; the text is not checked here.
func NewAddressSpec(s string) AddressSpec { return addressSpecOf(basetypes.NewStringValue(s)) }

// NewAddressSpecNull is the null value.
func NewAddressSpecNull() AddressSpec { return addressSpecOf(basetypes.NewStringNull()) }

// NewAddressSpecUnknown is the unknown value.
func NewAddressSpecUnknown() AddressSpec { return addressSpecOf(basetypes.NewStringUnknown()) }

// NewAddressSpecPointer is null for nil.
func NewAddressSpecPointer(s *string) AddressSpec {
	return addressSpecOf(basetypes.NewStringPointerValue(s))
}

// Addresses is the set meant; ok is false when the value is null, unknown or invalid.
func (v AddressSpec) Addresses() (netset.Addresses, bool) {
	return parse(v.StringValue, ParseAddressSpec)
}

func addressSpecOf(s basetypes.StringValue) AddressSpec {
	return AddressSpec{text[addressSpecGrammar]{s}}
}

type addressSpecGrammar struct{}

func (addressSpecGrammar) noun() string { return addressSpecNoun }

func (addressSpecGrammar) check(text string) error { return parsed(ParseAddressSpec)(text) }

// same: a lone address is its full-length prefix and its one-address range.
func (addressSpecGrammar) same(a, b string) bool { return sameSet(ParseAddressSpec)(a, b) }

func (addressSpecGrammar) newType() attr.Type { return AddressSpecType{} }

func (addressSpecGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return addressSpecOf(s)
}
