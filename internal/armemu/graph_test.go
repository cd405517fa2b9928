package armemu_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

func TestGraph(t *testing.T) {
	t.Parallel()
	server, ready := startServer(t, armemu.ServerOptions{})
	auth := http.Header{"Authorization": {"Bearer " + secretToken(t, server)}}
	ask := func(method, path, body string) (int, map[string]any) {
		status, _, data := fetch(t, server, method, ready.Endpoint+path, auth, body)
		var doc map[string]any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatalf("%s: %s", path, data)
		}
		return status, doc
	}
	filter := func(f string) string { return "?$filter=" + url.QueryEscape(f) }
	for path, want := range map[string]any{
		"/v1.0/servicePrincipals" + filter("servicePrincipalNames/any(c:c eq '"+ready.ClientID+"')"):  armemu.ObjectID,
		"/v1.0/servicePrincipals" + filter("servicePrincipalNames/any(c:c eq '"+armemu.ObjectID+"')"): nil,
		"/v1.0/servicePrincipals" + filter("appId eq '"+ready.TenantID+"'"):                           nil,
		"/beta/users": nil,
	} {
		_, doc := ask(http.MethodGet, path, "")
		if got := at(doc, "value[0].id"); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	_, app := ask(http.MethodPost, "/v1.0/applications", `{"displayName":"new","passwordCredentials":[{}]}`)
	if at(app, "passwordCredentials[0].secretText") == nil {
		t.Errorf("application %v", app)
	}
	status, sp := ask(http.MethodPost, "/v1.0/servicePrincipals", `{"appId":"`+app["appId"].(string)+`"}`)
	if status != http.StatusCreated {
		t.Errorf("service principal: %d %v", status, sp)
	}
	_, ids := ask(http.MethodPost, "/v1.0/directoryObjects/getByIds", `{"ids":["`+sp["id"].(string)+`"]}`)
	if diff := cmp.Diff(sp["id"], at(ids, "value[0].id")); diff != "" {
		t.Errorf("getByIds (-want +got):\n%s", diff)
	}
	if status, _ := ask(http.MethodGet, "/v1.0/servicePrincipals/none", ""); status != http.StatusNotFound {
		t.Errorf("unknown principal: %d", status)
	}
	for path, want := range map[string]int{
		"GET /v1.0/servicePrincipals" + filter("appId ne 'x'"): http.StatusBadRequest, "DELETE /v1.0/servicePrincipals": http.StatusMethodNotAllowed,
		"PATCH /v1.0/applications/x": http.StatusMethodNotAllowed, "GET /v1.0/a/b/c/d": http.StatusNotFound, "POST /v1.0/groups": http.StatusNotFound,
	} {
		method, path, _ := strings.Cut(path, " ")
		if status, doc := ask(method, path, "{}"); status != want || at(doc, "error.code") == nil {
			t.Errorf("%s %s: %d %v, want %d", method, path, status, doc, want)
		}
	}
	if status, _, _ := fetch(t, server, http.MethodGet, ready.Endpoint+"/v1.0/users", nil, ""); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d", status)
	}
}

// TestGraphKnowsIdentities: a managed identity has a service principal under the ids that ARM shows, for as long as its resource is there; who
// knows only those ids gives it a role without saying what it is, as az does.
func TestGraphKnowsIdentities(t *testing.T) {
	t.Parallel()
	server, ready := startServer(t, armemu.ServerOptions{})
	c := &client{T: t, Emulator: server.Emulator(), base: ready.Endpoint, header: http.Header{"Authorization": {"Bearer " + secretToken(t, server)}}}
	c.group(groupA)
	made := c.want(http.StatusCreated, http.MethodPut, identity, map[string]any{"location": "westeurope"}).Body
	madeCluster(t, c, nil)
	principals := func(filter string) []any {
		t.Helper()
		status, _, body := fetch(t, server, http.MethodGet, ready.Endpoint+"/v1.0/servicePrincipals?$filter="+url.QueryEscape(filter), c.header, "")
		var doc struct{ Value []any }
		if err := json.Unmarshal(body, &doc); err != nil || status != http.StatusOK {
			t.Fatalf("%s: %d %s", filter, status, body)
		}
		return doc.Value
	}
	byClient := "servicePrincipalNames/any(c:c eq '" + made.Str("properties.clientId") + "')"
	cluster := c.settled(clusterA).Str("identity.principalId")
	for filter, want := range map[string]string{
		byClient: made.Str("properties.principalId"), "displayName eq 'aks'": cluster, "id eq '" + strings.ToUpper(cluster) + "'": cluster,
	} {
		got := principals(filter)
		if len(got) != 1 || at(got[0], "id") != want || at(got[0], "servicePrincipalType") != "ManagedIdentity" {
			t.Errorf("%s: %v, want %s", filter, got, want)
		}
	}
	_, _, body := fetch(t, server, http.MethodPost, ready.Endpoint+"/v1.0/servicePrincipals", c.header, `{"appId": "a"}`)
	var application struct{ ID string }
	if err := json.Unmarshal(body, &application); err != nil {
		t.Fatal(err)
	}
	for name, principal := range map[string]string{
		"44444444-4444-4444-8444-000000000001": cluster, "44444444-4444-4444-8444-000000000002": application.ID,
	} {
		c.want(http.StatusCreated, http.MethodPut, groupA+"/providers/Microsoft.Authorization/roleAssignments/"+name, map[string]any{"properties": map[string]any{
			"principalId": principal, "roleDefinitionId": sub + "/providers/Microsoft.Authorization/roleDefinitions/" + networkContributor,
		}})
	}
	c.want(http.StatusOK, http.MethodDelete, identity, nil)
	if got := principals(byClient); len(got) != 0 {
		t.Errorf("after the identity is gone: %v", got)
	}
}
