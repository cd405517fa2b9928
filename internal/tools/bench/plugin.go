package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// sample is one start of the provider.
type sample struct {
	schema   time.Duration // from the start of the process to the answer with every schema
	resident int64         // highest resident memory of the process in bytes; 0 where the system does not tell
}

// startAndAsk starts the provider as Terraform does (go-plugin's cookie, protocol 6), asks for all schemas and ends it.
func startAndAsk(ctx context.Context, binary string) (sample, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary)
	cmd.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", "PLUGIN_PROTOCOL_VERSIONS=6")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return sample{}, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err == nil {
		err = askSchema(ctx, line)
	}
	took := time.Since(began)
	// Killing is how the measurement ends, so that Wait reports a signal is no failure.
	err = errors.Join(err, cmd.Process.Kill())
	var killed *exec.ExitError
	if waited := cmd.Wait(); waited != nil && !errors.As(waited, &killed) {
		err = errors.Join(err, waited)
	}
	return sample{schema: took, resident: maxResident(cmd.ProcessState)}, err
}

// askSchema calls GetProviderSchema at the address of a handshake line,
// `core protocol|provider protocol|network|address|grpc|...`.
func askSchema(ctx context.Context, handshake string) error {
	parts := strings.Split(strings.TrimSpace(handshake), "|")
	if len(parts) < 5 || parts[1] != "6" || parts[4] != "grpc" {
		return fmt.Errorf("unexpected handshake %q", handshake)
	}
	dial := func(ctx context.Context, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, parts[2], parts[3])
	}
	conn, err := grpc.NewClient("passthrough:///provider", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(dial), grpc.WithDefaultCallOptions(grpc.ForceCodec(raw{}), grpc.MaxCallRecvMsgSize(256<<20)))
	if err != nil {
		return err
	}
	var answer []byte
	err = conn.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", []byte{}, &answer)
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	if len(answer) == 0 {
		return errors.New("the provider answered with no schema")
	}
	return nil
}

// raw passes messages through: the request is empty and of the answer only the arrival counts.
type raw struct{}

func (raw) Name() string { return "raw" }

func (raw) Marshal(v any) ([]byte, error) {
	if data, ok := v.([]byte); ok {
		return data, nil
	}
	return nil, fmt.Errorf("raw codec: cannot send %T", v)
}

func (raw) Unmarshal(data []byte, v any) error {
	target, ok := v.(*[]byte)
	if !ok {
		return fmt.Errorf("raw codec: cannot receive into %T", v)
	}
	*target = append([]byte(nil), data...)
	return nil
}
