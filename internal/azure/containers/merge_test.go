package containers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// body reads JSON as the client does.
func body(t testing.TB, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var b map[string]any
	if err := decoder.Decode(&b); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMerge(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rules                   ruleTable
		live, prior, want, goal string
		changed                 []string
	}{
		"says nothing": {clusterRules, `{"a":1}`, `{}`, `{}`, `{"a":1}`, nil},
		"sets":         {clusterRules, `{"a":1}`, `{}`, `{"b":{"c":true}}`, `{"a":1,"b":{"c":true}}`, []string{"b.c"}},
		"same by meaning": {
			clusterRules, `{"properties":{"x":"Standard","n":3,"l":["B","a"]}}`, `{}`, `{"properties":{"X":"standard","n":3.0,"l":["a","b"]}}`,
			`{"properties":{"x":"Standard","n":3,"l":["B","a"]}}`, nil,
		},
		"no is no member": {clusterRules, `{}`, `{}`, `{"properties":{"disableLocalAccounts":false}}`, `{}`, nil},
		"yes is a member": {
			clusterRules, `{}`, `{}`, `{"properties":{"disableLocalAccounts":true}}`, `{"properties":{"disableLocalAccounts":true}}`,
			[]string{"properties.disableLocalAccounts"},
		},
		"default of Azure": {clusterRules, `{}`, `{}`, `{"sku":{"tier":"Free"},"properties":{"networkProfile":{"networkPolicy":"none"}}}`, `{}`, nil},
		"taken back to a default": {
			clusterRules, `{"sku":{"tier":"Standard"}}`, `{"sku":{"tier":"Standard"}}`, `{}`, `{"sku":{"tier":"Free"}}`, []string{"sku.tier"},
		},
		"taken back to no": {
			clusterRules, `{"properties":{"addonProfiles":{"omsAgent":{"enabled":true,"config":{"a":"b","c":"d"}}}}}`,
			`{"properties":{"addonProfiles":{"omsagent":{"enabled":true,"config":{"a":"b"}}}}}`, `{}`,
			`{"properties":{"addonProfiles":{"omsAgent":{"enabled":false,"config":{"c":"d"}}}}}`,
			[]string{"properties.addonProfiles.omsagent.config.a", "properties.addonProfiles.omsagent.enabled"},
		},
		"not taken back": {
			clusterRules, `{"properties":{"dnsPrefix":"a"}}`, `{"properties":{"dnsPrefix":"a"}}`, `{}`, `{"properties":{"dnsPrefix":"a"}}`, nil,
		},
		"an empty list": {
			clusterRules, `{"properties":{"apiServerAccessProfile":{"authorizedIPRanges":["1.2.3.4/32"]}}}`, `{}`,
			`{"properties":{"apiServerAccessProfile":{"authorizedIPRanges":[]}}}`, `{"properties":{"apiServerAccessProfile":{"authorizedIPRanges":[]}}}`,
			[]string{"properties.apiServerAccessProfile.authorizedIPRanges"},
		},
		"an address is a range": {
			clusterRules, `{"properties":{"apiServerAccessProfile":{"authorizedIPRanges":["1.2.3.4/32","5.6.7.0/24"]}}}`, `{}`,
			`{"properties":{"apiServerAccessProfile":{"authorizedIPRanges":["5.6.7.0/24","1.2.3.4"]}}}`,
			`{"properties":{"apiServerAccessProfile":{"authorizedIPRanges":["1.2.3.4/32","5.6.7.0/24"]}}}`, nil,
		},
		"labels have case": {
			poolRules, `{"properties":{"nodeLabels":{"App":"x","theirs":"1"}}}`, `{"properties":{"nodeLabels":{"App":"x"}}}`,
			`{"properties":{"nodeLabels":{"app":"X","empty":""}}}`, `{"properties":{"nodeLabels":{"app":"X","empty":"","theirs":"1"}}}`,
			[]string{"properties.nodeLabels.App", "properties.nodeLabels.app", "properties.nodeLabels.empty"},
		},
		"AKS's own taint": {
			poolRules, `{"properties":{"nodeTaints":["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]}}`, `{}`, `{"properties":{"nodeTaints":[]}}`,
			`{"properties":{"nodeTaints":["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]}}`, nil,
		},
		"any size of disk": {
			poolRules, `{"properties":{"osDiskSizeGB":128}}`, `{}`, `{"properties":{"osDiskSizeGB":0}}`, `{"properties":{"osDiskSizeGB":128}}`, nil,
		},
		"whole": {
			poolRules, `{"properties":{"kubeletConfig":{"podMaxPids":100,"failSwapOn":true}}}`, `{}`, `{"properties":{"kubeletConfig":{"podMaxPids":100}}}`,
			`{"properties":{"kubeletConfig":{"podMaxPids":100}}}`,
			[]string{"properties.kubeletConfig"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := body(t, test.live)
			changed := merge(test.rules, live, body(t, test.prior), body(t, test.want))
			if diff := cmp.Diff(test.changed, changed); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(canonical(body(t, test.goal)), canonical(live)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// anyBody draws JSON whose names collide often, in case too.
func anyBody(depth int) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		b := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(t, "members") {
			name := rapid.SampledFrom([]string{"a", "b", "c", "properties", "nodeLabels", "tier"}).Draw(t, "name")
			switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
			case kind == 0 && depth > 0:
				b[name] = anyBody(depth-1).Draw(t, "object")
			case kind == 1:
				b[name] = rapid.Bool().Draw(t, "bool")
			case kind == 2:
				b[name] = json.Number(fmt.Sprint(rapid.IntRange(-1, 3).Draw(t, "number")))
			case kind == 3:
				list := []any{}
				for _, text := range rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "X"}), 0, 3).Draw(t, "list") {
					list = append(list, text)
				}
				b[name] = list
			default:
				b[name] = rapid.SampledFrom([]string{"", "x", "X", "y"}).Draw(t, "text")
			}
		}
		return b
	})
}

// TestMergeIsStable: after a merge nothing differs any more, and what neither specification names is as it was.
func TestMergeIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SampledFrom([]ruleTable{clusterRules, poolRules}).Draw(t, "rules")
		live, prior, want := anyBody(3).Draw(t, "live"), anyBody(3).Draw(t, "prior"), anyBody(3).Draw(t, "want")
		live["theirs"] = map[string]any{"kept": "as it is"}
		before := canonical(live)
		untouched := clone(live)
		first := merge(rules, live, prior, want)
		if len(first) == 0 && canonical(live) != before {
			t.Fatalf("no change told, yet %s became %s", before, canonical(live))
		}
		if again := merge(rules, clone(live), prior, want); len(again) > 0 {
			t.Fatalf("changed again: %v in %s", again, canonical(live))
		}
		for name, value := range untouched {
			_, priorHas := memberName(prior, name)
			_, wantHas := memberName(want, name)
			if !priorHas && !wantHas && !cmp.Equal(value, live[name]) {
				t.Fatalf("%s of others became %v", name, live[name])
			}
		}
	})
}

// TestMergeTags: names without case, values with it; tags of others stay.
func TestMergeTags(t *testing.T) {
	t.Parallel()
	got := mergeTags(map[string]string{"Env": "a", "old": "1", "theirs": "2", "hidden-x": "0"}, map[string]string{"OLD": "1"}, map[string]string{"env": "A"},
		map[string]string{"hidden-x": "1"})
	if diff := cmp.Diff(map[string]string{"env": "A", "theirs": "2", "hidden-x": "1"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestDropOutbound: profiles that do not go with the outbound type are sent as null, whoever made them.
func TestDropOutbound(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		OutboundUserDefined:  `{"loadBalancerProfile":null,"natGatewayProfile":null,"outboundType":"userDefinedRouting"}`,
		OutboundLoadBalancer: `{"loadBalancerProfile":{"effectiveOutboundIPs":[]},"natGatewayProfile":null,"outboundType":"loadBalancer"}`,
		OutboundManagedNAT:   `{"loadBalancerProfile":null,"natGatewayProfile":{"a":1},"outboundType":"managedNATGateway"}`,
		OutboundNone:         `{"loadBalancerProfile":null,"natGatewayProfile":null,"outboundType":"none"}`,
	} {
		object := armclient.Object{Body: body(t, `{"properties":{"networkProfile":{"outboundType":"loadBalancer","loadBalancerProfile":{"effectiveOutboundIPs":[]},"natGatewayProfile":{"a":1}}}}`)}
		c := ClusterChange{Want: ClusterSpec{Network: NetworkSpec{OutboundType: &kind}}}
		if _, err := c.edit(object); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, canonical(object.Map("properties", "networkProfile"))); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
}

// TestOneKindOfAddresses: given addresses displace managed ones.
func TestOneKindOfAddresses(t *testing.T) {
	t.Parallel()
	object := armclient.Object{Body: body(t, `{"properties":{"networkProfile":{"outboundType":"loadBalancer","loadBalancerProfile":{"managedOutboundIPs":{"count":2},"effectiveOutboundIPs":[{"id":"x"}]}}}}`)}
	c := ClusterChange{Want: ClusterSpec{Network: NetworkSpec{LoadBalancer: &LoadBalancerSpec{IPIDs: []string{"/ip"}}}}}
	if _, err := c.edit(object); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"outboundIPs":{"publicIPs":[{"id":"/ip"}]}}`, canonical(object.Map("properties", "networkProfile", "loadBalancerProfile"))); diff != "" {
		t.Error(diff)
	}
}

// TestRulesNameOwnPaths: a rule about a member that no specification sets, in a misspelling perhaps, would be a rule about nothing.
func TestRulesNameOwnPaths(t *testing.T) {
	t.Parallel()
	known := func(body map[string]any) []string {
		var paths []string
		var visit func(at string, v map[string]any)
		visit = func(at string, v map[string]any) {
			for name, value := range v {
				path := strings.ToLower(strings.TrimPrefix(at+"."+name, "."))
				paths = append(paths, path)
				if inner, ok := value.(map[string]any); ok {
					visit(path, inner)
				}
			}
		}
		visit("", body)
		return paths
	}
	cluster, err := encodeCluster(fullCluster(t))
	if err != nil {
		t.Fatal(err)
	}
	pool, err := encodePool(fullPool())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rules ruleTable
		body  map[string]any
	}{{clusterRules, cluster}, {poolRules, pool}} {
		paths := known(test.body)
		for _, path := range slices.Sorted(maps.Keys(test.rules)) {
			if !slices.Contains(paths, path) {
				t.Errorf("no specification sets %s", path)
			}
		}
	}
}
