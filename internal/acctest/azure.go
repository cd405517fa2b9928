package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/provider"
)

// Azure is an emulated Azure that one test has for itself.
type Azure struct {
	*armemu.Emulator
	Clock *strike.Clock

	tb      testing.TB
	mu      sync.Mutex
	records []armemu.Record
	strike  *strike.Azure
	alter   func(*http.Request, *Answer) error
}

// Option changes an Azure.
type Option func(*armemu.Options)

// WithFaults makes requests go wrong.
func WithFaults(engine *fault.Engine) Option {
	return func(o *armemu.Options) { o.Faults = engine }
}

// WithTimeScale stretches operations; the default is Azure's own pace, which costs nothing on a driven clock.
func WithTimeScale(scale float64) Option {
	return func(o *armemu.Options) { o.TimeScale = scale }
}

// WithOptions changes any option of the emulator.
func WithOptions(change func(*armemu.Options)) Option { return change }

// NewAzure is an empty Azure in memory, at Azure's own pace, on a driven clock.
func NewAzure(tb testing.TB, options ...Option) *Azure {
	tb.Helper()
	a := &Azure{tb: tb, Clock: strike.NewClock()}
	o := armemu.Options{Clock: a.Clock, TimeScale: 1, OnRequest: a.record}
	for _, option := range options {
		option(&o)
	}
	emulator, err := armemu.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	a.Emulator = emulator
	a.strike = strike.New(tb, emulator, a.Clock)
	a.strike.Answer = a.answer
	return a
}

func (a *Azure) record(r armemu.Record) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.records = append(a.records, r)
}

// Calls is the requests so far as "METHOD path", without query, in order; polls of operations are left out.
func (a *Azure) Calls() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var calls []string
	for _, r := range a.records {
		if !strings.Contains(strings.ToLower(r.Path), "/operations/") && !strings.Contains(strings.ToLower(r.Path), "/operationresults/") {
			calls = append(calls, r.Method+" "+r.Path)
		}
	}
	return calls
}

// Writes is Calls without reads.
func (a *Azure) Writes() []string {
	var writes []string
	for _, call := range a.Calls() {
		if !strings.HasPrefix(call, "GET ") && !strings.HasPrefix(call, "HEAD ") {
			writes = append(writes, call)
		}
	}
	return writes
}

// Forget drops the records so far.
func (a *Azure) Forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.records = nil
}

// Factory is a provider connected to this Azure; each call is a new provider process.
func (a *Azure) Factory() func() tfprotov6.ProviderServer { return a.FactoryIn(nil) }

// FactoryIn is Factory with an environment, which is empty otherwise.
func (a *Azure) FactoryIn(environment map[string]string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		return providerserver.NewProtocol6(provider.New("test", provider.Options{
			StartEmbedded: func(provider.EmbeddedOptions) (provider.Embedded, error) {
				return provider.Embedded{
					Transport:       a,
					SubscriptionIDs: []string{armemu.SubscriptionID, armemu.SecondSubscriptionID},
					TenantID:        armemu.TenantID,
				}, nil
			},
			Clock:       a.Clock,
			Environment: lookup(environment),
		})())()
	}
}

// Harness drives the provider over the protocol with the given provider block, to which the emulator is added.
func (a *Azure) Harness(tb testing.TB, block map[string]any) *protocol.Harness {
	tb.Helper()
	config := map[string]any{"emulator": map[string]any{}}
	for key, value := range block {
		config[key] = value
	}
	return protocol.New(tb, a.Factory(), protocol.Options{Config: config, Killed: a.Killed, Death: protocol.AllDie})
}

// Request asks the emulator something, as another client would, and answers status and body.
func (a *Azure) Request(method, path string, body any) (int, map[string]any) {
	a.tb.Helper()
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			a.tb.Fatal(err)
		}
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(a.tb.Context(), method, "https://management.azure.com"+path, reader)
	if err != nil {
		a.tb.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := a.Emulator.Do(request)
	if err != nil {
		a.tb.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	text, _ := io.ReadAll(response.Body)
	_ = json.Unmarshal(text, &answer)
	return response.StatusCode, answer
}

// Put makes or replaces an object as another client and waits until it is settled.
func (a *Azure) Put(id, apiVersion string, body any) {
	a.tb.Helper()
	status, answer := a.Request(http.MethodPut, id+"?api-version="+apiVersion, body)
	if status >= 300 {
		a.tb.Fatalf("PUT %s: %d %v", id, status, answer)
	}
	a.Settle()
}

// Settle lets every operation that runs come to its end.
func (a *Azure) Settle() { a.Clock.Advance(settleTime) }

// Object reads an object, nil when it is not there.
func (a *Azure) Object(id string) map[string]any {
	a.tb.Helper()
	status, body := a.Request(http.MethodGet, id+"?api-version=2025-01-01", nil)
	if status == http.StatusNotFound {
		return nil
	}
	if status != http.StatusOK {
		a.tb.Fatalf("GET %s: %d %v", id, status, body)
	}
	return body
}

// Resources is the IDs of everything that the subscription holds, resource groups included, sorted and in lower case.
func (a *Azure) Resources(subscription string) []string {
	a.tb.Helper()
	var ids []string
	for _, list := range []string{"/resourcegroups", "/resources"} {
		_, body := a.Request(http.MethodGet, "/subscriptions/"+subscription+list+"?api-version=2021-04-01&$top=1000", nil)
		items, _ := body["value"].([]any)
		for _, item := range items {
			if object, ok := item.(map[string]any); ok {
				if id, ok := object["id"].(string); ok {
					ids = append(ids, strings.ToLower(id))
				}
			}
		}
	}
	sort.Strings(ids)
	return ids
}

// Refused is the requests that were answered with a conflict or a throttling status, as "STATUS CODE METHOD path".
func (a *Azure) Refused() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var refused []string
	for _, r := range a.records {
		if r.Status == http.StatusConflict || r.Status == http.StatusTooManyRequests || r.Status == http.StatusPreconditionFailed {
			refused = append(refused, fmt.Sprintf("%d %s %s %s", r.Status, r.Code, r.Method, r.Path))
		}
	}
	return refused
}
