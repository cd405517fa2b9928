package armtypes

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// nodeGroup is what AKS keeps for a cluster in the node resource group: the group itself, an identity for the kubelets, a network where the
// user has none, a load balancer or NAT gateway by outbound type, a scale set for each pool, and with kubenet the routes of the pods.
type nodeGroup struct {
	*Write
	cluster  Object
	of       ID // the cluster
	id       string
	location string
	uid      string
	// settled: the operation has ended, so that what is not wanted any more goes.
	settled bool
	// written is the pool that is written alone, "" when the whole cluster is.
	written string
}

// newNodeGroup looks at the cluster of a write; its body has all that AKS fills in.
func newNodeGroup(w *Write, of ID, cluster Object, settled bool) *nodeGroup {
	return &nodeGroup{
		Write: w, cluster: cluster, of: of, id: nodeGroupID(of, cluster), location: NormalLocation(cluster.Str("location")),
		uid: cluster.Str("properties.resourceUID"), settled: settled,
	}
}

func nodeGroupID(of ID, cluster Object) string {
	return "/subscriptions/" + of.Subscription + "/resourceGroups/" + cluster.Str(nodeGroupPath)
}

// digits are eight that belong to the cluster and stand in the names of what AKS makes for it. As in Azure they follow from its names, so
// that a cluster that is made anew has them again (Azure/AgentBaker, GetClusterID: a hash of the DNS prefix).
func (n *nodeGroup) digits() string {
	sum := sha256.Sum256([]byte("digits/" + n.of.Key() + "/" + n.cluster.Str("properties.dnsPrefix")))
	return fmt.Sprintf("%08d", binary.BigEndian.Uint32(sum[:4])%100_000_000)
}

// guid names something of the cluster for good.
func (n *nodeGroup) guid(what string) string {
	sum := sha256.Sum256([]byte("guid/" + n.uid + "/" + what))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func (n *nodeGroup) scaleSet(pool string) string { return "aks-" + pool + "-" + n.digits() + "-vmss" }

func (n *nodeGroup) network(typ, name string) string {
	return n.id + "/providers/Microsoft.Network/" + typ + "/" + name
}

func (n *nodeGroup) scaleSetID(pool string) string {
	return n.id + "/providers/" + scaleSetType + "/" + n.scaleSet(pool)
}

// reconcile makes the group what the cluster wants. It can run again and again.
func (n *nodeGroup) reconcile() {
	n.Store(n.id, Object{"location": n.location, "managedBy": n.of.String(), "tags": Object{
		"aks-managed-cluster-name": n.of.Name(), "aks-managed-cluster-rg": n.of.Group,
	}})
	n.identities()
	n.ownNetwork()
	n.balance()
	for _, pool := range n.cluster.Objs(agentPoolsPath) {
		n.pool(pool)
	}
	n.podRoutes()
}

// pool keeps the scale set of a pool. Nodes are added at once and go when the operation has ended.
func (n *nodeGroup) pool(pool Object) {
	body := scaleSetBody(n, pool)
	body[nodesPath] = n.nodesOf(pool)
	n.Store(n.scaleSetID(pool.Str("name")), body)
}

// dropPool removes what belongs to a pool that is gone.
func (n *nodeGroup) dropPool(name string) {
	n.Drop(n.scaleSetID(name))
	n.podRoutes()
}

// identities: one for the kubelets unless the user brings one, and one for each add-on that needs it.
func (n *nodeGroup) identities() {
	if !isManagedIdentity(n.cluster) {
		return
	}
	if n.cluster.Str(kubeletIdentityPath) == "" || strings.EqualFold(n.cluster.Str(kubeletIdentityPath), n.identityID(n.of.Name()+"-agentpool")) {
		n.Store(n.identityID(n.of.Name()+"-agentpool"), Object{"location": n.location})
	}
	for _, addon := range addonsWithIdentity {
		if addonEnabled(n.cluster, addon) {
			n.Store(n.identityID(addonIdentity(addon, n.of.Name())), Object{"location": n.location})
		}
	}
}

func (n *nodeGroup) identityID(name string) string {
	return n.id + "/providers/" + userAssignedIdentityType + "/" + name
}

func (n *nodeGroup) kubeletIdentity() string {
	if id := n.cluster.Str(kubeletIdentityPath); id != "" {
		return id
	}
	if !isManagedIdentity(n.cluster) {
		return ""
	}
	return n.identityID(n.of.Name() + "-agentpool")
}

// addonsWithIdentity are the add-ons that get an identity of their own.
var addonsWithIdentity = []string{"omsagent", "azurepolicy", "azureKeyvaultSecretsProvider", "ingressApplicationGateway", "httpApplicationRouting"}

func addonIdentity(addon, cluster string) string { return strings.ToLower(addon) + "-" + cluster }

// showIdentities writes the identities into the cluster, which happens once all is there (arm-wire.md 1.5).
func (n *nodeGroup) showIdentities() {
	if id := n.kubeletIdentity(); id != "" {
		if d, ok := n.Get(id); ok {
			n.cluster.Set("properties.identityProfile.kubeletidentity", identityRow(d))
		}
	}
	for name, v := range n.cluster.Obj("properties.addonProfiles") {
		if d, ok := n.Get(n.identityID(addonIdentity(name, n.of.Name()))); ok && asMap(v).Bool("enabled") {
			asMap(v).Set("identity", identityRow(d))
		}
	}
}

func identityRow(d *Document) Object {
	return Object{"resourceId": d.ID.String(), "clientId": d.Body.Str("properties.clientId"), "objectId": d.Body.Str("properties.principalId")}
}
