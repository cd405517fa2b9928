package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// PortSpecType is the attribute type of what a firewall rule may name as ports (see [ParsePortSpec]).
type PortSpecType struct{ textType[portSpecGrammar] }

// PortSpec is a value of [PortSpecType]: null, unknown or a text.
type PortSpec struct{ text[portSpecGrammar] }

// NewPortSpec is a known value; the text is not checked here.
func NewPortSpec(s string) PortSpec { return portSpecOf(basetypes.NewStringValue(s)) }

// NewPortSpecNull is the null value.
func NewPortSpecNull() PortSpec { return portSpecOf(basetypes.NewStringNull()) }

// NewPortSpecUnknown is the unknown value.
func NewPortSpecUnknown() PortSpec { return portSpecOf(basetypes.NewStringUnknown()) }

// NewPortSpecPointer is null for nil.
func NewPortSpecPointer(s *string) PortSpec { return portSpecOf(basetypes.NewStringPointerValue(s)) }

// Ports is the set meant; ok is false when the value is null, unknown or invalid.
func (v PortSpec) Ports() (netset.Ports, bool) { return parse(v.StringValue, ParsePortSpec) }

func portSpecOf(s basetypes.StringValue) PortSpec { return PortSpec{text[portSpecGrammar]{s}} }

type portSpecGrammar struct{}

func (portSpecGrammar) noun() string { return portSpecNoun }

func (portSpecGrammar) check(text string) error { return parsed(ParsePortSpec)(text) }

// same: "443" is "443-443", but "*" is not "1-65535", which Azure keeps apart.
func (portSpecGrammar) same(a, b string) bool { return sameSet(ParsePortSpec)(a, b) }

func (portSpecGrammar) newType() attr.Type { return PortSpecType{} }

func (portSpecGrammar) newValue(s basetypes.StringValue) basetypes.StringValuable {
	return portSpecOf(s)
}
