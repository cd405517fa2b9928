package armemu_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

func startServer(t *testing.T, opts armemu.ServerOptions) (*armemu.Server, armemu.Ready) {
	t.Helper()
	s, err := armemu.Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, s.Ready()
}

func fetch(t *testing.T, s *armemu.Server, method, target string, header http.Header, body string) (int, http.Header, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header[k] = v
	}
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, data
}

func secretToken(t *testing.T, s *armemu.Server) string {
	t.Helper()
	r := s.Ready()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {r.ClientID}, "client_secret": {r.ClientSecret}, "scope": {r.Endpoint + "//.default"}}
	status, _, data := fetch(t, s, http.MethodPost, r.Endpoint+"//"+r.TenantID+"/oauth2/v2.0/token", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form.Encode())
	var out struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(data, &out); err != nil || status != http.StatusOK {
		t.Fatalf("token: %d %s", status, data)
	}
	return out.AccessToken
}

func TestServerDemandsTokens(t *testing.T) {
	t.Parallel()
	s, r := startServer(t, armemu.ServerOptions{})
	path := r.Endpoint + "/subscriptions?api-version=2022-12-01"
	for name, tt := range map[string]struct{ auth, code string }{
		"none":      {"", "AuthenticationFailed"},
		"basic":     {"Basic eA==", "AuthenticationFailedInvalidHeader"},
		"not a JWT": {"Bearer x", "InvalidAuthenticationToken"},
		"forged":    {"Bearer eyJhbGciOiJFUzI1NiJ9.eyJ0aWQiOiJ4In0.AAAA", "InvalidAuthenticationToken"},
	} {
		h := http.Header{}
		if tt.auth != "" {
			h.Set("Authorization", tt.auth)
		}
		status, header, data := fetch(t, s, http.MethodGet, path, h, "")
		if status != http.StatusUnauthorized || !strings.Contains(string(data), `"`+tt.code+`"`) || !strings.HasPrefix(header.Get("WWW-Authenticate"), "Bearer authorization_uri=") {
			t.Errorf("%s: %d %s, WWW-Authenticate %q", name, status, data, header.Get("WWW-Authenticate"))
		}
	}
	status, _, data := fetch(t, s, http.MethodGet, path, http.Header{"Authorization": {"Bearer " + secretToken(t, s)}}, "")
	if status != http.StatusOK || strings.Count(string(data), `"state":"Enabled"`) != 2 {
		t.Errorf("with a token: %d %s", status, data)
	}
}

// The command: one line of JSON, a request log without secrets, a clean end, nothing left behind.
func TestMainServesUntilItIsEnded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	logFile := filepath.Join(dir, "log")
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- armemu.Main(ctx, []string{"-log", logFile, "-state", filepath.Join(dir, "state.json")}, in, io.Discard)
	}()
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var ready armemu.Ready
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	ca, err := os.ReadFile(ready.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {ready.ClientID}, "client_secret": {ready.ClientSecret}, "resource": {ready.Endpoint}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, ready.Endpoint+"/"+ready.TenantID+"/oauth2/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := trusting(t, ca).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	cancel()
	if c := <-code; c != 0 {
		t.Errorf("exit code %d", c)
	}
	if _, err := os.Stat(ready.CAFile); !os.IsNotExist(err) {
		t.Errorf("the CA file is still there: %v", err)
	}
	log, err := os.ReadFile(logFile)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(log), ready.ClientSecret) || !strings.Contains(string(log), `"client_secret":"***"`) {
		t.Errorf("request log: %s", log)
	}
	var rec armemu.Record
	if err := json.Unmarshal(log, &rec); err != nil || rec.Method != http.MethodPost || rec.Status != http.StatusOK {
		t.Errorf("request log: %s: %v", log, err)
	}
}

func TestMainRefusesBadArguments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.json")
	if err := os.WriteFile(broken, []byte(`{"rules":[{"match":{},"effekt":{}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		code int
		text string
	}{
		"unknown flag":  {[]string{"-nope"}, 2, "nope"},
		"argument":      {[]string{"x"}, 2, "unexpected argument"},
		"faults":        {[]string{"-faults", broken}, 2, "effekt"},
		"no faults":     {[]string{"-faults", filepath.Join(dir, "none")}, 2, "fault file"},
		"certificate":   {[]string{"-client-cert", broken}, 2, "no certificate"},
		"listen":        {[]string{"-listen", "nonsense"}, 1, "listening on nonsense"},
		"state":         {[]string{"-state", broken}, 1, "not an emulator state"},
		"negative pace": {[]string{"-time-scale", "-1"}, 1, "negative"},
		"help":          {[]string{"-h"}, 0, "time-scale"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stderr strings.Builder
			if code := armemu.Main(t.Context(), tt.args, io.Discard, &stderr); code != tt.code || !strings.Contains(stderr.String(), tt.text) {
				t.Errorf("exit %d: %s", code, stderr.String())
			}
		})
	}
}

func trusting(t *testing.T, ca []byte) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		t.Fatal("the CA file has no certificate")
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true}}
}

func overwrite(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
