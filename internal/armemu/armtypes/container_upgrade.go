package armtypes

import "strings"

// versionItems are upgrades as the profiles list them.
func versionItems(versions []string) []any {
	out := []any{}
	for _, v := range versions {
		out = append(out, Object{"kubernetesVersion": v})
	}
	return out
}

// clusterUpgradeProfile answers what the control plane and each pool can go to.
func clusterUpgradeProfile(w *Write, _ *ActionRequest) (any, *Error) {
	running := w.Body.Str(runningPath)
	pools := []any{}
	for _, pool := range w.Body.Objs(agentPoolsPath) {
		pools = append(pools, Object{
			"name": pool.Str("name"), "kubernetesVersion": pool.Str("currentOrchestratorVersion"), "osType": pool.Str("osType"),
			"upgrades": versionItems(poolUpgrades(pool.Str("currentOrchestratorVersion"), running)),
		})
	}
	return Object{
		"id": shownID(w.ID) + "/upgradeprofiles/default", "name": "default", "type": clusterType + "/upgradeprofiles",
		"properties": Object{
			"controlPlaneProfile": Object{"kubernetesVersion": running, "osType": "Linux", "upgrades": versionItems(upgradesFrom(running))},
			"agentPoolProfiles":   pools,
		},
	}, nil
}

func agentPoolUpgradeProfile(w *Write, _ *ActionRequest) (any, *Error) {
	properties := w.Body.Obj("properties")
	return Object{
		"id": shownID(w.ID) + "/upgradeProfiles/default", "name": "default", "type": agentPoolType + "/upgradeProfiles",
		"properties": Object{
			"kubernetesVersion": properties.Str("currentOrchestratorVersion"), "osType": properties.Str("osType"), "latestNodeImageVersion": nodeImage(properties),
			"upgrades": versionItems(poolUpgrades(properties.Str("currentOrchestratorVersion"), w.Parent.Str(runningPath))),
		},
	}, nil
}

// poolUpgrades: a pool follows its control plane and never overtakes it.
func poolUpgrades(pool, control string) []string {
	out := []string{}
	for _, m := range kubernetesMinors {
		for _, p := range m.patches {
			if compareVersions(p, pool) > 0 && compareVersions(p, control) <= 0 {
				out = append(out, p)
			}
		}
	}
	return out
}

// poolSkew is by how many minors a pool may lag behind: three since 1.28 (aks-facts.md VER) [?].
const poolSkew = 3

// availablePoolVersions are those that a new pool can have.
func availablePoolVersions(w *Write, _ *ActionRequest) (any, *Error) {
	running := w.Body.Str(runningPath)
	versions := []any{}
	for _, m := range kubernetesMinors {
		for _, p := range m.patches {
			if compareVersions(p, running) <= 0 && minorNumber(running)-minorNumber(p) <= poolSkew {
				versions = append(versions, Object{"kubernetesVersion": p, "default": p == running, "isPreview": m.preview})
			}
		}
	}
	return Object{
		"id": shownID(w.ID) + "/availableAgentPoolVersions", "name": "default", "type": clusterType + "/availableAgentPoolVersions",
		"properties": Object{"agentPoolVersions": versions},
	}, nil
}

// shownID is an id as AKS writes it (arm-wire.md 1.5).
func shownID(id ID) string {
	return strings.Replace(id.String(), "/resourceGroups/", "/resourcegroups/", 1)
}
