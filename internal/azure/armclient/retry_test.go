package armclient

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

func refusal(status int, code, message string, headers ...string) step {
	s := step{status: status, body: fmt.Sprintf(`{"error":{"code":%q,"message":%q}}`, code, message), header: map[string]string{}}
	for i := 0; i+1 < len(headers); i += 2 {
		s.header[headers[i]] = headers[i+1]
	}
	return s
}

// TestRetryTable has at least one line for every row of arm-wire.md 6.3 that
// sends the same request again: how long is waited, and how often.
func TestRetryTable(t *testing.T) {
	t.Parallel()
	const pending = "Operation is not allowed: Another agentpool operation (p - Creating) is in progress, please wait. See https://aka.ms/aks-pending-operation"
	for name, test := range map[string]struct {
		method  string // GET unless set
		answers []step
		options []Option
		slept   []time.Duration
		err     string // part of the error; "" for success
	}{
		"busy 409": {"PUT", []step{refusal(409, "AnotherOperationInProgress", "m"), refusal(409, "AnotherOperationInProgress", "m"), {}}, nil, []time.Duration{5 * sec, 7500 * time.Millisecond}, ""},
		"busy grows to 30 s": {"PUT", []step{
			refusal(409, "AnotherOperationInProgress", ""), refusal(409, "AnotherOperationInProgress", ""), refusal(409, "AnotherOperationInProgress", ""),
			refusal(409, "AnotherOperationInProgress", ""), refusal(409, "AnotherOperationInProgress", ""), refusal(409, "AnotherOperationInProgress", ""),
			refusal(409, "AnotherOperationInProgress", ""),
			{},
		}, nil, []time.Duration{5 * sec, 7500 * time.Millisecond, 11250 * time.Millisecond, 16875 * time.Millisecond, 25312500 * time.Microsecond, 30 * sec, 30 * sec}, ""},
		"busy 429":                               {"PUT", []step{refusal(429, "RetryableError", "m", "Retry-After", "8"), {}}, nil, []time.Duration{8 * sec}, ""},
		"busy 429 by detail":                     {"PUT", []step{{status: 429, body: `{"error":{"code":"X","details":[{"code":"RetryableErrorDueToAnotherOperation"}]}}`}, {}}, nil, []time.Duration{5 * sec}, ""},
		"not provisioned 400":                    {"PUT", []step{refusal(400, "ReferencedResourceNotProvisioned", "m"), {}}, nil, []time.Duration{5 * sec}, ""},
		"not provisioned 429":                    {"PUT", []step{refusal(429, "ReferencedResourceNotProvisioned", "m"), {}}, nil, []time.Duration{5 * sec}, ""},
		"AKS busy 409, unwrapped":                {"PUT", []step{{status: 409, body: fmt.Sprintf(`{"code":"OperationNotAllowed","details":null,"message":%q,"subcode":""}`, pending)}, {}}, nil, []time.Duration{5 * sec}, ""},
		"AKS busy 400":                           {"DELETE", []step{refusal(400, "OperationNotAllowed", pending), {status: 204}}, nil, []time.Duration{5 * sec}, ""},
		"OperationNotAllowed for another reason": {"PUT", []step{refusal(409, "OperationNotAllowed", "quota exceeded")}, nil, nil, "quota exceeded"},
		"EtagMismatch without a condition":       {"PUT", []step{refusal(409, "EtagMismatch", "m"), {}}, nil, []time.Duration{5 * sec}, ""},
		"EtagMismatch under a condition":         {"PUT", []step{refusal(409, "EtagMismatch", "m")}, []Option{IfMatch("e")}, nil, "EtagMismatch"},
		"busy POST":                              {"POST", []step{refusal(409, "AnotherOperationInProgress", "m"), {}}, nil, []time.Duration{5 * sec}, ""},

		"throttled, long":       {"", []step{refusal(429, "TooManyRequests", "m", "Retry-After", "300"), {}}, nil, []time.Duration{300 * sec}, ""},
		"throttled, no header":  {"", []step{refusal(429, "SubscriptionRequestsThrottled", "m"), {}}, nil, []time.Duration{5 * sec}, ""},
		"throttled, no code":    {"", []step{{status: 429}, {}}, nil, []time.Duration{5 * sec}, ""},
		"throttled for ever":    {"", []step{refusal(429, "TooManyRequests", "m", "Retry-After", "2000"), refusal(429, "TooManyRequests", "m", "Retry-After", "2000")}, nil, []time.Duration{2000 * sec}, "TooManyRequests"},
		"permission, not asked": {"", []step{refusal(403, "AuthorizationFailed", "m")}, nil, nil, "AuthorizationFailed"},
		"permission": {
			"",
			[]step{refusal(403, "AuthorizationFailed", "m"), refusal(403, "AuthorizationFailed", "m"), {}},
			[]Option{RetryPermission(5 * time.Minute)},
			[]time.Duration{5 * sec, 7500 * time.Millisecond},
			"",
		},
		"linked permission":       {"PUT", []step{refusal(403, "LinkedAuthorizationFailed", "m"), {}}, []Option{RetryPermission(time.Minute)}, []time.Duration{5 * sec}, ""},
		"new principal":           {"PUT", []step{refusal(400, "PrincipalNotFound", "m"), {}}, []Option{RetryPermission(time.Minute)}, []time.Duration{5 * sec}, ""},
		"policy is no permission": {"PUT", []step{refusal(403, "RequestDisallowedByPolicy", "m")}, []Option{RetryPermission(time.Minute)}, nil, "RequestDisallowedByPolicy"},
		"permission window": {
			"",
			[]step{refusal(403, "AuthorizationFailed", "m"), refusal(403, "AuthorizationFailed", "m")},
			[]Option{RetryPermission(10 * sec)},
			[]time.Duration{5 * sec},
			"AuthorizationFailed",
		},
		"in use, not asked": {"DELETE", []step{refusal(400, "InUseSubnetCannotBeDeleted", "m")}, nil, nil, "InUseSubnetCannotBeDeleted"},
		"in use":            {"DELETE", []step{refusal(400, "InUseRouteTableCannotBeDeleted", "m"), {status: 204}}, []Option{RetryInUse(2 * time.Minute)}, []time.Duration{5 * sec}, ""},
		"IP group in use":   {"DELETE", []step{refusal(400, "IpGroupsHasFirewallPolicyReferences", "m"), {status: 204}}, []Option{RetryInUse(2 * time.Minute)}, []time.Duration{5 * sec}, ""},
		"public IP in use":  {"DELETE", []step{refusal(400, "PublicIPAddressCannotBeDeleted", "m"), {status: 204}}, []Option{RetryInUse(2 * time.Minute)}, []time.Duration{5 * sec}, ""},
		"in use window": {
			"DELETE",
			[]step{refusal(400, "InUseSubnetCannotBeDeleted", "m"), refusal(400, "InUseSubnetCannotBeDeleted", "m")},
			[]Option{RetryInUse(10 * sec)},
			[]time.Duration{5 * sec},
			"InUseSubnetCannotBeDeleted",
		},

		"just created":          {"", []step{refusal(404, "ResourceNotFound", "m"), refusal(404, "ResourceNotFound", "m"), {}}, []Option{AfterCreate()}, []time.Duration{sec, 1500 * time.Millisecond}, ""},
		"missing, not created":  {"", []step{refusal(404, "ResourceNotFound", "m")}, nil, nil, "ResourceNotFound"},
		"created, wrong tenant": {"", []step{refusal(404, "SubscriptionNotFound", "m")}, []Option{AfterCreate()}, nil, "SubscriptionNotFound"},

		"expired token":              {"", []step{refusal(401, "ExpiredAuthenticationToken", "m"), {}}, nil, []time.Duration{sec}, ""},
		"wrong token":                {"", []step{refusal(401, "InvalidAuthenticationToken", "m"), refusal(401, "InvalidAuthenticationToken", "m")}, nil, []time.Duration{sec}, "InvalidAuthenticationToken"},
		"500":                        {"", []step{{status: 500}, {status: 502}, {status: 504}, {}}, nil, []time.Duration{sec, 1500 * time.Millisecond, 2250 * time.Millisecond}, ""},
		"408":                        {"", []step{{status: 408}, {}}, nil, []time.Duration{sec}, ""},
		"503 with a delay":           {"DELETE", []step{{status: 503, header: map[string]string{"Retry-After": "17"}}, {status: 204}}, nil, []time.Duration{17 * sec}, ""},
		"500 for ever":               {"", []step{{status: 500}, {status: 500}, {status: 500}, {status: 500}}, nil, []time.Duration{sec, 1500 * time.Millisecond, 2250 * time.Millisecond}, "500"},
		"501 is an answer":           {"", []step{{status: 501}}, nil, nil, "501"},
		"500 on POST":                {"POST", []step{{status: 500}}, nil, nil, "500"},
		"500 on a safe POST":         {"POST", []step{{status: 500}, {}}, []Option{Idempotent()}, []time.Duration{sec}, ""},
		"reset":                      {"", []step{{err: errors.New("connection reset by peer")}, {}}, nil, []time.Duration{sec}, ""},
		"reset on POST":              {"POST", []step{{err: errors.New("connection reset by peer")}}, nil, nil, "connection reset"},
		"refused connection on POST": {"POST", []step{{err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, {}}, nil, []time.Duration{sec}, ""},
		"unknown host":               {"", []step{{err: &net.DNSError{Name: "arm.test", IsNotFound: true}}}, nil, nil, "arm.test"},
		"resolver down":              {"", []step{{err: &net.DNSError{Name: "arm.test", IsTemporary: true}}, {}}, nil, []time.Duration{sec}, ""},
		"untrusted certificate":      {"", []step{{err: x509.UnknownAuthorityError{}}}, nil, nil, "certificate"},
		"other 400":                  {"PUT", []step{refusal(400, "NetcfgSubnetRangesOverlap", "m")}, nil, nil, "NetcfgSubnetRangesOverlap"},
		"other 409":                  {"PUT", []step{refusal(409, "RoleAssignmentExists", "m")}, nil, nil, "RoleAssignmentExists"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method := firstOf(test.method, "GET")
			steps := test.answers
			for i := range steps {
				steps[i].method, steps[i].path = method, "/routeTables/rt"
			}
			b := newBench(t, steps...)
			ctx := t.Context()
			var err error
			switch method {
			case "GET":
				_, err = b.Get(ctx, table, "v", test.options...)
			case "PUT":
				_, err = b.Put(ctx, table, "v", nil, append(test.options, SyncOnly())...)
			case "DELETE":
				err = b.Delete(ctx, table, "v", test.options...)
			case "POST":
				_, err = b.Post(ctx, table, "v", "act", nil, test.options...)
			}
			switch {
			case test.err == "" && err != nil:
				t.Error(err)
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
				t.Errorf("error is %v", err)
			}
			b.slept(t, test.slept...)
		})
	}
}

// TestRules: every row is whole and has a name of its own, under which its
// retries are counted.
func TestRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, rule := range rules {
		if rule.name == "" || seen[rule.name] || rule.match == nil || rule.do == giveUp || rule.first <= 0 || rule.limit < rule.first {
			t.Errorf("rule %+v", rule.name)
		}
		seen[rule.name] = true
	}
}

func TestJitterStretchesWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "GET", path: "/rt", status: 500}, step{method: "GET", path: "/rt", status: 429, header: map[string]string{"Retry-After": "10"}},
		step{method: "GET", path: "/rt", status: 429, header: map[string]string{"Retry-After": "10"}}, step{method: "GET", path: "/rt"})
	factors := []float64{0.9, 1.2, 0.9}
	b.jitter = func() float64 { f := factors[0]; factors = append(factors[1:], f); return f }
	if _, err := b.Get(t.Context(), table, "v"); err != nil {
		t.Fatal(err)
	}
	for i, bounds := range [][2]time.Duration{{900 * time.Millisecond, 1200 * time.Millisecond}, {10 * sec, 12 * sec}, {10 * sec, 12 * sec}} {
		if got := b.clock.sleeps[i]; got < bounds[0] || got > bounds[1] {
			t.Errorf("wait %d is %v, want within %v", i, got, bounds)
		}
	}
	plain, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if f := plain.jitter(); f < 0.9 || f >= 1.2 {
			t.Fatalf("jitter is %v", f)
		}
	}
}

// TestDeadline: the wait that would outlast the deadline is not begun, and the
// error keeps what Azure said.
func TestDeadline(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{method: "GET", path: "/rt", status: 429, header: map[string]string{"Retry-After": "600"}, body: `{"error":{"code":"TooManyRequests","message":"slow down"}}`})
	b.Client.clock = RealClock{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	started := time.Now()
	_, err := b.Get(ctx, table, "v")
	if ClassOf(err) != Timeout || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "slow down") {
		t.Errorf("error is %v", err)
	}
	if took := time.Since(started); took > 10*sec {
		t.Errorf("took %v", took)
	}
}

func TestRealClock(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	if err := (RealClock{}).Sleep(ctx, time.Millisecond); err != nil {
		t.Error(err)
	}
	done := make(chan error, 1)
	go func() { done <- RealClock{}.Sleep(ctx, time.Hour) }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if err := (RealClock{}).Sleep(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

// TestRegistration: 409, register, poll until Registered, replay.
func TestRegistration(t *testing.T) {
	t.Parallel()
	put := step{method: "PUT", path: "/rt", status: 409, body: `{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace 'Microsoft.Compute'."}}`}
	b := newBench(t, put,
		step{method: "POST", path: "/subscriptions/sub/providers/Microsoft.Compute/register?api-version=2021-04-01", body: `{"registrationState":"Registering"}`},
		step{method: "GET", path: "/subscriptions/sub/providers/Microsoft.Compute?", body: `{"registrationState":"Registering"}`},
		step{method: "GET", path: "/subscriptions/sub/providers/Microsoft.Compute?", body: `{"registrationState":"Registered"}`},
		put, step{method: "PUT", path: "/rt", body: succeeded},
	)
	if _, err := b.Put(t.Context(), table, "v", nil, SyncOnly()); err != nil {
		t.Error(err)
	}
	b.slept(t, sec, sec, 1*sec)
}

func TestRegistrationOfTheCollection(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "GET", path: "/routeTables?", status: 409, body: `{"error":{"code":"SubscriptionNotRegistered","message":"m"}}`},
		step{method: "POST", path: "/subscriptions/sub/providers/Microsoft.Network/register?"},
		step{method: "GET", path: "/subscriptions/sub/providers/Microsoft.Network?", body: `{"registrationState":"Registered"}`},
		step{method: "GET", path: "/routeTables?", body: `{"value":[]}`},
	)
	if _, err := b.List(t.Context(), groups.Collection("Microsoft.Network/routeTables"), "v"); err != nil {
		t.Error(err)
	}
}

func TestRegistrationRefused(t *testing.T) {
	t.Parallel()
	put := step{method: "PUT", path: "/rt", status: 409, body: `{"error":{"code":"MissingSubscriptionRegistration","message":"m"}}`}
	b := newBench(t, put, step{method: "POST", path: "/register?", status: 403, body: `{"error":{"code":"AuthorizationFailed","message":"no"}}`})
	_, err := b.Put(t.Context(), table, "v", nil)
	if ClassOf(err) != Unregistered || !strings.Contains(err.Error(), "az provider register --namespace Microsoft.Network") || !strings.Contains(err.Error(), "AuthorizationFailed") {
		t.Errorf("error is %v", err)
	}

	b = newBench(t, put)
	b.options.SkipProviderRegistration = true
	if _, err := b.Put(t.Context(), table, "v", nil); ClassOf(err) != Unregistered {
		t.Errorf("error is %v", err)
	}
}

// TestResolveCloud: the cloud is asked for once, at the first call, and again
// after a failure.
func TestResolveCloud(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{method: "GET", path: "https://late.test/", body: succeeded}, step{method: "GET", path: "https://late.test/", body: succeeded})
	options := b.options
	calls := 0
	options.ResolveCloud = func(context.Context) (cloud.Configuration, error) {
		if calls++; calls == 1 {
			return cloud.Configuration{}, errors.New("metadata host is down")
		}
		return cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: "https://late.test/", Audience: "a"},
		}}, nil
	}
	c, err := New(options)
	if err != nil || calls != 0 {
		t.Fatalf("construction: %v, %d calls", err, calls)
	}
	for range 2 {
		if _, err := c.Get(t.Context(), table, "v"); err != nil {
			t.Error(err)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls", calls)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options Options
		want    string
	}{
		"public cloud": {Options{}, ""},
		"no endpoint":  {Options{Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: "https://l"}}, "no Resource Manager endpoint"},
		"relative":     {Options{Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: {Endpoint: "arm", Audience: "a"}}}}, "not an absolute https URL"},
		"negative":     {Options{MaxConcurrent: -1}, "must not be negative"},
		"no audience":  {Options{Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: {Endpoint: "https://arm"}}}}, "missing Azure Resource Manager configuration"},
	} {
		_, err := New(test.options)
		if (test.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHeaders: what every request carries, and what none does without a
// credential.
func TestHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{method: "PUT", path: "/rt?api-version=2025-05-01", body: succeeded, check: func(t *testing.T, req *http.Request, body string) {
		t.Helper()
		for name, want := range map[string]string{
			"User-Agent": "terraform-provider-udr/test", "If-Match": `W/"1"`, "If-None-Match": "*", "Content-Type": "application/json",
			"Accept": "application/json", "Authorization": "",
		} {
			if got := req.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if req.Header.Get("x-ms-client-request-id") == "" {
			t.Error("no client request ID")
		}
		if body != `{"tag":"a<b&c"}` {
			t.Errorf("body is %s", body)
		}
	}})
	_, err := b.Put(t.Context(), table, "2025-05-01", map[string]any{"tag": "a<b&c"}, SyncOnly(), IfMatch(`W/"1"`), IfNoneMatch("*"))
	if err != nil {
		t.Error(err)
	}
}
