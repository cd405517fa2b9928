package containers

import (
	"strconv"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
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

func addOnProfiles(s AddOnsSpec) map[string]*armcontainerservice.ManagedClusterAddonProfile {
	profiles := map[string]*armcontainerservice.ManagedClusterAddonProfile{}
	on := func(name string, config map[string]*string) {
		profiles[name] = &armcontainerservice.ManagedClusterAddonProfile{Enabled: to.Ptr(true), Config: config}
	}
	if m := s.Monitoring; m != nil {
		on(addOnMonitoring, settings(map[string]*string{settingWorkspace: filled(m.WorkspaceID), settingIdentityAuth: word(m.IdentityAuth)}))
	}
	if s.AzurePolicy != nil {
		profiles[addOnPolicy] = &armcontainerservice.ManagedClusterAddonProfile{Enabled: s.AzurePolicy}
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

func monitorProfile(s AddOnsSpec) *armcontainerservice.ManagedClusterAzureMonitorProfile {
	if s.Metrics == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterAzureMonitorProfile{Metrics: &armcontainerservice.ManagedClusterAzureMonitorProfileMetrics{
		Enabled: to.Ptr(true),
		KubeStateMetrics: &armcontainerservice.ManagedClusterAzureMonitorProfileKubeStateMetrics{
			MetricAnnotationsAllowList: s.Metrics.AnnotationsAllowed, MetricLabelsAllowlist: s.Metrics.LabelsAllowed,
		},
	}}
}

func ingressProfile(s AddOnsSpec) *armcontainerservice.ManagedClusterIngressProfile {
	a := s.ApplicationRouting
	if a == nil {
		return nil
	}
	return &armcontainerservice.ManagedClusterIngressProfile{WebAppRouting: &armcontainerservice.ManagedClusterIngressProfileWebAppRouting{
		Enabled: to.Ptr(true), DNSZoneResourceIDs: texts(a.DNSZoneIDs),
		Nginx: &armcontainerservice.ManagedClusterIngressProfileNginx{DefaultIngressControllerType: as[armcontainerservice.NginxIngressControllerType](a.DefaultController)},
	}}
}

func meshProfile(s *ServiceMeshSpec) *armcontainerservice.ServiceMeshProfile {
	if s == nil {
		return nil
	}
	profile := &armcontainerservice.ServiceMeshProfile{Mode: to.Ptr(armcontainerservice.ServiceMeshModeIstio), Istio: &armcontainerservice.IstioServiceMesh{Revisions: texts(s.Revisions)}}
	gateway := func(mode armcontainerservice.IstioIngressGatewayMode, on *bool) {
		if on == nil {
			return
		}
		if profile.Istio.Components == nil {
			profile.Istio.Components = &armcontainerservice.IstioComponents{}
		}
		profile.Istio.Components.IngressGateways = append(profile.Istio.Components.IngressGateways,
			&armcontainerservice.IstioIngressGateway{Mode: to.Ptr(mode), Enabled: on})
	}
	gateway(armcontainerservice.IstioIngressGatewayModeInternal, s.InternalIngress)
	gateway(armcontainerservice.IstioIngressGatewayModeExternal, s.ExternalIngress)
	return profile
}
