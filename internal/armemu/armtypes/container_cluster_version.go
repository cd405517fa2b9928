package armtypes

import (
	"slices"
	"strings"
)

// version: known here, under its support plan, and reachable from the running one. Codes and words: public threads.
func (c *clusterCheck) version() *Error {
	wanted := c.body.Str(versionPath)
	resolved := resolveVersion(wanted)
	running := c.prev.Str(runningPath)
	switch {
	case resolved == "" && wanted != c.prev.Str(versionPath):
		return Invalid("K8sVersionNotSupported", "Version %s is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region. "+
			"For more information, please check https://aka.ms/supported-version-list.", wanted).At(versionPath)
	case resolved != "" && !c.planAllows(resolved):
		return Invalid("K8sVersionNotSupported", "Managed cluster %s is on version %s, which is only available for Long-Term Support (LTS). If you intend to onboard to LTS, "+
			"please ensure the cluster is in Premium tier and LTS support plan.", c.id.Name(), resolved).At(versionPath)
	}
	target := runningVersion(wanted, running)
	if running == "" || target == running || target == "" {
		return nil
	}
	if compareVersions(target, running) < 0 {
		return Invalid("OperationNotAllowed", "Downgrading cluster from version %s to %s is not allowed.", running, target).At(versionPath).Unsure()
	}
	if up := upgradesFrom(running); !slices.Contains(up, target) {
		return Invalid("OperationNotAllowed", "Upgrading Kubernetes version %s to %s is not allowed. Available upgrades: [%s].", running, target, strings.Join(up, " ")).At(versionPath)
	}
	return nil
}

func (c *clusterCheck) planAllows(version string) bool {
	for _, m := range kubernetesMinors {
		if m.minor == minorOf(version) {
			return slices.Contains(m.supportPlans(), c.body.Str("properties.supportPlan"))
		}
	}
	return true
}

// poolVersion: a pool never runs ahead of its control plane, nor more than three minors behind, and never goes back.
func (c *clusterCheck) poolVersion(pool, before Object) *Error {
	wanted, control := pool.Str("orchestratorVersion"), runningVersion(c.body.Str(versionPath), c.body.Str(runningPath))
	running := before.Str("currentOrchestratorVersion")
	target := runningVersion(wanted, running)
	const path = "orchestratorVersion"
	switch {
	case target == "":
		return Invalid("AgentPoolK8sVersionNotSupported", "Version %s is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region.", wanted).At(path)
	case target == running:
		return nil
	case compareVersions(target, control) > 0 || minorNumber(control)-minorNumber(target) > poolSkew:
		return Invalid("NodePoolMcVersionIncompatible", "Node pool version %s and control plane version %s are incompatible. For more information, please check https://aka.ms/aks/UpgradeVersionRules.", target, control).At(path)
	case running != "" && compareVersions(target, running) < 0:
		return Invalid("OperationNotAllowed", "Downgrading agent pool %s from version %s to %s is not allowed.", pool.Str("name"), running, target).At(path).Unsure()
	}
	return nil
}
