package cloud

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// NetworkMode is how a cluster's pods get their addresses.
type NetworkMode string

// The modes, as plugin and plugin mode give them.
const (
	ModeOverlay    NetworkMode = "overlay"
	ModeNodeSubnet NetworkMode = "node_subnet"
	ModePodSubnet  NetworkMode = "pod_subnet"
	ModeKubenet    NetworkMode = "kubenet"
)

// NetworkModeInfo is what a mode brings along.
type NetworkModeInfo struct {
	Mode NetworkMode
	// Plugin and PluginMode are networkProfile.networkPlugin and networkPluginMode.
	Plugin, PluginMode string
	// DefaultMaxPods is what AKS takes when max_pods is not set.
	DefaultMaxPods int
	// PodCIDR tells whether the mode has a pod range; Windows whether it takes Windows nodes.
	PodCIDR, Windows bool
	// PodSource tells which address a pod's packets carry to the firewall: the node's, or the pod's own (RT-28).
	PodSource string
	Note      string
	Fact
}

var networkModes = []NetworkModeInfo{
	{ModeOverlay, "azure", "overlay", 250, true, true, "node", "", srcIPPlanning},
	{ModeNodeSubnet, "azure", "", 30, false, true, "pod", "the CLI's default without a plugin is overlay; with azure and no mode it is this one", srcIPPlanning},
	{ModePodSubnet, "azure", "", 110, false, true, "pod", "the pod subnet needs the route table too", srcIPPlanning},
	{ModeKubenet, "kubenet", "", 110, true, false, "node", "retires 2028-03-31", srcKubenet},
}

// NetworkModes returns the modes.
func NetworkModes() []NetworkModeInfo { return append([]NetworkModeInfo(nil), networkModes...) }

// LookupNetworkMode finds a mode.
func LookupNetworkMode(m NetworkMode) (NetworkModeInfo, bool) {
	for _, n := range networkModes {
		if n.Mode == m {
			return n, true
		}
	}
	return NetworkModeInfo{}, false
}

// Pool is what decides how many addresses a node pool takes.
type Pool struct {
	// Nodes is the number of nodes, or the autoscaler's maximum.
	Nodes int
	// MaxPods is max_pods; 0 means the mode's default.
	MaxPods int
	// Surge is how many nodes an upgrade adds, from SurgeNodes.
	Surge int
}

// DefaultMaxSurge is what AKS takes when a pool sets no max surge (srcSurge).
const DefaultMaxSurge = "1"

var srcSurge = fact("MicrosoftDocs/azure-aks-docs articles/aks/upgrade-aks-node-pools-rolling.md", "2026")

// SurgeRule is how max surge is turned into nodes.
type SurgeRule struct {
	Text string
	Fact
}

var surgeRules = []SurgeRule{
	{"without a setting one node is added", srcSurge},
	{"a percentage is of the pool's nodes and rounds up", srcSurge},
	{"Kubernetes 1.35 and later falls back to one node when the subnet has no room", srcSurge.doubt("from a summary of the page, not re-read")},
}

// SurgeRules returns how max surge is read.
func SurgeRules() []SurgeRule { return append([]SurgeRule(nil), surgeRules...) }

// ErrSurge is a max surge that is neither a number nor a percentage.
var ErrSurge = errors.New("max surge is a whole number or a percentage up to 100%")

// SurgeNodes turns max surge ("1", "33%", or empty) into nodes for a pool of that many nodes. A percentage rounds up.
func SurgeNodes(maxSurge string, nodes int) (int, error) {
	if maxSurge == "" {
		maxSurge = DefaultMaxSurge
	}
	number, percent := strings.CutSuffix(maxSurge, "%")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || percent && n > 100 {
		return 0, fmt.Errorf("reading %q: %w", maxSurge, ErrSurge)
	}
	if percent {
		hundredths := times(nodes, n)
		if hundredths%100 != 0 {
			return hundredths/100 + 1, nil
		}
		return hundredths / 100, nil
	}
	return n, nil
}

// NodeSubnetAddresses is how many addresses pools of a mode take from their common node subnet: each node one, and in node
// subnet mode also one for each pod it may run. Internal load balancers and private endpoints come on top.
func NodeSubnetAddresses(m NetworkMode, pools ...Pool) int {
	total := 0
	for _, p := range pools {
		nodes := plus(p.Nodes, p.Surge)
		total = plus(total, nodes)
		if m == ModeNodeSubnet {
			total = plus(total, times(nodes, p.maxPods(m)))
		}
	}
	return total
}

// PodSubnetAddresses is how many addresses pools take at least from their common pod subnet: dynamic allocation hands out
// blocks of 16 to each node.
func PodSubnetAddresses(pools ...Pool) int {
	total := 0
	for _, p := range pools {
		total = plus(total, times(plus(p.Nodes, p.Surge), valueOf(LimitPodSubnetAddressesPerVM)))
	}
	return total
}

func (p Pool) maxPods(m NetworkMode) int {
	if p.MaxPods > 0 {
		return p.MaxPods
	}
	mode, _ := LookupNetworkMode(m)
	return mode.DefaultMaxPods
}

// SmallestSubnet is the longest IPv4 prefix length whose subnet has room for that many addresses; -1 if even a /0 has not.
func SmallestSubnet(addresses int) int {
	for bits := 29; bits >= 0; bits-- {
		if 1<<(32-bits)-ReservedPerSubnet >= addresses {
			return bits
		}
	}
	return -1
}

// plus and times add and multiply counts without overflow; negative counts are none.
func plus(a, b int) int {
	a, b = max(a, 0), max(b, 0)
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

func times(a, b int) int {
	a, b = max(a, 0), max(b, 0)
	if b != 0 && a > math.MaxInt/b {
		return math.MaxInt
	}
	return a * b
}
