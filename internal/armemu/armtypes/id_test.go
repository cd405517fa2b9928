package armtypes

import "testing"

func TestParseID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ in, want, typ, name, scope, parent string }{
		"subscription": {in: "/subscriptions/S", want: "/subscriptions/S", typ: SubscriptionType, name: "S"},
		"group":        {in: "/subscriptions/S/resourcegroups/G", want: "/subscriptions/S/resourceGroups/G", typ: ResourceGroupType, name: "G", scope: "/subscriptions/S"},
		"resource": {
			in:   "/subscriptions/S/resourceGroups/G/providers/Microsoft.Network//virtualNetworks/V",
			want: "/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V",
			typ:  "Microsoft.Network/virtualNetworks", name: "V", scope: "/subscriptions/S/resourceGroups/G",
		},
		"child": {
			in:   "/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V/subnets/N/",
			want: "/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V/subnets/N",
			typ:  "Microsoft.Network/virtualNetworks/subnets", name: "N", scope: "/subscriptions/S/resourceGroups/G",
			parent: "/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/V",
		},
		"extension of a child": {
			in:   "/subscriptions/S/resourceGroups/G/providers/N.N/v/V/s/N/providers/Microsoft.Authorization/roleAssignments/A",
			want: "/subscriptions/S/resourceGroups/G/providers/N.N/v/V/s/N/providers/Microsoft.Authorization/roleAssignments/A",
			typ:  "Microsoft.Authorization/roleAssignments", name: "A", scope: "/subscriptions/S/resourceGroups/G/providers/N.N/v/V/s/N",
		},
		"extension of the tenant": {
			in:   "/providers/Microsoft.Authorization/roleDefinitions/D",
			want: "/providers/Microsoft.Authorization/roleDefinitions/D",
			typ:  "Microsoft.Authorization/roleDefinitions", name: "D",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, err := ParseID(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := id.String(); got != tt.want {
				t.Errorf("String() = %s, want %s", got, tt.want)
			}
			if id.Type != tt.typ || id.Name() != tt.name || id.Scope != tt.scope {
				t.Errorf("type %s, name %s, scope %s; want %s, %s, %s", id.Type, id.Name(), id.Scope, tt.typ, tt.name, tt.scope)
			}
			parent, ok := id.Parent()
			if ok != (tt.parent != "") || ok && parent.String() != tt.parent {
				t.Errorf("Parent() = %s, %v; want %s", parent, ok, tt.parent)
			}
		})
	}
}

func TestParseIDRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "/", "x", "subscriptions/S", "/subscriptions", "/subscriptions/S/providers", "/subscriptions/S/providers/N.N/t", "/subscriptions/S/foo/bar", "/providers/N.N/t/n/u", "/subscriptions/S/providers/N/t/n/providers/M"} {
		if id, err := ParseID(in); err == nil {
			t.Errorf("ParseID(%q) = %s, want an error", in, id)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("/subscriptions/S/resourceGroups/G/providers/N.N/v/V/s/N/providers/M.A/r/A")
	f.Fuzz(func(t *testing.T, in string) {
		id, err := ParseID(in)
		if err != nil {
			return
		}
		again, err := ParseID(id.String())
		if err != nil || again.Key() != id.Key() {
			t.Errorf("ParseID(%q) gives %s, which parses to %s, %v", in, id, again, err)
		}
	})
}
