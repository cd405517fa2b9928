package armemu_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// What ARM's front end refuses before a resource provider sees the request (arm-wire.md 2.2).
func TestGatewayRefusals(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{Unregistered: []string{"microsoft.network"}})
	d := newClient(t, armemu.Options{})
	d.group(groupA)
	c.group(groupA)
	body := network("10.0.0.0/16")
	other := "/subscriptions/11111111-1111-1111-1111-111111111111"
	for name, tt := range map[string]struct {
		c              *client
		method, path   string
		body           any
		status         int
		code           string
		withoutFailure bool // no x-ms-failure-cause: the provider refused
	}{
		"no api-version":      {d, "GET", vnetA + "?x=1", nil, 400, "MissingApiVersionParameter", false},
		"empty api-version":   {d, "GET", vnetA + "?api-version=", nil, 400, "MissingApiVersionParameter", false},
		"bad api-version":     {d, "GET", vnetA + "?api-version=latest", nil, 400, "InvalidApiVersionParameter", false},
		"impossible date":     {d, "GET", vnetA + "?api-version=2025-02-31", nil, 400, "InvalidApiVersionParameter", false},
		"subscription":        {d, "GET", other, nil, 404, "SubscriptionNotFound", false},
		"its group":           {d, "GET", other + "/resourceGroups/g", nil, 404, "SubscriptionNotFound", false},
		"group":               {d, "GET", sub + "/resourceGroups/none", nil, 404, "ResourceGroupNotFound", false},
		"delete a group":      {d, "DELETE", sub + "/resourceGroups/none", nil, 404, "ResourceGroupNotFound", false},
		"in a missing group":  {d, "GET", strings.Replace(vnetA, "rg-a", "none", 1), nil, 404, "ResourceGroupNotFound", false},
		"list there":          {d, "GET", sub + "/resourceGroups/none/providers/Microsoft.Network/virtualNetworks", nil, 404, "ResourceGroupNotFound", false},
		"put there":           {d, "PUT", strings.Replace(vnetA, "rg-a", "none", 1), body, 404, "ResourceGroupNotFound", false},
		"resource":            {d, "GET", vnetA, nil, 404, "ResourceNotFound", false},
		"patch it":            {d, "PATCH", vnetA, map[string]any{}, 404, "ResourceNotFound", false},
		"namespace":           {d, "GET", groupA + "/providers/No.Such/things/x", nil, 404, "InvalidResourceNamespace", false},
		"type":                {d, "GET", groupA + "/providers/Microsoft.Network/things/x", nil, 404, "InvalidResourceType", false},
		"child type":          {d, "GET", vnetA + "/things/x", nil, 404, "InvalidResourceType", false},
		"no location":         {d, "PUT", vnetA, map[string]any{"properties": body["properties"]}, 400, "LocationRequired", false},
		"unknown location":    {d, "PUT", vnetA, map[string]any{"location": "moon"}, 400, "LocationNotAvailableForResourceType", false},
		"group elsewhere":     {d, "PUT", groupA, map[string]any{"location": "northeurope"}, 409, "InvalidResourceGroupLocation", false},
		"group without place": {d, "PUT", groupA, map[string]any{}, 400, "LocationRequired", false},
		"not JSON":            {d, "PUT", vnetA, "{", 400, "InvalidRequestContent", false},
		"not an object":       {d, "PUT", vnetA, "[]", 400, "InvalidRequestContent", false},
		"empty":               {d, "PUT", vnetA, nil, 400, "InvalidRequestContent", false},
		"tags":                {d, "PUT", vnetA, map[string]any{"location": "westeurope", "tags": "x", "properties": body["properties"]}, 400, "InvalidRequestContent", false},
		"method":              {d, "POST", vnetA, nil, 405, "HttpMethodNotSupported", false},
		"name":                {d, "PUT", groupA + "/providers/Microsoft.Network/virtualNetworks/a%20b", body, 400, "InvalidResourceName", true},
		"group name":          {d, "PUT", sub + "/resourceGroups/ends.", map[string]any{"location": "westeurope"}, 400, "InvalidResourceName", true},
		"nothing there":       {d, "GET", "/metadata/endpoints", nil, 404, "NotFound", false},
		"unregistered":        {c, "PUT", vnetA, body, 409, "MissingSubscriptionRegistration", false},
		"operation":           {d, "GET", sub + "/providers/Microsoft.Network/locations/westeurope/operations/x", nil, 404, "OperationNotFound", false},
		"location word":       {d, "GET", sub + "/providers/Microsoft.Network/locations/westeurope/nothing", nil, 404, "InvalidResourceType", false},
		"bad top":             {d, "GET", groupA + "/resources?api-version=2021-04-01&$top=x", nil, 400, "InvalidTopQuery", false},
		"bad skiptoken":       {d, "GET", groupA + "/resources?api-version=2021-04-01&$skiptoken=x", nil, 400, "InvalidSkipToken", false},
		"bad filter":          {d, "GET", groupA + "/resources?api-version=2021-04-01&$filter=" + url.QueryEscape("colour eq 'red'"), nil, 400, "InvalidFilterInQueryString", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cl := &client{T: t, Emulator: tt.c.Emulator, base: tt.c.base, header: http.Header{}}
			a := cl.refused(tt.status, tt.code, tt.method, tt.path, tt.body)
			if cause := a.Header.Get("x-ms-failure-cause"); (cause == "gateway") == tt.withoutFailure {
				t.Errorf("x-ms-failure-cause %q", cause)
			}
			if a.Body.Str("error.message") == "" || a.Body.Has("error.details") != tt.withoutFailure {
				t.Errorf("error body %s", a.Raw)
			}
		})
	}
}

func TestEveryAnswerCanBeCorrelated(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.header.Set("x-ms-correlation-request-id", "mine")
	a := c.want(404, http.MethodGet, vnetA, nil)
	for _, h := range []string{"x-ms-request-id", "x-ms-routing-request-id", "x-ms-ratelimit-remaining-subscription-reads", "Date"} {
		if a.Header.Get(h) == "" {
			t.Errorf("no %s", h)
		}
	}
	if got := a.Header.Get("x-ms-correlation-request-id"); got != "mine" {
		t.Errorf("correlation id %q", got)
	}
}

// Paths are compared without case and with repeated slashes as one; answers keep the casing of the first writer (arm-wire.md 0.1).
func TestCasingAndSlashes(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(sub + "/resourcegroups/rg-A")
	c.want(201, http.MethodPut, sub+"//RESOURCEGROUPS/RG-a//providers/microsoft.network//VIRTUALNETWORKS/Vnet-A", network("10.0.0.0/16"))
	want := sub + "/resourceGroups/rg-A/providers/Microsoft.Network/virtualNetworks/Vnet-A"
	got := c.settled(strings.ToUpper(vnetA))
	if got.Str("id") != want || got.Str("name") != "Vnet-A" {
		t.Errorf("id %s, want %s", got.Str("id"), want)
	}
	c.want(200, http.MethodPut, strings.ToLower(vnetA), network("10.0.0.0/15"))
	if got := c.settled(vnetA).Str("id"); got != want {
		t.Errorf("after an update: id %s", got)
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.want(404, http.MethodHead, groupA, nil)
	c.group(groupA)
	if a := c.want(204, http.MethodHead, groupA, nil); a.Raw != "" {
		t.Errorf("HEAD has a body: %s", a.Raw)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{PageSize: 2})
	groupB := sub + "/resourceGroups/rg-b"
	c.group(groupA)
	c.want(201, http.MethodPut, groupB, map[string]any{"location": "northeurope", "tags": map[string]any{"env": "prod"}})
	for _, id := range []string{vnetA, vnetA + "2", vnetA + "3", strings.Replace(vnetA, "rg-a", "rg-b", 1)} {
		body := network("10.0.0.0/16")
		if strings.HasSuffix(id, "3") {
			body["tags"] = map[string]any{"env": "o'test"}
		}
		c.want(201, http.MethodPut, id, body)
	}
	second := strings.Replace(groupA, armemu.SubscriptionID, armemu.SecondSubscriptionID, 1)
	c.group(second)
	for name, tt := range map[string]struct{ path, filter, want string }{
		"group":         {groupA + "/providers/Microsoft.Network/virtualNetworks", "", "vnet-a vnet-a2 vnet-a3"},
		"subscription":  {sub + "/providers/Microsoft.Network/virtualNetworks", "", "vnet-a vnet-a2 vnet-a3 vnet-a"},
		"second":        {"/subscriptions/" + armemu.SecondSubscriptionID + "/providers/Microsoft.Network/virtualNetworks", "", ""},
		"groups":        {sub + "/resourceGroups", "", "rg-a rg-b"},
		"groups by tag": {sub + "/resourceGroups", "tagName eq 'ENV' and tagValue eq 'prod'", "rg-b"},
		"resources":     {groupA + "/resources", "", "vnet-a vnet-a2 vnet-a3"},
		"all":           {sub + "/resources", "", "vnet-a vnet-a2 vnet-a3 vnet-a"},
		"by type":       {sub + "/resources", "resourceType eq 'microsoft.network/virtualnetworks' and name ne 'vnet-a'", "vnet-a2 vnet-a3"},
		"by type, none": {sub + "/resources", "resourceType eq 'Microsoft.Network/routeTables'", ""},
		"either":        {groupA + "/resources", "name eq 'vnet-a' or name eq 'vnet-a3'", "vnet-a vnet-a3"},
		"quoted":        {groupA + "/resources", "tagName eq 'env' and tagValue eq 'o''test'", "vnet-a3"},
		"by group":      {sub + "/resources", "resourceGroup eq 'RG-B' and location eq 'West Europe'", "vnet-a"},
	} {
		path := tt.path + "?api-version=2021-04-01"
		if tt.filter != "" {
			path += "&$filter=" + url.QueryEscape(tt.filter)
		}
		if got := strings.Join(c.names(path), " "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	item := c.want(200, http.MethodGet, groupA+"/resources?api-version=2021-04-01&$top=1&$expand=provisioningState", nil)
	if diff := cmp.Diff(1, len(item.Body.List("value"))); diff != "" || item.Body.Objs("value")[0].Str("provisioningState") == "" || item.Body.Objs("value")[0].Has("properties") {
		t.Errorf("generic resource: %s", item.Raw)
	}
}

// names follows nextLink to the end.
func (c *client) names(path string) []string {
	c.Helper()
	var out []string
	for path != "" {
		a := c.want(200, http.MethodGet, path, nil)
		if len(a.Body.List("value")) > 2 {
			c.Errorf("a page has %d items", len(a.Body.List("value")))
		}
		for _, o := range a.Body.Objs("value") {
			out = append(out, o.Str("name"))
		}
		path = a.Body.Str("nextLink")
	}
	return out
}

func TestProviders(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{Unregistered: []string{"Microsoft.Network"}})
	c.group(groupA)
	state := func(path string) string {
		return c.want(200, http.MethodGet, path, nil).Body.Str("registrationState")
	}
	if s := state(sub + "/providers/microsoft.network"); s != "NotRegistered" {
		t.Errorf("before: %s", s)
	}
	if s := c.want(200, http.MethodPost, sub+"/providers/Microsoft.Network/register", nil).Body.Str("registrationState"); s != "Registering" {
		t.Errorf("the POST says %s", s)
	}
	if s := state(sub + "/providers/Microsoft.Network"); s != "Registered" {
		t.Errorf("after: %s", s)
	}
	c.want(201, http.MethodPut, vnetA, network("10.0.0.0/16"))
	c.refused(404, "InvalidResourceNamespace", http.MethodGet, sub+"/providers/No.Such", nil)
	c.refused(404, "InvalidResourceNamespace", http.MethodPost, sub+"/providers/No.Such/register", nil)
	all := c.want(200, http.MethodGet, sub+"/providers", nil).Raw
	for _, ns := range []string{"Microsoft.Compute", "Microsoft.Storage", `"resourceType":"virtualNetworks/subnets"`} {
		if !strings.Contains(all, ns) {
			t.Errorf("providers lack %s", ns)
		}
	}
	c.want(200, http.MethodPost, sub+"/providers/Microsoft.Network/unregister", nil)
	c.refused(409, "MissingSubscriptionRegistration", http.MethodPut, vnetA, network("10.0.0.0/15"))
}

func TestSubscriptionsAndLocations(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	one := c.want(200, http.MethodGet, strings.ToUpper(sub), nil).Body
	if one.Str("subscriptionId") != armemu.SubscriptionID || one.Str("state") != "Enabled" || one.Str("tenantId") != armemu.TenantID {
		t.Errorf("subscription %v", one)
	}
	if n := len(c.want(200, http.MethodGet, "/subscriptions", nil).Body.List("value")); n != 2 {
		t.Errorf("%d subscriptions", n)
	}
	if n := len(c.want(200, http.MethodGet, "/tenants", nil).Body.List("value")); n != 1 {
		t.Errorf("%d tenants", n)
	}
	if raw := c.want(200, http.MethodGet, sub+"/locations", nil).Raw; !strings.Contains(raw, `"displayName":"West Europe"`) {
		t.Errorf("locations %s", raw)
	}
}
