package network

import (
	"context"
	"fmt"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// LoadBalancerType is the ARM type of a load balancer.
const LoadBalancerType = "Microsoft.Network/loadBalancers"

// LoadBalancer is a load balancer as ARM shows it: what Kubernetes made of its services.
type LoadBalancer struct {
	ID string
	// Frontends are its private frontends by name. Kubernetes names one "a" and the service's UID without dashes, cut to 32 characters, and,
	// when the service names a subnet, "-" and that name (kubernetes-sigs/cloud-provider-azure,
	// pkg/provider/azure_standard.go, 2026-11-22). The service's own name is nowhere in ARM.
	Frontends map[string]Frontend
}

// Frontend is a frontend IP configuration with a private address.
type Frontend struct {
	PrivateIPAddress string
	SubnetID         string
	Rules            map[string]BalancingRule
}

// BalancingRule is what one frontend port leads to. Ports are numbers; a rule for all ports has 0 (high availability ports).
type BalancingRule struct {
	Protocol                  string // Tcp, Udp, All
	FrontendPort, BackendPort int64
	FloatingIP                bool
}

// ReadLoadBalancer reads a load balancer. One that is not there is an error for which armclient.IsNotFound holds.
func ReadLoadBalancer(ctx context.Context, client *armclient.Client, id armid.ID) (LoadBalancer, error) {
	object, err := client.Get(ctx, id, APIVersion)
	if err != nil {
		return LoadBalancer{}, err
	}
	return decodeLoadBalancer(object)
}

func decodeLoadBalancer(object armclient.Object) (LoadBalancer, error) {
	live := LoadBalancer{ID: object.String("id"), Frontends: map[string]Frontend{}}
	if live.ID == "" {
		return LoadBalancer{}, fmt.Errorf("the answer shows no load balancer: it has no id")
	}
	for _, frontend := range object.Objects("properties", "frontendIPConfigurations") {
		address := frontend.String("properties", "privateIPAddress")
		if frontend.String("name") == "" || address == "" {
			continue
		}
		live.Frontends[frontend.String("name")] = Frontend{
			PrivateIPAddress: address, SubnetID: frontend.String("properties", "subnet", "id"), Rules: map[string]BalancingRule{},
		}
	}
	for _, rule := range object.Objects("properties", "loadBalancingRules") {
		target := rule.String("properties", "frontendIPConfiguration", "id")
		frontend, known := lookup(live.Frontends, target[strings.LastIndex(target, "/")+1:])
		if !known || rule.String("name") == "" {
			continue
		}
		made := BalancingRule{Protocol: rule.String("properties", "protocol")}
		made.FrontendPort, _ = rule.Int("properties", "frontendPort")
		made.BackendPort, _ = rule.Int("properties", "backendPort")
		made.FloatingIP, _ = rule.Bool("properties", "enableFloatingIP")
		frontend.Rules[rule.String("name")] = made
	}
	return live, nil
}
