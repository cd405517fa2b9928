package armid

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	sub    = "/subscriptions/11111111-1111-1111-1111-111111111111"
	group  = sub + "/resourceGroups/rg"
	vnet   = group + "/providers/Microsoft.Network/virtualNetworks/v"
	subnet = vnet + "/subnets/s"
	role   = subnet + "/providers/Microsoft.Authorization/roleAssignments/r"
	tenant = "/providers/Microsoft.Authorization/roleDefinitions/d"
)

type parts struct {
	Subscription, Group, Provider, Type, Name, Parent string
}

func TestParts(t *testing.T) {
	t.Parallel()
	const s = "11111111-1111-1111-1111-111111111111"
	for text, want := range map[string]parts{
		sub:          {s, "", "Microsoft.Resources", "Microsoft.Resources/subscriptions", s, ""},
		group:        {s, "rg", "Microsoft.Resources", "Microsoft.Resources/resourceGroups", "rg", sub},
		vnet:         {s, "rg", "Microsoft.Network", "Microsoft.Network/virtualNetworks", "v", group},
		subnet:       {s, "rg", "Microsoft.Network", "Microsoft.Network/virtualNetworks/subnets", "s", vnet},
		role:         {s, "rg", "Microsoft.Authorization", "Microsoft.Authorization/roleAssignments", "r", subnet},
		tenant:       {"", "", "Microsoft.Authorization", "Microsoft.Authorization/roleDefinitions", "d", ""},
		sub + tenant: {s, "", "Microsoft.Authorization", "Microsoft.Authorization/roleDefinitions", "d", sub},
		// The words of the grammar as names.
		sub + "/resourceGroups/providers": {s, "providers", "Microsoft.Resources", "Microsoft.Resources/resourceGroups", "providers", sub},
		sub + "/resourceGroups/providers/providers/Microsoft.Network/virtualNetworks/providers": {
			s, "providers", "Microsoft.Network", "Microsoft.Network/virtualNetworks", "providers", sub + "/resourceGroups/providers",
		},
		// AKS writes resourcegroups (arm-wire.md 1.5).
		sub + "/resourcegroups/RG/providers/Microsoft.ContainerService/managedClusters/c": {
			s, "RG", "Microsoft.ContainerService", "Microsoft.ContainerService/managedClusters", "c", sub + "/resourcegroups/RG",
		},
	} {
		id, err := Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		got := parts{Subscription: id.SubscriptionID(), Group: id.ResourceGroup(), Provider: id.Provider(), Type: id.Type(), Name: id.Name()}
		if parent, ok := id.Parent(); ok {
			got.Parent = parent.String()
			if !id.HasAncestor(parent) || parent.HasAncestor(id) || id.HasAncestor(id) {
				t.Errorf("%s: ancestors are wrong", text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
		if id.String() != text || !id.IsType(strings.ToUpper(want.Type)) {
			t.Errorf("%s is %s", text, id)
		}
	}
}

func TestCanonicalForm(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		vnet + "/", vnet + "//", "/" + vnet, strings.ReplaceAll(vnet, "/", "//"),
		group + "/providers/Microsoft.Network//virtualNetworks/v", // az resource (arm-wire.md 3.1.2)
	} {
		id, err := Parse(text)
		if err != nil || id.String() != vnet {
			t.Errorf("%q gives %q, %v", text, id, err)
		}
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	a, _ := Parse(vnet)
	b, _ := Parse(strings.ToUpper(vnet))
	other, _ := Parse(subnet)
	if !a.Equal(b) || a.Key() != b.Key() || a == b || a.Equal(other) {
		t.Error("equality is without case, == is with it")
	}
	if !a.EqualFold(strings.ToLower(vnet)+"/") || a.EqualFold("nonsense") || a.EqualFold("") {
		t.Error("EqualFold reads the text")
	}
	if (ID{}).EqualFold("") || !(ID{}).IsZero() || a.HasAncestor(ID{}) {
		t.Error("the zero ID names nothing")
	}
	if !a.Less(other) || other.Less(a) || a.Less(b) {
		t.Error("the order is that of the keys")
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                 "is empty",
		"subscriptions/x":                  "must begin with a slash",
		"/":                                "has no segment",
		"/subscriptions":                   "segment 2: the subscription ID is missing",
		"/resourceGroups/x":                `segment 1 "resourceGroups": want "subscriptions" or "providers"`,
		"/subscriptions/x/groups/y":        `segment 3 "groups": want "resourceGroups" or "providers"`,
		"/subscriptions/x/resourceGroups":  "segment 4: the resource group name is missing",
		group + "/virtualNetworks/v":       `segment 5 "virtualNetworks": want "providers"`,
		group + "/providers":               "segment 6: the provider namespace is missing",
		group + "/providers/N":             `segment 7: the resource type is missing after "N"`,
		group + "/providers/N/t":           `segment 7: the type "t" has no name after it`,
		group + "/providers/N/providers/x": `segment 7 "providers": want a resource type`,
		vnet + "/subnets":                  `segment 9: the type "subnets" has no name after it`,
		vnet + "/providers/N/t":            `segment 11: the type "t" has no name after it`,
		"/subscriptions/a b /x":            "segment 2",
		"/subscriptions/a?b":               `holds '?'`,
		"/subscriptions/a%2Fb":             `holds '%'`,
		"/subscriptions/..":                "is a relative path element",
		"/subscriptions/a\x00":             "unprintable character U+0000",
		"/subscriptions/a\xff":             "is not valid UTF-8",
		"/" + strings.Repeat("x", 5000):    "more than 4096",
	} {
		id, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) || !id.IsZero() {
			t.Errorf("%.60q: %v, want %q", text, err, want)
		}
		if err != nil && len(err.Error()) > 1000 {
			t.Errorf("%.60q: the error has %d characters", text, len(err.Error()))
		}
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	const s = "11111111-1111-1111-1111-111111111111"
	base, _ := Parse(vnet)
	rg := ResourceGroup(s, "rg")
	for want, got := range map[string]ID{
		sub:                                Subscription(s),
		group:                              rg,
		vnet:                               Resource(s, "rg", "Microsoft.Network", "virtualNetworks", "v"),
		subnet:                             Resource(s, "rg", "Microsoft.Network", "virtualNetworks/subnets", "v", "s"),
		role:                               base.Child("subnets", "s").Child("Microsoft.Authorization/roleAssignments", "r"),
		vnet + "/virtualNetworkPeerings/p": base.Child("virtualNetworkPeerings", "p"),
		group + "/providers/Microsoft.Network/routeTables/t": rg.Child("Microsoft.Network/routeTables", "t"),
	} {
		if got.String() != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for name, bad := range map[string]ID{
		"too few names": Resource(s, "rg", "N", "a/b", "x"), "slash in a name": base.Child("subnets", "a/b"),
		"empty name": base.Child("subnets", ""), "child of nothing": ID{}.Child("subnets", "s"),
		"slash in the group": ResourceGroup(s, "a/b"), "empty subscription": ResourceGroup("", "rg"),
		"bad character": base.Child("subnets", "a?b"), "child of a group without provider": rg.Child("subnets", "s"),
	} {
		if !bad.IsZero() {
			t.Errorf("%s gives %s", name, bad)
		}
	}
	if got := base.Collection("subnets"); got != vnet+"/subnets" {
		t.Error(got)
	}
	if got := rg.Collection("Microsoft.Network/virtualNetworks"); got != group+"/providers/Microsoft.Network/virtualNetworks" {
		t.Error(got)
	}
	if (ID{}).Collection("x") != "" {
		t.Error("the zero ID has no collections")
	}
}

// TestZero: no accessor panics on the zero value.
func TestZero(t *testing.T) {
	t.Parallel()
	var id ID
	if _, ok := id.Parent(); ok || id.String()+id.Key()+id.SubscriptionID()+id.ResourceGroup()+id.Provider()+id.Type()+id.Name() != "" {
		t.Error("the zero ID has parts")
	}
}
