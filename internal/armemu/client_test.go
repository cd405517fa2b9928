package armemu_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

const (
	sub    = "/subscriptions/" + armemu.SubscriptionID
	groupA = sub + "/resourceGroups/rg-a"
	vnetA  = groupA + "/providers/Microsoft.Network/virtualNetworks/vnet-a"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// client asks an emulator in process, without retries or polling: what the wire says is what a test sees.
type client struct {
	*testing.T
	*armemu.Emulator
	base   string // scheme and host
	header http.Header
}

func newClient(t *testing.T, opts armemu.Options) *client {
	t.Helper()
	e, err := armemu.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return &client{T: t, Emulator: e, base: "https://emulator.test", header: http.Header{}}
}

// driven makes a client whose clock stands still, at Azure's pace.
func driven(t *testing.T) (*client, *armemu.ManualClock) {
	t.Helper()
	clock := armemu.NewManualClock(start)
	return newClient(t, armemu.Options{Clock: clock, TimeScale: 1}), clock
}

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Body   armtypes.Object
	Raw    string
}

func (a answer) code() string {
	if c := a.Body.Str("error.code"); c != "" {
		return c
	}
	return a.Body.Str("code")
}

// call asks; path may be a path (an api-version is added when it has no query) or an absolute URL. body may be nil, a string or a value.
func (c *client) call(method, path string, body any) answer {
	c.Helper()
	if !strings.HasPrefix(path, "http") {
		path = c.base + path
	}
	if !strings.Contains(path, "?") {
		path += "?api-version=2025-05-01"
	}
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			c.Fatal(err)
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(c.Context(), method, path, reader)
	if err != nil {
		c.Fatal(err)
	}
	req.Header = c.header.Clone()
	resp, err := c.Do(req)
	if err != nil {
		return answer{Raw: err.Error()}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		c.Fatal(err)
	}
	a := answer{Status: resp.StatusCode, Header: resp.Header, Raw: string(data)}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &a.Body); err != nil {
			c.Fatalf("%s %s: answer is not a JSON object: %s", method, path, data)
		}
	}
	return a
}

// want calls and demands a status.
func (c *client) want(status int, method, path string, body any) answer {
	c.Helper()
	a := c.call(method, path, body)
	if a.Status != status {
		c.Fatalf("%s %.200s: status %d, want %d: %s", method, path, a.Status, status, a.Raw)
	}
	return a
}

// refused calls and demands a status and a code.
func (c *client) refused(status int, code, method, path string, body any) answer {
	c.Helper()
	a := c.want(status, method, path, body)
	if a.code() != code {
		c.Fatalf("%s %s: code %q, want %q: %s", method, path, a.code(), code, a.Raw)
	}
	return a
}

// settled GETs until nothing is in progress any more: at time scale 0 the second look suffices.
func (c *client) settled(path string) armtypes.Object {
	c.Helper()
	c.want(http.StatusOK, http.MethodGet, path, nil)
	return c.want(http.StatusOK, http.MethodGet, path, nil).Body
}

func (c *client) group(path string) {
	c.Helper()
	c.want(http.StatusCreated, http.MethodPut, path, map[string]any{"location": "westeurope"})
}

func network(prefix string, subnets ...any) map[string]any {
	return map[string]any{"location": "westeurope", "properties": map[string]any{
		"addressSpace": map[string]any{"addressPrefixes": []string{prefix}}, "subnets": subnets,
	}}
}

func subnet(name, prefix string) map[string]any {
	return map[string]any{"name": name, "properties": map[string]any{"addressPrefix": prefix}}
}
