package armtypes

// acceptCluster sets the node resource group up: it is there as soon as the cluster is accepted.
func acceptCluster(w *Write) {
	newNodeGroup(w, w.ID, w.Body.Clone(), false).reconcile()
}

// completeCluster: what appears once the nodes are there.
func completeCluster(w *Write) {
	if oneOf(w.Body.Str("properties.networkProfile.loadBalancerSku"), "standard") {
		w.Body.Set("properties.networkProfile.loadBalancerSku", "Standard") // as recorded (arm-wire.md 1.5)
	}
	w.Body.Set(runningPath, runningVersion(w.Body.Str(versionPath), w.Body.Str(runningPath)))
	group := newNodeGroup(w, w.ID, w.Body, true)
	group.reconcile()
	group.showIdentities()
	rememberTable(w, group)
	w.Body.Set(hiddenMember+".outboundType", w.Body.Str(outboundTypePath))
}

// rememberTable: a cluster with kubenet keeps to the route table that it was made with.
func rememberTable(w *Write, group *nodeGroup) {
	pools := w.Body.Objs(agentPoolsPath)
	if len(pools) == 0 || !oneOf(w.Body.Str("properties.networkProfile.networkPlugin"), "kubenet") || w.Body.Str(hiddenMember+".routeTable") != "" {
		return
	}
	if subnet, ok := group.Get(pools[0].Str("vnetSubnetID")); ok {
		w.Body.Set(hiddenMember+".routeTable", subnet.Body.Str(subnetRouteTablePath))
	}
}

// removeCluster takes the node resource group away with the cluster.
func removeCluster(w *Write) {
	group := newNodeGroup(w, w.ID, w.Body, true)
	group.dropPodRoutes()
	group.leaveSubnets()
	w.Drop(group.id)
}

// acceptAgentPool adds the nodes of a pool that is written alone.
func acceptAgentPool(w *Write) {
	cluster, _ := w.ID.Parent()
	newNodeGroup(w, cluster, w.Parent.Clone(), false).reconcile()
}

// completeAgentPool: the nodes run what was asked for once they are there. A pool that was written with its cluster is set up by that.
func completeAgentPool(w *Write) {
	properties := w.Body.Obj("properties")
	properties.Set("currentOrchestratorVersion", runningVersion(properties.Str("orchestratorVersion"), properties.Str("currentOrchestratorVersion")))
	properties.Set("nodeImageVersion", nodeImage(properties))
	cluster, _ := w.ID.Parent()
	group := newNodeGroup(w, cluster, w.Parent.Clone(), true)
	group.written = w.ID.Name()
	group.reconcile()
}

// removeAgentPool takes its nodes away, unless the whole cluster goes.
func removeAgentPool(w *Write) {
	cluster, _ := w.ID.Parent()
	if d, ok := w.Get(cluster.String()); ok {
		newNodeGroup(w, cluster, d.Body.Clone(), true).dropPool(w.ID.Name())
	}
}
