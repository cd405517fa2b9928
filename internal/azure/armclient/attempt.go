package armclient

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
)

// attemptTimeout bounds one HTTP request. ARM's front end answers within a
// minute or two; a connection that says nothing for longer is dead.
const attemptTimeout = 5 * time.Minute

// attempt sends the request once. An answer of 400 and above is an *Error.
func (c *Client) attempt(ctx context.Context, req *request, number int) (*response, *Error) {
	link, err := c.connect(ctx)
	if err != nil {
		return nil, c.transportError(ctx, req, err).neverSent()
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return nil, c.transportError(ctx, req, ctx.Err()).neverSent()
	}
	if err := ctx.Err(); err != nil {
		return nil, c.transportError(ctx, req, err).neverSent()
	}
	started := c.clock.Now()
	res, e := c.exchange(ctx, link, req)
	c.logCall(ctx, req, res, e, number, c.clock.Now().Sub(started))
	return res, e
}

func (c *Client) exchange(ctx context.Context, link *link, req *request) (*response, *Error) {
	limited, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	raw, err := runtime.NewRequest(limited, req.method, req.url(link.endpoint))
	if err != nil {
		e := req.newError()
		e.Class = Invalid
		e.Message = clean(err.Error())
		return nil, e
	}
	raw.Raw().Header.Set("Accept", "application/json")
	for name, values := range req.header {
		raw.Raw().Header[name] = values
	}
	if req.body != nil {
		if err := raw.SetBody(streaming.NopCloser(bytes.NewReader(req.body)), "application/json"); err != nil {
			return nil, c.transportError(ctx, req, err).neverSent()
		}
	}
	answer, err := link.pipeline.Do(raw) //nolint:bodyclose // the pipeline has read and closed it; Payload answers what it kept
	if err != nil {
		return nil, c.transportError(ctx, req, err)
	}
	body, err := runtime.Payload(answer)
	if err != nil {
		return nil, c.transportError(ctx, req, err)
	}
	res := &response{status: answer.StatusCode, header: answer.Header, body: body}
	if res.status >= 400 {
		e := parseError(req, res)
		e.retryAfter, _ = retryAfter(res.header, c.clock.Now())
		return res, e
	}
	if res.status >= 300 {
		e := parseError(req, res)
		e.Class, e.Message = Server, "an unexpected redirect"
		return res, e
	}
	return res, nil
}

// transportError classifies what ended a request without an answer.
func (c *Client) transportError(ctx context.Context, req *request, err error) *Error {
	e := req.newError()
	e.cause = err
	e.Message = clean(err.Error())
	var denied interface{ NonRetriable() }
	switch {
	case ctx.Err() != nil:
		return endedError(req, ctx.Err())
	case errors.As(err, &denied):
		e.Class = Authentication
		e.unsent = true
	default:
		e.Class = Transport
		e.unsent = isDialError(err)
	}
	return e
}

func (e *Error) neverSent() *Error {
	e.unsent = true
	return e
}

// isDialError knows the failures from before a connection stood.
func isDialError(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" || isPermanentTransport(err)
}

// endedError is the error of a request whose caller gave up or ran out of time.
func endedError(req *request, err error) *Error {
	e := req.newError()
	e.Class = Canceled
	e.Message = "canceled"
	if errors.Is(err, context.DeadlineExceeded) {
		e.Class = Timeout
		e.Message = "the time allowed is over"
	}
	e.cause = err
	return e
}

// isPermanentTransport knows the failures that the next attempt repeats: a
// certificate that is not trusted, a host that does not exist.
func isPermanentTransport(err error) bool {
	var (
		authority   x509.UnknownAuthorityError
		invalid     x509.CertificateInvalidError
		hostname    x509.HostnameError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		dns         *net.DNSError
	)
	if errors.As(err, &dns) {
		return dns.IsNotFound
	}
	return errors.As(err, &authority) || errors.As(err, &invalid) || errors.As(err, &hostname) ||
		errors.As(err, &certificate) || errors.As(err, &record)
}
