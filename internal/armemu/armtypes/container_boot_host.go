package armtypes

import (
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// bootHost is a name that nodes ask for and an address that stands for it. The walk never sends anything; the addresses look like Azure's
// and decide only what rules by address or service tag see.
type bootHost struct {
	name    string
	address netip.Addr
}

const platformDNS = "168.63.129.16"

// serverAddress stands for the public API server of the cluster.
func (b *boot) serverAddress() netip.Addr { return publicIPv4(idHash(b.group.of) | 1<<31) }

// bootTags are the service tags that hold these addresses: the API server is in its region's AzureCloud, the registry and the packages are
// behind the front door where the cloud has them there, and AzureCloud as a whole holds all. [?] Tags change weekly; these are what their
// names say.
func bootTags(location string, server netip.Addr) map[string][]string {
	one := func(a netip.Addr) string { return netip.PrefixFrom(a, a.BitLen()).String() }
	cloud := cloudOf(location)
	registry, packages, api := one(cloud.registry.address), one(cloud.packages.address), one(server)
	tags := map[string][]string{"AzureCloud": {registry, packages, api}, "AzureCloud." + location: {api}}
	if cloud.frontDoor {
		tags["MicrosoftContainerRegistry"], tags["MicrosoftContainerRegistry."+location] = []string{registry}, []string{registry}
		tags["AzureFrontDoor.FirstParty"] = []string{registry, packages}
	}
	return tags
}

// balancerAddresses are the public addresses that the outbound rule of AKS's own load balancer gives to the nodes.
func (n *nodeGroup) balancerAddresses() []string {
	balancer, ok := n.Get(n.publicBalancerID())
	if !ok || !oneOf(n.cluster.Str(outboundTypePath), "loadBalancer") {
		return nil
	}
	var out []string
	for _, front := range balancer.Body.Objs(frontendsPath) {
		if ip, ok := n.Get(front.Str(publicIPPath)); ok {
			out = append(out, ip.Body.Str("properties.ipAddress"))
		}
		if prefix, ok := n.Get(front.Str(publicIPPrefixPath)); ok {
			out = append(out, prefix.Body.Str("properties.ipPrefix"))
		}
	}
	return out
}

// ownAddresses are the public addresses that AKS knows to be the cluster's: of the balancer, and what lies in the node resource group.
func (n *nodeGroup) ownAddresses() []string {
	out := n.balancerAddresses()
	for _, ip := range n.All(publicIPType) {
		if strings.EqualFold(ip.ID.GroupID(), n.id) {
			out = append(out, ip.Body.Str("properties.ipAddress"))
		}
	}
	return out
}

// error is how AKS tells of it: its own words for the script's exit status, then the extension's (aks-facts.md S50, S51;
// MicrosoftDocs/SupportArticles-docs vmextensionerror-outboundconnfail.md, -k8sapiserverconnfail.md, -k8sapiserverdnslookupfail.md, and
// troubleshoot-aks-cluster-start-issues.md for an answer of 2024 on the wire). The code is that of the extension whichever status it was.
func (f *bootFailure) error(n *nodeGroup) *Error {
	err := Errorf(http.StatusConflict, "VMExtensionProvisioningError",
		"%s Details: VM has reported a failure when processing extension 'vmssCSE' (publisher 'Microsoft.Azure.Extensions' and type 'CustomScript'). "+
			"Error message: 'Enable failed: failed to execute command: command terminated with exit status=%d\n[stdout]\n{ \"ExitCode\": \"%d\", \"Output\": \"%s: %s\", \"Error\": \"\", \"ExecDuration\": \"%d\" }\n\n[stderr]\n'. "+
			"More information on troubleshooting is available at https://aka.ms/VMExtensionCSELinuxTroubleshoot. Agent pool %s, scale set %s.",
		bootWords[f.code], f.code, f.code, f.what, f.why, int(f.tries/time.Second), f.pool, n.scaleSet(f.pool))
	err.Patience = f.tries
	return err.At(n.scaleSetID(f.pool)).With(Detail(f.name, "Agents of pool %s cannot reach %s: %s.", f.pool, f.what, f.why))
}

// bootWords are what AKS says of an exit status first. Of 41 no article has the words.
var bootWords = map[int]string{
	41: "CSE failed with 'VMExtensionError_CniDownloadTimeout'.",
	50: "Unable to establish outbound connection from agents, please see https://learn.microsoft.com/en-us/troubleshoot/azure/azure-kubernetes/error-code-outboundconnfailvmextensionerror " +
		"and https://aka.ms/aks-required-ports-and-addresses for more information.",
	51: "Unable to establish connection from agents to Kubernetes API server. Please see https://aka.ms/aks-error/VMExtensionError_K8SAPIServerConnFail and " +
		"https://aka.ms/aks-required-ports-and-addresses for more information.",
	52: dnsWords, 53: dnsWords,
}

const dnsWords = "CSE failed with 'VMExtensionError_K8SAPIServerDNSLookupFail', which means agents are unable to resolve Kubernetes API server name. It's likely custom DNS server " +
	"is not correctly configured, please see https://aka.ms/aks/vmextensionerror_k8sapiserverdnslookupfail and https://aka.ms/aks/private-cluster#hub-and-spoke-with-custom-dns for more information."
