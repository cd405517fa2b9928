package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// tools are the programs that a test starts.
type tools struct {
	terraform string // the CLI
	provider  string // the provider's binary, in a folder of its own
}

// once holds what a test run needs once: building the provider for each test would cost more than all the tests.
var once struct {
	sync.Once

	folder string // where Main keeps the provider; "" outside of Main
	tools  tools
	err    error
}

// Main runs a package's tests and takes away the provider that they built. Its result is the exit status.
func Main(m *testing.M) (status int) {
	dir, err := os.MkdirTemp("", "udr-cli-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		return 1
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, "cli:", err)
			status = 1
		}
	}()
	once.folder = dir
	return m.Run()
}

// find looks for the CLI and builds the provider.
func find(ctx context.Context, folder string) (tools, error) {
	if folder == "" {
		return tools{}, errors.New("the package has no TestMain that calls cli.Main")
	}
	named := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if named == "" {
		named = "terraform"
	}
	terraform, err := exec.LookPath(named)
	if err == nil {
		terraform, err = filepath.Abs(terraform)
	}
	if err != nil {
		return tools{}, fmt.Errorf("finding the Terraform CLI (TF_ACC_TERRAFORM_PATH names another): %w", err)
	}
	provider := filepath.Join(folder, "terraform-provider-udr")
	if runtime.GOOS == "windows" {
		provider += ".exe"
	}
	return tools{terraform: terraform, provider: provider}, build(ctx, provider)
}

// build compiles the provider from the module that the tests belong to.
func build(ctx context.Context, target string) error {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", target, ".")
	cmd.Dir = filepath.Dir(strings.TrimSpace(string(module)))
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return nil
}

// need gives the programs, or skips a test outside of a run that wants them.
func need(tb testing.TB) tools {
	tb.Helper()
	if os.Getenv("TF_ACC") == "" {
		tb.Skip("runs the Terraform CLI: set TF_ACC=1, as `make test` does")
	}
	once.Do(func() { once.tools, once.err = find(tb.Context(), once.folder) })
	if once.err != nil {
		tb.Fatal(once.err)
	}
	return once.tools
}
