package armclient

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// maxRereads bounds how often a guarded write starts over because somebody
// else wrote in between (arm-wire.md 6.3).
const maxRereads = 5

// Update is the guarded read-modify-write (law L3). It reads the resource once
// no operation is under way on it, lets change edit the JSON just read, and
// writes all of it back under If-Match. Members that nobody here knows are
// written back as they were. Where the etag does not match any more it starts
// over, at most five times, so change must compute from what it is given and
// may be called again; it answers whether there is anything to write, and
// without a change nothing is written.
//
// It answers the resource as read after the write, or as read where there was
// nothing to write.
func (c *Client) Update(ctx context.Context, id armid.ID, apiVersion string,
	change func(obj Object) (changed bool, err error), options ...Option,
) (Object, error) {
	o := collect(options)
	req, e := checkedRequest(http.MethodPut, id, apiVersion, o)
	if e != nil {
		return Object{}, e
	}
	retries := c.newRetrier()
	pause := backoff{next: 500 * time.Millisecond, limit: 5 * time.Second}
	for rereads := 0; ; {
		read, e := c.settled(ctx, id, apiVersion, o.forReads())
		if e != nil {
			return Object{}, e
		}
		draft := read.Clone()
		changed, err := change(draft)
		if err != nil || !changed {
			return read, err
		}
		guarded := o.forWrites()
		guarded.ifMatch = read.ETag
		written, e := c.write(ctx, http.MethodPut, id, apiVersion, draft, guarded)
		switch {
		case e == nil:
			return written, nil
		case e.Class == PreconditionFailed && !e.ambiguousOperation() && rereads < maxRereads:
			rereads++
			wait := time.Duration(float64(pause.step()) * c.jitter())
			c.logWait(ctx, req, "etag mismatch", e, wait)
			if err := c.clock.Sleep(ctx, wait); err != nil {
				return written, gaveUp(failure{err: e, req: req}, err)
			}
		case e.operationEnded():
			if e = retries.next(ctx, req, e); e != nil {
				return written, e
			}
		default:
			return written, e
		}
	}
}

// forReads are the options that concern the reads of an Update: of the query
// the OData parameters ($expand), which a PUT does not take.
func (o callOptions) forReads() callOptions {
	reads := callOptions{permissionWindow: o.permissionWindow, query: url.Values{}}
	for name, values := range o.query {
		if strings.HasPrefix(name, "$") {
			reads.query[name] = values
		}
	}
	return reads
}

// forWrites are the options that concern the writes of an Update.
func (o callOptions) forWrites() callOptions {
	query := o.query
	o.query = url.Values{}
	for name, values := range query {
		if !strings.HasPrefix(name, "$") {
			o.query[name] = values
		}
	}
	return o
}

// ambiguousOperation reports whether an operation goes on behind the error.
func (e *Error) ambiguousOperation() bool { return e.Operation != "" && e.ambiguous }
