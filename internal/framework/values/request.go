package values

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
)

// String is types.String and every custom string type.
type String interface {
	attr.Value
	ValueString() string
}

// RequireString is the text for a request; null or unknown is our bug and gives "".
func RequireString(p path.Path, v String, d *diag.Diagnostics) string {
	if !require(p, v, d) {
		return ""
	}
	return v.ValueString()
}

// RequireBool is the flag for a request; null or unknown is our bug and gives false.
func RequireBool(p path.Path, v basetypes.BoolValue, d *diag.Diagnostics) bool {
	return require(p, v, d) && v.ValueBool()
}

// RequireInt64 is the number for a request; null or unknown is our bug and gives 0.
func RequireInt64(p path.Path, v basetypes.Int64Value, d *diag.Diagnostics) int64 {
	if !require(p, v, d) {
		return 0
	}
	return v.ValueInt64()
}

// RequireInt32 is the number for a request; null or unknown is our bug and gives 0.
func RequireInt32(p path.Path, v basetypes.Int32Value, d *diag.Diagnostics) int32 {
	if !require(p, v, d) {
		return 0
	}
	return v.ValueInt32()
}

// OptionalString is nil for null; unknown is our bug and gives nil.
func OptionalString(p path.Path, v String, d *diag.Diagnostics) *string {
	if !optional(p, v, d) {
		return nil
	}
	return new(v.ValueString())
}

// OptionalBool is nil for null; unknown is our bug and gives nil.
func OptionalBool(p path.Path, v basetypes.BoolValue, d *diag.Diagnostics) *bool {
	if !optional(p, v, d) {
		return nil
	}
	return new(v.ValueBool())
}

// OptionalInt64 is nil for null; unknown is our bug and gives nil.
func OptionalInt64(p path.Path, v basetypes.Int64Value, d *diag.Diagnostics) *int64 {
	if !optional(p, v, d) {
		return nil
	}
	return new(v.ValueInt64())
}

// OptionalInt32 is nil for null; unknown is our bug and gives nil. It takes types.Int32.
func OptionalInt32(p path.Path, v basetypes.Int32Value, d *diag.Diagnostics) *int32 {
	if !optional(p, v, d) {
		return nil
	}
	return new(v.ValueInt32())
}

// KnownString is for validation and plan: ok is false for null and unknown, in silence.
func KnownString(v String) (s string, ok bool) {
	if !Known(v) {
		return "", false
	}
	return v.ValueString(), true
}

// KnownBool is KnownString for a flag: an unknown flag is not false.
func KnownBool(v basetypes.BoolValue) (value, ok bool) { return v.ValueBool(), Known(v) }

// KnownInt64 is KnownString for a number.
func KnownInt64(v basetypes.Int64Value) (n int64, ok bool) { return v.ValueInt64(), Known(v) }

// require reports a null or unknown value as our bug.
func require(p path.Path, v attr.Value, d *diag.Diagnostics) bool {
	if v == nil || v.IsNull() {
		d.Append(diags.AttributeBug(p, "a value that the request needs is null"))
		return false
	}
	return refuseUnknown(p, v, d)
}

// optional tells whether there is a value; an unknown one is our bug.
func optional(p path.Path, v attr.Value, d *diag.Diagnostics) bool {
	if v == nil || v.IsNull() {
		return false
	}
	return refuseUnknown(p, v, d)
}

// refuseUnknown keeps unknowns out of requests (law L1): Terraform never applies one, so meeting one
// means that our code converts too early.
func refuseUnknown(p path.Path, v attr.Value, d *diag.Diagnostics) bool {
	if v.IsUnknown() {
		d.Append(diags.AttributeBug(p, "a value is still unknown where a request is built"))
		return false
	}
	return true
}
