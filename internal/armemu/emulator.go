package armemu

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/state"
)

// Emulator serves ARM. It is an http.Handler, and Do answers in process. It is safe for concurrent use.
type Emulator struct {
	opts    Options
	types   *armtypes.Registry
	backend state.Backend
	clock   Clock
	writes  atomic.Int64
}

// New makes an emulator.
func New(opts Options) (*Emulator, error) {
	e := &Emulator{opts: opts, types: opts.Types, backend: opts.Backend, clock: opts.Clock}
	if opts.TimeScale < 0 {
		return nil, fmt.Errorf("time scale %v is negative", opts.TimeScale)
	}
	if e.types == nil {
		types, err := armtypes.Default()
		if err != nil {
			return nil, fmt.Errorf("reading the declared types: %w", err)
		}
		e.types = types
	}
	switch {
	case e.backend != nil:
	case opts.StateFile == "":
		e.backend = state.NewMemory("memory")
	default:
		file, err := state.OpenFile(opts.StateFile)
		if err != nil {
			return nil, err
		}
		e.backend = file
	}
	if e.clock == nil {
		e.clock = SystemClock{}
	}
	return e, nil
}

// Errors of a broken connection, as a client in process sees them.
var (
	// ErrReset: the connection broke before anything was done.
	ErrReset = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	// ErrAnswerLost: the request took effect, or may have; its answer did not arrive.
	ErrAnswerLost = fmt.Errorf("the answer was lost: %w", io.ErrUnexpectedEOF)
)

// Do answers a request in process, without a socket. It has the shape of azcore's policy.Transporter.
func (e *Emulator) Do(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	rep, err := e.serve(r)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, err)
	}
	rep.set("Date", e.clock.Now().UTC().Format(http.TimeFormat))
	return &http.Response{
		Status: fmt.Sprintf("%d %s", rep.status, http.StatusText(rep.status)), StatusCode: rep.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: rep.header,
		Body: io.NopCloser(bytes.NewReader(rep.body)), ContentLength: int64(len(rep.body)), Request: r,
	}, nil
}

// RoundTrip implements http.RoundTripper with Do.
func (e *Emulator) RoundTrip(r *http.Request) (*http.Response, error) { return e.Do(r) }

// ServeHTTP implements http.Handler.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rep, err := e.serve(r)
	if err != nil {
		breakConnection(w)
		return
	}
	for k, v := range rep.header {
		w.Header()[k] = v
	}
	w.WriteHeader(rep.status)
	_, _ = w.Write(rep.body) // a client that went away is no concern of ours
}

// breakConnection closes without an answer, with a reset where the connection allows it. Our own server can always be hijacked; another
// one gets a connection that cannot be written to.
func breakConnection(w http.ResponseWriter) {
	control := http.NewResponseController(w)
	conn, _, err := control.Hijack()
	if err != nil {
		_ = control.SetWriteDeadline(time.Unix(1, 0))
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// serve answers one request: the faults around it, the log after it. An error means that the connection breaks.
func (e *Emulator) serve(r *http.Request) (*reply, error) {
	start := e.clock.Now()
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	eff := e.opts.Faults.Decide(r.Method, r.URL.RequestURI())
	rep, err := e.withFaults(r, body, eff)
	e.record(r, body, rep, start)
	return rep, err
}

func (e *Emulator) withFaults(r *http.Request, body []byte, eff fault.Effect) (*reply, error) {
	if err := delay(r.Context(), time.Duration(eff.SlowMS)*time.Millisecond); err != nil {
		return nil, err
	}
	if eff.Kill == "before" {
		e.kill()
		return nil, ErrReset
	}
	if eff.Reset {
		return nil, ErrReset
	}
	if rep := e.refuseByFault(r, eff); rep != nil {
		return rep, nil
	}
	rep, err := e.dispatch(r, body, eff)
	if eff.Kill == "after" {
		e.kill()
		return nil, ErrAnswerLost
	}
	if eff.LoseAnswer {
		return nil, ErrAnswerLost
	}
	return rep, err
}

// refuseByFault gives the error answer that a fault asks for, nil for none.
func (e *Emulator) refuseByFault(r *http.Request, eff fault.Effect) *reply {
	if eff.ExpireToken {
		if e.opts.Login != nil {
			e.opts.Login.Revoke(r)
		}
		rep := errorReply(families[armtypes.ARM], gatewayError(http.StatusUnauthorized, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time."))
		return decorate(rep, r).set("WWW-Authenticate", challenge(baseURL(r), "invalid_token"))
	}
	if eff.Status == 0 {
		return nil
	}
	code, message := eff.Code, eff.Message
	if code == "" {
		code = http.StatusText(eff.Status)
	}
	if message == "" {
		message = "Injected by a fault rule."
	}
	err := gatewayError(eff.Status, code, "%s", message)
	err.RetryAfter = time.Duration(eff.RetryAfter) * time.Second
	return decorate(errorReply(families[armtypes.ARM], err), r)
}

// dispatch gives a request to the packet walk, to the services of Kubernetes, to the token service or to ARM.
func (e *Emulator) dispatch(r *http.Request, body []byte, eff fault.Effect) (*reply, error) {
	if r.URL.Path == walkPath {
		return e.serveWalk(r, body), nil
	}
	if r.URL.Path == servicePath {
		return e.serveService(r, body), nil
	}
	if l := e.opts.Login; l != nil && l.Serves(r.URL.Path) {
		return serveLogin(l, r, body), nil
	}
	return e.serveARM(r, body, eff)
}

func (e *Emulator) kill() {
	if e.opts.Kill != nil {
		e.opts.Kill()
		return
	}
	os.Exit(137)
}

// delay really waits: the one place where the emulator does.
func delay(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err = errors.Join(err, r.Body.Close()); err != nil {
		return nil, fmt.Errorf("reading the request: %w", err)
	}
	return data, nil
}
