package provider_test

import (
	"testing"

	"github.com/udr-egress/terraform-provider-udr/internal/acctest"
	"github.com/udr-egress/terraform-provider-udr/internal/acctest/protocol"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
)

// unregistered is a server whose subscriptions have not registered Microsoft.Network, with a resource group.
func unregistered(t *testing.T) *acctest.Server {
	t.Helper()
	s := acctest.NewServer(t, func(o *armemu.ServerOptions) { o.Unregistered = []string{"Microsoft.Network"} })
	h, _ := connect(t, s, acctest.Connection{Block: s.BySecret()})
	h.Resource("udr_resource_group", "this").Apply(group()).Must()
	return s
}

const registration = "POST /subscriptions/" + armemu.SubscriptionID + "/providers/Microsoft.Network/register"

// TestRegistration: a resource provider that the subscription has not registered is registered once, when Azure asks for it, even though
// two objects need it; what needs none does not register anything.
func TestRegistration(t *testing.T) {
	t.Parallel()
	s := unregistered(t)
	if n := len(s.Records("/register")); n != 0 {
		t.Errorf("%d registrations for a resource group", n)
	}
	h, _ := connect(t, s, acctest.Connection{Block: s.BySecret()})
	w := h.Workspace()
	for _, name := range []string{"hub", "spoke"} {
		w.Add(h.Resource("udr_network", name), func(protocol.Ref) map[string]any { return network(name, "10.0.0.0/16") })
	}
	w.Apply().Must()
	if n := len(s.Records(registration)); n != 1 {
		t.Errorf("%d registrations, want 1", n)
	}
}

// TestRegistrationSwitchedOff: by the block or by the variable, Azure's refusal stands, with the command to run.
func TestRegistrationSwitchedOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more        map[string]any
		environment map[string]string
		registers   bool
	}{
		"attribute":                  {more: map[string]any{"skip_provider_registration": true}},
		"variable":                   {environment: map[string]string{"ARM_SKIP_PROVIDER_REGISTRATION": "true"}},
		"attribute against variable": {map[string]any{"skip_provider_registration": false}, map[string]string{"ARM_SKIP_PROVIDER_REGISTRATION": "true"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := unregistered(t)
			h, _ := connect(t, s, acctest.Connection{Block: with(s.BySecret(), c.more), Environment: c.environment})
			out := h.Resource("udr_network", "this").Apply(network("hub", "10.0.0.0/16"))
			if !c.registers {
				out.WantOnlyError(protocol.AnyPath, "MissingSubscriptionRegistration", "Microsoft.Network", "az provider register --namespace")
			}
			if n := len(s.Records(registration)); (n > 0) != c.registers || out.Failed() == c.registers {
				t.Errorf("%d registrations; %v", n, out.Err())
			}
		})
	}
}
