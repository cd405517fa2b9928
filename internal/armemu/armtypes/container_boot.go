package armtypes

import (
	"time"
)

// bootFailure is what a node's bootstrap ends with.
type bootFailure struct {
	pool string
	// code is the exit status of the node's script, name AKS's word for it.
	code int
	name string
	// tries is for how long the node tries (AK-28).
	tries time.Duration
	// what was tried, and what became of it.
	what, why string
}

// boot judges whether the new nodes of a cluster come up: a node goes through AK-28's checks in their order, each of them a packet walked
// from its pool's subnet.
type boot struct {
	*Write
	group *nodeGroup
}

// doomCluster is asked when an operation of the whole cluster is due. Nodes that never came up try again whatever is written, tags included: a
// change of something else does not make a failed cluster look whole [?].
func doomCluster(w *Write) *Error {
	b := &boot{Write: w, group: newNodeGroup(w, w.ID, w.Body, false)}
	all := oneOf(w.Action, "start", "rotateClusterCertificates") || b.egressChanged()
	if w.Verb == Act && !all {
		return nil
	}
	for _, pool := range w.Body.Objs(agentPoolsPath) {
		if refusal := b.judge(pool, all); refusal != nil {
			return refusal
		}
	}
	return nil
}

// doomAgentPool is asked for operations of one pool.
func doomAgentPool(w *Write) *Error {
	cluster, _ := w.ID.Parent()
	b := &boot{Write: w, group: newNodeGroup(w, cluster, w.Parent, false)}
	pool := w.Body.Obj("properties").Clone()
	pool["name"] = w.ID.Name()
	return b.judge(pool, w.Action != "")
}

// egressChanged: nodes are imaged anew when the outbound type changes (aks-facts.md 1.2).
func (b *boot) egressChanged() bool {
	before := b.Body.Str(hiddenMember + ".outboundType")
	return before != "" && !oneOf(before, b.Body.Str(outboundTypePath))
}

// judge gives the failure of a pool's nodes. all: every node boots; otherwise those do that are new, or get another version.
func (b *boot) judge(pool Object, all bool) *Error {
	count, _ := pool.Int("count")
	if count == 0 || pool.Str("powerState.code") == "Stopped" && b.Action != "start" || !all && !b.hasNewNodes(pool) {
		return nil
	}
	if f := b.run(pool); f != nil {
		f.pool = pool.Str("name")
		return f.error(b.group)
	}
	return nil
}

// hasNewNodes: nodes that were never up, or that run another version than is wanted.
func (b *boot) hasNewNodes(pool Object) bool {
	running := pool.Str("currentOrchestratorVersion")
	if runningVersion(pool.Str("orchestratorVersion"), running) != running {
		return true
	}
	set, ok := b.Get(b.group.scaleSetID(pool.Str("name")))
	if !ok {
		return true
	}
	for _, node := range set.Body.Objs(nodesPath) {
		if node.Str("name") != "" && !node.Bool("ready") {
			return true
		}
	}
	return false
}

// run goes through the checks. A node of outbound type none asks no registry, nor does one whose artifacts come from a cache (AK-26, AK-28).
func (b *boot) run(pool Object) *bootFailure {
	cluster, cloud := b.group.cluster, cloudOf(b.group.location)
	subnet := b.group.subnetOf(pool)
	dns, lookup := b.resolves(subnet)
	offline := oneOf(cluster.Str(outboundTypePath), "none", "block") || oneOf(cluster.Str("properties.bootstrapProfile.artifactSource"), "Cache")
	if !offline {
		if f := b.reaches(subnet, cloud.registry, 50, "VMExtensionError_OutboundConnFail", 20*15*time.Second, lookup); f != nil {
			return f
		}
	}
	if lookup != nil {
		lookup.code, lookup.name = 52, "VMExtensionError_K8SAPIServerDNSLookupFail"
		if dns == platformDNS {
			lookup.code = 53
		}
		return lookup
	}
	if f := b.reachesServer(subnet); f != nil {
		return f
	}
	if !offline {
		return b.reaches(subnet, cloud.packages, 41, "VMExtensionError_CniDownloadTimeout", 5*time.Minute, nil)
	}
	return nil
}
