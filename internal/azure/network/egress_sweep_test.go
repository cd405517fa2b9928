package network_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// apply does what the resource does in an apply: it reads the anchor's mark, converges, and takes the mark away. A dead process
// ends at once.
func apply(w *world, client *armclient.Client, prior, want azure.Egress) error {
	ctx := w.Context()
	live, err := client.Get(ctx, want.AnchorID(), azure.APIVersion)
	if err != nil && !armclient.IsNotFound(err) {
		return err
	}
	change := azure.EgressChange{Prior: prior, Want: want, ChildMark: childMark, AnchorMark: childMark}
	_, pending := live.Tags()["hidden-udr-pending"]
	isNew := prior.Firewall.ID.IsZero()
	// With the provider's owner set, a complete object of the same owner is taken over too (C-5).
	change.Resume = pending || isNew && err == nil
	if isNew || pending || change.AddsUntaggable() {
		change.AnchorMark = anchorMark
	}
	if _, err := azure.NewEgresses(client).Converge(ctx, change); err != nil {
		return err
	}
	live, err = client.Get(ctx, want.AnchorID(), azure.APIVersion)
	if err != nil {
		return err
	}
	tags := live.Tags()
	if _, pending := tags["hidden-udr-pending"]; !pending {
		return nil
	}
	delete(tags, "hidden-udr-pending")
	_, err = client.Patch(ctx, want.AnchorID(), azure.APIVersion, map[string]any{"tags": tags}, armclient.IfMatch(live.ETag))
	return err
}

func destroy(w *world, client *armclient.Client, ours azure.Egress) error {
	return azure.NewEgresses(client).Delete(w.Context(), ours)
}

// TestSweep strikes each write in turn; the next run has to end where an undisturbed one ends.
func TestSweep(t *testing.T) {
	t.Parallel()
	two := func(e azure.Egress) azure.Egress {
		e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "second": madeIP("pip-2")}
		return e
	}
	other := routed(hub(), "services")
	other.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "third": madeIP("pip-3")}
	other.Groups = map[string]azure.Group{"network": networkGroup(300), "more": applicationGroup(400)}
	other.Routing.Table.Routes = maps.Clone(other.Routing.Table.Routes)
	other.Routing.Table.Routes["spokes"] = azure.Route{Prefix: "10.0.0.0/8", ToFirewall: true}
	other.Firewall.Tags = map[string]string{"env": "prod"}
	for name, test := range map[string]struct{ prior, want azure.Egress }{
		"create policy":  {want: routed(hub(), "aks", "services")},
		"create classic": {want: classicEgress()},
		"update":         {prior: two(routed(hub(), "aks")), want: other},
		"to policy":      {prior: classicEgress(), want: routed(withoutClassicSettings(hub()), "aks")},
		"destroy policy": {prior: two(routed(hub(), "aks", "services"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			if !test.prior.Firewall.ID.IsZero() {
				if err := apply(w, w.client, azure.Egress{}, test.prior); err != nil {
					t.Fatal(err)
				}
			}
			run := func(client *armclient.Client) error {
				if test.want.Firewall.ID.IsZero() {
					return destroy(w, client, test.prior)
				}
				return apply(w, client, test.prior, test.want)
			}
			clock, ok := w.clock.(*strike.Clock)
			if !ok {
				t.Fatalf("the clock is a %T", w.clock)
			}
			world := strike.New(t, w.Emulator, clock)
			report := sweep.Sweep(t, sweep.Options{
				World: world, Diff: func(want, got any) string { return cmp.Diff(world.Documents(want), world.Documents(got)) },
				Paths: []sweep.Path{{Name: name, Run: func() error { return run(w.clientOf(world)) }}},
			})
			if n := report.Paths[0].Writes; n < 3 {
				t.Errorf("only %d writes", n)
			}
		})
	}
}

func withoutClassicSettings(e azure.Egress) azure.Egress {
	e.Firewall.Settings = azure.Settings{ThreatIntel: azure.Clear[string](), DNS: azure.Clear[azure.DNS](), PrivateRanges: azure.Clear[[]string]()}
	return e
}
