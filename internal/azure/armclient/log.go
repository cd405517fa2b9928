package armclient

import (
	"context"
	"time"
)

// logCall writes the line of one HTTP request. Paths only: the query of a
// polling URL is a signature.
func (c *Client) logCall(ctx context.Context, req *request, res *response, e *Error, number int, took time.Duration) {
	if c.options.Log == nil {
		return
	}
	fields := map[string]any{
		"method":      req.method,
		"path":        req.logPath(),
		"attempt":     number,
		"duration_ms": took.Milliseconds(),
	}
	if req.poll {
		fields["resource"] = req.id.String()
	}
	if res != nil {
		fields["status"] = res.status
		fields["correlation_id"] = res.header.Get("x-ms-correlation-request-id")
	}
	if e != nil {
		fields["class"] = e.Class.String()
		if e.Code != "" {
			fields["code"] = e.Code
		}
	}
	c.options.Log(ctx, "ARM request", fields)
}

// logWait writes the line of a wait before a request is sent again.
func (c *Client) logWait(ctx context.Context, req *request, reason string, e *Error, wait time.Duration) {
	if c.options.Log == nil {
		return
	}
	c.options.Log(ctx, "ARM retry", map[string]any{
		"method":  req.method,
		"path":    req.logPath(),
		"reason":  reason,
		"code":    e.Code,
		"status":  e.StatusCode,
		"wait_ms": wait.Milliseconds(),
	})
}
