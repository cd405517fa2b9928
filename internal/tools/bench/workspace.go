package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// workspace is a folder with the demo's configuration, pointed at an emulator.
type workspace struct {
	dir, cli string
	env      []string
}

// block is the attribute that makes the demo use the embedded emulator; without it the provider obeys ARM_*.
var block = regexp.MustCompile(`(?m)^  emulator = \{\}\n`)

func newWorkspace(dir, binary, cli string, azure *emulator) (*workspace, error) {
	w := &workspace{dir: filepath.Join(dir, "demo"), cli: cli}
	files, err := demo()
	if err != nil {
		return nil, err
	}
	contents := map[string][]byte{
		filepath.Join(dir, "cli.tfrc"): fmt.Appendf(nil, "provider_installation {\n  dev_overrides {\n    \"udr-egress/udr\" = %q\n  }\n}\n", filepath.Dir(binary)),
	}
	for name, text := range files {
		contents[filepath.Join(w.dir, name)] = text
	}
	for name, content := range contents {
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

// demo is the files of examples/demo, without the attribute that makes it use the embedded emulator.
func demo() (map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join("examples", "demo", "*.tf"))
	if err != nil {
		return nil, err
	}
	files, found := map[string][]byte{}, false
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		found = found || block.Match(text)
		files[filepath.Base(name)] = block.ReplaceAll(text, nil)
	}
	if !found {
		return nil, errors.New("examples/demo has no `emulator = {}` to take out")
	}
	return files, nil
}

// terraform runs the CLI. What it prints is shown when it fails.
func (w *workspace) terraform(ctx context.Context, args ...string) error {
	_, err := w.output(ctx, args...)
	return err
}

// output runs the CLI and answers what it prints, without what it says of errors and warnings.
func (w *workspace) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, w.cli, append(args, "-no-color")...)
	cmd.Dir, cmd.Env = w.dir, w.env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("terraform %s: %w\n%s%s", args[0], err, out, &stderr)
	}
	return out, nil
}
