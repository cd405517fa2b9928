package protocol

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestData(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	w.create(thing{Name: "a"})
	if d := h.ReadData("toy_lookup", map[string]any{"name": "a"}).Must(); d.At("id") != "a-1" || d.Deferred {
		t.Errorf("%v", d.Values)
	}
	if d := h.ReadData("toy_lookup", map[string]any{"name": Unknown}).Must(); d.At("id") != Unknown || !d.Deferred {
		t.Errorf("%v", d.Values)
	}
	h.ReadData("toy_lookup", map[string]any{"name": "none"}).WantError("name", "Not found")
	h.ValidateData("toy_lookup", map[string]any{}).WantError("name", "Missing")
}

func TestEphemeral(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	e := h.Open("toy_token", map[string]any{"for": "me"}).Must()
	if e.At("token") != "t-me" || !e.RenewAt.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%v until %s", e.Values, e.RenewAt)
	}
	e.Renew().Must()
	e.Close().Must()
	if diff := cmp.Diff([]string{"configure  1.11.4", "renew 0", "close 1"}, w.log); diff != "" {
		t.Error(diff)
	}
	if e := h.Open("toy_token", map[string]any{"for": Unknown}).Must(); !e.Deferred || e.At("token") != Unknown {
		t.Errorf("%v", e.Values)
	}
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		h.Open("toy_token", map[string]any{"for": Unknown}).Close()
	})
	wantFailure(t, failures, "toy_token is not open")
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	h, _ := start(t, Options{})
	cases := map[string]struct {
		args []any
		want any
	}{
		"joined":    {[]any{"-", "a", "b"}, "a-b"},
		"null":      {[]any{nil, "a", "b"}, "ab"},
		"unknown":   {[]any{"-", Unknown}, Unknown},
		"none left": {[]any{"-"}, ""},
	}
	for name, c := range cases {
		if got := h.Call("join", c.args...).Must().Value; got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	r := h.Call("join", "-", "a", "")
	r.WantError("[2]", "a part is empty")
	if r.Argument != 2 {
		t.Errorf("argument %d", r.Argument)
	}
	h.Call("join", "-", nil).WantError("[1]", "must not be null")
	failures := failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		h.Call("counter")
	})
	wantFailure(t, failures, "calling counter: Provider function returned an inconsistent result")
	failures = failuresOf(t, func(t testing.TB) {
		h, _ := start(t, Options{})
		h.Call("join", 5)
	})
	wantFailure(t, failures, "argument 0 (separator): string is wanted, not int")
}

func TestList(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	for _, name := range []string{"a", "b", "a"} {
		w.create(thing{Name: name})
	}
	l := h.List("toy_thing", map[string]any{"prefix": "a"}, ListOptions{IncludeResource: true}).Must()
	if len(l.Results) != 2 || l.Results[1].Identity["id"] != "a-3" || l.Results[0].Resource["name"] != "a" || l.Results[0].DisplayName != "a" {
		t.Errorf("%+v", l.Results)
	}
	l = h.List("toy_thing", nil, ListOptions{Limit: 2}).Must()
	if len(l.Results) != 2 || l.Results[0].Resource != nil {
		t.Errorf("%+v", l.Results)
	}
}

func TestAction(t *testing.T) {
	t.Parallel()
	h, w := start(t, Options{})
	w.create(thing{Name: "a"})
	i := h.Invoke("toy_poke", map[string]any{"id": "a-1", "times": 2}).Must()
	if diff := cmp.Diff([]string{"poke 1", "poke 2"}, i.Progress); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a-1"}, w.pokes); diff != "" {
		t.Error(diff)
	}
	h.Invoke("toy_poke", map[string]any{"id": "none"}).WantError("id", "Not found")
	h.Invoke("toy_poke", map[string]any{"id": Unknown}).Must()
	if len(w.pokes) != 1 {
		t.Errorf("an action with an unknown configuration was invoked: %v", w.pokes)
	}
}

func TestMisuseNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		run  func(h *Harness)
		want string
	}{
		"resource":  {func(h *Harness) { h.Resource("toy_none", "x") }, "the provider has no resource toy_none; it has [toy_box toy_thing]"},
		"data":      {func(h *Harness) { h.ReadData("toy_none", nil) }, "no data source toy_none; it has [toy_lookup]"},
		"function":  {func(h *Harness) { h.Call("none") }, "no function none; it has [counter join]"},
		"path":      {func(h *Harness) { h.ReadData("toy_lookup", map[string]any{"name": Unknown}).At("x.y") }, "leads nowhere"},
		"no object": {func(h *Harness) { h.Resource("toy_thing", "x").At("id") }, "toy_thing.x has no object in the state"},
		"taint":     {func(h *Harness) { h.Resource("toy_thing", "x").Taint() }, "toy_thing.x has no object in the state"},
		"identity":  {func(h *Harness) { h.Resource("toy_box", "x").ImportIdentity(nil) }, "toy_box has no identity schema"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failures := failuresOf(t, func(t testing.TB) {
				h, _ := start(t, Options{})
				c.run(h)
			})
			wantFailure(t, failures, c.want)
		})
	}
}
