package azcli

import (
	"bytes"
	_ "embed" // shim.py
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// shim is imported by every Python that finds it on its path under the name sitecustomize.
//
//go:embed shim.py
var shim []byte

// Client is the Azure CLI with a configuration of its own that knows one emulator's server and nothing else.
type Client struct {
	tb   testing.TB
	path string
	env  []string
}

// New makes a client that is not logged in. Where az is absent the test is skipped: nothing else can stand for it.
func New(tb testing.TB, ready armemu.Ready) *Client {
	tb.Helper()
	path, err := exec.LookPath("az")
	if err != nil {
		tb.Skip("the Azure CLI is not installed: apt-get install azure-cli. Without it nothing shows that a client which we did not write gets along with the emulator")
	}
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sitecustomize.py"), shim, 0o600); err != nil {
		tb.Fatal(err)
	}
	c := &Client{tb: tb, path: path}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "AZURE_") && !strings.HasPrefix(variable, "ARM_") && !strings.HasPrefix(variable, "PYTHON") {
			c.env = append(c.env, variable)
		}
	}
	c.env = append(c.env, Environment(dir, ready)...)
	return c
}

// Environment is what makes az use a folder of its own and trust the server. The folder holds the shim.
func Environment(dir string, ready armemu.Ready) []string {
	return []string{
		"AZURE_CONFIG_DIR=" + filepath.Join(dir, "azure"), "REQUESTS_CA_BUNDLE=" + ready.CAFile, "PYTHONPATH=" + dir,
		"NO_PROXY=localhost", "no_proxy=localhost",
		"AZURE_CORE_COLLECT_TELEMETRY=false", "AZURE_CORE_NO_COLOR=true", "AZURE_CORE_OUTPUT=json", "AZURE_CORE_DISABLE_CONFIRM_PROMPT=true",
		"AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no",
	}
}

// Variables are the environment of the client, for somebody else who starts az.
func (c *Client) Variables() map[string]string {
	out := map[string]string{}
	for _, variable := range c.env {
		name, value, _ := strings.Cut(variable, "=")
		out[name] = value
	}
	return out
}

// Answer is what one command printed.
type Answer struct {
	tb      testing.TB
	Command string
	Output  []byte // JSON, or empty
	Errors  string // standard error, with warnings
	Status  int
	Took    time.Duration
}

// Run runs a command to its end, whatever that is.
func (c *Client) Run(args ...string) Answer {
	c.tb.Helper()
	a := Answer{tb: c.tb, Command: "az " + strings.Join(args, " ")}
	cmd := exec.CommandContext(c.tb.Context(), c.path, args...)
	cmd.Env = c.env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	started := time.Now()
	err := cmd.Run()
	a.Took, a.Output, a.Errors, a.Status = time.Since(started), bytes.TrimSpace(out.Bytes()), strings.TrimSpace(errs.String()), -1
	if cmd.ProcessState != nil {
		a.Status = cmd.ProcessState.ExitCode()
	} else if err != nil {
		a.Errors = err.Error()
	}
	c.tb.Logf("%s\n    %s", a.Command, a.summary())
	return a
}

// summary is the end of the command on one line.
func (a Answer) summary() string {
	const most = 300
	text := strings.Join(strings.Fields(string(a.Output)), " ")
	if a.Status != 0 {
		text = "status " + strings.Join(strings.Fields(a.Errors), " ")
	}
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return a.Took.Round(100*time.Millisecond).String() + " " + text
}

// Must is Run of a command that has to succeed.
func (c *Client) Must(args ...string) Answer {
	c.tb.Helper()
	a := c.Run(args...)
	if a.Status != 0 {
		c.tb.Errorf("%s: status %d\n%s", a.Command, a.Status, a.Errors)
	}
	return a
}

// Chain is commands of which each needs the one before.
type Chain [][]string

// Together runs chains at once, since most of a command's time is Python's start, and answers what their last commands printed. A chain
// ends at its first failure, which fails the test.
func (c *Client) Together(chains ...Chain) []Answer {
	c.tb.Helper()
	answers := make([]Answer, len(chains))
	var wait sync.WaitGroup
	for i, chain := range chains {
		wait.Go(func() {
			for _, args := range chain {
				if answers[i] = c.Must(args...); answers[i].Status != 0 {
					return
				}
			}
		})
	}
	wait.Wait()
	if c.tb.Failed() {
		c.tb.FailNow()
	}
	return answers
}

// Login registers the server as a cloud by its own description of itself, and logs in with its service principal. Only cloud-config can say
// where Microsoft Graph is (arm-wire.md 3.1.1).
func (c *Client) Login(ready armemu.Ready) {
	c.tb.Helper()
	c.Together(Chain{
		{"cloud", "register", "--name", "udr", "--endpoint-resource-manager", ready.Endpoint},
		{"cloud", "update", "--name", "udr", "--cloud-config", `{"endpoints": {"microsoftGraphResourceId": "` + ready.Endpoint + `/"}}`},
		{"cloud", "set", "--name", "udr"},
		{"login", "--service-principal", "--username", ready.ClientID, "--password", ready.ClientSecret, "--tenant", ready.TenantID},
	})
}

// Into decodes the JSON that the command printed.
func (a Answer) Into(v any) {
	a.tb.Helper()
	if err := json.Unmarshal(a.Output, v); err != nil {
		a.tb.Errorf("%s printed %s: %v", a.Command, a.Output, err)
	}
}
