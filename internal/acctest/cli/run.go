package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// The exit codes of `plan -detailed-exitcode`.
const (
	Clean   = 0
	Broken  = 1
	Changed = 2
)

// patience is how long a CLI may take before it is taken to hang.
const patience = 2 * time.Minute

// Result is one run of the CLI.
type Result struct {
	// Args are the command and its flags.
	Args []string
	// Code is the exit code.
	Code int
	// Output is what the CLI printed, both streams together.
	Output string

	tb testing.TB
}

// Run runs the CLI to its end.
func (w *Workspace) Run(args ...string) Result {
	w.tb.Helper()
	return w.Start(args...).Wait()
}

// Apply applies without asking.
func (w *Workspace) Apply(flags ...string) Result {
	w.tb.Helper()
	return w.Run(append([]string{"apply", "-auto-approve"}, flags...)...)
}

// Plan plans, with the detailed exit code.
func (w *Workspace) Plan(flags ...string) Result {
	w.tb.Helper()
	return w.Run(append([]string{"plan", "-detailed-exitcode"}, flags...)...)
}

// Destroy destroys without asking.
func (w *Workspace) Destroy(flags ...string) Result {
	w.tb.Helper()
	return w.Run(append([]string{"destroy", "-auto-approve"}, flags...)...)
}

// Running is a CLI that has not ended.
type Running struct {
	tb     testing.TB
	cmd    *exec.Cmd
	out    *bytes.Buffer
	cancel context.CancelFunc
}

// Start starts the CLI.
func (w *Workspace) Start(args ...string) *Running {
	w.tb.Helper()
	ctx, cancel := context.WithTimeout(w.tb.Context(), patience)
	r := &Running{tb: w.tb, cmd: exec.CommandContext(ctx, w.tools.terraform, args...), out: &bytes.Buffer{}, cancel: cancel}
	r.cmd.Dir, r.cmd.Stdout, r.cmd.Stderr = w.Dir, r.out, r.out
	for name, value := range w.env {
		r.cmd.Env = append(r.cmd.Env, name+"="+value)
	}
	slices.Sort(r.cmd.Env)
	if err := r.cmd.Start(); err != nil {
		cancel()
		w.tb.Fatal(err)
	}
	return r
}

// Interrupt is one Ctrl-C, to the CLI alone.
func (r *Running) Interrupt() {
	r.tb.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.tb.Fatal(err)
	}
}

// Wait waits for the end.
func (r *Running) Wait() Result {
	r.tb.Helper()
	err := r.cmd.Wait()
	r.cancel()
	var ended *exec.ExitError
	if err != nil && (!errors.As(err, &ended) || ended.ExitCode() < 0) {
		r.tb.Fatalf("terraform %s: %v\n%s", strings.Join(r.cmd.Args[1:], " "), err, r.out)
	}
	return Result{Args: r.cmd.Args[1:], Code: r.cmd.ProcessState.ExitCode(), Output: r.out.String(), tb: r.tb}
}

// Want ends the test unless the exit code is that one.
func (r Result) Want(code int) Result {
	r.tb.Helper()
	if r.Code != code {
		r.tb.Fatalf("terraform %s: exit code %d, want %d\n%s", strings.Join(r.Args, " "), r.Code, code, r.Output)
	}
	return r
}

// Says wants parts of the output. The CLI breaks lines at a width, so that blanks and line ends count as the same.
func (r Result) Says(parts ...string) Result {
	r.tb.Helper()
	flat := strings.Join(strings.Fields(r.Output), " ")
	for _, part := range parts {
		if !strings.Contains(flat, part) {
			r.tb.Errorf("terraform %s does not say %q:\n%s", strings.Join(r.Args, " "), part, r.Output)
		}
	}
	return r
}

// SaysNot wants none of the parts in the output.
func (r Result) SaysNot(parts ...string) Result {
	r.tb.Helper()
	flat := strings.Join(strings.Fields(r.Output), " ")
	for _, part := range parts {
		if strings.Contains(flat, part) {
			r.tb.Errorf("terraform %s says %q:\n%s", strings.Join(r.Args, " "), part, r.Output)
		}
	}
	return r
}

func encode(tb testing.TB, value any) string {
	tb.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}
