package armemu_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// What tells the families apart on the wire (arm-wire.md 1.3 to 1.6).
func TestFamilies(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := invented(t, armemu.Options{Clock: clock, TimeScale: 1})
	body := map[string]any{"location": "West Europe", "tags": map[string]any{"a": "b"}}
	tests := map[string]struct {
		path, async, retryAfter, contentType, state, etagPattern, first, typ string
		renews                                                               bool
	}{
		"NRP": {tables, "/locations/westeurope/operations/", "10", "application/json; charset=utf-8", "Updating", `W/"`, `{"name":"t","id":"/subscriptions/`, tableType, true},
		"NFV": {policies, "/locations/westeurope/nfvOperations/", "10", "application/json; charset=utf-8", "Updating", "", `{"properties":{`, "Test.Policy/POLICIES", false},
		"AKS": {clusters, "/locations/westeurope/operations/", "", "application/json", "Creating", "", `{"id":"/subscriptions/`, "Test.Clusters/Clusters", true},
	}
	for name, tt := range tests {
		put := c.want(http.StatusCreated, http.MethodPut, tt.path, body)
		etag := anyETag(put)
		if s := put.Body.Str("properties.provisioningState"); s != tt.state {
			t.Errorf("%s: state %s", name, s)
		}
		have := []string{put.Header.Get("Retry-After"), put.Header.Get("Content-Type"), put.Body.Str("type"), put.Body.Str("location")}
		if diff := cmp.Diff([]string{tt.retryAfter, tt.contentType, tt.typ, "westeurope"}, have); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if !strings.Contains(put.Header.Get("Azure-AsyncOperation"), tt.async) || !strings.HasPrefix(put.Raw, tt.first) || !strings.HasPrefix(etag, tt.etagPattern) {
			t.Errorf("%s: async %.160s, answer %s", name, put.Header.Get("Azure-AsyncOperation"), put.Raw)
		}
		clock.Advance(time.Hour)
		got := c.want(http.StatusOK, http.MethodGet, tt.path, nil)
		if (anyETag(got) != etag) != tt.renews {
			t.Errorf("%s: etag %s, then %s", name, etag, anyETag(got))
		}
	}
}

func anyETag(a answer) string {
	if e := a.Body.Str("etag"); e != "" {
		return e
	}
	return a.Body.Str("eTag")
}

func TestBareETagHeaderIsStrong(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	c.made(policies, nil)
	a := c.want(http.StatusOK, http.MethodGet, policies, nil)
	if got, want := a.Header.Get("ETag"), `"`+a.Body.Str("etag")+`"`; got != want {
		t.Errorf("header %s, want %s", got, want)
	}
}

// AKS polls carry a name and times, the api-version of the URL is fixed, ids have lower-case resourcegroups, errors are not wrapped.
func TestAKSManners(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := invented(t, armemu.Options{Clock: clock, TimeScale: 1})
	put := c.want(http.StatusCreated, http.MethodPut, clusters, map[string]any{"location": "westeurope"})
	poll := put.Header.Get("Azure-AsyncOperation")
	if !strings.Contains(poll, "api-version=2016-03-30&t=") || !strings.Contains(put.Body.Str("id"), "/resourcegroups/rg-a/") {
		t.Errorf("polling URL %.200s, id %s", poll, put.Body.Str("id"))
	}
	clock.Advance(time.Hour)
	status := c.want(http.StatusOK, http.MethodGet, poll, nil).Body
	for _, member := range []string{"name", "startTime", "endTime"} {
		if status.Str(member) == "" {
			t.Errorf("the status has no %s: %v", member, status)
		}
	}
	bad := c.refused(http.StatusBadRequest, "Bad", http.MethodPut, clusters, map[string]any{"location": "westeurope", "properties": map[string]any{"bad": true}})
	if bad.Raw != `{"code":"Bad","details":null,"message":"It is bad.","subcode":""}` {
		t.Errorf("error form: %s", bad.Raw)
	}
	c.header.Set("If-Match", "stale")
	c.refused(http.StatusConflict, "EtagMismatch", http.MethodDelete, clusters, nil)
}

// Pools are elements without "properties" in the cluster and documents with them at their own URL; each has its own etag.
func TestFlatChildren(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	got := c.made(clusters, map[string]any{"pools": []any{map[string]any{"name": "one", "count": 1}, map[string]any{"name": "two", "count": 2}}})
	one := got.Objs("properties.pools")[0]
	if n, _ := one.Int("count"); n != 1 || one.Str("provisioningState") != "Succeeded" || one.Str("eTag") == "" || one.Has("properties") {
		t.Errorf("embedded pool %v", one)
	}
	pool := c.want(http.StatusOK, http.MethodGet, clusters+"/pools/one", nil).Body
	if n, _ := pool.Int("properties.count"); n != 1 || pool.Str("properties.eTag") != one.Str("eTag") || pool.Str("type") != clusterType+"/pools" {
		t.Errorf("pool %v", pool)
	}
	other := c.want(http.StatusOK, http.MethodGet, clusters+"/pools/two", nil).Body.Str("properties.eTag")
	c.want(http.StatusOK, http.MethodPut, clusters+"/pools/one", map[string]any{"properties": map[string]any{"count": 3}})
	c.settled(clusters)
	after := c.want(http.StatusOK, http.MethodGet, clusters, nil).Body.Objs("properties.pools")
	if n, _ := after[0].Int("count"); n != 3 || after[0].Str("eTag") == one.Str("eTag") || after[1].Str("eTag") != other {
		t.Errorf("after a write of one pool: %v", after)
	}
	c.want(http.StatusAccepted, http.MethodDelete, clusters+"/pools/two", nil)
	if n := len(c.settled(clusters).Objs("properties.pools")); n != 1 {
		t.Errorf("%d pools are left", n)
	}
}

// Extension resources hang on any scope, have no state and no etag, and answer a delete with what was.
func TestExtensionResources(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	c.refused(http.StatusNotFound, "ResourceNotFound", http.MethodPut, tables+"/providers/Test.Grants/grants/g1", map[string]any{})
	c.made(tables, nil)
	for _, scope := range []string{"", sub, groupA, tables} {
		path := scope + "/providers/Test.Grants/grants/g1"
		got := c.want(http.StatusCreated, http.MethodPut, path, map[string]any{"properties": map[string]any{"x": 1}})
		if got.Body.Str("id") != path || got.Body.Has("etag") || got.Body.Has("properties.provisioningState") || got.Header.Get("Azure-AsyncOperation") != "" {
			t.Errorf("scope %q: %s", scope, got.Raw)
		}
		c.want(http.StatusOK, http.MethodPut, path, map[string]any{"properties": map[string]any{"x": 1}})
	}
	if n := len(c.want(http.StatusOK, http.MethodGet, groupA+"/providers/Test.Grants/grants", nil).Body.List("value")); n != 2 {
		t.Errorf("the group and what is in it have %d grants, want 2", n)
	}
	del := c.want(http.StatusOK, http.MethodDelete, groupA+"/providers/Test.Grants/grants/g1", nil)
	if del.Body.Str("name") != "g1" {
		t.Errorf("delete answered %s", del.Raw)
	}
	c.want(http.StatusNoContent, http.MethodDelete, groupA+"/providers/Test.Grants/grants/g1", nil)
	c.want(http.StatusAccepted, http.MethodDelete, tables, nil)
	c.want(http.StatusOK, http.MethodGet, tables, nil)
	c.want(http.StatusNotFound, http.MethodGet, tables, nil)
	c.want(http.StatusNotFound, http.MethodGet, tables+"/providers/Test.Grants/grants/g1", nil)
}
