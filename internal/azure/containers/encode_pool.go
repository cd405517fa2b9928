package containers

import (
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// criticalTaint keeps everything but system pods off a pool.
const criticalTaint = "CriticalAddonsOnly=true:NoSchedule"

// encodePool is the members of a pool's body that the specification owns, overlay included. Not in it are the version and
// the number of nodes where the autoscaler decides it, which are written apart (pool_converge.go).
func encodePool(s PoolSpec) (map[string]any, error) {
	properties, err := encode(poolProperties(s))
	if err != nil {
		return nil, err
	}
	for name, profile := range map[string]map[string]any{"kubeletConfig": s.Kubelet, "linuxOSConfig": s.LinuxOS} {
		if profile != nil {
			properties[name] = clone(profile)
		}
	}
	body := map[string]any{"properties": properties}
	overlay(body, s.Overlay.body)
	return body, nil
}

func poolProperties(s PoolSpec) armcontainerservice.ManagedClusterAgentPoolProfileProperties {
	properties := armcontainerservice.ManagedClusterAgentPoolProfileProperties{
		Mode: as[armcontainerservice.AgentPoolMode](s.Mode), VMSize: s.VMSize, AvailabilityZones: texts(s.Zones),
		VnetSubnetID: s.SubnetID, PodSubnetID: s.PodSubnetID, PodIPAllocationMode: as[armcontainerservice.PodIPAllocationMode](s.PodIPMode), MaxPods: s.MaxPods,
		OSType: as[armcontainerservice.OSType](s.OSType), OSSKU: as[armcontainerservice.OSSKU](s.OSSKU),
		OSDiskType: as[armcontainerservice.OSDiskType](s.OSDiskType), OSDiskSizeGB: s.OSDiskSizeGB, KubeletDiskType: as[armcontainerservice.KubeletDiskType](s.KubeletDiskType),
		NodeLabels: textMap(s.Labels), NodeTaints: texts(s.allTaints()), Tags: textMap(s.Tags),
		EnableNodePublicIP: s.NodePublicIP, NodePublicIPPrefixID: s.NodePublicIPPrefixID,
		EnableEncryptionAtHost: s.EncryptionAtHost, EnableFIPS: s.FIPS, EnableUltraSSD: s.UltraSSD,
		SecurityProfile: &armcontainerservice.AgentPoolSecurityProfile{
			EnableSecureBoot: s.SecureBoot, EnableVTPM: s.VTPM, SSHAccess: as[armcontainerservice.AgentPoolSSHAccess](s.SSHAccess),
		},
		ScaleSetPriority: as[armcontainerservice.ScaleSetPriority](s.Priority), ScaleSetEvictionPolicy: as[armcontainerservice.ScaleSetEvictionPolicy](s.EvictionPolicy),
		SpotMaxPrice: s.SpotMaxPrice, ScaleDownMode: as[armcontainerservice.ScaleDownMode](s.ScaleDownMode),
		GpuInstanceProfile: as[armcontainerservice.GPUInstanceProfile](s.GPUInstance), GpuProfile: &armcontainerservice.GPUProfile{Driver: as[armcontainerservice.GPUDriver](s.GPUDriver)},
		ProximityPlacementGroupID: s.ProximityPlacementGroupID, HostGroupID: s.HostGroupID, CapacityReservationGroupID: s.CapacityReservationGroupID,
		CreationData: &armcontainerservice.CreationData{SourceResourceID: s.SnapshotID}, WorkloadRuntime: as[armcontainerservice.WorkloadRuntime](s.WorkloadRuntime),
		GatewayProfile: &armcontainerservice.AgentPoolGatewayProfile{PublicIPPrefixSize: s.GatewayPrefixSize},
		WindowsProfile: &armcontainerservice.AgentPoolWindowsProfile{DisableOutboundNat: not(s.WindowsOutboundNAT)},
		PowerState:     &armcontainerservice.PowerState{Code: powerCode(s.Running)},
	}
	switch {
	case s.Autoscale != nil:
		properties.EnableAutoScaling, properties.MinCount, properties.MaxCount = to.Ptr(true), to.Ptr(s.Autoscale.Min), to.Ptr(s.Autoscale.Max)
	case s.Count != nil:
		properties.EnableAutoScaling, properties.Count = to.Ptr(false), s.Count
	}
	if u := s.Upgrade; u != nil {
		properties.UpgradeSettings = &armcontainerservice.AgentPoolUpgradeSettings{
			MaxSurge: u.MaxSurge, MaxUnavailable: u.MaxUnavailable, DrainTimeoutInMinutes: u.DrainMinutes, NodeSoakDurationInMinutes: u.SoakMinutes,
			UndrainableNodeBehavior: as[armcontainerservice.UndrainableNodeBehavior](u.UndrainableNode),
		}
	}
	return properties
}

// allTaints is the taints with the one that CriticalAddonsOnly stands for.
func (p PoolSpec) allTaints() []string {
	if p.CriticalAddonsOnly == nil {
		return p.Taints
	}
	taints := slices.Clone(p.Taints)
	if taints == nil {
		taints = []string{}
	}
	if *p.CriticalAddonsOnly && !slices.Contains(taints, criticalTaint) {
		taints = append(taints, criticalTaint)
	}
	return taints
}

func powerCode(running *bool) *armcontainerservice.Code {
	if running == nil {
		return nil
	}
	if *running {
		return to.Ptr(armcontainerservice.CodeRunning)
	}
	return to.Ptr(armcontainerservice.CodeStopped)
}

// clone copies JSON, so that bodies share nothing with a specification.
func clone(body map[string]any) map[string]any {
	copied, _ := cloneValue(body).(map[string]any)
	return copied
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		copied := make(map[string]any, len(v))
		for name, value := range v {
			copied[name] = cloneValue(value)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i := range v {
			copied[i] = cloneValue(v[i])
		}
		return copied
	}
	return v
}
