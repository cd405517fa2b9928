package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
)

// places refuses subnets and firewalls that cannot be where they are said to be, since any verdict on them would be one on
// something that cannot be.
func (b *builder) places(w *egress.World) {
	for i := range w.Networks {
		b.subnetPlaces(fmt.Sprintf("$.networks[%d]", i), &w.Networks[i])
	}
	in := prefixesOf(w)
	for i, f := range w.Firewalls {
		own, known := f.PrivateIP.Get()
		if at, told := in[folded(f.Subnet)]; known && told && own.IsValid() && !at.Contains(own) {
			b.add(fmt.Sprintf("$.firewalls[%d].private_ip_address", i), fmt.Sprintf("%s is not an address of subnet %q, which has %s", own, f.Subnet, at))
		}
	}
}

// prefixesOf are the addresses of the subnets whose addresses are known, by name.
func prefixesOf(w *egress.World) map[string]netset.Addresses {
	out := map[string]netset.Addresses{}
	for _, n := range w.Networks {
		for _, s := range n.Subnets {
			if len(s.Prefixes) > 0 && !s.PrefixesUnknown {
				out[folded(n.Name+"/"+s.Name)] = netset.AddressesOf(s.Prefixes...)
			}
		}
	}
	return out
}

// flowSense refuses flows that start or end where they cannot.
func (b *builder) flowSense(w *egress.World) {
	in := prefixesOf(w)
	for i, f := range b.doc.Flows {
		at, told := in[folded(f.Subnet)]
		for k, text := range f.Sources {
			a, err := netset.ParseAddresses(text)
			if err == nil && told && !at.Covers(a) {
				b.add(fmt.Sprintf("$.flows[%d].source_addresses[%d]", i, k), fmt.Sprintf("%s is not within subnet %q, which has %s", text, f.Subnet, at))
			}
		}
		b.clusterNamed(fmt.Sprintf("$.flows[%d].api_server_of", i), f.APIServerOf)
		if f.Firewall != "" && !slices.ContainsFunc(b.doc.Firewalls, func(w Firewall) bool { return folded(w.Name) == folded(f.Firewall) }) {
			b.add(fmt.Sprintf("$.flows[%d].firewall", i), fmt.Sprintf("firewall %q is not in the document", f.Firewall))
		}
	}
}

// profileClusters checks the names of clusters in profiles.
func (b *builder) profileClusters() {
	for i, p := range b.doc.AKS {
		b.clusterNamed(fmt.Sprintf("$.aks[%d].cluster", i), p.Cluster)
	}
}

// subnetPlaces checks that subnets lie within their network and apart from one another, which ARM demands.
func (b *builder) subnetPlaces(path string, n *egress.Network) {
	space := netset.AddressesOf(n.AddressSpace...)
	taken := netset.Addresses{}
	for i, s := range n.Subnets {
		for k, p := range s.Prefixes {
			at, own := fmt.Sprintf("%s.subnets[%d].address_prefixes[%d]", path, i, k), netset.AddressesOf(p)
			if !n.AddressSpaceOpen && !space.Covers(own) {
				b.add(at, fmt.Sprintf("%s is not within the address space of network %q, which is %s", p, n.Name, space))
			}
			if taken.Overlaps(own) {
				b.add(at, fmt.Sprintf("%s overlaps with a subnet before it", p))
			}
			taken = taken.Union(own)
		}
	}
}

// clusterNamed checks that the name of a cluster leads somewhere: one that leads nowhere would limit nobody.
func (b *builder) clusterNamed(path, name string) {
	if name != "" && !slices.ContainsFunc(b.doc.Clusters, func(c Cluster) bool { return folded(c.Name) == folded(name) }) {
		b.add(path, fmt.Sprintf("cluster %q is not in the document", name))
	}
}

// clusterSubnets warns of subnets of clusters that lead nowhere, since nothing is then checked for them.
func (b *builder) clusterSubnets(known []string) []Problem {
	var out []Problem
	for i, c := range b.doc.Clusters {
		for k, name := range c.Subnets {
			if !slices.Contains(known, strings.ToLower(name)) {
				out = append(out, Problem{fmt.Sprintf("$.clusters[%d].subnets[%d]", i, k), fmt.Sprintf("subnet %q is not in the document: what AKS demands of it is not checked", name)})
			}
		}
	}
	return out
}

// nameOfHost reports whether a text in a list of addresses is a name of DNS rather than a service tag. Tags have one dot
// at most, before a region, but for those of Office 365.
func nameOfHost(text string) bool {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(text, ".")), ".")
	if len(labels) == 1 || labels[0] == "office365" {
		return false
	}
	return len(labels) > 2 || slices.Contains([]string{"com", "net", "org", "io", "dev", "cn", "us", "ms", "local"}, labels[1])
}
