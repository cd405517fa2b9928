package armclient

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestPutOperations is arm-wire.md 4.2 as requests.
func TestPutOperations(t *testing.T) {
	t.Parallel()
	final := step{method: "GET", path: "/routeTables/rt?", body: succeeded}
	poll := func(body string) step {
		return step{method: "GET", path: "/operations/op?api-version=v&t=1&s=a%2Fb", body: body}
	}
	at := func(body string, status int) step {
		return step{method: "GET", path: "/operationResults/op?", body: body, status: status}
	}
	for name, test := range map[string]struct {
		steps []step
		slept []time.Duration
	}{
		"async header": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), poll(`{"status":"InProgress"}`), poll(`{"status":"Succeeded"}`), final},
			[]time.Duration{sec, 1500 * time.Millisecond},
		},
		"words in any case, unknown words go on": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), poll(`{"status":"Pondering"}`), poll(`{"status":"SUCCEEDED"}`), final},
			[]time.Duration{sec, 1500 * time.Millisecond},
		},
		"Completed is an end": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), poll(`{"status":"completed"}`), final}, []time.Duration{sec},
		},
		"Operation-Location": {
			[]step{accepted(201, "Operation-Location", opURL), poll(`{"status":"Succeeded"}`), final}, []time.Duration{sec},
		},
		"relative polling URL": {
			[]step{accepted(201, "Azure-AsyncOperation", strings.TrimPrefix(opURL, endpoint)), poll(`{"status":"Succeeded"}`), final},
			[]time.Duration{sec},
		},
		"Retry-After of each answer, else growth to 10 s": {
			[]step{
				accepted(201, "Azure-AsyncOperation", opURL, "Retry-After", "7"),
				{method: "GET", path: "/operations/", body: `{"status":"InProgress"}`, header: map[string]string{"retry-after-ms": "250", "Retry-After": "9"}},
				{method: "GET", path: "/operations/", body: `{"status":"InProgress"}`, header: map[string]string{"x-ms-retry-after-ms": "300"}},
				{method: "GET", path: "/operations/", body: `{"status":"InProgress"}`, header: map[string]string{"Retry-After": "Sun, 22 Nov 2026 12:00:20 GMT"}},
				{method: "GET", path: "/operations/", body: `{"status":"InProgress"}`, header: map[string]string{"Retry-After": "0"}},
				poll(`{"status":"InProgress"}`), poll(`{"status":"InProgress"}`), poll(`{"status":"InProgress"}`), poll(`{"status":"Succeeded"}`), final,
			},
			[]time.Duration{
				7 * sec, 250 * time.Millisecond, 300 * time.Millisecond, 20*sec - 7550*time.Millisecond,
				5062500 * time.Microsecond, 7593750 * time.Microsecond, 10 * sec, 10 * sec,
			},
		},
		"Location on a 202": {
			[]step{accepted(202, "Location", resultURL), at("", 202), at(succeeded, 200), final}, []time.Duration{sec, 1500 * time.Millisecond},
		},
		"Location whose body still goes on": {
			[]step{accepted(202, "Location", resultURL), at(updating, 200), at(succeeded, 200), final}, []time.Duration{sec, 1500 * time.Millisecond},
		},
		"Location on a 201 is the resource's": {
			[]step{accepted(201, "Location", endpoint+table.String()), {method: "GET", path: "/routeTables/rt?", body: succeeded}}, []time.Duration{sec},
		},
		"provisioningState": {
			[]step{accepted(200), {method: "GET", path: "/routeTables/rt?", body: updating}, {method: "GET", path: "/routeTables/rt?", body: succeeded}},
			[]time.Duration{sec, 1500 * time.Millisecond},
		},
		"202 with nothing": {
			[]step{{method: "PUT", path: "/rt", status: 202}, {method: "GET", path: "/routeTables/rt?", body: succeeded}}, []time.Duration{sec},
		},
		"a finished body ends it despite the header": {
			[]step{{method: "PUT", path: "/rt", body: succeeded, header: map[string]string{"Azure-AsyncOperation": opURL}}, final}, nil,
		},
		"a failed body may be old: the header counts": {
			[]step{
				{method: "PUT", path: "/rt", body: `{"properties":{"provisioningState":"Failed"}}`, header: map[string]string{"Azure-AsyncOperation": opURL}},
				poll(`{"status":"Succeeded"}`), final,
			}, []time.Duration{sec},
		},
		"no state at all": {
			[]step{{method: "PUT", path: "/rt", status: 201, body: `{"name":"rt"}`}, {method: "GET", path: "/routeTables/rt?", body: `{"name":"rt"}`}}, nil,
		},
		"the read after it is not there yet, then still under way": {
			[]step{
				accepted(201, "Azure-AsyncOperation", opURL), poll(`{"status":"Succeeded"}`),
				{method: "GET", path: "/routeTables/rt?", status: 404, body: missing},
				{method: "GET", path: "/routeTables/rt?", body: updating},
				final,
			}, []time.Duration{sec, sec, sec},
		},
		"a polling URL on another host gets no token": {
			[]step{accepted(201, "Azure-AsyncOperation", "https://evil.test/operations/op"), final}, []time.Duration{sec},
		},
		"a regional host below the endpoint is polled": {
			[]step{accepted(201, "Azure-AsyncOperation", "https://west.arm.test/operations/op"), {method: "GET", path: "https://west.arm.test/operations/op", body: `{"status":"Succeeded"}`}, final},
			[]time.Duration{sec},
		},
		"a poll survives faults and throttling": {
			[]step{
				accepted(201, "Azure-AsyncOperation", opURL),
				{method: "GET", path: "/operations/", status: 500},
				{method: "GET", path: "/operations/", status: 502},
				{method: "GET", path: "/operations/", err: errors.New("connection reset")},
				{method: "GET", path: "/operations/", status: 503},
				{method: "GET", path: "/operations/", status: 429, header: map[string]string{"Retry-After": "90"}},
				poll(`{"status":"Succeeded"}`), final,
			},
			[]time.Duration{sec, 2 * sec, 3 * sec, 4500 * time.Millisecond, 6750 * time.Millisecond, 90 * sec},
		},
		"a poll that is not visible yet": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), {method: "GET", path: "/operations/", status: 404, body: missing}, poll(`{"status":"Succeeded"}`), final},
			[]time.Duration{sec, 1500 * time.Millisecond},
		},
		"a document without a status: the resource tells": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), poll(`{}`), final}, []time.Duration{sec, 1500 * time.Millisecond},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.steps...)
			o, err := b.Put(t.Context(), table, "v", map[string]any{"location": "l"})
			if err != nil {
				t.Fatal(err)
			}
			if o.Name() != "rt" {
				t.Errorf("object is %v", o)
			}
			b.slept(t, test.slept...)
		})
	}
}

// TestOperationGone: an operation that stays invisible for a minute is
// replaced by the resource itself.
func TestOperationGone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	gone := step{method: "GET", path: "/operations/", status: 404, body: missing}
	b.script.steps = []step{accepted(201, "Azure-AsyncOperation", opURL)}
	for range 10 { // 1 + 1.5 + 2.25 + … + 10 passes 60 s with the 10th
		b.script.steps = append(b.script.steps, gone)
	}
	b.script.steps = append(b.script.steps, step{method: "GET", path: "/routeTables/rt?", body: succeeded})
	if _, err := b.Put(t.Context(), table, "v", nil); err != nil {
		t.Fatal(err)
	}
	if total := b.clock.total(); total < time.Minute || total > 100*sec {
		t.Errorf("took %v", total)
	}
}

func TestFailedOperations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		steps   []step
		class   Class
		code    string
		message string
	}{
		"with an error": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), {
				method: "GET", path: "/operations/",
				body: `{"status":"Failed","error":{"code":"SubnetTooSmall","message":"too small","details":[{"code":"Inner","message":"deep"}]}}`,
			}}, OperationFailed, "SubnetTooSmall", "too small",
		},
		"AKS's fields around it": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), {
				method: "GET", path: "/operations/",
				body: `{"name":"x","status":"Failed","startTime":"2026-11-22T00:00:00Z","error":{"code":"VMExtensionError_OutBoundConnFail","message":"no route"}}`,
			}}, OperationFailed, "VMExtensionError_OutBoundConnFail", "no route",
		},
		"canceled, no error": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), {method: "GET", path: "/operations/", body: `{"status":"Cancelled"}`}},
			OperationFailed, "OperationCancelled", "ended with the state Cancelled",
		},
		"provisioningState Failed": {
			[]step{accepted(200), {method: "GET", path: "/rt?", body: `{"properties":{"provisioningState":"Failed"}}`}},
			OperationFailed, "OperationFailed", "ended with the state Failed",
		},
		"no permission on a linked resource": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), {
				method: "GET", path: "/operations/", body: `{"status":"Failed","error":{"code":"LinkedAuthorizationFailed","message":"m"}}`,
			}}, Forbidden, "LinkedAuthorizationFailed", "m",
		},
		"it missed something, which is not the resource": {
			[]step{accepted(201, "Azure-AsyncOperation", opURL), {
				method: "GET", path: "/operations/", body: `{"status":"Failed","error":{"code":"ResourceNotFound","message":"the policy"}}`,
			}}, OperationFailed, "ResourceNotFound", "the policy",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.steps...)
			_, err := b.Put(t.Context(), table, "v", nil)
			e := As(err)
			if e == nil || e.Class != test.class || e.Code != test.code || !strings.Contains(e.Message, test.message) || e.Operation == "" {
				t.Fatalf("error is %v (%+v)", err, e)
			}
			if IsNotFound(err) || MayHaveTakenEffect(err) {
				t.Error("a failed operation is neither a missing resource nor open")
			}
			if strings.Contains(err.Error(), "s=a") || strings.Contains(e.Operation, "?") {
				t.Errorf("the signature shows: %v in %q", err, e.Operation)
			}
		})
	}
}

// TestOperationSentAgain: an operation that failed for a reason that passes is
// begun anew.
func TestOperationSentAgain(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"status":"Failed","error":{"code":"AnotherOperationInProgress","message":"m"}}`,
		`{"status":"Failed","error":{"code":"RetryableError","message":"m","details":[{"code":"RetryableErrorDueToAnotherOperation"}]}}`,
		`{"status":"Failed","error":{"code":"ReferencedResourceNotProvisioned","message":"m"}}`,
		`{"status":"Canceled","error":{"code":"Canceled","message":"m","details":[{"code":"CanceledAndSupersededDueToAnotherOperation"}]}}`,
	} {
		b := newBench(t,
			accepted(201, "Azure-AsyncOperation", opURL), step{method: "GET", path: "/operations/", body: body},
			accepted(200, "Azure-AsyncOperation", opURL), step{method: "GET", path: "/operations/", body: `{"status":"Succeeded"}`},
			step{method: "GET", path: "/rt?", body: succeeded})
		calls := 0
		if _, err := b.Put(t.Context(), table, "v", nil, OnAccepted(func(Object) { calls++ })); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		b.slept(t, sec, 5*sec, sec)
		if calls != 2 {
			t.Errorf("OnAccepted was called %d times", calls)
		}
	}
}

// TestCancellation: the error comes at once and says that Azure goes on.
func TestCancellation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, accepted(201, "Azure-AsyncOperation", opURL), step{method: "GET", path: "/operations/", body: `{"status":"InProgress"}`})
	b.clock.during = func(n int) {
		if n == 1 {
			cancel()
		}
	}
	saved := ""
	_, err := b.Put(ctx, table, "v", nil, OnAccepted(func(o Object) { saved = o.ProvisioningState() }))
	e := As(err)
	if e == nil || e.Class != Canceled || !errors.Is(err, context.Canceled) || !MayHaveTakenEffect(err) {
		t.Fatalf("error is %v", err)
	}
	for _, part := range []string{"PUT " + table.String(), "goes on in Azure", "apply again"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
	if e.Operation != "/subscriptions/sub/providers/Microsoft.Network/locations/l/operations/op" || saved != "Updating" {
		t.Errorf("operation %q, saved %q", e.Operation, saved)
	}
}

// TestCanceledRequest: a request on the wire may have reached Azure, one that
// was never sent has not.
func TestCanceledRequest(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := newBench(t, step{method: "PUT", path: "/rt", before: cancel})
	_, err := b.Put(ctx, table, "v", nil)
	if !MayHaveTakenEffect(err) || ClassOf(err) != Canceled || !strings.Contains(err.Error(), "may have reached Azure") {
		t.Errorf("on the wire: %v", err)
	}
	_, err = b.Put(ctx, table, "v", nil)
	if MayHaveTakenEffect(err) || ClassOf(err) != Canceled {
		t.Errorf("before it: %v", err)
	}
	_, err = b.Get(ctx, table, "v")
	if MayHaveTakenEffect(err) || !errors.Is(err, context.Canceled) {
		t.Errorf("a read: %v", err)
	}
}

func TestPollRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, accepted(201, "Azure-AsyncOperation", opURL),
		step{method: "GET", path: "/operations/", status: 403, body: `{"error":{"code":"AuthorizationFailed","message":"m"}}`})
	_, err := b.Put(t.Context(), table, "v", nil)
	if ClassOf(err) != Forbidden || !MayHaveTakenEffect(err) || !strings.Contains(err.Error(), "goes on in Azure") {
		t.Errorf("error is %v", err)
	}
}

func TestNoWaitAndSyncOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, accepted(201, "Azure-AsyncOperation", opURL), step{method: "PUT", path: "/rt", status: 201, body: `{"name":"x"}`})
	o, err := b.Put(t.Context(), table, "v", nil, NoWait())
	if err != nil || o.ProvisioningState() != "Updating" || o.StatusCode != http.StatusCreated {
		t.Errorf("NoWait: %v %v", o, err)
	}
	o, err = b.Put(t.Context(), table, "v", nil, SyncOnly())
	if err != nil || o.Name() != "x" {
		t.Errorf("SyncOnly: %v %v", o, err)
	}
}

func TestAfterSettled(t *testing.T) {
	t.Parallel()
	get := func(status int, body string) step {
		return step{method: "GET", path: "/rt?", status: status, body: body}
	}
	deleting := `{"properties":{"provisioningState":"Deleting"}}`
	b := newBench(t, get(200, deleting), get(200, deleting), get(404, missing), step{method: "PUT", path: "/rt", body: succeeded}, get(200, succeeded))
	if _, err := b.Put(t.Context(), table, "v", nil, AfterSettled()); err != nil {
		t.Error(err)
	}
	b.slept(t, sec, 1500*time.Millisecond)

	ctx, cancel := context.WithCancel(t.Context())
	b = newBench(t, get(200, updating))
	b.clock.during = func(int) { cancel() }
	_, err := b.Put(ctx, table, "v", nil, AfterSettled())
	if ClassOf(err) != Canceled || MayHaveTakenEffect(err) || !strings.Contains(err.Error(), "under way on the resource (Updating)") {
		t.Errorf("error is %v", err)
	}
}
