package armclient

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// TestErrorShapes reads every shape of arm-wire.md 2.1.
func TestErrorShapes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status  int
		header  map[string]string
		body    string
		code    string
		message string
		details []string
	}{
		"wrapped": {
			status: 400, body: `{"error":{"code":"C","message":"M","target":"t","details":[]}}`, code: "C", message: "M",
		},
		"nested details": {
			status: 400, body: `{"error":{"code":"C","message":"M","details":[{"code":"D1","message":"m1","target":"x","details":[{"code":"D2","message":"m2"}]},{"code":"D1","message":"m1","target":"x"}]}}`,
			code: "C", message: "M", details: []string{"D1: m1 (x)", "D2: m2"},
		},
		"unwrapped, AKS": {
			status: 409, body: `{"code":"EtagMismatch","details":null,"message":"M","subcode":"PutManagedCluster"}`,
			code: "EtagMismatch", message: "M", details: []string{"PutManagedCluster"},
		},
		"odata": {
			status: 400, body: `{"odata.error":{"code":"Request_BadRequest","message":{"lang":"en","value":"bad"}}}`, code: "Request_BadRequest", message: "bad",
		},
		"OAuth": {
			status: 400, body: `{"error":"invalid_grant","error_description":"AADSTS70008: expired"}`, code: "invalid_grant", message: "AADSTS70008: expired",
		},
		"inner error": {
			status: 500, body: `{"error":{"code":"C","message":"M","innererror":{"code":"I","message":"im","internalexception":"boom"}}}`,
			code: "C", message: "M", details: []string{"boom", "I: im"},
		},
		"policy": {
			status: 403, body: `{"error":{"code":"RequestDisallowedByPolicy","message":"M","additionalInfo":[{"type":"PolicyViolation","info":{"policyDefinitionDisplayName":"No public IPs","policyAssignmentId":"/a"}}]}}`,
			code: "RequestDisallowedByPolicy", message: "M", details: []string{"PolicyViolation: policyDefinitionDisplayName No public IPs, policyAssignmentId /a"},
		},
		"other additional info": {
			status: 400, body: `{"error":{"code":"C","message":"M","additionalInfo":[{"type":"X","info":{"a":1}},{"type":"Y","info":"text"},7]}}`,
			code: "C", message: "M", details: []string{`X: {"a":1}`, "Y: text"},
		},
		"message is JSON": {
			status: 400, body: `{"error":{"code":"Outer","message":"{\"error\":{\"code\":\"Inner\",\"message\":\"deep\",\"details\":[{\"code\":\"D\",\"message\":\"d\"}]}}"}}`,
			code: "Outer", message: "deep", details: []string{"Inner: deep", "D: d"},
		},
		"details of other types": {
			status: 400, body: `{"error":{"code":"C","message":"M","details":["text",5,{"message":"one"}]}}`, code: "C", message: "M", details: []string{"text", "one"},
		},
		"details as an object": {
			status: 400, body: `{"error":{"code":"C","message":"M","details":{"code":"D","message":"d"}}}`, code: "C", message: "M", details: []string{"D: d"},
		},
		"numeric code":    {status: 400, body: `{"code":1234,"Message":"M"}`, code: "1234", message: "M"},
		"header only":     {status: 403, header: map[string]string{"x-ms-error-code": "H"}, code: "H"},
		"page of a proxy": {status: 502, body: "<html><head><style>p{}</style><script>if(a<b){}</script></head><h1>Bad &amp; gone</h1>\n</html>", message: "Bad & gone"},
		"nothing":         {status: 403, message: "Forbidden"},
		"a list":          {status: 400, body: `[1]`, message: "Bad Request"},
		"wrong types":     {status: 400, body: `{"error":{"code":{"a":1},"message":[1],"details":7,"innererror":3,"additionalInfo":{}}}`, message: "Bad Request"},
		"message folded":  {status: 400, body: `{"error":{"code":"C","message":" a\r\n  b\t"}}`, code: "C", message: "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := &response{status: test.status, header: http.Header{}, body: []byte(test.body)}
			for name, value := range test.header {
				res.header.Set(name, value)
			}
			res.header.Set("x-ms-correlation-request-id", "corr")
			res.header.Set("x-ms-request-id", "req")
			e := parseError(newRequest("GET", table, "v", callOptions{}), res)
			if e.Code != test.code || e.Message != test.message || e.StatusCode != test.status || e.CorrelationID != "corr" || e.RequestID != "req" {
				t.Errorf("error is %+v", e)
			}
			if diff := cmp.Diff(test.details, e.ErrorDetails()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method string
		id     armid.ID
		status int
		code   string
		class  Class
		gone   bool
	}{
		{"GET", table, 404, "ResourceNotFound", NotFound, true},
		{"GET", table, 404, "NotFound", NotFound, true},
		{"GET", table, 404, "notfound", NotFound, true},
		{"GET", table, 404, "ResourceGroupNotFound", ParentNotFound, true},
		{"GET", groups, 404, "ResourceGroupNotFound", NotFound, true},
		{"GET", table, 404, "ParentResourceNotFound", ParentNotFound, true},
		{"PUT", table, 404, "ParentResourceNotFound", ParentNotFound, false},
		{"PUT", table, 404, "ResourceNotFound", NotFound, false},
		{"DELETE", table, 404, "ResourceNotFound", NotFound, true},
		{"GET", table, 404, "SubscriptionNotFound", SubscriptionNotFound, false},
		{"GET", table, 404, "InvalidResourceType", Invalid, false},
		{"GET", table, 404, "InvalidResourceNamespace", Invalid, false},
		{"GET", table, 404, "", UnclearNotFound, false},
		{"GET", table, 404, "SomethingNew", UnclearNotFound, false},
		{"GET", table, 400, "ResourceNotFound", Invalid, false},
		{"GET", table, 403, "AuthorizationFailed", Forbidden, false},
		{"GET", table, 403, "ResourceNotFound", Forbidden, false},
		{"GET", table, 403, "", Forbidden, false},
		{"PUT", table, 409, "ScopeLocked", Forbidden, false},
		{"PUT", table, 409, "RoleAssignmentExists", Conflict, false},
		{"PUT", table, 409, "AnotherOperationInProgress", Busy, false},
		{"PUT", table, 409, "EtagMismatch", PreconditionFailed, false},
		{"PUT", table, 412, "PreconditionFailed", PreconditionFailed, false},
		{"PUT", table, 412, "", PreconditionFailed, false},
		{"PUT", table, 429, "RetryableError", Busy, false},
		{"PUT", table, 429, "", Throttled, false},
		{"PUT", table, 400, "NetcfgInvalidSubnet", Invalid, false},
		{"PUT", table, 400, "NoRegisteredProviderFound", Invalid, false},
		{"PUT", table, 409, "MissingSubscriptionRegistration", Unregistered, false},
		{"DELETE", table, 400, "InUseSubnetCannotBeDeleted", InUse, false},
		{"GET", table, 401, "", Authentication, false},
		{"GET", table, 401, "ExpiredAuthenticationToken", Authentication, false},
		{"GET", table, 500, "", Server, false},
		{"GET", table, 408, "", Server, false},
	} {
		e := &Error{Method: test.method, ID: test.id.String(), StatusCode: test.status, Code: test.code, ofResourceGroup: test.id == groups}
		e.Class = classify(e)
		if e.Class != test.class {
			t.Errorf("%s %d %s: class %s, want %s", test.method, test.status, test.code, e.Class, test.class)
		}
		if IsNotFound(e) != test.gone {
			t.Errorf("%s %d %s: IsNotFound is %v", test.method, test.status, test.code, IsNotFound(e))
		}
	}
	for class := NotFound; class <= Server; class++ {
		if class.String() == "unclassified" {
			t.Errorf("class %d has no name", class)
		}
	}
	if IsNotFound(nil) || IsNotFound(errors.New("ResourceNotFound")) || ClassOf(nil) != Unclassified {
		t.Error("errors of elsewhere have no class")
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{
		method: "GET", path: "/rt", status: 400, header: map[string]string{"x-ms-correlation-request-id": "corr-1"},
		body: `{"error":{"code":"Bad","message":"Wrong.","details":[{"code":"Inner","message":"why"}]}}`,
	})
	_, err := b.Get(t.Context(), table, "v")
	want := "GET " + table.String() + ": Bad (400): Wrong.; Inner: why; correlation ID corr-1"
	if err == nil || err.Error() != want {
		t.Errorf("text is %q, want %q", err, want)
	}
	// What framework/diags reads, without importing this package.
	var reader interface {
		ErrorCode() string
		ErrorMessage() string
		Correlation() string
		HTTPStatus() int
		Request() (method, id string)
		ErrorDetails() []string
	}
	if !errors.As(err, &reader) {
		t.Fatal("the error has not the methods that diagnostics read")
	}
	method, id := reader.Request()
	got := []any{reader.ErrorCode(), reader.ErrorMessage(), reader.Correlation(), reader.HTTPStatus(), method, id, reader.ErrorDetails()}
	if diff := cmp.Diff([]any{"Bad", "Wrong.", "corr-1", 400, "GET", table.String(), []string{"Inner: why"}}, got); diff != "" {
		t.Error(diff)
	}
}

// TestSecretsStayOut: tokens and signed queries in what Azure or Go says.
func TestRedaction(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"see https://arm.test/op?t=1&s=sig, retry":   "see https://arm.test/op?(query) retry",
		"token eyJhbGciOi.eyJzdWIiOi.c2ln-_ was bad": "token (token) was bad",
		"header Bearer abcdefgh12345678 refused":     "header Bearer (token) refused",
		"the bearer of this":                         "the bearer of this",
		"client_secret=hunter2&x=1":                  "client_secret=(hidden)&x=1",
		"https://aka.ms/ARMResourceNotFoundFix":      "https://aka.ms/ARMResourceNotFoundFix",
	} {
		if got := redact(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// TestErrorNeverPanics feeds drawn JSON and text to the parser.
func TestParseErrorHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		res := &response{
			status: rapid.SampledFrom([]int{400, 401, 403, 404, 409, 412, 429, 500, 503}).Draw(t, "status"),
			header: http.Header{}, body: []byte(drawJSON(t, 4)),
		}
		e := parseError(newRequest("GET", table, "v", callOptions{}), res)
		if e.Class == Unclassified || e.Code == "" && e.Message == "" || len(e.Error()) == 0 || strings.ContainsAny(e.Message, "\r\n") {
			t.Fatalf("%s gives %+v", res.body, e)
		}
		if IsNotFound(e) && e.StatusCode != 404 {
			t.Fatalf("%s at %d is taken for a missing resource", res.body, e.StatusCode)
		}
	})
}

func drawJSON(t *rapid.T, depth int) string {
	kind := rapid.IntRange(0, 5).Draw(t, "kind")
	if depth == 0 {
		kind %= 3
	}
	switch kind {
	case 0:
		return rapid.SampledFrom([]string{`"ResourceNotFound"`, `"NotFound"`, `"InUseX"`, `"m\nn"`, `"{\"code\":\"x\"}"`, `""`}).Draw(t, "text")
	case 1:
		return rapid.SampledFrom([]string{"null", "true", "12", "-1.5e3", "<p>"}).Draw(t, "scalar")
	case 2:
		return rapid.String().Draw(t, "raw")
	case 3:
		return "[" + drawJSON(t, depth-1) + "," + drawJSON(t, depth-1) + "]"
	}
	var members []string
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		name := rapid.SampledFrom([]string{"error", "code", "message", "details", "innererror", "additionalInfo", "info", "type", "target", "odata.error", "value"}).Draw(t, "name")
		members = append(members, `"`+name+`":`+drawJSON(t, depth-1))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func FuzzParseError(f *testing.F) {
	f.Add(404, `{"error":{"code":"ResourceNotFound","message":"m"}}`)
	f.Add(409, `{"code":"EtagMismatch","details":null,"message":"m","subcode":"s"}`)
	f.Add(500, "<html>")
	f.Add(400, `{"error":{"code":"a","message":"{\"error\":{\"code\":\"b\",\"message\":\"{}\"}}"}}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		t.Helper()
		e := parseError(newRequest("GET", table, "v", callOptions{}), &response{status: status, header: http.Header{}, body: []byte(body)})
		if e.Class == Unclassified {
			t.Error("no class")
		}
		if len(e.Message) > maxMessage+4 || len(e.Details) > maxDetails {
			t.Errorf("message of %d bytes, %d details", len(e.Message), len(e.Details))
		}
	})
}
