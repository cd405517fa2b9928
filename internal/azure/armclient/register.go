package armclient

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// registrationVersion is the api-version of Microsoft.Resources/providers that
// every cloud has (arm-wire.md 1.1).
const registrationVersion = "2021-04-01"

// registrations remembers which namespaces this process has registered, so
// that parallel resources ask once.
type registrations struct {
	locks lockTable
	mu    sync.Mutex
	done  map[string]bool
}

var namespaceInMessage = regexp.MustCompile(`namespace '([A-Za-z0-9.]+)'`)

// register registers the resource provider that a refused request needs and
// waits until Azure says Registered.
func (c *Client) register(ctx context.Context, f failure) *Error {
	subscription, namespace := registrationTarget(f)
	if subscription == "" || namespace == "" {
		return f.err
	}
	key := strings.ToLower(subscription + "/" + namespace)
	if err := c.registrations.locks.take(ctx, key); err != nil {
		return gaveUp(f, err)
	}
	defer c.registrations.locks.release(key, true)
	if c.registrations.has(key) {
		return nil
	}
	if e := c.registerOnce(ctx, subscription, namespace); e != nil {
		refused := *f.err
		refused.Hint = "registering the resource provider " + namespace + " did not work: " + e.Error() +
			"; register it once by hand (az provider register --namespace " + namespace + ")"
		refused.cause = e
		return &refused
	}
	c.registrations.add(key)
	return nil
}

func (c *Client) registerOnce(ctx context.Context, subscription, namespace string) *Error {
	path := "/subscriptions/" + subscription + "/providers/" + namespace
	post := newRequest(http.MethodPost, armid.ID{}, registrationVersion, callOptions{idempotent: true})
	post.path = path + "/register"
	if _, e := c.send(ctx, post); e != nil {
		return e
	}
	grow := backoff{next: time.Second, limit: 10 * time.Second}
	for {
		get := newRequest(http.MethodGet, armid.ID{}, registrationVersion, callOptions{})
		get.path = path
		res, e := c.send(ctx, get)
		if e != nil {
			return e
		}
		o, e := get.decode(res)
		if e != nil {
			return e
		}
		if strings.EqualFold(o.String("registrationState"), "Registered") {
			return nil
		}
		pause := grow.step()
		if asked, ok := retryAfter(res.header, c.clock.Now()); ok {
			pause = asked
		}
		if err := c.clock.Sleep(ctx, pause); err != nil {
			return endedError(get, err)
		}
	}
}

// registrationTarget finds what to register: the message may name another
// namespace than the request's own.
func registrationTarget(f failure) (subscription, namespace string) {
	subscription, namespace = f.req.id.SubscriptionID(), f.req.id.Provider()
	if f.req.id.IsZero() {
		subscription, namespace = fromPath(f.req.path)
	}
	if m := namespaceInMessage.FindStringSubmatch(f.err.Message); m != nil {
		namespace = m[1]
	}
	return subscription, namespace
}

// fromPath reads the subscription and the last namespace of a collection.
func fromPath(path string) (subscription, namespace string) {
	s := strings.Split(strings.Trim(path, "/"), "/")
	for i := 0; i+1 < len(s); i++ {
		switch strings.ToLower(s[i]) {
		case "subscriptions":
			subscription = s[i+1]
		case "providers":
			namespace = s[i+1]
		}
	}
	return subscription, namespace
}

func (r *registrations) has(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done[key]
}

func (r *registrations) add(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done == nil {
		r.done = map[string]bool{}
	}
	r.done[key] = true
}
