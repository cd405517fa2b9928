package egress

import "github.com/udr-egress/terraform-provider-udr/internal/netset"

// endpointNames are names that private endpoints answer to, all by the same ones.
type endpointNames struct {
	names netset.Names
	by    []*PrivateEndpoint
	// placed says that the subnet of each is described, so that the network surely resolves to them.
	placed bool
}

// namedTargets parts names that private endpoints answer to from public ones
// (RT-13, A-DNS).
func (j *judge) namedTargets(base target, f *Flow) []target {
	var out []target
	for _, e := range j.endpointsOf(base.names, j.x.subnets[key(f.Source.Subnet)]) {
		base.names = base.names.Minus(e.names)
		out = append(out, e.target(base))
	}
	if !base.names.IsEmpty() {
		out = append(out, j.publicTarget(base))
	}
	return out
}

// endpointsOf parts names by the private endpoints near a subnet that answer to them.
func (j *judge) endpointsOf(names netset.Names, s *subnetInfo) []endpointNames {
	var out []endpointNames
	for i := range j.x.world.PrivateEndpoints {
		pe := &j.x.world.PrivateEndpoints[i]
		home := j.x.subnets[key(pe.Subnet)]
		if home != nil && !sharesNetwork(s.network, home.network) || pe.Addresses.IsEmpty() {
			continue
		}
		hit := names.Intersect(netset.NamesOf(pe.Names...))
		for k := range out { // cut what an endpoint before answers to as well
			if both := out[k].names.Intersect(hit); !both.IsEmpty() {
				rest := out[k]
				rest.names = rest.names.Minus(both)
				out[k] = endpointNames{both, append(out[k].by[:len(out[k].by):len(out[k].by)], pe), out[k].placed && home != nil}
				hit = hit.Minus(both)
				if !rest.names.IsEmpty() {
					out = append(out, rest)
				}
			}
		}
		if !hit.IsEmpty() {
			out = append(out, endpointNames{hit, []*PrivateEndpoint{pe}, home != nil})
		}
	}
	return out
}

// target is where the names lead: to the one endpoint, or to any of several, and to the public address besides where the
// endpoint may belong to another network.
func (e endpointNames) target(base target) target {
	base.names = e.names
	for _, pe := range e.by {
		base.addrs = base.addrs.Union(pe.Addresses)
	}
	base.known = e.placed && len(e.by) == 1
	if !base.known {
		base.subnet = "endpoint of " + e.by[0].Name // an object of whose subnet no rule can be sure
	}
	if !e.placed {
		base.addrs = base.addrs.Union(netset.PublicIPv4())
	}
	return base
}
