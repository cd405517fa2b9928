package armemu_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// commandEnv makes the test binary play the emulator command; its value is the arguments, one per line.
const commandEnv = "UDR_EMULATOR_TEST_ARGS"

func TestMain(m *testing.M) {
	if args, ok := os.LookupEnv(commandEnv); ok {
		os.Exit(armemu.Main(context.Background(), strings.Split(args, "\n"), os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// process is the emulator command as a process of its own.
type process struct {
	*exec.Cmd
	ready  armemu.Ready
	client *http.Client
}

func startProcess(t *testing.T, args ...string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.CommandContext(t.Context(), exe)}
	p.Env = append(os.Environ(), commandEnv+"="+strings.Join(args, "\n"))
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &p.ready); err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(p.ready.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(p.ready.CAFile)) }) // a killed process leaves it
	p.client = trusting(t, ca)
	return p
}

func (p *process) send(t *testing.T, method, target, contentType, token, body string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, p.ready.Endpoint+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Authorization", "Bearer "+token)
	return p.client.Do(req)
}

func (p *process) token(t *testing.T) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {p.ready.ClientID}, "client_secret": {p.ready.ClientSecret}, "resource": {p.ready.Endpoint}}
	resp, err := p.send(t, http.MethodPost, "/adfs/oauth2/token", "application/x-www-form-urlencoded", "", form.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out.AccessToken
}

// Killed before the effect of a write, the process leaves nothing of it; killed after, all of it. Either way the next one goes on.
func TestProcessIsKilledAroundAWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stateFile, faults := filepath.Join(dir, "state.json"), filepath.Join(dir, "faults.json")
	for _, tt := range []struct {
		kill   string
		exists bool
	}{{"before", false}, {"after", true}} {
		overwrite(t, faults, `{"rules":[{"match":{"method":"PUT","path":"^/subscriptions"},"effect":{"kill":"`+tt.kill+`"}}]}`)
		p := startProcess(t, "-state", stateFile, "-faults", faults)
		if resp, err := p.send(t, http.MethodPut, groupA+"?api-version=2025-04-01", "application/json", p.token(t), `{"location":"westeurope"}`); err == nil {
			resp.Body.Close()
			t.Errorf("%s: the answer arrived: %s", tt.kill, resp.Status)
		}
		var exit *exec.ExitError
		if err := p.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 137 {
			t.Errorf("%s: the process ended with %v, want status 137", tt.kill, err)
		}
		c := newClient(t, armemu.Options{StateFile: stateFile})
		got, err := c.Resource(groupA)
		if err != nil || (got != nil) != tt.exists {
			t.Errorf("%s: the group exists: %v, %v", tt.kill, got != nil, err)
		}
	}
}
