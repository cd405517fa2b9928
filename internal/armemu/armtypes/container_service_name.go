package armtypes

import (
	"fmt"
	"strings"
)

// The names that the cloud provider gives to the parts of a balancer: "a" and the service's UID, cut to 32 characters, then the subnet where
// one was asked for (kubernetes-sigs/cloud-provider-azure, pkg/provider: GetLoadBalancerName, getFrontendIPConfigName, getLoadBalancerRuleName).

func (s *KubernetesService) uid(n *nodeGroup) string {
	if s.UID != "" {
		return strings.ToLower(s.UID)
	}
	return n.guid("service/" + s.namespace() + "/" + s.Name)
}

func (s *KubernetesService) namespace() string {
	if s.Namespace == "" {
		return "default"
	}
	return s.Namespace
}

// prefix begins the names of all that belongs to the service.
func (s *KubernetesService) prefix(n *nodeGroup) string {
	return ("a" + strings.ReplaceAll(s.uid(n), "-", ""))[:32]
}

func (s *KubernetesService) frontendName(n *nodeGroup) string {
	if s.Subnet == "" {
		return s.prefix(n)
	}
	return s.prefix(n) + "-" + s.Subnet[strings.LastIndex(s.Subnet, "/")+1:]
}

// without gives the balancer's body without what belongs to the service, nil when there is no balancer.
func (s *KubernetesService) without(n *nodeGroup, balancer string) Object {
	d, ok := n.Get(balancer)
	if !ok {
		return nil
	}
	body, prefix := d.Body.Clone(), s.prefix(n)
	for _, path := range []string{frontendsPath, "properties.loadBalancingRules", "properties.probes"} {
		rest := []any{}
		for _, part := range body.Objs(path) {
			if !strings.HasPrefix(part.Str("name"), prefix) {
				rest = append(rest, map[string]any(part))
			}
		}
		body.Set(path, rest)
	}
	return body
}

// addPort adds the rule and the probe of a port.
func (s *KubernetesService) addPort(body Object, balancer, frontend string, p ServicePort) {
	name := fmt.Sprintf("%s-%s-%d", frontend, p.protocol(), p.Port)
	node := p.NodePort
	if node == 0 {
		node = 30000 + p.Port%2768 // the range of Kubernetes
	}
	appendTo(body, "properties.probes", Object{"name": name, "properties": Object{
		"protocol": "Tcp", "port": node, "intervalInSeconds": 5, "numberOfProbes": 1, "probeThreshold": 2,
	}})
	protocol := "Tcp"
	if p.protocol() == "UDP" {
		protocol = "Udp"
	}
	appendTo(body, "properties.loadBalancingRules", Object{"name": name, "properties": Object{
		"frontendIPConfiguration": Object{"id": balancer + "/frontendIPConfigurations/" + frontend},
		"backendAddressPool":      Object{"id": balancer + "/backendAddressPools/" + servicePool},
		"probe":                   Object{"id": balancer + "/probes/" + name},
		"protocol":                protocol, "frontendPort": p.Port, "backendPort": p.Port, "enableFloatingIP": true, "enableTcpReset": protocol == "Tcp",
		"disableOutboundSnat": true, "idleTimeoutInMinutes": 4,
	}})
}

// appendTo adds an element to an array.
func appendTo(body Object, path string, element Object) {
	body.Set(path, append(body.List(path), map[string]any(element)))
}
