package main

import (
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/aks"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/command"
)

// commands are what the binary does besides serving Terraform.
var commands = map[string]func(ctx context.Context, args []string) int{
	"emulator": func(ctx context.Context, args []string) int { return armemu.Main(ctx, args, os.Stdout, os.Stderr) },
	"egress": func(_ context.Context, args []string) int {
		open := func(name string) (io.ReadCloser, error) { return os.Open(name) }
		return command.Main(args, command.Host{Open: open, Expand: aks.Expand, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	},
}

func commandNames() string {
	return strings.Join(slices.Sorted(maps.Keys(commands)), ", ")
}
