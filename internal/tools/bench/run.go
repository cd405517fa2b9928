package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// prepare starts an emulator and makes a workspace with examples/demo that uses it, both in dir.
func prepare(ctx context.Context, dir, binary string, scale float64) (*emulator, *workspace, error) {
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		return nil, nil, errors.New("TF_ACC_TERRAFORM_PATH names no CLI; run `make bench`")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, nil, err
	}
	azure, err := startEmulator(ctx, dir, binary, scale)
	if err != nil {
		return nil, nil, fmt.Errorf("starting the emulator: %w", err)
	}
	w, err := newWorkspace(dir, binary, cli, azure)
	if err != nil {
		return nil, nil, errors.Join(err, azure.stop())
	}
	return azure, w, nil
}

// measureRun applies examples/demo with the real CLI against the emulator server, in dir, and adds the rows for the time
// of the apply and for what a plan with no change asks of Azure.
func measureRun(ctx context.Context, dir, binary string, t *table) (err error) {
	azure, w, err := prepare(ctx, filepath.Join(dir, "run"), binary, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, azure.stop()) }()

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

// made returns the objects that successful PUTs made, by lower-case ID. What is embedded in another object's body is
// part of that object.
func made(log []armemu.Record) map[string]bool {
	ids := map[string]bool{}
	for _, r := range log {
		if r.Method == "PUT" && r.Status < 300 {
			ids[strings.ToLower(r.Path)] = true
		}
	}
	return ids
}
