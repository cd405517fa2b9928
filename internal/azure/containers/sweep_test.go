package containers_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest/strike"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/sweep"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// sweep strikes each write of a step in turn; the step again, as a process of its own, has to end where an undisturbed one ends.
func (w *world) sweep(least int, step func(client *armclient.Client) error) {
	w.Helper()
	azure := strike.New(w, w.Emulator, w.clock)
	documents := func(snapshot any) map[string]any {
		all := azure.Documents(snapshot)
		maps.DeleteFunc(all, func(id string, document any) bool {
			forgetNodes(document)
			return strings.Contains(strings.ToLower(id), "/resourcegroups/mc_") // AKS's own
		})
		return all
	}
	report := sweep.Sweep(w, sweep.Options{
		World: azure, Diff: func(want, got any) string { return cmp.Diff(documents(want), documents(got)) },
		Paths: []sweep.Path{{Name: w.Name(), Run: func() error { return step(w.newClient(azure)) }}},
	})
	if n := report.Paths[0].Writes; n < least {
		w.Errorf("only %d writes", n)
	}
}

// forgetNodes leaves out what AKS's nodes take of a subnet.
func forgetNodes(value any) {
	switch v := value.(type) {
	case map[string]any:
		delete(v, "ipConfigurations")
		for _, member := range v {
			forgetNodes(member)
		}
	case []any:
		for _, member := range v {
			forgetNodes(member)
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
