package containers

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

func TestParseOverlay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``: ``, ` `: ``, `{}`: ``, `[]`: "is no JSON object", `{"a":1} x`: "more text", `{"a":null}`: "a is null", `{"a":{"b":1,"B":2}}`: "twice", `{`: "reading the overlay",
		strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40): "too deeply",
	} {
		o, err := ParseOverlay(text)
		if want == "" && (err != nil || !o.IsZero()) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	text := `{ "properties": {"autoScalerProfile": {"scan-interval": "20s"}, "list": [1, 2]} }`
	o, err := ParseOverlay(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"properties.autoScalerProfile.scan-interval", "properties.list"}, o.Paths()); diff != "" {
		t.Error(diff)
	}
	other, _ := ParseOverlay(`{"properties":{"list":[1,2],"autoScalerProfile":{"scan-interval":"20s"}}}`)
	if !o.Equal(other) || o.Equal(Overlay{}) {
		t.Error("spelling is a difference")
	}
	for live, want := range map[string]string{
		`{"properties":{"AutoScalerProfile":{"scan-interval":"20S","more":1},"list":[1,2.0]}}`: text,
		`{"properties":{"autoScalerProfile":{"scan-interval":"10s"},"list":[1,2]}}`:            `{"properties":{"autoScalerProfile":{"scan-interval":"10s"},"list":[1,2]}}`,
		`{}`: `{}`,
	} {
		if got := (ClusterLive{object: armclient.Object{Body: body(t, live)}}).OverlayDrift(o); got != want {
			t.Errorf("%s: %s", live, got)
		}
	}
	// What it sets is taken back when it goes.
	prior := ClusterSpec{ID: parsed(t, testCluster), Overlay: o}
	object := armclient.Object{Body: body(t, `{"properties":{"list":[1,2],"autoScalerProfile":{"scan-interval":"20s"},"other":true}}`)}
	if _, err := (ClusterChange{Prior: prior, Want: ClusterSpec{ID: prior.ID}}).edit(object); err != nil {
		t.Fatal(err)
	}
	if got := canonical(object.Map("properties")); got != `{"autoScalerProfile":{},"list":[],"other":true}` {
		t.Error(got)
	}
}

func TestOverlayConflicts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{"properties":{"youngerThanUs":{"a":1}}}`:                               nil,
		`{"properties":{"networkProfile":{"outboundType":"none"}}}`:              {"properties.networkProfile.outboundType"},
		`{"Properties":{"NetworkProfile":{"OutboundType":"none"}}}`:              {"Properties.NetworkProfile.OutboundType"},
		`{"properties":{"networkProfile":{"kubeProxyConfig":{"enabled":true}}}}`: nil,
		`{"properties":{"networkProfile":"azure"}}`:                              {"properties.networkProfile"},
		`{"properties":{"addonProfiles":{"omsAgent":{"config":{"x":"y"}}}}}`:     nil,
		`{"properties":{"addonProfiles":{"omsAgent":{"enabled":true}}}}`:         {"properties.addonProfiles.omsAgent.enabled"},
		`{"properties":{"addonProfiles":{"openServiceMesh":{"enabled":true}}}}`:  nil,
		`{"location":"x","tags":{"a":"b"},"id":"y"}`:                             {"id", "location", "tags.a"},
		`{"identity":{"type":"None"}}`:                                           {"identity.type"},
		`{"properties":{"agentPoolProfiles":[]}}`:                                {"properties.agentPoolProfiles"},
		`{"properties":{"kubernetesVersion":"1.36","servicePrincipalProfile":{"secret":"s"}}}`: {
			"properties.kubernetesVersion", "properties.servicePrincipalProfile.secret",
		},
		`{"properties":{"provisioningState":"x","fqdn":"y"}}`:                    {"properties.fqdn", "properties.provisioningState"},
		`{"properties":{"securityProfile":{"customCATrustCertificates":["x"]}}}`: nil,
		`{"properties":{"autoScalerProfile":{"expander":"priority"}}}`:           nil,
	} {
		o, err := ParseOverlay(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.ClusterConflicts(); !slices.Equal(got, want) {
			t.Errorf("%s: %v", text, got)
		}
	}
	for text, want := range map[string][]string{
		`{"properties":{"nodeLabels":{"a":"b"}}}`:                        {"properties.nodeLabels.a"},
		`{"properties":{"networkProfile":{"allowedHostPorts":[]}}}`:      nil,
		`{"properties":{"kubeletConfig":{"podMaxPids":1},"count":2}}`:    {"properties.count"},
		`{"properties":{"messageOfTheDay":"aGk="},"name":"x"}`:           {"name"},
		`{"properties":{"orchestratorVersion":"1.36","eTag":"w/\"1\""}}`: {"properties.eTag", "properties.orchestratorVersion"},
	} {
		o, err := ParseOverlay(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.PoolConflicts(); !slices.Equal(got, want) {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// unattributed are members that a specification can say and that no resource has an attribute for: an overlay is the way to them.
var unattributed = []string{
	"properties.addonProfiles.aciConnectorLinux", "properties.addonProfiles.ingressApplicationGateway", "properties.aiToolchainOperatorProfile",
	"properties.autoScalerProfile", "properties.networkProfile.advancedNetworking", "properties.networkProfile.staticEgressGatewayProfile",
	"properties.nodeResourceGroupProfile", "properties.publicNetworkAccess", "properties.securityProfile.azureKeyVaultKms",
	"properties.gatewayProfile", "properties.gpuInstanceProfile", "properties.hostGroupID", "properties.kubeletConfig", "properties.linuxOSConfig",
	"properties.podIPAllocationMode", "properties.securityProfile.enableSecureBoot", "properties.securityProfile.enableVTPM",
	"properties.securityProfile.sshAccess", "properties.workloadRuntime",
}

// TestOverlayTable: whatever an attribute can say is out of an overlay's reach, and nothing else of what a specification can.
func TestOverlayTable(t *testing.T) {
	t.Parallel()
	cluster, err := encodeCluster(fullCluster(t))
	if err != nil {
		t.Fatal(err)
	}
	pool, err := encodePool(fullPool())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		body      map[string]any
		conflicts func(Overlay) []string
	}{{cluster, Overlay.ClusterConflicts}, {pool, Overlay.PoolConflicts}} {
		all := Overlay{body: test.body}
		var said []string
		leaves(test.body, nil, func(path []string, value any) {
			free := slices.ContainsFunc(unattributed, func(member string) bool { return overlaps(strings.Split(member, "."), path) })
			if !isEmpty(value) && !free {
				said = append(said, strings.Join(path, "."))
			}
		})
		slices.Sort(said)
		if diff := cmp.Diff(said, test.conflicts(all)); diff != "" {
			t.Error(diff)
		}
	}
}

func FuzzParseOverlay(f *testing.F) {
	f.Add(`{"properties":{"a":[1,"x",{"b":true}]}}`)
	f.Add(`{"a":1e400,"b":-0}`)
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ParseOverlay(text)
		if err != nil {
			return
		}
		o.ClusterConflicts()
		o.PoolConflicts()
		again, err := ParseOverlay(canonical(o.body))
		if err != nil || !again.Equal(o) {
			t.Errorf("%q does not survive: %v", text, err)
		}
		if drift := o.textOver(o.body); drift != o.text {
			t.Errorf("%q drifts from itself: %s", text, drift)
		}
	})
}

func TestVersions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		want, running string
		served, older bool
	}{
		{"1.36", "1.36.2", true, false},
		{"1.36.2", "1.36.2", true, false},
		{"1.36.1", "1.36.2", false, true},
		{"1.36.3", "1.36.2", false, false},
		{"1.35", "1.36.2", false, true},
		{"1.37", "1.36.2", false, false},
		{"1.9", "1.10.0", false, true},
		{"nonsense", "1.36.2", false, false},
	} {
		if served, older := VersionServed(test.want, test.running), VersionOlder(test.want, test.running); served != test.served || older != test.older {
			t.Errorf("%+v: served %v, older %v", test, served, older)
		}
	}
	for text, valid := range map[string]bool{"1.36": true, "1.36.0": true, "1": false, "1.036": false, "1.2.3.4": false, "v1.36": false, "1.-1": false, "1.36.": false} {
		if ValidVersion(text) != valid {
			t.Errorf("%s", text)
		}
	}
}

// TestVersionOrder: of two versions at most one is older, and none that serves the other.
func TestVersionOrder(t *testing.T) {
	t.Parallel()
	draw := rapid.Custom(func(t *rapid.T) string {
		text := fmt.Sprintf("1.%d", rapid.IntRange(8, 12).Draw(t, "minor"))
		if rapid.Bool().Draw(t, "patched") {
			text += fmt.Sprintf(".%d", rapid.IntRange(0, 11).Draw(t, "patch"))
		}
		return text
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		if VersionOlder(a, b) && (VersionOlder(b, a) || VersionServed(a, b)) {
			t.Fatalf("%s and %s", a, b)
		}
		if a == b && !VersionServed(a, b) {
			t.Fatalf("%s does not serve itself", a)
		}
	})
}

func TestFrozen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit func(prior, want *ClusterSpec)
		want []string
	}{
		"nothing":        {func(*ClusterSpec, *ClusterSpec) {}, nil},
		"prefix":         {func(_, w *ClusterSpec) { w.DNSPrefix = of("other") }, []string{"properties.dnsPrefix"}},
		"prefix unsaid":  {func(_, w *ClusterSpec) { w.DNSPrefix = nil }, nil},
		"region by name": {func(_, w *ClusterSpec) { w.Location = "West Europe" }, nil},
		"kubenet to overlay": {func(p, w *ClusterSpec) {
			p.Network = NetworkSpec{Plugin: of("kubenet"), PodCIDRs: []string{"10.244.0.0/16"}}
			w.Network = NetworkSpec{Plugin: of("azure"), PluginMode: of("overlay"), PodCIDRs: []string{"10.244.0.0/16"}}
		}, nil},
		"overlay to kubenet": {func(_, w *ClusterSpec) { w.Network.Plugin = of("kubenet") }, []string{"properties.networkProfile.networkPlugin"}},
		"cilium and back":    {func(_, w *ClusterSpec) { w.Network.DataPlane = of("azure") }, []string{"properties.networkProfile.networkDataplane"}},
		"pods grow":          {func(_, w *ClusterSpec) { w.Network.PodCIDRs = []string{"10.240.0.0/12", "fd12::/64"} }, nil},
		"pods move": {func(_, w *ClusterSpec) { w.Network.PodCIDRs = []string{"10.245.0.0/16", "fd12::/64"} }, []string{
			"properties.networkProfile.podCidr", "properties.networkProfile.podCidrs",
		}},
		"outbound type":          {func(_, w *ClusterSpec) { w.Network.OutboundType, w.Network.LoadBalancer = of(OutboundUserDefined), nil }, nil},
		"public":                 {func(_, w *ClusterSpec) { w.APIServer.Private = of(false) }, nil}, // with VNet integration
		"integration ends":       {func(_, w *ClusterSpec) { w.APIServer.VNetIntegration = of(false) }, []string{"properties.apiServerAccessProfile.enableVnetIntegration"}},
		"Entra ends":             {func(_, w *ClusterSpec) { w.Entra = nil }, []string{"properties.aadProfile"}},
		"issuer ends":            {func(_, w *ClusterSpec) { w.OIDCIssuer = of(false) }, []string{"properties.oidcIssuerProfile.enabled"}},
		"identity of the system": {func(_, w *ClusterSpec) { w.Identity = IdentitySpec{Kind: IdentitySystem} }, nil},
		"to Automatic":           {func(_, w *ClusterSpec) { w.SKU = of("Automatic") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prior, want := fullCluster(t), fullCluster(t)
			test.edit(&prior, &want)
			got, err := Replacements(prior, want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPoolReplacements(t *testing.T) {
	t.Parallel()
	linux := PoolSpec{OSType: of("Linux"), OSSKU: of("Ubuntu"), VMSize: of("a"), Zones: []string{"1", "2"}, Count: of[int32](1)}
	for name, test := range map[string]struct {
		edit func(*PoolSpec)
		want []string
	}{
		"SKU of Linux":   {func(p *PoolSpec) { p.OSSKU = of("AzureLinux") }, nil},
		"zones in order": {func(p *PoolSpec) { p.Zones = []string{"2", "1"} }, nil},
		"zones":          {func(p *PoolSpec) { p.Zones = []string{"1", "2", "3"} }, []string{"properties.availabilityZones"}},
		"size unsaid":    {func(p *PoolSpec) { p.VMSize = nil }, nil},
		"several": {func(p *PoolSpec) { p.VMSize, p.OSDiskType, p.MaxPods = of("b"), of("Ephemeral"), of[int32](20) }, []string{
			"properties.maxPods", "properties.osDiskType", "properties.vmSize",
		}},
		"count and labels": {func(p *PoolSpec) { p.Count, p.Labels = of[int32](4), map[string]string{"a": "b"} }, nil},
	} {
		want := linux
		test.edit(&want)
		got, err := PoolReplacements(linux, want)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]int{
		"command terminated with exit status=50":  50,
		`{ "ExitCode": "51", "Output": "" }`:      51,
		"Exit Code: 124":                          124,
		"vmssCSE exit status 52 and nothing more": 52,
	} {
		if got, ok := ExitCode(fmt.Errorf("making: %w", &armclient.Error{Message: message})); !ok || got != want {
			t.Errorf("%s: %d", message, got)
		}
	}
	if _, ok := ExitCode(&armclient.Error{Message: "the existing status"}); ok {
		t.Error("a code out of nothing")
	}
	if Explain(errors.New("x")) != nil || Explain(&armclient.Error{Code: "unheardOf"}) != nil {
		t.Error("advice out of nothing")
	}
	nested := &armclient.Error{Code: "BadRequest", Details: []armclient.Detail{{Code: "subnetisdelegated"}}}
	if len(Explain(nested)) != 1 {
		t.Error("a detail's code is not seen")
	}
	own := &armclient.Error{Code: "AuthorizationFailed", Message: "no authorization to perform action 'Microsoft.ContainerService/managedClusters/write'"}
	if IsPermission(own) || !IsPermission(&armclient.Error{Code: "AuthorizationFailed", Message: "no action 'Microsoft.Network/x/read'"}) {
		t.Error("the caller's own permission is waited for")
	}
}
