package containers

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

func of[T any](v T) *T { return &v }

func parsed(t testing.TB, text string) armid.ID {
	t.Helper()
	id, err := armid.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

const (
	inGroup      = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/"
	testCluster  = inGroup + "Microsoft.ContainerService/managedClusters/aks"
	testIdentity = inGroup + "Microsoft.ManagedIdentity/userAssignedIdentities/id"
	testSubnet   = inGroup + "Microsoft.Network/virtualNetworks/v/subnets/s"
)

// fullCluster says something with every attribute that can stand beside the others.
func fullCluster(t testing.TB) ClusterSpec {
	t.Helper()
	return ClusterSpec{
		ID: parsed(t, testCluster), Location: "westeurope", Version: of("1.36.2"), SKU: of("Base"), Tier: of("Premium"), SupportPlan: of("AKSLongTermSupport"),
		DNSPrefix: of("aks"), FQDNSubdomain: of("sub"), NodeResourceGroup: of("nodes"), NodeResourceGroupRestriction: of("ReadOnly"), DiskEncryptionSetID: of("/des"),
		Network: NetworkSpec{
			Plugin: of("azure"), PluginMode: of("overlay"), Policy: of("cilium"), DataPlane: of("cilium"), PodCIDRs: []string{"10.244.0.0/16", "fd12::/64"},
			ServiceCIDRs: []string{"10.0.0.0/16", "fd13::/108"}, DNSServiceIP: of("10.0.0.10"), IPFamilies: []string{"IPv4", "IPv6"},
			OutboundType: of(OutboundLoadBalancer), LoadBalancerSKU: of("standard"),
			LoadBalancer: &LoadBalancerSpec{
				ManagedIPs: of[int32](2), ManagedIPv6s: of[int32](1), IPIDs: []string{"/ip"}, PrefixIDs: []string{"/prefix"}, AllocatedPorts: of[int32](1024),
				IdleTimeoutMinutes: of[int32](10), BackendPoolType: of("NodeIP"),
			},
			NATGateway:          &NATGatewaySpec{ManagedIPs: of[int32](3), IdleTimeoutMinutes: of[int32](5)},
			Advanced:            &AdvancedNetworkingSpec{Observability: of(true), Security: of(true), NetworkPolicies: of("FQDN")},
			StaticEgressGateway: of(true),
		},
		Identity: IdentitySpec{
			Kind: IdentityUser, UserAssigned: []armid.ID{parsed(t, testIdentity)},
			Kubelet: &KubeletIdentity{ID: parsed(t, testIdentity), ClientID: "c", ObjectID: "o"},
		},
		APIServer: APIServerSpec{
			AuthorizedRanges: []string{"203.0.113.0/24"}, Private: of(true), PrivateDNSZone: of("System"), PublicFQDN: of(false), VNetIntegration: of(true),
			SubnetID: of(testSubnet), RunCommand: of(false), PublicNetworkAccess: of("Disabled"),
		},
		Entra: &EntraSpec{TenantID: of("t"), AdminGroupIDs: []string{"g"}, AzureRBAC: of(true)},
		RBAC:  of(true), LocalAccounts: of(false), OIDCIssuer: of(true), WorkloadIdentity: of(true),
		UpgradeChannel: of("patch"), NodeOSUpgradeChannel: of("SecurityPatch"),
		AddOns: AddOnsSpec{
			Monitoring: &MonitoringSpec{WorkspaceID: "/ws", IdentityAuth: of(true)}, Metrics: &MetricsSpec{AnnotationsAllowed: of("a"), LabelsAllowed: of("l")},
			AzurePolicy: of(true), Defender: &DefenderSpec{WorkspaceID: "/ws"}, KeyVaultSecrets: &KeyVaultSecretsSpec{Rotation: of(true), RotationInterval: of("2m")},
			ApplicationRouting: &ApplicationRoutingSpec{DNSZoneIDs: []string{"/zone"}, DefaultController: of("Internal")},
			ServiceMesh:        &ServiceMeshSpec{Revisions: []string{"asm-1-27"}, InternalIngress: of(true), ExternalIngress: of(false)},
			CostAnalysis:       of(true), ImageCleaner: &ImageCleanerSpec{IntervalHours: of[int32](48)},
			KeyManagementService: &KeyManagementSpec{KeyID: "https://v/keys/k/1", NetworkAccess: of("Private"), VaultID: of("/vault")},
			IngressGatewayID:     of("/gateway"), VirtualNodeSubnet: of("virtual"), AIToolchain: of(true),
		},
		Autoscaler: &AutoscalerSpec{
			BalanceSimilarNodeGroups: of("true"), DaemonSetEvictionForEmptyNodes: of(true), DaemonSetEvictionForOccupiedNodes: of(false),
			Expander: of("random"), IgnoreDaemonSetsUtilization: of(true), MaxEmptyBulkDelete: of("9"), MaxGracefulTerminationSec: of("601"),
			MaxNodeProvisionTime: of("16m"), MaxTotalUnreadyPercentage: of("44"), NewPodScaleUpDelay: of("1s"), OkTotalUnreadyCount: of("4"),
			ScaleDownDelayAfterAdd: of("11m"), ScaleDownDelayAfterDelete: of("11s"), ScaleDownDelayAfterFailure: of("4m"), ScaleDownUnneeded: of("11m"),
			ScaleDownUnready: of("21m"), ScaleDownUtilizationThreshold: of("0.6"), ScanInterval: of("11s"), SkipNodesWithLocalStorage: of("true"),
			SkipNodesWithSystemPods: of("false"),
		},
		WorkloadAutoscaler: WorkloadAutoscalerSpec{KEDA: of(true), VerticalPod: of(true)},
		Storage:            StorageSpec{BlobDriver: of(true), DiskDriver: of(false), FileDriver: of(false), SnapshotController: of(false)},
		HTTPProxy:          &HTTPProxySpec{HTTP: of("http://p"), HTTPS: of("http://p"), NoProxy: []string{"localhost"}, TrustedCA: of("Q0E=")},
		Bootstrap:          &BootstrapSpec{ArtifactSource: "Cache", RegistryID: of("/acr")},
		NodeProvisioning:   &NodeProvisioningSpec{Mode: "Auto", DefaultNodePools: of("None")},
		Linux:              &LinuxSpec{AdminUsername: "me", SSHPublicKeys: []string{"ssh-rsa A"}}, Windows: &WindowsSpec{AdminUsername: "me", LicenseType: of("Windows_Server")},
	}
}

func fullPool() PoolSpec {
	return PoolSpec{
		Mode: of("Gateway"), VMSize: of("Standard_D4s_v5"), Autoscale: &AutoscaleSpec{Min: 1, Max: 3}, Zones: []string{"1", "2"}, SubnetID: of(testSubnet),
		PodSubnetID: of(testSubnet), PodIPMode: of("StaticBlock"), MaxPods: of[int32](50), OSType: of("Windows"), OSSKU: of("Windows2022"),
		OSDiskType: of("Ephemeral"), OSDiskSizeGB: of[int32](100), KubeletDiskType: of("Temporary"), Labels: map[string]string{"a/b.c": "D"},
		Taints: []string{"k=v:NoExecute"}, Tags: map[string]string{"T": "V"},
		Upgrade: &UpgradeSpec{
			MaxSurge: of("33%"), MaxUnavailable: of("1"), DrainMinutes: of[int32](10), SoakMinutes: of[int32](1), UndrainableNode: of("Cordon"),
		},
		NodePublicIP: of(true), NodePublicIPPrefixID: of("/prefix"), EncryptionAtHost: of(true), FIPS: of(true), UltraSSD: of(true), SecureBoot: of(true),
		VTPM: of(true), SSHAccess: of("Disabled"), Priority: of("Spot"), EvictionPolicy: of("Deallocate"), SpotMaxPrice: of[float32](0.5),
		ScaleDownMode: of("Deallocate"), GPUInstance: of("MIG1g"), GPUDriver: of("None"), ProximityPlacementGroupID: of("/ppg"), HostGroupID: of("/hg"),
		CapacityReservationGroupID: of("/crg"), SnapshotID: of("/snap"), WorkloadRuntime: of("KataVmIsolation"), GatewayPrefixSize: of[int32](30),
		WindowsOutboundNAT: of(false), Running: of(false), Kubelet: map[string]any{"podMaxPids": float64(100)},
		LinuxOS: map[string]any{"swapFileSizeMB": float64(1500)},
	}
}

// noZeroes fails where an attribute of a specification says nothing: the full ones are to say everything, so that a new attribute
// without a way to the wire and back is found.
func noZeroes(t *testing.T, at string, v reflect.Value, except ...string) {
	t.Helper()
	for _, name := range except {
		if strings.HasSuffix(at, name) {
			return
		}
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct && v.NumField() > 0 && v.Type() != reflect.TypeFor[armid.ID]() {
		for i := range v.NumField() {
			noZeroes(t, at+"."+v.Type().Field(i).Name, v.Field(i), except...)
		}
		return
	}
	if v.Kind() != reflect.Bool && v.IsZero() {
		t.Errorf("%s says nothing", at)
	}
}

// TestRoundTrip: what a specification says comes back from the body that it makes.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	want := fullCluster(t)
	noZeroes(t, "cluster", reflect.ValueOf(want), ".DefaultPool", ".ServicePrincipal", ".AdminPassword", ".PasswordVersion", ".Overlay", ".Running",
		".Maintenance", ".Tags", ".FQDNSubdomain.x")
	made, err := ClusterChange{Want: want}.newBody()
	if err != nil {
		t.Fatal(err)
	}
	live, err := decodeCluster(want.ID, armclient.Object{Body: made}, "")
	if err != nil {
		t.Fatal(err)
	}
	want.Tags = map[string]string{}
	ignore := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".DefaultPool" }, cmp.Ignore())
	equalID := cmp.Comparer(func(a, b armid.ID) bool { return a.Equal(b) })
	equalOverlay := cmp.Comparer(func(a, b Overlay) bool { return a.Equal(b) })
	if diff := cmp.Diff(want, live.Spec, ignore, equalID, equalOverlay); diff != "" {
		t.Error(diff)
	}

	pool := fullPool()
	noZeroes(t, "pool", reflect.ValueOf(pool), ".ID", ".Version", ".CriticalAddonsOnly", ".TemporaryName", ".Overlay", ".Count")
	encoded, err := encodePool(pool)
	if err != nil {
		t.Fatal(err)
	}
	found, err := decodePool(pool.ID, armclient.Object{Body: encoded})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(pool, found.Spec, equalID, equalOverlay); diff != "" {
		t.Error(diff)
	}
}

// TestOwnBodyIsNoDifference: a cluster that is as its specification says needs no write.
func TestOwnBodyIsNoDifference(t *testing.T) {
	t.Parallel()
	want := fullCluster(t)
	c := ClusterChange{Want: want}
	made, err := c.newBody()
	if err != nil {
		t.Fatal(err)
	}
	changed, err := c.edit(armclient.Object{Body: made})
	if err != nil || len(changed) > 0 {
		t.Errorf("changed %v, %v", changed, err)
	}
	pool, err := newPool(fullPool(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	stopped := fullPool()
	stopped.Running = nil
	changed, _, err = poolEdit{want: stopped}.differs(pool)
	if err != nil || len(changed) > 0 {
		t.Errorf("changed %v, %v", changed, err)
	}
}

// TestTakenBack: what was said and is not said any more is off or gone, but for what Azure does not change.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	prior := fullCluster(t)
	made, err := ClusterChange{Want: prior}.newBody()
	if err != nil {
		t.Fatal(err)
	}
	object := armclient.Object{Body: made}
	bare := ClusterSpec{ID: prior.ID, Location: prior.Location}
	if _, err := (ClusterChange{Prior: prior, Want: bare}).edit(object); err != nil {
		t.Fatal(err)
	}
	live, err := decodeCluster(prior.ID, object, "")
	if err != nil {
		t.Fatal(err)
	}
	s := live.Spec
	if s.AddOns.Monitoring != nil || s.AddOns.Defender != nil || s.AddOns.KeyVaultSecrets != nil || s.AddOns.ServiceMesh != nil || s.AddOns.Metrics != nil ||
		value(s.AddOns.AzurePolicy) || s.AddOns.ImageCleaner != nil || s.AddOns.ApplicationRouting != nil || s.HTTPProxy != nil ||
		len(s.APIServer.AuthorizedRanges) != 0 || !value(s.LocalAccounts) || value(s.Tier) != "Free" || value(s.UpgradeChannel) != "none" {
		t.Errorf("left: %+v", s)
	}
	if !value(s.Storage.DiskDriver) || value(s.Storage.BlobDriver) {
		t.Errorf("storage %+v", s.Storage)
	}
	if value(s.DNSPrefix) != "aks" || len(s.Network.ServiceCIDRs) != 2 || !value(s.OIDCIssuer) || value(s.Network.PluginMode) != "overlay" {
		t.Errorf("taken: %+v", s)
	}
}

// TestMaintenance: every kind of window comes back as it was given.
func TestMaintenance(t *testing.T) {
	t.Parallel()
	window := WindowSpec{DurationHours: 4, StartTime: "22:00", UTCOffset: "+02:00", StartDate: "2026-12-01", NotAllowed: []Span{{"2026-12-24", "2027-01-02"}}}
	for name, schedule := range map[string]WindowSpec{
		Daily: {Interval: 2}, Weekly: {Interval: 1, DayOfWeek: "Friday"}, AbsoluteMonthly: {Interval: 1, DayOfMonth: 15},
		RelativeMonthly: {Interval: 3, DayOfWeek: "Monday", WeekIndex: "Last"},
	} {
		want := MaintenanceSpec{
			WeekHours: []WeekHours{{Day: "Sunday", Hours: []int32{0, 23}}}, NotAllowed: []Span{{"2026-12-01T00:00:00Z", "2026-12-02T12:30:00Z"}}, Window: &window,
		}
		w := window
		w.Frequency, w.Interval, w.DayOfWeek, w.DayOfMonth, w.WeekIndex = name, schedule.Interval, schedule.DayOfWeek, schedule.DayOfMonth, schedule.WeekIndex
		want.Window = &w
		properties, err := encodeMaintenance(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeMaintenance(armclient.Object{Body: map[string]any{"properties": properties}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		bare := want
		b := *want.Window
		b.UTCOffset, b.StartDate = "", ""
		bare.Window = &b
		got.Window.UTCOffset = "+00:00"
		if !sameMaintenance(bare, got) {
			t.Errorf("%s: what Azure fills in is a difference", name)
		}
		got.Window.DurationHours = 5
		if sameMaintenance(bare, got) {
			t.Errorf("%s: another duration is no difference", name)
		}
	}
	for _, broken := range []MaintenanceSpec{
		{Window: &WindowSpec{Frequency: "Sometimes"}},
		{Window: &WindowSpec{Frequency: Daily, StartDate: "soon"}},
		{NotAllowed: []Span{{"a", "b"}}},
		{Window: &WindowSpec{Frequency: Daily, NotAllowed: []Span{{"2026-01-01", "later"}}}},
	} {
		if _, err := encodeMaintenance(broken); err == nil {
			t.Errorf("%+v is taken", broken)
		}
	}
}
