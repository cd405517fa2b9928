package armemu_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// The life of a network at Azure's pace (arm-wire.md 1.3): 201 Updating, polls, etag renewed at the end, 202 delete, GET 200 until it is gone.
func TestNetworkLifecycle(t *testing.T) {
	t.Parallel()
	c, clock := driven(t)
	c.group(groupA)
	created := c.want(http.StatusCreated, http.MethodPut, vnetA, network("10.0.0.0/16", subnet("one", "10.0.1.0/24")))
	if got := created.Body.Str("properties.provisioningState"); got != "Updating" {
		t.Errorf("the PUT answer says %s, want Updating", got)
	}
	for _, h := range []string{"Location", "ETag"} {
		if v := created.Header.Get(h); v != "" {
			t.Errorf("the PUT answer has %s: %s", h, v)
		}
	}
	if got := created.Header.Get("Retry-After"); got != "10" {
		t.Errorf("Retry-After = %q, want 10", got)
	}
	poll := created.Header.Get("Azure-AsyncOperation")
	if !strings.HasPrefix(poll, "https://emulator.test"+sub+"/providers/Microsoft.Network/locations/westeurope/operations/") {
		t.Errorf("polling URL %s", poll)
	}
	if got := c.want(http.StatusOK, http.MethodGet, poll, nil).Raw; got != `{"status":"InProgress"}` {
		t.Errorf("first poll: %s", got)
	}
	clock.Advance(time.Minute)
	if got := c.want(http.StatusOK, http.MethodGet, poll, nil).Raw; got != `{"status":"Succeeded"}` {
		t.Errorf("last poll: %s", got)
	}
	got := c.want(http.StatusOK, http.MethodGet, vnetA, nil)
	checkNetwork(t, got, created.Body.Str("etag"))

	again := c.want(http.StatusOK, http.MethodPut, vnetA, network("10.0.0.0/16", subnet("one", "10.0.1.0/24")))
	if again.Body.Str("etag") != got.Body.Str("etag") || again.Body.Str("properties.provisioningState") != "Succeeded" {
		t.Errorf("an idempotent PUT changed the resource: %s", again.Raw)
	}
	if got := c.want(http.StatusOK, http.MethodGet, again.Header.Get("Azure-AsyncOperation"), nil).Raw; got != `{"status":"Succeeded"}` {
		t.Errorf("poll of an idempotent PUT: %s", got)
	}
	deleteNetwork(c, clock)
}

func checkNetwork(t *testing.T, got answer, oldETag string) {
	t.Helper()
	etag := got.Body.Str("etag")
	if etag == oldETag || !strings.HasPrefix(etag, `W/"`) || got.Header.Get("ETag") != etag {
		t.Errorf("etag %s, header %s, at creation %s", etag, got.Header.Get("ETag"), oldETag)
	}
	one := got.Body.Objs("properties.subnets")[0]
	want := map[string]any{
		"name": "one", "id": vnetA + "/subnets/one", "etag": etag, "type": "Microsoft.Network/virtualNetworks/subnets",
	}
	have := map[string]any{"name": one["name"], "id": one["id"], "etag": one["etag"], "type": one["type"]}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("embedded subnet (-want +got):\n%s", diff)
	}
	if s := one.Str("properties.provisioningState"); s != "Succeeded" {
		t.Errorf("the embedded subnet is %s", s)
	}
	if !strings.HasPrefix(got.Raw, `{"name":"vnet-a","id":"`) {
		t.Errorf("order of members: %.80s", got.Raw)
	}
}

func deleteNetwork(c *client, clock *armemu.ManualClock) {
	c.Helper()
	del := c.want(http.StatusAccepted, http.MethodDelete, vnetA, nil)
	if s := c.want(http.StatusOK, http.MethodGet, vnetA, nil).Body.Str("properties.provisioningState"); s != "Deleting" {
		c.Errorf("while it is deleted the network is %s", s)
	}
	c.want(http.StatusAccepted, http.MethodGet, del.Header.Get("Location"), nil)
	c.want(http.StatusOK, http.MethodGet, del.Header.Get("Azure-AsyncOperation"), nil)
	clock.Advance(time.Minute)
	c.want(http.StatusNoContent, http.MethodGet, del.Header.Get("Location"), nil)
	c.refused(http.StatusNotFound, "ResourceNotFound", http.MethodGet, vnetA, nil)
	c.want(http.StatusNoContent, http.MethodDelete, vnetA, nil)
}

// A subnet is written through its parent's document: both change state and etag in one step (arm-wire.md 4.2).
func TestSubnetLivesInItsNetwork(t *testing.T) {
	t.Parallel()
	c, clock := driven(t)
	c.group(groupA)
	c.want(http.StatusCreated, http.MethodPut, vnetA, network("10.0.0.0/16", subnet("one", "10.0.1.0/24")))
	clock.Advance(time.Minute)
	two := vnetA + "/subnets/Two"
	c.want(http.StatusCreated, http.MethodPut, two, map[string]any{"properties": map[string]any{"addressPrefix": "10.0.2.0/24"}})
	during := c.want(http.StatusOK, http.MethodGet, vnetA, nil).Body
	if during.Str("properties.provisioningState") != "Updating" {
		t.Errorf("the network is %s while a subnet is written", during.Str("properties.provisioningState"))
	}
	if s := during.Objs("properties.subnets")[0].Str("properties.provisioningState"); s != "Succeeded" {
		t.Errorf("the other subnet is %s", s)
	}
	clock.Advance(time.Minute)
	after := c.want(http.StatusOK, http.MethodGet, vnetA, nil).Body
	own := c.want(http.StatusOK, http.MethodGet, strings.ToUpper(two), nil).Body
	if own.Str("etag") != after.Str("etag") || own.Str("properties.provisioningState") != "Succeeded" || own.Str("name") != "Two" {
		t.Errorf("subnet %v, network's etag %s", own, after.Str("etag"))
	}
	c.want(http.StatusAccepted, http.MethodDelete, vnetA+"/subnets/one", nil)
	clock.Advance(time.Minute)
	c.refused(http.StatusNotFound, "NotFound", http.MethodGet, vnetA+"/subnets/one", nil)
	if n := len(c.want(http.StatusOK, http.MethodGet, vnetA+"/subnets", nil).Body.List("value")); n != 1 {
		t.Errorf("%d subnets are left, want 1", n)
	}
}

// At time scale 0 each operation is seen in progress once, by a poll, a GET or a refused write.
func TestTimeScaleZero(t *testing.T) {
	t.Parallel()
	see := map[string]func(c *client, put answer){
		"poll": func(c *client, put answer) { c.want(200, http.MethodGet, put.Header.Get("Azure-AsyncOperation"), nil) },
		"GET":  func(c *client, _ answer) { c.want(200, http.MethodGet, vnetA, nil) },
		"list": func(c *client, _ answer) {
			c.want(200, http.MethodGet, groupA+"/providers/Microsoft.Network/virtualNetworks", nil)
		},
		"child": func(c *client, _ answer) { c.want(200, http.MethodGet, vnetA+"/subnets/one", nil) },
		"write": func(c *client, _ answer) {
			c.refused(409, "AnotherOperationInProgress", http.MethodPut, vnetA, network("10.0.0.0/15"))
		},
	}
	for name, look := range see {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, armemu.Options{})
			c.group(groupA)
			put := c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16", subnet("one", "10.0.1.0/24")))
			if put.Header.Get("Retry-After") != "1" || put.Header.Get("Retry-After-Ms") == "" || put.Header.Get("X-Go-Azure-Sdk-Skip-Polling-Delay") != "true" {
				t.Errorf("polling headers of the fast mode: %v", put.Header)
			}
			c.want(200, http.MethodGet, groupA, nil) // looking elsewhere ends nothing
			look(c, put)
			if s := c.want(200, http.MethodGet, vnetA, nil).Body.Str("properties.provisioningState"); s != "Succeeded" {
				t.Errorf("after it was seen the network is %s", s)
			}
		})
	}
}
