package survey_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// recording answers GETs with what an Azure once answered.
type recording map[string]string

func (r recording) Do(request *http.Request) (*http.Response, error) {
	status, text := http.StatusOK, r[strings.ToLower(request.URL.Path)]
	if text == "" {
		status, text = http.StatusNotFound, `{"error": {"code": "ResourceNotFound", "message": "gone"}}`
	}
	return &http.Response{StatusCode: status, Request: request, Body: io.NopCloser(strings.NewReader(text)), Header: http.Header{"Content-Type": {"application/json"}}}, nil
}

func (r recording) read(t *testing.T) *survey.Reading {
	t.Helper()
	client, err := armclient.New(armclient.Options{Transport: r, Clock: &clock{}})
	if err != nil {
		t.Fatal(err)
	}
	return survey.New(client).Read(context.Background(), survey.Scope{Subnets: []armid.ID{nodes()}})
}

// record keeps every object that a survey of the hub and its spoke reads.
func record(t *testing.T) recording {
	t.Helper()
	w := hubAndSpoke(t)
	r := recording{}
	for _, id := range []armid.ID{
		spoke("virtualNetworks", "spoke"), spoke("routeTables", "rt"), spoke("networkSecurityGroups", "nsg"), hub("virtualNetworks", "hub"), hub("azureFirewalls", "fw"),
		hub("firewallPolicies", "policy"), hub("firewallPolicies", "base"), hub("firewallPolicies", "policy").Child("ruleCollectionGroups", "aks"),
		hub("firewallPolicies", "base").Child("ruleCollectionGroups", "common"), hub("ipGroups", "spokes"), hub("publicIPAddresses", "pip"),
	} {
		o, err := w.client.Get(w.Context(), id, version)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(o.Body)
		if err != nil {
			t.Fatal(err)
		}
		r[id.Key()] = string(text)
	}
	return r
}

// spots counts the values in a JSON value, and puts junk at one of them.
func spots(v any, at *int, junk any) any {
	*at--
	if *at == 0 {
		return junk
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			v[name] = spots(v[name], at, junk)
		}
	case []any:
		for i := range v {
			v[i] = spots(v[i], at, junk)
		}
	}
	return v
}

// TestGarbage: an answer with junk anywhere in it never changes a verdict into another definite one.
func TestGarbage(t *testing.T) {
	t.Parallel()
	intact := record(t)
	paths := slices.Sorted(maps.Keys(intact))
	want := judge(t, intact.read(t), flows...)
	if diff := cmp.Diff([]egress.Status{egress.Allowed, egress.Denied, egress.Denied}, want); diff != "" {
		t.Fatal(diff)
	}
	changed := 0
	rapid.Check(t, func(rt *rapid.T) {
		path := rapid.SampledFrom(paths).Draw(rt, "object")
		var body any
		if err := json.Unmarshal([]byte(intact[path]), &body); err != nil {
			rt.Fatal(err)
		}
		count := -1
		at := count
		spots(body, &at, nil)
		total := count - at
		spot := rapid.IntRange(1, total).Draw(rt, "spot")
		junk := rapid.SampledFrom([]any{7.0, []any{[]any{}}, map[string]any{"x": 1.0}, "#garbage#", []any{"#"}}).Draw(rt, "junk")
		body = spots(body, &spot, junk)
		text, err := json.Marshal(body)
		if err != nil {
			rt.Fatal(err)
		}
		broken := maps.Clone(intact)
		broken[path] = string(text)
		got := judge(t, broken.read(t), flows...)
		for i := range want {
			if got[i] != want[i] && got[i] != egress.Indeterminate {
				rt.Fatalf("flow %d is %s, was %s, by %s", i, got[i], want[i], text)
			}
			if got[i] != want[i] {
				changed++
			}
		}
	})
	if changed == 0 {
		t.Error("no junk changed a verdict, so nothing was tested")
	}
}
