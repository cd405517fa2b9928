package armclient

import (
	"context"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// WaitSettled reads the resource until no operation is under way on it, and
// answers it, failed or not. A resource that is gone, also at the end of its
// deletion, is an error for which IsNotFound holds.
func (c *Client) WaitSettled(ctx context.Context, id armid.ID, apiVersion string) (Object, error) {
	o, e := c.settled(ctx, id, apiVersion, callOptions{})
	return o, asError(e)
}

func (c *Client) settled(ctx context.Context, id armid.ID, apiVersion string, o callOptions) (Object, *Error) {
	grow := backoff{next: time.Second, limit: 10 * time.Second}
	for {
		req, e := checkedRequest("GET", id, apiVersion, o)
		if e != nil {
			return Object{}, e
		}
		res, e := c.send(ctx, req)
		if e != nil {
			return Object{}, e
		}
		object, e := req.decode(res)
		if e != nil {
			return Object{}, e
		}
		state := object.ProvisioningState()
		if state == "" || isTerminal(state) {
			return object, nil
		}
		pause := grow.step()
		if asked, ok := retryAfter(res.header, c.clock.Now()); ok {
			pause = asked
		}
		if err := c.clock.Sleep(ctx, pause); err != nil {
			e := endedError(req, err)
			e.Hint = "an operation is under way on the resource (" + clean(state) + ")"
			return object, e
		}
	}
}
