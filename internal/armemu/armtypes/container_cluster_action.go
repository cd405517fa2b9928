package armtypes

import (
	"net/http"
	"strings"
)

// Rows of the duration table that only actions and changes of AKS use.
const (
	startingCluster = clusterType + "#start"
	stoppingCluster = clusterType + "#stop"
	upgradingNodes  = agentPoolType + "#upgrade"
)

const powerPath = "properties.powerState.code"

// clusterActions are the verbs and reads below a cluster (arm-wire.md 1.2).
func clusterActions() []Action {
	return append([]Action{
		{
			Method: http.MethodPost, Name: "start", State: "Starting", Row: startingCluster, Handle: startCluster,
			Complete: func(w *Write) { setPower(w, "Running") },
		},
		{
			Method: http.MethodPost, Name: "stop", State: "Stopping", Row: stoppingCluster, Handle: stopCluster,
			Complete: func(w *Write) { setPower(w, "Stopped") },
		},
		{Method: http.MethodPost, Name: "rotateClusterCertificates", State: "Updating", Handle: rotateCertificates},
		{Method: http.MethodPost, Name: "resetServicePrincipalProfile", State: "Updating", Handle: resetPrincipal},
		{Method: http.MethodPost, Name: "runCommand", Mode: Sync, Handle: refuseRunCommand},
		{Method: http.MethodGet, Name: "upgradeProfiles/default", Mode: Sync, Handle: clusterUpgradeProfile},
		{Method: http.MethodGet, Name: "availableAgentPoolVersions", Mode: Sync, Handle: availablePoolVersions},
		{Method: http.MethodGet, Name: "outboundNetworkDependenciesEndpoints", Mode: Sync, Handle: outboundDependencies},
	}, credentialActions()...)
}

func startCluster(w *Write, _ *ActionRequest) (any, *Error) {
	if w.Body.Str(powerPath) == "Running" {
		return nil, errPower("start", w.ID, "Running")
	}
	return nil, nil
}

func stopCluster(w *Write, _ *ActionRequest) (any, *Error) {
	switch {
	case w.Body.Str(powerPath) == "Stopped":
		return nil, errPower("stop", w.ID, "Stopped")
	case strings.EqualFold(w.Body.Str("properties.nodeProvisioningProfile.mode"), "Auto"):
		// aks-facts.md 7: a cluster with node auto-provisioning cannot be stopped.
		return nil, Invalid("OperationNotAllowed", "Managed cluster %s uses node auto provisioning and cannot be stopped.", w.ID.Name()).Unsure()
	}
	return nil, nil
}

func errPower(verb string, id ID, state string) *Error {
	return Errorf(http.StatusConflict, "OperationNotAllowed", "Cannot %s managed cluster %s: it is already %s.", verb, id.Name(), strings.ToLower(state)).Unsure()
}

// setPower stops or starts the pools with the cluster; stopped nodes give their addresses back.
func setPower(w *Write, code string) {
	w.Body.Set(powerPath, code)
	for _, pool := range w.Body.Objs(agentPoolsPath) {
		pool.Set("powerState.code", code)
	}
	newNodeGroup(w, w.ID, w.Body, true).reconcile()
}

// refuseStopped: nothing but start works on a stopped cluster.
func refuseStopped(cluster Object) *Error {
	if cluster.Str(powerPath) != "Stopped" {
		return nil
	}
	return Invalid("OperationNotAllowed", "The operation is not allowed since the managed cluster %s is stopped. Please start it first.", cluster.Str("name")).Unsure()
}

func rotateCertificates(w *Write, _ *ActionRequest) (any, *Error) {
	if refusal := refuseStopped(w.Body); refusal != nil {
		return nil, refusal
	}
	n, _ := w.Body.Int(hiddenMember + ".certificates")
	w.Body.Set(hiddenMember+".certificates", n+1)
	return nil, nil
}

// refuseRunCommand: there is no Kubernetes behind this cluster that could run anything. The first code is Azure's for clusters that have the
// feature switched off.
func refuseRunCommand(w *Write, _ *ActionRequest) (any, *Error) {
	if w.Body.Bool("properties.apiServerAccessProfile.disableRunCommand") {
		return nil, Invalid("RunCommandDisabled", "Run command is disabled on managed cluster %s.", w.ID.Name()).Unsure()
	}
	return nil, Errorf(http.StatusNotImplemented, "NotImplemented", "The emulator has no Kubernetes that could run a command on managed cluster %s.", w.ID.Name()).Unsure()
}
