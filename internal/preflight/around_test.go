package preflight_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
	"github.com/udr-egress/terraform-provider-udr/internal/netset"
	"github.com/udr-egress/terraform-provider-udr/internal/preflight"
)

// live is the how-to's network as somebody read it, under short names.
func live(change func(*egress.World)) preflight.Question {
	w := egress.World{Networks: []egress.Network{{
		Name: "vnet", AddressSpace: []netip.Prefix{mustPrefix("100.64.0.0/16")},
		Subnets: []egress.Subnet{
			{Name: "contosofinakssubnet", Prefixes: []netip.Prefix{mustPrefix("100.64.1.0/24")}},
			{Name: "AzureFirewallSubnet", Prefixes: []netip.Prefix{mustPrefix("100.64.3.0/24")}},
		},
	}}}
	change(&w)
	return preflight.Question{Around: w, Profile: eastus(), Names: func(id armid.ID) string {
		if id.Name() == "contosofinvnet" {
			return "vnet"
		}
		return id.Name()
	}}
}

func find(t *testing.T, r preflight.Report, name string) preflight.Row {
	t.Helper()
	i := slices.IndexFunc(r.Rows, func(row preflight.Row) bool { return row.Flow.Destination.Text() == name })
	if i < 0 {
		t.Fatalf("no row for %s", name)
	}
	return r.Rows[i]
}

// What was read beside the object decides too: a security group, an endpoint, rules of others, routes of others.
func TestWhatIsAround(t *testing.T) {
	t.Parallel()
	const registry = "mcr.microsoft.com"
	bare := howTo(map[string]any{"rule_collection_groups": map[string]any{}})
	open := howTo(map[string]any{"rule_collection_groups": map[string]any{}, "rules_complete": false, "firewall_policy_id": policyID})
	tests := []struct {
		name   string
		object map[string]any
		around func(*egress.World)
		want   egress.Status
	}{
		{"nothing else", howTo(nil), func(*egress.World) {}, egress.Allowed},
		{"a security group that denies", howTo(nil), func(w *egress.World) {
			w.Networks[0].Subnets[0].SecurityGroup = egress.Known("nsg")
			w.SecurityGroups = []egress.SecurityGroup{{Name: "nsg", Rules: []egress.SecurityRule{{
				Name: "stop", Priority: egress.Known(100), Access: egress.Known(egress.AccessDeny), Protocols: netset.AllProtocols, Source: egress.Anywhere(),
				SourcePorts: netset.AllPorts(), Destination: egress.Anywhere(), Ports: netset.AllPorts(),
			}}}}
		}, egress.Denied},
		{"a security group that nobody could read", howTo(nil), func(w *egress.World) {
			w.Networks[0].Subnets[0].SecurityGroup = egress.Unknown[string]()
		}, egress.Indeterminate},
		{"which the firewall's denial does not need", bare, func(w *egress.World) {
			w.Networks[0].Subnets[0].SecurityGroup = egress.Unknown[string]()
		}, egress.Denied},
		{"endpoints that nobody could read", bare, func(w *egress.World) { w.Networks[0].Subnets[0].ServiceEndpointsOpen = true }, egress.Indeterminate},
		{"a policy of others that nobody read", open, func(*egress.World) {}, egress.Indeterminate},
		{"one that was read and allows", open, others("mcr.microsoft.com"), egress.Allowed},
		{"one that was read and does not", open, others("contoso.com"), egress.Denied},
		{"a route of others", howTo(nil), func(w *egress.World) {
			w.RouteTables = []egress.RouteTable{{Name: "contosofinfw-rt", Routes: []egress.Route{
				{Name: "low", Prefix: egress.Known(mustPrefix("0.0.0.0/1")), Hop: egress.Hop{Type: egress.Known(egress.HopNone)}},
				{Name: "high", Prefix: egress.Known(mustPrefix("128.0.0.0/1")), Hop: egress.Hop{Type: egress.Known(egress.HopNone)}},
			}}}
		}, egress.Denied},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := live(tt.around)
			q.Egress = build(t, object(firewallType.AttrTypes, map[string]attr.Type{"firewall_policy_id": types.StringType}), tt.object)
			row := find(t, preflight.Judge(q), registry)
			if row.Status != tt.want {
				t.Errorf("%s: %s %v", row.Status, row.Flow.Text(), row.Verdict.Steps)
			}
		})
	}
}

const policyID = group + "/firewallPolicies/hub"

// others is a policy that was read, with a group of somebody else's.
func others(name string) func(*egress.World) {
	return func(w *egress.World) {
		pattern, err := netset.ParsePattern(name)
		if err != nil {
			return
		}
		w.Policies = []egress.Policy{{Name: "hub", Tier: egress.Known(egress.Standard), Groups: []egress.Group{{
			Name: "theirs", Priority: egress.Known(300), Collections: []egress.Collection{{
				Name: "c", Kind: egress.KindApplication, Priority: egress.Known(100), Action: egress.Known(egress.Allow), Rules: []egress.Rule{egress.ApplicationRule{
					Name: "r", Source: egress.Anywhere(), Protocols: []egress.ApplicationProtocol{{Type: egress.L7HTTPS, Port: 443}}, Names: []netset.Pattern{pattern},
				}},
			}},
		}}}}
	}
}

// Without an object, what was read is judged alone: a firewall of others in front of the cluster.
func TestAroundAlone(t *testing.T) {
	t.Parallel()
	q := live(func(w *egress.World) {
		w.Networks[0].Subnets[0].RouteTable = egress.Known("rt")
		w.RouteTables = []egress.RouteTable{{Name: "rt", DisablePropagation: egress.Known(true), Routes: []egress.Route{{
			Name: "default", Prefix: egress.Known(mustPrefix("0.0.0.0/0")), Hop: egress.Hop{Type: egress.Known(egress.HopAppliance), Address: egress.Known(netip.MustParseAddr("100.64.3.4"))},
		}}}}
		w.Firewalls = []egress.Firewall{{
			Name: "fw", Tier: egress.Known(egress.Standard), Subnet: "vnet/AzureFirewallSubnet", PrivateIP: egress.Known(netip.MustParseAddr("100.64.3.4")),
			PublicIPs: []egress.PublicIP{{Name: "ip", Address: egress.Known(netip.MustParseAddr("20.1.2.3"))}},
		}}
	})
	subnet, err := armid.Parse(vnet + "/subnets/contosofinakssubnet")
	if err != nil {
		t.Fatal(err)
	}
	q.Profile.Subnets = []armid.ID{subnet}
	if row := find(t, preflight.Judge(q), "mcr.microsoft.com"); row.Status != egress.Denied || !row.Fails() {
		t.Errorf("%s", row.Status)
	}
	if r := preflight.Judge(preflight.Question{Profile: eastus()}); len(r.Rows)+len(r.Findings) > 0 {
		t.Errorf("of nothing: %v", r)
	}

	// Ranges that do not hold the address are certain now that the firewall's subnet is known.
	q.Profile.AuthorizedRanges = &egress.AuthorizedRanges{Addresses: netset.AddressesOf(mustPrefix("20.9.9.0/24"))}
	row := find(t, preflight.Judge(q), "*.hcp.eastus.azmk8s.io")
	if row.Status != egress.Denied {
		t.Errorf("the API server: %s", row.Status)
	}
}

// What others put into the table is part of it; without having been read it is not known.
func TestForeignRoutes(t *testing.T) {
	t.Parallel()
	routes := types.MapType{ElemType: object(map[string]attr.Type{"address_prefix": types.StringType, "next_hop_type": types.StringType, "next_hop_in_ip_address": types.StringType})}
	made := build(t, object(map[string]attr.Type{"r": routes}), map[string]any{"r": map[string]any{"all": map[string]any{"address_prefix": "AzureCloud", "next_hop_type": "None"}}})
	w := preflight.ForeignRoutes(view.Of(table), made.Attributes()["r"])
	if len(w.RouteTables) != 1 || len(w.RouteTables[0].Routes) != 1 || w.RouteTables[0].Routes[0].ServiceTag != "AzureCloud" {
		t.Fatalf("%+v", w)
	}
	q := preflight.Question{Egress: build(t, firewallType, howTo(nil)), Around: w, Profile: eastus()}
	if row := find(t, preflight.Judge(q), "*.hcp.eastus.azmk8s.io"); row.Status != egress.Denied {
		t.Errorf("the API server: %s", row.Status)
	}
	if w := preflight.ForeignRoutes(view.Of(table), types.MapUnknown(routes.ElemType)); len(w.RouteTables) != 0 {
		t.Errorf("%+v", w)
	}
}

// Each kind of finding reacts as its level says, and nothing but a change is refused.
func TestLevels(t *testing.T) {
	t.Parallel()
	q := preflight.Question{Egress: build(t, firewallType, rules("application", map[string]any{"aks": application(without("mcr.microsoft.com"))})), Profile: eastus()}
	r := preflight.Judge(q)
	for _, how := range []preflight.Reaction{preflight.Refuse, preflight.Warn, preflight.Silent} {
		for _, depends := range []bool{true, false} {
			levels := preflight.DefaultLevels()
			levels.Required = how
			found := r.Diagnostics(preflight.Options{Levels: levels, Depends: depends})
			var want diag.Severity
			switch {
			case how == preflight.Silent:
				if len(found) > 0 {
					t.Errorf("silent: %v", found)
				}
				continue
			case how == preflight.Refuse && depends:
				want = diag.SeverityError
			default:
				want = diag.SeverityWarning
			}
			if len(found) != 1 || found[0].Severity() != want {
				t.Errorf("%s, change %t: %v", how, depends, found)
			}
		}
	}
}

func TestRuleIDs(t *testing.T) {
	t.Parallel()
	ids := preflight.RuleIDs()
	for _, id := range []string{"AK-5", "AK-25", "RT-27", "AK-FEATURE"} {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is missing in %v", id, ids)
		}
	}
	q := preflight.Question{Egress: build(t, firewallType, howTo(nil)), Profile: eastus()}
	for _, f := range preflight.FeatureNames() {
		q.Profile.Features = append(q.Profile.Features, cloudFeature(f))
	}
	for _, row := range preflight.Judge(q).Rows {
		if !slices.Contains(ids, row.Rule()) {
			t.Errorf("%s is refused by %s, which skip_checks does not take", row.Flow.Text(), row.Rule())
		}
	}
}

// A shared firewall that was read is judged by its own rules, whatever the egress that leads to it does not tell of them.
func TestSharedFirewall(t *testing.T) {
	t.Parallel()
	shared := object(applianceType.AttrTypes, map[string]attr.Type{"rule_collection_groups": types.MapType{ElemType: groupType}, "rules_complete": types.BoolType})
	v := howTo(map[string]any{"type": "appliance"})
	for _, name := range []string{"settings", "rules_as", "rule_collection_groups", "rules_complete", "exit_addresses"} {
		delete(v, name)
	}
	q := live(func(w *egress.World) {
		others("mcr.microsoft.com")(w)
		w.Firewalls = []egress.Firewall{{
			Name: "contosofinfw", Tier: egress.Known(egress.Standard), Subnet: "vnet/AzureFirewallSubnet", Policy: egress.Known("hub"),
			PublicIPs: []egress.PublicIP{{Name: "ip", Address: egress.Known(netip.MustParseAddr("20.1.2.3"))}},
		}}
	})
	q.Egress = build(t, shared, v)
	r := preflight.Judge(q)
	for name, want := range map[string]egress.Status{"mcr.microsoft.com": egress.Allowed, "management.azure.com": egress.Denied} {
		if row := find(t, r, name); row.Status != want {
			t.Errorf("%s: %s, want %s", name, row.Status, want)
		}
	}
	q.Around.Firewalls = nil
	if row := find(t, preflight.Judge(q), "mcr.microsoft.com"); row.Status != egress.Indeterminate {
		t.Errorf("a firewall that nobody read: %s", row.Status)
	}
}
