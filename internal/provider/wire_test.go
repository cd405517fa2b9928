package provider_test

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// wire is a transport that keeps the heads of what is sent and reaches one host only.
type wire struct {
	host string
	next policy.Transporter

	mu   sync.Mutex
	sent []*http.Request
}

// Do implements policy.Transporter.
func (w *wire) Do(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.sent = append(w.sent, r)
	w.mu.Unlock()
	if r.URL.Host != w.host {
		return nil, fmt.Errorf("the provider asked %s, which it was not told of", r.URL.Host)
	}
	return w.next.Do(r)
}

// requests are those that were sent to paths with this prefix.
func (w *wire) requests(prefix string) []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []*http.Request
	for _, r := range w.sent {
		if strings.HasPrefix(r.URL.Path, prefix) {
			out = append(out, r)
		}
	}
	return out
}

// unreachable is a transport for what has to work offline.
type unreachable struct{ t *testing.T }

// Do implements policy.Transporter: it fails the test.
func (u unreachable) Do(r *http.Request) (*http.Response, error) {
	u.t.Errorf("%s %s was sent", r.Method, r.URL)
	return nil, fmt.Errorf("no network")
}

func asPEM(t *testing.T, certificate *x509.Certificate, key crypto.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// body is a line of a PEM's last block, enough to know it by.
func body(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-2]
}
