package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// emulator is the provider's emulator command, running.
type emulator struct {
	cmd    *exec.Cmd
	log    string // file of its requests
	state  string // file of its documents and operations
	answer armemu.Ready
}

// startEmulator starts one that keeps its files in dir. scale is its time scale.
func startEmulator(ctx context.Context, dir, binary string, scale float64) (*emulator, error) {
	e := &emulator{log: filepath.Join(dir, "requests.jsonl"), state: filepath.Join(dir, "azure.json")}
	e.cmd = exec.CommandContext(ctx, binary, "emulator", "-listen", "127.0.0.1:0", "-state", e.state, "-time-scale", strconv.FormatFloat(scale, 'g', -1, 64), "-log", e.log)
	e.cmd.Stderr = os.Stderr
	// It ends as it would in production, so that it removes what it made; killed only when it does not.
	e.cmd.Cancel = func() error { return e.cmd.Process.Signal(os.Interrupt) }
	e.cmd.WaitDelay = 10 * time.Second
	stdout, err := e.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := e.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &e.answer)
	}
	if err != nil {
		return nil, errors.Join(err, e.stop())
	}
	return e, nil
}

func (e *emulator) stop() error {
	if err := e.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return e.cmd.Wait()
}

// requests reads the log so far.
func (e *emulator) requests() ([]armemu.Record, error) {
	text, err := os.ReadFile(e.log)
	if err != nil {
		return nil, err
	}
	var list []armemu.Record
	for lines := json.NewDecoder(bytes.NewReader(text)); ; {
		var r armemu.Record
		if err := lines.Decode(&r); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the emulator's log: %w", err)
		}
		list = append(list, r)
	}
}
