package containers_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/containers"
)

// TestPropagation: an assignment made a moment ago is waited for, and the progress says which.
func TestPropagation(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	if err := w.client.Delete(w.Context(), assignmentID(), "2022-04-01"); err != nil {
		t.Fatal(err)
	}
	w.Advance(propagation)
	w.assign()
	w.calls()
	c := change(containers.ClusterSpec{}, howTo())
	var said []string
	c.Progress = func(text string) { said = append(said, text) }
	if _, err := containers.NewClusters(w.client).Converge(w.Context(), c); err != nil {
		t.Fatal(err)
	}
	_, writes := w.calls()
	if len(writes) < 2 || writes[len(writes)-1] != "PUT managedClusters/aks" || !strings.Contains(writes[0], "LinkedAuthorizationFailed") {
		t.Errorf("writes %v", writes)
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "waiting until it has spread Network Contributor on the subnet") {
		t.Errorf("said %s", all)
	}
}

// TestPermission: an assignment that nobody made is not waited for longer than allowed, and not at all where that is not.
func TestPermission(t *testing.T) {
	t.Parallel()
	for _, window := range []time.Duration{0, 5 * time.Minute} {
		t.Run(window.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).routed()
			if err := w.client.Delete(w.Context(), assignmentID(), "2022-04-01"); err != nil {
				t.Fatal(err)
			}
			w.Advance(propagation)
			c := change(containers.ClusterSpec{}, howTo())
			c.Propagation = window
			begin := w.clock.Now()
			_, err := containers.NewClusters(w.client).Converge(w.Context(), c)
			var denied *containers.PermissionError
			if !errors.As(err, &denied) || denied.After > window {
				t.Fatalf("error %v", err)
			}
			if waited := w.clock.Now().Sub(begin); waited > window+time.Minute {
				t.Errorf("waited %s", waited)
			}
			if window > 0 && denied.After < window/2 {
				t.Errorf("waited only %s of %s", denied.After, window)
			}
			if len(containers.Explain(err)) == 0 || !strings.Contains(err.Error(), "Network Contributor on the subnet") {
				t.Errorf("%v: %v", err, containers.Explain(err))
			}
		})
	}
}

func assignmentID() armid.ID {
	return resource("Microsoft.Network", "virtualNetworks", "vnet").Child("Microsoft.Authorization/roleAssignments", "11111111-2222-4333-8444-555555555555")
}

// TestCredentials: a kubeconfig comes, for users and admins, and prints as a mask.
func TestCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	w.converge(containers.ClusterSpec{}, howTo())
	for _, admin := range []bool{false, true} {
		found, err := containers.NewClusters(w.client).Credentials(w.Context(), clusterID(), containers.CredentialOptions{Admin: admin})
		if err != nil {
			t.Fatal(err)
		}
		text := found.Kubeconfig.Reveal()
		if !strings.Contains(text, "clusters:") || !strings.Contains(text, "azmk8s.io") {
			t.Errorf("kubeconfig: %s", text)
		}
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if printed := fmt.Sprintf(format, found); strings.Contains(printed, "certificate") || strings.Contains(printed, text[:20]) {
				t.Errorf("%s prints %s", format, printed)
			}
		}
	}
}

// TestPrincipal: a service principal's secret is sent with the create and, when its version changes, by an action; nothing prints it.
func TestPrincipal(t *testing.T) {
	t.Parallel()
	w := newWorld(t).routed()
	prior := howTo()
	prior.Network.OutboundType = ptr(containers.OutboundLoadBalancer)
	prior.DefaultPool.SubnetID = nil
	prior.Identity = containers.IdentitySpec{Kind: containers.IdentityServicePrincipal, ServicePrincipal: &containers.ServicePrincipal{
		ClientID: "7a2f3c1e-0000-4000-8000-000000000001", Secret: containers.NewSecret("s3cr3t"), SecretVersion: "1",
	}}
	if printed := fmt.Sprintf("%+v %#v", prior.Identity.ServicePrincipal, *prior.Identity.ServicePrincipal); strings.Contains(printed, "s3cr3t") {
		t.Error(printed)
	}
	w.converge(containers.ClusterSpec{}, prior)
	w.converge(prior, prior)
	if _, writes := w.calls(); !slices.Equal(writes, []string{"PUT managedClusters/aks"}) {
		t.Errorf("create: %v", writes)
	}
	want := prior
	want.Identity.ServicePrincipal = &containers.ServicePrincipal{
		ClientID: "7a2f3c1e-0000-4000-8000-000000000001", Secret: containers.NewSecret("0ther"), SecretVersion: "2",
	}
	live := w.converge(prior, want)
	if _, writes := w.calls(); !slices.Equal(writes, []string{"POST aks/resetServicePrincipalProfile"}) {
		t.Errorf("update: %v", writes)
	}
	w.converge(want, want)
	if _, writes := w.calls(); len(writes) > 0 {
		t.Errorf("afterwards: %v", writes)
	}
	for secret, known := range map[string]bool{"s3cr3t": false, "0ther": true} { // a PUT takes the secret that the cluster has, and no other
		_, err := w.client.Put(w.Context(), clusterID(), containers.APIVersion, map[string]any{"location": "westeurope", "properties": map[string]any{
			"servicePrincipalProfile": map[string]any{"clientId": want.Identity.ServicePrincipal.ClientID, "secret": secret},
		}})
		if (err == nil) != known {
			t.Errorf("after the rotation, a PUT with %s: %v", secret, err)
		}
	}
	if live.Spec.Identity.Kind != containers.IdentityServicePrincipal {
		t.Errorf("identity %+v", live.Spec.Identity)
	}
	back := howTo()
	if frozen, err := containers.Replacements(back, prior); err != nil || !slices.Contains(frozen, "identity") {
		t.Errorf("to a principal: %v %v", frozen, err)
	}
}
