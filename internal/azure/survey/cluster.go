package survey

import (
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

// The type and version of AKS clusters, the version that the rest of the provider reads them with.
const (
	clusterType    = "Microsoft.ContainerService/managedClusters"
	clusterVersion = "2025-10-01"
)

// clusterSubnets are the subnets of a cluster's nodes, pods and API server.
func clusterSubnets(o armclient.Object) []armid.ID {
	ids := poolSubnets(o)
	if id, ok := idAt(o, subnetType, "properties", "apiServerAccessProfile", "subnetId"); ok {
		ids = append(ids, id)
	}
	return ids
}

// poolSubnets are those of nodes and pods, each once (RT-28).
func poolSubnets(o armclient.Object) []armid.ID {
	var ids []armid.ID
	for _, pool := range o.Objects("properties", "agentPoolProfiles") {
		for _, member := range []string{"vnetSubnetID", "podSubnetID"} {
			id, ok := idAt(pool, subnetType, member)
			if ok && !slices.ContainsFunc(ids, id.Equal) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// clusterOf converts what AKS demands of a cluster's subnets, and who may call its API server (AK-25).
func clusterOf(id armid.ID, o armclient.Object) document.Cluster {
	c := document.Cluster{
		Name: id.String(), OutboundType: word(o, outboundTypes, "properties", "networkProfile", "outboundType"),
		Private: isTrue(o, "properties", "apiServerAccessProfile", "enablePrivateCluster") ||
			isTrue(o, "properties", "apiServerAccessProfile", "enableVnetIntegration"),
		Kubenet:   strings.EqualFold(o.String("properties", "networkProfile", "networkPlugin"), "kubenet"),
		DualStack: len(o.Slice("properties", "networkProfile", "ipFamilies")) > 1,
	}
	for _, subnet := range poolSubnets(o) {
		c.Subnets = append(c.Subnets, subnet.String())
	}
	if !c.OutboundType.Set {
		c.OutboundType = document.UnknownLeaf[string]()
	}
	ranges := texts(o, rangeText, "properties", "apiServerAccessProfile", "authorizedIPRanges")
	if !ranges.IsZero() {
		c.AuthorizedRanges = &ranges
	}
	return c
}

var outboundTypes = []string{"loadBalancer", "userDefinedRouting", "managedNATGateway", "userAssignedNATGateway", "none", "block"}

// switches are the members of a cluster that are a feature of its own egress; names as udr_aks_required_egress has them.
var switches = []struct {
	feature string
	path    []string
}{
	{"azure_policy", []string{"properties", "addonProfiles", "azurepolicy", "enabled"}},
	{"azure_monitor", []string{"properties", "addonProfiles", "omsagent", "enabled"}},
	{"azure_monitor", []string{"properties", "azureMonitorProfile", "metrics", "enabled"}},
	{"keyvault_csi", []string{"properties", "addonProfiles", "azureKeyvaultSecretsProvider", "enabled"}},
	{"defender", []string{"properties", "securityProfile", "defender", "securityMonitoring", "enabled"}},
	{"workload_identity", []string{"properties", "securityProfile", "workloadIdentity", "enabled"}},
	{"cost_analysis", []string{"properties", "metricsProfile", "costAnalysis", "enabled"}},
}

// Profile is the profile of a cluster of the scope, whose required egress follows from it; false where the cluster was
// not read. Its subnets have the names of the document.
func (r *Reading) Profile(cluster armid.ID) (document.Profile, bool) {
	o, read := r.found.get(cluster)
	if !read {
		return document.Profile{}, false
	}
	p := profileOf(o)
	p.Cluster = r.Name(cluster)
	for _, id := range poolSubnets(o) {
		p.Subnets = append(p.Subnets, r.Name(id))
	}
	if id, ok := idAt(o, subnetType, "properties", "apiServerAccessProfile", "subnetId"); ok && p.VNetIntegration {
		p.APIServerSubnet = r.Name(id)
	}
	p.DNSServers = r.Resolvers(p.Subnets)
	return p, true
}

// Resolvers are the custom DNS servers of the networks of some subnets, which have the names of the document. None means
// Azure's own, or that they are not known.
func (r *Reading) Resolvers(subnets []string) []string {
	var out []string
	for _, n := range r.Document.Networks {
		inside := func(s string) bool { return strings.HasPrefix(strings.ToLower(s), strings.ToLower(n.Name)+"/") }
		if !slices.ContainsFunc(subnets, inside) {
			continue
		}
		for _, s := range n.DNSServers.Items {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func profileOf(o armclient.Object) document.Profile {
	p := document.Profile{
		Region:          o.Location(),
		Private:         isTrue(o, "properties", "apiServerAccessProfile", "enablePrivateCluster"),
		VNetIntegration: isTrue(o, "properties", "apiServerAccessProfile", "enableVnetIntegration"),
		OutboundType:    word(o, outboundTypes, "properties", "networkProfile", "outboundType").Value,
		BootstrapCache:  strings.EqualFold(o.String("properties", "bootstrapProfile", "artifactSource"), "Cache"),
		HTTPProxy:       proxyOf(o),
	}
	for _, pool := range o.Objects("properties", "agentPoolProfiles") {
		p.Windows = p.Windows || strings.EqualFold(pool.String("osType"), "Windows")
		p.GPU = p.GPU || strings.HasPrefix(strings.ToLower(pool.String("vmSize")), "standard_n")
	}
	for _, s := range switches {
		if isTrue(o, s.path...) && !slices.Contains(p.Features, s.feature) {
			p.Features = append(p.Features, s.feature)
		}
	}
	return p
}

func isTrue(o armclient.Object, path ...string) bool {
	yes, given := o.Bool(path...)
	return given && yes
}
