package protocol

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// tamper changes what the toy provider answers, to break core's contract in ways that the framework itself would not.
type tamper struct {
	tfprotov6.ProviderServer
	plan  func(*tfprotov6.PlanResourceChangeRequest, *tfprotov6.PlanResourceChangeResponse)
	apply func(*tfprotov6.ApplyResourceChangeRequest, *tfprotov6.ApplyResourceChangeResponse)
	read  func(*tfprotov6.ReadResourceRequest, *tfprotov6.ReadResourceResponse)
}

func (s *tamper) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.ProviderServer.PlanResourceChange(ctx, req)
	if s.plan != nil && req.TypeName == "toy_thing" {
		s.plan(req, resp)
	}
	return resp, err
}

func (s *tamper) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.ProviderServer.ApplyResourceChange(ctx, req)
	if s.apply != nil && req.TypeName == "toy_thing" {
		s.apply(req, resp)
	}
	return resp, err
}

func (s *tamper) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.ProviderServer.ReadResource(ctx, req)
	if s.read != nil && req.TypeName == "toy_thing" {
		s.read(req, resp)
	}
	return resp, err
}

// edit changes attributes of a packed toy_thing.
func edit(t *testing.T, in *tfprotov6.DynamicValue, changes map[string]cty.Value) *tfprotov6.DynamicValue {
	t.Helper()
	s := toySchema(t)
	v, err := fromWire(in, s.typ)
	if err != nil || v.IsNull() {
		t.Fatalf("nothing to edit: %v, %v", v, err)
	}
	attrs := v.AsValueMap()
	for name, change := range changes {
		attrs[name] = change
	}
	out, err := toWire(cty.ObjectVal(attrs), s.typ)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func toySchema(t *testing.T) *schema {
	t.Helper()
	h, _ := start(t, Options{})
	return h.schemas.resources["toy_thing"]
}

func identityOf(t *testing.T, id cty.Value) *tfprotov6.ResourceIdentityData {
	t.Helper()
	v := cty.ObjectVal(map[string]cty.Value{"id": id})
	packed, err := toWire(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: packed}
}

// breach is one breach of core's contract: a provider that commits it, what a test does, and the failure that names it.
type breach struct {
	name   string
	tamper tamper
	run    func(h *Harness)
	want   []string
}

// runBreaches wants each breach to fail the test that meets it.
func runBreaches(t *testing.T, breaches []breach) {
	t.Helper()
	for _, b := range breaches {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			failures := failuresOf(t, func(t testing.TB) {
				servers := newWorld().factory()
				b.run(New(t, func() tfprotov6.ProviderServer {
					s := b.tamper
					s.ProviderServer = servers()
					return &s
				}, Options{}))
			})
			wantFailure(t, failures, b.want...)
		})
	}
}
