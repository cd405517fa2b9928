// Package login is the token service of the emulator and what stands around it: cloud metadata, OpenID configuration, instance
// discovery, tokens for client secrets, certificates, federated assertions and managed identities, a CI system's OIDC endpoint, and the
// few Microsoft Graph calls that ARM clients make (arm-wire.md 3).
//
// Tokens are JWTs signed with a key that lives as long as the Service. They open nothing but this emulator.
package login

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// Config says who can log in.
type Config struct {
	TenantID     string
	ClientID     string
	ClientSecret string
	// ObjectID is the service principal of ClientID.
	ObjectID string
	// Certificates are those that certificate assertions must be signed with. With none registered, an assertion that carries its own
	// certificate is checked against that, and any other is taken on trust.
	Certificates []*x509.Certificate
	// CIToken is the bearer that the CI endpoint demands.
	CIToken string
	// Lifetime of tokens; 0 means 24 hours, as for clients that know continuous access evaluation.
	Lifetime time.Duration
	// Now tells the time.
	Now func() time.Time
	// Identities gives the managed identities of the resources, which Graph has service principals for. Nil means none.
	Identities func() ([]armtypes.ManagedIdentity, error)
}

// Service serves the endpoints.
type Service struct {
	cfg Config
	key *ecdsa.PrivateKey

	mu      sync.Mutex
	revoked map[string]bool // tokens
	graph   directory
}

// New makes a service with a fresh key.
func New(cfg Config) (*Service, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the token key: %w", err)
	}
	if cfg.Lifetime == 0 {
		cfg.Lifetime = 24 * time.Hour
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Service{cfg: cfg, key: key, revoked: map[string]bool{}, graph: newDirectory(cfg)}, nil
}

// armRoots are the first path segments that belong to ARM; everything else is ours.
var armRoots = []string{"subscriptions", "providers", "tenants"}

// Serves tells whether a path is one of the service's.
func (s *Service) Serves(path string) bool {
	parts := segments(path)
	return len(parts) == 0 || !slices.Contains(armRoots, strings.ToLower(parts[0]))
}

func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// ServeHTTP implements http.Handler. Paths are compared without case and with repeated slashes as one.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := segments(strings.ToLower(r.URL.Path))
	switch {
	case is(parts, "metadata", "endpoints"):
		s.metadata(w, r)
	case is(parts, "metadata", "identity", "oauth2", "token"):
		s.imds(w, r)
	case is(parts, "msi", "token"):
		s.appService(w, r)
	case is(parts, "oidc", "request"):
		s.ciToken(w, r)
	case is(parts, "*", "discovery", "instance"):
		s.instanceDiscovery(w, r)
	case len(parts) > 0 && (parts[0] == "v1.0" || parts[0] == "beta"):
		s.serveGraph(w, r)
	case ends(parts, ".well-known", "openid-configuration"):
		s.openID(w, r, parts)
	case ends(parts, "discovery", "keys"), ends(parts, "discovery", "v2.0", "keys"):
		s.keys(w)
	case ends(parts, "oauth2", "token"), ends(parts, "oauth2", "v2.0", "token"):
		s.token(w, r, parts[0])
	default:
		writeJSON(w, http.StatusNotFound, map[string]any{"error": "not_found", "error_description": "The emulator serves nothing at " + r.URL.Path})
	}
}

func is(parts []string, pattern ...string) bool {
	return len(parts) == len(pattern) && ends(parts, pattern...)
}

// ends compares the last segments; "*" stands for any one.
func ends(parts []string, pattern ...string) bool {
	if len(parts) < len(pattern) {
		return false
	}
	for i, p := range pattern {
		if got := parts[len(parts)-len(pattern)+i]; p != "*" && p != got {
			return false
		}
	}
	return true
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error":"server_error"}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a failure means that the client went away
}

// base is the scheme and host that the client used.
func base(r *http.Request) string {
	if r.URL.Host != "" {
		return r.URL.Scheme + "://" + r.URL.Host
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
