package network_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// killer strikes the n-th write: the process dies before or after its effect, or Azure refuses it.
type killer struct {
	next *armemu.Emulator
	how  blow
	mu   sync.Mutex
	left int
	hit  bool
}

type blow string

const (
	killedBefore blow = "killed before its effect"
	killedAfter  blow = "killed after its effect"
	refused      blow = "refused"
)

func (k *killer) Do(r *http.Request) (*http.Response, error) {
	k.mu.Lock()
	dead, now := k.hit && k.how != refused, false
	if r.Method != http.MethodGet {
		k.left--
		now = k.left == 0
		k.hit = k.hit || now
	}
	k.mu.Unlock()
	switch {
	case dead:
		return nil, armemu.ErrReset
	case !now:
		return k.next.Do(r)
	case k.how == refused:
		return &http.Response{
			StatusCode: http.StatusForbidden, Request: r, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(`{"error":{"code":"RequestDisallowedByPolicy","message":"a blow of the sweep"}}`)),
		}, nil
	case k.how == killedAfter:
		response, err := k.next.Do(r)
		if err != nil {
			return nil, err
		}
		_ = response.Body.Close()
	}
	return nil, armemu.ErrAnswerLost
}

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

// everything is what is there, without what differs from run to run.
func (w *world) everything() map[string]any {
	w.Helper()
	if err := w.FinishAll(); err != nil {
		w.Fatal(err)
	}
	ids, err := w.IDs()
	if err != nil {
		w.Fatal(err)
	}
	all := map[string]any{}
	for _, text := range ids {
		body, err := w.Resource(text)
		if err != nil {
			w.Fatal(err)
		}
		all[strings.ToLower(text)] = stable(map[string]any(body))
	}
	return all
}

func stable(v any) any {
	switch v := v.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, value := range v {
			if key != "etag" && key != "resourceGuid" && key != "hidden-udr-create" {
				kept[key] = stable(value)
			}
		}
		return kept
	case armtypes.Object:
		return stable(map[string]any(v))
	case []any:
		kept := make([]any, len(v))
		for i := range v {
			kept[i] = stable(v[i])
		}
		// Of named things, and of references, the order means nothing.
		slices.SortStableFunc(kept, func(a, b any) int { return strings.Compare(label(a), label(b)) })
		return kept
	}
	return v
}

func label(v any) string {
	body, _ := v.(map[string]any)
	for _, key := range []string{"name", "id"} {
		if text, ok := body[key].(string); ok {
			return text
		}
	}
	return ""
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
			begin, err := w.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			run := func(client *armclient.Client) error {
				if test.want.Firewall.ID.IsZero() {
					return destroy(w, client, test.prior)
				}
				return apply(w, client, test.prior, test.want)
			}
			if err := run(w.client); err != nil {
				t.Fatal(err)
			}
			goal := w.everything()
			for n := 1; ; n++ {
				for _, how := range []blow{killedBefore, killedAfter, refused} {
					if err := w.Restore(begin); err != nil {
						t.Fatal(err)
					}
					k := &killer{next: w.Emulator, left: n, how: how}
					dying, err := armclient.New(armclient.Options{Transport: k, Clock: w.clock})
					if err != nil {
						t.Fatal(err)
					}
					died := run(dying)
					if !k.hit {
						if died != nil {
							t.Error(died)
						}
						if n < 4 {
							t.Errorf("only %d writes", n-1)
						}
						return
					}
					if died == nil {
						t.Errorf("write %d, %s: no error", n, how)
					}
					at := fmt.Sprintf("write %d, %s", n, how)
					if err := run(w.newClient()); err != nil {
						t.Errorf("%s: %v", at, err)
						continue
					}
					if diff := cmp.Diff(goal, w.everything()); diff != "" {
						t.Errorf("%s: %s", at, diff)
					}
				}
			}
		})
	}
}

func withoutClassicSettings(e azure.Egress) azure.Egress {
	e.Firewall.Settings = azure.Settings{ThreatIntel: azure.Clear[string](), DNS: azure.Clear[azure.DNS](), PrivateRanges: azure.Clear[[]string]()}
	return e
}
