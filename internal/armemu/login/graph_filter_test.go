package login

import (
	"fmt"
	"strings"
	"testing"
)

func TestFilter(t *testing.T) {
	t.Parallel()
	o := object{"appId": "a-1", "displayName": "It's Me", "servicePrincipalNames": []string{"a-1", "http://me"}, "number": 1}
	for filter, want := range map[string]string{
		"": "true", "  ": "true", "appId eq 'A-1'": "true", "appId eq 'a'": "false", "appId eq 'It''s'": "false", "displayName eq 'it''s me'": "true",
		"startswith(displayName,'it''s')": "true", "startswith(displayName, 'me')": "false", "servicePrincipalNames/any(c:c eq 'http://me')": "true",
		"servicePrincipalNames/any(x: x eq 'me')": "false", "appId eq 'x' or displayName eq 'x' or appId eq 'a-1'": "true", "appId eq 'x' or appId eq 'y'": "false",
		"appId eq 'a-1' and startswith(displayName,'it')": "true", "appId eq 'a-1' and appId eq 'x'": "false", "absent eq 'x'": "false", "number eq '1'": "false",
		"appId ne 'x'": "error", "appId eq x": "error", "appId eq 'x": "error", "appId eq 'x' appId eq 'y'": "error", "or appId eq 'x'": "error",
		"appId eq 'x' and appId eq 'y' or appId eq 'z'": "error", "not(appId eq 'x')": "error", "appId eq 'x' and": "error", "endswith(displayName,'x')": "error",
	} {
		holds, err := parseFilter(filter)
		got := "error"
		if err == nil {
			got = fmt.Sprint(holds(o))
		}
		if got != want {
			t.Errorf("%q: %s, want %s (%v)", filter, got, want, err)
		}
	}
}

// FuzzFilter: no text breaks the filter, and what is quoted is found whatever it is.
func FuzzFilter(f *testing.F) {
	f.Add("startswith(a,'b') and c eq 'd'", "it's")
	f.Fuzz(func(t *testing.T, filter, name string) {
		if holds, err := parseFilter(filter); err == nil {
			holds(object{"a": "b", "c": []string{"d"}})
		}
		holds, err := parseFilter("displayName eq '" + strings.ReplaceAll(name, "'", "''") + "'")
		if err != nil || !holds(object{"displayName": name}) {
			t.Errorf("%q is not found: %v", name, err)
		}
	})
}
