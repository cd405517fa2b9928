package cloud

import (
	"slices"
	"strings"
)

// InfrastructureName is a pattern of names that Azure Firewall's built-in infrastructure collection may let pass although
// no rule does (FW-10). Its content is not published: a name that matches is never definitely denied by default.
type InfrastructureName struct {
	Template string
	Meaning  string
	Fact
}

var srcInfrastructure = srcFirewallRules.doubt("the collection's content is not published; the patterns are wider than it")

var infrastructureNames = []InfrastructureName{
	{"*.<storage_suffix>", "platform image repository and diagnostics storage", srcInfrastructure},
	{"*.storage.azure.net", "managed disks", srcInfrastructure},
}

// InfrastructureNames returns the patterns as written.
func InfrastructureNames() []InfrastructureName { return slices.Clone(infrastructureNames) }

// MayBeInfrastructure reports whether a name may pass by the infrastructure collection in a cloud.
func MayBeInfrastructure(c Cloud, name string) bool {
	v := cloudValues(c)
	return slices.ContainsFunc(infrastructureNames, func(i InfrastructureName) bool {
		return within(canonicalName(name), v.expand(i.Template))
	})
}

// Noise is traffic of AKS nodes that is no requirement of any feature but will be seen in a firewall's log.
type Noise struct {
	// Pattern has a star where names vary, which need not be a pattern that the firewall takes.
	Pattern string
	// Block tells whether it does no harm to block the traffic.
	Block bool
	Note  string
	Fact
}

var noise = []Noise{
	{"md-*.blob.storage.azure.net", true, "inner working of managed disks; may be needed under some circumstances", srcEgressRules},
	{"umsa*.blob.core.windows.net", false, "manifests of the VM agent and its extensions; the firewall takes a star only in front, so the pattern cannot be written", srcEgressRules},
}

// NoiseNames returns the noise that the vendor's page names.
func NoiseNames() []Noise { return slices.Clone(noise) }

// ExplainNoise finds the noise that a name is.
func ExplainNoise(name string) (Noise, bool) {
	name = canonicalName(name)
	for _, n := range noise {
		before, after, _ := strings.Cut(n.Pattern, "*")
		if len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after) {
			return n, true
		}
	}
	return Noise{}, false
}
