package main

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// commands are what the binary does besides serving Terraform.
var commands = map[string]func(ctx context.Context, args []string) int{}

func commandNames() string {
	return strings.Join(slices.Sorted(maps.Keys(commands)), ", ")
}
