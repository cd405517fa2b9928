package customtypes_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

const (
	subscription = "/subscriptions/11111111-2222-4333-8444-555555555555"
	group        = subscription + "/resourceGroups/rg-a"
	vnetID       = group + "/providers/Microsoft.Network/virtualNetworks/vnet-a"
	subnetID     = vnetID + "/subnets/snet-a"
	tableID      = group + "/providers/Microsoft.Network/routeTables/rt-a"

	subnetType = "Microsoft.Network/virtualNetworks/subnets"
	vnetType   = "Microsoft.Network/virtualNetworks"
	tableType  = "Microsoft.Network/routeTables"
)

func TestParseResourceID(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		in      string
		types   []string
		wantErr string
	}{
		"any type":         {in: vnetID},
		"right type":       {in: subnetID, types: []string{subnetType}},
		"other case":       {in: subnetID, types: []string{"microsoft.network/virtualnetworks/SUBNETS"}},
		"one of two types": {in: tableID, types: []string{subnetType, tableType}},
		"a group":          {in: group, types: []string{"Microsoft.Resources/resourceGroups"}},
		"no ID":            {in: "rt-a", wantErr: "rt-a"},
		"empty":            {in: "", wantErr: "empty"},
		"wrong type": {
			in: tableID, types: []string{subnetType},
			wantErr: `is the ID of a Microsoft.Network/routeTables; expected a ` + subnetType + `, such as "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{name}/subnets/{name}"`,
		},
		"a child too many": {
			in: subnetID, types: []string{vnetType},
			wantErr: `expected its parent of type ` + vnetType + `: leave out "/subnets/snet-a", so that it reads "` + vnetID + `"`,
		},
		"a child too few": {
			in: vnetID, types: []string{subnetType},
			wantErr: `expected a ` + subnetType + ` inside it: add "/subnets/{name}"`,
		},
		"two expected": {
			in: vnetID, types: []string{tableType, "Microsoft.Network/publicIPAddresses"},
			wantErr: "expected a Microsoft.Network/routeTables or a Microsoft.Network/publicIPAddresses",
		},
		"a group expected": {
			in: vnetID, types: []string{"Microsoft.Resources/resourceGroups"},
			wantErr: `such as "/subscriptions/{subscription}/resourceGroups/{group}"`,
		},
		"not fooled by a common start": {
			in: group + "/providers/Microsoft.Network/virtualNetworksX/x", types: []string{vnetType},
			wantErr: "such as",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkError(t, func() error { _, err := customtypes.ParseResourceID(c.in, c.types...); return err }(), c.wantErr)
		})
	}
}

func TestSameResourceID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{tableID, tableID, true},
		{tableID, group + "/providers/microsoft.network/routetables/RT-A", true},
		{tableID, tableID + "/", true},
		{tableID, vnetID, false},
		{tableID, "", false},
		{"not an id", "NOT an id", true},
		{"not an id", "other", false},
	} {
		if got := customtypes.SameResourceID(c.a, c.b); got != c.want {
			t.Errorf("SameResourceID(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestResourceIDAccessors(t *testing.T) {
	t.Parallel()
	id, ok := customtypes.NewResourceID(tableID).ID()
	if !ok || id.Name() != "rt-a" {
		t.Errorf("ID() = %v, %v", id, ok)
	}
	if !customtypes.NewResourceIDFrom(id).Equal(customtypes.NewResourceID(tableID)) {
		t.Errorf("NewResourceIDFrom(%s) differs", id)
	}
	if !customtypes.NewResourceIDFrom(armid.ID{}).IsNull() {
		t.Error("the zero ID does not give null")
	}
	for _, v := range []customtypes.ResourceID{customtypes.NewResourceIDNull(), customtypes.NewResourceIDUnknown(), customtypes.NewResourceID("x")} {
		if _, ok := v.ID(); ok {
			t.Errorf("%s has an ID", v)
		}
	}
}
