package armtypes

import (
	"net/netip"
	"strings"
)

// reservedRanges are those that AKS keeps for itself (aks-facts.md 3.1).
var reservedRanges = []netip.Prefix{
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("172.30.0.0/16"), netip.MustParsePrefix("172.31.0.0/16"), netip.MustParsePrefix("192.0.2.0/24"),
}

// privateRanges are RFC 1918 and RFC 6598.
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

// ranges reads a list of the network profile.
func (c *clusterCheck) ranges(member string) ([]netip.Prefix, *Error) {
	path := "networkProfile." + member
	var out []netip.Prefix
	for _, text := range c.body.Strs("properties." + path) {
		p, err := netip.ParsePrefix(text)
		if err != nil || p != p.Masked() {
			return nil, errParameter(path, "%s is not a CIDR with its network address.", text)
		}
		for _, r := range reservedRanges {
			if p.Overlaps(r) {
				return nil, errParameter(path, "%s overlaps the reserved range %s.", p, r)
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// subnetsOfNetworks gives the prefixes of every subnet of the networks that the pools live in, and by whom.
func (c *clusterCheck) subnetRanges() map[netip.Prefix]string {
	out := map[netip.Prefix]string{}
	for _, network := range c.networks() {
		for _, subnet := range c.Children(network, subnetType) {
			prefixes, _ := parsePrefixes(subnetPrefixes(subnet.Body), "", "")
			for _, p := range prefixes {
				out[p] = subnet.ID.String()
			}
		}
	}
	return out
}

// networks are the ids of the virtual networks that the pools name.
func (c *clusterCheck) networks() []string {
	seen := map[string]bool{}
	var out []string
	for _, pool := range c.pools {
		for _, member := range []string{"vnetSubnetID", "podSubnetID"} {
			id, err := ParseID(pool.Str(member))
			if err != nil {
				continue
			}
			if network, ok := id.Parent(); ok && !seen[network.Key()] {
				seen[network.Key()] = true
				out = append(out, network.String())
			}
		}
	}
	return out
}

// serviceRange: smaller than /12, private, off every subnet of the network (aks-facts.md 3.1; looked at again at every write).
func (c *clusterCheck) serviceRange() *Error {
	services, refusal := c.ranges("serviceCidrs")
	if refusal != nil {
		return refusal
	}
	const path = "networkProfile.serviceCidr"
	for _, p := range services {
		switch {
		case p.Addr().Is6() && p.Bits() < 108:
			return Invalid("InvalidServiceCidrIPv6MaskSize", "The IPv6 service CIDR %s is larger than /108.", p).At(path)
		case p.Addr().Is4() && p.Bits() <= 12:
			return errParameter(path, "%s must be smaller than /12.", p)
		case p.Addr().Is4() && !covered(p, privateRanges):
			return errParameter(path, "%s is not a private range.", p)
		}
		for subnet, id := range c.subnetRanges() {
			if p.Overlaps(subnet) {
				return Invalid("ServiceCidrOverlapExistingSubnetsCidr", "The specified service CIDR %s is conflicted with an existing subnet CIDR %s of %s.", p, subnet, id).At(path)
			}
		}
	}
	return nil
}

// podRange: off the service range and the subnets; one /24 for each node (aks-facts.md 3.1).
func (c *clusterCheck) podRange() *Error {
	pods, refusal := c.ranges("podCidrs")
	if refusal != nil {
		return refusal
	}
	services, _ := c.ranges("serviceCidrs")
	const path = "networkProfile.podCidr"
	for _, p := range pods {
		if overlapsAny(p, services) {
			return Invalid("PodCidrOverlapServiceCidr", "The pod CIDR %s overlaps the service CIDR %s.", p, c.network("serviceCidr")).At(path)
		}
		for subnet, id := range c.subnetRanges() {
			if p.Overlaps(subnet) {
				return Invalid("PodCidrOverlapExistingSubnetsCidr", "The specified pod CIDR %s is conflicted with an existing subnet CIDR %s of %s.", p, subnet, id).At(path)
			}
		}
		if p.Addr().Is4() && !covered(p, privateRanges) {
			return errParameter(path, "%s is not a private range.", p)
		}
		if room := nodesOf(p); p.Addr().Is4() && c.nodes() > room {
			return errPreallocated(256*c.nodes(), 256*room, p.String(), "networkProfile.podCIDR").At("networkProfile.podCIDR") // Azure/AKS-Construction#701
		}
	}
	return nil
}

func nodesOf(p netip.Prefix) int {
	if p.Bits() > 24 {
		return 0
	}
	return 1 << (24 - p.Bits())
}

// nodes is how many nodes the pools can have.
func (c *clusterCheck) nodes() int {
	n := 0
	for _, pool := range c.pools {
		n += largestCount(pool)
	}
	return n
}

func largestCount(pool Object) int {
	count, _ := pool.Int("count")
	if hi, ok := pool.Int("maxCount"); ok && pool.Bool("enableAutoScaling") {
		return max(count, hi)
	}
	return count
}

// dnsService: inside the service range, and neither its first two addresses nor its last.
func (c *clusterCheck) dnsService() *Error {
	const path = "networkProfile.dnsServiceIP"
	given := c.network("dnsServiceIP")
	services, _ := c.ranges("serviceCidrs") // judged before
	if len(services) == 0 {
		return nil
	}
	service := services[0]
	address, err := netip.ParseAddr(given)
	switch {
	case err != nil:
		return Invalid("DnsServiceIpParseError", "The DNS service IP %s is not an IP address.", given).At(path)
	case !service.Contains(address):
		return Invalid("DnsServiceIpOutOfServiceCidr", "The specified DNS service IP %s is out of the range of the service CIDR %s.", given, service).At(path)
	case address == service.Addr() || address == service.Addr().Next():
		return Invalid("DnsServiceIpConflicting", "The DNS service IP %s is the first or second address of the service CIDR %s.", given, service).At(path)
	case address.Is4() && !service.Contains(address.Next()):
		return Invalid("DnsBroadcastAddressConflicting", "The DNS service IP %s is the broadcast address of the service CIDR %s.", given, service).At(path)
	}
	return nil
}

// apiServer: authorized ranges, and the subnet of VNet integration (aks-facts.md 3.4, AVN).
func (c *clusterCheck) apiServer() *Error {
	const path = "apiServerAccessProfile.authorizedIPRanges"
	ranges := c.body.Strs("properties." + path)
	limit := 200
	if c.integrated() {
		limit = 2000
	}
	switch {
	case len(ranges) > 0 && c.private():
		return errParameter(path, "Authorized IP ranges are not supported for private clusters.")
	case len(ranges) > limit:
		return errParameter(path, "%d ranges are given; at most %d are allowed.", len(ranges), limit)
	}
	for _, text := range ranges {
		p, err := netip.ParsePrefix(text)
		switch {
		case err != nil || p != p.Masked() || !p.Addr().Is4():
			return errParameter(path, "%s is not an IPv4 address or CIDR with its network address.", text)
		case text == "0.0.0.0/32" && len(ranges) > 1:
			return errParameter(path, "0.0.0.0/32 cannot be combined with other ranges.")
		case overlapsAny(p, privateRanges[:3]):
			return errParameter(path, "%s is not publicly routable.", text)
		}
	}
	return c.integrationSubnet()
}

// integrationSubnet: /28 or larger, delegated to AKS.
func (c *clusterCheck) integrationSubnet() *Error {
	const path = "apiServerAccessProfile.subnetId"
	id := c.body.Str("properties." + path)
	if !c.integrated() || id == "" && !c.ownNetwork() {
		return nil
	}
	subnet, ok := c.Get(id)
	if !ok || subnet.Type.Name != subnetType {
		return Invalid("ApiserverSubnetConfigError", "The API server subnet %s was not found.", id).At(path)
	}
	for _, p := range subnetPrefixes(subnet.Body) {
		if prefix, err := netip.ParsePrefix(p); err == nil && prefix.Addr().Is4() && prefix.Bits() > 28 {
			return Invalid("ApiserverSubnetConfigError", "The API server subnet %s is smaller than /28.", id).At(path)
		}
	}
	for _, d := range subnet.Body.Objs("properties.delegations") {
		if strings.EqualFold(d.Str("properties.serviceName"), clusterType) {
			return nil
		}
	}
	return Invalid("ApiserverSubnetConfigError", "The API server subnet %s is not delegated to %s.", id, clusterType).At(path)
}
