package armclient

import (
	"context"
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Post calls an action of a resource ("start", "listClusterUserCredential"),
// waits for its operation, and answers its result, which may be empty. A POST
// is sent again only where nothing can have happened, unless Idempotent says
// that it may be.
func (c *Client) Post(ctx context.Context, id armid.ID, apiVersion, action string, body any, options ...Option) (Object, error) {
	o := collect(options)
	req, e := checkedRequest(http.MethodPost, id, apiVersion, o)
	if e != nil {
		return Object{}, e
	}
	req.path += "/" + action
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
		result, e = c.postOnce(ctx, req, apiVersion)
		return e
	})
	return result, asError(e)
}

func (c *Client) postOnce(ctx context.Context, req *request, apiVersion string) (Object, *Error) {
	res, e := c.send(ctx, req)
	if e != nil {
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
	if e != nil || op == nil {
		return accepted, e
	}
	if e := op.wait(ctx); e != nil {
		return Object{}, e
	}
	if op.final != nil {
		return *op.final, nil
	}
	return Object{StatusCode: http.StatusOK}, nil
}
