package armclient

import (
	"context"
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Put creates or replaces a resource, waits for its operation, and answers the
// object of a GET made after it (with SyncOnly or NoWait: the PUT's answer).
// body is anything that encodes to JSON, or an Object.
//
// A PUT that got no clear answer is followed by a GET: where the resource then
// holds everything that was sent, the PUT has succeeded; otherwise the error
// says what was found.
func (c *Client) Put(ctx context.Context, id armid.ID, apiVersion string, body any, options ...Option) (Object, error) {
	o, e := c.write(ctx, http.MethodPut, id, apiVersion, body, collect(options))
	return o, asError(e)
}

// Patch changes the members that body names, and waits and answers as Put does.
// Most network types know it for tags only (arm-wire.md 1.2).
func (c *Client) Patch(ctx context.Context, id armid.ID, apiVersion string, body any, options ...Option) (Object, error) {
	o, e := c.write(ctx, http.MethodPatch, id, apiVersion, body, collect(options))
	return o, asError(e)
}

func (c *Client) write(ctx context.Context, method string, id armid.ID, apiVersion string, body any, o callOptions) (Object, *Error) {
	req, e := checkedRequest(method, id, apiVersion, o)
	if e != nil {
		return Object{}, e
	}
	if err := req.setBody(body); err != nil {
		e := req.newError()
		e.Class, e.Message, e.cause = Invalid, err.Error(), err
		return Object{}, e
	}
	if e := c.settleBefore(ctx, id, apiVersion, o); e != nil {
		return Object{}, e
	}
	var result Object
	e = c.withOperationRetries(ctx, req, func() *Error {
		result, e = c.writeOnce(ctx, req, apiVersion)
		return e
	})
	return result, e
}

// withOperationRetries repeats a whole write whose operation failed for a
// reason that passes. A guarded write is not repeated here: its etag is spent,
// so Update reads again.
func (c *Client) withOperationRetries(ctx context.Context, req *request, once func() *Error) *Error {
	retries := c.newRetrier()
	for {
		e := once()
		if e == nil || !e.operationEnded() || req.opts.ifMatch != "" {
			return e
		}
		if e = retries.next(ctx, req, e); e != nil {
			return e
		}
	}
}

func (c *Client) writeOnce(ctx context.Context, req *request, apiVersion string) (Object, *Error) {
	defer forget(ctx, req.id)
	res, e := c.send(ctx, req)
	if e != nil {
		if req.method == http.MethodPut && e.ambiguous && ctx.Err() == nil {
			return c.learnTruth(ctx, req, apiVersion, e)
		}
		return Object{}, e
	}
	accepted, e := req.decode(res)
	if e != nil {
		return Object{}, e
	}
	if req.opts.onAccepted != nil {
		req.opts.onAccepted(accepted.Clone())
	}
	if req.opts.noWait {
		return accepted, nil
	}
	op, e := c.begin(ctx, req, res, accepted, apiVersion)
	if e != nil {
		return accepted, e
	}
	if op != nil {
		if e := op.wait(ctx); e != nil {
			return accepted, e
		}
		if op.final != nil {
			return *op.final, nil
		}
	}
	if req.opts.syncOnly && op == nil {
		return accepted, nil
	}
	return c.readBack(ctx, req, apiVersion)
}

// readBack is the GET after a write. The resource may not be visible yet, and
// may still be under way although its operation is not.
func (c *Client) readBack(ctx context.Context, req *request, apiVersion string) (Object, *Error) {
	return c.settled(ctx, req.id, apiVersion, callOptions{afterCreate: true})
}

// settleBefore serves AfterSettled. A resource that is gone by then is settled.
func (c *Client) settleBefore(ctx context.Context, id armid.ID, apiVersion string, o callOptions) *Error {
	if !o.afterSettled {
		return nil
	}
	_, e := c.settled(ctx, id, apiVersion, callOptions{})
	if IsNotFound(asError(e)) {
		return nil
	}
	return e
}

// operationEnded reports whether the error is the outcome of an operation, in
// contrast to one that goes on.
func (e *Error) operationEnded() bool { return e.Operation != "" && !e.ambiguous }

func checkedRequest(method string, id armid.ID, apiVersion string, o callOptions) (*request, *Error) {
	req := newRequest(method, id, apiVersion, o)
	switch {
	case id.IsZero():
		e := req.newError()
		e.Class, e.Message = Invalid, "the resource ID is empty"
		return nil, e
	case apiVersion == "":
		e := req.newError()
		e.Class, e.Message = Invalid, "the api-version is empty"
		return nil, e
	}
	return req, nil
}
