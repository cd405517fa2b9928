package protocol

import (
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func TestProviderConfig(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{Config: map[string]any{"region": "here", "tags": map[string]any{"k": Unknown}}, TerraformVersion: "1.14.0"})
	h.ValidateConfig(map[string]any{"region": "nowhere"}).Must()
	if len(w.log) > 0 {
		t.Errorf("validating did %v", w.log)
	}
	h.Configure().Must()
	h.Configure().Must() // configured already
	h.Stop().Must()
	if len(w.log) != 1 || w.log[0] != "configure here 1.14.0" {
		t.Errorf("did %v", w.log)
	}
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{Config: map[string]any{"region": 5}})
		h.Configure()
	})
	wantFailure(t, failures, "provider configuration: the configuration does not fit the schema", "region: string is wanted, not int")
}

// TestServers: each walk has a server of its own, as each walk of core has a provider process, unless the test wants one.
func TestServers(t *testing.T) {
	t.Parallel()
	run := func(options Options) int {
		h, w := start(t, options)
		r := h.Resource("toy_thing", "x")
		r.Apply(map[string]any{"name": "a"}).Must()
		r.Destroy().Must()
		return w.starts
	}
	// Plan (on the one that told the schemas), apply, plan again; refresh, plan to destroy, destroy.
	if got := run(Options{}); got != 6 {
		t.Errorf("%d servers", got)
	}
	if got := run(Options{OneServer: true}); got != 1 {
		t.Errorf("%d servers, one is wanted", got)
	}
}

func TestFactories(t *testing.T) {
	t.Parallel()
	servers := newWorld().factory()
	New(t, func() (tfprotov6.ProviderServer, error) { return servers(), nil }, Options{}).Configure().Must()
	failures := failuresOf(t, func(t testing.TB) {
		New(t, func() (tfprotov6.ProviderServer, error) { return nil, errors.New("no server today") }, Options{})
	})
	wantFailure(t, failures, "making a provider server: no server today")
}
