package armtypes

import "strings"

const (
	scaleSetType   = "Microsoft.Compute/virtualMachineScaleSets"
	nodesPath      = "nodes"
	nodeSubnetVia  = "nodes[*].subnet.id"
	nodeSetVersion = "2024-07-01"
)

// scaleSets are the nodes of a pool. Clients can look at them only. Their nodes with their addresses, which Azure shows below the set and
// in the subnets, are hidden members here.
func scaleSets() *Type {
	return &Type{
		Name: scaleSetType, APIVersions: []string{nodeSetVersion}, Family: Plain, Access: ReadOnly, Put: Sync, Patch: None, Delete: Sync,
		Known:         []string{"sku", "zones", "identity", nodesPath},
		ReadOnlyPaths: []string{"properties.uniqueId"},
		References:    []Reference{{Path: nodeSubnetVia, To: subnetType, Unchecked: true}},
		Fill: func(w *Write) {
			if w.Body.Str("properties.uniqueId") == "" {
				w.Body.Set("properties.uniqueId", w.NewGUID())
			}
		},
		Compute: func(_ View, d *Document) { d.Body.Remove(nodesPath) },
	}
}

// scaleSetBody is the set of a pool as AKS makes it, without its nodes.
func scaleSetBody(n *nodeGroup, pool Object) Object {
	name := n.scaleSet(pool.Str("name"))
	body := Object{
		"location": n.location, "zones": pool.List("availabilityZones"),
		"sku":  Object{"name": pool.Str("vmSize"), "tier": "Standard", "capacity": len(n.nodesOf(pool))},
		"tags": Object{"aks-managed-poolName": pool.Str("name"), "aks-managed-orchestrator": "Kubernetes:" + pool.Str("currentOrchestratorVersion"), "aks-managed-createOperationID": n.uid},
		"properties": Object{
			"orchestrationMode": "Uniform", "singlePlacementGroup": false, "overprovision": false, "upgradePolicy": Object{"mode": "Manual"},
			"virtualMachineProfile": Object{
				"osProfile": Object{"computerNamePrefix": strings.TrimSuffix(name, "vmss"), "adminUsername": "azureuser"},
				"networkProfile": Object{"networkInterfaceConfigurations": []Object{{
					"name": name, "properties": Object{"primary": true, "enableIPForwarding": true, "ipConfigurations": []Object{{
						"name": "ipconfig1", "properties": Object{"primary": true, "subnet": Object{"id": n.subnetOf(pool)}, "privateIPAddressVersion": "IPv4"},
					}}},
				}}},
			},
		},
	}
	if len(pool.List("availabilityZones")) == 0 {
		body.Remove("zones")
	}
	if id := n.kubeletIdentity(); id != "" {
		body.Set("identity", Object{"type": "UserAssigned", "userAssignedIdentities": Object{id: Object{}}})
	}
	return body
}
