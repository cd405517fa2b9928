package network_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// refusal is an answer with an error body.
func refusal(status int, code string) func(*acctest.Answer) {
	return func(a *acctest.Answer) {
		a.Status = status
		a.Body = []byte(`{"error":{"code":"` + code + `","message":"An odd answer."}}`)
	}
}

// body is an answer whose body is another.
func body(text string) func(*acctest.Answer) {
	return func(a *acctest.Answer) { a.Body = []byte(text) }
}

// edit changes the answered object.
func edit(change func(object, properties map[string]any)) func(*acctest.Answer) {
	return func(a *acctest.Answer) {
		var object map[string]any
		if json.Unmarshal(a.Body, &object) != nil {
			return
		}
		p, _ := object["properties"].(map[string]any)
		if p == nil { // the document of an operation
			p = map[string]any{}
		}
		change(object, p)
		a.Body, _ = json.Marshal(object)
	}
}

// oddAnswers to a GET of the network. None of them says for sure that the network is gone, and none shows it whole.
func oddAnswers() map[string]func(*acctest.Answer) {
	return map[string]func(*acctest.Answer){
		"SubscriptionNotFound":         refusal(404, "SubscriptionNotFound"),
		"InvalidResourceType":          refusal(404, "InvalidResourceType"),
		"InvalidResourceNamespace":     refusal(404, "InvalidResourceNamespace"),
		"404 of a proxy":               func(a *acctest.Answer) { a.Status, a.Body = 404, []byte("<html><b>Not found</b></html>") },
		"404 with no body":             func(a *acctest.Answer) { a.Status, a.Body = 404, nil },
		"404 with another code":        refusal(404, "SomethingElse"),
		"AuthorizationFailed":          refusal(403, "AuthorizationFailed"),
		"403 that says not found":      refusal(403, "ResourceNotFound"),
		"400 that says not found":      refusal(400, "ResourceNotFound"),
		"410":                          refusal(410, "Gone"),
		"500 forever":                  refusal(500, "InternalServerError"),
		"500 that says not found":      refusal(500, "ResourceNotFound"),
		"401 forever":                  refusal(401, "ExpiredAuthenticationToken"),
		"302":                          func(a *acctest.Answer) { a.Status = 302; a.Header.Set("Location", "https://login.example/") },
		"204":                          func(a *acctest.Answer) { a.Status, a.Body = 204, nil },
		"200 with an error":            body(`{"error":{"code":"ResourceNotFound","message":"An odd answer."}}`),
		"200 with nothing":             body(""),
		"200 with null":                body("null"),
		"200 with an empty object":     body("{}"),
		"200 with a list":              body("[]"),
		"200 with a string":            body(`"no"`),
		"200 with a number":            body("7"),
		"200 with half a document":     func(a *acctest.Answer) { a.Body = a.Body[:len(a.Body)/2] },
		"200 with two documents":       func(a *acctest.Answer) { a.Body = bytes.Repeat(a.Body, 2) },
		"200 with HTML":                body("<html>Sign in</html>"),
		"no properties":                edit(func(o, _ map[string]any) { delete(o, "properties") }),
		"null properties":              edit(func(o, _ map[string]any) { o["properties"] = nil }),
		"properties are text":          edit(func(o, _ map[string]any) { o["properties"] = "x" }),
		"properties are a list":        edit(func(o, _ map[string]any) { o["properties"] = []any{} }),
		"subnets are text":             edit(func(_, p map[string]any) { p["subnets"] = "x" }),
		"subnets are an object":        edit(func(_, p map[string]any) { p["subnets"] = map[string]any{} }),
		"a subnet is text":             edit(func(_, p map[string]any) { p["subnets"] = []any{"x"} }),
		"a subnet has no name":         edit(func(_, p map[string]any) { p["subnets"] = []any{map[string]any{"properties": map[string]any{}}} }),
		"a subnet has no properties":   edit(func(_, p map[string]any) { p["subnets"] = []any{map[string]any{"name": "contosofinakssubnet"}} }),
		"a prefix is a number":         edit(func(_, p map[string]any) { p["addressSpace"] = map[string]any{"addressPrefixes": []any{7}} }),
		"the address space is missing": edit(func(_, p map[string]any) { delete(p, "addressSpace") }),
		"a prefix is no CIDR":          edit(func(_, p map[string]any) { p["addressSpace"] = map[string]any{"addressPrefixes": []any{"x"}} }),
		"tags are a list":              edit(func(o, _ map[string]any) { o["tags"] = []any{} }),
		"tags hold an object":          edit(func(o, _ map[string]any) { o["tags"] = map[string]any{"a": map[string]any{}} }),
		"peerings are text":            edit(func(_, p map[string]any) { p["virtualNetworkPeerings"] = "x" }),
		"a peering is odd": edit(func(_, p map[string]any) {
			p["virtualNetworkPeerings"] = []any{map[string]any{"name": 7, "properties": "x"}}
		}),
		"another object": edit(func(o, _ map[string]any) {
			o["id"], o["name"] = strings.Replace(howToID, "contosofinvnet", "other", 1), "other"
		}),
		"another type":              edit(func(o, _ map[string]any) { o["type"] = "Microsoft.Network/routeTables" }),
		"the location is an object": edit(func(o, _ map[string]any) { o["location"] = map[string]any{} }),
		"no location":               edit(func(o, _ map[string]any) { delete(o, "location") }),
		"no id":                     edit(func(o, _ map[string]any) { delete(o, "id") }),
	}
}

// Whatever a read is answered, the state stays, nobody's objects are touched, and the next refresh with a sane answer finds no
// difference. What cannot be understood is an error that names the network.
func TestOddAnswersToReads(t *testing.T) {
	t.Parallel()
	for name, change := range oddAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			azure := newGroup(t)
			network := azure.Harness(t, nil).Resource("udr_network", "this")
			network.Apply(howTo()).Must()
			azure.Forget()
			azure.Alter(func(r *http.Request, a *acctest.Answer) error {
				if r.Method == http.MethodGet && strings.EqualFold(r.URL.Path, howToID) {
					change(a)
				}
				return nil
			})
			out := network.Refresh()
			for _, d := range out.Diagnostics().Errors() {
				t.Logf("%s", d)
				if !strings.Contains(d.String(), howToID) && !strings.Contains(d.String(), "error at ") {
					t.Errorf("the error does not name the network:\n%s", d)
				}
			}
			if !out.Failed() {
				t.Log("no error")
			}
			if !network.Exists() {
				t.Fatal("the state is gone")
			}
			if writes := azure.Writes(); len(writes) > 0 {
				t.Errorf("a refresh wrote %q", writes)
			}
			azure.Alter(nil)
			network.Refresh().Must()
			network.Plan(howTo()).Must().WantAction(protocol.NoOp)
			network.Destroy().Must()
			if left := azure.Resources(armemu.SubscriptionID); len(left) != 1 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// Whatever a write or a poll of its operation is answered, the next apply finishes the work and a destroy leaves nothing.
func TestOddAnswersToWrites(t *testing.T) {
	t.Parallel()
	for at, matches := range map[string]func(*http.Request) bool{
		"PUT": func(r *http.Request) bool {
			return r.Method == http.MethodPut && strings.EqualFold(r.URL.Path, howToID)
		},
		"poll": func(r *http.Request) bool { return strings.Contains(strings.ToLower(r.URL.Path), "/operations/") },
		"PATCH": func(r *http.Request) bool {
			return r.Method == http.MethodPatch && strings.EqualFold(r.URL.Path, howToID)
		},
	} {
		for name, change := range oddAnswers() {
			t.Run(at+" "+name, func(t *testing.T) {
				t.Parallel()
				azure := newGroup(t)
				network := azure.Harness(t, nil).Resource("udr_network", "this")
				azure.Alter(func(r *http.Request, a *acctest.Answer) error {
					if matches(r) {
						change(a)
					}
					return nil
				})
				out := network.Apply(howTo())
				for _, d := range out.Diagnostics().Errors() {
					t.Logf("%s", d)
					if !strings.Contains(d.String(), howToID) {
						t.Errorf("the error does not name the network:\n%s", d)
					}
				}
				azure.Alter(nil)
				azure.Settle()
				network.Apply(howTo()).Must()
				network.Plan(howTo()).Must().WantAction(protocol.NoOp)
				network.Destroy().Must()
				if left := azure.Resources(armemu.SubscriptionID); len(left) != 1 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	}
}
