package network_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// TestUpdate counts the writes of each kind of change, checks their order, and that the same change again writes nothing.
func TestUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior, want func(azure.Egress) azure.Egress
		writes      []string
		anyOrder    bool
	}{
		"nothing": {},
		"a rule": {
			want: func(e azure.Egress) azure.Egress {
				e.Groups = maps.Clone(e.Groups)
				e.Groups["network"] = networkGroup(200)
				rule := e.Groups["network"].Collections["net"].Network["api"]
				rule.Ports = []string{"443", "9000"}
				e.Groups["network"].Collections["net"].Network["api"] = rule
				return e
			},
			writes: []string{"PUT ruleCollectionGroups/network"},
		},
		"a group less, one more at its priority": {
			want: func(e azure.Egress) azure.Egress {
				e.Groups = map[string]azure.Group{"network": e.Groups["network"], "zapplication": applicationGroup(300)}
				return e
			},
			writes: []string{"DELETE ruleCollectionGroups/application", "PUT ruleCollectionGroups/zapplication"},
		},
		"a group moves aside for another": {
			want: func(e azure.Egress) azure.Egress {
				e.Groups = map[string]azure.Group{"network": networkGroup(300), "application": applicationGroup(400)}
				return e
			},
			writes: []string{"PUT ruleCollectionGroups/application", "PUT ruleCollectionGroups/network"},
		},
		"two groups change places": {
			want: func(e azure.Egress) azure.Egress {
				e.Groups = map[string]azure.Group{"network": networkGroup(300), "application": applicationGroup(200)}
				return e
			},
			writes: []string{"PUT ruleCollectionGroups/application", "PUT ruleCollectionGroups/network"},
		},
		"a public IP more": {
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "second": madeIP("pip-2")}
				return e
			},
			writes: []string{"PUT publicIPAddresses/pip-2", "PUT azureFirewalls/fw"},
		},
		"a public IP less": {
			prior: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "second": madeIP("pip-2")}
				return e
			},
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1")}
				return e
			},
			writes: []string{"PUT azureFirewalls/fw", "DELETE publicIPAddresses/pip-2"},
		},
		"a public IP replaced, new configuration first": {
			prior: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "second": madeIP("pip-2")}
				return e
			},
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1"), "third": madeIP("pip-3")}
				return e
			},
			writes: []string{"PUT publicIPAddresses/pip-3", "PUT azureFirewalls/fw", "PUT azureFirewalls/fw", "DELETE publicIPAddresses/pip-2"},
		},
		"a public IP replaced in its configuration": {
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-2")}
				return e
			},
			writes:   []string{"PUT publicIPAddresses/pip-2", "PUT azureFirewalls/fw", "PUT routeTables/rt", "DELETE publicIPAddresses/pip-1"},
			anyOrder: true, // the route to the new address beside the deletion of the old one
		},
		"the configuration that carries the subnet goes": {
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.IPs = map[string]azure.FirewallIP{"other": madeIP("pip-2")}
				e.Routing.Table.Routes = maps.Clone(e.Routing.Table.Routes)
				delete(e.Routing.Table.Routes, "internet")
				return e
			},
			writes: []string{
				"PUT publicIPAddresses/pip-2", "PUT routeTables/rt", "PUT azureFirewalls/fw", "PUT azureFirewalls/fw", "DELETE publicIPAddresses/pip-1",
			},
			anyOrder: true,
		},
		"Standard to Premium": {
			want:   func(e azure.Egress) azure.Egress { e.Firewall.Tier = "Premium"; return e },
			writes: []string{"PUT azureFirewalls/fw"},
		},
		"to Premium with a policy of its own": {
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.Tier = "Premium"
				policy := *e.Policy
				policy.ID, policy.Tier = resource("firewallPolicies", "premium"), "Premium"
				e.Policy = &policy
				return e
			},
			writes: []string{
				"PUT firewallPolicies/premium", "PUT ruleCollectionGroups/application", "PUT ruleCollectionGroups/network", "PUT azureFirewalls/fw",
				"DELETE ruleCollectionGroups/application", "DELETE ruleCollectionGroups/network", "DELETE firewallPolicies/policy",
			},
		},
		"threat intelligence and DNS": {
			want: func(e azure.Egress) azure.Egress {
				policy := *e.Policy
				policy.Settings.ThreatIntel, policy.Settings.DNS = azure.Set("Alert"), azure.Set(azure.DNS{Proxy: true})
				policy.Settings.PrivateRanges = azure.Set([]string{"10.0.0.0/8", "100.64.0.0/10"})
				e.Policy = &policy
				return e
			},
			writes: []string{"PUT firewallPolicies/policy"},
		},
		"the DNS proxy goes with the rule that needs it": {
			want: func(e azure.Egress) azure.Egress {
				policy := *e.Policy
				policy.Settings.DNS = azure.Set(azure.DNS{})
				e.Policy = &policy
				group := networkGroup(200)
				delete(group.Collections["net"].Network, "ntp")
				e.Groups = map[string]azure.Group{"network": group, "application": e.Groups["application"]}
				return e
			},
			writes: []string{"PUT ruleCollectionGroups/network", "PUT firewallPolicies/policy"},
		},
		"tags": {
			want: func(e azure.Egress) azure.Egress {
				e.Firewall.Tags = map[string]string{"env": "prod"}
				policy := *e.Policy
				policy.Tags = map[string]string{"env": "prod"}
				e.Policy = &policy
				e.Routing.Table.Tags = map[string]string{"env": "prod"}
				e.Firewall.IPs = map[string]azure.FirewallIP{"first": madeIP("pip-1")}
				e.Firewall.IPs["first"].PublicIP.Made.Tags = map[string]string{"env": "prod"}
				return e
			},
			writes:   []string{"PATCH routeTables/rt", "PATCH publicIPAddresses/pip-1", "PATCH firewallPolicies/policy", "PATCH azureFirewalls/fw"},
			anyOrder: true,
		},
		"routes": {
			want: func(e azure.Egress) azure.Egress {
				e.Routing.Table.Routes = map[string]azure.Route{
					"default": e.Routing.Table.Routes["default"], "spokes": {Prefix: "10.0.0.0/8", ToFirewall: true}, "onprem": {Prefix: "192.168.0.0/16", HopType: azure.HopGateway},
				}
				e.Routing.Table.BGPPropagation = azure.Set(true)
				return e
			},
			writes: []string{"PUT routeTables/rt"},
		},
		"subnets": {
			want:     func(e azure.Egress) azure.Egress { return routed(e, "services") },
			writes:   []string{"PUT subnets/services", "PUT subnets/aks"},
			anyOrder: false,
		},
		"another table, swapped without a gap": {
			want: func(e azure.Egress) azure.Egress {
				e.Routing.Table.ID = resource("routeTables", "rt-2")
				return e
			},
			writes: []string{"PUT routeTables/rt-2", "PUT subnets/aks", "DELETE routeTables/rt"},
		},
		"stopped": {
			want:   func(e azure.Egress) azure.Egress { e.Firewall.Deallocated = true; return e },
			writes: []string{"PUT azureFirewalls/fw"},
		},
		"autoscale": {
			want: func(e azure.Egress) azure.Egress {
				low, high := int32(2), int32(10)
				e.Firewall.Autoscale = azure.Set(azure.Autoscale{Min: &low, Max: &high})
				return e
			},
			writes: []string{"PUT azureFirewalls/fw"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			prior := routed(hub(), "aks")
			if test.prior != nil {
				prior = test.prior(prior)
			}
			want := prior
			if test.want != nil {
				want = test.want(prior)
			}
			create(w, prior)
			w.calls()
			update(w, prior, want)
			_, writes := w.calls()
			if test.anyOrder {
				slices.Sort(writes)
				slices.Sort(test.writes)
			}
			expect(w, writes, test.writes...)
			live := update(w, want, want)
			_, writes = w.calls()
			expect(w, writes)
			read, err := azure.NewEgresses(w.client).Read(w.Context(), want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(live, read); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFollowsPrivateIP: after a stop and a start by others the firewall may have another address; the route follows it.
func TestFollowsPrivateIP(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := routed(hub(), "aks")
	before := create(w, e).Firewall.PrivateIP()
	stopped := e
	stopped.Firewall.Deallocated = true
	live := update(w, e, stopped)
	if !live.Firewall.Deallocated() || live.Table.Routes["default"].HopAddress != before {
		t.Errorf("stopped: %v, default route to %q", live.Firewall.IPs, live.Table.Routes["default"].HopAddress)
	}
	live = update(w, stopped, e)
	after := live.Firewall.PrivateIP()
	if after == before {
		t.Error("the emulator is expected to give another address")
	}
	if live.Table.Routes["default"].HopAddress != after {
		t.Errorf("the default route leads to %q, the firewall is at %q", live.Table.Routes["default"].HopAddress, after)
	}
}

// classicEgress is the how-to's: classic collections of all three kinds on the firewall.
func classicEgress() azure.Egress {
	e := routed(hub(), "aks")
	e.Policy, e.Groups = nil, nil
	e.Firewall.Settings = azure.Settings{ThreatIntel: azure.Set("Deny"), DNS: azure.Set(azure.DNS{Proxy: true}), PrivateRanges: azure.Set([]string{"IANAPrivateRanges"})}
	e.Classic = map[string]azure.Collection{
		"net": networkGroup(0).Collections["net"], "app": applicationGroup(0).Collections["app"],
		"nat": {Kind: azure.KindNAT, Priority: 100, NAT: map[string]azure.NATRule{
			"web": {
				Source: azure.Source{Addresses: []string{"*"}}, DestinationIPs: []string{"first"}, Ports: []string{"80"}, Protocols: []string{"TCP"},
				TranslatedAddress: "10.42.3.10", TranslatedPort: "80",
			},
		}},
	}
	return e
}

// TestClassic: all three kinds travel in the one request that makes the firewall, and move into a policy in place.
func TestClassic(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := classicEgress()
	w.calls()
	live := create(w, e)
	_, writes := w.calls()
	slices.Sort(writes)
	expect(w, writes, "PUT azureFirewalls/fw", "PUT publicIPAddresses/pip-1", "PUT routeTables/rt", "PUT routeTables/rt", "PUT subnets/aks")
	for _, collection := range live.Firewall.Classic {
		if want := e.Classic[collection.Name].Resolve(live.Addresses()); !want.Equal(collection.Collection) {
			t.Error(cmp.Diff(want, collection.Collection))
		}
	}
	update(w, e, e)
	_, writes = w.calls()
	expect(w, writes)

	policy := routed(hub(), "aks")
	policy.Groups = map[string]azure.Group{"default": {Priority: 500, Collections: maps.Clone(e.Classic)}}
	nat := policy.Groups["default"].Collections["nat"]
	nat.Priority = 50000
	policy.Groups["default"].Collections["nat"] = nat
	app := policy.Groups["default"].Collections["app"]
	app.Priority = 60000
	policy.Groups["default"].Collections["app"] = app
	policy.Firewall.Settings = azure.Settings{ThreatIntel: azure.Clear[string](), DNS: azure.Clear[azure.DNS](), PrivateRanges: azure.Clear[[]string]()}
	w.calls()
	live = update(w, e, policy)
	_, writes = w.calls()
	expect(w, writes, "PUT firewallPolicies/policy", "PUT ruleCollectionGroups/default", "PUT azureFirewalls/fw")
	if len(live.Firewall.Classic) != 0 || !policy.Policy.ID.EqualFold(live.Firewall.PolicyID) || len(live.Firewall.Settings.DNS.Servers) != 0 || live.Firewall.Settings.DNS.Proxy {
		t.Errorf("%+v", live.Firewall)
	}
	if want := policy.Groups["default"].Resolve(live.Addresses()); !want.Equal(live.Groups["default"].Group) {
		t.Error(cmp.Diff(want, live.Groups["default"].Group))
	}
	update(w, policy, e)
	_, writes = w.calls()
	expect(w, writes, "PUT azureFirewalls/fw", "DELETE ruleCollectionGroups/default", "DELETE firewallPolicies/policy")
}
