package containers

import "github.com/udr-egress/terraform-provider-udr/internal/azure/armid"

// ClusterSpec is what a configuration says of a managed cluster. Pointers, lists and maps that are nil say nothing: on a create Azure
// decides, on an update what is live stays, unless the prior specification said something (then it is taken back, see
// merge.go).
type ClusterSpec struct {
	ID       armid.ID
	Location string
	Tags     map[string]string

	// Version is a minor version, an alias for its newest patch ("1.36"), or a patch version ("1.36.2").
	Version     *string
	SKU         *string // Base, Automatic
	Tier        *string // Free, Standard, Premium
	SupportPlan *string // KubernetesOfficial, AKSLongTermSupport

	DNSPrefix     *string
	FQDNSubdomain *string // instead of the prefix, with a private DNS zone of one's own

	NodeResourceGroup            *string
	NodeResourceGroupRestriction *string // Unrestricted, ReadOnly
	DiskEncryptionSetID          *string

	DefaultPool PoolSpec
	Network     NetworkSpec
	Identity    IdentitySpec
	APIServer   APIServerSpec

	Entra            *EntraSpec
	RBAC             *bool // Kubernetes' own; nil: on
	LocalAccounts    *bool // false: only Entra ID signs in
	OIDCIssuer       *bool
	WorkloadIdentity *bool

	UpgradeChannel       *string // none, patch, stable, rapid, node-image
	NodeOSUpgradeChannel *string // None, Unmanaged, SecurityPatch, NodeImage

	// Maintenance is the maintenance configurations by name: default, aksManagedAutoUpgradeSchedule,
	// aksManagedNodeOSUpgradeSchedule.
	Maintenance map[string]MaintenanceSpec

	AddOns             AddOnsSpec
	Autoscaler         *AutoscalerSpec
	WorkloadAutoscaler WorkloadAutoscalerSpec
	Storage            StorageSpec
	HTTPProxy          *HTTPProxySpec
	Bootstrap          *BootstrapSpec
	NodeProvisioning   *NodeProvisioningSpec
	Linux              *LinuxSpec
	Windows            *WindowsSpec

	// Running: false stops the cluster, true starts it; nil leaves it as it is.
	Running *bool

	Overlay Overlay
}

// IdentitySpec is what the cluster acts as.
type IdentitySpec struct {
	// Kind is SystemAssigned, UserAssigned or ServicePrincipal; empty says nothing.
	Kind             string
	UserAssigned     []armid.ID // for UserAssigned: exactly one on the control plane
	ServicePrincipal *ServicePrincipal
	Kubelet          *KubeletIdentity
}

// Kinds of a cluster's identity.
const (
	IdentitySystem           = "SystemAssigned"
	IdentityUser             = "UserAssigned"
	IdentityServicePrincipal = "ServicePrincipal"
)

// ServicePrincipal is an application and its secret. The secret is never read back: another SecretVersion than the prior one
// sends it again.
type ServicePrincipal struct {
	ClientID      string
	Secret        Secret
	SecretVersion string
}

// KubeletIdentity is the user-assigned identity of the nodes. Azure wants all three (aks-facts.md 5).
type KubeletIdentity struct {
	ID       armid.ID
	ClientID string
	ObjectID string // of its service principal
}

// APIServerSpec is how the Kubernetes API is reached.
type APIServerSpec struct {
	// AuthorizedRanges are CIDRs or addresses. A list that is not nil but empty lets everybody in.
	AuthorizedRanges    []string
	Private             *bool
	PrivateDNSZone      *string // System, None or the ID of a zone
	PublicFQDN          *bool   // of a private cluster
	VNetIntegration     *bool
	SubnetID            *string // of VNet integration
	RunCommand          *bool
	PublicNetworkAccess *string // Enabled, Disabled
}

// EntraSpec is the integration with Entra ID, managed by AKS. Its presence turns it on.
type EntraSpec struct {
	TenantID      *string
	AdminGroupIDs []string
	AzureRBAC     *bool
}

// AutoscalerSpec is the profile of the cluster autoscaler, as AKS spells it (texts, also for numbers).
type AutoscalerSpec struct {
	BalanceSimilarNodeGroups          *string
	DaemonSetEvictionForEmptyNodes    *bool
	DaemonSetEvictionForOccupiedNodes *bool
	Expander                          *string
	IgnoreDaemonSetsUtilization       *bool
	MaxEmptyBulkDelete                *string
	MaxGracefulTerminationSec         *string
	MaxNodeProvisionTime              *string
	MaxTotalUnreadyPercentage         *string
	NewPodScaleUpDelay                *string
	OkTotalUnreadyCount               *string
	ScaleDownDelayAfterAdd            *string
	ScaleDownDelayAfterDelete         *string
	ScaleDownDelayAfterFailure        *string
	ScaleDownUnneeded                 *string
	ScaleDownUnready                  *string
	ScaleDownUtilizationThreshold     *string
	ScanInterval                      *string
	SkipNodesWithLocalStorage         *string
	SkipNodesWithSystemPods           *string
}

// WorkloadAutoscalerSpec turns on KEDA and the vertical pod autoscaler.
type WorkloadAutoscalerSpec struct{ KEDA, VerticalPod *bool }

// StorageSpec turns the storage drivers on and off.
type StorageSpec struct{ BlobDriver, DiskDriver, FileDriver, SnapshotController *bool }

// HTTPProxySpec is the proxy of nodes and pods.
type HTTPProxySpec struct {
	HTTP, HTTPS *string
	NoProxy     []string // AKS adds its own
	TrustedCA   *string  // base64 of the certificate
}

// BootstrapSpec is where nodes take what they boot with: Direct, or Cache with a registry.
type BootstrapSpec struct {
	ArtifactSource string
	RegistryID     *string
}

// NodeProvisioningSpec is Karpenter's: Auto or Manual.
type NodeProvisioningSpec struct {
	Mode             string
	DefaultNodePools *string // Auto, None
}

// LinuxSpec is the account on Linux nodes.
type LinuxSpec struct {
	AdminUsername string
	SSHPublicKeys []string
}

// WindowsSpec is the account on Windows nodes. The password is never read back: another PasswordVersion than the prior one
// sends it again.
type WindowsSpec struct {
	AdminUsername   string
	AdminPassword   Secret
	PasswordVersion string
	LicenseType     *string // None, Windows_Server
}

// PoolID is the ID of a pool of the cluster, and MaintenanceID that of a maintenance configuration.
func (s ClusterSpec) PoolID(name string) armid.ID { return s.ID.Child(poolCollection, name) }

// MaintenanceID is the ID of a maintenance configuration of the cluster.
func (s ClusterSpec) MaintenanceID(name string) armid.ID {
	return s.ID.Child(maintenanceCollection, name)
}
