package armtypes

import (
	"net/http"
	"regexp"
)

// agentPoolName: aks-facts.md 3.5. The length for Windows is looked at with the rest of the pool.
var agentPoolName = regexp.MustCompile(`^[a-z][a-z0-9]{0,11}$`)

// agentPools are elements of agentPoolProfiles, with their properties beside their name, and resources of their own. Pools that a PUT of
// the cluster does not name stay: they are removed by their own DELETE alone. [?] No source tells; templates that name the system pool only
// and are deployed again keep the others.
func agentPools() *Type {
	return &Type{
		Name:        agentPoolType,
		APIVersions: containerVersions,
		Family:      AKS,
		NameRule:    agentPoolName,
		Embed:       &Embed{Paths: []string{agentPoolsPath}, KeepWhenAbsent: true, KeepUnnamed: true, Flat: true},
		Patch:       None,
		NoTags:      true,
		ReadOnlyPaths: []string{
			"properties.currentOrchestratorVersion", "properties.nodeImageVersion", "properties.status", "properties.virtualMachineNodesStatus",
		},
		Validate:          validateAgentPool,
		Fill:              fillAgentPool,
		Accept:            acceptAgentPool,
		Doom:              doomAgentPool,
		Removed:           removeAgentPool,
		Complete:          completeAgentPool,
		RefuseDeleteAlone: refuseLastSystemPool,
		Actions: []Action{
			{Method: http.MethodGet, Name: "upgradeProfiles/default", Mode: Sync, Handle: agentPoolUpgradeProfile},
			{Method: http.MethodPost, Name: "upgradeNodeImageVersion", State: "UpgradingNodeImageVersion", Row: upgradingNodes, Handle: upgradeNodeImage},
		},
	}
}

func upgradeNodeImage(w *Write, _ *ActionRequest) (any, *Error) { return nil, refuseStopped(w.Parent) }

func fillAgentPool(w *Write) {
	agentPoolDefaults(w.Body.Obj("properties"), w.Prev.Obj("properties"), w.Parent, w.Alone)
	properties := w.Body.Obj("properties")
	if w.Prev == nil {
		properties.Set("nodeImageVersion", nodeImage(properties))
		properties.Set("currentOrchestratorVersion", runningVersion(properties.Str("orchestratorVersion"), ""))
	}
}
