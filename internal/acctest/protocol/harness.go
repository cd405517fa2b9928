package protocol

import (
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Factory makes a provider server, as providerserver.NewProtocol6 and NewProtocol6WithError do. What all servers of a test
// share (an emulator, say) is the factory's affair.
type Factory interface {
	~func() tfprotov6.ProviderServer | ~func() (tfprotov6.ProviderServer, error)
}

// Options of a harness. The zero value is the usual one.
type Options struct {
	// Config is the provider's configuration: attribute names to Go values, Unknown allowed.
	Config map[string]any
	// TerraformVersion is what ConfigureProvider is told; 1.11.4 when empty.
	TerraformVersion string
	// SkipReplan leaves out the plan that follows each apply and has to be empty.
	SkipReplan bool
	// NoIdentity behaves like core before 1.12: resource identity is neither sent nor stored nor checked.
	NoIdentity bool
	// OneServer keeps one provider server for all walks. Core starts a provider process for each: plan, apply, and for a destroy
	// one more for the plan before it (docs/design/0002-convergence.md, O-12).
	OneServer bool
	// Killed is asked after each call. Once it tells true the provider counts as killed: the answer is lost and the next call
	// goes to a new server.
	Killed func() bool
	// Death says what dies when Killed tells true; the provider alone, unless it is set.
	Death Death
}

// Death says what dies in a kill.
type Death int

const (
	// ProviderDies: core lives, and treats the lost answer as an error without a new state.
	ProviderDies Death = iota
	// AllDie: core dies as well, and the state stays as it was before the change.
	AllDie
)

// Harness is core's side of one provider: a server, its schemas, and the state of resource instances. Harnesses are
// independent of each other, so tests with one each may run in parallel; one harness serves one test at a time.
type Harness struct {
	tb      testing.TB
	factory func() (tfprotov6.ProviderServer, error)
	options Options
	schemas *schemas

	mu         sync.Mutex
	server     tfprotov6.ProviderServer
	configured bool
	instances  map[string]*instance
	last       map[string]lastConfig
	outcomes   []*Outcome
	loseApply  bool // ApplyKilled: the next answer of ApplyResourceChange is lost
	walks      int  // walks under way; one in another shares its server
}

// New makes a harness and reads the provider's schemas once. The provider is configured when that is first needed. At the end
// of the test every outcome with errors must have been looked at.
func New[F Factory](tb testing.TB, factory F, options Options) *Harness {
	tb.Helper()
	h := &Harness{tb: tb, options: options, instances: map[string]*instance{}, last: map[string]lastConfig{}}
	switch f := any(factory).(type) {
	case func() tfprotov6.ProviderServer:
		h.factory = func() (tfprotov6.ProviderServer, error) { return f(), nil }
	case func() (tfprotov6.ProviderServer, error):
		h.factory = f
	default:
		tb.Fatalf("the factory has a type of its own (%T); convert it to a plain func type", factory)
	}
	if h.options.TerraformVersion == "" {
		h.options.TerraformVersion = "1.11.4"
	}
	h.schemas = h.readSchemas()
	tb.Cleanup(h.checkExamined)
	return h
}

// walk begins a walk of core's graph, for which core starts a new provider process. The function that it returns ends it.
func (h *Harness) walk() func() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.walks == 0 && h.configured && !h.options.OneServer {
		h.server, h.configured = nil, false
	}
	h.walks++
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.walks--
	}
}

// Restart throws the provider server away; the next call goes to a new one. Walks do so by themselves.
func (h *Harness) Restart() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.server, h.configured = nil, false
}

// Reconfigure gives the provider another configuration, on a new server.
func (h *Harness) Reconfigure(config map[string]any) {
	h.options.Config = config
	h.Restart()
}

// Configure validates the provider's configuration and configures the provider, unless that was done already. Operations do it
// by themselves; it is here for tests of the configuration.
func (h *Harness) Configure() *Outcome {
	h.tb.Helper()
	out := h.begin("configuring the provider")
	h.ready(out)
	return out
}

// ValidateConfig validates a provider configuration on a server that is not configured, as `terraform validate` does.
func (h *Harness) ValidateConfig(config map[string]any) *Outcome {
	h.tb.Helper()
	out := h.begin("validating the provider's configuration")
	server := h.newServer()
	h.validateProvider(out, server, h.encode("provider configuration", h.schemas.provider, config))
	return out
}

// Stop asks the provider to end what it is doing, as core does on an interrupt.
func (h *Harness) Stop() *Outcome {
	h.tb.Helper()
	out := h.begin("stopping the provider")
	if server := h.ready(out); server != nil {
		resp, ok := call(h, out, "StopProvider", server.StopProvider, &tfprotov6.StopProviderRequest{})
		if ok && resp.Error != "" {
			out.diags = append(out.diags, Diagnostic{Severity: Error, Summary: resp.Error})
		}
	}
	return out
}

// ready returns a configured server, or nil when configuring ended with errors.
func (h *Harness) ready(out *Outcome) tfprotov6.ProviderServer {
	h.tb.Helper()
	h.mu.Lock()
	server, configured := h.server, h.configured
	h.mu.Unlock()
	if configured {
		return server
	}
	if server == nil {
		server = h.newServer()
	}
	config := h.encode("provider configuration", h.schemas.provider, h.options.Config)
	if !h.validateProvider(out, server, config) || !h.configure(out, server, config) {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.server, h.configured = server, true
	return server
}

func (h *Harness) newServer() tfprotov6.ProviderServer {
	h.tb.Helper()
	server, err := h.factory()
	if err != nil {
		h.tb.Fatalf("making a provider server: %s", err)
	}
	return server
}

func (h *Harness) validateProvider(out *Outcome, server tfprotov6.ProviderServer, config cty.Value) bool {
	h.tb.Helper()
	packed, ok := h.pack(out, config, h.schemas.provider.typ)
	if !ok {
		return false
	}
	resp, ok := call(h, out, "ValidateProviderConfig", server.ValidateProviderConfig, &tfprotov6.ValidateProviderConfigRequest{Config: packed})
	if ok {
		out.diags = append(out.diags, newDiagnostics(resp.Diagnostics)...)
	}
	return ok && !out.failed()
}

func (h *Harness) configure(out *Outcome, server tfprotov6.ProviderServer, config cty.Value) bool {
	h.tb.Helper()
	packed, ok := h.pack(out, config, h.schemas.provider.typ)
	if !ok {
		return false
	}
	resp, ok := call(h, out, "ConfigureProvider", server.ConfigureProvider, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion:   h.options.TerraformVersion,
		Config:             packed,
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	if ok {
		out.diags = append(out.diags, newDiagnostics(resp.Diagnostics)...)
	}
	return ok && !out.failed()
}
