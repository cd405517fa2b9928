package cloud

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSurgeNodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		surge string
		nodes int
		want  int
	}{
		{"", 5, 1}, {"1", 5, 1}, {"3", 5, 3}, {"33%", 3, 1}, {"33%", 4, 2}, {"50%", 5, 3}, {"100%", 7, 7}, {"0%", 7, 0}, {"10%", 0, 0}, {"0", 3, 0},
	} {
		if got, err := SurgeNodes(c.surge, c.nodes); err != nil || got != c.want {
			t.Errorf("SurgeNodes(%q, %d) = %d, %v; want %d", c.surge, c.nodes, got, err, c.want)
		}
	}
	for _, bad := range []string{"x", "%", "-1", "101%", "1.5", "33 %", " 1"} {
		if _, err := SurgeNodes(bad, 3); !errors.Is(err, ErrSurge) {
			t.Errorf("SurgeNodes(%q): %v", bad, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(0, 5000).Draw(t, "nodes")
		n := rapid.IntRange(0, 100).Draw(t, "percent")
		got, err := SurgeNodes(string(appendInt(n))+"%", nodes)
		if err != nil || float64(got) < float64(nodes*n)/100 || float64(got) >= float64(nodes*n)/100+1 {
			t.Fatalf("%d%% of %d = %d, %v", n, nodes, got, err)
		}
	})
}

func appendInt(n int) []byte {
	if n >= 10 {
		return append(appendInt(n/10), byte('0'+n%10))
	}
	return []byte{byte('0' + n)}
}

func TestSubnetAddresses(t *testing.T) {
	t.Parallel()
	three := Pool{Nodes: 3, Surge: 1}
	for _, c := range []struct {
		mode  NetworkMode
		pools []Pool
		want  int
	}{
		{ModeOverlay, []Pool{three}, 4},
		{ModeKubenet, []Pool{three}, 4},
		{ModePodSubnet, []Pool{three}, 4},
		{ModeNodeSubnet, []Pool{three}, 4 + 4*30},
		{ModeNodeSubnet, []Pool{{Nodes: 3, Surge: 1, MaxPods: 110}}, 4 + 4*110},
		{ModeNodeSubnet, []Pool{three, {Nodes: 10, Surge: 4, MaxPods: 50}}, 124 + 14 + 14*50},
		{ModeNodeSubnet, nil, 0},
		{ModeNodeSubnet, []Pool{{Nodes: -3}}, 0},
		{ModeNodeSubnet, []Pool{{Nodes: math.MaxInt, Surge: 1, MaxPods: 250}}, math.MaxInt},
	} {
		if got := NodeSubnetAddresses(c.mode, c.pools...); got != c.want {
			t.Errorf("%s %v: %d, want %d", c.mode, c.pools, got, c.want)
		}
	}
	if got := PodSubnetAddresses(three, Pool{Nodes: 2}); got != 6*16 {
		t.Errorf("PodSubnetAddresses = %d", got)
	}
}

func TestNetworkModes(t *testing.T) {
	t.Parallel()
	for mode, pods := range map[NetworkMode]int{ModeOverlay: 250, ModeNodeSubnet: 30, ModePodSubnet: 110, ModeKubenet: 110} {
		if m, ok := LookupNetworkMode(mode); !ok || m.DefaultMaxPods != pods {
			t.Errorf("%s: %+v", mode, m)
		}
	}
	if _, ok := LookupNetworkMode("bridge"); ok {
		t.Error("bridge is a mode")
	}
	for _, m := range NetworkModes() {
		if m.DefaultMaxPods < valueOf(LimitMaxPodsMin) || m.DefaultMaxPods > valueOf(LimitMaxPodsMax) {
			t.Errorf("%s: %d pods by default", m.Mode, m.DefaultMaxPods)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for key, want := range map[LimitKey]int{
		LimitRoutesPerTable: 400, LimitTagRoutesPerTable: 25, LimitPriorityMin: 100, LimitPriorityMax: 65000, LimitDNATPortMax: 63999, LimitPolicyGroups: 60,
		LimitFirewallPublicIPs: 250, LimitSNATPorts: 2496, LimitTagsPerResource: 50, LimitPolicyGroupBytes: 2097152, LimitAuthorizedRanges: 200,
	} {
		if got := LimitOf(key); got.Value != want || got.Source == "" {
			t.Errorf("%s: %+v", key, got)
		}
	}
	for _, l := range Limits() {
		if l.Value < 1 {
			t.Errorf("%s is %d", l.Key, l.Value)
		}
	}
	if LimitOf("unheard") != (Limit{}) {
		t.Error("an unknown limit has a value")
	}
	if got := SNATPorts(1, 0); got != 4992 {
		t.Errorf("one address, two instances: %d", got)
	}
	if got := SNATPorts(20, 3); got != 149760 {
		t.Errorf("twenty addresses, three instances: %d", got)
	}
}

func TestAutoscale(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high int
		good      bool
	}{
		{0, 0, true}, {2, 0, true}, {0, 50, true}, {2, 2, true}, {2, 4, true}, {2, 3, false}, {4, 2, false}, {1, 5, false}, {2, 51, false}, {-1, 4, false},
	} {
		if got := AutoscaleProblem(c.low, c.high); (got == "") != c.good {
			t.Errorf("%d to %d: %q", c.low, c.high, got)
		}
	}
}
