package protocol

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// recorder is a provider server that writes down what it is asked about resources, in a form that is the same whether core or
// the harness asks.
type recorder struct {
	tfprotov6.ProviderServer
	tape *tape
}

// tape is what recorders of one test have heard.
type tape struct {
	mu      sync.Mutex
	lines   []string
	schemas map[string]*schema
	lose    string // the answer to this call is lost, once
}

func newTape(t *testing.T, server tfprotov6.ProviderServer) *tape {
	t.Helper()
	resp, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	out := &tape{schemas: map[string]*schema{}}
	for name, wire := range resp.ResourceSchemas {
		if out.schemas[name], err = newSchema(wire); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func (t *tape) write(lines ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, lines...)
}

// note writes a call with its values.
func (t *tape) note(call, typeName string, fields ...string) {
	lines := []string{call + " " + typeName}
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i+1] != "" {
			lines = append(lines, "  "+fields[i]+": "+fields[i+1])
		}
	}
	t.write(lines...)
}

// losing tells whether the answer to this call is to be lost, and arms no more.
func (t *tape) losing(call string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	lose := t.lose == call
	if lose {
		t.lose = ""
	}
	return lose
}

func (t *tape) setLose(call string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lose = call
}

func (t *tape) value(typeName string, in *tfprotov6.DynamicValue) string {
	v, err := fromWire(in, t.schemas[typeName].typ)
	if err != nil {
		return err.Error()
	}
	return showShort(v)
}

// private writes private data as the provider's own keys and values.
func private(raw []byte) string {
	if len(raw) == 0 {
		return "none"
	}
	var keys map[string][]byte
	if err := json.Unmarshal(raw, &keys); err != nil {
		return string(raw)
	}
	var out []string
	for _, key := range sortedKeys(keys) {
		out = append(out, key+"="+string(keys[key]))
	}
	return "{" + strings.Join(out, " ") + "}"
}

var errLost = errors.New("the connection is gone")

func (r *recorder) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	r.tape.write("ConfigureProvider")
	return r.ProviderServer.ConfigureProvider(ctx, req)
}

func (r *recorder) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	r.tape.note("UpgradeResourceState", req.TypeName, "version", fmt.Sprint(req.Version), "state", compactJSON(req.RawState.JSON))
	return r.ProviderServer.UpgradeResourceState(ctx, req)
}

func (r *recorder) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	r.tape.note("ReadResource", req.TypeName, "state", r.tape.value(req.TypeName, req.CurrentState), "private", private(req.Private))
	return r.ProviderServer.ReadResource(ctx, req)
}

func (r *recorder) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	r.tape.note(
		"PlanResourceChange", req.TypeName, "config", r.tape.value(req.TypeName, req.Config), "prior", r.tape.value(req.TypeName, req.PriorState),
		"proposed", r.tape.value(req.TypeName, req.ProposedNewState), "private", private(req.PriorPrivate),
	)
	return r.ProviderServer.PlanResourceChange(ctx, req)
}

func (r *recorder) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	r.tape.note(
		"ApplyResourceChange", req.TypeName, "config", r.tape.value(req.TypeName, req.Config), "prior", r.tape.value(req.TypeName, req.PriorState),
		"planned", r.tape.value(req.TypeName, req.PlannedState), "private", private(req.PlannedPrivate),
	)
	resp, err := r.ProviderServer.ApplyResourceChange(ctx, req)
	if r.tape.losing("ApplyResourceChange") {
		return nil, errLost
	}
	return resp, err
}

func (r *recorder) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	r.tape.note("ImportResourceState", req.TypeName, "id", req.ID)
	return r.ProviderServer.ImportResourceState(ctx, req)
}

// compactJSON is JSON without null members and with sorted keys.
func compactJSON(raw []byte) string {
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		return string(raw)
	}
	for key, member := range v {
		if member == nil {
			delete(v, key)
		}
	}
	out, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(out)
}
