package armemu

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

// Main runs the emulator as a command: args are those after "emulator". It prints one line of JSON (Ready) once it serves, and ends
// with 0 on SIGTERM, on an interrupt or when ctx ends; 1 after an error, 2 for wrong arguments. With "service" in front of the arguments
// it applies a Kubernetes service to a state file instead.
func Main(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "service" {
		return serviceMain(args[1:], stdout, stderr)
	}
	opts, closeLog, err := parseArgs(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, "emulator:", err)
		return 2
	}
	defer closeLog()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, os.Interrupt)
	defer stop()
	server, err := Start(opts)
	if err != nil {
		fmt.Fprintln(stderr, "emulator:", err)
		return 1
	}
	err = json.NewEncoder(stdout).Encode(server.Ready())
	if err == nil {
		err = server.Wait(ctx)
	}
	if err = errors.Join(err, server.Close()); err != nil {
		fmt.Fprintln(stderr, "emulator:", err)
		return 1
	}
	return 0
}

func parseArgs(args []string, stderr io.Writer) (ServerOptions, func(), error) {
	var opts ServerOptions
	var logFile, faults, certificates, unregistered string
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&opts.Listen, "listen", "127.0.0.1:0", "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&opts.StateFile, "state", "", "`file` that keeps the resources; without it they are gone at the end")
	flags.Float64Var(&opts.TimeScale, "time-scale", 0, "factor on Azure's typical durations: 0 is at once, 1 is Azure's pace")
	flags.DurationVar(&opts.RoleDelay, "role-delay", 0, "`time` that a role assignment takes to have an effect; 0 is Azure's typical one times the scale, -1ns none")
	flags.StringVar(&logFile, "log", "", "`file` that gets one line of JSON per request")
	flags.StringVar(&faults, "faults", "", "JSON `file` with faults to inject")
	flags.StringVar(&certificates, "client-cert", "", "PEM `file` with the certificates that client assertions must be signed with")
	flags.StringVar(&unregistered, "unregistered", "", "comma-separated `namespaces` that the subscriptions have not registered")
	if err := flags.Parse(args); err != nil {
		return opts, nil, err
	}
	if flags.NArg() > 0 {
		return opts, nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if unregistered != "" {
		opts.Unregistered = strings.Split(unregistered, ",")
	}
	if faults != "" {
		engine, err := fault.Load(faults)
		if err != nil {
			return opts, nil, err
		}
		opts.Faults = engine
	}
	if certificates != "" {
		certs, err := readCertificates(certificates)
		if err != nil {
			return opts, nil, err
		}
		opts.ClientCertificates = certs
	}
	return withLog(opts, logFile, stderr)
}

// withLog adds the request log.
func withLog(opts ServerOptions, path string, stderr io.Writer) (ServerOptions, func(), error) {
	if path == "" {
		return opts, func() {}, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return opts, nil, fmt.Errorf("opening the request log: %w", err)
	}
	opts.OnRequest = LogTo(file, func(err error) { fmt.Fprintln(stderr, "emulator: writing the request log:", err) })
	return opts, func() {
		if err := file.Close(); err != nil {
			fmt.Fprintln(stderr, "emulator: closing the request log:", err)
		}
	}, nil
}

// LogTo gives an OnRequest hook that writes one line of JSON per request. failed gets the errors of writing; it may be nil.
func LogTo(w io.Writer, failed func(error)) func(Record) {
	var mu sync.Mutex
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(r Record) {
		mu.Lock()
		defer mu.Unlock()
		if err := enc.Encode(r); err != nil && failed != nil {
			failed(err)
		}
	}
}

func readCertificates(path string) ([]*x509.Certificate, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading client certificates: %w", err)
	}
	var out []*x509.Certificate
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("reading client certificates from %s: %w", path, err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no certificate in PEM form", path)
	}
	return out, nil
}
