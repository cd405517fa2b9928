package network_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// TestRefuse: what is not ours is found before the first write.
func TestRefuse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before func(w *world)
		change func(e azure.Egress) azure.Egress
		want   string // %T of the reason and its text, shortened
	}{
		"a public IP of that name": {
			before: func(w *world) { w.put(resource("publicIPAddresses", "pip-1"), publicIP()) },
			want:   "*network.ExistsError: public IP publicIPAddresses/pip-1",
		},
		"a policy of that name": {
			before: func(w *world) {
				w.put(resource("firewallPolicies", "policy"), map[string]any{"location": "westeurope", "tags": map[string]any{"hidden-udr-owner": "1.b.none"}})
			},
			want: "*network.ExistsError: firewall policy firewallPolicies/policy",
		},
		"a firewall of that name": {
			before: func(w *world) { w.put(resource("azureFirewalls", "fw"), map[string]any{"location": "westeurope"}) },
			want:   "*network.ExistsError: firewall azureFirewalls/fw",
		},
		"a given public IP that is not there": {
			change: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs["second"] = azure.FirewallIP{PublicIP: &azure.PublicIP{ID: resource("publicIPAddresses", "none")}}
				return e
			},
			want: "*network.MissingError: public IP publicIPAddresses/none",
		},
		"a subnet that is not there": {
			change: func(e azure.Egress) azure.Egress { return routed(e, "aks", "none") },
			want:   "*network.MissingError: subnet subnets/none",
		},
		"a table of others that is not there": {
			change: func(e azure.Egress) azure.Egress { e.Routing.Table.Existing = true; return e },
			want:   "*network.MissingError: route table routeTables/rt",
		},
		"a subnet with a table of others": {
			before: func(w *world) { giveTable(w, "aks", "theirs") },
			want:   "*network.TableTakenError: subnet subnets/aks uses route table routeTables/theirs",
		},
		"a route of that name in a table of others": {
			before: func(w *world) {
				w.put(resource("routeTables", "rt"), map[string]any{"location": "westeurope"})
				w.put(resource("routeTables", "rt").Child("routes", "onprem"), route("192.168.0.0/16", "None", ""))
			},
			change: func(e azure.Egress) azure.Egress { e.Routing.Table.Existing = true; return e },
			want:   "*network.ExistsError: route routes/onprem",
		},
		"a group of that name in a policy of others": {
			before: func(w *world) {
				w.put(resource("firewallPolicies", "policy"), map[string]any{"location": "westeurope"})
				w.put(resource("firewallPolicies", "policy").Child("ruleCollectionGroups", "network"), map[string]any{"properties": map[string]any{"priority": 200}})
			},
			change: func(e azure.Egress) azure.Egress {
				e.Policy = &azure.Policy{ID: e.Policy.ID, Existing: true}
				return e
			},
			want: "*network.ExistsError: rule collection group ruleCollectionGroups/network",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			e := routed(hub(), "aks")
			if test.before != nil {
				test.before(w)
			}
			if test.change != nil {
				e = test.change(e)
			}
			w.calls()
			_, err := azure.NewEgresses(w.client).Converge(w.Context(), azure.EgressChange{Want: e, AnchorMark: anchorMark, ChildMark: childMark})
			refusedAs(w, err, test.want)
		})
	}
}

// refusedAs checks that nothing was written and why.
func refusedAs(w *world, err error, want string) {
	w.Helper()
	_, writes := w.calls()
	expect(w, writes)
	var untouched *azure.UntouchedError
	if !errors.As(err, &untouched) {
		w.Fatalf("not marked as untouched: %v", err)
	}
	words := strings.Fields(untouched.Err.Error())
	for i, word := range words {
		if strings.HasPrefix(word, "/subscriptions/") {
			words[i] = short(strings.TrimSuffix(word, ","))
		}
	}
	if got := fmt.Sprintf("%T: %s", untouched.Err, strings.Join(words, " ")); !strings.HasPrefix(got, want) {
		w.Errorf("got %q, want %q", got, want)
	}
}

// TestRefuseUpdate: the same for an egress that is there.
func TestRefuseUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior  func() azure.Egress
		before func(w *world)
		change func(e azure.Egress) azure.Egress
		want   string
	}{
		"a default route of others": {
			before: func(w *world) {
				edit(w, resource("routeTables", "rt"), func(o armclient.Object) error {
					list := o.Slice("properties", "routes")
					for _, one := range o.Objects("properties", "routes") {
						if one.Name() == "default" {
							one.Body["name"] = "theirs"
							delete(one.Body, "id")
						}
					}
					return o.Set(list, "properties", "routes")
				})
			},
			want: "*network.RouteConflictError: route table routeTables/rt holds routes of others that ours contradict: \"theirs\" (0.0.0.0/0",
		},
		"a route of others with the prefix of a new one": {
			before: func(w *world) {
				w.put(resource("routeTables", "rt").Child("routes", "theirs"), route("172.16.0.0/12", "None", ""))
			},
			change: func(e azure.Egress) azure.Egress {
				e.Routing.Table.Routes = maps.Clone(e.Routing.Table.Routes)
				e.Routing.Table.Routes["ours"] = azure.Route{Prefix: "172.16.0.0/12", ToFirewall: true}
				return e
			},
			want: "*network.RouteConflictError: route table routeTables/rt holds routes of others that ours contradict: \"theirs\"",
		},
		"another tier for the policy": {
			change: func(e azure.Egress) azure.Egress {
				policy := *e.Policy
				policy.Tier, e.Firewall.Tier = "Premium", "Premium"
				e.Policy = &policy
				return e
			},
			want: "*network.PolicyTierError: firewall policy firewallPolicies/policy has tier Standard",
		},
		"a table that is to be replaced and that others use": {
			before: func(w *world) {
				edit(w, subnet("services"), func(o armclient.Object) error {
					return o.Set(resource("routeTables", "rt").String(), "properties", "routeTable", "id")
				})
			},
			change: func(e azure.Egress) azure.Egress { e.Routing.Table.ID = resource("routeTables", "rt-2"); return e },
			want:   "*network.SharedError: route table routeTables/rt is used by others: subnets/services",
		},
		"a policy that is to be left and that others use": {
			before: func(w *world) {
				w.put(resource("firewallPolicies", "policy").Child("ruleCollectionGroups", "theirs"), map[string]any{"properties": map[string]any{"priority": 900}})
			},
			change: func(azure.Egress) azure.Egress { return classicEgress() },
			want:   "*network.SharedError: firewall policy firewallPolicies/policy is used by others: ruleCollectionGroups/theirs",
		},
		"a group of others under the name of a new one": {
			before: func(w *world) {
				w.put(resource("firewallPolicies", "policy").Child("ruleCollectionGroups", "more"), map[string]any{"properties": map[string]any{"priority": 900}})
			},
			change: func(e azure.Egress) azure.Egress {
				e.Groups = maps.Clone(e.Groups)
				e.Groups["more"] = applicationGroup(400)
				return e
			},
			want: "*network.ExistsError: rule collection group ruleCollectionGroups/more",
		},
		"classic collections of others in the way of a policy": {
			prior: classicEgress,
			before: func(w *world) {
				edit(w, resource("azureFirewalls", "fw"), func(o armclient.Object) error {
					list := append(o.Slice("properties", "networkRuleCollections"), map[string]any{"name": "theirs", "properties": map[string]any{
						"priority": 900, "action": map[string]any{"type": "Allow"}, "rules": []any{},
					}})
					return o.Set(list, "properties", "networkRuleCollections")
				})
			},
			change: func(azure.Egress) azure.Egress { return routed(withoutClassicSettings(hub()), "aks") },
			want:   "*network.ForeignCollectionsError: firewall azureFirewalls/fw holds classic",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			prior := routed(hub(), "aks")
			if test.prior != nil {
				prior = test.prior()
			}
			create(w, prior)
			if test.before != nil {
				test.before(w)
			}
			want := prior
			if test.change != nil {
				want = test.change(prior)
			}
			w.calls()
			_, err := azure.NewEgresses(w.client).Converge(w.Context(), azure.EgressChange{Prior: prior, Want: want, ChildMark: childMark, AnchorMark: childMark})
			refusedAs(w, err, test.want)
		})
	}
}

func giveTable(w *world, name, table string) {
	w.Helper()
	id := resource("routeTables", table)
	w.put(id, map[string]any{"location": "westeurope"})
	edit(w, subnet(name), func(o armclient.Object) error { return o.Set(id.String(), "properties", "routeTable", "id") })
}

// TestDisplace: a table that we may replace goes by the write that brings ours.
func TestDisplace(t *testing.T) {
	t.Parallel()
	for _, everything := range []bool{false, true} {
		w := newHub(t)
		giveTable(w, "aks", "placeholder")
		e := routed(hub(), "aks")
		e.Routing.DisplaceAny = everything
		if !everything {
			e.Routing.Displaced = append(e.Routing.Displaced, resource("routeTables", "placeholder"))
		}
		w.calls()
		live := create(w, e)
		_, writes := w.calls()
		if n := countOf(writes, "PUT subnets/aks"); n != 1 || !live.Attached(subnet("aks"), e.Routing.Table.ID) {
			t.Errorf("%d writes of the subnet, which has %s", n, live.Subnets[subnet("aks").Key()].RouteTableID)
		}
	}
}

func countOf(list []string, text string) int {
	n := 0
	for _, one := range list {
		if one == text {
			n++
		}
	}
	return n
}

// TestKeepsOthers: what others put on our objects, and what is younger than the SDK, survives every change.
func TestKeepsOthers(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := routed(classicEgress(), "aks")
	create(w, e)
	firewall, table, ip := e.Firewall.ID, e.Routing.Table.ID, resource("publicIPAddresses", "pip-1")
	for id, change := range map[string]func(armclient.Object) error{
		firewall.String(): func(o armclient.Object) error {
			list := append(o.Slice("properties", "applicationRuleCollections"), map[string]any{"name": "theirs", "properties": map[string]any{
				"priority": 900, "action": map[string]any{"type": "Deny"}, "rules": []any{map[string]any{
					"name": "one", "sourceAddresses": []any{"*"}, "targetFqdns": []any{"example.com"}, "protocols": []any{map[string]any{"protocolType": "Https", "port": 443}},
				}},
			}})
			o.Body["tags"].(map[string]any)["theirs"] = "1"
			o.Map("properties", "additionalProperties")["Network.FTP.AllowActiveFTP"] = "true"
			return o.Set(list, "properties", "applicationRuleCollections")
		},
		table.String(): func(o armclient.Object) error {
			o.Body["tags"].(map[string]any)["theirs"] = "1"
			return o.Set(append(o.Slice("properties", "routes"), map[string]any{"name": "theirs", "properties": map[string]any{
				"addressPrefix": "172.16.0.0/12", "nextHopType": "None",
			}}), "properties", "routes")
		},
		ip.String(): func(o armclient.Object) error {
			o.Body["tags"].(map[string]any)["theirs"] = "1"
			return o.Set(30, "properties", "idleTimeoutInMinutes")
		},
	} {
		parsed := parse(w, id)
		edit(w, parsed, change)
	}
	want := e
	want.Classic = map[string]azure.Collection{"net": e.Classic["net"]}
	want.Firewall.Tags = map[string]string{"env": "prod"}
	want.Firewall.Settings.ThreatIntel = azure.Set("Alert")
	want.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1")}
	want.Firewall.IPs["first"].PublicIP.Made.DNSLabel = azure.Set("egress")
	want.Routing.Table.Routes = maps.Clone(e.Routing.Table.Routes)
	delete(want.Routing.Table.Routes, "onprem")
	live := update(w, e, want)
	foreign := azure.ForeignCollections(live.Firewall.Classic, want.Classic)
	if len(foreign) != 1 || foreign[0].Name != "theirs" || len(foreign[0].Application) != 1 {
		t.Errorf("collections of others: %+v", foreign)
	}
	if diff := cmp.Diff(map[string]azure.LiveRoute{"theirs": {Prefix: "172.16.0.0/12", HopType: "None"}}, azure.ForeignRoutes(*live.Table, want.Routing.Table.Routes)); diff != "" {
		t.Error(diff)
	}
	if live.Firewall.Tags["theirs"] != "1" || live.Firewall.Tags["env"] != "prod" || live.Table.Tags["theirs"] != "1" || live.PublicIPs["first"].Tags["theirs"] != "1" {
		t.Error("tags of others are gone")
	}
	if w.is(firewall).Obj("properties.additionalProperties")["Network.FTP.AllowActiveFTP"] != "true" {
		t.Error("a setting of others is gone")
	}
	if minutes := w.is(ip).Get("properties.idleTimeoutInMinutes"); fmt.Sprint(minutes) != "30" || live.PublicIPs["first"].DNSLabel != "egress" {
		t.Errorf("idle timeout %v, label %q", minutes, live.PublicIPs["first"].DNSLabel)
	}
}
