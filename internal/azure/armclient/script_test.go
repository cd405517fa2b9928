package armclient

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

const endpoint = "https://arm.test"

var (
	table  = armid.Resource("sub", "rg", "Microsoft.Network", "routeTables", "rt")
	groups = armid.ResourceGroup("sub", "rg")
)

// step is one request that is expected and its answer.
type step struct {
	method string
	path   string // a part of the path and query
	status int
	header map[string]string
	body   string
	err    error
	check  func(t *testing.T, req *http.Request, body string)
	before func() // runs before the answer
}

// script answers requests in order and reports every one that is not the next.
type script struct {
	t     *testing.T
	mu    sync.Mutex
	steps []step
	seen  []string
}

func (s *script) Do(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	line := req.Method + " " + req.URL.RequestURI()
	s.seen = append(s.seen, line)
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	if len(s.steps) == 0 {
		s.t.Errorf("unexpected request %s", line)
		return answer(req, step{status: 418}), nil
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	if next.method != req.Method || !strings.Contains(req.URL.String(), next.path) {
		s.t.Errorf("request %s, want %s %s", line, next.method, next.path)
	}
	if next.check != nil {
		next.check(s.t, req, string(body))
	}
	if next.before != nil {
		next.before()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if next.err != nil {
		return nil, next.err
	}
	return answer(req, next), nil
}

func answer(req *http.Request, s step) *http.Response {
	header := http.Header{"Content-Type": {"application/json"}}
	for name, value := range s.header {
		header.Set(name, value)
	}
	if s.status == 0 {
		s.status = 200
		if s.body == "" && req.Method == http.MethodGet {
			s.body = `{"name":"rt"}`
		}
	}
	return &http.Response{
		StatusCode: s.status, Status: http.StatusText(s.status), Header: header, Request: req, Proto: "HTTP/1.1",
		ProtoMajor: 1, ProtoMinor: 1, Body: io.NopCloser(bytes.NewReader([]byte(s.body))), ContentLength: int64(len(s.body)),
	}
}

// done reports the steps that nobody asked for.
func (s *script) done() {
	s.t.Helper()
	for _, left := range s.steps {
		s.t.Errorf("no request %s %s; seen %q", left.method, left.path, s.seen)
	}
}

// drivenClock moves by what is slept, at once, and remembers it.
type drivenClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
	// during runs in each Sleep, before time moves.
	during func(n int)
}

func newClock() *drivenClock {
	return &drivenClock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

func (c *drivenClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *drivenClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	during, n := c.during, len(c.sleeps)
	c.sleeps = append(c.sleeps, d)
	c.mu.Unlock()
	if during != nil {
		during(n)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return nil
}

// total is the time slept so far.
func (c *drivenClock) total() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	var sum time.Duration
	for _, d := range c.sleeps {
		sum += d
	}
	return sum
}

// logged is a captured log line.
type logged struct {
	message string
	fields  map[string]any
}

// bench is a client with a script and a driven clock.
type bench struct {
	*Client
	clock  *drivenClock
	script *script
	mu     sync.Mutex
	lines  []logged
}

func newBench(t *testing.T, steps ...step) *bench {
	t.Helper()
	b := &bench{clock: newClock(), script: &script{t: t, steps: steps}}
	c, err := New(Options{
		Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: endpoint, Audience: "https://audience.test"},
		}},
		Transport: b.script, Clock: b.clock, UserAgent: "terraform-provider-udr/test",
		Log: func(_ context.Context, message string, fields map[string]any) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.lines = append(b.lines, logged{message, maps.Clone(fields)})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.jitter = func() float64 { return 1 }
	b.Client = c
	t.Cleanup(b.script.done)
	return b
}

// slept compares the waits with what is expected, to the millisecond.
func (b *bench) slept(t *testing.T, want ...time.Duration) {
	t.Helper()
	if !slices.Equal(b.clock.sleeps, want) {
		t.Errorf("slept %v, want %v", b.clock.sleeps, want)
	}
}

func body(text string) func(*testing.T, *http.Request, string) {
	return func(t *testing.T, _ *http.Request, got string) {
		t.Helper()
		if got != text {
			t.Errorf("body is %s, want %s", got, text)
		}
	}
}

const (
	updating  = `{"properties":{"provisioningState":"Updating"}}`
	succeeded = `{"name":"rt","properties":{"provisioningState":"Succeeded"}}`
	missing   = `{"error":{"code":"ResourceNotFound","message":"gone"}}`
	opURL     = endpoint + "/subscriptions/sub/providers/Microsoft.Network/locations/l/operations/op?api-version=v&t=1&s=a%2Fb"
	resultURL = endpoint + "/subscriptions/sub/providers/Microsoft.Network/locations/l/operationResults/op?api-version=v&t=1"
	sec       = time.Second
)

func accepted(status int, headers ...string) step {
	h := map[string]string{}
	for i := 0; i+1 < len(headers); i += 2 {
		h[headers[i]] = headers[i+1]
	}
	return step{method: "PUT", path: "/routeTables/rt", status: status, header: h, body: updating}
}
