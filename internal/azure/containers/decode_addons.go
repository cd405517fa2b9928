package containers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// addOnsSpec is the add-ons that are on.
func addOnsSpec(p *armcontainerservice.ManagedClusterProperties) AddOnsSpec {
	var s AddOnsSpec
	if config, on := addOn(p, addOnMonitoring); on {
		s.Monitoring = &MonitoringSpec{WorkspaceID: value(config(settingWorkspace)), IdentityAuth: truth(config(settingIdentityAuth))}
	}
	for name, profile := range p.AddonProfiles {
		if profile != nil && strings.EqualFold(name, addOnPolicy) {
			s.AzurePolicy = profile.Enabled
		}
	}
	if config, on := addOn(p, addOnKeyVault); on {
		s.KeyVaultSecrets = &KeyVaultSecretsSpec{Rotation: truth(config(settingRotation)), RotationInterval: config(settingRotationPause)}
	}
	if config, on := addOn(p, addOnIngress); on {
		s.IngressGatewayID = config(settingGateway)
	}
	if config, on := addOn(p, addOnVirtual); on {
		s.VirtualNodeSubnet = config(settingSubnet)
	}
	if m := p.AzureMonitorProfile; m != nil && m.Metrics != nil && value(m.Metrics.Enabled) {
		s.Metrics = &MetricsSpec{}
		if k := m.Metrics.KubeStateMetrics; k != nil {
			s.Metrics.AnnotationsAllowed, s.Metrics.LabelsAllowed = k.MetricAnnotationsAllowList, k.MetricLabelsAllowlist
		}
	}
	if i := p.IngressProfile; i != nil && i.WebAppRouting != nil && value(i.WebAppRouting.Enabled) {
		s.ApplicationRouting = &ApplicationRoutingSpec{DNSZoneIDs: plain(i.WebAppRouting.DNSZoneResourceIDs)}
		if i.WebAppRouting.Nginx != nil {
			s.ApplicationRouting.DefaultController = asText(i.WebAppRouting.Nginx.DefaultIngressControllerType)
		}
	}
	if m := p.MetricsProfile; m != nil && m.CostAnalysis != nil {
		s.CostAnalysis = m.CostAnalysis.Enabled
	}
	if a := p.AiToolchainOperatorProfile; a != nil {
		s.AIToolchain = a.Enabled
	}
	s.ServiceMesh = meshSpec(p.ServiceMeshProfile)
	securitySpec(&s, p.SecurityProfile)
	return s
}

func securitySpec(s *AddOnsSpec, p *armcontainerservice.ManagedClusterSecurityProfile) {
	if p == nil {
		return
	}
	if d := p.Defender; d != nil && d.SecurityMonitoring != nil && value(d.SecurityMonitoring.Enabled) {
		s.Defender = &DefenderSpec{WorkspaceID: value(d.LogAnalyticsWorkspaceResourceID)}
	}
	if c := p.ImageCleaner; c != nil && value(c.Enabled) {
		s.ImageCleaner = &ImageCleanerSpec{IntervalHours: c.IntervalHours}
	}
	if k := p.AzureKeyVaultKms; k != nil && value(k.Enabled) {
		s.KeyManagementService = &KeyManagementSpec{KeyID: value(k.KeyID), NetworkAccess: asText(k.KeyVaultNetworkAccess), VaultID: k.KeyVaultResourceID}
	}
}

func meshSpec(p *armcontainerservice.ServiceMeshProfile) *ServiceMeshSpec {
	if p == nil || value(p.Mode) != armcontainerservice.ServiceMeshModeIstio {
		return nil
	}
	s := &ServiceMeshSpec{}
	if p.Istio == nil {
		return s
	}
	s.Revisions = plain(p.Istio.Revisions)
	if p.Istio.Components == nil {
		return s
	}
	for _, gateway := range p.Istio.Components.IngressGateways {
		switch {
		case gateway == nil:
		case value(gateway.Mode) == armcontainerservice.IstioIngressGatewayModeInternal:
			s.InternalIngress = gateway.Enabled
		case value(gateway.Mode) == armcontainerservice.IstioIngressGatewayModeExternal:
			s.ExternalIngress = gateway.Enabled
		}
	}
	return s
}

// addOn is an add-on's settings by name, whatever its case, and whether it is on.
func addOn(p *armcontainerservice.ManagedClusterProperties, name string) (config func(setting string) *string, on bool) {
	for other, profile := range p.AddonProfiles {
		if profile == nil || !strings.EqualFold(other, name) {
			continue
		}
		return func(setting string) *string {
			for key, text := range profile.Config {
				if strings.EqualFold(key, setting) {
					return text
				}
			}
			return nil
		}, value(profile.Enabled)
	}
	return nil, false
}

func truth(text *string) *bool {
	if text == nil {
		return nil
	}
	b, err := strconv.ParseBool(strings.ToLower(*text))
	if err != nil {
		return nil
	}
	return to.Ptr(b)
}

func plain(pointers []*string) []string {
	if pointers == nil {
		return nil
	}
	list := make([]string, 0, len(pointers))
	for _, pointer := range pointers {
		if pointer != nil {
			list = append(list, *pointer)
		}
	}
	return list
}

func either(list []*string, one *string) []string {
	if len(list) > 0 || one == nil || *one == "" {
		return plain(list)
	}
	return []string{*one}
}

func referenced(references []*armcontainerservice.ResourceReference) []string {
	var ids []string
	for _, reference := range references {
		if reference != nil {
			ids = append(ids, value(reference.ID))
		}
	}
	return ids
}

func sortIDs(ids []armid.ID) {
	slices.SortFunc(ids, func(a, b armid.ID) int { return strings.Compare(a.Key(), b.Key()) })
}
