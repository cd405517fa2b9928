package containers_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
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
		if strings.Contains(strings.ToLower(text), "/resourcegroups/mc_") {
			continue // AKS's own
		}
		body, err := w.Resource(text)
		if err != nil {
			w.Fatal(err)
		}
		all[strings.ToLower(text)] = stable(map[string]any(body))
	}
	return all
}

// passing are the members that are made anew with each object.
var passing = []string{
	"etag", "eTag", "resourceGuid", "resourceUID", "fqdn", "azurePortalFQDN", "principalId", "clientId", "objectId", "systemData", "issuerURL", "ipConfigurations",
}

func stable(v any) any {
	switch v := v.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, value := range v {
			if !slices.Contains(passing, key) {
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

// sweep strikes each write of a step in turn; the step again has to end where an undisturbed one ends.
func (w *world) sweep(least int, step func(client *armclient.Client) error) {
	w.Helper()
	begin, err := w.Snapshot()
	if err != nil {
		w.Fatal(err)
	}
	if err := step(w.client); err != nil {
		w.Fatal(err)
	}
	goal := w.everything()
	for n := 1; ; n++ {
		for _, how := range []blow{killedBefore, killedAfter, refused} {
			if err := w.Restore(begin); err != nil {
				w.Fatal(err)
			}
			k := &killer{next: w.Emulator, left: n, how: how}
			died := step(w.newClient(k))
			if !k.hit {
				if died != nil {
					w.Error(died)
				}
				if n <= least {
					w.Errorf("only %d writes", n-1)
				}
				return
			}
			at := fmt.Sprintf("write %d, %s", n, how)
			if died == nil {
				w.Errorf("%s: no error", at)
			}
			if err := step(w.newClient(w.Emulator)); err != nil {
				w.Errorf("%s: %v", at, err)
				continue
			}
			if diff := cmp.Diff(goal, w.everything()); diff != "" {
				w.Errorf("%s: %s", at, diff)
			}
		}
	}
}

// apply does what the resource does in an apply. A run that finds the cluster without a state resumes.
func apply(w *world, client *armclient.Client, prior, want containers.ClusterSpec) error {
	_, err := client.Get(w.Context(), want.ID, containers.APIVersion)
	if err != nil && !armclient.IsNotFound(err) {
		return err
	}
	c := change(prior, want)
	c.Resume = prior.ID.IsZero() && err == nil
	_, err = containers.NewClusters(client).Converge(w.Context(), c)
	return err
}

func TestSweep(t *testing.T) {
	t.Parallel()
	with := func(edit func(*containers.ClusterSpec)) containers.ClusterSpec {
		s := howTo()
		edit(&s)
		return s
	}
	full := with(func(s *containers.ClusterSpec) {
		s.Maintenance = map[string]containers.MaintenanceSpec{
			containers.MaintenanceDefault:     {WeekHours: []containers.WeekHours{{Day: "Sunday", Hours: []int32{1, 2}}}},
			containers.MaintenanceAutoUpgrade: {Window: weekly()},
		}
		s.APIServer.AuthorizedRanges = []string{"203.0.113.0/24"}
	})
	for name, test := range map[string]struct {
		prior, want containers.ClusterSpec
		writes      int
	}{
		"create": {want: full, writes: 3},
		"update": {prior: with(func(s *containers.ClusterSpec) { s.Version = ptr("1.35.3") }), want: with(func(s *containers.ClusterSpec) {
			s.Maintenance = full.Maintenance
			s.AddOns.AzurePolicy = ptr(true)
			s.DefaultPool.Version, s.DefaultPool.Count = ptr("1.36"), ptr[int32](4)
		}), writes: 6},
		"outbound": {prior: with(func(s *containers.ClusterSpec) { s.Network.OutboundType = ptr(containers.OutboundLoadBalancer) }), want: howTo(), writes: 1},
		"outbound with ranges": {prior: with(func(s *containers.ClusterSpec) {
			s.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
			s.APIServer.AuthorizedRanges = []string{"198.51.100.0/24"}
		}), want: full, writes: 5},
		"rotation": {prior: howTo(), want: with(func(s *containers.ClusterSpec) {
			s.DefaultPool.VMSize, s.DefaultPool.Zones = ptr("Standard_D8s_v5"), []string{"1", "2", "3"}
			s.UpgradeChannel = ptr("patch")
		}), writes: 5},
		"another name": {prior: howTo(), want: with(func(s *containers.ClusterSpec) { s.DefaultPool.ID = s.PoolID("next") }), writes: 2},
		"destroy":      {prior: full, writes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			if !test.prior.ID.IsZero() {
				w.converge(containers.ClusterSpec{}, test.prior)
			}
			w.sweep(test.writes, func(client *armclient.Client) error {
				if test.want.ID.IsZero() {
					return containers.NewClusters(client).Delete(w.Context(), test.prior.ID)
				}
				return apply(w, client, test.prior, test.want)
			})
		})
	}
}
