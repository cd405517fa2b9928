package armclient

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// operation is a write that Azure accepted and has not finished. One of its
// watches decides when it has:
//
//	status    the URL of Azure-AsyncOperation (or Operation-Location), whose
//	          body says how far it is
//	location  the URL of Location, whose status code does: 202 until the end
//	resource  the resource itself, by provisioningState
//	absence   the resource itself, by its 404
type operation struct {
	c       *Client
	req     *request
	version string
	watch   func(ctx context.Context) (done bool, e *Error)

	statusURL, locationURL string
	name                   string // for errors: a path, never a query
	started                time.Time
	delay                  time.Duration // what the last answer asked for
	deleting               bool          // absence: "Deleting" was seen
	final                  *Object
}

// invisible is how long a new resource or operation may answer 404
// (arm-wire.md 6.3).
const invisible = time.Minute

// begin looks at the answer of a write. It answers nil when the write is
// finished, and otherwise the operation to wait for.
func (c *Client) begin(ctx context.Context, req *request, res *response, accepted Object, version string) (*operation, *Error) {
	op := &operation{c: c, req: req, version: version, started: c.clock.Now()}
	op.delay, _ = retryAfter(res.header, op.started)
	op.statusURL = c.pollURL(ctx, req, firstOf(res.header.Get("Azure-AsyncOperation"), res.header.Get("Operation-Location")))
	op.locationURL = c.pollURL(ctx, req, res.header.Get("Location"))
	op.name = firstOf(pathOf(op.statusURL), pathOf(op.locationURL), req.subject())

	state := accepted.ProvisioningState()
	switch req.method {
	case http.MethodDelete:
		return op.beginDelete(res.status, state), nil
	case http.MethodPost:
		return op.beginPost(res.status), nil
	default:
		return op.beginPut(res.status, state, accepted)
	}
}

// beginPut: a body that says Succeeded ends it, whatever the headers
// (arm-wire.md 4.2: an idempotent PUT still carries them). A body that says
// Failed may be of the time before, so a header goes first.
func (op *operation) beginPut(status int, state string, accepted Object) (*operation, *Error) {
	switch {
	case isSucceeded(state):
		return nil, nil
	case op.statusURL != "":
		op.watch = op.watchStatus
	case op.locationURL != "" && status == http.StatusAccepted:
		op.watch = op.watchLocation
	case state != "" && !isTerminal(state), state == "" && status == http.StatusAccepted:
		op.watch = op.watchResource
	case isFailed(state):
		return nil, op.failed(state, accepted.Body)
	default:
		return nil, nil
	}
	return op, nil
}

func (op *operation) beginDelete(status int, state string) *operation {
	switch {
	case status != http.StatusAccepted && (state == "" || isTerminal(state)):
		return nil
	case op.statusURL != "":
		op.watch = op.watchStatus
	case op.locationURL != "":
		op.watch = op.watchLocation
	default:
		op.watch = op.watchAbsence
	}
	return op
}

func (op *operation) beginPost(status int) *operation {
	switch {
	case op.statusURL != "" && status != http.StatusOK && status != http.StatusNoContent:
		op.watch = op.watchStatus
	case op.locationURL != "" && status == http.StatusAccepted:
		op.watch = op.watchLocation
	default:
		return nil
	}
	return op
}

// wait polls until the operation has ended. It waits as long as Azure says, and
// otherwise 1 s growing to 10 s.
func (op *operation) wait(ctx context.Context) *Error {
	grow := backoff{next: time.Second, limit: 10 * time.Second}
	for {
		pause := grow.step()
		if op.delay > 0 {
			pause = op.delay
		}
		if err := op.c.clock.Sleep(ctx, pause); err != nil {
			return op.goesOn(endedError(op.req, err))
		}
		op.delay = 0
		done, e := op.watch(ctx)
		switch {
		case e != nil && e.operationEnded():
			return e
		case e != nil:
			return op.goesOn(e)
		case done:
			return nil
		}
	}
}

// poll asks a URL or the resource, and notes how long to wait until the next.
func (op *operation) poll(ctx context.Context, verbatim string) (*response, Object, *Error) {
	req := newRequest(http.MethodGet, op.req.id, op.version, callOptions{})
	req.verbatim, req.poll = verbatim, true
	res, e := op.c.send(ctx, req)
	if e != nil {
		return nil, Object{}, e
	}
	op.delay, _ = retryAfter(res.header, op.c.clock.Now())
	o, e := req.decode(res)
	return res, o, e
}

// goesOn reports that we stop watching while Azure works on.
func (op *operation) goesOn(e *Error) *Error {
	e.Method, e.ID = op.req.method, op.req.subject()
	e.Operation = op.name
	e.ambiguous = true
	e.Hint = firstOf(e.Hint, "the operation goes on in Azure; run apply again and it is waited for and resumed")
	return e
}

// failed makes the error of an operation that ended badly.
func (op *operation) failed(state string, body map[string]any) *Error {
	e := op.req.newError()
	e.Operation = op.name
	e.fill(body)
	if e.Code == "" && e.Message == "" {
		if properties, ok := body["properties"].(map[string]any); ok {
			e.fill(properties)
		}
	}
	if e.Message == "" {
		e.Message = "the operation ended with the state " + clean(state)
	}
	if e.Code == "" {
		e.Code = "Operation" + clean(state)
	}
	e.judge()
	return e
}

// pollURL answers a URL that may be polled, or "": one on another host is not
// asked with our token, the resource is watched instead.
func (c *Client) pollURL(ctx context.Context, req *request, target string) string {
	if target == "" {
		return ""
	}
	absolute, e := c.follow(ctx, req, target)
	if e != nil {
		c.logWait(ctx, req, "polling URL on another host is not used", e, 0)
		return ""
	}
	return absolute
}

func pathOf(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return ""
	}
	return u.Path
}
