package survey_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/survey"
)

// TestPolicies: a policy is read with its groups and parents and nothing else; one that is not there is no policy, and of one that may not be
// read nothing is known.
func TestPolicies(t *testing.T) {
	t.Parallel()
	w := hubAndSpoke(t)
	policy := hub("firewallPolicies", "policy")
	r := w.read(survey.Scope{Policies: []armid.ID{policy}})
	want := []string{"firewallpolicies/base", "firewallpolicies/policy", "ipgroups/spokes", "rulecollectiongroups/aks", "rulecollectiongroups/common"}
	if diff := cmp.Diff(want, keys(w.reads())); diff != "" {
		t.Error(diff)
	}
	world := r.World()
	if len(world.Policies) != 2 || len(r.Gaps) > 0 {
		t.Errorf("%d policies, gaps %v", len(world.Policies), r.Gaps)
	}
	for _, p := range world.Policies {
		if p.Open || len(p.Groups) == 0 {
			t.Errorf("%s: open %v, %d groups", p.Name, p.Open, len(p.Groups))
		}
	}

	missing := w.read(survey.Scope{Policies: []armid.ID{hub("firewallPolicies", "coming")}})
	if len(missing.World().Policies) != 0 || len(missing.Gaps) != 1 || missing.Gaps[0].Kind != survey.Missing {
		t.Errorf("a policy that is not there: %+v", missing.Gaps)
	}

	w.answer("firewallpolicies/policy", http.StatusForbidden, `{"error":{"code":"AuthorizationFailed","message":"no"}}`)
	closed := w.read(survey.Scope{Policies: []armid.ID{policy}})
	world = closed.World()
	if len(world.Policies) != 1 || !world.Policies[0].Open || world.Policies[0].Parent.IsKnown() || closed.Gaps[0].Kind != survey.Forbidden {
		t.Errorf("a policy that may not be read: %+v %+v", world.Policies, closed.Gaps)
	}
}
