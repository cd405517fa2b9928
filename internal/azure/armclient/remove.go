package armclient

import (
	"context"
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// Delete deletes a resource and waits until it is gone. A resource that does
// not exist is gone. Where the operation does not prove it, because Azure gave
// no operation to watch or no clear answer, a GET that confirms the 404 does.
func (c *Client) Delete(ctx context.Context, id armid.ID, apiVersion string, options ...Option) error {
	o := collect(options)
	req, e := checkedRequest(http.MethodDelete, id, apiVersion, o)
	if e != nil {
		return e
	}
	if e := c.settleBefore(ctx, id, apiVersion, o); e != nil {
		return e
	}
	return asError(c.withOperationRetries(ctx, req, func() *Error { return c.deleteOnce(ctx, req, apiVersion) }))
}

func (c *Client) deleteOnce(ctx context.Context, req *request, apiVersion string) *Error {
	defer forget(ctx, req.id)
	res, e := c.send(ctx, req)
	switch {
	case e != nil && IsNotFound(e):
		return nil
	case e != nil && e.ambiguous && ctx.Err() == nil:
		if _, gone := c.get(ctx, req.id, apiVersion, callOptions{}); IsNotFound(asError(gone)) {
			return nil
		}
		return e
	case e != nil:
		return e
	}
	accepted, e := req.decode(res)
	if e != nil {
		return e
	}
	if req.opts.onAccepted != nil {
		req.opts.onAccepted(accepted.Clone())
	}
	if req.opts.noWait {
		return nil
	}
	op, e := c.begin(ctx, req, res, accepted, apiVersion)
	if e != nil || op == nil {
		return e
	}
	return op.wait(ctx)
}
