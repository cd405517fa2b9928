package containers

import (
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// ClusterLive is a managed cluster as ARM shows it.
type ClusterLive struct {
	// Spec is what is live in the words of a specification, with Azure's defaults in it. Secrets, versions of secrets,
	// Maintenance, TemporaryName and Overlay are not in it. Its default pool is the one that was asked for (ReadCluster).
	Spec ClusterSpec
	// Pools are all pools, the default one too, by name.
	Pools map[string]PoolLive
	// Maintenance is the maintenance configurations that were asked for, by name.
	Maintenance map[string]MaintenanceSpec

	ProvisioningState string
	PowerState        string // Running, Stopped
	// CurrentVersion is the patch version that the control plane runs.
	CurrentVersion string
	// FQDN is of the public API server, PrivateFQDN of the private one, PortalFQDN for the portal's browser alone.
	FQDN, PrivateFQDN, PortalFQDN string
	NodeResourceGroup             string
	OIDCIssuerURL                 string
	// PrincipalID is the object ID of a system-assigned identity. Those of user-assigned ones are in UserPrincipals, by
	// the key of the identity's ID.
	PrincipalID, TenantID string
	UserPrincipals        map[string]string
	Kubelet               KubeletIdentity // also one that AKS made
	// OutboundIPs are the IDs of the public addresses that AKS sends from; none with userDefinedRouting.
	OutboundIPs []string
	// AddOnIdentities are the identities that AKS made for add-ons, by the add-on's name.
	AddOnIdentities map[string]AddOnIdentity
	ResourceUID     string
	// LastError is what the last operation that failed said, as far as Azure keeps it.
	LastError string

	object      armclient.Object
	defaultPool string // the name that was asked for
}

// AddOnIdentity is an identity that AKS made in the node resource group.
type AddOnIdentity struct{ ID, ClientID, ObjectID string }

// PoolLive is an agent pool as ARM shows it.
type PoolLive struct {
	Spec              PoolSpec
	ProvisioningState string
	PowerState        string
	// CurrentVersion is the patch version that the nodes run.
	CurrentVersion   string
	NodeImageVersion string
	// Count is the number of nodes at this moment, which the autoscaler changes as it likes.
	Count int32

	object armclient.Object
}

// Failed reports that the last operation on the cluster failed: the next write mends it.
func (c ClusterLive) Failed() bool { return isFailedState(c.ProvisioningState) }

// Failed reports that the last operation on the pool failed: the next write mends it.
func (p PoolLive) Failed() bool { return isFailedState(p.ProvisioningState) }

// Tags are all tags of the cluster, hidden ones too. While a temporary pool stands for the default one, the pending mark is
// among them, although it is no tag of the cluster: a rotation was cut short, and the next update finishes it.
func (c ClusterLive) Tags() map[string]string {
	tags := c.object.Tags()
	if len(c.TemporaryPools(c.defaultPool)) > 0 {
		tags[pendingTag] = "true"
	}
	return tags
}

// OverlayDrift is the text of the overlay with the live values in place, for the state: it equals the overlay's own text
// where nothing differs.
func (c ClusterLive) OverlayDrift(o Overlay) string { return o.textOver(c.object.Body) }

// OverlayDrift is as that of ClusterLive.
func (p PoolLive) OverlayDrift(o Overlay) string { return o.textOver(p.object.Body) }

// ID is the ID of the cluster in the spelling that was asked for; zero where there is no cluster.
func (c ClusterLive) ID() armid.ID { return c.Spec.ID }

func isFailedState(state string) bool {
	return strings.EqualFold(state, "Failed") || strings.EqualFold(state, "Canceled")
}

func isSettledState(state string) bool {
	return state == "" || isFailedState(state) || strings.EqualFold(state, "Succeeded")
}
