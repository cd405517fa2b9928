package armemu_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// TestOddState: a state file that is one, and holds what no emulator writes, breaks no request: whatever is asked, an answer comes, and none is
// one that a client asks again for.
func TestOddState(t *testing.T) {
	t.Parallel()
	const (
		group   = `{"id":"` + groupA + `","type":"Microsoft.Resources/resourceGroups","body":{"name":"rg-a","location":"westeurope"}}`
		table   = `{"id":"` + tableA + `","type":"Microsoft.Network/routeTables","body":%s}`
		started = `{"id":"o1","verb":"%s","target":"%s","type":"%s","status":"InProgress","location":"westeurope","subscription":"` + armemu.SubscriptionID + `"}`
	)
	text := fmt.Sprintf
	for name, tt := range map[string]struct{ resources, operations string }{
		"a table in no group":      {text(table, `{}`), ""},
		"an empty body":            {group + "," + text(table, `{}`), ""},
		"a body of other types":    {group + "," + text(table, `{"name":5,"location":[],"tags":"x","properties":"y"}`), ""},
		"routes that are none":     {group + "," + text(table, `{"name":"rt","location":"westeurope","properties":{"routes":[1,null,{"name":{}},{"properties":[]}]}}`), ""},
		"an unknown type":          {group + `,{"id":"` + groupA + `/providers/No.Such/things/x","type":"No.Such/things","body":{}}`, ""},
		"an ID that is none":       {group + `,{"id":"x","type":"Microsoft.Network/routeTables","body":{}}`, ""},
		"a type that does not fit": {group + `,{"id":"` + tableA + `","type":"Microsoft.Network/azureFirewalls","body":{}}`, ""},
		"an embedded type alone":   {group + `,{"id":"` + vnetA + `/subnets/s","type":"Microsoft.Network/virtualNetworks/subnets","body":{}}`, ""},
		"a cluster of nothing":     {group + `,{"id":"` + clusterA + `","type":"Microsoft.ContainerService/managedClusters","body":{"properties":{"agentPoolProfiles":[{}]}}}`, ""},
		"an assignment of nothing": {group + `,{"id":"` + groupA + `/providers/Microsoft.Authorization/roleAssignments/r","type":"Microsoft.Authorization/roleAssignments","body":{}}`, ""},
		"an operation on nothing":  {group, text(started, "update", tableA, "Microsoft.Network/routeTables")},
		"an unknown verb":          {group + "," + text(table, `{"name":"rt"}`), text(started, "sing", tableA, "Microsoft.Network/routeTables")},
		"a deletion of no type":    {group + "," + text(table, `{"name":"rt"}`), text(started, "delete", tableA, "No.Such/things")},
		"a target that is none":    {group, text(started, "delete", "x", "y")},
		"boot of a bare cluster": {
			group + `,{"id":"` + clusterA + `","type":"Microsoft.ContainerService/managedClusters","body":{"location":"westeurope","properties":{"agentPoolProfiles":[{"name":"a","count":3},5]}}}`,
			text(started, "create", clusterA, "Microsoft.ContainerService/managedClusters"),
		},
		"a bare firewall": {
			group + `,{"id":"` + groupA + `/providers/Microsoft.Network/azureFirewalls/fw","type":"Microsoft.Network/azureFirewalls","body":{"properties":{"ipConfigurations":[{"name":"c","properties":{"subnet":{"id":"x"}}}]}}}`,
			text(started, "create", groupA+"/providers/Microsoft.Network/azureFirewalls/fw", "Microsoft.Network/azureFirewalls"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "state.json")
			overwrite(t, file, `{"format":"udr-emulator-state","version":1,"lineage":"abc","generation":1,"serial":1,"resources":[`+tt.resources+`],"operations":[`+tt.operations+`]}`)
			c := newClient(t, armemu.Options{StateFile: file})
			for _, request := range []string{
				"GET " + sub + "/resources", "GET " + sub + "/resourceGroups", "GET " + groupA, "GET " + tableA, "PUT " + tableA, "PATCH " + tableA, "GET " + clusterA,
				"GET " + groupA + "/providers/Microsoft.Network/routeTables", "GET " + groupA + "/providers/Microsoft.Network/azureFirewalls/fw", "GET " + vnetA + "/subnets",
				"POST " + clusterA + "/listClusterUserCredential", "POST " + clusterA + "/resetServicePrincipalProfile", "PUT " + clusterA, "GET " + groupA + "/providers/Microsoft.Authorization/roleAssignments",
				"GET " + sub + "/providers/Microsoft.Network/locations/westeurope/operations/o1", "GET " + sub + "/operationresults/o1", "DELETE " + tableA, "DELETE " + clusterA, "DELETE " + groupA, "GET " + groupA,
				"GET " + sub + "/resourceGroups",
			} {
				method, path, _ := strings.Cut(request, " ")
				var body any
				if method == http.MethodPut || method == http.MethodPatch {
					body = `{"location":"westeurope"}`
				}
				a := c.call(method, path, body)
				if broken := a.code() == "EmulatorBroken" && strings.HasSuffix(path, "Credential"); a.Status < 200 || a.Status >= 500 && !broken { // a cluster that was never made
					t.Errorf("%s: %d %s", request, a.Status, a.Raw)
				}
			}
		})
	}
}
