package convergence

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Keys in a resource's private state.
const (
	// planKey is written by ModifyPlan and read by Delete (C-3). It never
	// belongs to the stored object: Update and a failing Delete clear it.
	planKey = "udr_plan"
	// objectKey is the object's own record, kept from apply to apply.
	objectKey = "udr_object"
)

// Reader is the part of the framework's private state that reads. Every
// req.Private satisfies it.
type Reader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// Writer is the part of the framework's private state that writes. Every
// resp.Private satisfies it.
type Writer interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// ReadWriter is both.
type ReadWriter interface {
	Reader
	Writer
}

// Object is what private state remembers of an object. Terraform 1.11.4 loses
// it when the provider dies during an update, and Delete does not see it in a
// tainted replacement; so it is never the only proof of anything (C-2).
type Object struct {
	// Create is the name of the create that made or resumed the object; the
	// same as the live object's CreateTag unless a later create took it over.
	Create string `json:"create,omitempty"`
	// Incomplete is true after a create or repair that did not end well.
	Incomplete bool `json:"incomplete,omitempty"`
}

// ReadObject returns the object's record, zero when there is none or when it
// cannot be read: a lost record must never stop a destroy.
func ReadObject(ctx context.Context, private Reader) Object {
	return read[Object](ctx, private, objectKey)
}

// WriteObject stores the object's record.
func WriteObject(ctx context.Context, private Writer, o Object) diag.Diagnostics {
	return write(ctx, private, objectKey, o)
}

// ReadPlan returns what ModifyPlan recorded, zero when there is nothing.
func ReadPlan(ctx context.Context, private Reader) Plan {
	return read[Plan](ctx, private, planKey)
}

// WritePlan records the plan for Delete. Only ModifyPlan calls it.
func WritePlan(ctx context.Context, private Writer, p Plan) diag.Diagnostics {
	return write(ctx, private, planKey, p)
}

// ClearPlan removes the plan's record. Update, and Delete when it returns an
// error, call it before they return, because core stores their private data.
func ClearPlan(ctx context.Context, private Writer) diag.Diagnostics {
	return private.SetKey(ctx, planKey, nil)
}

func read[T any](ctx context.Context, private Reader, key string) T {
	var zero, value T
	if private == nil {
		return zero
	}
	raw, diags := private.GetKey(ctx, key)
	if diags.HasError() || len(raw) == 0 || json.Unmarshal(raw, &value) != nil {
		return zero
	}
	return value
}

func write(ctx context.Context, private Writer, key string, value any) diag.Diagnostics {
	raw, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot record private state",
			"encoding "+key+": "+err.Error()+". This is a bug in the provider.")}
	}
	return private.SetKey(ctx, key, raw)
}
