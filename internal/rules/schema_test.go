package rules

import (
	"slices"
	"strings"
	"testing"
)

func TestURLProblem(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{ // whether it is good
		"contoso.com": true, "contoso.com/": true, "contoso.com/*": true, "www.contoso.com/api/*": true, "*.contoso.com": true, "*.contoso.com/*": true,
		"*contoso.com/x": true, "contoso.com/a/b": true,
		"": false, "https://contoso.com": false, "a.*.com": false, "a.*.com/x": false, "contoso.com/*/x": false, "contoso.com:8443/x": false, "contoso .com": false,
	}
	for url, good := range tests {
		if problem := urlProblem(url); (problem == "") != good {
			t.Errorf("%q: %q", url, problem)
		}
	}
}

// TestSchemaTypesAgree: what the checks and requests ask for by name is in the schema of both forms.
func TestSchemaTypesAgree(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]*Form{"firewall": OfFirewall, "policy": OfPolicy} {
		for _, kind := range Kinds {
			if len(form.rule[kind.Kind]) == 0 || len(form.collection[kind.Kind]) == 0 || form.GroupTypes()[kind.Attribute] == nil {
				t.Errorf("%s: %s has no types", name, kind.Kind)
			}
			for _, attribute := range slices.Concat(destinations[kind.Kind], requiredOfRule[kind.Kind]) {
				_, there := form.rule[kind.Kind][attribute]
				if there == (name == "policy" && attribute == "destination_public_ips") {
					t.Errorf("%s: %s has attribute %s: %t", name, kind.Kind, attribute, there)
				}
			}
		}
	}
}

func TestCheckIDs(t *testing.T) {
	t.Parallel()
	ids := CheckIDs("FR")
	for i, id := range ids {
		if !strings.HasPrefix(id, "FR-") || slices.Contains(ids[:i], id) {
			t.Errorf("check %q", id)
		}
	}
	if !slices.Contains(ids, "FR-PRIORITY") {
		t.Errorf("%v", ids)
	}
}
