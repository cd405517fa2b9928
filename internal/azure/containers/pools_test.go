package containers_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

func work() containers.PoolSpec {
	return containers.PoolSpec{
		ID: howTo().PoolID("work"), Mode: ptr("User"), VMSize: ptr("Standard_D4s_v5"), Count: ptr[int32](2), SubnetID: ptr(subnet("more")),
		Labels: map[string]string{"a": "b"}, TemporaryName: "worktemp",
	}
}

var poolMark = map[string]string{"hidden-udr-owner": "1.pool.none"}

func (w *world) pool(prior, want containers.PoolSpec) *containers.PoolLive {
	w.Helper()
	live, err := containers.NewPools(w.client).Converge(w.Context(), containers.PoolChange{Prior: prior, Want: want, Mark: poolMark})
	if err != nil {
		w.Fatal(err)
	}
	return live
}

// TestPool counts the writes of each kind of change, and that the same change again writes nothing.
func TestPool(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		want   func(*containers.PoolSpec)
		writes []string
	}{
		"nothing": {},
		"in place": {
			want: func(s *containers.PoolSpec) {
				s.Count, s.Labels, s.Taints = ptr[int32](4), map[string]string{"c": "d"}, []string{"gpu=true:NoSchedule"}
			},
			writes: []string{"PUT agentPools/work"},
		},
		"rotated": {
			want: func(s *containers.PoolSpec) { s.VMSize, s.MaxPods = ptr("Standard_D8s_v5"), ptr[int32](60) },
			writes: []string{
				"PUT agentPools/worktemp", "DELETE agentPools/work", "PUT agentPools/work", "DELETE agentPools/worktemp", "PUT agentPools/work",
			},
		},
		"stopped": {
			want:   func(s *containers.PoolSpec) { s.Running = ptr(false) },
			writes: []string{"PUT agentPools/work"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			w.converge(containers.ClusterSpec{}, howTo())
			w.calls()
			live := w.pool(containers.PoolSpec{}, work())
			if _, writes := w.calls(); !cmp.Equal(writes, []string{"PUT agentPools/work"}) {
				t.Errorf("create: %v", writes)
			}
			if live.Count != 2 || live.CurrentVersion == "" || live.Tags()["hidden-udr-owner"] == "" || live.Failed() {
				t.Errorf("%+v", live)
			}
			want := work()
			if test.want != nil {
				test.want(&want)
			}
			w.pool(work(), want)
			reads, writes := w.calls()
			if diff := cmp.Diff(test.writes, writes); diff != "" {
				t.Error(diff)
			}
			w.pool(want, want)
			if _, again := w.calls(); len(again) > 0 {
				t.Errorf("written again: %v, read %v", again, reads)
			}
			// The cluster's own step leaves other pools alone.
			w.converge(howTo(), howTo())
			if _, again := w.calls(); len(again) > 0 {
				t.Errorf("the cluster wrote %v", again)
			}
		})
	}
}

func TestPoolRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	var missing *containers.MissingError
	if _, err := containers.NewPools(w.client).Converge(w.Context(), containers.PoolChange{Want: work()}); !errors.As(err, &missing) {
		t.Errorf("without a cluster: %v", err)
	}
	w.converge(containers.ClusterSpec{}, howTo())
	w.pool(containers.PoolSpec{}, work())
	var exists *containers.ExistsError
	if _, err := containers.NewPools(w.client).Converge(w.Context(), containers.PoolChange{Want: work()}); !errors.As(err, &exists) {
		t.Errorf("of somebody else: %v", err)
	}
	var rotation *containers.RotationError
	want := work()
	want.VMSize, want.TemporaryName = ptr("Standard_D8s_v5"), ""
	if _, err := containers.NewPools(w.client).Converge(w.Context(), containers.PoolChange{Prior: work(), Want: want}); !errors.As(err, &rotation) {
		t.Errorf("without a temporary pool: %v", err)
	}
	if frozen, err := containers.PoolReplacements(work(), want); err != nil || !cmp.Equal(frozen, []string{"properties.vmSize"}) {
		t.Errorf("replacements: %v %v", frozen, err)
	}
	var older *containers.DowngradeError
	want = work()
	want.Version = ptr("1.34")
	if _, err := containers.NewPools(w.client).Converge(w.Context(), containers.PoolChange{Prior: work(), Want: want}); !errors.As(err, &older) {
		t.Errorf("older: %v", err)
	}
}

// TestPoolSweep kills each write of each step of a pool.
func TestPoolSweep(t *testing.T) {
	t.Parallel()
	rotated := work()
	rotated.VMSize = ptr("Standard_D8s_v5")
	changed := work()
	changed.Labels, changed.Count = map[string]string{"c": "d"}, ptr[int32](3)
	for name, test := range map[string]struct {
		prior, want containers.PoolSpec
		writes      int
	}{
		"create": {want: work(), writes: 1}, "update": {prior: work(), want: changed, writes: 1},
		"rotation": {prior: work(), want: rotated, writes: 5}, "delete": {prior: work(), writes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			w.converge(containers.ClusterSpec{}, howTo())
			if !test.prior.ID.IsZero() {
				w.pool(containers.PoolSpec{}, test.prior)
			}
			w.sweep(test.writes, func(client *armclient.Client) error {
				pools := containers.NewPools(client)
				if test.want.ID.IsZero() {
					return pools.Delete(w.Context(), test.prior.ID)
				}
				found, err := pools.Read(w.Context(), test.want.ID)
				if err != nil && !armclient.IsNotFound(err) {
					return err
				}
				_, err = pools.Converge(w.Context(), containers.PoolChange{
					Prior: test.prior, Want: test.want, Mark: poolMark, Resume: found.Tags()["hidden-udr-owner"] != "",
				})
				return err
			})
		})
	}
}
