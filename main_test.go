package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// binary is the name under which this test's own file is the provider.
const binary = "terraform-provider-udr"

// TestMain lets the test be the binary: a link to it with the provider's name runs main.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == binary {
		main()
		return
	}
	os.Exit(m.Run())
}

// link makes the provider's binary in a folder of its own.
func link(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), binary)
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// emulator is the emulator as a process.
type emulator struct {
	*exec.Cmd
	line   map[string]string // what it printed when it was ready
	client *http.Client      // trusts its CA file
	rest   *bytes.Buffer     // what it printed after that, once it has ended
	read   chan error
}

// startEmulator waits for the ready line.
func startEmulator(t *testing.T, args ...string) *emulator {
	t.Helper()
	e := &emulator{rest: &bytes.Buffer{}, read: make(chan error, 1)}
	e.Cmd = exec.CommandContext(t.Context(), link(t), append([]string{"emulator"}, args...)...)
	e.Stderr = os.Stderr
	out, err := e.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &e.line); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	go func() {
		_, err := io.Copy(e.rest, lines)
		e.read <- err
	}()
	e.client = trusting(t, e.line["ca_file"])
	return e
}

// end sends a signal and answers the exit status.
func (e *emulator) end(t *testing.T, signal os.Signal) int {
	t.Helper()
	if err := e.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if err := <-e.read; err != nil {
		t.Error(err)
	}
	if err := e.Wait(); err != nil && e.ProcessState == nil {
		t.Fatal(err)
	}
	return e.ProcessState.ExitCode()
}

func trusting(t *testing.T, file string) *http.Client {
	t.Helper()
	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		t.Fatalf("%s has no certificate", file)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
}

// token asks for one with the secret of the ready line.
func (e *emulator) token(t *testing.T) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {e.line["client_id"]}, "client_secret": {e.line["client_secret"]},
		"scope": {e.line["endpoint"] + "/.default"},
	}
	target := e.line["endpoint"] + "/" + e.line["tenant_id"] + "/oauth2/v2.0/token"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := e.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.AccessToken == "" {
		t.Fatalf("the token endpoint answers %s: %v", response.Status, err)
	}
	return answer.AccessToken
}

// send asks Resource Manager something below the first subscription.
func (e *emulator) send(t *testing.T, method, path, body string) int {
	t.Helper()
	target := e.line["endpoint"] + "/subscriptions/" + e.line["subscription_id"] + path
	request, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+e.token(t))
	request.Header.Set("Content-Type", "application/json")
	response, err := e.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}
