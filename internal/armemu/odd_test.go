package armemu_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

const tableA = groupA + "/providers/Microsoft.Network/routeTables/rt"

// TestOddContent: what is no resource in JSON is refused by ARM's front end, before anything of it is kept.
func TestOddContent(t *testing.T) {
	t.Parallel()
	const plain = `{"location":"westeurope"}`
	deep := func(n int) string {
		return `{"location":"westeurope","properties":{"x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}}`
	}
	big := func(n int) string {
		return `{"location":"westeurope","properties":{"x":"` + strings.Repeat("x", n) + `"}}`
	}
	for name, tt := range map[string]struct {
		media, body string
		status      int
		code        string
	}{
		"plain":                {"application/json", plain, 201, ""},
		"with a charset":       {"Application/JSON; charset=utf-8", plain, 201, ""},
		"a patch's type":       {"application/merge-patch+json", plain, 201, ""},
		"no type":              {"", plain, 201, ""},
		"text":                 {"text/plain", plain, 415, "UnsupportedMediaType"},
		"a form":               {"application/x-www-form-urlencoded", plain, 415, "UnsupportedMediaType"},
		"a type that is none":  {";;", plain, 415, "UnsupportedMediaType"},
		"byte order mark":      {"", "\xef\xbb\xbf" + plain, 201, ""},
		"UTF-16":               {"", "\xff\xfe{\x00}\x00", 400, "InvalidRequestContent"},
		"no UTF-8":             {"", `{"location":"westeurope","tags":{"a":"` + "\xff" + `"}}`, 201, ""},
		"nothing":              {"", "", 400, "InvalidRequestContent"},
		"null":                 {"", "null", 400, "InvalidRequestContent"},
		"two documents":        {"", plain + plain, 400, "InvalidRequestContent"},
		"half":                 {"", plain[:10], 400, "InvalidRequestContent"},
		"number too large":     {"", `{"location":"westeurope","properties":{"x":1e999}}`, 400, "InvalidRequestContent"},
		"4 MB":                 {"", big(4<<20 - 100), 201, ""},
		"more than 4 MB":       {"", big(4 << 20), 413, "RequestContentTooLarge"},
		"far more":             {"", big(20 << 20), 413, "RequestContentTooLarge"},
		"deep":                 {"", deep(120), 201, ""},
		"too deep":             {"", deep(130), 400, "InvalidRequestContent"},
		"far too deep":         {"", deep(200000), 400, "InvalidRequestContent"},
		"properties in a list": {"", `{"location":"westeurope","properties":[]}`, 400, "InvalidRequestContent"},
		"properties as text":   {"", `{"location":"westeurope","properties":"x"}`, 400, "InvalidRequestContent"},
		"properties null":      {"", `{"location":"westeurope","properties":null}`, 201, ""},
		"sku as text":          {"", `{"location":"westeurope","sku":"Basic"}`, 400, "InvalidRequestContent"},
		"location as a number": {"", `{"location":5}`, 400, "InvalidRequestContent"},
		"tags in a list":       {"", `{"location":"westeurope","tags":[]}`, 400, "InvalidRequestContent"},
		"a tag as a number":    {"", `{"location":"westeurope","tags":{"a":1}}`, 400, "InvalidRequestContent"},
		"routes as an object":  {"", `{"location":"westeurope","properties":{"routes":{}}}`, 400, "InvalidRequestFormat"},
		"routes of numbers":    {"", `{"location":"westeurope","properties":{"routes":[1,null]}}`, 400, "InvalidRequestFormat"},
		"a route's name":       {"", `{"location":"westeurope","properties":{"routes":[{"name":5}]}}`, 400, "InvalidRequestFormat"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, armemu.Options{})
			c.group(groupA)
			c.header.Set("Content-Type", tt.media)
			a := c.call(http.MethodPut, tableA, tt.body)
			if a.Status != tt.status || a.code() != tt.code {
				t.Fatalf("%d %s, want %d %s: %.300s", a.Status, a.code(), tt.status, tt.code, a.Raw)
			}
			c.header.Del("Content-Type")
			if is := c.call(http.MethodGet, tableA, nil).Status == http.StatusOK; is != (tt.status == http.StatusCreated) {
				t.Errorf("the table is there: %v", is)
			}
		})
	}
}

// TestOddPaths: repeated and trailing slashes count as one, words and names have no case, a slash that is escaped is a slash (ARM's front end
// decodes paths first [?]); what breaks a name's rule or is no path at all is told so.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	c.want(http.StatusCreated, http.MethodPut, tableA, map[string]any{"location": "westeurope"})
	want := c.settled(tableA)
	for _, path := range []string{
		tableA + "/", "/" + tableA, "//" + tableA + "//", strings.ReplaceAll(tableA, "/", "//"), strings.ToLower(tableA), strings.ToUpper(tableA),
		strings.Replace(tableA, "/routeTables/", "%2FrouteTables%2f", 1), strings.Replace(tableA, "rt", "%72t", 1),
	} {
		if diff := cmp.Diff(want, c.want(http.StatusOK, http.MethodGet, path, nil).Body); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	table := strings.TrimSuffix(tableA, "rt")
	for path, code := range map[string]string{
		table + "a%20b": "InvalidResourceName", table + "a%00b": "InvalidResourceName", table + "%C3%A4": "InvalidResourceName", table + "%ff%fe": "InvalidResourceName",
		table + "..": "InvalidResourceName", table + strings.Repeat("a", 5000): "InvalidResourceName", table + "a%2Fb": "InvalidResourceType",
		table + "../routeTables/rt": "InvalidResourceType", sub + "/resourceGroups/%ff": "InvalidResourceName", sub + "/resourceGroups/" + strings.Repeat("a", 91): "InvalidResourceName",
		groupA + "/providers/Microsoft.Network": "NotFound", groupA + "/providers": "NotFound", groupA + "/x": "NotFound", "/": "NotFound",
		"/subscriptions/%20/resourceGroups/x": "SubscriptionNotFound", sub + "/resourceGroups//providers/Microsoft.Network/routeTables/rt": "NotFound",
	} {
		if a := c.call(http.MethodPut, path, `{"location":"westeurope"}`); a.Status < 400 || a.Status >= 500 || a.code() != code {
			t.Errorf("PUT %.150s: %d %s, want %s: %.200s", path, a.Status, a.code(), code, a.Raw)
		}
	}
}

// TestOddMethods: a verb that a place does not have is 405 there, whatever it is.
func TestOddMethods(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	c.want(http.StatusCreated, http.MethodPut, tableA, map[string]any{"location": "westeurope"})
	c.settled(tableA)
	for path, methods := range map[string]string{
		tableA: "POST TRACE OPTIONS CONNECT FOO MERGE get", groupA + "/providers/Microsoft.Network/routeTables": "PUT PATCH POST DELETE",
		sub: "PUT PATCH POST DELETE", "/subscriptions": "PUT POST", "/tenants": "DELETE", sub + "/providers": "PUT", sub + "/providers/Microsoft.Network/register": "GET PUT",
		sub + "/locations": "POST", sub + "/resources": "POST DELETE", groupA + "/resources": "PUT",
		sub + "/providers/Microsoft.ContainerService/locations/westeurope/kubernetesVersions": "PUT POST DELETE",
	} {
		for method := range strings.FieldsSeq(methods) {
			if a := c.call(method, path, nil); a.Status != http.StatusMethodNotAllowed || a.code() != "HttpMethodNotSupported" {
				t.Errorf("%s %s: %d %s", method, path, a.Status, a.Raw)
			}
		}
	}
	c.refused(http.StatusBadRequest, "NoRegisteredProviderFound", http.MethodGet, sub+"/providers/Microsoft.ContainerService/locations/mars/kubernetesVersions", nil)
	c.want(http.StatusOK, http.MethodGet, sub+"/providers/Microsoft.ContainerService/locations/West%20Europe/kubernetesVersions", nil)
	if a := c.call(http.MethodHead, tableA, nil); a.Status != http.StatusNoContent || a.Raw != "" {
		t.Errorf("HEAD: %d %s", a.Status, a.Raw)
	}
}

// TestOddVersions: every date is served, with the word "preview" behind it or not; the parameter's name has no case.
func TestOddVersions(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	c.group(groupA)
	for query, status := range map[string]int{
		"?api-version=2025-01-01": 200, "?API-VERSION=2025-01-01": 200, "?api-version=2025-01-01-preview": 200, "?api-version=1999-01-01": 200, "?api-version=2025-01-01&x=%zz": 200,
		"?api-version=2025-01-01&api-version=2024-01-01": 200,
		"?": 400, "?api-version": 400, "?api-version=2025-13-01": 400, "?api-version=latest": 400, "?api-version=2025-01-01%20": 400, "?api-version=2025-1-1": 400, "?api-version=2025-01-01;x=1": 400,
		"?version=2025-01-01": 400, "?api-version=2025-01-01-": 400,
	} {
		if a := c.call(http.MethodGet, groupA+query, nil); a.Status != status {
			t.Errorf("%s: %d %s", query, a.Status, a.Raw)
		}
	}
}

// TestOddControls: the emulator's own paths take one document of their form.
func TestOddControls(t *testing.T) {
	t.Parallel()
	c := newClient(t, armemu.Options{})
	for path, code := range map[string]string{"/emulator/walk": "InvalidPacket", "/emulator/kubernetes/services": "InvalidService"} {
		for _, body := range []string{"", "{", "[]", "null", `"x"`, `{"unknown":1}`, "{}{}", "{} x", strings.Repeat("[", 100000)} {
			a := c.call(http.MethodPost, path, body)
			if missing := a.Status == http.StatusNotFound && a.code() == "ResourceNotFound" && body == "null"; !missing && (a.Status != http.StatusBadRequest || a.code() != code) {
				t.Errorf("POST %s %.30q: %d %s", path, body, a.Status, a.Raw)
			}
		}
		for _, method := range []string{"GET", "PUT", "TRACE"} {
			c.refused(http.StatusMethodNotAllowed, "HttpMethodNotSupported", method, path, nil)
		}
	}
}
