package identity_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/identity"
)

func TestRights(t *testing.T) {
	t.Parallel()
	network := armid.Resource("s", "rg", "Microsoft.Network", "virtualNetworks", "spoke")
	nodes, pods := network.Child("subnets", "nodes"), network.Child("subnets", "pods")
	longer := network.Child("subnets", "nodes2")
	for name, test := range map[string]struct {
		rights        identity.Rights
		object        armid.ID
		covers, drops bool
	}{
		"itself":                    {identity.Rights{Complete: true, Scopes: []armid.ID{nodes}}, nodes, true, false},
		"another":                   {identity.Rights{Complete: true, Scopes: []armid.ID{nodes}}, pods, false, false},
		"a longer name":             {identity.Rights{Complete: true, Scopes: []armid.ID{nodes}}, longer, false, false},
		"what it lies in":           {identity.Rights{Complete: true, Scopes: []armid.ID{network}}, pods, true, false},
		"what lies in it":           {identity.Rights{Complete: true, Scopes: []armid.ID{nodes}}, network, false, false},
		"taken away":                {identity.Rights{Complete: true, Given: []armid.ID{nodes}}, nodes, false, true},
		"taken away, held above":    {identity.Rights{Complete: true, Given: []armid.ID{nodes}, Scopes: []armid.ID{network}}, nodes, true, false},
		"taken away from above":     {identity.Rights{Complete: true, Given: []armid.ID{network}}, nodes, false, true},
		"taken away above, held":    {identity.Rights{Complete: true, Given: []armid.ID{network}, Scopes: []armid.ID{nodes}}, nodes, true, false},
		"nothing covers and drops":  {identity.Rights{Complete: true}, nodes, false, false},
		"perhaps given elsewhere":   {identity.Rights{Given: []armid.ID{nodes}}, nodes, false, false},
		"another one is taken away": {identity.Rights{Complete: true, Given: []armid.ID{pods}}, nodes, false, false},
	} {
		if got := test.rights.Covers(test.object); got != test.covers {
			t.Errorf("%s: covers is %v", name, got)
		}
		if got, want := test.rights.Lacks(test.object), test.rights.Complete && !test.covers; got != want {
			t.Errorf("%s: lacks is %v", name, got)
		}
		if got := test.rights.Drops(test.object); got != test.drops {
			t.Errorf("%s: drops is %v", name, got)
		}
	}
}
