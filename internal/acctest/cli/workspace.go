package cli

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

// rc is the CLI's configuration file in a workspace.
const rc = "cli.tfrc"

// Workspace is a folder with a configuration, its state and, with the embedded emulator, its Azure.
type Workspace struct {
	// Dir is the folder.
	Dir string

	tb    testing.TB
	tools tools
	env   map[string]string
}

// New makes a workspace of files, by name. It skips the test where no CLI is to be run.
func New(tb testing.TB, files map[string]string) *Workspace {
	tb.Helper()
	w := &Workspace{Dir: tb.TempDir(), tb: tb, tools: need(tb)}
	// A developer's own settings (credentials, flags, overrides, another emulator) must not decide what a test sees.
	w.env = inherited()
	maps.Copy(w.env, map[string]string{
		"TF_CLI_CONFIG_FILE": filepath.Join(w.Dir, rc), "TF_CLI_ARGS": "-no-color", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1",
	})
	w.Write(rc, fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"udr-egress/udr\" = %q\n  }\n}\n", filepath.ToSlash(filepath.Dir(w.tools.provider))))
	for name, text := range files {
		w.Write(name, text)
	}
	return w
}

// inherited is the environment without what belongs to Azure, Terraform or this provider.
func inherited() map[string]string {
	env := map[string]string{}
	for _, v := range os.Environ() {
		name, value, _ := strings.Cut(v, "=")
		if !slices.ContainsFunc([]string{"ARM_", "AZURE_", "TF_", "UDR_"}, func(p string) bool { return strings.HasPrefix(name, p) }) {
			env[name] = value
		}
	}
	return env
}

// Write makes or replaces a file.
func (w *Workspace) Write(name, text string) {
	w.tb.Helper()
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(text), 0o600); err != nil {
		w.tb.Fatal(err)
	}
}

// Edit replaces old, which must be there once, in a file.
func (w *Workspace) Edit(name, old, replacement string) {
	w.tb.Helper()
	text := w.Read(name)
	if n := strings.Count(text, old); n != 1 {
		w.tb.Fatalf("%s holds %q %d times", name, old, n)
	}
	w.Write(name, strings.Replace(text, old, replacement, 1))
}

// Read gives a file's text.
func (w *Workspace) Read(name string) string {
	w.tb.Helper()
	text, err := os.ReadFile(filepath.Join(w.Dir, name))
	if err != nil {
		w.tb.Fatal(err)
	}
	return string(text)
}

// With is the same workspace with more environment, NAME=value each.
func (w *Workspace) With(variables ...string) *Workspace {
	c := *w
	c.env = maps.Clone(w.env)
	for _, v := range variables {
		name, value, _ := strings.Cut(v, "=")
		c.env[name] = value
	}
	return &c
}

// Struck is the same workspace with faults in its embedded emulator. Requests are counted anew in each provider process, and so in each
// walk of the CLI.
func (w *Workspace) Struck(rules ...fault.Rule) *Workspace {
	w.tb.Helper()
	w.Write(faultsFile, encode(w.tb, fault.File{Rules: rules}))
	return w.With("UDR_EMULATOR_FAULTS_FILE=" + faultsFile)
}

const faultsFile = "faults.json"

// Copy is the workspace as it is now in another folder, for another test: configuration, state and embedded Azure.
func (w *Workspace) Copy(tb testing.TB) *Workspace {
	tb.Helper()
	c := New(tb, nil)
	entries, err := os.ReadDir(w.Dir)
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != rc {
			text, err := os.ReadFile(filepath.Join(w.Dir, e.Name()))
			if err != nil {
				tb.Fatal(err)
			}
			c.Write(e.Name(), string(text))
		}
	}
	return c
}
