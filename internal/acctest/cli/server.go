package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// Server is the `emulator` command of the provider's binary, running.
type Server struct {
	// Ready is what it said of itself.
	Ready armemu.Ready

	tb  testing.TB
	log string
}

// NewServer starts a server with an empty Azure; it ends with the test, by the signal that ends it in production.
func NewServer(tb testing.TB, flags ...string) *Server {
	tb.Helper()
	s := &Server{tb: tb, log: filepath.Join(tb.TempDir(), "requests.jsonl")}
	cmd := exec.CommandContext(tb.Context(), need(tb).provider, append([]string{"emulator", "-log", s.log}, flags...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		// The context that ends it has ended by now. That it was ended so is no failure; a status of its own would be one.
		err := cmd.Wait()
		var ended *exec.ExitError
		if errors.As(err, &ended) || stderr.Len() > 0 {
			tb.Errorf("the emulator ended with %v\n%s", err, &stderr)
		}
	})
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &s.Ready)
	}
	if err != nil {
		tb.Fatalf("starting the emulator: %v\n%s", err, &stderr)
	}
	return s
}

// Environment makes a provider with no block of its own talk to the server as a service principal.
func (s *Server) Environment() []string {
	return []string{
		"ARM_METADATA_HOSTNAME=" + s.Ready.MetadataHost, "ARM_SUBSCRIPTION_ID=" + s.Ready.SubscriptionID, "ARM_TENANT_ID=" + s.Ready.TenantID,
		"ARM_CLIENT_ID=" + s.Ready.ClientID, "ARM_CLIENT_SECRET=" + s.Ready.ClientSecret, "SSL_CERT_FILE=" + s.Ready.CAFile,
	}
}

// Log is the request log as it is written.
func (s *Server) Log() string {
	s.tb.Helper()
	text, err := os.ReadFile(s.log)
	if err != nil {
		s.tb.Fatal(err)
	}
	return string(text)
}

// Records are the requests so far.
func (s *Server) Records() []armemu.Record {
	s.tb.Helper()
	var records []armemu.Record
	for lines := json.NewDecoder(strings.NewReader(s.Log())); ; {
		var r armemu.Record
		if err := lines.Decode(&r); errors.Is(err, io.EOF) {
			return records
		} else if err != nil {
			s.tb.Fatal(err)
		}
		records = append(records, r)
	}
}

// Writes are what the requests after the first n wrote in Azure, as "METHOD path" with the path from the resource group on.
func (s *Server) Writes(n int) []string {
	s.tb.Helper()
	var writes []string
	for _, r := range s.Records()[n:] {
		if _, path, ok := strings.Cut(r.Path, "/resourceGroups/"); ok && r.Method != http.MethodGet && r.Method != http.MethodHead {
			writes = append(writes, r.Method+" "+path)
		}
	}
	return writes
}
