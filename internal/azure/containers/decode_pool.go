package containers

import (
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// decodePool is the typed form of an agent pool's resource.
func decodePool(id armid.ID, object armclient.Object) (PoolLive, error) {
	var pool struct {
		Properties armcontainerservice.ManagedClusterAgentPoolProfileProperties `json:"properties"`
	}
	if err := decodable(object).Decode(&pool); err != nil {
		return PoolLive{}, err
	}
	p := pool.Properties
	live := PoolLive{
		Spec: poolSpec(p), ProvisioningState: value(p.ProvisioningState), CurrentVersion: value(p.CurrentOrchestratorVersion),
		NodeImageVersion: value(p.NodeImageVersion), Count: value(p.Count), object: object,
	}
	live.Spec.ID = id
	live.Spec.Kubelet, live.Spec.LinuxOS = object.Map("properties", "kubeletConfig"), object.Map("properties", "linuxOSConfig")
	if p.PowerState != nil {
		live.PowerState = string(value(p.PowerState.Code))
	}
	if live.CurrentVersion == "" && strings.Count(value(p.OrchestratorVersion), ".") > 1 {
		live.CurrentVersion = value(p.OrchestratorVersion)
	}
	return live, nil
}

func poolSpec(p armcontainerservice.ManagedClusterAgentPoolProfileProperties) PoolSpec {
	s := PoolSpec{
		Mode: asText(p.Mode), VMSize: p.VMSize, Zones: plain(p.AvailabilityZones),
		SubnetID: p.VnetSubnetID, PodSubnetID: p.PodSubnetID, PodIPMode: asText(p.PodIPAllocationMode), MaxPods: p.MaxPods,
		OSType: asText(p.OSType), OSSKU: asText(p.OSSKU), OSDiskType: asText(p.OSDiskType), OSDiskSizeGB: p.OSDiskSizeGB,
		KubeletDiskType: asText(p.KubeletDiskType), Version: p.OrchestratorVersion, Taints: plain(p.NodeTaints),
		NodePublicIP: p.EnableNodePublicIP, NodePublicIPPrefixID: p.NodePublicIPPrefixID,
		EncryptionAtHost: p.EnableEncryptionAtHost, FIPS: p.EnableFIPS, UltraSSD: p.EnableUltraSSD,
		Priority: asText(p.ScaleSetPriority), EvictionPolicy: asText(p.ScaleSetEvictionPolicy), SpotMaxPrice: p.SpotMaxPrice, ScaleDownMode: asText(p.ScaleDownMode),
		GPUInstance: asText(p.GpuInstanceProfile), ProximityPlacementGroupID: p.ProximityPlacementGroupID, HostGroupID: p.HostGroupID,
		CapacityReservationGroupID: p.CapacityReservationGroupID, WorkloadRuntime: asText(p.WorkloadRuntime),
		Count: p.Count, Labels: plainMap(p.NodeLabels), Tags: plainMap(p.Tags),
	}
	if slices.Contains(s.Taints, criticalTaint) {
		s.CriticalAddonsOnly = to.Ptr(true) // the taint is among the taints too
	}
	if value(p.EnableAutoScaling) {
		s.Autoscale = &AutoscaleSpec{Min: value(p.MinCount), Max: value(p.MaxCount)}
	}
	if c := p.SecurityProfile; c != nil {
		s.SecureBoot, s.VTPM, s.SSHAccess = c.EnableSecureBoot, c.EnableVTPM, asText(c.SSHAccess)
	}
	if g := p.GpuProfile; g != nil {
		s.GPUDriver = asText(g.Driver)
	}
	if g := p.GatewayProfile; g != nil {
		s.GatewayPrefixSize = g.PublicIPPrefixSize
	}
	if c := p.CreationData; c != nil {
		s.SnapshotID = c.SourceResourceID
	}
	if w := p.WindowsProfile; w != nil {
		s.WindowsOutboundNAT = not(w.DisableOutboundNat)
	}
	if p.PowerState != nil && p.PowerState.Code != nil {
		s.Running = to.Ptr(*p.PowerState.Code == armcontainerservice.CodeRunning)
	}
	if u := p.UpgradeSettings; u != nil {
		s.Upgrade = &UpgradeSpec{
			MaxSurge: u.MaxSurge, MaxUnavailable: u.MaxUnavailable, DrainMinutes: u.DrainTimeoutInMinutes, SoakMinutes: u.NodeSoakDurationInMinutes,
			UndrainableNode: asText(u.UndrainableNodeBehavior),
		}
	}
	return s
}

func plainMap(pointers map[string]*string) map[string]string {
	m := map[string]string{}
	for name, text := range pointers {
		m[name] = value(text)
	}
	return m
}
