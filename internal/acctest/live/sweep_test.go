package live_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// keep is how long what a run has left may stay, for somebody to look at. No run takes as long.
const keep = 24 * time.Hour

// TestSweep removes the groups that runs which were cut off left long ago. Against the emulator there are some of every kind; against a real
// subscription, whatever there is.
func TestSweep(t *testing.T) {
	t.Parallel()
	a := newTarget(t)
	if a.real {
		t.Logf("removed: %v", a.sweep(t.Context(), t, time.Now()))
		return
	}
	now := time.Now()
	old, fresh := prefix(now.Add(-72*time.Hour))+"-rg", prefix(now)+"-rg"
	for _, name := range []string{old, fresh, "udracc-rg", "contosofin-20260101-rg"} {
		id := armid.ResourceGroup(a.subscription, name)
		if _, err := a.client.Put(t.Context(), id, groupsVersion, map[string]any{"location": a.location}); err != nil {
			t.Fatal(err)
		}
	}
	table := armid.Resource(a.subscription, old, "Microsoft.Network", "routeTables", "rt")
	if _, err := a.client.Put(t.Context(), table, "2024-05-01", map[string]any{"location": a.location}); err != nil {
		t.Fatal(err)
	}

	removed := a.sweep(t.Context(), t, now)
	if diff := cmp.Diff([]string{old}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	var left []string
	for _, id := range a.groups(t.Context(), t, "") {
		left = append(left, id.Name())
	}
	want := []string{"contosofin-20260101-rg", "udracc-rg", fresh}
	slices.Sort(want)
	slices.Sort(left)
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

// TestLeftoversAreRemoved: a test that fails before its destroy leaves nothing either.
func TestLeftoversAreRemoved(t *testing.T) {
	t.Parallel()
	a := newTarget(t)
	id := armid.ResourceGroup(a.subscription, a.prefix+"-rg")
	if _, err := a.client.Put(t.Context(), id, groupsVersion, map[string]any{"location": a.location}); err != nil {
		t.Fatal(err)
	}
	a.clean(t)
	if exists, err := a.client.Exists(t.Context(), id, groupsVersion); err != nil || exists {
		t.Errorf("%s: exists %v, %v", id, exists, err)
	}
}

// sweep removes the groups of our mark whose day is long past, and answers their names.
func (a *target) sweep(ctx context.Context, t *testing.T, now time.Time) []string {
	t.Helper()
	var removed []string
	for _, id := range a.groups(ctx, t, mark) {
		day, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(id.Name()), mark), "-")
		made, err := time.Parse("20060102", day)
		if err != nil || now.Sub(made) < keep+24*time.Hour { // a day ends a day after it begins
			continue
		}
		if err := a.client.Delete(ctx, id, groupsVersion); err != nil {
			t.Error(err)
			continue
		}
		removed = append(removed, id.Name())
	}
	return removed
}
