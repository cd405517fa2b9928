package credential

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

const (
	testSubscription = "11111111-1111-1111-1111-111111111111"
	testTenant       = "22222222-2222-2222-2222-222222222222"
	testClient       = "33333333-3333-3333-3333-333333333333"
)

// authority is a small cloud on a loopback HTTPS endpoint: metadata, OpenID
// discovery, tokens, a CI system and an instance metadata endpoint.
type authority struct {
	*httptest.Server
	host string

	mu       sync.Mutex
	requests []string
	forms    []url.Values
	headers  []http.Header
	// deny, when set, is the body with which tokens are refused.
	deny string
	// metadata, when set, replaces the metadata document.
	metadata string
	// status, when set, is the status of the metadata document.
	status int
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{}
	a.Server = httptest.NewTLSServer(http.HandlerFunc(a.serve))
	t.Cleanup(a.Close)
	a.host = strings.TrimPrefix(a.URL, "https://")
	return a
}

func (a *authority) serve(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_ = r.ParseForm()
	a.requests = append(a.requests, r.Method+" "+r.URL.Path)
	a.forms = append(a.forms, r.Form)
	a.headers = append(a.headers, r.Header.Clone())
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.URL.Path == "/metadata/endpoints":
		if a.status != 0 {
			w.WriteHeader(a.status)
			return
		}
		if a.metadata != "" {
			_, _ = w.Write([]byte(a.metadata))
			return
		}
		answer(w, map[string]any{
			"name": "UdrTest", "resourceManager": a.URL,
			"authentication": map[string]any{"loginEndpoint": a.URL, "audiences": []string{"https://audience.test/"}},
		})
	case strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration"):
		tenant := strings.Split(strings.Trim(r.URL.Path, "/"), "/")[0]
		answer(w, map[string]any{
			"issuer": a.URL + "/" + tenant + "/v2.0", "authorization_endpoint": a.URL + "/" + tenant + "/authorize",
			"token_endpoint": a.URL + "/" + tenant + "/oauth2/v2.0/token",
		})
	case strings.HasSuffix(r.URL.Path, "/token"):
		if a.deny != "" {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(a.deny))
			return
		}
		answer(w, map[string]any{"token_type": "Bearer", "expires_in": 3600, "access_token": "the-token"})
	case r.URL.Path == "/identity":
		answer(w, map[string]any{"token_type": "Bearer", "expires_in": "3600", "expires_on": "4102444800", "access_token": "msi-token", "resource": r.Form.Get("resource")})
	case r.URL.Path == "/ci/github":
		answer(w, map[string]any{"value": "ci-assertion"})
	case r.URL.Path == "/ci/pipelines":
		answer(w, map[string]any{"oidcToken": "pipeline-assertion"})
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func answer(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

// last answers the form and the headers of the last request to a path that
// ends so.
func (a *authority) last(suffix string) (url.Values, http.Header) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.requests) - 1; i >= 0; i-- {
		if strings.HasSuffix(a.requests[i], suffix) {
			return a.forms[i], a.headers[i]
		}
	}
	return nil, nil
}

func (a *authority) count(suffix string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, request := range a.requests {
		if strings.HasSuffix(request, suffix) {
			n++
		}
	}
	return n
}

// config answers settings that need only a method.
func (a *authority) config() Config {
	return Config{SubscriptionID: testSubscription, TenantID: testTenant, ClientID: testClient, MetadataHost: a.host}
}

func yes() *bool { b := true; return &b }

func no() *bool { b := false; return &b }
