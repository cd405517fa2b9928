package containers

import "github.com/udr-egress/terraform-provider-udr/internal/azure/armid"

// PoolSpec is what a configuration says of an agent pool. See ClusterSpec for what nil means.
type PoolSpec struct {
	// ID is …/managedClusters/{cluster}/agentPools/{name}, of the default pool too.
	ID armid.ID

	Mode   *string // System, User, Gateway
	VMSize *string
	// Count is the number of nodes. With Autoscale it is the number at the beginning and never compared.
	Count     *int32
	Autoscale *AutoscaleSpec
	Zones     []string

	SubnetID    *string
	PodSubnetID *string
	PodIPMode   *string // DynamicIndividual, StaticBlock
	MaxPods     *int32

	OSType          *string // Linux, Windows
	OSSKU           *string
	OSDiskType      *string // Managed, Ephemeral
	OSDiskSizeGB    *int32
	KubeletDiskType *string // OS, Temporary

	// Version as ClusterSpec.Version; nil follows the control plane on a create and stays as it is afterwards.
	Version *string

	Labels map[string]string
	// Taints are "key=value:effect". CriticalAddonsOnly adds the one of system pools; Spot pools get their own from AKS.
	Taints             []string
	CriticalAddonsOnly *bool
	Tags               map[string]string // of the scale set

	Upgrade *UpgradeSpec

	NodePublicIP         *bool
	NodePublicIPPrefixID *string
	EncryptionAtHost     *bool
	FIPS                 *bool
	UltraSSD             *bool
	SecureBoot, VTPM     *bool
	SSHAccess            *string // LocalUser, Disabled

	Priority       *string // Regular, Spot
	EvictionPolicy *string // Delete, Deallocate
	SpotMaxPrice   *float32
	ScaleDownMode  *string // Delete, Deallocate

	GPUInstance                *string
	GPUDriver                  *string // Install, None
	ProximityPlacementGroupID  *string
	HostGroupID                *string
	CapacityReservationGroupID *string
	SnapshotID                 *string
	WorkloadRuntime            *string
	GatewayPrefixSize          *int32 // of a Gateway pool
	WindowsOutboundNAT         *bool  // false: pods leave with their own addresses

	// Running: false stops the pool, true starts it.
	Running *bool

	// Kubelet and LinuxOS are the SDK's profiles as JSON; they are set whole.
	Kubelet, LinuxOS map[string]any

	// TemporaryName is the pool that takes the load while this one is made anew because of a change that Azure does
	// not make in place. Only the default pool, and pools that are to be rotated rather than replaced, need it.
	TemporaryName string

	Overlay Overlay
}

// AutoscaleSpec bounds the number of nodes.
type AutoscaleSpec struct{ Min, Max int32 }

// UpgradeSpec is how nodes are exchanged.
type UpgradeSpec struct {
	MaxSurge        *string // a number or a percentage
	MaxUnavailable  *string
	DrainMinutes    *int32
	SoakMinutes     *int32
	UndrainableNode *string // Cordon, Schedule
}

// Name is the pool's name, and ClusterID the cluster that it belongs to.
func (p PoolSpec) Name() string { return p.ID.Name() }

// ClusterID is the ID of the cluster that the pool belongs to; zero where the pool has no ID.
func (p PoolSpec) ClusterID() armid.ID {
	cluster, _ := p.ID.Parent()
	return cluster
}
