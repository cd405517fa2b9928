package armemu_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

func TestGroupIsSynchronous(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	a := c.want(201, http.MethodPut, groupA, map[string]any{"location": "West Europe", "tags": map[string]any{"a": "b"}})
	if a.Body.Str("properties.provisioningState") != "Succeeded" || a.Body.Has("etag") || a.Header.Get("Azure-AsyncOperation") != "" {
		t.Errorf("%v %s", a.Header, a.Raw)
	}
	c.want(200, http.MethodPut, groupA, map[string]any{"location": "westeurope"})
	if p := c.want(200, http.MethodPatch, groupA, map[string]any{"tags": map[string]any{"c": "d"}}).Body; p.Str("tags.c") != "d" || p.Has("tags.a") {
		t.Errorf("after PATCH: %v", p)
	}
}

// A group's delete polls by Location alone, takes everything with it in dependency order, and refuses writes meanwhile.
func TestGroupDeleteCascades(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := invented(t, armemu.Options{Clock: clock, TimeScale: 1})
	c.want(201, http.MethodPut, tables, map[string]any{"location": netsWest})
	clock.Advance(time.Minute)
	c.want(201, http.MethodPut, nets, map[string]any{"location": netsWest, "properties": map[string]any{"segments": []any{segmentBody("s", tables)}}})
	clock.Advance(time.Minute)
	c.want(201, http.MethodPut, gates, map[string]any{"location": netsWest, "properties": map[string]any{"addresses": []any{map[string]any{"name": "m", "properties": map[string]any{"segment": idRef(nets + "/segments/s")}}}}})
	c.want(201, http.MethodPut, groupA+"/providers/Test.Grants/grants/x", map[string]any{})

	del := c.want(202, http.MethodDelete, groupA, nil)
	location := del.Header.Get("Location")
	if del.Header.Get("Azure-AsyncOperation") != "" || location == "" {
		t.Fatalf("headers %v", del.Header)
	}
	if s := c.want(200, http.MethodGet, groupA, nil).Body.Str("properties.provisioningState"); s != "Deleting" {
		t.Errorf("state %s", s)
	}
	c.refused(409, "ResourceGroupBeingDeleted", http.MethodPut, nets, map[string]any{"location": netsWest})
	c.refused(409, "ResourceGroupBeingDeleted", http.MethodPut, groupA, map[string]any{"location": netsWest})
	if again := c.want(202, http.MethodDelete, groupA, nil).Header.Get("Location"); again != location {
		t.Errorf("a second DELETE is another operation: %.150s", again)
	}
	if next := c.want(202, http.MethodGet, location, nil).Header.Get("Location"); next != location {
		t.Errorf("the poll leads to %.150s", next)
	}
	clock.Advance(time.Hour)
	c.want(200, http.MethodGet, location, nil)
	c.refused(404, "ResourceGroupNotFound", http.MethodGet, nets, nil)
	ids, err := c.IDs()
	if err != nil || len(ids) != 0 {
		t.Errorf("left: %v, %v", ids, err)
	}
}

// What another group still uses blocks the deletion; everything else is gone.
func TestGroupDeleteIsBlockedFromOutside(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	groupB := strings.Replace(groupA, "rg-a", "rg-b", 1)
	c.group(groupB)
	c.made(tables, nil)
	c.made(policies, nil)
	outside := strings.Replace(nets, "rg-a", "rg-b", 1)
	c.made(outside, map[string]any{"segments": []any{segmentBody("s", tables)}})
	location := c.want(202, http.MethodDelete, groupA, nil).Header.Get("Location")
	c.want(202, http.MethodGet, location, nil)
	blocked := c.refused(409, "ResourceGroupDeletionBlocked", http.MethodGet, location, nil)
	if !strings.Contains(blocked.Raw, "InUseTable") {
		t.Errorf("reason %s", blocked.Raw)
	}
	c.want(404, http.MethodGet, policies, nil)
	c.want(200, http.MethodGet, tables, nil)
	if s := c.want(200, http.MethodGet, groupA, nil).Body.Str("properties.provisioningState"); s != "Succeeded" {
		t.Errorf("the blocked group is %s", s)
	}
	c.want(202, http.MethodDelete, outside, nil)
	c.settledGone(outside)
	c.want(202, http.MethodDelete, groupA, nil)
	c.settledGone(groupA)
}

// settledGone looks twice: in progress, then not found.
func (c *client) settledGone(path string) {
	c.Helper()
	c.want(200, http.MethodGet, path, nil)
	c.want(404, http.MethodGet, path, nil)
}
