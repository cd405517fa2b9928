package identity

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

func TestMatches(t *testing.T) {
	t.Parallel()
	const join = "Microsoft.Network/virtualNetworks/subnets/join/action"
	for pattern, want := range map[string]bool{
		"*":                                    true,
		"Microsoft.Network/*":                  true,
		"microsoft.network/VIRTUALNETWORKS/*":  true,
		"*/action":                             true,
		"*/read":                               false,
		"Microsoft.Network/*/join/action":      true,
		"Microsoft.Network/*/subnets/*/action": true,
		"Microsoft.Network/*/join/action/x":    false,
		join:                                   true,
		join + "/*":                            false,
		"Microsoft.Network/virtualNetworks":    false,
		"":                                     false,
	} {
		if got := matches(pattern, join); got != want {
			t.Errorf("%q: %v", pattern, got)
		}
	}
	if matches("ab*ba", "aba") {
		t.Error("the parts of a pattern may not overlap")
	}
}

func TestGrants(t *testing.T) {
	t.Parallel()
	permission := func(actions, not []any) any { return map[string]any{"actions": actions, "notActions": not} }
	role := func(permissions ...any) armclient.Object {
		return armclient.Object{Body: map[string]any{"properties": map[string]any{"permissions": permissions}}}
	}
	for name, test := range map[string]struct {
		role armclient.Object
		want bool
	}{
		"given":                   {role(permission([]any{"a/*"}, nil)), true},
		"taken away":              {role(permission([]any{"a/*"}, []any{"a/b"})), false},
		"taken away in one place": {role(permission([]any{"a/*"}, []any{"a/b"}), permission([]any{"a/b"}, nil)), true},
		"none":                    {role(), false},
		"garbage":                 {role("x", 3, nil), false},
	} {
		if got := grants(test.role, "A/b"); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A name says the same thing whatever the spelling, and another thing has another name.
func TestNames(t *testing.T) {
	t.Parallel()
	const group = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg"
	parse := func(text string) armid.ID {
		id, err := armid.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	identity := group + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
	scope := group + "/providers/Microsoft.Network/virtualNetworks/v/subnets/"
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) string { return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, label) }
		i, s, p, r := draw("identity"), draw("scope"), draw("principal"), draw("role")
		a := Assignment{Identity: parse(identity + i), Scope: parse(scope + s), PrincipalID: p, RoleDefinitionID: "/x/" + r}
		same := Assignment{Identity: parse(strings.ToUpper(identity + i)), Scope: parse(strings.ToUpper(scope + s)), PrincipalID: strings.ToUpper(p), RoleDefinitionID: "/y/z/" + strings.ToUpper(r)}
		if a.Name() != same.Name() {
			t.Fatalf("%s and %s", a.Name(), same.Name())
		}
		other := Assignment{Identity: parse(identity + draw("i")), Scope: parse(scope + draw("s")), PrincipalID: draw("p"), RoleDefinitionID: "/x/" + draw("r")}
		if equal := a.Identity == other.Identity && a.Scope == other.Scope && a.PrincipalID == other.PrincipalID && a.RoleDefinitionID == other.RoleDefinitionID; equal != (a.Name() == other.Name()) {
			t.Fatalf("%v and %v", a, other)
		}
	})
}

func TestReadIdentityRefusesGarbage(t *testing.T) {
	t.Parallel()
	if _, err := ReadIdentity(armclient.Object{Body: map[string]any{"id": "x", "properties": "y"}}); err == nil {
		t.Error("an identity without a principal was believed")
	}
}
