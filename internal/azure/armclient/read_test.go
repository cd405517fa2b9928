package armclient

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestList(t *testing.T) {
	t.Parallel()
	path := groups.Collection("Microsoft.Network/routeTables")
	next := endpoint + path + "?api-version=v&$skiptoken=a%2Bb&s=1"
	b := newBench(t,
		step{method: "GET", path: path + "?%24filter=atScope%28%29&api-version=v", body: `{"value":[{"name":"a","etag":"e"},7],"nextLink":"` + next + `"}`},
		step{method: "GET", path: "$skiptoken=a%2Bb&s=1", body: `{"value":[{"name":"b"}],"nextLink":null}`},
		step{method: "GET", path: path, body: `{"values":[{"version":"1.36"}]}`}, step{method: "GET", path: path, body: `{"value":null}`})
	objects, err := b.List(t.Context(), path, "v", Query("$filter", "atScope()"))
	if err != nil || len(objects) != 2 || objects[0].Name() != "a" || objects[0].ETag != "e" || objects[1].Name() != "b" {
		t.Errorf("%v %v", objects, err)
	}
	if versions, err := b.List(t.Context(), path, "v"); err != nil || len(versions) != 1 || versions[0].String("version") != "1.36" {
		t.Errorf("versions by location: %v %v", versions, err)
	}
	if none, err := b.List(t.Context(), path, "v"); err != nil || len(none) != 0 {
		t.Errorf("null: %v %v", none, err)
	}
}

func TestListErrors(t *testing.T) {
	t.Parallel()
	path := groups.Collection("Microsoft.Network/routeTables")
	page := func(next string) step {
		return step{method: "GET", path: path, body: `{"value":[],"nextLink":"` + next + `"}`}
	}
	circle := endpoint + path + "?page=2"
	for name, test := range map[string]struct {
		steps []step
		want  string
	}{
		"another host": {[]step{page("https://evil.test/next?token=1")}, "another host, evil.test"},
		"a circle":     {[]step{page(circle), page(circle)}, "in a circle"},
		"no JSON":      {[]step{{method: "GET", path: path, body: "<html>Maintenance</html>"}}, "not JSON: Maintenance"},
		"no list":      {[]step{{method: "GET", path: path, body: `{"id":"x","properties":{}}`}}, `neither "value" nor "values", but id, properties`},
		"another kind": {[]step{{method: "GET", path: path, body: `{"value":{}}`}}, `neither "value" nor "values", but value`},
		"nothing":      {[]step{{method: "GET", path: path, body: `{}`}}, "but nothing"},
		"refused":      {[]step{{method: "GET", path: path, status: 403, body: `{"error":{"code":"AuthorizationFailed"}}`}}, "GET " + path + ": AuthorizationFailed"},
	} {
		b := newBench(t, test.steps...)
		_, err := b.List(t.Context(), path, "v")
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "token=1") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExists(t *testing.T) {
	t.Parallel()
	b := newBench(t,
		step{method: "GET", path: "/rt", body: succeeded}, step{method: "GET", path: "/rt", status: 404, body: missing},
		step{method: "GET", path: "/rt", status: 403, body: `{"error":{"code":"AuthorizationFailed"}}`},
		step{method: "GET", path: "/rt", status: 404, body: `{"error":{"code":"SubscriptionNotFound"}}`})
	for i, want := range []struct{ exists, fails bool }{{true, false}, {false, false}, {false, true}, {false, true}} {
		exists, err := b.Exists(t.Context(), table, "v")
		if exists != want.exists || (err != nil) != want.fails {
			t.Errorf("%d: %v %v", i, exists, err)
		}
	}
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if _, err := b.Get(t.Context(), table, ""); ClassOf(err) != Invalid {
		t.Errorf("no version: %v", err)
	}
	if err := b.Delete(t.Context(), groups.Child("x", "y"), "v"); ClassOf(err) != Invalid || !strings.Contains(err.Error(), "ID is empty") {
		t.Errorf("no ID: %v", err)
	}
	if _, err := b.Put(t.Context(), table, "v", func() {}); ClassOf(err) != Invalid || !strings.Contains(err.Error(), "encoding the body") {
		t.Errorf("no JSON: %v", err)
	}
}

// TestEscapedPath: names may hold what a path must escape.
func TestEscapedPath(t *testing.T) {
	t.Parallel()
	b := newBench(t, step{method: "GET", path: "/routeTables/a%20b;%28c%29?api-version=v", body: succeeded})
	id := groups.Child("Microsoft.Network/routeTables", "a b;(c)")
	if _, err := b.Get(t.Context(), id, "v"); err != nil {
		t.Error(err)
	}
}

func TestTrusted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		endpoint, target string
		ok               bool
	}{
		{"https://arm.test", "https://arm.test/x?s=1", true},
		{"https://arm.test", "https://ARM.test:443/x", true},
		{"https://arm.test", "https://west.arm.test/x", true},
		{"https://arm.test", "/x?s=1", true},
		{"https://localhost:8443", "https://localhost:8443/x", true},
		{"https://localhost:8443", "https://localhost:8444/x", false},
		{"https://arm.test", "http://arm.test/x", false},
		{"https://arm.test", "https://evilarm.test/x", false},
		{"https://arm.test", "https://arm.test.evil/x", false},
		{"https://arm.test", "https://arm.test@evil/x", false},
		{"https://arm.test", "https://user:pw@arm.test/x", false},
		{"https://arm.test", "//evil.test/x", false},
		{"https://arm.test", "x", false},
		{"https://arm.test", "", false},
		{"https://arm.test", "https://[::1", false},
		{"http://127.0.0.1:80", "http://127.0.0.1/x", true},
	} {
		u, err := url.Parse(test.endpoint)
		if err != nil {
			t.Fatal(err)
		}
		absolute, ok := trusted(u, test.target)
		if ok != test.ok {
			t.Errorf("%s for %s: %v", test.target, test.endpoint, ok)
		}
		if ok && !strings.HasSuffix(absolute, test.target) {
			t.Errorf("%s became %s", test.target, absolute)
		}
	}
}

func FuzzTrusted(f *testing.F) {
	f.Add("https://arm.test/x")
	f.Add("//evil/x")
	f.Add("https://arm.test\\@evil/x")
	f.Add("/\\evil")
	u := &url.URL{Scheme: "https", Host: "arm.test"}
	f.Fuzz(func(t *testing.T, target string) {
		t.Helper()
		absolute, ok := trusted(u, target)
		if !ok {
			return
		}
		parsed, err := http.NewRequest(http.MethodGet, absolute, nil) //nolint:noctx // never sent
		if err != nil {
			return
		}
		if host := strings.ToLower(parsed.URL.Hostname()); host != "arm.test" && !strings.HasSuffix(host, ".arm.test") {
			t.Errorf("%q is trusted and goes to %q", target, host)
		}
	})
}
