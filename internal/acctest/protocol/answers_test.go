package protocol

import (
	"context"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// wild is a provider server that returns Go errors, nothing, or panics.
type wild struct {
	tfprotov6.ProviderServer
	read func() (*tfprotov6.ReadResourceResponse, error)
}

func (s *wild) ReadResource(context.Context, *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return s.read()
}

func TestAnswersWithoutDiagnosticsFail(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		read func() (*tfprotov6.ReadResourceResponse, error)
		want []string
	}{
		"Go error": {
			read: func() (*tfprotov6.ReadResourceResponse, error) { return nil, errors.New("oops") },
			want: []string{"refreshing toy_thing.x: Error without a diagnostic", `ReadResource returned the Go error "oops"`},
		},
		"nothing": {
			read: func() (*tfprotov6.ReadResourceResponse, error) { return nil, nil },
			want: []string{"Error without a diagnostic", "ReadResource returned nothing at all"},
		},
		"panic": {
			read: func() (*tfprotov6.ReadResourceResponse, error) { panic("the toy is broken") },
			want: []string{"The provider panicked", "in ReadResource: panic: the toy is broken", "answers_test.go"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failures := failuresOf(t, func(t testing.TB) {
				servers := newWorld().factory()
				h := New(t, func() tfprotov6.ProviderServer { return &wild{ProviderServer: servers(), read: c.read} }, Options{SkipReplan: true})
				h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"})
				h.Resource("toy_thing", "x").Refresh()
			})
			wantFailure(t, failures, c.want...)
		})
	}
}

func TestErrorsHaveToBeLookedAt(t *testing.T) {
	t.Parallel()
	run := func(look func(*Outcome)) []string {
		return failuresOf(t, func(t testing.TB) {
			h, w := start(t, Options{})
			w.faults["create"] = "error"
			look(h.Resource("toy_thing", "x").Apply(map[string]any{"name": "a"}).Outcome)
		})
	}
	wantFailure(t, run(func(*Outcome) {}), "applying toy_thing.x ended with errors that the test did not look at", "Cannot create")
	wantFailure(t, run(func(o *Outcome) { o.Must() }), "applying toy_thing.x", "Cannot create")
	wantFailure(t, run(func(o *Outcome) { o.WantError("size", "Cannot create") }), `no error at path "size"`, "Cannot create")
	if failures := run(func(o *Outcome) { o.WantError("", "Cannot create", "As the test asked") }); len(failures) > 0 {
		t.Error(failures)
	}
}
