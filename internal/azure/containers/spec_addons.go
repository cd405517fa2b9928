package containers

// AddOnsSpec is what runs in the cluster besides Kubernetes. Each of them changes what the cluster must reach (aks-facts.md
// 2.3). A nil pointer says nothing; one that was set and is nil now is turned off.
type AddOnsSpec struct {
	Monitoring           *MonitoringSpec // Container Insights
	Metrics              *MetricsSpec    // Azure Monitor managed Prometheus
	AzurePolicy          *bool
	Defender             *DefenderSpec
	KeyVaultSecrets      *KeyVaultSecretsSpec
	ApplicationRouting   *ApplicationRoutingSpec
	ServiceMesh          *ServiceMeshSpec
	CostAnalysis         *bool
	ImageCleaner         *ImageCleanerSpec
	KeyManagementService *KeyManagementSpec
	IngressGatewayID     *string // application gateway of the ingress controller
	VirtualNodeSubnet    *string // name of the subnet of virtual nodes
	AIToolchain          *bool
}

// MonitoringSpec is Container Insights.
type MonitoringSpec struct {
	WorkspaceID  string
	IdentityAuth *bool // the agent signs in with its managed identity
}

// MetricsSpec is the collection of metrics for Prometheus.
type MetricsSpec struct {
	AnnotationsAllowed *string
	LabelsAllowed      *string
}

// DefenderSpec is Microsoft Defender for Containers.
type DefenderSpec struct{ WorkspaceID string }

// KeyVaultSecretsSpec is the secrets store driver for Key Vault.
type KeyVaultSecretsSpec struct {
	Rotation         *bool
	RotationInterval *string // such as 2m
}

// ApplicationRoutingSpec is the managed NGINX ingress.
type ApplicationRoutingSpec struct {
	DNSZoneIDs        []string
	DefaultController *string // AnnotationControlled, External, Internal, None
}

// ServiceMeshSpec is Istio, managed by AKS.
type ServiceMeshSpec struct {
	Revisions       []string
	InternalIngress *bool
	ExternalIngress *bool
}

// ImageCleanerSpec removes images with known vulnerabilities.
type ImageCleanerSpec struct{ IntervalHours *int32 }

// KeyManagementSpec encrypts Kubernetes' secrets with a key in Key Vault.
type KeyManagementSpec struct {
	KeyID         string
	NetworkAccess *string // Public, Private
	VaultID       *string // for Private
}
