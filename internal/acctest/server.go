package acctest

import (
	"strings"
	"sync"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/provider"
)

// Server is an emulated Azure behind HTTPS, with tokens and metadata, that one test has for itself: what the provider meets when it is
// not told that this is an emulator, and what clients of others meet.
type Server struct {
	*armemu.Server
	// Clock is the provider's.
	Clock *SkippingClock

	mu      sync.Mutex
	records []armemu.Record
}

// NewServer starts a server on loopback. Its operations end as soon as somebody has seen them, by the machine's clock: clients of
// others wait by no other.
func NewServer(tb testing.TB, change ...func(*armemu.ServerOptions)) *Server {
	tb.Helper()
	s := &Server{Clock: &SkippingClock{}}
	var options armemu.ServerOptions
	for _, c := range change {
		c(&options)
	}
	options.OnRequest = s.record
	server, err := armemu.Start(options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := server.Close(); err != nil {
			tb.Error(err)
		}
	})
	s.Server = server
	return s
}

func (s *Server) record(r armemu.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records = append(s.records, r)
}

// Records are the requests so far whose "METHOD path" holds part, in lower case.
func (s *Server) Records(part string) []armemu.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []armemu.Record
	for _, r := range s.records {
		if strings.Contains(strings.ToLower(r.Method+" "+r.Path), strings.ToLower(part)) {
			out = append(out, r)
		}
	}
	return out
}

// Connection is how a provider is set up.
type Connection struct {
	// Block is the provider block.
	Block map[string]any
	// Environment is all of the environment that the provider sees.
	Environment map[string]string
	// Transport is the provider's; nil trusts the server's authority.
	Transport policy.Transporter
}

// Discovered is a provider block that finds the server by its metadata, with more attributes; a nil value removes one.
func (s *Server) Discovered(more map[string]any) map[string]any {
	ready := s.Ready()
	block := map[string]any{"metadata_host": ready.MetadataHost, "subscription_id": ready.SubscriptionID}
	for key, value := range more {
		if block[key] = value; value == nil {
			delete(block, key)
		}
	}
	return block
}

// BySecret is Discovered with the client's secret.
func (s *Server) BySecret() map[string]any {
	ready := s.Ready()
	return s.Discovered(map[string]any{"tenant_id": ready.TenantID, "client_id": ready.ClientID, "client_secret": ready.ClientSecret})
}

// Factory is a provider that sends everything to the server; each call is a new provider process.
func (s *Server) Factory(c Connection) func() tfprotov6.ProviderServer {
	if c.Transport == nil {
		c.Transport = s.Client()
	}
	return func() tfprotov6.ProviderServer {
		return providerserver.NewProtocol6(provider.New("test", provider.Options{
			Clock:       s.Clock,
			Transport:   c.Transport,
			Environment: lookup(c.Environment),
		})())()
	}
}

// lookup is an environment that holds these variables and no others.
func lookup(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, set := variables[name]
		return value, set
	}
}

// Harness drives a provider that sends everything to the server.
func (s *Server) Harness(tb testing.TB, c Connection) *protocol.Harness {
	tb.Helper()
	return protocol.New(tb, s.Factory(c), protocol.Options{Config: c.Block})
}

// Object reads an object past the token service, nil when it is not there.
func (s *Server) Object(tb testing.TB, id string) armtypes.Object {
	tb.Helper()
	object, err := s.Emulator().Resource(id)
	if err != nil {
		tb.Fatal(err)
	}
	return object
}
