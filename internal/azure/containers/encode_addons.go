package containers

import (
	"strconv"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	sdk "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// Names of the add-ons in addonProfiles and of their settings, as azurerm and the CLI spell them. Azure compares them without
// case.
const (
	addOnMonitoring = "omsagent"
	addOnPolicy     = "azurepolicy"
	addOnKeyVault   = "azureKeyvaultSecretsProvider"
	addOnIngress    = "ingressApplicationGateway"
	addOnVirtual    = "aciConnectorLinux"

	settingWorkspace     = "logAnalyticsWorkspaceResourceID"
	settingIdentityAuth  = "useAADAuth"
	settingRotation      = "enableSecretRotation"
	settingRotationPause = "rotationPollInterval"
	settingGateway       = "applicationGatewayId"
	settingSubnet        = "SubnetName"
)

func addOnProfiles(s AddOnsSpec) map[string]*sdk.ManagedClusterAddonProfile {
	profiles := map[string]*sdk.ManagedClusterAddonProfile{}
	on := func(name string, config map[string]*string) {
		profiles[name] = &sdk.ManagedClusterAddonProfile{Enabled: to.Ptr(true), Config: config}
	}
	if m := s.Monitoring; m != nil {
		on(addOnMonitoring, settings(map[string]*string{settingWorkspace: filled(m.WorkspaceID), settingIdentityAuth: word(m.IdentityAuth)}))
	}
	if s.AzurePolicy != nil {
		profiles[addOnPolicy] = &sdk.ManagedClusterAddonProfile{Enabled: s.AzurePolicy}
	}
	if k := s.KeyVaultSecrets; k != nil {
		on(addOnKeyVault, settings(map[string]*string{settingRotation: word(k.Rotation), settingRotationPause: k.RotationInterval}))
	}
	if s.IngressGatewayID != nil {
		on(addOnIngress, settings(map[string]*string{settingGateway: s.IngressGatewayID}))
	}
	if s.VirtualNodeSubnet != nil {
		on(addOnVirtual, settings(map[string]*string{settingSubnet: s.VirtualNodeSubnet}))
	}
	return profiles
}

// settings leaves out what says nothing.
func settings(all map[string]*string) map[string]*string {
	for name, text := range all {
		if text == nil {
			delete(all, name)
		}
	}
	return all
}

// word is a truth value as add-ons spell it.
func word(b *bool) *string {
	if b == nil {
		return nil
	}
	return to.Ptr(strconv.FormatBool(*b))
}

func monitorProfile(s AddOnsSpec) *sdk.ManagedClusterAzureMonitorProfile {
	if s.Metrics == nil {
		return nil
	}
	return &sdk.ManagedClusterAzureMonitorProfile{Metrics: &sdk.ManagedClusterAzureMonitorProfileMetrics{
		Enabled: to.Ptr(true),
		KubeStateMetrics: &sdk.ManagedClusterAzureMonitorProfileKubeStateMetrics{
			MetricAnnotationsAllowList: s.Metrics.AnnotationsAllowed, MetricLabelsAllowlist: s.Metrics.LabelsAllowed,
		},
	}}
}

func ingressProfile(s AddOnsSpec) *sdk.ManagedClusterIngressProfile {
	a := s.ApplicationRouting
	if a == nil {
		return nil
	}
	return &sdk.ManagedClusterIngressProfile{WebAppRouting: &sdk.ManagedClusterIngressProfileWebAppRouting{
		Enabled: to.Ptr(true), DNSZoneResourceIDs: texts(a.DNSZoneIDs),
		Nginx: &sdk.ManagedClusterIngressProfileNginx{DefaultIngressControllerType: as[sdk.NginxIngressControllerType](a.DefaultController)},
	}}
}

func meshProfile(s *ServiceMeshSpec) *sdk.ServiceMeshProfile {
	if s == nil {
		return nil
	}
	profile := &sdk.ServiceMeshProfile{Mode: to.Ptr(sdk.ServiceMeshModeIstio), Istio: &sdk.IstioServiceMesh{Revisions: texts(s.Revisions)}}
	gateway := func(mode sdk.IstioIngressGatewayMode, on *bool) {
		if on == nil {
			return
		}
		if profile.Istio.Components == nil {
			profile.Istio.Components = &sdk.IstioComponents{}
		}
		profile.Istio.Components.IngressGateways = append(profile.Istio.Components.IngressGateways,
			&sdk.IstioIngressGateway{Mode: to.Ptr(mode), Enabled: on})
	}
	gateway(sdk.IstioIngressGatewayModeInternal, s.InternalIngress)
	gateway(sdk.IstioIngressGatewayModeExternal, s.ExternalIngress)
	return profile
}
