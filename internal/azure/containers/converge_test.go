package containers_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// converge applies one step and fails the test when it fails.
func (w *world) converge(prior, want containers.ClusterSpec) containers.ClusterLive {
	w.Helper()
	live, err := containers.NewClusters(w.client).Converge(w.Context(), change(prior, want))
	if err != nil {
		w.Fatal(err)
	}
	return live
}

// TestCreate: one look, one PUT and the read after it, and everything that a cluster computes.
func TestCreate(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	live := w.converge(containers.ClusterSpec{}, howTo())
	reads, writes := w.calls()
	if diff := cmp.Diff([]string{"PUT managedClusters/aks"}, writes); diff != "" {
		t.Error(diff)
	}
	if len(reads) > 2 {
		t.Errorf("%d reads: %v", len(reads), reads)
	}
	for name, text := range map[string]string{
		"FQDN": live.FQDN, "PortalFQDN": live.PortalFQDN, "CurrentVersion": live.CurrentVersion, "NodeResourceGroup": live.NodeResourceGroup,
		"kubelet": live.Kubelet.ObjectID, "kubelet identity": live.Kubelet.ID.String(),
	} {
		if text == "" {
			t.Errorf("no %s", name)
		}
	}
	if live.ProvisioningState != "Succeeded" || live.PowerState != "Running" || len(live.OutboundIPs) != 0 {
		t.Errorf("%s, %s, outbound %v", live.ProvisioningState, live.PowerState, live.OutboundIPs)
	}
	if !containers.VersionServed("1.36", live.CurrentVersion) {
		t.Errorf("runs %s", live.CurrentVersion)
	}
	if pool, there := live.Pool("SYSTEM"); !there || pool.Count != 3 || live.Spec.DefaultPool.Name() != "system" {
		t.Errorf("default pool %+v", live.Spec.DefaultPool)
	}
	if len(live.UserPrincipals) != 1 || live.Tags()["hidden-udr-owner"] != mark["hidden-udr-owner"] {
		t.Errorf("principals %v, tags %v", live.UserPrincipals, live.Tags())
	}
}

// TestUpdate counts the writes of each kind of change, checks their order, and that the same change again writes nothing.
func TestUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior, want func(*containers.ClusterSpec)
		writes      []string
	}{
		"nothing": {},
		"tags": {
			want:   func(s *containers.ClusterSpec) { s.Tags = map[string]string{"env": "prod", "team": "a"} },
			writes: []string{"PATCH managedClusters/aks"},
		},
		"tags go": {
			want:   func(s *containers.ClusterSpec) { s.Tags = nil },
			writes: []string{"PATCH managedClusters/aks"},
		},
		"the autoscaler's profile": {
			want: func(s *containers.ClusterSpec) {
				s.Autoscaler = &containers.AutoscalerSpec{Expander: ptr("least-waste"), ScanInterval: ptr("20s")}
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"add-ons come": {
			want: func(s *containers.ClusterSpec) {
				s.AddOns.AzurePolicy = ptr(true)
				s.AddOns.KeyVaultSecrets = &containers.KeyVaultSecretsSpec{Rotation: ptr(true), RotationInterval: ptr("2m")}
				s.OIDCIssuer, s.WorkloadIdentity = ptr(true), ptr(true)
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"add-ons go": {
			prior: func(s *containers.ClusterSpec) {
				s.AddOns.AzurePolicy = ptr(true)
				s.AddOns.KeyVaultSecrets = &containers.KeyVaultSecretsSpec{Rotation: ptr(true)}
				s.AddOns.ImageCleaner = &containers.ImageCleanerSpec{IntervalHours: ptr[int32](48)}
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"tier and ranges": {
			want: func(s *containers.ClusterSpec) {
				s.Tier = ptr("Premium")
				s.SupportPlan = ptr("AKSLongTermSupport")
				s.APIServer.AuthorizedRanges = []string{"203.0.113.0/24", "198.51.100.7"}
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"ranges go": {
			prior:  func(s *containers.ClusterSpec) { s.APIServer.AuthorizedRanges = []string{"203.0.113.0/24"} },
			writes: []string{"PUT managedClusters/aks"},
		},
		"outbound type": {
			prior: func(s *containers.ClusterSpec) {
				s.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
				s.Network.LoadBalancer = &containers.LoadBalancerSpec{ManagedIPs: ptr[int32](2), IdleTimeoutMinutes: ptr[int32](10)}
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"outbound type back": {
			want: func(s *containers.ClusterSpec) {
				s.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
				s.Network.LoadBalancer = &containers.LoadBalancerSpec{ManagedIPs: ptr[int32](2)}
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"outbound type with ranges": {
			prior: func(s *containers.ClusterSpec) {
				s.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
				s.APIServer.AuthorizedRanges = []string{"198.51.100.0/24"}
			},
			want: func(s *containers.ClusterSpec) { s.APIServer.AuthorizedRanges = []string{"203.0.113.7"} },
			// The new range comes before the switch, the old one goes after it.
			writes: []string{"PUT managedClusters/aks", "PUT managedClusters/aks", "PUT managedClusters/aks"},
		},
		"outbound type and first ranges": {
			prior:  func(s *containers.ClusterSpec) { s.Network.OutboundType = ptr(containers.OutboundLoadBalancer) },
			want:   func(s *containers.ClusterSpec) { s.APIServer.AuthorizedRanges = []string{"203.0.113.7"} },
			writes: []string{"PUT managedClusters/aks", "PUT managedClusters/aks"},
		},
		"version": {
			prior: func(s *containers.ClusterSpec) { s.Version = ptr("1.35.3") },
			want: func(s *containers.ClusterSpec) {
				s.Version, s.DefaultPool.Version = ptr("1.36"), ptr("1.36")
			},
			writes: []string{"PUT managedClusters/aks", "PUT agentPools/system"},
		},
		"version and settings": {
			prior: func(s *containers.ClusterSpec) { s.Version = ptr("1.35.3") },
			want: func(s *containers.ClusterSpec) {
				s.DefaultPool.Version, s.UpgradeChannel = ptr("1.36.2"), ptr("patch")
				s.Version = ptr("1.36.2")
			},
			writes: []string{"PUT managedClusters/aks", "PUT managedClusters/aks", "PUT agentPools/system"},
		},
		"pool in place": {
			want: func(s *containers.ClusterSpec) {
				s.DefaultPool.Count = ptr[int32](5)
				s.DefaultPool.Labels = map[string]string{"tier": "system", "empty": ""}
				s.DefaultPool.CriticalAddonsOnly = ptr(true)
				s.DefaultPool.Upgrade = &containers.UpgradeSpec{MaxSurge: ptr("33%"), DrainMinutes: ptr[int32](45)}
			},
			writes: []string{"PUT agentPools/system"},
		},
		"pool's own taken back": {
			prior: func(s *containers.ClusterSpec) {
				s.DefaultPool.Labels = map[string]string{"tier": "system"}
				s.DefaultPool.Tags = map[string]string{"a": "b"}
				s.DefaultPool.CriticalAddonsOnly = ptr(true)
			},
			writes: []string{"PUT agentPools/system"},
		},
		"autoscaler on": {
			want: func(s *containers.ClusterSpec) {
				s.DefaultPool.Autoscale, s.DefaultPool.Count = &containers.AutoscaleSpec{Min: 4, Max: 9}, nil
			},
			writes: []string{"PUT agentPools/system"},
		},
		"autoscaler off": {
			prior: func(s *containers.ClusterSpec) {
				s.DefaultPool.Autoscale, s.DefaultPool.Count = &containers.AutoscaleSpec{Min: 3, Max: 9}, nil
			},
			writes: []string{"PUT agentPools/system"},
		},
		"rotation": {
			want: func(s *containers.ClusterSpec) { s.DefaultPool.VMSize = ptr("Standard_D8s_v5") },
			writes: []string{
				"PUT agentPools/temp", "DELETE agentPools/system", "PUT agentPools/system", "DELETE agentPools/temp",
			},
		},
		"another name": {
			want: func(s *containers.ClusterSpec) {
				s.DefaultPool.ID = s.PoolID("next")
				s.DefaultPool.VMSize = ptr("Standard_D8s_v5")
			},
			writes: []string{"PUT agentPools/next", "DELETE agentPools/system"},
		},
		"maintenance": {
			prior: func(s *containers.ClusterSpec) {
				s.Maintenance = map[string]containers.MaintenanceSpec{
					containers.MaintenanceDefault: {WeekHours: []containers.WeekHours{{Day: "Sunday", Hours: []int32{1, 2}}}},
				}
			},
			want: func(s *containers.ClusterSpec) {
				s.Maintenance = map[string]containers.MaintenanceSpec{containers.MaintenanceAutoUpgrade: {Window: weekly()}}
			},
			writes: []string{
				"PUT maintenanceConfigurations/aksManagedAutoUpgradeSchedule", "DELETE maintenanceConfigurations/default",
			},
		},
		"stop": {
			want:   func(s *containers.ClusterSpec) { s.Running = ptr(false) },
			writes: []string{"POST aks/stop"},
		},
		"start and change": {
			prior: func(s *containers.ClusterSpec) { s.Running = ptr(false) },
			want: func(s *containers.ClusterSpec) {
				s.Running = ptr(true)
				s.UpgradeChannel = ptr("stable")
			},
			writes: []string{"POST aks/start", "PUT managedClusters/aks"},
		},
		"overlay": {
			want: func(s *containers.ClusterSpec) {
				s.Overlay = overlayOf(t, `{"properties":{"autoScalerProfile":{"expander":"priority"},"podIdentityProfile":{"enabled":false}}}`)
			},
			writes: []string{"PUT managedClusters/aks"},
		},
		"dual identity": {
			want:   func(s *containers.ClusterSpec) { s.Identity = containers.IdentitySpec{Kind: containers.IdentitySystem} },
			writes: []string{"PUT managedClusters/aks"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			prior, want := howTo(), howTo()
			if test.prior != nil {
				test.prior(&prior)
			}
			if test.want != nil {
				test.want(&want)
			}
			w.converge(containers.ClusterSpec{}, prior)
			w.calls()
			live := w.converge(prior, want)
			_, writes := w.calls()
			if diff := cmp.Diff(test.writes, writes); diff != "" {
				t.Error(diff)
			}
			w.converge(want, want)
			if _, again := w.calls(); len(again) > 0 {
				t.Errorf("written again: %v", again)
			}
			if names := live.PoolNames(); !slices.Equal(names, []string{want.DefaultPool.Name()}) {
				t.Errorf("pools %v", names)
			}
		})
	}
}

func weekly() *containers.WindowSpec {
	return &containers.WindowSpec{
		Frequency: containers.Weekly, Interval: 1, DayOfWeek: "Saturday", DurationHours: 6, StartTime: "22:00", UTCOffset: "+01:00",
		NotAllowed: []containers.Span{{Start: "2026-12-24", End: "2027-01-02"}},
	}
}

func overlayOf(t *testing.T, text string) containers.Overlay {
	t.Helper()
	o, err := containers.ParseOverlay(text)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestRefused: what Azure does not do is refused before the first write, by an error that says which.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior, want func(*containers.ClusterSpec)
		as          any
	}{
		"service range": {want: func(s *containers.ClusterSpec) {
			s.Network.ServiceCIDRs, s.Network.DNSServiceIP = []string{"10.42.0.0/16"}, ptr("10.42.0.10")
		}, as: new(*containers.ImmutableError)},
		"pod range shrinks": {want: func(s *containers.ClusterSpec) { s.Network.PodCIDRs = []string{"10.244.0.0/17"} }, as: new(*containers.ImmutableError)},
		"location":          {want: func(s *containers.ClusterSpec) { s.Location = "northeurope" }, as: new(*containers.ImmutableError)},
		"private":           {want: func(s *containers.ClusterSpec) { s.APIServer.Private = ptr(true) }, as: new(*containers.ImmutableError)},
		"older":             {want: func(s *containers.ClusterSpec) { s.Version = ptr("1.35") }, as: new(*containers.DowngradeError)},
		"no temporary pool": {want: func(s *containers.ClusterSpec) {
			s.DefaultPool.VMSize, s.DefaultPool.TemporaryName = ptr("Standard_D8s_v5"), ""
		}, as: new(*containers.RotationError)},
		"stopped": {
			prior: func(s *containers.ClusterSpec) { s.Running = ptr(false) },
			want: func(s *containers.ClusterSpec) {
				s.Running = ptr(false)
				s.UpgradeChannel = ptr("stable")
			}, as: new(*containers.StoppedError),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			prior, want := howTo(), howTo()
			if test.prior != nil {
				test.prior(&prior)
			}
			test.want(&want)
			w.converge(containers.ClusterSpec{}, prior)
			w.calls()
			_, err := containers.NewClusters(w.client).Converge(w.Context(), change(prior, want))
			var untouched *containers.UntouchedError
			if !errors.As(err, test.as) || !errors.As(err, &untouched) {
				t.Errorf("error %v", err)
			}
			if _, writes := w.calls(); len(writes) > 0 {
				t.Errorf("written: %v", writes)
			}
		})
	}
}
