package network_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// TestHeal: a firewall whose last operation failed is written, even if nothing differs, and before its policy, which Azure
// does not change while a firewall of it is faulted.
func TestHeal(t *testing.T) {
	t.Parallel()
	w := newHub(t)
	e := routed(hub(), "aks")
	create(w, e)
	if err := w.Edit(e.Firewall.ID.String(), func(body armtypes.Object) { body.Set("properties.provisioningState", "Failed") }); err != nil {
		t.Fatal(err)
	}
	want := e
	policy := *e.Policy
	policy.Settings.ThreatIntel = azure.Set("Off")
	want.Policy = &policy
	w.calls()
	live := update(w, e, want)
	_, writes := w.calls()
	expect(w, writes, "PUT azureFirewalls/fw", "PUT firewallPolicies/policy")
	if live.Firewall.ProvisioningState != "Succeeded" || live.Policy.Settings.ThreatIntel != "Off" {
		t.Errorf("%s, %s", live.Firewall.ProvisioningState, live.Policy.Settings.ThreatIntel)
	}
}

// struck is a transport that does something once, before the first request for which it is meant.
type struck struct {
	*armemu.Emulator
	meant func(*http.Request) bool
	once  sync.Once
	do    func()
}

func (s *struck) Do(r *http.Request) (*http.Response, error) {
	if s.meant(r) {
		s.once.Do(s.do)
	}
	return s.Emulator.Do(r)
}

// TestHealsMeanwhile: a firewall that fails after it was looked at, as it does when a rule of somebody else's breaks it, is mended within the
// same run: by a PUT of what it is, after which the write that Azure refused is repeated. A policy of others in which another firewall
// stands as failed is not ours to mend, and the error says so.
func TestHealsMeanwhile(t *testing.T) {
	t.Parallel()
	fail := func(w *world, id armid.ID) {
		if err := w.Edit(id.String(), func(body armtypes.Object) { body.Set("properties.provisioningState", "Failed") }); err != nil {
			w.Error(err)
		}
	}
	for name, test := range map[string]struct {
		change func(want *azure.Egress)
		at     string
		writes []string
	}{
		"group": {
			func(want *azure.Egress) {
				want.Groups = map[string]azure.Group{"network": want.Groups["network"], "application": applicationGroup(444)}
			}, "/ruleCollectionGroups/",
			[]string{"PUT ruleCollectionGroups/application (400 FirewallPolicyUpdateFailed)", "PUT azureFirewalls/fw", "PUT ruleCollectionGroups/application"},
		},
		"policy": {
			func(want *azure.Egress) {
				policy := *want.Policy
				policy.Settings.ThreatIntel = azure.Set("Off")
				want.Policy = &policy
			}, "/firewallPolicies/",
			[]string{"PUT firewallPolicies/policy (400 FirewallPolicyUpdateFailed)", "PUT azureFirewalls/fw", "PUT firewallPolicies/policy"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHub(t)
			e := routed(hub(), "aks")
			create(w, e)
			want := e
			test.change(&want)
			w.calls()
			transport := &struck{Emulator: w.Emulator, do: func() { fail(w, e.Firewall.ID) }, meant: func(r *http.Request) bool {
				return r.Method == http.MethodPut && strings.Contains(r.URL.Path, test.at)
			}}
			client, err := armclient.New(armclient.Options{Transport: transport, Clock: w.clock})
			if err != nil {
				t.Fatal(err)
			}
			live, err := azure.NewEgresses(client).Converge(t.Context(), azure.EgressChange{Prior: e, Want: want, ChildMark: childMark})
			if err != nil {
				t.Fatal(err)
			}
			if live.Firewall.ProvisioningState != "Succeeded" {
				t.Errorf("the firewall is %s", live.Firewall.ProvisioningState)
			}
			_, writes := w.calls()
			expect(w, writes, test.writes...)
		})
	}
	t.Run("not ours", func(t *testing.T) {
		t.Parallel()
		w := newHub(t)
		e := routed(hub(), "aks")
		create(w, e)
		other := spoke(w, 1, e.Policy.ID)
		create(w, other)
		fail(w, other.Firewall.ID)
		want := e
		want.Groups = map[string]azure.Group{"network": e.Groups["network"], "application": applicationGroup(444)}
		w.calls()
		_, err := azure.NewEgresses(w.client).Converge(t.Context(), azure.EgressChange{Prior: e, Want: want, ChildMark: childMark})
		if armclient.ClassOf(err) != armclient.Faulted || !strings.Contains(err.Error(), "heals it") {
			t.Errorf("the error is %v", err)
		}
		_, writes := w.calls()
		expect(w, writes, "PUT ruleCollectionGroups/application (400 FirewallPolicyUpdateFailed)")
	})
}
