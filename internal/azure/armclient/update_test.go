package armclient

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func getTable(etag, body string) step {
	return step{method: "GET", path: "/routeTables/rt?api-version=v", body: body, header: map[string]string{"ETag": etag}}
}

func putIf(etag string, s step) step {
	s.method, s.path = "PUT", "/routeTables/rt?"
	s.check = func(t *testing.T, req *http.Request, _ string) {
		t.Helper()
		if got := req.Header.Get("If-Match"); got != etag {
			t.Errorf("If-Match is %q, want %q", got, etag)
		}
	}
	return s
}

func addRoute(o Object) (bool, error) {
	return true, o.Set("added", "properties", "routes", "0", "name")
}

// TestUpdateKeepsTheUnknown: what nobody here knows goes back as it came.
func TestUpdateKeepsTheUnknown(t *testing.T) {
	t.Parallel()
	read := `{"etag":"W/\"1\"","young":{"big":12345678901234567890,"dec":1.10,"nul":null,"empty":[]},"properties":{"provisioningState":"Succeeded","routes":[{"name":"old","x":true}]}}`
	want := `{"etag":"W/\"1\"","properties":{"provisioningState":"Succeeded","routes":[{"name":"added","x":true}]},"young":{"big":12345678901234567890,"dec":1.10,"empty":[],"nul":null}}`
	put := putIf(`W/"1"`, step{body: succeeded})
	header := put.check
	put.check = func(t *testing.T, req *http.Request, got string) {
		t.Helper()
		header(t, req, got)
		body(want)(t, req, got)
	}
	b := newBench(t, getTable("", read), put, getTable(`W/"2"`, succeeded))
	o, err := b.Update(t.Context(), table, "v", addRoute)
	if err != nil || o.ETag != `W/"2"` {
		t.Errorf("%+v %v", o, err)
	}
}

func TestUpdateWithoutChange(t *testing.T) {
	t.Parallel()
	b := newBench(t, getTable(`W/"1"`, succeeded))
	o, err := b.Update(t.Context(), table, "v", func(o Object) (bool, error) { return false, o.Set("x", "scratch") })
	if err != nil || o.Has("scratch") || o.ETag != `W/"1"` {
		t.Errorf("%+v %v", o, err)
	}
	refuse := errors.New("a foreign default route")
	b = newBench(t, getTable(`W/"1"`, succeeded))
	if _, err := b.Update(t.Context(), table, "v", func(Object) (bool, error) { return true, refuse }); !errors.Is(err, refuse) {
		t.Errorf("error is %v", err)
	}
}

// TestUpdateStartsOver: each mismatch is a new read and a new computation.
func TestUpdateStartsOver(t *testing.T) {
	t.Parallel()
	routes := `{"properties":{"routes":[{}]}}`
	mismatch := refusal(412, "PreconditionFailed", "m")
	aks := step{status: 409, body: `{"code":"EtagMismatch","message":"m"}`}
	b := newBench(t,
		getTable("1", routes), putIf("1", mismatch), getTable("2", routes), putIf("2", aks),
		getTable("3", routes), putIf("3", step{status: 200, body: routes}), getTable("4", routes))
	calls := 0
	o, err := b.Update(t.Context(), table, "v", func(o Object) (bool, error) { calls++; return addRoute(o) })
	if err != nil || o.ETag != "4" || calls != 3 {
		t.Errorf("%+v %v after %d calls", o, err, calls)
	}
	b.slept(t, 500*time.Millisecond, 750*time.Millisecond)
}

func TestUpdateGivesUp(t *testing.T) {
	t.Parallel()
	routes := `{"properties":{"routes":[{}]}}`
	var steps []step
	for range 6 {
		steps = append(steps, getTable("1", routes), putIf("1", refusal(412, "PreconditionFailed", "m")))
	}
	b := newBench(t, steps...)
	_, err := b.Update(t.Context(), table, "v", addRoute)
	if !IsPreconditionFailed(err) {
		t.Errorf("error is %v", err)
	}
}

// TestUpdateLostAnswer: our own write went through although its answer was
// lost; the mismatch of the second sending leads to a read that shows it.
func TestUpdateLostAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		getTable("1", `{"properties":{"routes":[{}]}}`), putIf("1", step{err: errors.New("reset")}), putIf("1", refusal(412, "PreconditionFailed", "m")),
		getTable("2", `{"properties":{"routes":[{"name":"added"}]}}`))
	o, err := b.Update(t.Context(), table, "v", func(o Object) (bool, error) {
		if o.String("properties", "routes", "0", "name") == "added" {
			return false, nil
		}
		return addRoute(o)
	})
	if err != nil || o.ETag != "2" {
		t.Errorf("%+v %v", o, err)
	}
}

// TestUpdateWaits: a read while somebody's operation is under way is no base,
// and an operation that failed as busy starts over from a new read.
func TestUpdateWaits(t *testing.T) {
	t.Parallel()
	routes := `{"properties":{"provisioningState":"Succeeded","routes":[{}]}}`
	b := newBench(t,
		getTable("1", updating), getTable("2", routes),
		putIf("2", step{status: 200, body: updating, header: map[string]string{"Azure-AsyncOperation": opURL}}),
		step{method: "GET", path: "/operations/", body: `{"status":"Failed","error":{"code":"AnotherOperationInProgress"}}`},
		getTable("3", routes), putIf("3", step{status: 200, body: routes}), getTable("4", routes))
	if _, err := b.Update(t.Context(), table, "v", addRoute); err != nil {
		t.Error(err)
	}
	b.slept(t, sec, sec, 5*sec)
}

// TestUpdateQuery: OData parameters go with the reads, others with the write.
func TestUpdateQuery(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "GET", path: "/rt?%24expand=x&api-version=v", body: `{"properties":{"routes":[{}]}}`},
		step{method: "PUT", path: "/rt?api-version=v&sync=true", body: succeeded},
		step{method: "GET", path: "/rt?api-version=v", body: succeeded})
	if _, err := b.Update(t.Context(), table, "v", addRoute, Query("$expand", "x"), Query("sync", "true")); err != nil {
		t.Error(err)
	}
}

func TestUpdateOfWhatIsGone(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{method: "GET", path: "/rt", status: 404, body: missing})
	_, err := b.Update(t.Context(), table, "v", addRoute)
	if !IsNotFound(err) {
		t.Errorf("error is %v", err)
	}
}

// TestTruth: the GET after a PUT without a clear answer.
func TestTruth(t *testing.T) {
	t.Parallel()
	fault := step{method: "PUT", path: "/rt", status: 500}
	faults := []step{fault, fault, fault, fault}
	get := func(status int, body string) step {
		return step{method: "GET", path: "/rt?", status: status, body: body}
	}
	sent := map[string]any{"location": "WestEurope", "properties": map[string]any{"routes": []any{map[string]any{"name": "r"}}, "none": []any{}}}
	for name, test := range map[string]struct {
		after []step
		err   string
	}{
		"done": {[]step{get(200, `{"location":"westeurope","etag":"e","properties":{"provisioningState":"Succeeded","routes":[{"name":"r","id":"/x"}],"more":1}}`)}, ""},
		"under way, then done": {[]step{
			get(200, `{"location":"westeurope","properties":{"provisioningState":"Updating"}}`),
			get(200, `{"location":"westeurope","properties":{"provisioningState":"Succeeded","routes":[{"name":"r"}]}}`),
		}, ""},
		"not there":     {[]step{get(404, missing)}, "found no resource"},
		"not as sent":   {[]step{get(200, `{"location":"westeurope","properties":{"provisioningState":"Succeeded","routes":[]}}`)}, "without everything that was sent"},
		"other value":   {[]step{get(200, `{"location":"westeurope","properties":{"routes":[{"name":"q"}]}}`)}, "without everything that was sent"},
		"failed":        {[]step{get(200, `{"location":"westeurope","properties":{"provisioningState":"Failed","routes":[{"name":"r"}]}}`)}, "(Failed) without"},
		"not permitted": {[]step{get(403, `{"error":{"code":"AuthorizationFailed"}}`)}, "failed too: forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, append(append([]step{}, faults...), test.after...)...)
			told := 0
			_, err := b.Put(t.Context(), table, "v", sent, OnAccepted(func(Object) { told++ }))
			if test.err == "" {
				if err != nil || told != 1 {
					t.Errorf("%v, told %d times", err, told)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.err) || ClassOf(err) != Server || !MayHaveTakenEffect(err) || told != 0 {
				t.Errorf("error is %v, told %d times", err, told)
			}
		})
	}
}
