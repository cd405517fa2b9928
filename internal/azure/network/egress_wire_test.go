package network

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// travelled is the object as it comes back from the wire.
func travelled(t *rapid.T, object armclient.Object) armclient.Object {
	text, err := json.Marshal(object.Body)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var body map[string]any
	if err := decoder.Decode(&body); err != nil {
		t.Fatal(err)
	}
	return armclient.Object{Body: body}
}

// edited applies a build and fails the test on an error.
func edited(t *rapid.T, object armclient.Object, build func(*edit)) (armclient.Object, []string) {
	e := newEdit(object)
	if build(e); e.err != nil {
		t.Fatal(e.err)
	}
	return travelled(t, e.object), e.changed
}

var (
	names  = rapid.StringMatching(`[a-z][a-z0-9-]{0,8}`)
	texts1 = rapid.SliceOfN(rapid.StringMatching(`[a-z0-9.]{1,8}`), 0, 3)
)

func drawSource(t *rapid.T) Source {
	return Source{Addresses: texts1.Draw(t, "sources"), IPGroups: texts1.Draw(t, "groups")}
}

func drawCollection(t *rapid.T, kind string, classic bool) Collection {
	c := Collection{Kind: kind, Priority: rapid.Int32Range(100, 65000).Draw(t, "priority")}
	if kind != KindNAT {
		c.Action = rapid.SampledFrom([]string{"Allow", "Deny"}).Draw(t, "action")
	}
	for _, name := range rapid.SliceOfNDistinct(names, 1, 4, rapid.ID[string]).Draw(t, "rules") {
		switch kind {
		case KindNetwork:
			put(&c.Network, name, NetworkRule{
				Description: rapid.StringN(0, 5, -1).Draw(t, "description"), Source: drawSource(t), DestinationAddresses: texts1.Draw(t, "to"),
				DestinationIPGroups: texts1.Draw(t, "to groups"), DestinationFQDNs: texts1.Draw(t, "names"), Ports: texts1.Draw(t, "ports"),
				Protocols: rapid.SliceOfN(rapid.SampledFrom([]string{"TCP", "UDP", "ICMP", "Any"}), 1, 3).Draw(t, "protocols"),
			})
		case KindApplication:
			rule := ApplicationRule{
				Source: drawSource(t), FQDNs: texts1.Draw(t, "names"), FQDNTags: texts1.Draw(t, "tags"),
				Protocols: []ApplicationProtocol{{Type: rapid.SampledFrom([]string{"Http", "Https", "Mssql"}).Draw(t, "type"), Port: rapid.Int32Range(1, 64000).Draw(t, "port")}},
			}
			if !classic {
				rule.URLs, rule.WebCategories, rule.TerminateTLS = texts1.Draw(t, "urls"), texts1.Draw(t, "categories"), rapid.Bool().Draw(t, "tls")
				rule.DestinationAddresses, rule.HTTPHeaders = texts1.Draw(t, "to"), []HTTPHeader{{Name: "h", Value: names.Draw(t, "header")}}
			}
			put(&c.Application, name, rule)
		case KindNAT:
			put(&c.NAT, name, NATRule{
				Source: drawSource(t), DestinationAddresses: texts1.Draw(t, "to"), Ports: texts1.Draw(t, "ports"), Protocols: []string{"TCP"},
				TranslatedAddress: names.Draw(t, "address"), TranslatedPort: fmt.Sprint(rapid.IntRange(1, 63999).Draw(t, "port")),
			})
		}
	}
	return c
}

func drawCollections(t *rapid.T, classic bool) map[string]Collection {
	collections := map[string]Collection{}
	for _, name := range rapid.SliceOfNDistinct(names, 0, 3, rapid.ID[string]).Draw(t, "collections") {
		collections[name] = drawCollection(t, rapid.SampledFrom([]string{KindNetwork, KindApplication, KindNAT}).Draw(t, "kind"), classic)
	}
	return collections
}

// TestGroupRoundTrip: whatever a group was, after an edit it is what is wanted, and a second edit finds nothing to do.
func TestGroupRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		prior := Group{Priority: 100, Collections: drawCollections(t, false)}
		want := Group{Priority: rapid.Int32Range(100, 200).Draw(t, "group priority"), Collections: drawCollections(t, false)}
		for name, collection := range prior.Collections {
			if rapid.Bool().Draw(t, "keep") {
				want.Collections[name] = collection
			}
		}
		object, _ := edited(t, armclient.Object{}, prior.edit)
		object, changed := edited(t, object, want.edit)
		if prior.Equal(want) != (len(changed) == 0) {
			t.Fatalf("changed %v, equal %t", changed, prior.Equal(want))
		}
		live, err := readGroup(object)
		if err != nil || !want.Equal(live.Group) {
			t.Fatalf("%v\n%s", err, cmp.Diff(want, live.Group))
		}
		if _, again := edited(t, object, want.edit); len(again) > 0 {
			t.Fatalf("a second edit changes %v", again)
		}
	})
}

// TestClassicRoundTrip: the same for classic collections, among which there is one of somebody else's.
func TestClassicRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		prior, want := drawCollections(t, true), drawCollections(t, true)
		theirs := drawCollection(t, KindNetwork, true)
		object, _ := edited(t, armclient.Object{}, func(e *edit) { editClassic(e, nil, map[string]Collection{"THEIRS": theirs}) })
		object, _ = edited(t, object, func(e *edit) { editClassic(e, nil, prior) })
		object, _ = edited(t, object, func(e *edit) { editClassic(e, prior, want) })
		live, err := readClassic(object)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]Collection{}
		for _, one := range live {
			found[one.Name] = one.Collection
		}
		wanted := maps.Clone(want)
		wanted["THEIRS"] = theirs
		if !maps.EqualFunc(wanted, found, Collection.Equal) {
			t.Fatal(cmp.Diff(wanted, found))
		}
		if _, again := edited(t, object, func(e *edit) { editClassic(e, want, want) }); len(again) > 0 {
			t.Fatalf("a second edit changes %v", again)
		}
	})
}

// TestRoutesRoundTrip: our routes become what is wanted, those of others stay, and a second edit finds nothing to do.
func TestRoutesRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(octet int) map[string]Route {
			routes := map[string]Route{}
			for i, name := range rapid.SliceOfNDistinct(names, 0, 4, rapid.ID[string]).Draw(t, "names") {
				routes[name] = Route{Prefix: fmt.Sprintf("10.%d.%d.0/24", octet, i), HopType: rapid.SampledFrom([]string{HopNone, HopInternet, HopAppliance}).Draw(t, "hop")}
				if route := routes[name]; route.HopType == HopAppliance {
					route.HopAddress = "10.9.9.9"
					routes[name] = route
				}
			}
			return routes
		}
		write := func(prior, want map[string]Route) tableWrite {
			table := RouteTable{Location: "here", Routes: want, BGPPropagation: Set(rapid.Bool().Draw(t, "bgp"))}
			routes, missing := table.resolve(known{})
			if missing != nil {
				t.Fatal(missing)
			}
			return tableWrite{prior: RouteTable{Routes: prior}, want: table, routes: routes}
		}
		theirs := map[string]Route{"THEIRS": {Prefix: "172.16.0.0/12", HopType: HopNone}}
		prior, want := draw(1), draw(2)
		object, _ := edited(t, armclient.Object{}, write(nil, theirs).edit)
		object, _ = edited(t, object, write(nil, prior).edit)
		last := write(prior, want)
		object, _ = edited(t, object, last.edit)
		live, err := readRouteTable(object)
		if err != nil {
			t.Fatal(err)
		}
		wanted := maps.Clone(last.routes)
		wanted["THEIRS"] = LiveRoute{Prefix: "172.16.0.0/12", HopType: HopNone}
		if diff := cmp.Diff(wanted, live.Routes); diff != "" || live.BGPPropagation != *last.want.BGPPropagation.Value() {
			t.Fatal(diff)
		}
		if _, again := edited(t, object, last.edit); len(again) > 0 {
			t.Fatalf("a second edit changes %v", again)
		}
	})
}

// TestUnknownMembersStay: what is younger than our types is written back (law L3).
func TestUnknownMembersStay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		collection := drawCollection(t, KindNetwork, false)
		object, _ := edited(t, armclient.Object{}, Group{Priority: 100, Collections: map[string]Collection{"c": collection}}.edit)
		rule := object.Objects("properties", "ruleCollections")[0].Objects("rules")[0]
		rule.Body["sourceKubeSelectorGroups"] = []any{"x"}
		object.Body["properties"].(map[string]any)["younger"] = "y"
		wanted := collection.Network[rule.Name()]
		wanted.Ports = []string{"4711"}
		collection.Network[rule.Name()] = wanted
		object, changed := edited(t, object, Group{Priority: 101, Collections: map[string]Collection{"c": collection}}.edit)
		if !slices.Contains(changed, "properties/priority") || object.String("properties", "younger") != "y" {
			t.Fatalf("%v", object.Body)
		}
		for _, one := range object.Objects("properties", "ruleCollections")[0].Objects("rules") {
			if one.Name() == rule.Name() && one.Slice("sourceKubeSelectorGroups") == nil {
				t.Fatalf("%v", one.Body)
			}
		}
	})
}

// TestReadGarbage: nothing that an answer can hold makes a reader panic.
func TestReadGarbage(t *testing.T) {
	t.Parallel()
	odd := []any{nil, "x", 1.0, true, []any{}, []any{nil, "x", map[string]any{}}, map[string]any{}, map[string]any{"name": "n", "properties": nil}}
	rapid.Check(t, func(t *rapid.T) {
		body := map[string]any{"properties": map[string]any{}}
		inner := body["properties"].(map[string]any)
		for _, key := range []string{
			"routes", "subnets", "ipConfigurations", "managementIpConfiguration", "networkRuleCollections", "applicationRuleCollections", "natRuleCollections",
			"ruleCollections", "sku", "additionalProperties", "firewallPolicy", "dnsSettings", "priority", "ipAddress", "ipTags", "transportSecurity",
		} {
			if value := rapid.SampledFrom(odd).Draw(t, key); value != nil {
				inner[key] = value
			}
		}
		if rapid.Bool().Draw(t, "none") {
			body["properties"] = rapid.SampledFrom(odd).Draw(t, "properties")
		}
		object := armclient.Object{Body: body}
		_, _ = readFirewall(object)
		_, _ = readPolicy(object)
		_, _ = readGroup(object)
		_, _ = readRouteTable(object)
		_, _ = readPublicIP(object)
		newEgress := Egress{Firewall: Firewall{IPs: map[string]FirewallIP{"a": {}}}, Classic: map[string]Collection{"c": {Kind: KindNetwork}}}
		e := newEdit(object.Clone())
		firewallWrite{want: newEgress, classic: newEgress.Classic}.edit(e)
		e = newEdit(object.Clone())
		Group{Collections: newEgress.Classic}.edit(e)
		e = newEdit(object.Clone())
		tableWrite{routes: map[string]LiveRoute{"r": {Prefix: "10.0.0.0/8", HopType: HopNone}}}.edit(e)
	})
}

// TestGroupSteps: the order of the writes never has two groups at one priority where that can be avoided, and ends with what
// is wanted.
func TestGroupSteps(t *testing.T) {
	t.Parallel()
	policy := armid.Resource("11111111-1111-1111-1111-111111111111", "rg", "Microsoft.Network", "firewallPolicies", "p")
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) map[string]Group {
			groups := map[string]Group{}
			for i, priority := range rapid.SliceOfNDistinct(rapid.Int32Range(100, 104), 0, 4, rapid.ID[int32]).Draw(t, label) {
				groups[fmt.Sprint("g", i)] = Group{Priority: priority}
			}
			return groups
		}
		change := groupsChange{policy: policy, prior: draw("prior"), want: draw("want")}
		standing := map[string]int32{}
		for name, group := range change.prior {
			standing[name] = group.Priority
		}
		ties := 0
		for _, step := range change.steps(newSight(nil)) {
			if step.remove {
				delete(standing, step.name)
				continue
			}
			standing[step.name] = change.want[step.name].Priority
			seen := map[int32]bool{}
			for _, priority := range standing {
				if seen[priority] {
					ties++
				}
				seen[priority] = true
			}
		}
		wanted := map[string]int32{}
		for name, group := range change.want {
			wanted[name] = group.Priority
		}
		if diff := cmp.Diff(wanted, standing); diff != "" {
			t.Fatal(diff)
		}
		if ties > 0 && !ring(change) {
			t.Fatalf("%d moments with equal priorities", ties)
		}
	})
}

// ring reports whether groups that stay exchange their priorities in a circle, which no order can resolve.
func ring(c groupsChange) bool {
	for start := range c.want {
		at := start
		for range len(c.want) {
			next := ""
			for other, group := range c.prior {
				if _, stays := c.want[other]; stays && other != at && group.Priority == c.want[at].Priority {
					next = other
				}
			}
			if next == "" {
				break
			}
			if next == start {
				return true
			}
			at = next
		}
	}
	return false
}
