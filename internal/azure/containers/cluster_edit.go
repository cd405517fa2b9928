package containers

import (
	"maps"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// edit brings a cluster's JSON, as just read, to what is wanted, and answers the paths of what differs. The version and the pools
// are not touched: they have writes of their own.
func (c ClusterChange) edit(object armclient.Object) ([]string, error) {
	prior, want, err := c.owned()
	if err != nil {
		return nil, err
	}
	changed := merge(clusterRules, object.Body, prior, want)
	if c.newPassword() {
		if err := object.Set(c.Want.Windows.AdminPassword.Reveal(), "properties", "windowsProfile", "adminPassword"); err != nil {
			return nil, err
		}
		changed = append(changed, "properties.windowsProfile.adminPassword")
	}
	live := object.Tags()
	merged := mergeTags(live, c.Prior.Tags, c.Want.Tags, c.Mark)
	if !maps.Equal(live, merged) {
		if err := object.Set(generic(merged), "tags"); err != nil {
			return nil, err
		}
		changed = append(changed, "tags")
	}
	c.dropOutbound(object)
	return changed, nil
}

// owned is what the two specifications own of a body.
func (c ClusterChange) owned() (prior, want map[string]any, err error) {
	if !c.isNew() {
		if prior, err = encodeCluster(c.Prior); err != nil {
			return nil, nil, err
		}
	}
	want, err = encodeCluster(c.Want)
	return prior, want, err
}

// dropOutbound takes out what the outbound type does not go with. Azure shows a load balancer profile for clusters whose
// type has none, and refuses it when it is sent back (InvalidUserDefinedRoutingWithLoadBalancerProfile, aks-facts.md 1.2);
// so this is part of every write and no difference by itself. The profiles may be of others: they go all the same, since
// the type is ours and they cannot stay beside it.
func (c ClusterChange) dropOutbound(object armclient.Object) {
	network := object.Map("properties", "networkProfile")
	if network == nil {
		return
	}
	kind, _ := network["outboundType"].(string)
	if kind == "" {
		kind = defaultOutboundType
	}
	drop := func(name string) {
		if key, there := memberName(network, name); there {
			network[key] = nil // null, since Azure keeps what is left out of a PUT
		}
	}
	if !strings.EqualFold(kind, OutboundLoadBalancer) {
		drop("loadBalancerProfile")
	}
	if !strings.EqualFold(kind, OutboundManagedNAT) {
		drop("natGatewayProfile")
	}
	c.oneKindOfAddresses(object)
}

// oneKindOfAddresses: of managed addresses, given ones and prefixes Azure takes one kind. The wanted one displaces the others.
func (c ClusterChange) oneKindOfAddresses(object armclient.Object) {
	profile := object.Map("properties", "networkProfile", "loadBalancerProfile")
	want := c.Want.Network.LoadBalancer
	if profile == nil || want == nil {
		return
	}
	kinds := map[string]bool{
		"managedOutboundIPs": want.ManagedIPs != nil || want.ManagedIPv6s != nil,
		"outboundIPs":        len(want.IPIDs) > 0,
		"outboundIPPrefixes": len(want.PrefixIDs) > 0,
	}
	if !kinds["managedOutboundIPs"] && !kinds["outboundIPs"] && !kinds["outboundIPPrefixes"] {
		return
	}
	for name, wanted := range kinds {
		if !wanted {
			delete(profile, name)
		}
	}
	delete(profile, "effectiveOutboundIPs") // they are of the addresses before
}

func (c ClusterChange) newPassword() bool {
	w := c.Want.Windows
	if w == nil || w.AdminPassword.IsZero() {
		return false
	}
	return !c.isNew() && (c.Prior.Windows == nil || c.Prior.Windows.PasswordVersion != w.PasswordVersion)
}

func (c ClusterChange) newPrincipal(live armclient.Object) bool {
	w := c.Want.Identity.ServicePrincipal
	if w == nil || c.isNew() {
		return false
	}
	p := c.Prior.Identity.ServicePrincipal
	return p == nil || p.SecretVersion != w.SecretVersion || !strings.EqualFold(w.ClientID, live.String("properties", "servicePrincipalProfile", "clientId"))
}

// newBody is the body of the PUT that makes the cluster: with its first pool, its version and its secrets.
func (c ClusterChange) newBody() (map[string]any, error) {
	body, err := encodeCluster(c.Want)
	if err != nil {
		return nil, err
	}
	pool, err := newPool(c.Want.DefaultPool, c.Want.Version, nil)
	if err != nil {
		return nil, err
	}
	inline := pool.Map("properties")
	inline["name"] = c.Want.DefaultPool.Name()
	if _, given := inline["mode"]; !given {
		inline["mode"] = "System"
	}
	properties, _ := body["properties"].(map[string]any)
	properties["agentPoolProfiles"] = []any{inline}
	if c.Want.Version != nil {
		properties["kubernetesVersion"] = *c.Want.Version
	}
	if sp := c.Want.Identity.ServicePrincipal; sp != nil {
		properties["servicePrincipalProfile"] = map[string]any{"clientId": sp.ClientID, "secret": sp.Secret.Reveal()}
	}
	if w := c.Want.Windows; w != nil && !w.AdminPassword.IsZero() {
		overlay(properties, map[string]any{"windowsProfile": map[string]any{"adminPassword": w.AdminPassword.Reveal()}})
	}
	body["location"] = c.Want.Location
	body["tags"] = generic(mergeTags(nil, nil, c.Want.Tags, c.Mark))
	return body, nil
}

// mergeTags is the live tags with ours and the mark in place; names of ours that are no longer wanted go. Names are
// compared without case, as ARM does.
func mergeTags(live, prior, want, mark map[string]string) map[string]string {
	merged := map[string]string{}
	for name, text := range live {
		if !hasName(prior, name) && !hasName(want, name) && !hasName(mark, name) {
			merged[name] = text
		}
	}
	maps.Copy(merged, want)
	maps.Copy(merged, mark)
	return merged
}

func hasName(tags map[string]string, name string) bool {
	for other := range tags {
		if strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}

func generic(tags map[string]string) map[string]any {
	body := map[string]any{}
	for name, text := range tags {
		body[name] = text
	}
	return body
}
