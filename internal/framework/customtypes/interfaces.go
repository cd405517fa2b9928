package customtypes

import (
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// What the framework asks of our types and values; the embedded text and textType carry all of it.
var (
	_ xattr.TypeWithValidate                     = CIDRType{} //nolint:staticcheck // deprecated, yet the only way to validate elements
	_ basetypes.StringTypable                    = CIDRType{}
	_ basetypes.StringValuableWithSemanticEquals = CIDR{}
	_ xattr.ValidateableAttribute                = CIDR{}
	_ function.ValidateableParameter             = CIDR{}
)
