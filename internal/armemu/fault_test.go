package armemu_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/fault"
)

func faulty(t *testing.T, opts armemu.Options, rules ...fault.Rule) *client {
	t.Helper()
	opts.Faults = &fault.Engine{}
	c := newClient(t, opts)
	c.group(groupA)
	for _, r := range rules {
		if err := opts.Faults.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestFaults(t *testing.T) {
	t.Parallel()
	put := fault.Match{Method: "PUT", Nth: 1}
	broken := func(want error) func(*client) {
		return func(c *client) {
			req, err := http.NewRequestWithContext(c.Context(), http.MethodPut, "https://emulator.test"+vnetA+"?api-version=2025-05-01", strings.NewReader(`{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}`))
			if err != nil {
				c.Fatal(err)
			}
			resp, err := c.Do(req)
			if err == nil {
				resp.Body.Close()
			}
			if !errors.Is(err, want) {
				c.Errorf("got %v, want %v", err, want)
			}
		}
	}
	tests := map[string]struct {
		effect fault.Effect
		meet   func(*client)
		exists bool // whether the network is there afterwards
	}{
		"status": {fault.Effect{Status: 429, Code: "TooManyRequests", RetryAfter: 7}, func(c *client) {
			if a := c.refused(429, "TooManyRequests", http.MethodPut, vnetA, nil); a.Header.Get("Retry-After") != "7" {
				c.Errorf("headers %v", a.Header)
			}
		}, false},
		"500":       {fault.Effect{Status: 500}, func(c *client) { c.refused(500, "Internal Server Error", http.MethodPut, vnetA, nil) }, false},
		"reset":     {fault.Effect{Reset: true}, broken(syscall.ECONNRESET), false},
		"lost":      {fault.Effect{LoseAnswer: true}, broken(io.ErrUnexpectedEOF), true},
		"kill":      {fault.Effect{Kill: "before"}, broken(syscall.ECONNRESET), false},
		"kill late": {fault.Effect{Kill: "after"}, broken(io.ErrUnexpectedEOF), true},
		"slow":      {fault.Effect{SlowMS: 1}, func(c *client) { c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16")) }, true},
		"expired":   {fault.Effect{ExpireToken: true}, func(c *client) { c.refused(401, "ExpiredAuthenticationToken", http.MethodPut, vnetA, nil) }, false},
		"failure": {fault.Effect{FailOperation: true, Code: "AnotherOperationInProgress", Message: "Busy."}, func(c *client) {
			poll := c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16", subnet("s", "10.0.0.0/24"))).Header.Get("Azure-AsyncOperation")
			c.want(200, http.MethodGet, poll, nil)
			got := c.want(200, http.MethodGet, poll, nil).Raw
			if got != `{"status":"Failed","error":{"code":"AnotherOperationInProgress","message":"Busy.","details":[]}}` {
				c.Errorf("status %s", got)
			}
			b := c.want(200, http.MethodGet, vnetA, nil).Body
			if b.Str("properties.provisioningState") != "Failed" || b.Objs("properties.subnets")[0].Str("properties.provisioningState") != "Failed" {
				c.Errorf("states: %v", b)
			}
		}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			killed := 0
			c := faulty(t, armemu.Options{Kill: func() { killed++ }}, fault.Rule{Match: put, Effect: tt.effect})
			tt.meet(c)
			body, err := c.Resource(vnetA)
			if err != nil || (body != nil) != tt.exists {
				t.Errorf("the network exists: %v, %v; want %v", body != nil, err, tt.exists)
			}
			if (killed == 1) != (tt.effect.Kill != "") {
				t.Errorf("killed %d times", killed)
			}
			c.call(http.MethodPut, vnetA, network("10.0.0.0/16")) // the fault is over
			c.settled(vnetA)
		})
	}
}

func TestFailedDeleteKeepsTheResource(t *testing.T) {
	t.Parallel()
	c := faulty(t, armemu.Options{}, fault.Rule{Match: fault.Match{Method: "DELETE"}, Effect: fault.Effect{FailOperation: true, Code: "InternalServerError"}})
	c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16"))
	c.settled(vnetA)
	location := c.want(202, http.MethodDelete, vnetA, nil).Header.Get("Location")
	if s := c.settled(vnetA).Str("properties.provisioningState"); s != "Failed" {
		t.Errorf("state %s", s)
	}
	c.refused(409, "InternalServerError", http.MethodGet, location, nil)
}

// The hook sees every accepted write twice and nothing else; an error of it means no effect, or no answer.
func TestWriteHook(t *testing.T) {
	t.Parallel()
	var events []armemu.WriteEvent
	stop := errors.New("killed")
	var stopAt armemu.WriteEvent
	c := newClient(t, armemu.Options{OnWrite: func(e armemu.WriteEvent) error {
		events = append(events, e)
		if e == stopAt {
			return stop
		}
		return nil
	}})
	c.group(groupA)
	c.want(400, http.MethodPut, vnetA, network("x"))
	c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16"))
	c.settled(vnetA)
	c.want(200, http.MethodPut, vnetA, network("10.0.0.0/16")) // changes nothing
	want := []armemu.WriteEvent{
		{Phase: armemu.Before, N: 1, Method: "PUT", Path: groupA},
		{Phase: armemu.After, N: 1, Method: "PUT", Path: groupA},
		{Phase: armemu.Before, N: 2, Method: "PUT", Path: vnetA},
		{Phase: armemu.After, N: 2, Method: "PUT", Path: vnetA},
	}
	if diff := cmp.Diff(want, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for i, phase := range []armemu.Phase{armemu.Before, armemu.After} {
		stopAt = armemu.WriteEvent{Phase: phase, N: 3 + i, Method: "DELETE", Path: vnetA}
		if a := c.call(http.MethodDelete, vnetA, nil); !strings.Contains(a.Raw, stop.Error()) {
			t.Errorf("%s: the client saw %d %s", phase, a.Status, a.Raw)
		}
		running, err := c.Running()
		if err != nil || len(running) != i {
			t.Errorf("%s: running %v, %v", phase, running, err)
		}
	}
}

// A restored emulator goes the same way again, to the last guid.
func TestSnapshotAndRestore(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{Clock: armemu.NewManualClock(start)})
	c.group(groupA)
	before, err := c.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	run := func() string {
		c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16"))
		c.settled(vnetA)
		return c.want(200, http.MethodGet, vnetA, nil).Raw
	}
	first := run()
	if err := c.Restore(before); err != nil {
		t.Fatal(err)
	}
	c.want(404, http.MethodGet, vnetA, nil)
	if second := run(); second != first {
		t.Errorf("first %s\nsecond %s", first, second)
	}
	if err := c.Restore(armemu.Snapshot{}); err == nil {
		t.Error("an empty snapshot was restored")
	}
}

func TestInspect(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16", subnet("s", "10.0.0.0/24")))
	if err := c.FinishAll(); err != nil {
		t.Fatal(err)
	}
	ids, err := c.IDs()
	if diff := cmp.Diff([]string{groupA, vnetA, vnetA + "/subnets/s"}, ids); diff != "" || err != nil {
		t.Errorf("ids (-want +got), %v:\n%s", err, diff)
	}
	if err := c.Remove(vnetA + "/subnets/s"); err != nil {
		t.Error(err)
	}
	c.want(404, http.MethodGet, vnetA+"/subnets/s", nil)
	if err := c.Remove(vnetA); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{"Remove": c.Remove(vnetA), "Edit": c.Edit(vnetA, nil)} {
		if err == nil {
			t.Errorf("%s of a missing resource succeeded", name)
		}
	}
}

// faultEngine arms rules written as in a fault file.
func faultEngine(t *testing.T, rules ...string) *fault.Engine {
	t.Helper()
	e := &fault.Engine{}
	for _, text := range rules {
		var r fault.Rule
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		if err := e.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return e
}
