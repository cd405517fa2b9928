// Package containers knows the Microsoft.ContainerService resources that the provider makes: managed clusters, their
// agent pools and maintenance configurations.
//
// A specification holds what a configuration says; nil, an empty list and an empty text mean that it says nothing.
// It is built with the SDK's types and turned into JSON, the owned members. What is written is always the JSON
// just read with the owned members merged in (merge.go), so that what others set and what is younger than the SDK
// survives (law L3).
package containers

// APIVersion is the version of every Microsoft.ContainerService call: the newest stable one that azurerm 5.2 uses in all
// clouds and that the SDK's types know (arm-wire.md 1.1, 2026-11-22).
const APIVersion = "2025-10-01"

// Names of collections below a cluster.
const (
	poolCollection        = "agentPools"
	maintenanceCollection = "maintenanceConfigurations"
)
