package main

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCriticalPath(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	op := func(name, resource string, start, end int, holds ...string) operation {
		at := func(s int) time.Time { return began.Add(time.Duration(s) * time.Second) }
		return operation{name: name, resource: resource, holds: append(holds, name), start: at(start), end: at(end)}
	}
	for name, test := range map[string]struct {
		operations []operation
		depends    map[string][]string
		seconds    int
		path       []string
	}{
		"nothing":                             {},
		"at once":                             {[]operation{op("a", "x", 0, 10), op("b", "y", 0, 7)}, nil, 10, []string{"a"}},
		"one after the other without a need":  {[]operation{op("a", "x", 0, 10), op("b", "y", 10, 17)}, nil, 10, []string{"a"}},
		"the configuration says so":           {[]operation{op("a", "x", 0, 10), op("b", "y", 12, 19)}, map[string][]string{"y": {"x"}}, 17, []string{"a", "b"}},
		"the other way round is no excuse":    {[]operation{op("a", "x", 0, 10), op("b", "y", 12, 19)}, map[string][]string{"x": {"y"}}, 10, []string{"a"}},
		"both hold a network":                 {[]operation{op("a", "x", 0, 10, "n"), op("b", "y", 11, 21, "n")}, nil, 20, []string{"a", "b"}},
		"the longer of two ways":              {[]operation{op("c", "z", 10, 15, "a", "b"), op("a", "x", 0, 10), op("b", "y", 0, 4)}, nil, 15, []string{"a", "c"}},
		"what ran at the same time, ran":      {[]operation{op("a", "x", 0, 10, "n"), op("b", "y", 5, 21, "n")}, nil, 16, []string{"b"}},
		"gaps between operations count as no": {[]operation{op("a", "x", 0, 1, "n"), op("b", "x", 100, 101, "n")}, nil, 2, []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := criticalPath(test.operations, func(later, earlier string) bool { return slices.Contains(test.depends[later], earlier) })
			if want := time.Duration(test.seconds) * time.Second; got.length() != want {
				t.Errorf("length %v, want %v", got.length(), want)
			}
			if diff := cmp.Diff(test.path, got.names()); diff != "" {
				t.Errorf("path (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSeen: what ends between two looks is seen at the second.
func TestSeen(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	var c chain
	for _, seconds := range []int{3, 10, 12} {
		c = append(c, operation{start: began, end: began.Add(time.Duration(seconds) * time.Second)})
	}
	if c.length() != 25*time.Second || c.seen(10*time.Second) != 40*time.Second {
		t.Errorf("%v, seen after %v", c.length(), c.seen(10*time.Second))
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"/subscriptions/s/resourceGroups/G":                                                         "/subscriptions/s/resourcegroups/g",
		"/subscriptions/s/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V":           "/subscriptions/s/resourcegroups/g/providers/microsoft.network/virtualnetworks/v",
		"/subscriptions/s/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V/subnets/A": "/subscriptions/s/resourcegroups/g/providers/microsoft.network/virtualnetworks/v",
		"": "",
	} {
		if got := document(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func TestReferred(t *testing.T) {
	t.Parallel()
	var body any
	const text = `{"location":"eastus","properties":{"remote":{"id":"/subscriptions/s/resourceGroups/g/providers/N/v/hub/subnets/a"},"list":[{"id":"/Subscriptions/s/resourceGroups/g"},1,null]}}`
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		t.Fatal(err)
	}
	got := referred(body)
	slices.Sort(got)
	if diff := cmp.Diff([]string{"/subscriptions/s/resourcegroups/g", "/subscriptions/s/resourcegroups/g/providers/n/v/hub"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
