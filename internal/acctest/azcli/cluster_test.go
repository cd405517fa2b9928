package azcli_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/azcli"
)

const (
	clusterName  = "contosofinaks"
	identityName = "contosofinaksid"

	clusterID  = groupID + "/providers/Microsoft.ContainerService/managedClusters/" + clusterName
	identityID = groupID + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + identityName

	// developer is what the how-to asks opendns for. az refuses the ranges of RFC 5737.
	developer = "51.140.12.7/32"
)

// TestCluster runs the how-to from its first command to its last: network, firewall and rules as in TestFirewallClassic, then the cluster's
// identity, `az aks create` (with either kind of identity), `az aks update`, `az aks get-credentials`, the voting app's internal service and its DNAT rule. What they made is
// imported with an empty plan, and Terraform destroys it.
func TestCluster(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	az := azcli.New(t, s.Ready())
	az.Login(s.Ready())
	address := howToEgress(t, az)

	clusterIdentity(t, az)
	createCluster(t, az, address)
	developerAccess(t, az, address)
	credentials(t, az)
	systemIdentity(t, az)
	service := votingService(t, s)
	rest := takeFirewall(t, s, wholeHowTo(address, service))
	natRule(az, address, service)
	rest()
	gone(t, s)
}

// howToEgress makes all that stands before the how-to's cluster, and answers the firewall's public address.
func howToEgress(t *testing.T, az *azcli.Client) string {
	t.Helper()
	address := ground(t, az)
	az.Must("network", "vnet", "subnet", "create", "--resource-group", group, "--vnet-name", vnetName, "--name", svcSubnet, "--address-prefix", "100.64.2.0/24")
	az.Must("resource", "create", "--resource-group", group, "--resource-type", firewallType, "--name", firewallName, "--api-version", version,
		"--location", location, "--properties", "{}")
	az.Must(change("properties.ipConfigurations", ipConfiguration())...)
	routes(t, az, privateIP(t, az), address)
	az.Must(change("properties.networkRuleCollections", map[string]any{"name": "aksfwnr", "properties": map[string]any{
		"priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"name": "netrules", "protocols": []any{"Any"}, "sourceAddresses": []any{"*"}, "destinationAddresses": []any{"*"}, "destinationPorts": []any{"*"},
		}},
	}})...)
	az.Must(change("properties.applicationRuleCollections", map[string]any{"name": "AKS_Global_Required", "properties": map[string]any{
		"priority": 100, "action": map[string]any{"type": "Allow"}, "rules": []any{map[string]any{
			"name": "required", "sourceAddresses": []any{"*"}, "targetFqdns": required,
			"protocols": []any{map[string]any{"protocolType": "http", "port": 80}, map[string]any{"protocolType": "https", "port": 443}},
		}},
	}})...)
	associate(az)
	return address
}

// clusterIdentity stands for the how-to's service principal, whose password az would print: a managed identity that is Network Contributor on
// the network, where the how-to makes its principal Contributor (aks-facts.md 5).
func clusterIdentity(t *testing.T, az *azcli.Client) {
	t.Helper()
	var made struct {
		Principal string `json:"principalId"`
	}
	az.Must("identity", "create", "--resource-group", group, "--name", identityName).Into(&made)
	if made.Principal == "" {
		t.Fatal("the identity has no principal")
	}
	az.Must("role", "assignment", "create", "--assignee-object-id", made.Principal, "--assignee-principal-type", "ServicePrincipal",
		"--scope", networks+vnetName, "--role", "Network Contributor")
}

// createCluster runs the how-to's `az aks create`, which az 2.45 does by itself. Three flags differ: the identity; no SSH key, since none is to
// be written into the home of whoever runs the tests; no docker bridge, which Azure has since taken away. The role above the subnet does not
// satisfy az: it looks for one exactly there, and finds the identity's principal by Graph to make it (arm-wire.md 3.1.2).
func createCluster(t *testing.T, az *azcli.Client, address string) {
	t.Helper()
	var made struct {
		State   string                `json:"provisioningState"`
		Pools   []struct{ Count int } `json:"agentPoolProfiles"`
		Network struct {
			Outbound string `json:"outboundType"`
		} `json:"networkProfile"`
		Access struct {
			Ranges []string `json:"authorizedIpRanges"`
		} `json:"apiServerAccessProfile"`
	}
	answer := az.Must("aks", "create", "--resource-group", group, "--name", clusterName, "--location", location, "--node-count", "3",
		"--network-plugin", "azure", "--no-ssh-key", "--service-cidr", "192.168.0.0/16", "--dns-service-ip", "192.168.0.10",
		"--vnet-subnet-id", networks+vnetName+"/subnets/"+aksSubnet,
		"--enable-managed-identity", "--assign-identity", identityID, "--load-balancer-sku", "standard",
		"--outbound-type", "userDefinedRouting", "--api-server-authorized-ip-ranges", address)
	if answer.Into(&made); made.State != "Succeeded" || made.Network.Outbound != "userDefinedRouting" || len(made.Pools) != 1 || made.Pools[0].Count != 3 {
		t.Fatalf("the cluster is %+v", made)
	}
	mayJoin(t, az, answer, networks+vnetName+"/subnets/"+aksSubnet)
	if diff := cmp.Diff([]string{address + "/32"}, made.Access.Ranges); diff != "" {
		t.Errorf("authorized ranges (-want +got):\n%s", diff)
	}
}

// systemIdentity has az make a cluster whose identity is born with it: az reads that from the cluster as soon as the PUT is answered, and gives
// it the role on its subnet.
func systemIdentity(t *testing.T, az *azcli.Client) {
	t.Helper()
	const name, subnet = "contosofinsystem", networks + vnetName + "/subnets/" + svcSubnet
	answer := az.Must("aks", "create", "--resource-group", group, "--name", name, "--location", location, "--node-count", "1", "--network-plugin", "azure",
		"--no-ssh-key", "--vnet-subnet-id", subnet, "--enable-managed-identity")
	mayJoin(t, az, answer, subnet)
	az.Must("aks", "delete", "--resource-group", group, "--name", name, "--yes")
}

// mayJoin wants az to have given a cluster's identity its role on a subnet, without a word of it.
func mayJoin(t *testing.T, az *azcli.Client, create azcli.Answer, subnet string) {
	t.Helper()
	if strings.Contains(create.Errors, "role assignment") {
		t.Errorf("az warns: %s", create.Errors)
	}
	var roles []struct{ RoleDefinitionName string }
	az.Must("role", "assignment", "list", "--scope", subnet).Into(&roles)
	if len(roles) != 1 || roles[0].RoleDefinitionName != "Network Contributor" {
		t.Errorf("roles on %s: %+v", subnet, roles)
	}
}

// developerAccess adds the developer's address. The how-to names it alone, and az puts what it is given in the place of what there was: the
// nodes, which come by the firewall's address, would be locked out. So that address is named again.
func developerAccess(t *testing.T, az *azcli.Client, address string) {
	t.Helper()
	var made struct {
		Access struct {
			Ranges []string `json:"authorizedIpRanges"`
		} `json:"apiServerAccessProfile"`
	}
	az.Must("aks", "update", "--resource-group", group, "--name", clusterName, "--api-server-authorized-ip-ranges", address+"/32,"+developer).Into(&made)
	want := []string{address + "/32", developer}
	slices.Sort(want)
	if slices.Sort(made.Access.Ranges); !slices.Equal(made.Access.Ranges, want) {
		t.Errorf("authorized ranges are %v, want %v", made.Access.Ranges, want)
	}
}

// credentials fetches the kubeconfig into a file, and lets az's own parser merge it a second time.
func credentials(t *testing.T, az *azcli.Client) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kubeconfig")
	for range 2 {
		az.Must("aks", "get-credentials", "--resource-group", group, "--name", clusterName, "--file", file, "--overwrite-existing")
	}
	text, err := os.ReadFile(file) //nolint:gosec // the test's own folder
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"kind: Config", "current-context: " + clusterName, "certificate-authority-data: ", "client-key-data: ", "server: https://"} {
		if n := strings.Count(string(text), part); n != 1 {
			t.Errorf("the kubeconfig holds %q %d times", part, n)
		}
	}
}

// votingService is the how-to's `kubectl apply` of its voting app, by the emulator's control, and what `kubectl get services` shows: the
// address of the internal load balancer.
func votingService(t *testing.T, s *acctest.Server) string {
	t.Helper()
	body := text(map[string]any{"cluster_id": clusterID, "name": "azure-vote-front", "subnet": svcSubnet, "ports": []any{map[string]any{"port": 80}}})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Ready().Endpoint+"/emulator/kubernetes/services", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var made struct {
		Address string `json:"address"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&made); err != nil || resp.StatusCode != http.StatusOK || !strings.HasPrefix(made.Address, "100.64.2.") {
		t.Fatalf("the service's answer is %s, its address %q, %v", resp.Status, made.Address, err)
	}
	return made.Address
}

// natRule is `az network firewall nat-rule create`. The how-to's protocol Any is TCP and UDP here: Azure knows no other for DNAT.
func natRule(az *azcli.Client, address, service string) {
	az.Must(change("properties.natRuleCollections", map[string]any{"name": "exampleset", "properties": map[string]any{
		"priority": 100, "action": map[string]any{"type": "Dnat"}, "rules": []any{map[string]any{
			"name": "inboundrule", "protocols": []any{"TCP", "UDP"}, "sourceAddresses": []any{"*"}, "destinationAddresses": []any{address},
			"destinationPorts": []any{"80"}, "translatedAddress": service, "translatedPort": "80",
		}},
	}})...)
}
