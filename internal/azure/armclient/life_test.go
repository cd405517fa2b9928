package armclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// TestPutGetDelete is the whole life of a resource against a small server.
func TestPutGetDelete(t *testing.T) {
	t.Parallel()
	var (
		mu    sync.Mutex
		body  string
		polls int
		base  string
	)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case strings.Contains(r.URL.Path, "/operations/"):
			polls++
			if r.URL.RawQuery != "api-version=v&s=%2Bsigned" {
				t.Errorf("poll query is %q", r.URL.RawQuery)
			}
			if polls%2 == 1 {
				io.WriteString(w, `{"status":"InProgress"}`)
				return
			}
			io.WriteString(w, `{"status":"Succeeded"}`)
		case r.Method == http.MethodPut:
			raw, _ := io.ReadAll(r.Body)
			body = string(raw)
			w.Header().Set("Azure-AsyncOperation", base+"/operations/1?api-version=v&s=%2Bsigned")
			w.WriteHeader(201)
			io.WriteString(w, `{"properties":{"provisioningState":"Updating"}}`)
		case r.Method == http.MethodDelete:
			body = ""
			w.Header().Set("Azure-AsyncOperation", base+"/operations/2?api-version=v&s=%2Bsigned")
			w.WriteHeader(202)
		case body == "":
			w.WriteHeader(404)
			io.WriteString(w, `{"error":{"code":"ResourceNotFound","message":"gone"}}`)
		default:
			w.Header().Set("ETag", `W/"1"`)
			io.WriteString(w, body)
		}
	}))
	defer server.Close()
	base = server.URL
	c, err := New(Options{
		Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: server.URL, Audience: "a"},
		}},
		Clock: &instantClock{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	id := armid.Resource("s", "g", "Microsoft.Network", "routeTables", "rt")
	o, err := c.Put(ctx, id, "v", map[string]any{"location": "x", "big": 12345678901234567})
	if err != nil {
		t.Fatal(err)
	}
	if o.ETag != `W/"1"` || o.Location() != "x" || o.String("big") != "12345678901234567" {
		t.Errorf("object is %+v", o)
	}
	if ok, err := c.Exists(ctx, id, "v"); !ok || err != nil {
		t.Errorf("exists: %v %v", ok, err)
	}
	if err := c.Delete(ctx, id, "v"); err != nil {
		t.Error(err)
	}
	_, err = c.Get(ctx, id, "v")
	if !IsNotFound(err) {
		t.Errorf("after the delete: %v", err)
	}
}

// instantClock moves by what is slept, at once.
type instantClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *instantClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *instantClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return nil
}

// TestNoResource: an answer that succeeded and shows no resource is an error, and never a resource that has lost everything.
func TestNoResource(t *testing.T) {
	t.Parallel()
	for _, body := range []string{" ", "null", "{}", "[]", "7", `"text"`, `{"error":{"code":"ResourceNotFound"}}`, `{"value":[]}`} {
		b := newBench(t, step{method: "GET", path: "/rt", body: body})
		_, err := b.Get(t.Context(), table, "v")
		var e *Error
		if !errors.As(err, &e) || e.Class != Server || IsNotFound(err) || !strings.Contains(err.Error(), "no resource") {
			t.Errorf("%s: error is %v", body, err)
		}
	}
}
