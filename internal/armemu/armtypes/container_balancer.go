package armtypes

import "strconv"

// Names that AKS gives to the parts of its load balancers.
const (
	publicBalancer   = "kubernetes"
	internalBalancer = "kubernetes-internal"
	outboundRuleName = "aksOutboundRule"
	outboundPool     = "aksOutboundBackendPool"
	servicePool      = "kubernetes"
)

func (n *nodeGroup) publicBalancerID() string { return n.network("loadBalancers", publicBalancer) }

// balance keeps the public load balancer, which only the outbound type loadBalancer needs before the first service (aks-facts.md 1.1).
func (n *nodeGroup) balance() {
	if !oneOf(n.cluster.Str(outboundTypePath), "loadBalancer") {
		if n.settled {
			n.unbalance()
		}
		return
	}
	balancer := n.publicBalancerID()
	var fronts, refs []Object
	for i, address := range n.outboundAddresses() {
		name := "outbound" + strconv.Itoa(i)
		fronts = append(fronts, Object{"name": name, "properties": address})
		refs = append(refs, Object{"id": balancer + "/frontendIPConfigurations/" + name})
	}
	n.Store(balancer, Object{"location": n.location, "sku": Object{"name": "Standard"}, "tags": Object{"aks-managed-cluster-name": n.of.Name()}, "properties": Object{
		"frontendIPConfigurations": fronts,
		"backendAddressPools":      []Object{{"name": outboundPool}, {"name": servicePool}},
		"outboundRules": []Object{{"name": outboundRuleName, "properties": Object{
			"frontendIPConfigurations": refs, "backendAddressPool": Object{"id": balancer + "/backendAddressPools/" + outboundPool}, "protocol": "All",
			"allocatedOutboundPorts": 0, "idleTimeoutInMinutes": 30, "enableTcpReset": true,
		}}},
	}})
}

// outboundAddresses are the public sides of the balancer: addresses or prefixes of the user, or AKS's own.
func (n *nodeGroup) outboundAddresses() []Object {
	profile := n.cluster.Obj("properties.networkProfile.loadBalancerProfile")
	var out, effective []Object
	for _, id := range referredIDs(profile, "outboundIPs.publicIPs") {
		out = append(out, Object{"publicIPAddress": Object{"id": id}})
		effective = append(effective, Object{"id": id})
	}
	for _, id := range referredIDs(profile, "outboundIPPrefixes.publicIPPrefixes") {
		out = append(out, Object{"publicIPPrefix": Object{"id": id}})
	}
	if count, ok := profile.Int("managedOutboundIPs.count"); ok && len(out) == 0 {
		for i := range count {
			id := n.publicIP("slboutbound", i)
			out = append(out, Object{"publicIPAddress": Object{"id": id}})
			effective = append(effective, Object{"id": id})
		}
	}
	if n.settled {
		profile.Set("effectiveOutboundIPs", effective)
	}
	return out
}

func referredIDs(o Object, path string) []string {
	var ids []string
	for _, ref := range o.Objs(path) {
		ids = append(ids, ref.Str("id"))
	}
	return ids
}

// unbalance removes the balancer of a cluster that leaves another way now, and the addresses that AKS made for it.
func (n *nodeGroup) unbalance() {
	if _, ok := n.Get(n.publicBalancerID()); !ok {
		return
	}
	n.Drop(n.publicBalancerID())
	for _, ip := range n.All(publicIPType) {
		if ip.ID.GroupID() == n.id && ip.Body.Str("tags.aks-managed-type") == "aks-slboutbound-ip" {
			n.Drop(ip.ID.String())
		}
	}
}
