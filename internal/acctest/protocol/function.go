package protocol

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Result is what a function returned. Value is a Go value; Argument is the index of the argument that an error is about, -1
// when it is about none. The error of a function is a diagnostic of the outcome with the summary "Error in function call".
type Result struct {
	*Outcome
	Value    any
	Argument int
}

// Must stops the test when there are errors.
func (r *Result) Must() *Result {
	r.h.tb.Helper()
	r.Outcome.Must()
	return r
}

// Call calls a provider function on a provider that is not configured. As in core, a null argument is refused and an unknown
// one makes the result unknown unless the parameter allows it (hashicorp/terraform internal/providers/functions.go). Every
// call is made twice, since core holds a function to giving the same result for the same arguments.
func (h *Harness) Call(name string, args ...any) *Result {
	h.tb.Helper()
	r := &Result{Outcome: h.begin("calling %s", name), Argument: -1}
	f, ok := h.schemas.functions[name]
	if !ok {
		h.tb.Fatalf("the provider has no function %s; it has %v", name, sortedKeys(h.schemas.functions))
	}
	returns, err := ctyType(f.Return.Type)
	if err != nil {
		h.tb.Fatalf("%s: return type: %s", r.what, err)
	}
	packed, known, ok := h.arguments(r, f, args)
	switch {
	case !ok:
		return r
	case !known:
		r.Value = Unknown
		return r
	}
	server := h.newServer()
	first, ok := h.callOnce(r, server, name, packed, returns)
	if !ok {
		return r
	}
	again := &Result{Outcome: &Outcome{h: h, what: r.what}}
	second, ok := h.callOnce(again, server, name, packed, returns)
	if !ok || !first.RawEquals(second) {
		r.breachf("Provider function returned an inconsistent result", "first %s, then %s %s", show(first), show(second), again.diags)
	}
	r.Value = decode(first)
	return r
}

func (h *Harness) callOnce(r *Result, server tfprotov6.ProviderServer, name string, args []*tfprotov6.DynamicValue, returns cty.Type) (cty.Value, bool) {
	h.tb.Helper()
	resp, ok := call(h, r.Outcome, "CallFunction", server.CallFunction, &tfprotov6.CallFunctionRequest{Name: name, Arguments: args})
	if !ok {
		return cty.NilVal, false
	}
	if resp.Error != nil {
		r.Argument = -1
		path := ""
		if resp.Error.FunctionArgument != nil {
			r.Argument = int(*resp.Error.FunctionArgument)
			path = fmt.Sprintf("[%d]", r.Argument)
		}
		r.diags = append(r.diags, Diagnostic{Severity: Error, Summary: "Error in function call", Detail: resp.Error.Text, Path: path})
		return cty.NilVal, false
	}
	v, err := fromWire(resp.Result, returns)
	if err != nil {
		r.breachf("Provider function returned an invalid result", "%s", err)
		return cty.NilVal, false
	}
	return v, true
}

// arguments packs the arguments. Known is false when core would not call the function, since its result cannot be known yet.
func (h *Harness) arguments(r *Result, f *tfprotov6.Function, args []any) (packed []*tfprotov6.DynamicValue, known, ok bool) {
	h.tb.Helper()
	known = true
	for i, arg := range args {
		p := f.VariadicParameter
		if i < len(f.Parameters) {
			p = f.Parameters[i]
		}
		if p == nil {
			h.tb.Fatalf("%s: %d arguments are too many; it has %d parameters", r.what, len(args), len(f.Parameters))
		}
		ty, err := ctyType(p.Type)
		if err != nil {
			h.tb.Fatalf("%s: parameter %s: %s", r.what, p.Name, err)
		}
		v, err := encodeValue(arg, ty)
		if err != nil {
			h.tb.Fatalf("%s: argument %d (%s): %s", r.what, i, p.Name, err)
		}
		if v.IsNull() && !p.AllowNullValue {
			r.Argument = i
			r.diags = append(r.diags, Diagnostic{
				Severity: Error, Summary: "Invalid function argument", Detail: "argument must not be null", Path: fmt.Sprintf("[%d]", i),
			})
			return nil, false, false
		}
		if !v.IsWhollyKnown() && !p.AllowUnknownValues {
			known = false
		}
		wire, fits := h.pack(r.Outcome, v, ty)
		if !fits {
			return nil, false, false
		}
		packed = append(packed, wire)
	}
	if len(args) < len(f.Parameters) {
		h.tb.Fatalf("%s: %d arguments are too few; it has %d parameters", r.what, len(args), len(f.Parameters))
	}
	return packed, known, true
}
