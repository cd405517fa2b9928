package armclient

import (
	"context"
	"net/http"
	"time"
)

// action is what the engine does about a failure.
type action int

const (
	giveUp   action = iota
	resend          // wait, then the same request again
	register        // register the resource provider, then the same request again
)

// rule is one row of the retry table. The first rule whose match holds decides.
type rule struct {
	name  string
	match func(failure) bool
	do    action
	// first and limit are the waits where Azure does not say; they grow by
	// half each time and are stretched by jitter.
	first, limit time.Duration
	// tries bounds the number of retries, 0 for no bound.
	tries int
	// window bounds the time since the first failure by this rule; nil for as
	// long as ctx lasts.
	window func(failure) time.Duration
}

// failure is what a rule looks at.
type failure struct {
	err *Error
	req *request
}

// rules is arm-wire.md 6.3 as a table. The rows for 412 (update.go), for the
// truth after a 5xx on PUT (truth.go) and for RoleAssignmentExists (the caller,
// who knows whether it may adopt) are not here: they do not send the same
// request again.
var rules = []rule{
	{
		name: "busy", do: resend, first: 5 * time.Second, limit: 30 * time.Second,
		match: func(f failure) bool { return f.err.Class == Busy },
	},
	{
		// AKS answers EtagMismatch to a write without a condition when another
		// one gets in its way (Azure/terraform-azurerm-aks#604).
		name: "etag without condition", do: resend, first: 5 * time.Second, limit: 30 * time.Second, tries: 5,
		match: func(f failure) bool {
			return f.err.Class == PreconditionFailed && f.req.opts.ifMatch == "" && f.req.opts.ifNoneMatch == ""
		},
	},
	{
		name: "throttled", do: resend, first: 5 * time.Second, limit: 60 * time.Second,
		match: func(f failure) bool { return f.err.Class == Throttled },
	},
	{
		name: "registration", do: register, first: time.Second, limit: time.Second, tries: 3,
		match: func(f failure) bool { return f.err.Class == Unregistered },
	},
	{
		name: "permission", do: resend, first: 5 * time.Second, limit: 10 * time.Second,
		match: func(f failure) bool {
			return f.req.opts.permissionWindow > 0 && (f.err.HasCode("PrincipalNotFound") ||
				f.err.HasCode("AuthorizationFailed") || f.err.HasCode("LinkedAuthorizationFailed"))
		},
		window: func(f failure) time.Duration { return f.req.opts.permissionWindow },
	},
	{
		name: "in use", do: resend, first: 5 * time.Second, limit: 10 * time.Second,
		match:  func(f failure) bool { return f.req.opts.inUseWindow > 0 && f.err.Class == InUse },
		window: func(f failure) time.Duration { return f.req.opts.inUseWindow },
	},
	{
		name: "just created", do: resend, first: time.Second, limit: 5 * time.Second,
		match: func(f failure) bool {
			return f.req.opts.afterCreate && f.req.method == http.MethodGet && f.err.StatusCode == http.StatusNotFound &&
				f.err.Class != SubscriptionNotFound && f.err.Class != Invalid
		},
		window: func(failure) time.Duration { return time.Minute },
	},
	{
		// The pipeline drops its token on a 401, so that the next attempt asks
		// for a new one.
		name: "expired token", do: resend, first: time.Second, limit: time.Second, tries: 1,
		match: func(f failure) bool { return f.err.StatusCode == http.StatusUnauthorized },
	},
	{
		name: "poll", do: resend, first: 2 * time.Second, limit: 30 * time.Second,
		match:  func(f failure) bool { return f.req.poll && isPassing(f.err) },
		window: func(failure) time.Duration { return 5 * time.Minute },
	},
	{
		name: "passing fault", do: resend, first: time.Second, limit: 10 * time.Second, tries: 3,
		match: func(f failure) bool { return (f.req.resend || f.err.unsent) && isPassing(f.err) },
	},
}

// isPassing knows the failures that may be gone the next time: those of the
// network and of Azure itself.
func isPassing(e *Error) bool {
	if e.Class == Transport {
		return !isPermanentTransport(e.cause)
	}
	switch e.StatusCode {
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return e.Class == Server
	}
	return false
}

// retrier keeps the count of one call against the table.
type retrier struct {
	c     *Client
	state map[string]*retryState
}

type retryState struct {
	count   int
	started time.Time
	wait    backoff
}

func (c *Client) newRetrier() *retrier { return &retrier{c: c, state: map[string]*retryState{}} }

// next decides about a failure and waits. It answers nil when the request is
// to be sent again, and otherwise the error to report.
func (r *retrier) next(ctx context.Context, req *request, e *Error) *Error {
	f := failure{err: e, req: req}
	for i := range rules {
		if rules[i].match(f) {
			return r.apply(ctx, &rules[i], f)
		}
	}
	return e
}

func (r *retrier) apply(ctx context.Context, rule *rule, f failure) *Error {
	state := r.state[rule.name]
	if state == nil {
		state = &retryState{started: r.c.clock.Now(), wait: backoff{next: rule.first, limit: rule.limit}}
		r.state[rule.name] = state
	}
	state.count++
	if rule.tries > 0 && state.count > rule.tries {
		return f.err
	}
	wait := time.Duration(float64(state.wait.step()) * r.c.jitter())
	if f.err.retryAfter > 0 { // never less than asked for, and not all of us at the same moment
		wait = time.Duration(float64(f.err.retryAfter) * max(1, r.c.jitter()))
	}
	if window := rule.windowFor(ctx, f); window > 0 && r.c.clock.Now().Add(wait).Sub(state.started) > window {
		return f.err
	}
	if rule.do == register {
		if r.c.options.SkipProviderRegistration {
			return f.err
		}
		if err := r.c.register(ctx, f); err != nil {
			return err
		}
	}
	r.c.logWait(ctx, f.req, rule.name, f.err, wait)
	if err := r.c.clock.Sleep(ctx, wait); err != nil {
		return gaveUp(f, err)
	}
	return nil
}

// windowFor is how long the rule goes on; 0 for as long as ctx lasts. A ctx
// without a deadline, as reads of a plan have, lasts an hour.
func (rule *rule) windowFor(ctx context.Context, f failure) time.Duration {
	if rule.window != nil {
		return rule.window(f)
	}
	if _, ok := ctx.Deadline(); !ok {
		return time.Hour
	}
	return 0
}

// gaveUp reports that the time ended while waiting to try again; the last
// answer of Azure is worth more to the reader than the deadline.
func gaveUp(f failure, err error) *Error {
	last := *f.err
	ended := endedError(f.req, err)
	last.Class = ended.Class
	last.cause = ended.cause
	last.Hint = firstOf(last.Hint, "gave up while waiting to try again: "+ended.Message)
	return &last
}

// send sends the request until it is answered, refused for good, or ctx ends.
func (c *Client) send(ctx context.Context, req *request) (*response, *Error) {
	c.seen.ends(req)
	retries := c.newRetrier()
	uncertain := false
	for number := 1; ; number++ {
		res, e := c.attempt(ctx, req, number)
		if e == nil {
			return res, nil
		}
		if req.writes() && !e.unsent && (e.Class == Transport || e.Class == Server || e.Class == Canceled || e.Class == Timeout) {
			uncertain = true
		}
		if e = retries.next(ctx, req, e); e != nil {
			e.ambiguous = e.ambiguous || uncertain
			if uncertain && (e.Class == Canceled || e.Class == Timeout) {
				e.Hint = firstOf(e.Hint, "the request may have reached Azure; the next apply looks before it writes")
			}
			return res, e
		}
	}
}

func (r *request) writes() bool { return r.method != http.MethodGet && r.method != http.MethodHead }
