package main

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// commands are what the binary does besides serving Terraform.
var commands = map[string]func(ctx context.Context, args []string) int{
	"emulator": func(ctx context.Context, args []string) int { return armemu.Main(ctx, args, os.Stdout, os.Stderr) },
}

func commandNames() string {
	return strings.Join(slices.Sorted(maps.Keys(commands)), ", ")
}
