package protocol

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
)

// lostAnswer is what core says when a plugin died in a call (hashicorp/terraform internal/plugin6/grpc_error.go).
const lostAnswer = "Plugin did not respond"

// call makes one call to the provider. It returns false when there is no answer: the provider was killed, it panicked, or it
// returned an error or nothing, which a provider must never do without a diagnostic.
func call[Req, Resp any](h *Harness, out *Outcome, name string, method func(context.Context, Req) (Resp, error), req Req) (Resp, bool) {
	h.tb.Helper()
	resp, stack, err := protect(h.tb.Context(), method, req)
	if h.isKilled(name) {
		h.Restart()
		out.killed = true
		out.diags = append(out.diags, Diagnostic{
			Severity: Error, Summary: lostAnswer,
			Detail: "The plugin encountered an error, and failed to respond to the " + name + " call.",
		})
		var none Resp
		return none, false
	}
	switch {
	case stack != "":
		h.Restart()
		out.breachf("The provider panicked", "in %s: %s", name, stack)
	case err != nil:
		out.breachf("Error without a diagnostic", "%s returned the Go error %q", name, err)
	case reflect.ValueOf(&resp).Elem().IsNil():
		out.breachf("Error without a diagnostic", "%s returned nothing at all", name)
	default:
		return resp, true
	}
	return resp, false
}

// protect calls the method and turns a panic into its stack.
func protect[Req, Resp any](ctx context.Context, method func(context.Context, Req) (Resp, error), req Req) (resp Resp, stack string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			stack = "panic: " + textOf(cause) + "\n" + string(debug.Stack())
		}
	}()
	resp, err = method(ctx, req)
	return resp, stack, err
}

// isKilled tells whether the provider died in this call.
func (h *Harness) isKilled(name string) bool {
	h.mu.Lock()
	lose := h.loseApply && name == "ApplyResourceChange"
	if lose {
		h.loseApply = false
	}
	h.mu.Unlock()
	return lose || (h.options.Killed != nil && h.options.Killed())
}

func textOf(cause any) string {
	if err, ok := cause.(error); ok {
		return err.Error()
	}
	return fmt.Sprint(cause)
}
