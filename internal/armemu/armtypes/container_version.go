package armtypes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// kubernetesMinor is one minor version that AKS offers.
type kubernetesMinor struct {
	minor string
	// patches, oldest first.
	patches []string
	// ltsOnly minors need support plan AKSLongTermSupport.
	ltsOnly bool
	preview bool
}

// kubernetesMinors are the minors of aks-facts.md 7 (VER, CL) on 2026-11-22. No source says which patches each has [?].
var kubernetesMinors = []kubernetesMinor{
	{minor: "1.33", patches: []string{"1.33.7", "1.33.8"}, ltsOnly: true},
	{minor: "1.34", patches: []string{"1.34.5", "1.34.6"}},
	{minor: "1.35", patches: []string{"1.35.3", "1.35.4"}},
	{minor: "1.36", patches: []string{"1.36.1", "1.36.2"}},
	{minor: "1.37", patches: []string{"1.37.0"}},
}

// defaultMinor is the version before the newest, as AKS chooses.
const defaultMinor = "1.36"

// resolveVersion gives the full version for what a client sent: nothing, a minor or a patch. It is "" for one that AKS does not have.
func resolveVersion(sent string) string {
	if sent == "" {
		sent = defaultMinor
	}
	for _, m := range kubernetesMinors {
		if m.minor == sent {
			return m.patches[len(m.patches)-1]
		}
		if slices.Contains(m.patches, sent) {
			return sent
		}
	}
	return ""
}

// runningVersion is the version in force once an operation has ended: a minor that the running version already belongs to moves nothing.
func runningVersion(wanted, running string) string {
	if running != "" && (wanted == "" || wanted == minorOf(running)) {
		return running
	}
	return resolveVersion(wanted)
}

// minorOf cuts a version to major and minor.
func minorOf(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return version
	}
	return parts[0] + "." + parts[1]
}

// compareVersions orders dotted numbers; what is missing counts as 0.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if c := cmp.Compare(versionPart(as, i), versionPart(bs, i)); c != 0 {
			return c
		}
	}
	return 0
}

func versionPart(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.Atoi(parts[i]) // anything else counts as 0; unknown versions are refused before
	return n
}

// minorNumber is the second number of a version.
func minorNumber(version string) int { return versionPart(strings.Split(version, "."), 1) }

// upgradesFrom gives the versions that a cluster can go to: later patches of its minor and all of the next one.
func upgradesFrom(version string) []string {
	out := []string{}
	for _, m := range kubernetesMinors {
		next := minorNumber(m.minor) - minorNumber(version)
		if next != 0 && next != 1 {
			continue
		}
		for _, p := range m.patches {
			if compareVersions(p, version) > 0 {
				out = append(out, p)
			}
		}
	}
	return out
}

// supportPlans are the plans under which a minor can be run.
func (m kubernetesMinor) supportPlans() []string {
	if m.ltsOnly {
		return []string{"AKSLongTermSupport"}
	}
	return []string{"KubernetesOfficial", "AKSLongTermSupport"}
}
