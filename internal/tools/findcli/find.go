package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// variable is terraform-plugin-testing's own name, so that one setting serves every way of running a CLI.
const variable = "TF_ACC_TERRAFORM_PATH"

// fallback is the release that is downloaded where no CLI is found. It is the one on which the behaviour of Terraform core
// that docs/design relies on was observed, and the first minor with write-only arguments.
const fallback = "1.11.4"

// finder holds what the search asks of its surroundings.
type finder struct {
	getenv   func(name string) string
	lookPath func(file string) (string, error)
	fetch    func(ctx context.Context, dir string) (string, error)
}

// find returns the absolute path of a CLI. A path in the environment that cannot be run is an error and not a reason to
// look further: whoever set it wants that one. dir receives a download.
func (f finder) find(ctx context.Context, dir string) (string, error) {
	if named := f.getenv(variable); named != "" {
		path, err := f.lookPath(named)
		if err != nil {
			return "", fmt.Errorf("using %s=%s: %w", variable, named, err)
		}
		return filepath.Abs(path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := f.lookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	path, err := f.fetch(ctx, dir)
	if err != nil {
		return "", fmt.Errorf("no %s, terraform or tofu found; downloading terraform %s: %w", variable, fallback, err)
	}
	return filepath.Abs(path)
}

// download installs the fallback release into dir and returns the path of its binary. A binary that an earlier call left
// there is used again.
func download(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, product.Terraform.BinaryName())
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	release := releases.ExactVersion{Product: product.Terraform, Version: version.Must(version.NewVersion(fallback)), InstallDir: dir}
	return release.Install(ctx)
}
