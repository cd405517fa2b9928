package armemu_test

import (
	"net/http"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// The types below are invented. They hold the engine to its contract however the real types change: one of each family, children of
// each kind, references in each form.
const (
	segmentType = "Test.Network/nets/segments"
	tableType   = "Test.Network/tables"
	gateType    = "Test.Network/gates"
	policyType  = "Test.Policy/policies"
	clusterType = "Test.Clusters/clusters"
	grantType   = "Test.Grants/grants"
)

const (
	nets     = groupA + "/providers/Test.Network/nets/n"
	tables   = groupA + "/providers/Test.Network/tables/t"
	gates    = groupA + "/providers/Test.Network/gates/g"
	policies = groupA + "/providers/Test.Policy/policies/p"
	clusters = groupA + "/providers/Test.Clusters/clusters/c"
)

func testTypes(t *testing.T) *armtypes.Registry {
	t.Helper()
	all, err := armtypes.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := armtypes.NewRegistry(
		all.Type(armtypes.ResourceGroupType),
		&armtypes.Type{Name: "Test.Network/nets", Family: armtypes.NRP, Patch: armtypes.Sync},
		segment(), table(), gate(),
		&armtypes.Type{Name: "Test.Network/gates/addresses", Family: armtypes.NRP, Access: armtypes.NotAddressable, NoTags: true, Embed: &armtypes.Embed{Paths: []string{"properties.addresses", "properties.management"}}},
		&armtypes.Type{Name: policyType, WireType: "Test.Policy/POLICIES", Family: armtypes.NFV},
		&armtypes.Type{Name: policyType + "/rules", Family: armtypes.NFV, NoTags: true, Patch: armtypes.None},
		cluster(), &armtypes.Type{Name: clusterType + "/pools", Family: armtypes.AKS, NoTags: true, Patch: armtypes.None, Embed: &armtypes.Embed{Paths: []string{"properties.pools"}, Flat: true}},
		&armtypes.Type{
			Name: grantType, Family: armtypes.Plain, Scope: armtypes.ScopeExtension, NoState: true, NoTags: true,
			Put: armtypes.Sync, Patch: armtypes.None, Delete: armtypes.Sync, DeleteAnswersBody: true,
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func segment() *armtypes.Type {
	return &armtypes.Type{
		Name: segmentType, Family: armtypes.NRP, NoTags: true, Patch: armtypes.None,
		Embed:      &armtypes.Embed{Paths: []string{"properties.segments"}, KeepWhenAbsent: true},
		References: []armtypes.Reference{{Path: "properties.table.id", To: tableType, SameLocation: true}},
		BackReferences: []armtypes.BackReference{
			{Path: "properties.users", From: gateType, Via: "properties.addresses[*].properties.segment.id", Element: true, OmitEmpty: true},
		},
		Locks: func(w *armtypes.Write) []string {
			return []string{w.Body.Str("properties.table.id"), w.Prev.Str("properties.table.id")}
		},
		RefuseDelete: func(v armtypes.View, d *armtypes.Document) *armtypes.Error {
			if r := v.Referrers(d.ID.String(), gateType, "properties.addresses[*].properties.segment.id"); len(r) > 0 {
				return armtypes.Invalid("InUseSegment", "Segment %s is used by %s.", d.ID.Name(), r[0].ElementID)
			}
			return nil
		},
	}
}

func table() *armtypes.Type {
	return &armtypes.Type{
		Name: tableType, Family: armtypes.NRP, Patch: armtypes.Sync,
		ReadOnlyPaths:  []string{"properties.entries[*].properties.hits"},
		BackReferences: []armtypes.BackReference{{Path: "properties.segments", From: segmentType, Via: "properties.table.id"}},
		RefuseDelete: func(v armtypes.View, d *armtypes.Document) *armtypes.Error {
			if len(v.Referrers(d.ID.String(), segmentType, "properties.table.id")) > 0 {
				return armtypes.Invalid("InUseTable", "Table %s is in use.", d.ID.Name())
			}
			return nil
		},
		Complete: func(w *armtypes.Write) {
			for _, e := range w.Body.Objs("properties.entries") {
				e.Default("properties.hits", 7)
			}
		},
	}
}

func gate() *armtypes.Type {
	return &armtypes.Type{
		Name: gateType, Family: armtypes.NRP, Patch: armtypes.LRO, Known: []string{"sku"},
		References: []armtypes.Reference{{Path: "properties.addresses[*].properties.segment.id", To: segmentType, SameLocation: true}},
	}
}

func cluster() *armtypes.Type {
	return &armtypes.Type{
		Name: clusterType, WireType: "Test.Clusters/Clusters", Family: armtypes.AKS,
		Validate: func(w *armtypes.Write) []*armtypes.Error {
			if w.Body.Bool("properties.bad") {
				return []*armtypes.Error{armtypes.Invalid("Bad", "It is bad."), armtypes.Invalid("Worse", "It is worse.")}
			}
			return nil
		},
		Actions: []armtypes.Action{
			{Method: http.MethodPost, Name: "listSecrets", Mode: armtypes.Sync, Handle: func(w *armtypes.Write, r *armtypes.ActionRequest) (any, *armtypes.Error) {
				return map[string]any{"secret": w.ID.Name() + r.Body.Str("suffix")}, nil
			}},
			{Method: http.MethodGet, Name: "upgrades/default", Mode: armtypes.Sync, Handle: func(*armtypes.Write, *armtypes.ActionRequest) (any, *armtypes.Error) {
				return nil, armtypes.Errorf(http.StatusConflict, "NoUpgrade", "There is none.")
			}},
			{
				Method: http.MethodPost, Name: "stop", State: "Stopping", Row: armtypes.ResourceGroupType,
				Complete: func(w *armtypes.Write) { w.Body.Set("properties.power", "Stopped") },
			},
			{Method: http.MethodGet, Name: "versions", AtLocation: true, Mode: armtypes.Sync, Handle: func(_ *armtypes.Write, r *armtypes.ActionRequest) (any, *armtypes.Error) {
				return map[string]any{"location": r.Location}, nil
			}},
		},
	}
}

// invented makes a client of the invented types at time scale 0 with the group rg-a.
func invented(t *testing.T, opts armemu.Options) *client {
	t.Helper()
	opts.Types = testTypes(t)
	c := newClient(t, opts)
	c.group(groupA)
	return c
}

// made PUTs a resource and looks until it is done.
func (c *client) made(path string, properties any) armtypes.Object {
	c.Helper()
	c.want(http.StatusCreated, http.MethodPut, path, map[string]any{"location": "westeurope", "properties": properties})
	return c.settled(path)
}

func idRef(id string) map[string]any { return map[string]any{"id": id} }
