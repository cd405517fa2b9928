package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// measureRun applies examples/demo with the real CLI against the emulator server, in dir, and adds the rows for the time
// of the apply and for what a plan with no change asks of Azure.
func measureRun(ctx context.Context, dir, binary string, t *table) (err error) {
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		return errors.New("TF_ACC_TERRAFORM_PATH names no CLI; run `make bench`")
	}
	azure, err := startEmulator(ctx, dir, binary)
	if err != nil {
		return fmt.Errorf("starting the emulator: %w", err)
	}
	defer func() { err = errors.Join(err, azure.stop()) }()
	w, err := newWorkspace(dir, binary, cli, azure)
	if err != nil {
		return err
	}

	began := time.Now()
	if err := w.terraform(ctx, "apply", "-auto-approve"); err != nil {
		return err
	}
	took := time.Since(began)
	applied, err := azure.requests()
	if err != nil {
		return err
	}
	if err := w.terraform(ctx, "plan", "-detailed-exitcode"); err != nil {
		return fmt.Errorf("the second plan is not clean: %w", err)
	}
	all, err := azure.requests()
	if err != nil {
		return err
	}
	planned := all[len(applied):]
	if err := w.terraform(ctx, "destroy", "-auto-approve"); err != nil {
		return err
	}

	objects := made(applied)
	if len(objects) == 0 {
		return errors.New("the apply made nothing")
	}
	reads := 0
	for _, r := range planned {
		if r.Method == "GET" && strings.HasPrefix(strings.ToLower(r.Path), "/subscriptions/") {
			reads++
		}
	}
	t.add(row{what: "apply of the demo, operations at once", got: float64(took), show: duration, note: fmt.Sprintf("%d requests", len(applied))})
	t.add(row{what: "reads of a plan with no change", got: float64(reads), budget: float64(len(objects)), show: whole, note: "the budget is one for each ARM object"})
	return nil
}

// request is a line of the emulator's log.
type request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Status int    `json:"status"`
}

// made returns the objects that successful PUTs made, by lower-case ID. What is embedded in another object's body is
// part of that object.
func made(log []request) map[string]bool {
	ids := map[string]bool{}
	for _, r := range log {
		if r.Method == "PUT" && r.Status < 300 {
			ids[strings.ToLower(r.Path)] = true
		}
	}
	return ids
}

// emulator is the provider's emulator command, running.
type emulator struct {
	cmd    *exec.Cmd
	log    string
	answer struct {
		MetadataHost   string `json:"metadata_host"`
		CAFile         string `json:"ca_file"`
		SubscriptionID string `json:"subscription_id"`
		TenantID       string `json:"tenant_id"`
		ClientID       string `json:"client_id"`
		ClientSecret   string `json:"client_secret"`
	}
}

func startEmulator(ctx context.Context, dir, binary string) (*emulator, error) {
	e := &emulator{log: filepath.Join(dir, "requests.jsonl")}
	e.cmd = exec.CommandContext(ctx, binary, "emulator", "-listen", "127.0.0.1:0", "-state", filepath.Join(dir, "azure.json"), "-time-scale", "0", "-log", e.log)
	e.cmd.Stderr = os.Stderr
	// It ends as it would in production, so that it removes what it made; killed only when it does not.
	e.cmd.Cancel = func() error { return e.cmd.Process.Signal(os.Interrupt) }
	e.cmd.WaitDelay = 10 * time.Second
	stdout, err := e.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := e.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &e.answer)
	}
	if err != nil {
		return nil, errors.Join(err, e.stop())
	}
	return e, nil
}

func (e *emulator) stop() error {
	if err := e.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return e.cmd.Wait()
}

// requests reads the log so far.
func (e *emulator) requests() ([]request, error) {
	text, err := os.ReadFile(e.log)
	if err != nil {
		return nil, err
	}
	var list []request
	for lines := json.NewDecoder(bytes.NewReader(text)); ; {
		var r request
		if err := lines.Decode(&r); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the emulator's log: %w", err)
		}
		list = append(list, r)
	}
}

// workspace is a folder with the demo's configuration, pointed at an emulator.
type workspace struct {
	dir, cli string
	env      []string
}

// block is the attribute that makes the demo use the embedded emulator; without it the provider obeys ARM_*.
var block = regexp.MustCompile(`(?m)^  emulator = \{\}\n`)

func newWorkspace(dir, binary, cli string, azure *emulator) (*workspace, error) {
	w := &workspace{dir: filepath.Join(dir, "demo"), cli: cli}
	text, err := os.ReadFile(filepath.Join("examples", "demo", "main.tf"))
	if err != nil {
		return nil, err
	}
	if !block.Match(text) {
		return nil, errors.New("examples/demo has no `emulator = {}` to take out")
	}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"udr-egress/udr\" = %q\n  }\n}\n", filepath.Dir(binary))
	for name, content := range map[string][]byte{
		filepath.Join(w.dir, "main.tf"): block.ReplaceAll(text, nil),
		filepath.Join(dir, "cli.tfrc"):  []byte(config),
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, content, 0o600); err != nil {
			return nil, err
		}
	}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "ARM_") && !strings.HasPrefix(v, "TF_") && !strings.HasPrefix(v, "UDR_") {
			w.env = append(w.env, v)
		}
	}
	a := azure.answer
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0",
		"ARM_METADATA_HOSTNAME="+a.MetadataHost, "ARM_SUBSCRIPTION_ID="+a.SubscriptionID, "ARM_TENANT_ID="+a.TenantID,
		"ARM_CLIENT_ID="+a.ClientID, "ARM_CLIENT_SECRET="+a.ClientSecret, "SSL_CERT_FILE="+a.CAFile)
	return w, nil
}

// terraform runs the CLI. What it prints is shown when it fails.
func (w *workspace) terraform(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, w.cli, append(args, "-no-color")...)
	cmd.Dir, cmd.Env = w.dir, w.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("terraform %s: %w\n%s", args[0], err, out)
	}
	return nil
}
