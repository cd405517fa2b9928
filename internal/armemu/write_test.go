package armemu_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

const netsWest = "westeurope"

func segmentBody(name string, tableID string) map[string]any {
	p := map[string]any{}
	if tableID != "" {
		p["table"] = idRef(tableID)
	}
	return map[string]any{"name": name, "properties": p}
}

// Back references are computed: from embedded children, and to the element that holds the reference.
func TestBackReferences(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	c.made(tables, nil)
	c.made(nets, map[string]any{"segments": []any{segmentBody("s", strings.ToUpper(tables)), segmentBody("free", "")}})
	c.made(gates, map[string]any{
		"addresses":  []any{map[string]any{"name": "main", "properties": map[string]any{"segment": idRef(nets + "/segments/s")}}},
		"management": map[string]any{"name": "side", "properties": map[string]any{}},
	})
	table := c.want(http.StatusOK, http.MethodGet, tables, nil).Body
	if diff := cmp.Diff([]any{idRef(nets + "/segments/s")}, table.List("properties.segments")); diff != "" {
		t.Errorf("segments of the table (-want +got):\n%s", diff)
	}
	segment := c.want(http.StatusOK, http.MethodGet, nets+"/segments/s", nil).Body
	if diff := cmp.Diff([]any{idRef(gates + "/addresses/main")}, segment.List("properties.users")); diff != "" {
		t.Errorf("users of the segment (-want +got):\n%s", diff)
	}
	if got := segment.Str("properties.table.id"); got != strings.ToUpper(tables) {
		t.Errorf("the reference is echoed as %s, want it as it was written", got)
	}
	gate := c.want(http.StatusOK, http.MethodGet, gates, nil).Body
	main, side := gate.Objs("properties.addresses")[0], gate.Obj("properties.management")
	if main.Str("id") != gates+"/addresses/main" || side.Str("id") != gates+"/addresses/side" || side.Str("etag") != gate.Str("etag") || side.Str("properties.provisioningState") != "Succeeded" {
		t.Errorf("addresses of the gate: %v, %v", main, side)
	}
	// A read-modify-write that echoes read-only members changes nothing.
	again := c.want(http.StatusOK, http.MethodPut, tables, table)
	if again.Body.Str("etag") != table.Str("etag") {
		t.Errorf("writing back what was read changed the etag: %s", again.Raw)
	}
	c.refused(http.StatusBadRequest, "InUseTable", http.MethodDelete, tables, nil)
	c.refused(http.StatusBadRequest, "InUseSegment", http.MethodDelete, nets+"/segments/s", nil)
	c.refused(http.StatusBadRequest, "InUseSegment", http.MethodPut, nets, map[string]any{"location": netsWest, "properties": map[string]any{"segments": []any{segmentBody("free", "")}}})
	c.want(http.StatusAccepted, http.MethodDelete, nets+"/segments/free", nil)
}

func TestReferences(t *testing.T) {
	t.Parallel()
	clock := armemu.NewManualClock(start)
	c := invented(t, armemu.Options{Clock: clock, TimeScale: 1})
	far := groupA + "/providers/Test.Network/tables/far"
	c.want(http.StatusCreated, http.MethodPut, far, map[string]any{"location": "northeurope"})
	c.want(http.StatusCreated, http.MethodPut, nets, map[string]any{"location": netsWest})
	clock.Advance(time.Hour)
	put := func(ref any) (string, string, any) {
		return http.MethodPut, nets + "/segments/s", map[string]any{"properties": map[string]any{"table": ref}}
	}
	for name, tt := range map[string]struct {
		ref          any
		code, detail string
	}{
		"missing":        {idRef(tables), "InvalidResourceReference", ""},
		"other region":   {idRef(far), "InvalidResourceReference", ""},
		"no id":          {map[string]any{}, "InvalidRequestFormat", "MissingJsonReferenceId"},
		"not an id":      {idRef("x"), "InvalidRequestFormat", "InvalidJsonReferenceFormat"},
		"another type":   {idRef(nets), "InvalidRequestFormat", "InvalidJsonReferenceFormat"},
		"not a string":   {map[string]any{"id": 5}, "InvalidRequestFormat", "InvalidJson"},
		"other provider": {idRef(groupA + "/providers/X.Y/tables/t"), "InvalidRequestFormat", "InvalidJsonReferenceFormat"},
	} {
		method, path, body := put(tt.ref)
		a := c.refused(http.StatusBadRequest, tt.code, method, path, body)
		if d := a.Body.Objs("error.details"); tt.detail != "" && (len(d) != 1 || d[0].Str("code") != tt.detail) {
			t.Errorf("%s: %s", name, a.Raw)
		}
	}
	c.want(http.StatusCreated, http.MethodPut, tables, map[string]any{"location": netsWest})
	method, path, body := put(idRef(tables))
	busy := c.refused(http.StatusTooManyRequests, "RetryableError", method, path, body)
	if busy.Header.Get("Retry-After") == "" {
		t.Errorf("429 without Retry-After")
	}
	clock.Advance(time.Hour)
	c.want(http.StatusCreated, method, path, body)
	// A write of the segment holds the table: a write there meets 409, another segment's write in the same net as well.
	c.refused(http.StatusConflict, "AnotherOperationInProgress", http.MethodPut, tables, map[string]any{"location": netsWest, "properties": map[string]any{"x": 1}})
	other := groupA + "/providers/Test.Network/nets/other"
	c.want(http.StatusCreated, http.MethodPut, other, map[string]any{"location": netsWest})
	clock.Advance(time.Hour)
	c.want(http.StatusOK, http.MethodPut, nets+"/segments/s", map[string]any{"properties": map[string]any{"table": idRef(tables), "x": 1}})
	held := c.refused(http.StatusTooManyRequests, "RetryableError", http.MethodPut, other+"/segments/s", map[string]any{"properties": map[string]any{"table": idRef(tables)}})
	if d := held.Body.Objs("error.details")[0].Str("code"); d != "RetryableErrorDueToAnotherOperation" {
		t.Errorf("detail %s", d)
	}
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	etag := c.made(tables, nil).Str("etag")
	bare := c.made(policies, nil).Str("etag")
	body := func(n int) any { return map[string]any{"location": netsWest, "properties": map[string]any{"n": n}} }
	for i, tt := range []struct {
		path, header, value string
		status              int
	}{
		{tables, "If-Match", `W/"00000000-0000-0000-0000-000000000000"`, 412},
		{tables, "If-None-Match", "*", 412},
		{tables, "If-Match", etag, 200},
		{tables, "If-Match", "*", 200},
		{policies, "If-Match", bare, 200},
		{policies, "If-Match", `"` + bare + `"`, 412}, // changed by the write before
		{tables + "x", "If-Match", "*", 412},
		{tables + "x", "If-None-Match", "*", 201},
	} {
		c.header = http.Header{tt.header: {tt.value}}
		a := c.want(tt.status, http.MethodPut, tt.path, body(i))
		if tt.status == 412 && a.code() != "PreconditionFailed" {
			t.Errorf("%d: code %s", i, a.code())
		}
		c.header = http.Header{}
		if tt.status != 412 {
			c.settled(tt.path)
		}
	}
	c.header = http.Header{"If-Match": {etag}}
	c.refused(412, "PreconditionFailed", http.MethodDelete, tables, nil)
}

// A child document takes its parent: two rules of one policy cannot be written at a time.
func TestChildDocuments(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	c.refused(http.StatusNotFound, "ParentResourceNotFound", http.MethodPut, policies+"/rules/r", map[string]any{})
	c.refused(http.StatusNotFound, "ResourceNotFound", http.MethodGet, policies+"/rules/r", nil)
	c.refused(http.StatusNotFound, "ResourceNotFound", http.MethodGet, policies+"/rules", nil)
	c.made(policies, nil)
	c.want(http.StatusCreated, http.MethodPut, strings.ToUpper(policies)+"/RULES/r", map[string]any{})
	c.refused(http.StatusConflict, "AnotherOperationInProgress", http.MethodPut, policies+"/rules/q", map[string]any{})
	got := c.settled(policies + "/rules/r")
	if got.Str("id") != policies+"/rules/r" || got.Str("type") != policyType+"/rules" {
		t.Errorf("rule %v", got)
	}
	if n := len(c.want(http.StatusOK, http.MethodGet, policies+"/rules", nil).Body.List("value")); n != 1 {
		t.Errorf("%d rules", n)
	}
	c.want(http.StatusAccepted, http.MethodDelete, policies, nil)
	c.want(http.StatusOK, http.MethodGet, policies, nil)
	c.refused(http.StatusNotFound, "ResourceNotFound", http.MethodGet, policies+"/rules/r", nil)
}

func TestPatchReplacesTags(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	before := c.made(tables, map[string]any{"entries": []any{map[string]any{"name": "e", "properties": map[string]any{"hits": 99}}}})
	if n, _ := before.Objs("properties.entries")[0].Int("properties.hits"); n != 7 {
		t.Errorf("a read-only value was taken from the client: %v", before)
	}
	got := c.want(http.StatusOK, http.MethodPatch, tables, map[string]any{"tags": map[string]any{"a": "1"}})
	if diff := cmp.Diff(map[string]any{"a": "1"}, got.Body["tags"]); diff != "" || got.Body.Str("etag") == before.Str("etag") {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	c.want(http.StatusOK, http.MethodPut, tables, map[string]any{"location": netsWest, "properties": map[string]any{"entries": []any{map[string]any{"name": "E"}}}})
	after := c.settled(tables)
	if n, _ := after.Objs("properties.entries")[0].Int("properties.hits"); n != 7 || after.Has("tags") {
		t.Errorf("a PUT replaces tags and keeps read-only values of elements: %v", after)
	}
	c.made(gates, nil)
	long := c.want(http.StatusOK, http.MethodPatch, gates, map[string]any{"tags": map[string]any{"a": "1"}})
	if long.Header.Get("Azure-AsyncOperation") == "" || long.Body.Str("properties.provisioningState") != "Updating" {
		t.Errorf("a long-running PATCH: %v %s", long.Header, long.Raw)
	}
	c.refused(http.StatusMethodNotAllowed, "HttpMethodNotSupported", http.MethodPatch, nets+"/segments/s", map[string]any{})
	c.refused(http.StatusBadRequest, "InvalidRequestContent", http.MethodPatch, tables, map[string]any{"tags": map[string]any{"a": 1}})
}

func TestActions(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	c.refused(http.StatusNotFound, "ResourceNotFound", http.MethodPost, clusters+"/listSecrets", nil)
	c.made(clusters, nil)
	if got := c.want(http.StatusOK, http.MethodPost, clusters+"/LISTSECRETS", map[string]any{"suffix": "!"}).Body.Str("secret"); got != "c!" {
		t.Errorf("secret %q", got)
	}
	c.refused(http.StatusConflict, "NoUpgrade", http.MethodGet, clusters+"/upgrades/default", nil)
	c.refused(http.StatusMethodNotAllowed, "HttpMethodNotSupported", http.MethodGet, clusters+"/listSecrets", nil)
	c.refused(http.StatusNotFound, "InvalidResourceType", http.MethodPost, clusters+"/unknown", nil)
	stop := c.want(http.StatusAccepted, http.MethodPost, clusters+"/stop", nil)
	c.refused(http.StatusConflict, "OperationNotAllowed", http.MethodDelete, clusters, nil)
	got := c.want(http.StatusOK, http.MethodGet, clusters, nil).Body
	if got.Str("properties.power") != "Stopped" || got.Str("properties.provisioningState") != "Succeeded" {
		t.Errorf("after stop: %v", got)
	}
	c.want(http.StatusNoContent, http.MethodGet, stop.Header.Get("Location"), nil)
	at := c.want(http.StatusOK, http.MethodGet, sub+"/providers/test.clusters/locations/West%20Europe/versions", nil)
	if at.Body.Str("location") != "westeurope" {
		t.Errorf("action of a location: %s", at.Raw)
	}
}

// Several mistakes make one answer: the first as the error, the others as details.
func TestAllMistakesAreReported(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	a := c.refused(http.StatusBadRequest, "Bad", http.MethodPut, clusters, map[string]any{"location": netsWest, "properties": map[string]any{"bad": true}})
	if a.Body.Has("error") {
		t.Errorf("AKS errors are not wrapped: %s", a.Raw)
	}
	d := newClient(t, armemu.Options{})
	d.group(groupA)
	b := d.refused(http.StatusBadRequest, "InvalidCIDRNotation", http.MethodPut, vnetA, network("10.0.0.1/16", subnet("a", "x")))
	if len(b.Body.Objs("error.details")) == 0 || b.Body.Objs("error.details")[0].Str("code") != "InvalidAddressPrefixFormat" {
		t.Errorf("details: %s", b.Raw)
	}
}

// A resource that failed stays, readable, and the same PUT repairs it.
func TestChange(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	c.made(tables, nil)
	if err := c.Edit(tables, func(b armtypes.Object) { b.Set("properties.provisioningState", "Failed") }); err != nil {
		t.Fatal(err)
	}
	c.made(nets, nil)
	c.refused(http.StatusBadRequest, "ReferencedResourceNotProvisioned", http.MethodPut, nets+"/segments/s", map[string]any{"properties": map[string]any{"table": idRef(tables)}})
	a := c.want(http.StatusOK, http.MethodPut, tables, map[string]any{"location": netsWest})
	if a.Body.Str("properties.provisioningState") != "Updating" {
		t.Errorf("a PUT of a failed resource is not idempotent: %s", a.Raw)
	}
}
