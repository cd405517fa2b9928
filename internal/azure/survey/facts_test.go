package survey_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
)

var sameID = cmp.Comparer(armid.ID.Equal)

// TestFacts: what AKS asks of a subnet, as it stands.
func TestFacts(t *testing.T) {
	t.Parallel()
	w := hubAndSpoke(t)
	w.put(spoke("publicIPAddresses", "nat"), body{"publicIPAllocationMethod": "Static"})
	w.put(spoke("natGateways", "nat"), body{"publicIpAddresses": []any{ref(spoke("publicIPAddresses", "nat"))}})
	network := spoke("virtualNetworks", "spoke")
	api := network.Child("subnets", "api")
	w.put(api, body{
		"addressPrefix": "10.8.32.0/28", "natGateway": ref(spoke("natGateways", "nat")), "serviceEndpoints": []any{body{"service": "Microsoft.Storage"}},
		"delegations": []any{body{"name": "aks", "properties": body{"serviceName": "Microsoft.ContainerService/managedClusters"}}},
	})
	none := network.Child("subnets", "none")
	r := w.read(survey.Scope{Subnets: []armid.ID{nodes(), api, none}})

	s := r.Subnet(nodes())
	if s.Sight != survey.Seen || !spoke("routeTables", "rt").EqualFold(s.RouteTableID) || s.NATGatewayID != "" || len(s.Delegations) != 0 || s.ProvisioningState != "Succeeded" ||
		!cmp.Equal(s.Prefixes, []string{"10.8.0.0/20"}) {
		t.Errorf("%+v", s)
	}
	if s := r.Subnet(none); s.Sight != survey.NotThere {
		t.Errorf("a subnet that is not there: %+v", s)
	}
	if s := r.Subnet(api); !cmp.Equal(s.Delegations, []string{"Microsoft.ContainerService/managedClusters"}) || !cmp.Equal(s.ServiceEndpoints, []string{"Microsoft.Storage"}) ||
		s.NATGatewayID == "" {
		t.Errorf("%+v", s)
	}
	if g := r.NATGateway(spoke("natGateways", "nat")); g.Sight != survey.Seen || g.Addresses != 1 || !cmp.Equal(g.Subnets, []armid.ID{api}, sameID) {
		t.Errorf("%+v", g)
	}
	table := r.RouteTable(spoke("routeTables", "rt"))
	route, has := table.Default(false)
	if table.Sight != survey.Seen || !table.PropagationDisabled || !has || route.HopType != "VirtualAppliance" || route.HopAddress != "10.0.240.4" ||
		!cmp.Equal(table.Subnets, []armid.ID{nodes()}, sameID) {
		t.Errorf("%+v", table)
	}
	if _, has := table.Default(true); has {
		t.Error("a default route for IPv6")
	}
	n := r.Network(network)
	if n.Sight != survey.Seen || n.Location != "westeurope" || len(n.Subnets) != 3 || !cmp.Equal(n.AddressSpace, []string{"10.8.0.0/16"}) {
		t.Errorf("%+v", n)
	}
	firewall := r.Subnet(hub("virtualNetworks", "hub").Child("subnets", "AzureFirewallSubnet"))
	if len(firewall.IPConfigurations) != 1 {
		t.Errorf("%+v", firewall)
	}
	if o, read := r.Object(network); !read || o.Name() != "spoke" {
		t.Errorf("%v %v", o, read)
	}
	if world := r.World(); len(world.Networks) != 2 || len(world.Firewalls) != 1 {
		t.Errorf("%+v", world)
	}
}

// TestFactsUnseen: a read that failed is no fact about the world, and neither is an answer that makes no sense.
func TestFactsUnseen(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		at     string
		status int
		body   string
		subnet survey.Sight
		table  survey.Sight
	}{
		"network forbidden":    {"virtualNetworks/spoke", 403, `{"error": {"code": "AuthorizationFailed"}}`, survey.Seen, survey.Seen}, // the subnet by itself may be read
		"network gone":         {"virtualNetworks/spoke", 404, `{"error": {"code": "ResourceNotFound"}}`, survey.NotThere, survey.NotSeen},
		"subscription unknown": {"virtualNetworks/spoke", 404, `{"error": {"code": "SubscriptionNotFound"}}`, survey.NotSeen, survey.NotSeen},
		"table gone":           {"routeTables/rt", 404, `{"error": {"code": "ResourceNotFound"}}`, survey.Seen, survey.NotThere},
		"table forbidden":      {"routeTables/rt", 403, `{"error": {"code": "AuthorizationFailed"}}`, survey.Seen, survey.NotSeen},
		"table odd":            {"routeTables/rt", 200, `{"properties": {"provisioningState": "Succeeded", "routes": {}}}`, survey.Seen, survey.NotSeen},
		"subnet odd": {
			"virtualNetworks/spoke", 200, `{"properties": {"provisioningState": "Succeeded", "subnets": [{"name": "nodes", "properties": {"routeTable": 1}}]}}`,
			survey.NotSeen, survey.NotSeen,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := hubAndSpoke(t)
			w.answer(tt.at, tt.status, tt.body)
			r := w.read(survey.Scope{Subnets: []armid.ID{nodes()}})
			if got := r.Subnet(nodes()).Sight; got != tt.subnet {
				t.Errorf("subnet %v, want %v", got, tt.subnet)
			}
			if got := r.RouteTable(spoke("routeTables", "rt")).Sight; got != tt.table {
				t.Errorf("table %v, want %v", got, tt.table)
			}
		})
	}
}

// TestCluster: what a cluster says of itself makes a profile and a cluster of the document.
func TestCluster(t *testing.T) {
	t.Parallel()
	w := hubAndSpoke(t)
	id := armid.Resource(armemu.SubscriptionID, "spoke-rg", "Microsoft.ContainerService", "managedClusters", "aks")
	other := spoke("virtualNetworks", "spoke").Child("subnets", "other")
	w.answer(short(id.String()), http.StatusOK, `{"id": "`+id.String()+`", "location": "westeurope", "properties": {"provisioningState": "Succeeded",
		"networkProfile": {"outboundType": "userDefinedRouting", "networkPlugin": "kubenet", "ipFamilies": ["IPv4", "IPv6"]},
		"apiServerAccessProfile": {"enableVnetIntegration": true, "subnetId": "`+other.String()+`", "authorizedIPRanges": ["20.0.0.0/24", "odd/thing"]},
		"securityProfile": {"defender": {"securityMonitoring": {"enabled": true}}}, "addonProfiles": {"azurepolicy": {"enabled": true}, "omsagent": {"enabled": false}},
		"agentPoolProfiles": [{"name": "sys", "vnetSubnetID": "`+nodes().String()+`"}, {"name": "win", "osType": "Windows", "vmSize": "Standard_NC6s", "vnetSubnetID": "`+nodes().String()+`"}]}}`)
	r := w.read(survey.Scope{Clusters: []armid.ID{id}})
	p, ok := r.Profile(id)
	want := document.Profile{
		Cluster: "aks", Subnets: []string{"spoke/nodes"}, Region: "westeurope", VNetIntegration: true, OutboundType: "userDefinedRouting", Windows: true, GPU: true,
		APIServerSubnet: "spoke/other", Features: []string{"azure_policy", "defender"},
	}
	if diff := cmp.Diff(want, p); diff != "" || !ok {
		t.Errorf("%v\n%s", ok, diff)
	}
	cluster := document.Cluster{
		Name: "aks", Subnets: []string{"spoke/nodes"}, OutboundType: document.Of("userDefinedRouting"), Private: true, Kubenet: true, DualStack: true,
		AuthorizedRanges: &document.List[string]{Items: []string{"20.0.0.0/24"}, Unknown: true},
	}
	if diff := cmp.Diff([]document.Cluster{cluster}, r.Document.Clusters); diff != "" {
		t.Error(diff)
	}
	if _, ok := w.read(survey.Scope{}).Profile(id); ok {
		t.Error("a profile of a cluster that was not read")
	}
}

// TestSurroundings: gateways, machines, private endpoints and devices that are no firewall.
func TestSurroundings(t *testing.T) {
	t.Parallel()
	subnet := func(name, prefix string, more body) body {
		p := body{"addressPrefix": prefix, "provisioningState": "Succeeded"}
		for k, v := range more {
			p[k] = v
		}
		return body{"name": name, "properties": p}
	}
	user := func(id armid.ID) []any { return []any{ref(id)} }
	gateway := spoke("virtualNetworkGateways", "gw")
	endpoint := spoke("privateEndpoints", "pe")
	add := func(subnets ...any) func(*armclient.Object) error {
		return func(o *armclient.Object) error {
			return o.Set(append(o.Slice("properties", "subnets"), subnets...), "properties", "subnets")
		}
	}
	toRoute := func(prefix, address string) func(*armclient.Object) error {
		return func(o *armclient.Object) error {
			return o.Set(append(o.Slice("properties", "routes"), body{"name": "more", "properties": body{
				"addressPrefix": prefix, "nextHopType": "VirtualAppliance", "nextHopIpAddress": address,
			}}), "properties", "routes")
		}
	}
	inNodes := func(value any, member string) func(*armclient.Object) error {
		return func(o *armclient.Object) error {
			return o.Set(value, "properties", "subnets", "0", "properties", member)
		}
	}
	toGateway := document.Flow{Protocol: "tcp", Ports: []string{"443"}, Addresses: []string{"10.200.0.1"}}
	toEndpoint := document.Flow{Protocol: "tcp", Ports: []string{"443"}, Addresses: []string{"10.8.48.5"}}
	for name, tt := range map[string]struct {
		network, table func(*armclient.Object) error
		answers        map[string]string
		flow           document.Flow
		want           egress.Status
	}{
		"a device that is no firewall": {table: toRoute("20.1.0.0/16", "10.8.16.9"), flow: ntp, want: egress.Indeterminate},
		"a hop that nothing reaches":   {table: toRoute("20.1.0.0/16", "10.77.0.9"), flow: ntp, want: egress.Denied},
		"a machine that is no node": {
			network: inNodes(user(spoke("networkInterfaces", "vm").Child("ipConfigurations", "a")), "ipConfigurations"), flow: ntp, want: egress.Indeterminate,
		},
		"a machine without a security group": {
			network: inNodes(user(spoke("networkInterfaces", "vm").Child("ipConfigurations", "a")), "ipConfigurations"),
			answers: map[string]string{"networkInterfaces/vm": `{"properties": {"provisioningState": "Succeeded", "networkSecurityGroup": null}}`},
			flow:    ntp, want: egress.Allowed,
		},
		"a machine with one": {
			network: inNodes(user(spoke("networkInterfaces", "vm").Child("ipConfigurations", "a")), "ipConfigurations"),
			answers: map[string]string{"networkInterfaces/vm": `{"properties": {"provisioningState": "Succeeded", "networkSecurityGroup": {"id": "x"}}}`},
			flow:    ntp, want: egress.Indeterminate,
		},
		"a gateway behind a table without propagation": {
			network: add(subnet("GatewaySubnet", "10.8.40.0/27", body{"ipConfigurations": user(gateway.Child("ipConfigurations", "a"))})), flow: ntp, want: egress.Allowed,
		},
		"a gateway whose routes nobody knows": {
			network: add(subnet("GatewaySubnet", "10.8.40.0/27", body{"ipConfigurations": user(gateway.Child("ipConfigurations", "a"))})),
			table:   func(o *armclient.Object) error { return o.Set(false, "properties", "disableBgpRoutePropagation") },
			flow:    toGateway, want: egress.Indeterminate,
		},
		"an endpoint that may not be read, and no route there": {
			network: add(subnet("pe", "10.8.48.0/24", body{"privateEndpoints": user(endpoint)})), flow: toEndpoint, want: egress.Allowed,
		},
		"an endpoint that may not be read, and a route there": {
			network: add(subnet("pe", "10.8.48.0/24", body{"privateEndpoints": user(endpoint)})), table: toRoute("10.8.48.0/24", "10.0.240.4"),
			flow: toEndpoint, want: egress.Indeterminate,
		},
		"an endpoint and a route there": {
			network: add(subnet("pe", "10.8.48.0/24", body{"privateEndpoints": user(endpoint), "privateEndpointNetworkPolicies": "Disabled"})),
			table:   toRoute("10.8.48.0/24", "10.0.240.4"),
			answers: map[string]string{"privateEndpoints/pe": `{"properties": {"provisioningState": "Succeeded", "customDnsConfigs": [{"fqdn": "x.example", "ipAddresses": ["10.8.48.5"]}]}}`},
			flow:    toEndpoint, want: egress.Allowed,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := hubAndSpoke(t)
			if tt.network != nil {
				w.edit(spoke("virtualNetworks", "spoke"), tt.network)
			}
			if tt.table != nil {
				w.edit(spoke("routeTables", "rt"), tt.table)
			}
			for at, text := range tt.answers {
				w.answer(at, http.StatusOK, text)
			}
			r := w.read(survey.Scope{Subnets: []armid.ID{nodes()}})
			if got := judge(t, r, tt.flow); got[0] != tt.want {
				text, _ := document.Encode(r.Document)
				t.Errorf("%s, want %s\n%v\n%s", got[0], tt.want, r.Gaps, text)
			}
		})
	}
}
