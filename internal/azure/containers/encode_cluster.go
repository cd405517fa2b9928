package containers

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	sdk "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// encodeCluster is the members of a cluster's body that the specification owns, overlay included. Not in it are the tags, the
// pools and the Kubernetes version, which are written apart (cluster_edit.go), and secrets.
func encodeCluster(s ClusterSpec) (map[string]any, error) {
	body, err := encode(sdk.ManagedCluster{
		SKU:        &sdk.ManagedClusterSKU{Name: as[sdk.ManagedClusterSKUName](s.SKU), Tier: as[sdk.ManagedClusterSKUTier](s.Tier)},
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

func clusterProperties(s ClusterSpec) *sdk.ManagedClusterProperties {
	return &sdk.ManagedClusterProperties{
		SupportPlan:              as[sdk.KubernetesSupportPlan](s.SupportPlan),
		DNSPrefix:                s.DNSPrefix,
		FqdnSubdomain:            s.FQDNSubdomain,
		NodeResourceGroup:        s.NodeResourceGroup,
		NodeResourceGroupProfile: &sdk.ManagedClusterNodeResourceGroupProfile{RestrictionLevel: as[sdk.RestrictionLevel](s.NodeResourceGroupRestriction)},
		DiskEncryptionSetID:      s.DiskEncryptionSetID,

		NetworkProfile:         networkProfile(s.Network),
		APIServerAccessProfile: apiServerProfile(s.APIServer),
		PublicNetworkAccess:    as[sdk.PublicNetworkAccess](s.APIServer.PublicNetworkAccess),

		AADProfile:           entraProfile(s.Entra),
		EnableRBAC:           s.RBAC,
		DisableLocalAccounts: not(s.LocalAccounts),
		OidcIssuerProfile:    &sdk.ManagedClusterOIDCIssuerProfile{Enabled: s.OIDCIssuer},
		SecurityProfile:      securityProfile(s),
		AutoUpgradeProfile: &sdk.ManagedClusterAutoUpgradeProfile{
			UpgradeChannel:       as[sdk.UpgradeChannel](s.UpgradeChannel),
			NodeOSUpgradeChannel: as[sdk.NodeOSUpgradeChannel](s.NodeOSUpgradeChannel),
		},

		AddonProfiles:              addOnProfiles(s.AddOns),
		AzureMonitorProfile:        monitorProfile(s.AddOns),
		IngressProfile:             ingressProfile(s.AddOns),
		ServiceMeshProfile:         meshProfile(s.AddOns.ServiceMesh),
		MetricsProfile:             &sdk.ManagedClusterMetricsProfile{CostAnalysis: &sdk.ManagedClusterCostAnalysis{Enabled: s.AddOns.CostAnalysis}},
		AiToolchainOperatorProfile: &sdk.ManagedClusterAIToolchainOperatorProfile{Enabled: s.AddOns.AIToolchain},

		AutoScalerProfile: autoscalerProfile(s.Autoscaler),
		WorkloadAutoScalerProfile: &sdk.ManagedClusterWorkloadAutoScalerProfile{
			Keda:                  &sdk.ManagedClusterWorkloadAutoScalerProfileKeda{Enabled: s.WorkloadAutoscaler.KEDA},
			VerticalPodAutoscaler: &sdk.ManagedClusterWorkloadAutoScalerProfileVerticalPodAutoscaler{Enabled: s.WorkloadAutoscaler.VerticalPod},
		},
		StorageProfile: &sdk.ManagedClusterStorageProfile{
			BlobCSIDriver:      &sdk.ManagedClusterStorageProfileBlobCSIDriver{Enabled: s.Storage.BlobDriver},
			DiskCSIDriver:      &sdk.ManagedClusterStorageProfileDiskCSIDriver{Enabled: s.Storage.DiskDriver},
			FileCSIDriver:      &sdk.ManagedClusterStorageProfileFileCSIDriver{Enabled: s.Storage.FileDriver},
			SnapshotController: &sdk.ManagedClusterStorageProfileSnapshotController{Enabled: s.Storage.SnapshotController},
		},
		HTTPProxyConfig:         proxyConfig(s.HTTPProxy),
		BootstrapProfile:        bootstrapProfile(s.Bootstrap),
		NodeProvisioningProfile: provisioningProfile(s.NodeProvisioning),
		LinuxProfile:            linuxProfile(s.Linux),
		WindowsProfile:          windowsProfile(s.Windows),
	}
}

func apiServerProfile(s APIServerSpec) *sdk.ManagedClusterAPIServerAccessProfile {
	return &sdk.ManagedClusterAPIServerAccessProfile{
		AuthorizedIPRanges:             texts(s.AuthorizedRanges),
		EnablePrivateCluster:           s.Private,
		PrivateDNSZone:                 s.PrivateDNSZone,
		EnablePrivateClusterPublicFQDN: s.PublicFQDN,
		EnableVnetIntegration:          s.VNetIntegration,
		SubnetID:                       s.SubnetID,
		DisableRunCommand:              not(s.RunCommand),
	}
}

func entraProfile(s *EntraSpec) *sdk.ManagedClusterAADProfile {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterAADProfile{
		Managed: to.Ptr(true), TenantID: s.TenantID, AdminGroupObjectIDs: texts(s.AdminGroupIDs), EnableAzureRBAC: s.AzureRBAC,
	}
}

func securityProfile(s ClusterSpec) *sdk.ManagedClusterSecurityProfile {
	profile := &sdk.ManagedClusterSecurityProfile{
		WorkloadIdentity: &sdk.ManagedClusterSecurityProfileWorkloadIdentity{Enabled: s.WorkloadIdentity},
	}
	if d := s.AddOns.Defender; d != nil {
		profile.Defender = &sdk.ManagedClusterSecurityProfileDefender{
			LogAnalyticsWorkspaceResourceID: filled(d.WorkspaceID),
			SecurityMonitoring:              &sdk.ManagedClusterSecurityProfileDefenderSecurityMonitoring{Enabled: to.Ptr(true)},
		}
	}
	if c := s.AddOns.ImageCleaner; c != nil {
		profile.ImageCleaner = &sdk.ManagedClusterSecurityProfileImageCleaner{Enabled: to.Ptr(true), IntervalHours: c.IntervalHours}
	}
	if k := s.AddOns.KeyManagementService; k != nil {
		profile.AzureKeyVaultKms = &sdk.AzureKeyVaultKms{
			Enabled: to.Ptr(true), KeyID: filled(k.KeyID), KeyVaultNetworkAccess: as[sdk.KeyVaultNetworkAccessTypes](k.NetworkAccess),
			KeyVaultResourceID: k.VaultID,
		}
	}
	return profile
}

func autoscalerProfile(s *AutoscalerSpec) *sdk.ManagedClusterPropertiesAutoScalerProfile {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterPropertiesAutoScalerProfile{
		BalanceSimilarNodeGroups:          s.BalanceSimilarNodeGroups,
		DaemonsetEvictionForEmptyNodes:    s.DaemonSetEvictionForEmptyNodes,
		DaemonsetEvictionForOccupiedNodes: s.DaemonSetEvictionForOccupiedNodes,
		Expander:                          as[sdk.Expander](s.Expander),
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

func proxyConfig(s *HTTPProxySpec) *sdk.ManagedClusterHTTPProxyConfig {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterHTTPProxyConfig{HTTPProxy: s.HTTP, HTTPSProxy: s.HTTPS, NoProxy: texts(s.NoProxy), TrustedCa: s.TrustedCA}
}

func bootstrapProfile(s *BootstrapSpec) *sdk.ManagedClusterBootstrapProfile {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterBootstrapProfile{ArtifactSource: as[sdk.ArtifactSource](filled(s.ArtifactSource)), ContainerRegistryID: s.RegistryID}
}

func provisioningProfile(s *NodeProvisioningSpec) *sdk.ManagedClusterNodeProvisioningProfile {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterNodeProvisioningProfile{
		Mode: as[sdk.NodeProvisioningMode](filled(s.Mode)), DefaultNodePools: as[sdk.NodeProvisioningDefaultNodePools](s.DefaultNodePools),
	}
}

func linuxProfile(s *LinuxSpec) *sdk.LinuxProfile {
	if s == nil {
		return nil
	}
	profile := &sdk.LinuxProfile{AdminUsername: filled(s.AdminUsername)}
	if s.SSHPublicKeys != nil {
		profile.SSH = &sdk.SSHConfiguration{}
		for _, key := range s.SSHPublicKeys {
			profile.SSH.PublicKeys = append(profile.SSH.PublicKeys, &sdk.SSHPublicKey{KeyData: to.Ptr(key)})
		}
	}
	return profile
}

func windowsProfile(s *WindowsSpec) *sdk.ManagedClusterWindowsProfile {
	if s == nil {
		return nil
	}
	return &sdk.ManagedClusterWindowsProfile{AdminUsername: filled(s.AdminUsername), LicenseType: as[sdk.LicenseType](s.LicenseType)}
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
