package armemu_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// model is what a sequence of accepted writes must have led to: which resources exist, and what each segment refers to.
type model struct {
	segments map[string]map[string]string // net -> segment -> table, "" for none
	tables   map[string]bool
}

// Random writes, reads, and steps of the clock against a model: what was accepted is there, once, in lists, by GET and in back
// references; what is used cannot go; etags change with every change and only then; no answer is a server error.
func TestRandomWritesAgainstAModel(t *testing.T) {
	t.Parallel()
	registry := testTypes(t)
	rapid.Check(t, func(rt *rapid.T) {
		clock := armemu.NewManualClock(start)
		scale := rapid.SampledFrom([]float64{0, 1}).Draw(rt, "scale")
		e, err := armemu.New(armemu.Options{Types: registry, Clock: clock, TimeScale: scale, PageSize: 2})
		if err != nil {
			rt.Fatal(err)
		}
		c := &client{T: t, Emulator: e, base: "https://emulator.test", header: http.Header{}}
		c.group(groupA)
		m := model{segments: map[string]map[string]string{}, tables: map[string]bool{}}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			step(rt, c, &m)
			if rapid.Bool().Draw(rt, "wait") {
				if err := e.FinishAll(); err != nil {
					rt.Fatal(err)
				}
			}
			clock.Advance(time.Duration(rapid.IntRange(0, 20).Draw(rt, "seconds")) * time.Second)
		}
		if err := e.FinishAll(); err != nil {
			rt.Fatal(err)
		}
		m.check(rt, c)
	})
}

func netPath(n string) string   { return groupA + "/providers/Test.Network/nets/" + n }
func tablePath(n string) string { return groupA + "/providers/Test.Network/tables/" + n }

// step does one write and, if it was accepted, does it to the model too.
func step(rt *rapid.T, c *client, m *model) {
	name := rapid.SampledFrom([]string{"a", "b", "C"})
	net, seg, tab := name.Draw(rt, "net"), name.Draw(rt, "segment"), name.Draw(rt, "table")
	upper := rapid.Bool().Draw(rt, "upper")
	send := func(method, path string, body any) answer {
		if upper {
			path = strings.ToUpper(path)
		}
		a := c.call(method, path, body)
		if a.Status >= 500 || a.Status < 200 {
			rt.Fatalf("%s %s: %d %s", method, path, a.Status, a.Raw)
		}
		return a
	}
	ok := func(a answer) bool { return a.Status < 300 && a.Status != 204 }
	switch rapid.IntRange(0, 5).Draw(rt, "what") {
	case 0:
		if ok(send(http.MethodPut, tablePath(tab), map[string]any{"location": netsWest, "properties": map[string]any{"n": rapid.IntRange(0, 2).Draw(rt, "n")}})) {
			m.tables[strings.ToLower(tab)] = true
		}
	case 1:
		if ok(send(http.MethodDelete, tablePath(tab), nil)) {
			delete(m.tables, strings.ToLower(tab))
		}
	case 2:
		if ok(send(http.MethodPut, netPath(net), map[string]any{"location": netsWest})) && m.segments[strings.ToLower(net)] == nil {
			m.segments[strings.ToLower(net)] = map[string]string{}
		}
	case 3:
		if ok(send(http.MethodDelete, netPath(net), nil)) {
			delete(m.segments, strings.ToLower(net))
		}
	case 4:
		use := rapid.Bool().Draw(rt, "use")
		body, table := map[string]any{"properties": map[string]any{}}, ""
		if use {
			body, table = map[string]any{"properties": map[string]any{"table": idRef(tablePath(tab))}}, strings.ToLower(tab)
		}
		if ok(send(http.MethodPut, netPath(net)+"/segments/"+seg, body)) {
			m.segments[strings.ToLower(net)][strings.ToLower(seg)] = table
		}
	case 5:
		if ok(send(http.MethodDelete, netPath(net)+"/segments/"+seg, nil)) {
			delete(m.segments[strings.ToLower(net)], strings.ToLower(seg))
		}
	}
}

// check compares the whole store with the model, through the wire.
func (m *model) check(rt *rapid.T, c *client) {
	users := map[string][]string{}
	var wantNets []string
	for net, segments := range m.segments {
		wantNets = append(wantNets, net)
		got := c.want(http.StatusOK, http.MethodGet, netPath(net), nil)
		var names, want []string
		for _, s := range got.Body.Objs("properties.segments") {
			names = append(names, strings.ToLower(s.Str("name")))
			if s.Str("properties.provisioningState") != "Succeeded" || s.Str("etag") != got.Body.Str("etag") {
				rt.Fatalf("segment of a settled net: %v", s)
			}
		}
		for s, table := range segments {
			want = append(want, s)
			if table != "" {
				users[table] = append(users[table], net+"/"+s)
			}
		}
		sort.Strings(names)
		sort.Strings(want)
		if diff := cmp.Diff(want, names); diff != "" {
			rt.Fatalf("segments of %s (-want +got):\n%s", net, diff)
		}
	}
	if diff := cmp.Diff(sorted(wantNets), lower(c.names(groupA+"/providers/Test.Network/nets?api-version=2025-05-01"))); diff != "" {
		rt.Fatalf("nets (-want +got):\n%s", diff)
	}
	for table := range m.tables {
		var got []string
		for _, s := range c.want(http.StatusOK, http.MethodGet, tablePath(table), nil).Body.Objs("properties.segments") {
			parts := strings.Split(strings.ToLower(s.Str("id")), "/")
			got = append(got, parts[len(parts)-3]+"/"+parts[len(parts)-1])
		}
		if diff := cmp.Diff(sorted(users[table]), sorted(got)); diff != "" {
			rt.Fatalf("users of table %s (-want +got):\n%s", table, diff)
		}
	}
}

func sorted(in []string) []string { out := append([]string{}, in...); sort.Strings(out); return out }

func lower(in []string) []string {
	out := []string{}
	for _, s := range in {
		out = append(out, strings.ToLower(s))
	}
	return sorted(out)
}

// An etag changes with every accepted change and with nothing else.
func TestETagsFollowChanges(t *testing.T) {
	t.Parallel()
	c := invented(t, armemu.Options{})
	seen := map[string]bool{}
	last := c.made(tables, map[string]any{"n": 0}).Str("etag")
	for i := range 20 {
		before := last
		n := i / 2 // every other PUT says the same again
		c.want(http.StatusOK, http.MethodPut, tables, map[string]any{"location": netsWest, "properties": map[string]any{"n": n}})
		last = c.settled(tables).Str("etag")
		changed := i%2 == 0 && n != 0
		if (last != before) != changed || changed && seen[last] {
			t.Errorf("PUT %d: etag %s, then %s", i, before, last)
		}
		seen[last] = true
	}
}

// Whatever comes in, something sensible goes out, and the emulator goes on.
func FuzzServeHTTP(f *testing.F) {
	f.Add("PUT", vnetA+"?api-version=2025-05-01", `{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"a","properties":{"addressPrefix":"10.0.0.0/24","routeTable":{"id":"/x"}}}]}}`)
	f.Add("PUT", vnetA+"/subnets/s?api-version=2025-05-01", `{"properties":{"addressPrefixes":[1,null,{}]}}`)
	f.Add("PATCH", groupA+"?api-version=2025-05-01", `{"tags":{"a":null}}`)
	f.Add("GET", sub+"/resources?api-version=2025-05-01&$filter=name%20eq%20'a'%20and%20", "")
	f.Add("GET", "/subscriptions//providers/providers/providers?api-version=2025-05-01", "")
	f.Add("DELETE", vnetA+"/providers/Microsoft.Network/virtualNetworks/x?api-version=2025-05-01", "")
	f.Fuzz(func(t *testing.T, method, target, body string) {
		e, err := armemu.New(armemu.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{groupA, vnetA} {
			if err := seed(e, p); err != nil {
				t.Fatal(err)
			}
		}
		req, err := http.NewRequestWithContext(t.Context(), method, "https://emulator.test"+target, strings.NewReader(body))
		if err != nil {
			return
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, req)
		if w.Code >= 500 || w.Code < 200 {
			t.Errorf("%s %s: %d %s", method, target, w.Code, w.Body)
		}
		if _, err := e.IDs(); err != nil {
			t.Error(err)
		}
	})
}

func seed(e *armemu.Emulator, path string) error {
	req, err := http.NewRequest(http.MethodPut, "https://emulator.test"+path+"?api-version=2025-05-01", strings.NewReader( //nolint:noctx // a helper of a fuzz target
		`{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}`))
	if err != nil {
		return err
	}
	resp, err := e.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		return fmt.Errorf("seeding %s: %s", path, resp.Status)
	}
	return e.FinishAll()
}

// Two emulators on one state file, as two provider processes are: what one accepts the other sees, and each write meets the locks of
// the other.
func TestEmulatorsShareAStateFile(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/state.json"
	a, b := newClient(t, armemu.Options{StateFile: file}), newClient(t, armemu.Options{StateFile: file})
	a.group(groupA)
	a.want(201, http.MethodPut, vnetA, network("10.0.0.0/16"))
	b.refused(409, "AnotherOperationInProgress", http.MethodPut, vnetA+"/subnets/s", subnet("s", "10.0.0.0/24"))
	done := make(chan string, 20)
	for i := range 20 {
		c := []*client{a, b}[i%2]
		go func() {
			path := fmt.Sprintf("%s/subnets/s%d", vnetA, i)
			for range 1000 {
				resp := c.call(http.MethodPut, path, subnet("", fmt.Sprintf("10.0.%d.0/24", i)))
				if resp.Status == 201 {
					done <- ""
					return
				}
				if resp.Status != 409 {
					done <- resp.Raw
					return
				}
			}
			done <- "never accepted"
		}()
	}
	for range 20 {
		if problem := <-done; problem != "" {
			t.Error(problem)
		}
	}
	if err := b.FinishAll(); err != nil {
		t.Fatal(err)
	}
	got, err := a.Resource(vnetA)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, s := range got.Objs("properties.subnets") {
		names[s.Str("name")] = true
		if s.Str("properties.provisioningState") != "Succeeded" {
			t.Errorf("%v", s)
		}
	}
	if len(names) != 20 {
		t.Errorf("%d subnets, want 20", len(names))
	}
}

// A state file that breaks while the emulator runs is reported as the emulator's own fault, never as a missing resource.
func TestBrokenStateFileIsNoMissingResource(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/state.json"
	c := newClient(t, armemu.Options{StateFile: file})
	c.group(groupA)
	overwrite(t, file, `{"format":"udr-emulator-state","version":1,`)
	c.refused(501, "EmulatorBroken", http.MethodGet, groupA, nil)
	if err := c.View(func(armtypes.View) {}); err == nil {
		t.Error("View of a broken file succeeded")
	}
}
