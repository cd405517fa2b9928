package armclient

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/google/go-cmp/cmp"
)

// TestLog: one line per request and per wait, and nothing secret in any.
func TestLog(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "PUT", path: "/rt", status: 409, body: `{"error":{"code":"AnotherOperationInProgress","message":"hush-message"}}`},
		accepted(201, "Azure-AsyncOperation", opURL+"&sig=hush-signature", "x-ms-correlation-request-id", "corr", "X-Secret", "hush-header"),
		step{method: "GET", path: "/operations/op", body: `{"status":"Succeeded","hush":"hush-status"}`},
		step{method: "GET", path: "/rt", body: `{"name":"rt","x":"hush-body"}`})
	if _, err := b.Put(t.Context(), table, "v", map[string]any{"password": "hush-sent"}, Query("key", "hush-query")); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range b.lines {
		f := line.fields
		got = append(got, fmt.Sprint(line.message, " ", f["method"], " ", f["path"], " ", f["status"], " ", f["code"], " ", f["attempt"]))
		for name, value := range f {
			if strings.Contains(fmt.Sprint(name, value), "hush") {
				t.Errorf("%s is %v", name, value)
			}
		}
	}
	op := "/subscriptions/sub/providers/Microsoft.Network/locations/l/operations/op"
	want := []string{
		"ARM request PUT " + table.String() + " 409 AnotherOperationInProgress 1",
		"ARM retry PUT " + table.String() + " 409 AnotherOperationInProgress <nil>",
		"ARM request PUT " + table.String() + " 201 <nil> 2",
		"ARM request GET " + op + " 200 <nil> 1",
		"ARM request GET " + table.String() + " 200 <nil> 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if b.lines[2].fields["correlation_id"] != "corr" || b.lines[1].fields["wait_ms"] != int64(5000) || b.lines[3].fields["resource"] != table.String() {
		t.Errorf("lines are %v", b.lines)
	}
	if _, ok := b.lines[0].fields["duration_ms"]; !ok {
		t.Error("no duration")
	}
}

// tokens is a credential that counts.
type tokens struct {
	mu    sync.Mutex
	given int
	err   error
}

func (c *tokens) GetToken(_ context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return azcore.AccessToken{}, c.err
	}
	if !slices.Equal(options.Scopes, []string{"https://audience.test/.default"}) {
		return azcore.AccessToken{}, fmt.Errorf("scopes are %q", options.Scopes)
	}
	c.given++
	return azcore.AccessToken{Token: fmt.Sprintf("token-%d", c.given), ExpiresOn: newClock().now.AddDate(50, 0, 0)}, nil
}

// TestTokens: the token goes with requests to the endpoint, is kept, and is
// asked for anew after a 401.
func TestTokens(t *testing.T) {
	t.Parallel()
	carries := func(token string) func(*testing.T, *http.Request, string) {
		return func(t *testing.T, req *http.Request, _ string) {
			t.Helper()
			if got := req.Header.Get("Authorization"); got != "Bearer "+token {
				t.Errorf("Authorization is %q, want %s", got, token)
			}
		}
	}
	expired := refusal(401, "ExpiredAuthenticationToken", "m")
	expired.method, expired.path, expired.check = "GET", "/rt", carries("token-1")
	b := newBench(t,
		step{method: "GET", path: "/rt", body: succeeded, check: carries("token-1")}, expired,
		step{method: "GET", path: "/rt", body: succeeded, check: carries("token-2")})
	options := b.options
	options.Credential = &tokens{}
	options.Clock = b.clock
	c, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Get(t.Context(), table, "v"); err != nil {
			t.Error(err)
		}
	}

	options.Credential = &tokens{err: fmt.Errorf("AADSTS7000215: wrong secret")}
	if c, err = New(options); err != nil {
		t.Fatal(err)
	}
	_, err = c.Put(t.Context(), table, "v", nil)
	if ClassOf(err) != Authentication || !strings.Contains(err.Error(), "AADSTS7000215") || MayHaveTakenEffect(err) {
		t.Errorf("error is %v", err)
	}
}

// TestMaxConcurrent: never more requests at once than allowed, and a wait for
// a place ends with the context.
func TestMaxConcurrent(t *testing.T) {
	t.Parallel()
	var (
		mu        sync.Mutex
		now, most int
	)
	release := make(chan struct{})
	full := make(chan struct{}, 100)
	transport := transportFunc(func(req *http.Request) (*http.Response, error) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		full <- struct{}{}
		<-release
		mu.Lock()
		now--
		mu.Unlock()
		return answer(req, step{body: succeeded}), nil
	})
	options := newBench(t).options
	options.Transport, options.MaxConcurrent = transport, 3
	c, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			if _, err := c.Get(context.Background(), table, "v"); err != nil {
				t.Error(err)
			}
		})
	}
	for range 3 {
		<-full
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, table, "v"); ClassOf(err) != Canceled {
		t.Errorf("waiting for a place: %v", err)
	}
	close(release)
	group.Wait()
	if most != 3 {
		t.Errorf("%d requests at once", most)
	}
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) Do(req *http.Request) (*http.Response, error) { return f(req) }
