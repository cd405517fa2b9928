package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const groupPath = "/resourceGroups/contosofin-rg?api-version=2021-04-01"

// TestEmulatorCommand holds the command to the design's contract: the keys of the ready line, HTTPS that the CA file and nothing else
// makes good, faults, a state that the next process finds, and SIGTERM as a good end.
func TestEmulatorCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	state, faults := filepath.Join(dir, "state.json"), filepath.Join(dir, "faults.json")
	rule := `{"rules": [{"match": {"method": "PUT", "path": "/resourceGroups/", "nth": 1}, "effect": {"status": 429, "retry_after": 1}}]}`
	if err := os.WriteFile(faults, []byte(rule), 0o600); err != nil {
		t.Fatal(err)
	}
	e := startEmulator(t, "-state", state, "-time-scale", "0", "-faults", faults)
	wantReadyLine(t, e.line)

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, e.line["endpoint"]+"/metadata/endpoints?api-version=2022-09-01", nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := (&http.Client{Transport: &http.Transport{}}).Do(request); err == nil {
		response.Body.Close()
		t.Error("a client without the CA file was served")
	}
	for i, want := range []int{http.StatusTooManyRequests, http.StatusCreated} {
		if got := e.send(t, http.MethodPut, groupPath, `{"location":"eastus"}`); got != want {
			t.Errorf("PUT number %d is answered %d, want %d", i+1, got, want)
		}
	}
	if code := e.end(t, syscall.SIGTERM); code != 0 || e.rest.Len() > 0 {
		t.Errorf("exit status %d; after the ready line came %q", code, e.rest)
	}
	if _, err := os.Stat(e.line["ca_file"]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the CA file stays behind: %v", err)
	}

	next := startEmulator(t, "-state", state)
	if got := next.send(t, http.MethodGet, groupPath, ""); got != http.StatusOK {
		t.Errorf("the next process answers %d for what the first made", got)
	}
	if code := next.end(t, os.Interrupt); code != 0 {
		t.Errorf("exit status %d after an interrupt", code)
	}
}

// wantReadyLine: exactly the keys of the contract, and those that have been added to it, each with a value.
func wantReadyLine(t *testing.T, line map[string]string) {
	t.Helper()
	contract := []string{"endpoint", "metadata_host", "ca_file", "subscription_id", "tenant_id", "client_id", "client_secret"}
	added := []string{"second_subscription_id", "oidc_request_url", "oidc_request_token", "msi_endpoint"}
	want := slices.Sorted(slices.Values(slices.Concat(contract, added)))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(line))); diff != "" {
		t.Errorf("the keys of the ready line (-want +got):\n%s", diff)
	}
	for key, value := range line {
		if value == "" {
			t.Errorf("%s is empty", key)
		}
	}
	if line["endpoint"] != "https://"+line["metadata_host"] {
		t.Errorf("the endpoint is %s, the metadata host %s", line["endpoint"], line["metadata_host"])
	}
}

// TestEmulatorLog: one line of JSON per request with the contract's keys, and no secret.
func TestEmulatorLog(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "log")
	e := startEmulator(t, "-log", file, "-listen", "127.0.0.1:0")
	e.send(t, http.MethodPut, groupPath, `{"location":"eastus"}`)
	e.send(t, http.MethodGet, "/resourceGroups/none?api-version=2021-04-01", "")
	e.end(t, syscall.SIGTERM)

	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte(e.line["client_secret"])) {
		t.Error("the log holds the client secret")
	}
	allowed := []string{"time", "method", "path", "query", "status", "code", "if_match", "request_body", "duration_ms"}
	var seen []string
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		var line map[string]any
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		for key := range line {
			if !slices.Contains(allowed, key) {
				t.Errorf("unknown key %s in %s", key, lines.Text())
			}
		}
		for _, key := range []string{"time", "method", "path", "query", "status", "duration_ms"} {
			if _, has := line[key]; !has {
				t.Errorf("no %s in %s", key, lines.Text())
			}
		}
		at, _ := line["time"].(string)
		if _, err := time.Parse(time.RFC3339Nano, at); err != nil {
			t.Error(err)
		}
		method, _ := line["method"].(string)
		code, _ := line["code"].(string)
		seen = append(seen, method+" "+code)
	}
	if diff := cmp.Diff([]string{"POST ", "PUT ", "POST ", "GET ResourceGroupNotFound"}, seen); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
