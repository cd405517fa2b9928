package armclient

import (
	"net/url"
	"time"
)

// Option changes one call.
type Option func(*callOptions)

type callOptions struct {
	ifMatch          string
	ifNoneMatch      string
	noWait           bool
	syncOnly         bool
	afterSettled     bool
	idempotent       bool
	afterCreate      bool
	onAccepted       func(Object)
	permissionWindow time.Duration
	inUseWindow      time.Duration
	query            url.Values
}

func collect(options []Option) callOptions {
	var o callOptions
	for _, option := range options {
		if option != nil {
			option(&o)
		}
	}
	return o
}

// IfMatch makes a write conditional on the etag of an earlier GET. An empty
// etag adds no condition.
func IfMatch(etag string) Option { return func(o *callOptions) { o.ifMatch = etag } }

// IfNoneMatch makes a PUT conditional; "*" means that nothing may exist yet.
// Only AKS documents it (arm-wire.md 6.2).
func IfNoneMatch(etag string) Option { return func(o *callOptions) { o.ifNoneMatch = etag } }

// NoWait returns once the request is accepted, with the object of that answer.
func NoWait() Option { return func(o *callOptions) { o.noWait = true } }

// SyncOnly says that the type has no long-running operation: the answer of the
// write itself is the result and no GET follows it.
func SyncOnly() Option { return func(o *callOptions) { o.syncOnly = true } }

// OnAccepted calls f with the answer of the write right after it was accepted
// and before any waiting, which is the moment to save the ID. It may be called
// again when an operation that failed as busy is sent again.
func OnAccepted(f func(Object)) Option { return func(o *callOptions) { o.onAccepted = f } }

// AfterSettled waits, before the write, until no operation of anybody else is
// under way on the resource (bounded by ctx).
func AfterSettled() Option { return func(o *callOptions) { o.afterSettled = true } }

// Idempotent says that a POST may safely be sent twice, so that it is retried
// like a GET: the listing of credentials is such a call.
func Idempotent() Option { return func(o *callOptions) { o.idempotent = true } }

// AfterCreate says that the resource was just created by this process: a 404
// is then retried for up to a minute (arm-wire.md 6.3).
func AfterCreate() Option { return func(o *callOptions) { o.afterCreate = true } }

// RetryPermission retries for up to window what fails because a role assignment
// or a new principal has not spread yet. Use it only after an own assignment;
// anywhere else a refusal is an answer.
func RetryPermission(window time.Duration) Option {
	return func(o *callOptions) { o.permissionWindow = window }
}

// RetryInUse retries for up to window what fails as still in use. Use it only
// right after an own detach, since the back reference lags by seconds.
func RetryInUse(window time.Duration) Option {
	return func(o *callOptions) { o.inUseWindow = window }
}

// Query adds a parameter to the request's URL, such as "$filter" or "$expand".
func Query(name, value string) Option {
	return func(o *callOptions) {
		if o.query == nil {
			o.query = url.Values{}
		}
		o.query.Add(name, value)
	}
}
