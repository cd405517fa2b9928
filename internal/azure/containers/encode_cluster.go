package containers

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// encodeCluster is the members of a cluster's body that the specification owns, overlay included. Not in it are the tags, the
// pools and the Kubernetes version, which are written apart (cluster_edit.go), and secrets.
func encodeCluster(s ClusterSpec) (map[string]any, error) {
	body, err := encode(armcontainerservice.ManagedCluster{
		SKU:        &armcontainerservice.ManagedClusterSKU{Name: as[armcontainerservice.ManagedClusterSKUName](s.SKU), Tier: as[armcontainerservice.ManagedClusterSKUTier](s.Tier)},
		Properties: clusterProperties(s),
	})
	if err != nil {
		return nil, err
	}
	if _, there := body["properties"]; !there {
		body["properties"] = map[string]any{}
	}
	if identity := identityBody(s.Identity); identity != nil {
		body["identity"] = identity
	}
	if kubelet := kubeletBody(s.Identity.Kubelet); kubelet != nil {
		overlay(body, map[string]any{"properties": map[string]any{"identityProfile": kubelet}})
	}
	overlay(body, s.Overlay.body)
	return body, nil
}

func clusterProperties(s ClusterSpec) *armcontainerservice.ManagedClusterProperties {
	return &armcontainerservice.ManagedClusterProperties{
		SupportPlan:              as[armcontainerservice.KubernetesSupportPlan](s.SupportPlan),
		DNSPrefix:                s.DNSPrefix,
		FqdnSubdomain:            s.FQDNSubdomain,
		NodeResourceGroup:        s.NodeResourceGroup,
		NodeResourceGroupProfile: &armcontainerservice.ManagedClusterNodeResourceGroupProfile{RestrictionLevel: as[armcontainerservice.RestrictionLevel](s.NodeResourceGroupRestriction)},
		DiskEncryptionSetID:      s.DiskEncryptionSetID,

		NetworkProfile:         networkProfile(s.Network),
		APIServerAccessProfile: apiServerProfile(s.APIServer),
		PublicNetworkAccess:    as[armcontainerservice.PublicNetworkAccess](s.APIServer.PublicNetworkAccess),

		AADProfile:           entraProfile(s.Entra),
		EnableRBAC:           s.RBAC,
		DisableLocalAccounts: not(s.LocalAccounts),
		OidcIssuerProfile:    &armcontainerservice.ManagedClusterOIDCIssuerProfile{Enabled: s.OIDCIssuer},
		SecurityProfile:      securityProfile(s),
		AutoUpgradeProfile: &armcontainerservice.ManagedClusterAutoUpgradeProfile{
			UpgradeChannel:       as[armcontainerservice.UpgradeChannel](s.UpgradeChannel),
			NodeOSUpgradeChannel: as[armcontainerservice.NodeOSUpgradeChannel](s.NodeOSUpgradeChannel),
		},

		AddonProfiles:              addOnProfiles(s.AddOns),
		AzureMonitorProfile:        monitorProfile(s.AddOns),
		IngressProfile:             ingressProfile(s.AddOns),
		ServiceMeshProfile:         meshProfile(s.AddOns.ServiceMesh),
		MetricsProfile:             &armcontainerservice.ManagedClusterMetricsProfile{CostAnalysis: &armcontainerservice.ManagedClusterCostAnalysis{Enabled: s.AddOns.CostAnalysis}},
		AiToolchainOperatorProfile: &armcontainerservice.ManagedClusterAIToolchainOperatorProfile{Enabled: s.AddOns.AIToolchain},

		AutoScalerProfile: autoscalerProfile(s.Autoscaler),
		WorkloadAutoScalerProfile: &armcontainerservice.ManagedClusterWorkloadAutoScalerProfile{
			Keda:                  &armcontainerservice.ManagedClusterWorkloadAutoScalerProfileKeda{Enabled: s.WorkloadAutoscaler.KEDA},
			VerticalPodAutoscaler: &armcontainerservice.ManagedClusterWorkloadAutoScalerProfileVerticalPodAutoscaler{Enabled: s.WorkloadAutoscaler.VerticalPod},
		},
		StorageProfile: &armcontainerservice.ManagedClusterStorageProfile{
			BlobCSIDriver:      &armcontainerservice.ManagedClusterStorageProfileBlobCSIDriver{Enabled: s.Storage.BlobDriver},
			DiskCSIDriver:      &armcontainerservice.ManagedClusterStorageProfileDiskCSIDriver{Enabled: s.Storage.DiskDriver},
			FileCSIDriver:      &armcontainerservice.ManagedClusterStorageProfileFileCSIDriver{Enabled: s.Storage.FileDriver},
			SnapshotController: &armcontainerservice.ManagedClusterStorageProfileSnapshotController{Enabled: s.Storage.SnapshotController},
		},
		HTTPProxyConfig:         proxyConfig(s.HTTPProxy),
		BootstrapProfile:        bootstrapProfile(s.Bootstrap),
		NodeProvisioningProfile: provisioningProfile(s.NodeProvisioning),
		LinuxProfile:            linuxProfile(s.Linux),
		WindowsProfile:          windowsProfile(s.Windows),
	}
}

func apiServerProfile(s APIServerSpec) *armcontainerservice.ManagedClusterAPIServerAccessProfile {
	return &armcontainerservice.ManagedClusterAPIServerAccessProfile{
		AuthorizedIPRanges:             texts(s.AuthorizedRanges),
		EnablePrivateCluster:           s.Private,
		PrivateDNSZone:                 s.PrivateDNSZone,
		EnablePrivateClusterPublicFQDN: s.PublicFQDN,
		EnableVnetIntegration:          s.VNetIntegration,
		SubnetID:                       s.SubnetID,
		DisableRunCommand:              not(s.RunCommand),
	}
}

func entraProfile(s *EntraSpec) *armcontainerservice.ManagedClusterAADProfile {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterAADProfile{
		Managed: to.Ptr(true), TenantID: s.TenantID, AdminGroupObjectIDs: texts(s.AdminGroupIDs), EnableAzureRBAC: s.AzureRBAC,
	}
}

func securityProfile(s ClusterSpec) *armcontainerservice.ManagedClusterSecurityProfile {
	profile := &armcontainerservice.ManagedClusterSecurityProfile{
		WorkloadIdentity: &armcontainerservice.ManagedClusterSecurityProfileWorkloadIdentity{Enabled: s.WorkloadIdentity},
	}
	if d := s.AddOns.Defender; d != nil {
		profile.Defender = &armcontainerservice.ManagedClusterSecurityProfileDefender{
			LogAnalyticsWorkspaceResourceID: filled(d.WorkspaceID),
			SecurityMonitoring:              &armcontainerservice.ManagedClusterSecurityProfileDefenderSecurityMonitoring{Enabled: to.Ptr(true)},
		}
	}
	if c := s.AddOns.ImageCleaner; c != nil {
		profile.ImageCleaner = &armcontainerservice.ManagedClusterSecurityProfileImageCleaner{Enabled: to.Ptr(true), IntervalHours: c.IntervalHours}
	}
	if k := s.AddOns.KeyManagementService; k != nil {
		profile.AzureKeyVaultKms = &armcontainerservice.AzureKeyVaultKms{
			Enabled: to.Ptr(true), KeyID: filled(k.KeyID), KeyVaultNetworkAccess: as[armcontainerservice.KeyVaultNetworkAccessTypes](k.NetworkAccess),
			KeyVaultResourceID: k.VaultID,
		}
	}
	return profile
}

func autoscalerProfile(s *AutoscalerSpec) *armcontainerservice.ManagedClusterPropertiesAutoScalerProfile {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterPropertiesAutoScalerProfile{
		BalanceSimilarNodeGroups:          s.BalanceSimilarNodeGroups,
		DaemonsetEvictionForEmptyNodes:    s.DaemonSetEvictionForEmptyNodes,
		DaemonsetEvictionForOccupiedNodes: s.DaemonSetEvictionForOccupiedNodes,
		Expander:                          as[armcontainerservice.Expander](s.Expander),
		IgnoreDaemonsetsUtilization:       s.IgnoreDaemonSetsUtilization,
		MaxEmptyBulkDelete:                s.MaxEmptyBulkDelete,
		MaxGracefulTerminationSec:         s.MaxGracefulTerminationSec,
		MaxNodeProvisionTime:              s.MaxNodeProvisionTime,
		MaxTotalUnreadyPercentage:         s.MaxTotalUnreadyPercentage,
		NewPodScaleUpDelay:                s.NewPodScaleUpDelay,
		OkTotalUnreadyCount:               s.OkTotalUnreadyCount,
		ScaleDownDelayAfterAdd:            s.ScaleDownDelayAfterAdd,
		ScaleDownDelayAfterDelete:         s.ScaleDownDelayAfterDelete,
		ScaleDownDelayAfterFailure:        s.ScaleDownDelayAfterFailure,
		ScaleDownUnneededTime:             s.ScaleDownUnneeded,
		ScaleDownUnreadyTime:              s.ScaleDownUnready,
		ScaleDownUtilizationThreshold:     s.ScaleDownUtilizationThreshold,
		ScanInterval:                      s.ScanInterval,
		SkipNodesWithLocalStorage:         s.SkipNodesWithLocalStorage,
		SkipNodesWithSystemPods:           s.SkipNodesWithSystemPods,
	}
}

func proxyConfig(s *HTTPProxySpec) *armcontainerservice.ManagedClusterHTTPProxyConfig {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterHTTPProxyConfig{HTTPProxy: s.HTTP, HTTPSProxy: s.HTTPS, NoProxy: texts(s.NoProxy), TrustedCa: s.TrustedCA}
}

func bootstrapProfile(s *BootstrapSpec) *armcontainerservice.ManagedClusterBootstrapProfile {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterBootstrapProfile{ArtifactSource: as[armcontainerservice.ArtifactSource](filled(s.ArtifactSource)), ContainerRegistryID: s.RegistryID}
}

func provisioningProfile(s *NodeProvisioningSpec) *armcontainerservice.ManagedClusterNodeProvisioningProfile {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterNodeProvisioningProfile{
		Mode: as[armcontainerservice.NodeProvisioningMode](filled(s.Mode)), DefaultNodePools: as[armcontainerservice.NodeProvisioningDefaultNodePools](s.DefaultNodePools),
	}
}

func linuxProfile(s *LinuxSpec) *armcontainerservice.LinuxProfile {
	if s == nil {
		return nil
	}
	profile := &armcontainerservice.LinuxProfile{AdminUsername: filled(s.AdminUsername)}
	if s.SSHPublicKeys != nil {
		profile.SSH = &armcontainerservice.SSHConfiguration{}
		for _, key := range s.SSHPublicKeys {
			profile.SSH.PublicKeys = append(profile.SSH.PublicKeys, &armcontainerservice.SSHPublicKey{KeyData: to.Ptr(key)})
		}
	}
	return profile
}

func windowsProfile(s *WindowsSpec) *armcontainerservice.ManagedClusterWindowsProfile {
	if s == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterWindowsProfile{AdminUsername: filled(s.AdminUsername), LicenseType: as[armcontainerservice.LicenseType](s.LicenseType)}
}

// overlay merges the overlay's members into a body.
func overlay(body, over map[string]any) {
	for name, value := range over {
		key, _ := memberName(body, name)
		inner, isObject := value.(map[string]any)
		if !isObject {
			body[key] = value
			continue
		}
		below, ok := body[key].(map[string]any)
		if !ok {
			below = map[string]any{}
			body[key] = below
		}
		overlay(below, inner)
	}
}
