package armtypes

import (
	"fmt"
	"regexp"
	"strings"
)

// KubernetesService is an internal Kubernetes service of type LoadBalancer as somebody applies it to a cluster.
type KubernetesService struct {
	Cluster string `json:"cluster_id"`
	// Namespace is "default" when left out. Namespace and Name are all that tells services apart.
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
	// UID is what Kubernetes calls the service; left out it follows from its names.
	UID string `json:"uid,omitempty"`
	// Subnet is the annotation azure-load-balancer-internal-subnet: the name of a subnet of the cluster's network, or an id. Left out the
	// address comes from the subnet of the first pool.
	Subnet string `json:"subnet,omitempty"`
	// Address is the annotation azure-load-balancer-ipv4; left out the first free one is taken.
	Address string        `json:"address,omitempty"`
	Ports   []ServicePort `json:"ports"`
}

// ServicePort is a port of a service.
type ServicePort struct {
	Port int `json:"port"`
	// Protocol is TCP (default) or UDP; NodePort where the nodes answer health probes, chosen when left out.
	Protocol string `json:"protocol,omitempty"`
	NodePort int    `json:"node_port,omitempty"`
}

// ServiceFrontend is where a service can be reached.
type ServiceFrontend struct {
	UID          string `json:"uid"`
	LoadBalancer string `json:"load_balancer_id"`
	Frontend     string `json:"frontend_id"`
	Address      string `json:"address"`
}

// serviceName: names of Kubernetes.
var serviceName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// Apply brings the service into the load balancer kubernetes-internal of the node resource group, as Azure's cloud provider for Kubernetes
// does. w is a write of its cluster. Applying it again changes it.
func (s *KubernetesService) Apply(w *Write) (ServiceFrontend, *Error) {
	n, refusal := s.group(w)
	if refusal != nil {
		return ServiceFrontend{}, refusal
	}
	subnet, refusal := s.place(n)
	if refusal != nil {
		return ServiceFrontend{}, refusal
	}
	id := n.network("loadBalancers", internalBalancer)
	frontend := s.frontendName(n)
	body := s.without(n, id)
	if body == nil {
		body = Object{"properties": map[string]any{"backendAddressPools": []any{map[string]any{"name": servicePool}}}}
	}
	body.Set("location", n.location)
	body.Set("sku.name", "Standard")
	body.Set("tags.aks-managed-cluster-name", n.of.Name())
	front := Object{"privateIPAllocationMethod": "Dynamic", "subnet": Object{"id": subnet.ID.String()}}
	if s.Address != "" {
		if taken := validatePrivateAddress(n, id+"/frontendIPConfigurations/"+frontend, subnet, s.Address); taken != nil {
			return ServiceFrontend{}, taken
		}
		front["privateIPAllocationMethod"], front["privateIPAddress"] = "Static", s.Address
	}
	appendTo(body, frontendsPath, Object{"name": frontend, "properties": front})
	for _, port := range s.Ports {
		s.addPort(body, id, frontend, port)
	}
	w.Store(id, body)
	shown, ok := w.Get(id + "/frontendIPConfigurations/" + frontend)
	if !ok || shown.Body.Str(privateIPPath) == "" {
		return ServiceFrontend{}, Invalid("SubnetIsFull", "Subnet %s has no free address for service %s.", subnet.ID, s.Name)
	}
	return ServiceFrontend{UID: s.uid(n), LoadBalancer: id, Frontend: shown.ID.String(), Address: shown.Body.Str(privateIPPath)}, nil
}

// Remove takes the service out again; the balancer goes with its last one.
func (s *KubernetesService) Remove(w *Write) *Error {
	n, refusal := s.group(w)
	if refusal != nil {
		return refusal
	}
	id := n.network("loadBalancers", internalBalancer)
	body := s.without(n, id)
	switch {
	case body == nil:
	case len(body.List(frontendsPath)) == 0:
		w.Drop(id)
	default:
		w.Store(id, body)
	}
	return nil
}

// group finds the node group of the service's cluster, which must be able to do something.
func (s *KubernetesService) group(w *Write) (*nodeGroup, *Error) {
	state := w.Body.Str(statePath)
	switch {
	case !serviceName.MatchString(s.Name) || s.Namespace != "" && !serviceName.MatchString(s.Namespace):
		return nil, Invalid("InvalidService", "Namespace %q and name %q are not both names of Kubernetes.", s.Namespace, s.Name)
	case s.UID != "" && !guidForm.MatchString(s.UID):
		return nil, Invalid("InvalidService", "The UID %q is not a guid.", s.UID)
	case w.Body.Str(powerPath) != "Running" || state == "Creating" || state == "Deleting":
		return nil, Invalid("ServicePending", "Cluster %s is %s in state %s: nothing brings the service about.", w.ID.Name(), strings.ToLower(w.Body.Str(powerPath)), state)
	}
	return newNodeGroup(w, w.ID, w.Body, true), nil
}

// place finds the subnet, and asks whether the cluster's identity may use it: where it may not, a service stays pending (aks-facts.md F18).
func (s *KubernetesService) place(n *nodeGroup) (*Document, *Error) {
	if refusal := s.checkPorts(); refusal != nil {
		return nil, refusal
	}
	pools := n.cluster.Objs(agentPoolsPath)
	if len(pools) == 0 {
		return nil, Invalid("ServicePending", "Cluster %s has no pool.", n.of.Name())
	}
	id := n.subnetOf(pools[0])
	switch {
	case strings.Contains(s.Subnet, "/"):
		id = s.Subnet
	case s.Subnet != "":
		id = id[:strings.LastIndex(id, "/")+1] + s.Subnet
	}
	subnet, ok := n.Get(id)
	if !ok || subnet.Type.Name != subnetType {
		return nil, Invalid("ServicePending", "The service stays pending: the subnet %s does not exist.", id)
	}
	principal := n.cluster.Str("identity.principalId")
	for _, identity := range identityIDs(n.cluster) {
		if d, ok := n.Get(identity); ok {
			principal = d.Body.Str("properties.principalId")
		}
	}
	if principal != "" && !strings.EqualFold(subnet.ID.GroupID(), n.id) {
		if missing := missingAction(n, principal, subnet.ID.String(), subnetActions...); missing != "" {
			return nil, Invalid("ServicePending", "The service stays pending: the identity %s of the cluster may not do %s on %s.", principal, missing, subnet.ID)
		}
	}
	return subnet, nil
}

func (s *KubernetesService) checkPorts() *Error {
	if len(s.Ports) == 0 {
		return Invalid("InvalidService", "Service %s has no port.", s.Name)
	}
	seen := map[string]bool{}
	for _, p := range s.Ports {
		key := fmt.Sprintf("%s %d", p.protocol(), p.Port)
		if p.Port < 1 || p.Port > 65534 || p.NodePort < 0 || p.NodePort > 65535 || !oneOf(p.protocol(), "TCP", "UDP") || seen[key] {
			return Invalid("InvalidService", "Port %s of service %s is out of range, of another protocol than TCP and UDP, or there twice.", key, s.Name)
		}
		seen[key] = true
	}
	return nil
}

func (p ServicePort) protocol() string {
	if p.Protocol == "" {
		return "TCP"
	}
	return strings.ToUpper(p.Protocol)
}
