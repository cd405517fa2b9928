// Command bench measures the provider against the budgets of its design and prints a table. It exits with status 1 when a
// budget is exceeded.
//
// The provider is measured as a whole process, built as it is released and started as Terraform starts it, then through the
// real CLI against the emulator server; the Go benchmarks of the packages run after that.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// Budgets of the design.
const (
	budgetBinary  = 30 << 20 // bytes, stripped
	budgetSchema  = 100 * time.Millisecond
	budgetMemory  = 64 << 20 // bytes, resident
	processRounds = 9        // the median of so many starts is compared; one more, before them, warms the page cache
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	skipGo := flag.Bool("process-only", false, "leave out the packages' Go benchmarks")
	flag.Parse()

	dir, err := os.MkdirTemp("", "udr-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	var t table
	binary := filepath.Join(dir, "terraform-provider-udr")
	if err := measureProcess(ctx, binary, &t); err != nil {
		return err
	}
	if err := measureRun(ctx, dir, binary, &t); err != nil {
		return err
	}
	if err := measureApply(ctx, dir, binary, &t); err != nil {
		return err
	}
	if !*skipGo {
		if err := measurePackages(ctx, &t); err != nil {
			return err
		}
	}
	if err := t.write(os.Stdout); err != nil {
		return err
	}
	if n := t.exceeded(); n > 0 {
		return fmt.Errorf("%d of %d budgets exceeded", n, t.budgets())
	}
	return nil
}

// measureProcess builds the provider as binary and adds the rows for its size, its start and its memory.
func measureProcess(ctx context.Context, binary string, t *table) error {
	build := exec.CommandContext(ctx, "go", "build", "-tags", "grpcnotrace", "-trimpath", "-ldflags", "-s -w -funcalign=16", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the provider: %w", err)
	}
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	t.add(row{what: "stripped binary", got: float64(info.Size()), budget: budgetBinary, show: mebibytes})

	var schema, resident []float64
	for round := range processRounds + 1 {
		s, err := startAndAsk(ctx, binary)
		if err != nil {
			return fmt.Errorf("starting the provider: %w", err)
		}
		if round == 0 {
			continue
		}
		schema = append(schema, float64(s.schema))
		if s.resident > 0 {
			resident = append(resident, float64(s.resident))
		}
	}
	t.add(row{what: "handshake and schema", got: median(schema), budget: float64(budgetSchema), show: duration, spread: schema})
	if len(resident) > 0 {
		t.add(row{what: "resident memory after the schema", got: median(resident), budget: budgetMemory, show: mebibytes, spread: resident})
	}
	return nil
}
