package armemu

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

// exchange is one ARM request on its way to an answer.
type exchange struct {
	e *Emulator
	*txn
	method     string
	path       string   // as sent, for messages and events
	segments   []string // of the path, empty ones left out: repeated slashes count as one
	query      url.Values
	header     http.Header
	body       []byte
	base       string // scheme and host of absolute URLs
	apiVersion string
	effect     fault.Effect
}

// baseURL is the scheme and host that the client used, so that polling URLs lead back the same way (arm-wire.md 0.1).
func baseURL(r *http.Request) string {
	if r.URL.Host != "" {
		return r.URL.Scheme + "://" + r.URL.Host
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// serveARM answers an ARM request within one transaction.
func (e *Emulator) serveARM(r *http.Request, body []byte, eff fault.Effect) (*reply, error) {
	x := &exchange{
		e: e, method: r.Method, path: r.URL.Path, query: r.URL.Query(), header: r.Header, body: body, base: baseURL(r), effect: eff,
		segments: strings.FieldsFunc(r.URL.Path, func(c rune) bool { return c == '/' }),
	}
	if e.opts.Login != nil {
		if err := e.opts.Login.Check(r, x.base); err != nil {
			rep := errorReply(families[armtypes.ARM], err)
			return decorate(rep, r).set("WWW-Authenticate", challenge(x.base, "invalid_token")), nil
		}
	}
	rep, err := x.transact()
	if err != nil {
		return nil, err
	}
	return decorate(rep, r), nil
}

// transact runs the handler on a fork of the state and commits what it changed. What an answer refuses leaves no trace but
// operations that were seen or have ended.
func (x *exchange) transact() (*reply, error) {
	current, err := x.e.backend.Begin()
	if err != nil {
		return x.broken(err), nil
	}
	defer x.e.backend.End()
	x.txn = newTxn(x.e, current)
	x.settle()

	f := familyOf(x.addressedType())
	rep, err := x.handle()
	if err != nil {
		var refusal *armtypes.Error
		if !errors.As(err, &refusal) {
			return x.broken(err), nil
		}
		rep = errorReply(f, refusal)
	}
	if x.e.opts.fast() {
		rep.set("X-Go-Azure-Sdk-Skip-Polling-Delay", "true") // hashicorp's SDK then waits nowhere (arm-wire.md 4.2)
	}
	if f.serviceID {
		rep.set("x-ms-arm-service-request-id", requestID())
	}
	return x.commit(rep)
}

// commit makes the changes lasting, with the write hook on both sides.
func (x *exchange) commit(rep *reply) (*reply, error) {
	if !x.dirty {
		return rep, nil
	}
	event := WriteEvent{Phase: Before, Method: x.method, Path: x.path}
	hook := x.e.opts.OnWrite
	if x.accepted {
		event.N = int(x.e.writes.Add(1))
		if hook != nil {
			if err := hook(event); err != nil {
				return nil, err
			}
		}
	}
	x.state.Trim()
	if err := x.e.backend.Commit(x.state); err != nil {
		return x.broken(err), nil
	}
	if x.accepted && hook != nil {
		event.Phase = After
		if err := hook(event); err != nil {
			return nil, err
		}
	}
	return rep, nil
}

// broken reports a fault of the emulator itself. 501 is the one server error that no client retries, and none reads as "not found".
func (x *exchange) broken(err error) *reply {
	return errorReply(families[armtypes.ARM], gatewayError(http.StatusNotImplemented, "EmulatorBroken", "The emulator cannot answer: %s", err))
}

var apiVersionForm = regexp.MustCompile(`(?i)^\d{4}-\d{2}-\d{2}(-[a-z0-9.]+)?$`)

// checkAPIVersion: any well-formed version is served (arm-wire.md 1.1).
func (x *exchange) checkAPIVersion() error {
	for k, v := range x.query {
		if strings.EqualFold(k, "api-version") && len(v) > 0 && v[0] != "" {
			x.apiVersion = v[0]
		}
	}
	if x.apiVersion == "" {
		return gatewayError(http.StatusBadRequest, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.")
	}
	if !apiVersionForm.MatchString(x.apiVersion) || !validDate(x.apiVersion[:10]) {
		return gatewayError(http.StatusBadRequest, "InvalidApiVersionParameter", "The api-version '%s' is invalid. The supported versions are dates such as '2025-04-01'.", x.apiVersion)
	}
	return nil
}

func validDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// param gives a query parameter, its name without case.
func (x *exchange) param(name string) string {
	for k, v := range x.query {
		if strings.EqualFold(k, name) && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}
